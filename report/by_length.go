package report

import "sync"

// A quarter of a stretch is so many blocks that what a report reads of them stays in a near cache, and so few that pieces
// without sums can be shared out among the processors.
const (
	quarterBlocks = stretchBlocks / 4
	quarterSize   = quarterBlocks * blockSize
)

// byLength are the conversations of a quarter that have a length, in the order of its bins: who looks for the lengths in a
// few bins need not read the others. It takes 4 B for each of them.
type byLength struct {
	from   [roughBins + 1]uint16 // by bin: where its conversations begin; after the last, where they end
	places []uint16              // of conversations in the quarter
	rests  []uint16              // likewise, how much longer than the shortest of its bin one is; of no use in wide bins
}

// wideBins is the first bin that has lengths further apart than a rest can be: those of 12 days and more.
const wideBins = roughExact + 16*8

// in are the places of the conversations whose lengths are in a bin, and the rests of these.
func (b *byLength) in(bin int) (places, rests []uint16) {
	from, to := b.from[bin], b.from[bin+1]
	return b.places[from:to], b.rests[from:to]
}

// orders are the quarters' conversations by length, whatever the filter. They are made when a report of everything looks for
// percentiles, or one with a filter that was asked for before, and forgotten when something in the quarter changes.
type orders struct {
	sync.Mutex
	made [lengthKinds][]*byLength // by quarter; nil = not made
}

// of is the order of a quarter by a length; nil = it is not made.
func (o *orders) of(kind lengthKind, quarter int) *byLength {
	o.Lock()
	defer o.Unlock()
	if quarter < len(o.made[kind]) {
		return o.made[kind][quarter]
	}
	return nil
}

// set keeps the order of a quarter. Two reports may make the same: so none waits while others are made.
func (o *orders) set(kind lengthKind, quarter int, order *byLength) {
	o.Lock()
	defer o.Unlock()
	if more := quarter + 1 - len(o.made[kind]); more > 0 {
		o.made[kind] = append(o.made[kind], make([]*byLength, more)...)
	}
	o.made[kind][quarter] = order
}

// forget forgets the orders of the quarter that a block is in, in which something changed.
func (o *orders) forget(block int) {
	for _, made := range o.made {
		if quarter := block / quarterBlocks; quarter < len(made) {
			made[quarter] = nil
		}
	}
}

// byLength is the order of the conversations of a quarter by a length.
func (f *facts) byLength(column *lengthColumn, quarter int) *byLength {
	orders := &f.selections.orders
	order := orders.of(column.kind, quarter)
	if order == nil {
		order = f.orderByLength(column, quarter)
		orders.set(column.kind, quarter, order)
	}
	return order
}

// orderByLength orders the conversations of a quarter, but for those that are no more.
func (f *facts) orderByLength(column *lengthColumn, quarter int) *byLength {
	var (
		b       byLength
		numbers [batchSize]uint32
		lengths [quarterSize]uint32 // by place, and one more: 0 = there is none, or no conversation
		first   = uint32(quarter * quarterSize)
	)
	for block := quarter * quarterBlocks; block < min((quarter+1)*quarterBlocks, f.blocks()); block++ {
		for _, n := range f.block(block, numbers[:]) {
			lengths[n-first] = column.of(n) + 1
		}
	}
	for _, more := range lengths {
		if more > 0 {
			b.from[roughBin(more)+1]++
		}
	}
	for bin := range roughBins {
		b.from[bin+1] += b.from[bin]
	}
	all := b.from[roughBins]
	b.places, b.rests = make([]uint16, all), make([]uint16, all)
	next := b.from
	for place, more := range lengths {
		if more > 0 {
			bin := roughBin(more)
			from, _ := lengthsIn(bin)
			at := &next[bin]
			b.places[*at], b.rests[*at] = uint16(place), uint16(more-1-from)
			*at++
		}
	}
	return &b
}

// quarters are the quarters that a piece consists of; none if it is not whole ones.
func (c *cohort) quarters(p piece) (lo, hi int) {
	if !p.whole || p.lo%quarterBlocks != 0 || p.hi%quarterBlocks != 0 && p.hi != c.blocks() {
		return 0, 0
	}
	return p.lo / quarterBlocks, (p.hi + quarterBlocks - 1) / quarterBlocks
}

// quarter is the part of a piece that lies in a quarter.
func (p piece) quarter(q int) piece {
	p.lo, p.hi = max(p.lo, q*quarterBlocks), min(p.hi, (q+1)*quarterBlocks)
	return p
}

// fewShare is the part of a quarter below which it is quicker to look at all that a filter selects of it than at all in some
// bins (measured).
const fewShare = 8

// inOrder tells whether to look at a quarter, of which a piece is in the cohort, in the order of a length. Not where little of it is
// selected, nor where the order would be made for who asks with a filter for the first time: that takes twice as long as to
// look at all.
func (c *cohort) inOrder(kind lengthKind, piece piece, quarter int) bool {
	switch {
	case c.s.everything:
		return true
	case c.selectedIn(piece.lo, piece.hi) < quarterSize/fewShare:
		return false
	}
	return c.s.uses.Load() > 1 || c.selections.orders.of(kind, quarter) != nil
}
