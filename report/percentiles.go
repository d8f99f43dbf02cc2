package report

import "slices"

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

// ranking is memory for finding values by their rank.
type ranking struct {
	lists                  [][]uint32
	counts, values, picked []uint32
}

// nth is nth of all values of the lists, none of which is less than from, or width more than it. Where it can it counts them,
// which takes a third as long as changing their order.
func (r *ranking) nth(n int, from, width uint32) uint32 {
	size := 0
	for _, values := range r.lists {
		size += len(values)
	}
	if int(width) > 4*size {
		r.values = r.values[:0]
		for _, values := range r.lists {
			r.values = append(r.values, values...)
		}
		return nth(r.values, n)
	}
	r.counts = slices.Grow(r.counts[:0], int(width))[:width]
	clear(r.counts)
	for _, values := range r.lists {
		for _, v := range values {
			r.counts[v-from]++
		}
	}
	for i, count := range r.counts {
		if n -= int(count); n < 0 {
			return from + uint32(i)
		}
	}
	panic("report: a rank beyond all values")
}

// nthOf is the length at a spot, out of the lengths in its bin.
func (r *ranking) nthOf(lengths []uint32, at spot) uint32 {
	from, width := lengthsIn(int(at.bin))
	r.lists = append(r.lists[:0], lengths)
	return r.nth(int(at.rank), from, width)
}

// middle is the second smallest of three values.
func middle(a, b, c uint32) uint32 {
	return max(min(a, b), min(max(a, b), c))
}
