package report

import "math/bits"

// distribution finds sums and exact percentiles of many lengths by group without keeping them: a first pass counts
// values by bins, a second one looks only at the values of the bins in which the percentiles lie.
type distribution struct {
	counts []uint32 // by group and bin
	sums   []int64  // by group
	spots  []spot   // by group, two each: where the median and the 90th percentile lie
}

// spot is a bin, and the place in it of the value that is looked for.
type spot struct {
	bin  int32 // -1 = there is nothing to look for
	rank int32
}

// Values below exactBins have bins of their own; above, every power of two is cut in 64.
const (
	exactBins = 128
	bins      = exactBins + (32-7)*64
)

// binOf is the bin of a value; bins are in the order of their values. It has no branch: whether a value is small cannot
// be foreseen.
func binOf(v uint32) int {
	shift := bits.Len32(v|(exactBins-1)) - 7
	return shift*64 + int(v>>(shift&31))
}

func newDistribution(groups int) *distribution {
	return &distribution{counts: make([]uint32, groups*bins), sums: make([]int64, groups)}
}

// add counts a value: the first pass.
func (d *distribution) add(group int, v uint32) {
	d.counts[group*bins+binOf(v)]++
	d.sums[group] += int64(v)
}

// addAll counts values of the only group.
func (d *distribution) addAll(values []uint32) {
	counts, sum := d.counts, int64(0)
	for _, v := range values {
		counts[binOf(v)]++
		sum += int64(v)
	}
	d.sums[0] += sum
}

// pickAll picks from values of the only group. Where a bin begins and how wide it is tells without looking for the bin of
// every value.
func (d *distribution) pickAll(values []uint32, picked *samples) {
	median, medianWidth := d.spots[0].values()
	p90, p90Width := d.spots[1].values()
	for _, v := range values {
		if v-median < medianWidth {
			picked.add(0, v)
		}
		if v-p90 < p90Width {
			picked.add(1, v)
		}
	}
}

// values are the first of a spot's bin, and how many there may be; none where there is nothing to look for.
func (s spot) values() (from, width uint32) {
	switch bin := uint32(s.bin); {
	case s.bin < 0:
		return 0, 0
	case bin < exactBins:
		return bin, 1
	default:
		shift := (bin-exactBins)/64 + 1
		return (64 + (bin-exactBins)%64) << shift, 1 << shift
	}
}

// clear forgets all values.
func (d *distribution) clear() {
	clear(d.counts)
	clear(d.sums)
}

// take counts a length that exists on the calendar; one that is absent was excluded by the clock.
func (d *distribution) take(group int, length uint32, t *Times) {
	if length == absent {
		t.Excluded++
		return
	}
	d.add(group, length)
}

// sumUp makes the last group the sum of all others.
func (d *distribution) sumUp(last int) {
	sum := d.counts[last*bins : (last+1)*bins]
	for g := range last {
		for bin, n := range d.counts[g*bins : (g+1)*bins] {
			sum[bin] += n
		}
		d.sums[last] += d.sums[g]
	}
}

// join adds what another worker counted.
func (d *distribution) join(o *distribution) {
	for i, n := range o.counts {
		d.counts[i] += n
	}
	for i, s := range o.sums {
		d.sums[i] += s
	}
}

// locate ends the first pass: it fills in N and Sum of every group and finds where the percentiles lie. The nearest
// rank of p is the ceil(p·n)-th smallest value, counted from 1.
func (d *distribution) locate(times func(group int) *Times) {
	d.spots = make([]spot, 2*len(d.sums))
	for g, sum := range d.sums {
		counts := d.counts[g*bins : (g+1)*bins]
		n := 0
		for _, c := range counts {
			n += int(c)
		}
		t := times(g)
		t.N, t.Sum = n, sum
		d.spots[2*g], d.spots[2*g+1] = spotOf(counts, (n+1)/2), spotOf(counts, (9*n+9)/10)
	}
}

// spotOf finds the bin of the rank-th smallest value.
func spotOf(counts []uint32, rank int) spot {
	for bin, c := range counts {
		if rank > 0 && rank <= int(c) {
			return spot{int32(bin), int32(rank - 1)}
		}
		rank -= int(c)
	}
	return spot{bin: -1}
}

// pick keeps a value of a bin if a percentile of its group lies there: the second pass.
func (d *distribution) pick(group, bin int, v uint32, picked *samples) {
	if d.spots[2*group].bin == int32(bin) {
		picked.add(2*group, v)
	}
	if d.spots[2*group+1].bin == int32(bin) {
		picked.add(2*group+1, v)
	}
}

// finish fills in the percentiles from what the second pass kept.
func (d *distribution) finish(picked samples, times func(group int) *Times) {
	values, ends := picked.byGroup(len(d.spots))
	from := 0
	for i, to := range ends {
		if s := d.spots[i]; s.bin >= 0 {
			v := int64(nth(values[from:to], int(s.rank)))
			if i%2 == 0 {
				times(i / 2).Median = v
			} else {
				times(i / 2).P90 = v
			}
		}
		from = to
	}
}

// crowds are sets of contacts by group.
type crowds []bitset

// add puts a contact into a group's set, of which there are size in all.
func (c crowds) add(group int, contact uint32, size int) {
	if c[group] == nil {
		c[group] = newBitset(size)
	}
	c[group].add(contact)
}

// join adds what another worker found.
func (c crowds) join(o crowds) {
	for i, b := range o {
		switch {
		case b == nil:
		case c[i] == nil:
			c[i] = b
		default:
			c[i].join(b)
		}
	}
}

// lengthsOf are the two lengths of conversations whose percentiles reports give.
type lengthsOf struct{ frt, duration *distribution }

func newLengths(groups int) lengthsOf {
	return lengthsOf{newDistribution(groups), newDistribution(groups)}
}

// join adds what another worker counted.
func (l lengthsOf) join(o lengthsOf) {
	l.frt.join(o.frt)
	l.duration.join(o.duration)
}

// picks are what one worker keeps in the second pass.
type picks struct {
	frt, duration samples
	crossed       *crossed // nil when nothing is crossed
}

func joinPicks(workers []picks) (all picks) {
	all = workers[0]
	for _, w := range workers[1:] {
		if w.crossed != nil {
			all.crossed.join(w.crossed)
		}
		all.frt.join(w.frt)
		all.duration.join(w.duration)
	}
	return all
}
