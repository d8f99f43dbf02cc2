package report

import "encoding/binary"

// packCounts appends counts that are not negative and mostly 0 or small: how many are not 0, then each of these, with how
// many 0 lie before it where there are any.
func packCounts[T uint32 | int64](b []byte, counts []T) []byte {
	size := 0
	for _, n := range counts {
		size += int(bit(n != 0))
	}
	b = binary.AppendUvarint(b, uint64(size))
	next := 0
	for i, n := range counts {
		if n == 0 {
			continue
		}
		b = binary.AppendUvarint(b, uint64(n)<<1|uint64(bit(i > next)))
		if i > next {
			b = binary.AppendUvarint(b, uint64(i-next))
		}
		next = i + 1
	}
	return b
}

// addCounts adds packed counts to others, and is what follows them. What there is no room for is left out.
func addCounts[T uint32 | int64](counts []T, b []byte) []byte {
	size, b := number(b)
	at := 0
	for range size {
		var n, zeros uint64
		if n, b = number(b); n&1 != 0 {
			zeros, b = number(b)
			at += int(zeros)
		}
		if at < len(counts) {
			counts[at] += T(n >> 1)
		}
		at++
	}
	return b
}

// takeAllAway takes counts away from others.
func takeAllAway[T uint32 | int64](counts, less []T) {
	for i, n := range less {
		counts[i] -= n
	}
}

// addAll adds counts to others.
func addAll[T uint32 | int64](counts, more []T) {
	for i, n := range more {
		counts[i] += n
	}
}
