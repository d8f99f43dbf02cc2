package report

import (
	"iter"
	"math/bits"
)

// distribution finds the sum and exact percentiles of many lengths without putting them in order: a first pass counts
// values by bins, a second one looks only at the values of the bins in which the percentiles lie.
type distribution struct {
	counts      [bins]uint32
	sum         int64
	median, p90 spot
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

// addAll counts values: the first pass.
func (d *distribution) addAll(values []uint32) {
	counts, sum := &d.counts, int64(0)
	for _, v := range values {
		counts[binOf(v)]++
		sum += int64(v)
	}
	d.sum += sum
}

// join adds what another worker counted.
func (d *distribution) join(o *distribution) {
	for i, n := range &o.counts {
		d.counts[i] += n
	}
	d.sum += o.sum
}

// locate ends the first pass: it fills in N and Sum and finds where the percentiles lie. The nearest rank of p is the
// ceil(p·n)-th smallest value, counted from 1.
func (d *distribution) locate(t *Times) {
	n := 0
	for _, c := range &d.counts {
		n += int(c)
	}
	t.N, t.Sum = n, d.sum
	d.median, d.p90 = d.spotOf((n+1)/2), d.spotOf((9*n+9)/10)
}

// spotOf finds the bin of the rank-th smallest value.
func (d *distribution) spotOf(rank int) spot {
	for bin, c := range &d.counts {
		if rank > 0 && rank <= int(c) {
			return spot{int32(bin), int32(rank - 1)}
		}
		rank -= int(c)
	}
	return spot{bin: -1}
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

// picks are the values of the bins in which the percentiles lie.
type picks struct{ median, p90 []uint32 }

// room is room for all that there is to pick.
func (d *distribution) room() picks {
	if d.median.bin < 0 {
		return picks{}
	}
	return picks{make([]uint32, 0, d.counts[d.median.bin]), make([]uint32, 0, d.counts[d.p90.bin])}
}

// join adds what another worker picked.
func (p *picks) join(o picks) {
	p.median = append(p.median, o.median...)
	p.p90 = append(p.p90, o.p90...)
}

// pickAll picks from values: the second pass. Where a bin begins and how wide it is tells without looking for the bin of
// every value.
func (d *distribution) pickAll(values []uint32, picked *picks) {
	median, medianWidth := d.median.values()
	p90, p90Width := d.p90.values()
	for _, v := range values {
		if v-median < medianWidth {
			picked.median = append(picked.median, v)
		}
		if v-p90 < p90Width {
			picked.p90 = append(picked.p90, v)
		}
	}
}

// finish fills in the percentiles from what the second pass picked.
func (d *distribution) finish(picked picks, t *Times) {
	if t.N > 0 {
		t.Median = int64(nth(picked.median, int(d.median.rank)))
		t.P90 = int64(nth(picked.p90, int(d.p90.rank)))
	}
}

// measure forgets all values and fills in the figures of others.
func (d *distribution) measure(t *Times, lists iter.Seq[[]uint32]) {
	*d = distribution{}
	for values := range lists {
		d.addAll(values)
	}
	d.locate(t)
	picked := d.room()
	for values := range lists {
		d.pickAll(values, &picked)
	}
	d.finish(picked, t)
}
