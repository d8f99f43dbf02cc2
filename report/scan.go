package report

import (
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"
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
func inParallel[P, T any](parts []P, work func(P) T) []T {
	results := make([]T, len(parts))
	var wait sync.WaitGroup
	for i, p := range parts[1:] {
		wait.Go(func() { results[i+1] = work(p) })
	}
	results[0] = work(parts[0])
	wait.Wait()
	return results
}

// workThrough does so many tasks, of which every worker takes the next that nobody has taken, and returns what the workers
// worked with.
func workThrough[T any](tasks int, worker func() T, do func(with T, task int)) []T {
	var taken atomic.Int64
	return inParallel(make([]part, min(tasks, runtime.GOMAXPROCS(0))), func(part) T {
		with := worker()
		for {
			task := int(taken.Add(1)) - 1
			if task >= tasks {
				return with
			}
			do(with, task)
		}
	})
}

// bitset is a set of numbers.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, (size+63)/64) }

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

// numberPool holds memory between reports, as batchPool does.
var numberPool sync.Pool

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

// active yields the conversations in blocks that match, started before an instant and may have messages or a close since,
// batch by batch.
func (f *facts) active(blocks []int, m *matcher, since int64, yield func(batch []uint32)) {
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	from := stampOf(since)
	for _, b := range blocks {
		k := 0
		for _, n := range f.block(b, buffer[:]) {
			buffer[k] = n
			k += int(bit(f.start[n] < from) & bit(f.end(n) >= from))
		}
		if batch := m.keep(buffer[:k]); len(batch) > 0 {
			yield(batch)
		}
	}
}

// activeBlocks are the blocks with conversations that had not ended before an instant, of those with conversations that
// started before another, divided among the processors. They are counted first: all that a month concerns lie at the end.
func (f *facts) activeBlocks(since, until int64) [][]int {
	started := len(f.start)
	if f.order == nil {
		started = f.place(until) // numbers are places
	}
	from := stampOf(since)
	var active []int
	for b := range (started + blockSize - 1) / blockSize {
		if f.ends[b] >= from {
			active = append(active, b)
		}
	}
	var split [][]int
	for _, p := range parts(0, len(active)*blockSize) {
		split = append(split, active[(p.lo+blockSize-1)/blockSize:(p.hi+blockSize-1)/blockSize])
	}
	return split
}

// noteEnd keeps count of when something last happened in a block: a conversation in which nothing was said has its start.
func (f *facts) noteEnd(n uint32) {
	if int(n/blockSize) == len(f.ends) {
		f.ends = append(f.ends, 0)
	}
	f.ends[n/blockSize] = max(f.ends[n/blockSize], f.start[n], f.end(n))
	f.noteStart(n)
}
