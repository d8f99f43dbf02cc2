package report

import (
	"math/bits"
	"runtime"
	"sync"
)

// part is a stretch of places in the order that one worker scans.
type part struct{ lo, hi int }

// smallScan is the number of conversations that are not worth a second worker.
const smallScan = 8192

// parts divides places among the processors.
func parts(lo, hi int) []part {
	n := runtime.GOMAXPROCS(0)
	if hi-lo < smallScan {
		n = 1
	}
	p := make([]part, n)
	for i := range p {
		p[i] = part{lo + (hi-lo)*i/n, lo + (hi-lo)*(i+1)/n}
	}
	return p
}

// inParallel runs a worker for each part and waits for all.
func inParallel[T any](parts []part, work func(part) T) []T {
	results := make([]T, len(parts))
	var wait sync.WaitGroup
	for i, p := range parts[1:] {
		wait.Go(func() { results[i+1] = work(p) })
	}
	results[0] = work(parts[0])
	wait.Wait()
	return results
}

// bitset is a set of numbers.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, (size+63)/64) }

// add adds a number.
func (b bitset) add(n uint32) { b[n/64] |= 1 << (n % 64) }

func (b bitset) has(n uint32) bool { return b[n/64]>>(n%64)&1 != 0 }

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

// batchSize is how many conversations are looked at column by column. A batch and what it reads of the columns stay in
// the nearest cache, and the loop over a column is short enough for the processor to run ahead.
const batchSize = 1000

var batchPool = sync.Pool{New: func() any { return new([batchSize]uint32) }}

// selected yields the conversations at places that match, in order, batch by batch.
func (f *facts) selected(p part, m *matcher, yield func(batch []uint32)) {
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	for lo := p.lo; lo < p.hi; lo += batchSize {
		if batch := m.keep(f.placed(buffer[:], lo, min(lo+batchSize, p.hi))); len(batch) > 0 {
			yield(batch)
		}
	}
}

// placed are the conversations at some places.
func (f *facts) placed(batch []uint32, lo, hi int) []uint32 {
	batch = batch[:hi-lo]
	if f.order != nil {
		copy(batch, f.order[lo:hi])
		return batch
	}
	for i := range batch {
		batch[i] = uint32(lo + i)
	}
	return batch
}

// active yields the conversations that match and may have messages or a close in the period, batch by batch, of a part
// of all numbers.
func (f *facts) active(p part, m *matcher, in period, yield func(batch []uint32)) {
	f.activeBlocks(p, in, func(b int, batch []uint32) {
		from, k := uint32(max(0, min(in.from, absent))), 0
		for _, n := range f.block(b, batch) {
			batch[k] = n
			k += int(bit(f.end(n) >= from))
		}
		if batch = m.keep(batch[:k]); len(batch) > 0 {
			yield(batch)
		}
	})
}

// activeBlocks yields the blocks with conversations that had not ended before the period, and memory for a batch.
func (f *facts) activeBlocks(p part, in period, yield func(block int, batch []uint32)) {
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	from := uint32(max(0, min(in.from, absent)))
	for b := p.lo; b < p.hi; b++ {
		if f.ends[b] >= from {
			yield(b, buffer[:])
		}
	}
}

// activeParts divides the blocks in which something may have happened in a period.
func (f *facts) activeParts(in period) []part {
	started := len(f.start)
	if f.order == nil {
		started = f.place(in.to) // numbers are places
	}
	split := parts(0, started)
	for i := range split {
		split[i] = part{(split[i].lo + blockSize - 1) / blockSize, (split[i].hi + blockSize - 1) / blockSize}
	}
	return split
}

// noteEnd keeps count of when something last happened in a block: a conversation in which nothing was said has its start.
func (f *facts) noteEnd(n uint32) {
	if int(n/blockSize) == len(f.ends) {
		f.ends = append(f.ends, 0)
	}
	f.ends[n/blockSize] = max(f.ends[n/blockSize], f.start[n], f.end(n))
}

// measuring says whose lengths a report measures: where the figures of groups are, and what of a batch is picked for the
// percentiles of which.
type measuring struct {
	frt, duration func(group int) *Times
	pick          func(batch []uint32, p *picks)
	crossing      *crossing // what is crossed on the way; nil = nothing
}

// measure ends the first pass over a cohort's lengths and does the second, which also crosses what it should: nil when
// that is nothing.
func (x *Index) measure(cohort []part, m *matcher, l lengthsOf, by measuring) *crossed {
	l.frt.locate(by.frt)
	l.duration.locate(by.duration)
	picked := joinPicks(inParallel(cohort, func(part part) (p picks) {
		p.crossed = by.crossing.worker()
		x.selected(part, m, func(batch []uint32) { by.pick(batch, &p) })
		return p
	}))
	l.frt.finish(picked.frt, by.frt)
	l.duration.finish(picked.duration, by.duration)
	return picked.crossed
}
