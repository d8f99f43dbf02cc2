package report

import "math/bits"

// bitset is a set of numbers.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, bitsetWords(size)) }

// bitsetWords is how many words a set of the numbers below a size has.
func bitsetWords(size int) int { return (size + 63) / 64 }

// add adds a number.
func (b bitset) add(n uint32) { b[n/64] |= 1 << (n % 64) }

func (b bitset) has(n uint32) bool { return b.bit(n) != 0 }

// bit is 1 for a number in the set, else 0.
func (b bitset) bit(n uint32) uint8 { return uint8(b[n/64] >> (n % 64) & 1) }

func (b bitset) join(other bitset) {
	for i, word := range other {
		b[i] |= word
	}
}

func (b bitset) size() int {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// word is a word of the set, of which numbers outside [lo, hi) are left out. It has some of those.
func (b bitset) word(i, lo, hi int) uint64 {
	word := b[i]
	if before := lo - i*64; before > 0 {
		word &= ^uint64(0) << before
	}
	if after := i*64 + 64 - hi; after > 0 {
		word &= ^uint64(0) >> after
	}
	return word
}

// count is how many numbers in [lo, hi) are in the set.
func (b bitset) count(lo, hi int) (n int) {
	for i := lo / 64; i*64 < hi; i++ {
		n += bits.OnesCount64(b.word(i, lo, hi))
	}
	return n
}

// list writes the numbers in [lo, hi) that are in the set, and returns them.
func (b bitset) list(into []uint32, lo, hi int) []uint32 {
	k := 0
	for i := lo / 64; i*64 < hi; i++ {
		for word := b.word(i, lo, hi); word != 0; word &= word - 1 {
			into[k] = uint32(i*64 + bits.TrailingZeros64(word))
			k++
		}
	}
	return into[:k]
}
