package report

// samples are measured lengths in seconds by group: a bucket, an agent or a tag.
type samples struct {
	group []uint32
	value []uint32
}

func (s *samples) add(group int, value uint32) {
	s.group = append(s.group, uint32(group))
	s.value = append(s.value, value)
}

// join adds what another worker kept.
func (s *samples) join(o samples) {
	s.group = append(s.group, o.group...)
	s.value = append(s.value, o.value...)
}

// byGroup are the values sorted by group, and where each group ends; a group begins where the one before it ends.
func (s *samples) byGroup(groups int) (values []uint32, ends []int) {
	ends = make([]int, groups)
	for _, g := range s.group {
		ends[g]++
	}
	next := make([]int, groups)
	sum := 0
	for g, n := range ends {
		next[g] = sum
		sum += n
		ends[g] = sum
	}
	values = make([]uint32, len(s.value))
	for i, g := range s.group {
		values[next[g]] = s.value[i]
		next[g]++
	}
	return values, ends
}

// summarize fills in the figures of values, whose order it changes.
func summarize(t *Times, values []uint32) {
	t.N = len(values)
	if t.N == 0 {
		return
	}
	for _, v := range values {
		t.Sum += int64(v)
	}
	// Nearest rank: the ceil(p·n)-th smallest value, counted from 1.
	median, p90 := (t.N+1)/2-1, (9*t.N+9)/10-1
	t.Median = int64(nth(values, median))
	t.P90 = int64(nth(values[median:], p90-median))
}

// nth is the value that would stand at index n if values were sorted; it leaves nothing smaller behind it and nothing
// greater before it (quickselect).
func nth(values []uint32, n int) uint32 {
	low, high := 0, len(values)-1
	for low < high {
		pivot := middle(values[low], values[(low+high)/2], values[high])
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return values[n]
		}
	}
	return values[n]
}

// middle is the second smallest of three values.
func middle(a, b, c uint32) uint32 {
	return max(min(a, b), min(max(a, b), c))
}
