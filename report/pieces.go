package report

import (
	"runtime"
	"slices"
)

// cohort is the conversations that are selected and started in a period, to be counted in no order.
type cohort struct {
	*facts
	s       *selection
	in      span
	removed bitset // nil = none of the selected are
}

func (f *facts) cohort(s *selection, p period) *cohort {
	c := &cohort{facts: f, s: s, in: p.span()}
	if s.everything && len(f.removed) > 0 {
		c.removed = newBitset(len(f.start))
		for n := range f.removed {
			c.removed.add(n)
		}
	}
	return c
}

// piece is a run of blocks that is counted as one.
type piece struct {
	lo, hi int          // its blocks
	whole  bool         // all its conversations started in the period
	sums   *stretchSums // what they add up to; nil = they have to be counted
}

// pieces divides the cohort among the processors: into whole stretches whose sums are kept, and blocks. count makes sums
// that are missing.
func (c *cohort) pieces(kind sumsKind, count func(conversations []uint32) *stretchSums) [][]piece {
	var list []piece
	kept := c.kept(kind, count)
	for lo := 0; lo < c.blocks(); {
		p := piece{lo: lo, hi: lo + 1}
		if s := lo / stretchBlocks; s < len(kept) && kept[s] != nil && kept[s].counts != nil {
			p.sums = kept[s]
			_, p.hi = c.stretch(s)
		}
		some := false
		if p.whole, some = c.started(p.lo, p.hi); some {
			list = append(list, p)
		}
		lo = p.hi
	}
	return split(list)
}

// kept are the sums by stretch, of those that lie in the period as a whole; nil for the others.
func (c *cohort) kept(kind sumsKind, count func(conversations []uint32) *stretchSums) []*stretchSums {
	kept := c.s.sumsFor(kind)
	if kept == nil {
		return nil
	}
	var whole []int
	for s := range (c.blocks() + stretchBlocks - 1) / stretchBlocks {
		if all, _ := c.started(c.stretch(s)); all {
			whole = append(whole, s)
		}
	}
	return kept.of(kind, whole, func(s int) *stretchSums {
		lo, hi := c.stretch(s)
		numbers := c.list(unclear[uint32](&numberPool, stretchSize)[:0], piece{lo: lo, hi: hi, whole: true})
		defer release(&numberPool, numbers)
		return count(numbers)
	})
}

// stretch are the blocks of a stretch.
func (c *cohort) stretch(s int) (lo, hi int) {
	return s * stretchBlocks, min((s+1)*stretchBlocks, c.blocks())
}

// started tells whether all conversations of some blocks started in the period, and whether some of them may have.
func (c *cohort) started(lo, hi int) (all, some bool) {
	all = true
	for _, s := range c.starts[lo:hi] {
		all = all && c.in.has(s.from) && c.in.has(s.to)
		some = some || s.from < c.in.to && s.to >= c.in.from
	}
	return all, some
}

// weight is how long a piece takes.
func (p *piece) weight() int {
	if p.sums != nil {
		return p.hi - p.lo
	}
	return 4 * (p.hi - p.lo)
}

// split divides pieces among the processors.
func split(list []piece) [][]piece {
	all := 0
	for i := range list {
		all += list[i].weight()
	}
	workers := runtime.GOMAXPROCS(0)
	if all*blockSize/4 < smallScan {
		workers = 1
	}
	parts := make([][]piece, workers)
	before := 0
	for i := range list {
		worker := (2*before + list[i].weight()) * workers / (2*all + 1) // who does its middle
		before += list[i].weight()
		parts[worker] = append(parts[worker], list[i])
	}
	return parts
}

// list appends the conversations of a piece, for which there is room.
func (c *cohort) list(numbers []uint32, p piece) []uint32 {
	for b := p.lo; b < p.hi; b++ {
		k, lo, hi := len(numbers), b*blockSize, min((b+1)*blockSize, len(c.start))
		batch := numbers[k : k+hi-lo]
		if c.s.everything {
			for i := range batch {
				batch[i] = uint32(lo + i)
			}
		} else {
			batch = c.s.bits.list(batch, lo, hi)
		}
		if !p.whole {
			batch = keepIf(batch, func(n uint32) uint8 { return uint8(bit(c.in.has(c.start[n]))) })
		}
		if c.removed != nil {
			batch = keepIf(batch, func(n uint32) uint8 { return 1 - c.removed.bit(n) })
		}
		numbers = numbers[:k+len(batch)]
	}
	return numbers
}

// scan goes through pieces: it gives the sums of some of them, and the conversations of the others batch by batch, which are
// to be left as they are. Besides come the conversations of all in which something happened after the period. It returns all
// conversations in ascending order, in memory that release gives back to numberPool.
func (c *cohort) scan(pieces []piece, add func(*stretchSums), take func(batch []uint32), takeLater func(n uint32)) []uint32 {
	room := 0
	for _, p := range pieces {
		room += (p.hi - p.lo) * blockSize
	}
	numbers := unclear[uint32](&numberPool, room)[:0]
	counted := 0 // of the numbers
	for _, p := range pieces {
		k := len(numbers)
		if p.sums != nil {
			takeAll(numbers[counted:], take)
			add(p.sums)
		}
		numbers = c.list(numbers, p)
		if p.sums != nil {
			counted = len(numbers)
		}
		c.later(p, numbers[k:], takeLater)
	}
	takeAll(numbers[counted:], take)
	return numbers
}

// takeAll gives conversations batch by batch.
func takeAll(conversations []uint32, take func(batch []uint32)) {
	for batch := range slices.Chunk(conversations, batchSize) {
		take(batch)
	}
}

// later yields the conversations of a piece in which something happened after the period.
func (c *cohort) later(p piece, conversations []uint32, yield func(n uint32)) {
	if slices.Max(c.ends[p.lo:p.hi]) < c.in.to {
		return
	}
	for _, n := range conversations {
		if c.end(n) >= c.in.to {
			yield(n)
		}
	}
}
