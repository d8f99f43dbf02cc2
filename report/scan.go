package report

import (
	"runtime"
	"sync"
	"sync/atomic"

	"relato/internal/fault"
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

// mishap is the first panic of some workers. It is passed on by who waits for them: there it costs one request, and in a
// worker's own goroutine the whole process.
type mishap struct {
	once sync.Once
	what *fault.Error
}

// keep is deferred by a worker.
func (m *mishap) keep() {
	if what := recover(); what != nil {
		m.once.Do(func() { m.what = fault.Of(what) })
	}
}

// pass panics if a worker did. It comes when all have ended.
func (m *mishap) pass() {
	if m.what != nil {
		panic(m.what)
	}
}

// inParallel runs a worker for each part and waits for all.
func inParallel[P, T any](parts []P, work func(P) T) []T {
	results := make([]T, len(parts))
	var wait sync.WaitGroup
	var mishap mishap
	one := func(i int) {
		defer mishap.keep()
		results[i] = work(parts[i])
	}
	for i := range parts[1:] {
		wait.Go(func() { one(i + 1) })
	}
	one(0)
	wait.Wait()
	mishap.pass()
	return results
}

// workThrough does so many tasks, of which every worker takes the next that nobody has taken, and returns what the workers
// worked with. A worker whose processor comes only when all is taken is not waited for: one that slept takes up to a
// millisecond.
func workThrough[T any](tasks int, worker func() T, do func(with T, task int)) []T {
	var (
		taken   atomic.Int64
		workers crew[T]
		mishap  mishap
	)
	work := func() {
		defer mishap.keep()
		with := worker()
		workers.add(with)
		for task := taken.Add(1); task <= int64(tasks); task = taken.Add(1) {
			do(with, int(task-1))
		}
	}
	for range min(tasks, runtime.GOMAXPROCS(0)) - 1 {
		go func() {
			if workers.enter() {
				defer workers.Done()
				work()
			}
		}()
	}
	work()
	with := workers.finish()
	mishap.pass()
	return with
}

// crew is who works, and with what.
type crew[T any] struct {
	sync.WaitGroup
	sync.Mutex
	closed bool
	with   []T
}

// enter tells a worker whether there is still something to do.
func (c *crew[T]) enter() bool {
	c.Lock()
	defer c.Unlock()
	if !c.closed {
		c.Add(1)
	}
	return !c.closed
}

func (c *crew[T]) add(with T) {
	c.Lock()
	defer c.Unlock()
	c.with = append(c.with, with)
}

// finish waits for all who entered.
func (c *crew[T]) finish() []T {
	c.Lock()
	c.closed = true
	c.Unlock()
	c.Wait()
	return c.with
}

// batchSize is how many conversations are looked at column by column: words of a bitset, and less than 2^10. A batch and what
// it reads of the columns stay in the nearest cache, and the loop over a column is short enough for the processor to run ahead.
const batchSize = 15 * 64

var batchPool = sync.Pool{New: func() any { return new([batchSize]uint32) }}

// selected yields the conversations at places that are selected, in order, batch by batch.
func (f *facts) selected(p part, s *selection, yield func(batch []uint32)) {
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	for lo := p.lo; lo < p.hi; lo += batchSize {
		if batch := f.selectedAt(buffer[:], s, lo, min(lo+batchSize, p.hi)); len(batch) > 0 {
			yield(batch)
		}
	}
}

var numberPool pool[uint32]

// selectedAt are the conversations at some places that are selected.
func (f *facts) selectedAt(batch []uint32, s *selection, lo, hi int) []uint32 {
	if f.order == nil && !s.everything {
		return s.bits.list(batch, lo, hi)
	}
	return s.keep(f.placed(batch, lo, hi))
}

// countSelected is how many conversations at some places are selected.
func (f *facts) countSelected(s *selection, lo, hi int) (n int) {
	switch {
	case s.everything:
		return hi - lo
	case f.order == nil && lo%blockSize == 0 && hi-lo == blockSize:
		return int(s.sizes[lo/blockSize])
	case f.order == nil:
		return s.bits.count(lo, hi)
	}
	for _, one := range f.order[lo:hi] {
		n += int(s.bits.bit(one))
	}
	return n
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

// activeBlocks are the blocks with conversations that had not ended before an instant, of those with conversations that
// started before another, divided among the processors, where stretches begin if there are many. They are counted first: all
// that a month concerns lie at the end.
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
	done := 0
	for _, p := range parts(0, len(active)*blockSize) {
		cut := (p.hi + blockSize - 1) / blockSize
		for len(active) > 4*stretchBlocks && done < cut && cut < len(active) && active[cut]%stretchBlocks != 0 {
			cut--
		}
		split = append(split, active[done:cut])
		done = cut
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
