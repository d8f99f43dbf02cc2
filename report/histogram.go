package report

import (
	"encoding/binary"
	"math/bits"
)

// histogram is how many lengths of a row there are, by bins, and how long they are together. What is absent lies in the
// first bin: then nobody has to ask what exists.
type histogram struct {
	counts [roughBins]uint32
	sum    int64 // of the lengths and of how many they are
}

// Lengths below roughExact have bins of their own; above, every power of two is cut in 8. That is rough enough for
// histograms to be kept, and fine enough for few lengths to lie in the bin of a percentile.
const (
	roughExact = 16
	roughBins  = roughExact + (32-4)*8
)

// roughBin is the bin of a length that is given as one more, 0 being what is absent; bins are in the order of lengths. It
// has no branch: whether a length is small cannot be foreseen.
func roughBin(more uint32) int {
	shift := bits.Len32(more|(roughExact-1)) - 4
	return shift*8 + int(more>>(shift&31))
}

// lengthsIn are the shortest length in a bin, and how many different ones are.
func lengthsIn(bin int) (from, width uint32) {
	shift := max(0, bin/8-1)
	return uint32(bin-shift*8)<<shift - 1, 1 << shift
}

// add counts a length, whose bin is known.
func (h *histogram) add(bin int, length uint32) {
	h.counts[bin]++
	h.sum += int64(length + 1)
}

// join adds what another worker counted.
func (h *histogram) join(o *histogram) {
	addAll(h.counts[:], o.counts[:])
	h.sum += o.sum
}

// joinAll adds histograms to others, row by row.
func joinAll(rows, more []histogram) {
	for i := range more {
		rows[i].join(&more[i])
	}
}

// takeAway takes away what was counted besides.
func (h *histogram) takeAway(o *histogram) {
	takeAllAway(h.counts[:], o.counts[:])
	h.sum -= o.sum
}

func (h *histogram) pack(b []byte) []byte {
	return packCounts(binary.AppendUvarint(b, uint64(h.sum)), h.counts[1:])
}

// addPacked adds a histogram that was packed, and is what follows it.
func (h *histogram) addPacked(b []byte) []byte {
	sum, b := number(b)
	h.sum += int64(sum)
	return addCounts(h.counts[1:], b)
}

// summarize fills in N and Sum, and finds where the percentiles lie. The nearest rank of p is the ceil(p·n)-th smallest
// value, counted from 1.
func (h *histogram) summarize(t *Times) target {
	n := 0
	for _, c := range h.counts[1:] {
		n += int(c)
	}
	t.N, t.Sum = n, h.sum-int64(n)
	r := target{median: h.spotOf((n + 1) / 2), p90: h.spotOf((9*n + 9) / 10)}
	if n > 0 {
		r.medians, r.p90s = h.counts[r.median.bin], h.counts[r.p90.bin]
	}
	return r
}

// spotOf finds the bin of the rank-th smallest length.
func (h *histogram) spotOf(rank int) spot {
	for bin, c := range h.counts {
		if bin > 0 && rank > 0 {
			if rank <= int(c) {
				return spot{int32(bin), int32(rank - 1)}
			}
			rank -= int(c)
		}
	}
	return spot{bin: -1}
}

// target is where the percentiles of a row lie, and how many lengths lie in the same bins.
type target struct {
	median, p90   spot
	medians, p90s uint32
}

// spots are where the two lie.
func (t *target) spots() [2]spot { return [2]spot{t.median, t.p90} }

// spot is a bin, and the place in it of the value that is looked for.
type spot struct {
	bin  int32 // -1 = there is nothing to look for
	rank int32
}
