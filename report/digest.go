package report

import "encoding/binary"

// A digest is what happened in a block of conversations, by slot: messages of each sender, closes and starts. It is exact
// for any zone and grouping that keep to slots, and a report that has all of a block, or most, reads it instead of
// thousands of marks (measured: 2 ns a conversation instead of 31). It follows from the marks and is made anew with them.
type digest []byte

// blockSize is how many conversations, by number, are a block: a batch.
const blockSize = batchSize

// What a digest counts by slot: contact's, flow's and agents' messages, by their words, closes, and starts.
const (
	closeTally = mainWord + 1 + iota
	startTally
	tallies
)

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

// digest makes a block's digest; nil where it would be too long.
func (f *facts) digest(b int) digest {
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	batch := f.block(b, buffer[:])
	first, last := uint32(absent), uint32(0)
	for _, n := range batch {
		first, last = min(first, f.start[n]/slot), max(last, f.start[n]/slot, f.end(n)/slot)
	}
	if len(batch) == 0 || last-first >= longestDigest {
		return nil
	}
	slots := newSlotCounts(int(last-first) + 1)
	defer slots.release()
	slots.count(f, batch, first*slot, 1)
	packed := binary.AppendUvarint(nil, uint64(first))
	before := 0
	for i, sent := range slots.sent {
		counts := [tallies]uint32{sent[contactWord], sent[flowWord], sent[mainWord], slots.closed[i], slots.started[i]}
		if counts == [tallies]uint32{} {
			continue
		}
		has := 0 // a bit for each count that is not 0: most slots of a block are those of one late message
		for j, n := range counts {
			has |= int(bit(n > 0)) << j
		}
		packed = binary.AppendUvarint(packed, uint64((i-before)<<tallies|has))
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
func (d digest) addTo(slots *slotCounts, from uint32) {
	first, rest := number(d)
	place := int(first) - int(from/slot)
	var counts [tallies]uint32
	for len(rest) > 0 {
		var step, n uint64
		step, rest = number(rest)
		place += int(step >> tallies)
		for i := range counts {
			counts[i] = 0
			if step>>i&1 != 0 {
				n, rest = number(rest)
				counts[i] = uint32(n)
			}
		}
		if uint(place) < uint(len(slots.sent)) {
			sent := &slots.sent[place]
			sent[contactWord] += counts[contactWord]
			sent[flowWord] += counts[flowWord]
			sent[mainWord] += counts[mainWord]
			slots.closed[place] += counts[closeTally]
			slots.started[place] += counts[startTally]
		}
	}
}

// digestAll makes the digests of all blocks.
func (f *facts) digestAll() {
	f.digests = make([]digest, f.blocks())
	inParallel(parts(0, len(f.start)), func(p part) (none struct{}) {
		for b := (p.lo + blockSize - 1) / blockSize; b*blockSize < p.hi; b++ {
			f.digests[b] = f.digest(b)
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
	for _, list := range conversations {
		for _, n := range list {
			if b := int(n) / blockSize; !done[b] {
				done[b] = true
				f.digests[b] = f.digest(b)
			}
		}
	}
}
