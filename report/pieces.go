package report

import "slices"

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
	lo, hi    int            // its blocks
	whole     bool           // all its conversations started in the period
	first     bool           // it is the first of its stretch
	sums      *stretchSums   // what all its conversations add up to that are selected; nil = they have to be counted
	stretches []*stretchSums // likewise by stretch
	wider     bool           // the sums are of those that are not selected too
}

// exceeds tells whether the sums are of more than the cohort: others have to be taken away.
func (p *piece) exceeds() bool { return p.sums != nil && (p.wider || !p.whole) }

// pieces divides the cohort into tracts and stretches whose sums are kept, and runs of other blocks. Sums that are missing are
// made.
func (c *cohort) pieces(by summing) []piece {
	stretches, tracts := c.kept(by)
	wider := stretches == nil && !c.s.everything
	if wider {
		stretches = c.wider(by.kind)
	}
	return c.divide(stretches, tracts, wider)
}

// divide divides the cohort by the sums of stretches and tracts that there are, which may be of everything instead.
func (c *cohort) divide(stretches, tracts []*stretchSums, wider bool) (list []piece) {
	for lo := 0; lo < c.blocks(); {
		p := piece{lo: lo, hi: lo + 1}
		s, tract := lo/stretchBlocks, lo/stretchBlocks/tractStretches
		switch {
		case lo%(stretchBlocks*tractStretches) == 0 && tract < len(tracts) && tracts[tract] != nil:
			p.sums, p.stretches = tracts[tract], stretches[s:][:tractStretches]
		case s < len(stretches) && stretches[s].kept():
			p.sums, p.stretches = stretches[s], stretches[s:][:1]
		}
		if p.sums != nil {
			p.hi, p.wider = min(lo+len(p.stretches)*stretchBlocks, c.blocks()), wider
		}
		some := false
		if p.whole, some = c.started(p.lo, p.hi); some && (len(list) == 0 || !list[len(list)-1].takes(p)) {
			p.first = len(list) == 0 || (list[len(list)-1].hi-1)/stretchBlocks < s
			list = append(list, p)
		}
		lo = p.hi
	}
	return list
}

// A quarter of a stretch is so many blocks that pieces without sums can be shared out among the processors.
const quarterBlocks = stretchBlocks / 4

// takes makes a block part of the piece before it, if it can be: pieces without sums are at most a quarter.
func (p *piece) takes(next piece) bool {
	if p.sums != nil || next.sums != nil || p.hi != next.lo || next.lo%quarterBlocks == 0 || p.whole != next.whole {
		return false
	}
	p.hi = next.hi
	return true
}

// kept are the sums by stretch, of those most of which is in the cohort, and by tract; nil for the others.
func (c *cohort) kept(by summing) (stretches, tracts []*stretchSums) {
	kept := c.s.sumsFor(by.kind)
	if kept == nil {
		return nil, nil
	}
	var most []int
	for s := range (c.blocks() + stretchBlocks - 1) / stretchBlocks {
		lo, hi := c.stretch(s)
		all, some := c.started(lo, hi)
		if all || some && c.lasts(s) && 2*c.surelyIn(lo, hi) > c.selectedIn(lo, hi) {
			most = append(most, s)
		}
	}
	var wider []*stretchSums
	if !c.s.everything {
		wider = c.wider(by.kind)
	}
	stretches = kept.of(by.kind, most, func(s int) *stretchSums {
		lo, hi := c.stretch(s)
		p := piece{lo: lo, hi: hi, whole: true, wider: true}
		of := stretchOf{conversations: c.list(p)}
		defer numberPool.release(of.conversations)
		if s < len(wider) && wider[s] != nil {
			of.wider, of.others = wider[s], numberPool.unclear(stretchSize)[:0]
			c.others(p, func(batch []uint32) { of.others = append(of.others, batch...) })
			defer numberPool.release(of.others)
		}
		return by.count(of)
	})
	return stretches, kept.ofTracts(by.kind, c.whole(stretches), by.join)
}

// lasts tells whether what is made of a stretch for a part of it is likely to be there for who asks next: not of the last one, in
// which most changes are.
func (c *cohort) lasts(s int) bool {
	_, hi := c.stretch(s)
	return hi < c.blocks()
}

// whole leaves of sums by stretch those of stretches that lie in the period as a whole.
func (c *cohort) whole(stretches []*stretchSums) []*stretchSums {
	whole := slices.Clone(stretches)
	for s := range whole {
		if all, _ := c.started(c.stretch(s)); !all {
			whole[s] = nil
		}
	}
	return whole
}

// wider are the sums of everything, if any are kept, of stretches more than half of which is in the cohort; nil for the
// others.
func (c *cohort) wider(kind sumsKind) []*stretchSums {
	made := c.selections.everything.sums.known(kind)
	for s := range made {
		if lo, hi := c.stretch(s); !made[s].kept() || 2*c.surelyIn(lo, hi) <= (hi-lo)*blockSize {
			made[s] = nil
		}
	}
	return made
}

// selectedIn is how many conversations of some blocks are selected, whose bits are made.
func (c *cohort) selectedIn(lo, hi int) (selected int) {
	if c.s.everything {
		return min(hi*blockSize, len(c.start)) - lo*blockSize
	}
	for _, size := range c.s.sizes[lo:hi] {
		selected += int(size)
	}
	return selected
}

// surelyIn is how many conversations of some blocks are in the cohort, but for blocks that are partly in the period.
func (c *cohort) surelyIn(lo, hi int) (selected int) {
	for b := lo; b < hi; b++ {
		if all, _ := c.started(b, b+1); all {
			selected += c.selectedIn(b, b+1)
		}
	}
	return selected
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
		some = some || c.in.meets(s.from, s.to)
	}
	return all, some
}

// list are the conversations of a piece, a stretch at most, in ascending order, in memory that release gives back to
// numberPool.
func (c *cohort) list(p piece) []uint32 {
	numbers := numberPool.unclear(stretchSize)[:0]
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

// batches gives the conversations of a piece batch by batch, in ascending order.
func (c *cohort) batches(p piece, take func(batch []uint32)) {
	for lo := p.lo; lo < p.hi; lo += stretchBlocks {
		numbers := c.list(piece{lo: lo, hi: min(lo+stretchBlocks, p.hi), whole: p.whole})
		takeAll(numbers, take)
		numberPool.release(numbers)
	}
}

// others gives what the sums of a piece have besides.
func (c *cohort) others(p piece, take func(batch []uint32)) {
	var batch [batchSize]uint32
	bits := c.s.bits
	for b := p.lo; b < p.hi; b++ {
		others := c.block(b, batch[:])
		whole, _ := c.started(b, b+1)
		switch whole = whole || p.whole; {
		case whole && p.wider:
			others = keepIf(others, func(n uint32) uint8 { return 1 - bits.bit(n) })
		case whole:
			continue
		case p.wider:
			others = keepIf(others, func(n uint32) uint8 { return 1 - bits.bit(n)&uint8(bit(c.in.has(c.start[n]))) })
		default:
			others = keepIf(c.s.keep(others), func(n uint32) uint8 { return 1 - uint8(bit(c.in.has(c.start[n]))) })
		}
		if len(others) > 0 {
			take(others)
		}
	}
}

// scan gives the sums of a piece, or else its conversations batch by batch, which are to be left as they are; and those in
// which something happened after the period.
func (c *cohort) scan(p piece, add func(*stretchSums), take func(batch []uint32), takeLater func(n uint32)) {
	if p.sums != nil {
		add(p.sums)
	} else {
		c.batches(p, take)
	}
	for b := p.lo; b < p.hi; b++ {
		if c.ends[b] < c.in.to {
			continue
		}
		c.batches(piece{lo: b, hi: b + 1, whole: p.whole}, func(batch []uint32) {
			for _, n := range batch {
				if c.end(n) >= c.in.to {
					takeLater(n)
				}
			}
		})
	}
}

// counter is what one worker counts of a report: pieces of the cohort, and in some blocks what happened in the period in
// conversations that started before it.
type counter interface {
	count(c *cohort, p piece)
	countEarlier(c *cohort, blocks []int)
}

// counted is what all workers have counted of a period. They go on with what started before it at once: to wait for each other
// first, and to wake again, takes as long as a tenth of a month's report.
func counted[T counter](c *cohort, p period, pieces []piece, worker func() T) []T {
	earlier := slices.Concat(c.activeBlocks(p.from, p.from)...)
	slices.Reverse(earlier) // most of what goes on started shortly before: what takes longest comes first
	runs := slices.Collect(slices.Chunk(earlier, 2))
	return workThrough(len(runs)+len(pieces), worker, func(t T, i int) {
		if i < len(runs) {
			t.countEarlier(c, runs[i])
		} else {
			t.count(c, pieces[i-len(runs)])
		}
	})
}

// eachEarlier gives the conversations of some blocks that are selected, started before the period, and may have messages or
// a close in it.
func (c *cohort) eachEarlier(blocks []int, take func(n uint32)) {
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	for _, b := range blocks {
		lo, hi := b*blockSize, min((b+1)*blockSize, len(c.start))
		start, closed, last := c.start[lo:hi], c.closed[lo:hi], c.last[lo:hi]
		k := 0
		for i, start := range start {
			buffer[k] = uint32(lo + i)
			goesOn := bit(last[i] >= c.in.from) | bit(closed[i]+1 > c.in.from) // absent wraps around
			k += int(bit(start < c.in.from) & goesOn)
		}
		for _, n := range c.s.keep(c.present(buffer[:k])) {
			take(n)
		}
	}
}

// takeAll gives conversations batch by batch.
func takeAll(conversations []uint32, take func(batch []uint32)) {
	for batch := range slices.Chunk(conversations, batchSize) {
		take(batch)
	}
}
