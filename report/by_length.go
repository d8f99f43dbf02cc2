package report

import (
	"slices"
	"sync"
)

// byLength are the conversations of a stretch that have a length, in the order of its bins, and those of a bin in the order of
// who their lengths are credited to. Who looks for the lengths in a bin, or for one agent's, need not read the others.
// It takes 4 B for each of them.
type byLength struct {
	from   [roughBins + 1]uint16 // by bin: where its conversations begin; after the last, where they end
	places []uint16              // of conversations in the stretch
	rests  []uint16              // likewise, how much longer than the shortest of its bin one is; of no use in wide bins
}

// wideBins is the first bin that has lengths further apart than a rest can be: those of 12 days and more.
const wideBins = roughExact + 16*8

// in are the places of the conversations whose lengths are in a bin, and the rests of these.
func (b *byLength) in(bin int) (places, rests []uint16) {
	from, to := b.from[bin], b.from[bin+1]
	return b.places[from:to], b.rests[from:to]
}

// creditedTo is in of the lengths that are credited to one agent, by who all of the stretch's are credited to.
func (b *byLength) creditedTo(agent uint16, bin int, credited []uint16) (places, rests []uint16) {
	places, rests = b.in(bin)
	lo, hi := 0, len(places)
	for lo < hi {
		if middle := (lo + hi) / 2; credited[places[middle]] < agent {
			lo = middle + 1
		} else {
			hi = middle
		}
	}
	for hi < len(places) && credited[places[hi]] == agent {
		hi++
	}
	return places[lo:hi], rests[lo:hi]
}

// orders are the stretches' conversations by length, whatever the filter. They are made when a report of everything looks for
// percentiles, or one with a filter that was asked for before, and forgotten when something in the stretch changes.
type orders struct {
	sync.Mutex
	made [lengthKinds][]*byLength // by stretch; nil = not made
}

// known are the orders by a length that are made, of so many stretches; nil where they are not.
func (o *orders) known(kind lengthKind, stretches int) []*byLength {
	o.Lock()
	defer o.Unlock()
	known := make([]*byLength, stretches)
	copy(known, o.made[kind])
	return known
}

// keep keeps orders by a length, nil where there is none. Two reports may make the same: so none waits while others are
// made.
func (o *orders) keep(kind lengthKind, some []*byLength) {
	o.Lock()
	defer o.Unlock()
	o.made[kind] = slices.Grow(o.made[kind], max(0, len(some)-len(o.made[kind])))
	o.made[kind] = o.made[kind][:max(len(o.made[kind]), len(some))]
	for stretch, order := range some {
		if order != nil {
			o.made[kind][stretch] = order
		}
	}
}

// forget forgets the orders of the stretch that a block is in, in which something changed.
func (o *orders) forget(block int) {
	for _, made := range o.made {
		if stretch := block / stretchBlocks; stretch < len(made) {
			made[stretch] = nil
		}
	}
}

// byLength are the orders of stretches by a length; nil where it is quicker to look at the length of every conversation that is
// in the cohort.
func (c *cohort) byLength(column *lengthColumn) []*byLength {
	all := &c.selections.orders
	made := all.known(column.kind, (c.blocks()+stretchBlocks-1)/stretchBlocks)
	var missing []int
	for stretch := range made {
		switch {
		case !c.inOrder(stretch, made[stretch] != nil):
			made[stretch] = nil
		case made[stretch] == nil:
			missing = append(missing, stretch)
		}
	}
	if len(missing) > 0 {
		workThrough(len(missing), func() (none struct{}) { return none }, func(_ struct{}, i int) {
			made[missing[i]] = c.orderByLength(column, missing[i])
		})
		all.keep(column.kind, made)
	}
	return made
}

// fewShare is the part of a stretch below which it is quicker to look at all that is in the cohort of it than at all in some
// bins (measured).
const fewShare = 8

// inOrder tells whether to look at a stretch in the order of a length, which may be made. Not where little of it is in the
// cohort, nor where the order would be made for who asks with a filter for the first time: that takes twice as long as to
// look at all.
func (c *cohort) inOrder(stretch int, made bool) bool {
	lo, hi := c.stretch(stretch)
	all, _ := c.started(lo, hi)
	worthMaking := (all || c.lasts(stretch)) && (c.s.everything || c.s.uses.Load() > 1)
	return c.surelyIn(lo, hi) >= stretchSize/fewShare && (made || worthMaking)
}

// inStretch are the conversations of a stretch that are in the cohort, by place; nil = all of them.
func (c *cohort) inStretch(stretch int) bitset {
	lo, hi := c.stretch(stretch)
	all, _ := c.started(lo, hi)
	switch {
	case all && c.s.everything:
		return nil
	case all:
		return c.s.bits[lo*blockWords : hi*blockWords]
	}
	in := newBitset(stretchSize)
	for b := lo; b < hi; b++ {
		all, some := c.started(b, b+1)
		words := in[(b-lo)*blockWords:][:blockWords]
		switch {
		case all && c.s.everything:
			for i := range words {
				words[i] = ^uint64(0)
			}
		case all:
			copy(words, c.s.bits[b*blockWords:])
		case some:
			c.batches(piece{lo: b, hi: b + 1}, func(batch []uint32) {
				for _, n := range batch {
					in.add(n - uint32(lo*blockSize))
				}
			})
		}
	}
	return in
}

// orderByLength orders the conversations of a stretch, but for those that are no more.
func (f *facts) orderByLength(column *lengthColumn, stretch int) *byLength {
	var (
		b       byLength
		numbers [batchSize]uint32
		lengths = numberPool.cleared(stretchSize) // by place, and one more: 0 = there is none, or no conversation
		first   = uint32(stretch * stretchSize)
		agents  = make([]uint16, len(f.agent)+1) // where the conversations of each begin
	)
	defer numberPool.release(lengths)
	for block := stretch * stretchBlocks; block < min((stretch+1)*stretchBlocks, f.blocks()); block++ {
		for _, n := range f.block(block, numbers[:]) {
			if more := column.of(n) + 1; more > 0 {
				lengths[n-first] = more
				b.from[roughBin(more)+1]++
				agents[column.credited[n]+1]++
			}
		}
	}
	for bin := range roughBins {
		b.from[bin+1] += b.from[bin]
	}
	for agent := range f.agent {
		agents[agent+1] += agents[agent]
	}
	all := b.from[roughBins]
	byAgent := make([]uint16, all)
	for place, more := range lengths {
		if more > 0 {
			at := &agents[column.credited[first+uint32(place)]]
			byAgent[*at] = uint16(place)
			*at++
		}
	}
	b.places, b.rests = make([]uint16, all), make([]uint16, all)
	next := b.from
	for _, place := range byAgent {
		more := lengths[place]
		bin := roughBin(more)
		from, _ := lengthsIn(bin)
		at := &next[bin]
		b.places[*at], b.rests[*at] = place, uint16(more-1-from)
		*at++
	}
	return &b
}
