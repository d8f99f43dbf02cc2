package report

import "encoding/binary"

// A digest is what happened in a block of conversations, by slot: messages of each sender, and closes. It is exact for
// any zone and grouping that keep to slots, and a report that has all of a block, or most, reads it instead of thousands
// of marks (measured: 5 ns a conversation instead of 51). It follows from the marks and is made anew with them.
type digest []byte

// blockSize is how many conversations, by number, are a block: a batch.
const blockSize = batchSize

// tallies count by slot: contact's, flow's and agents' messages, by their words, and closes.
const closeTally = asideWord

// longestDigest is the number of slots that a digest may span: four years. A block with more has none.
const longestDigest = 4 * 366 * 24 * 3600 / slot

// blocks is how many blocks there are.
func (f *facts) blocks() int { return (len(f.start) + blockSize - 1) / blockSize }

// block are the conversations of a block that have not been removed, in the memory of a batch.
func (f *facts) block(b int, batch []uint32) []uint32 {
	k := 0
	for n := b * blockSize; n < min((b+1)*blockSize, len(f.start)); n++ {
		batch[k] = uint32(n)
		k++
		if len(f.removed) > 0 && f.removed[uint32(n)] {
			k--
		}
	}
	return batch[:k]
}

// digester makes digests.
type digester struct {
	slots [][4]uint32
	batch [blockSize]uint32
}

// digest makes a block's digest; nil where it would be too long.
func (d *digester) digest(f *facts, b int) digest {
	batch := f.block(b, d.batch[:])
	first, last := uint32(absent), uint32(0)
	for _, n := range batch {
		first, last = min(first, f.start[n]/slot), max(last, f.start[n]/slot, f.end(n)/slot)
	}
	if len(batch) == 0 || last-first >= longestDigest {
		return nil
	}
	size := int(last-first) + 1
	if size > cap(d.slots) {
		d.slots = make([][4]uint32, size)
	}
	d.slots = d.slots[:size]
	clear(d.slots)
	for _, n := range batch {
		countSlots(d.slots, f, n, first*slot, 1)
	}
	packed := binary.AppendUvarint(nil, uint64(first))
	before := 0
	for i, counts := range d.slots {
		if counts == [4]uint32{} {
			continue
		}
		has := 0 // a bit for each count that is not 0: most slots of a block are those of one late message
		for j, n := range counts {
			has |= int(bit(n > 0)) << j
		}
		packed = binary.AppendUvarint(packed, uint64((i-before)<<len(counts)|has))
		before = i
		for _, n := range counts {
			if n > 0 {
				packed = binary.AppendUvarint(packed, uint64(n))
			}
		}
	}
	return append(make(digest, 0, len(packed)), packed...)
}

// addTo adds the counts to slots that begin at an instant.
func (d digest) addTo(slots [][4]uint32, from uint32) {
	first, rest := number(d)
	place := int(first) - int(from/slot)
	var counts [4]uint32
	for len(rest) > 0 {
		var step, n uint64
		step, rest = number(rest)
		place += int(step >> len(counts))
		for i := range counts {
			counts[i] = 0
			if step>>i&1 != 0 {
				n, rest = number(rest)
				counts[i] = uint32(n)
			}
		}
		if uint(place) < uint(len(slots)) {
			at := &slots[place]
			for i, n := range counts {
				at[i] += n
			}
		}
	}
}

// countSlots adds a conversation's messages and its close to slots that begin at an instant, so many times; -1 takes
// them away. It reads the words as markList does, but for who of the agents wrote.
func countSlots(slots [][4]uint32, f *facts, n, from, times uint32) {
	if closed := f.closed[n]; closed != absent {
		if place := int((closed - from) / slot); place < len(slots) {
			slots[place][closeTally] += times
		}
	}
	at, aside := f.start[n], uint32(0)
	for _, word := range f.wordsOf(n) {
		by, what := word&(1<<writerBits-1), uint32(word>>writerBits)
		if by == asideWord {
			switch {
			case what >= handoffAside:
				aside = what
			case what >= earlierSteps:
				at -= (what - earlierSteps + 1) << stepBits
			default:
				at += (what - laterSteps + 1) << stepBits
			}
			continue
		}
		at += what
		if aside != 0 {
			handoff := aside == handoffAside
			by, aside = mainWord, 0
			if handoff {
				continue
			}
		}
		// What was sent before the first slot wraps around to a place beyond the last.
		if place := int((at - from) / slot); place < len(slots) {
			slots[place][by] += times
		}
	}
}

// digestAll makes the digests of all blocks.
func (f *facts) digestAll() {
	f.digests = make([]digest, f.blocks())
	inParallel(parts(0, len(f.start)), func(p part) (none struct{}) {
		var d digester
		for b := (p.lo + blockSize - 1) / blockSize; b*blockSize < p.hi; b++ {
			f.digests[b] = d.digest(f, b)
		}
		return none
	})
}

// digestAnew makes the digests of the blocks that conversations are in.
func (f *facts) digestAnew(conversations ...[]uint32) {
	for len(f.digests) < f.blocks() {
		f.digests = append(f.digests, nil)
	}
	done := map[int]bool{}
	var d digester
	for _, list := range conversations {
		for _, n := range list {
			if b := int(n) / blockSize; !done[b] {
				done[b] = true
				f.digests[b] = d.digest(f, b)
			}
		}
	}
}
