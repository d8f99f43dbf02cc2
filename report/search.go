package report

import "math/bits"

// search finds the percentiles of rows' lengths, whose bins are known, in a second pass: it picks the lengths that lie in
// the bins of percentiles. The last row is everything.
type search struct {
	*lengthColumn
	c       *cohort
	groups  *setNumbers // nil = conversations are grouped by who the length is credited to, each of which is a row
	rows    []target
	members [][]uint32        // by group of conversations: the rows that it belongs to, besides the last
	orders  []*byLength       // by stretch; nil = all its lengths have to be looked at
	chosen  []bitset          // by stretch in an order: its places that are in the cohort; nil = all
	wanted  [roughBins]uint64 // by bin: the rows that look for lengths in it, a bit each; none for what is absent
	looking []uint64          // by group: the bits of its rows. There are a power of two: groups without lengths wrap around
}

// everythingBit is the bit of the last row.
const everythingBit = 1 << 63

// bitOf is the bit of a row of a search. Rows 63 apart share theirs, so that some lengths are looked at in vain.
func (s *search) bitOf(row int) uint64 {
	if row == len(s.rows)-1 {
		return everythingBit
	}
	return 1 << (row % 63)
}

// newSearch makes a search of a column for the percentiles of rows, by the groups of conversations.
func (c *cohort) newSearch(column *lengthColumn, groups *setNumbers, rows []histogram, members [][]uint32, times func(row int) *Times) *search {
	s := &search{
		lengthColumn: column, c: c, groups: groups, rows: make([]target, len(rows)), members: members, orders: c.byLength(column),
		looking: make([]uint64, 1<<bits.Len(uint(len(members)))),
	}
	s.chosen = make([]bitset, len(s.orders))
	for stretch, order := range s.orders {
		if order != nil {
			s.chosen[stretch] = c.inStretch(stretch)
		}
	}
	for row := range rows {
		t := rows[row].summarize(times(row))
		s.rows[row] = t
		if t.median.bin >= 0 {
			s.wanted[t.median.bin] |= s.bitOf(row)
			s.wanted[t.p90.bin] |= s.bitOf(row)
		}
	}
	for group, rows := range members {
		s.looking[group] = s.bitOf(len(s.rows) - 1)
		for _, row := range rows {
			s.looking[group] |= s.bitOf(int(row))
		}
	}
	return s
}

// pass picks from the lengths of a piece.
func (s *search) pass(f *finding, to *picked, p piece) {
	for lo := p.lo; lo < p.hi; {
		stretch := lo / stretchBlocks
		hi := min(p.hi, (stretch+1)*stretchBlocks)
		switch order := s.orders[stretch]; {
		case order == nil:
			s.c.batches(piece{lo: lo, hi: hi, whole: p.whole}, func(batch []uint32) { s.find(&f.read, to, batch) })
		case lo > p.lo || p.first: // once, in whatever pieces it comes
			s.findByLength(f, to, order, stretch)
		}
		lo = hi
	}
}

// find picks from the lengths of a batch.
func (s *search) find(r *reading, to *picked, batch []uint32) {
	lengths, groups := s.read(&r.values, batch), s.groups
	if groups == nil {
		groups = &setNumbers{narrow: s.credited}
	}
	switch {
	case groups.wide != nil:
		findIn(s, to, read(&r.groups, groups.wide, batch), lengths)
	case isRun(batch):
		findIn(s, to, groups.narrow[batch[0]:][:len(batch)], lengths)
	default:
		findIn(s, to, gather(&r.groups, groups.narrow, batch), lengths)
	}
}

// findIn picks from lengths, each of a group. It first lists those that a row of their group may look for: which they are
// cannot be foreseen.
func findIn[N plainNumber](s *search, to *picked, groups []N, lengths []uint32) {
	var list [batchSize]uint16
	k := 0
	looking, groups := s.looking, groups[:len(lengths)]
	last := uint32(len(looking) - 1)
	for i, length := range lengths {
		list[k] = uint16(i)
		k += int(bit(s.wanted[roughBin(length+1)]&looking[uint32(groups[i])&last] != 0))
	}
	all := len(s.rows) - 1
	for _, i := range list[:k] {
		length := lengths[i]
		bin := roughBin(length + 1)
		to.take(all, &s.rows[all], bin, length)
		s.take(to, bin, uint32(groups[i]), length)
	}
}

// findByLength picks from the lengths of a stretch, of which it reads those in the bins of percentiles.
func (s *search) findByLength(f *finding, to *picked, order *byLength, stretch int) {
	everything := len(s.rows) - 1
	first := uint32(stretch * stretchSize)
	s.pickAll(to, everything, stretch, order.in)
	if s.groups != nil {
		s.findInGroups(f, to, order, stretch)
		return
	}
	for row := range everything {
		s.pickAll(to, row, stretch, func(bin int) (places, rests []uint16) {
			return order.creditedTo(uint16(row), bin, s.credited[first:])
		})
	}
}

// pickAll picks for a row the lengths in its bins that are in the cohort, of a stretch.
func (s *search) pickAll(to *picked, row, stretch int, in func(bin int) (places, rests []uint16)) {
	first, chosen := uint32(stretch*stretchSize), s.chosen[stretch]
	for i, at := range s.rows[row].spots() {
		if at.bin < 0 {
			continue
		}
		bin := int(at.bin)
		from, _ := lengthsIn(bin)
		places, rests := in(bin)
		end := &to.to[2*row+i]
		values := to.values[*end:]
		k := uint32(0)
		switch {
		case bin >= wideBins:
			for _, place := range places {
				values[k] = s.of(first + uint32(place))
				k += uint32(bit(chosen == nil || chosen.has(uint32(place))))
			}
		case chosen == nil:
			for i, rest := range rests {
				values[i] = from + uint32(rest)
			}
			k = uint32(len(rests))
		default:
			for i, rest := range rests[:len(places)] {
				values[k] = from + uint32(rest)
				k += uint32(chosen.bit(uint32(places[i])))
			}
		}
		*end += k
	}
}

// findInGroups picks for all rows but the last from the lengths of a stretch, of which it reads those in the bins that they look for.
func (s *search) findInGroups(f *finding, to *picked, order *byLength, stretch int) {
	first, chosen := uint32(stretch*stretchSize), s.chosen[stretch]
	for bin, wanted := range s.wanted {
		if wanted &^= everythingBit; wanted == 0 {
			continue
		}
		places, rests := order.in(bin)
		for len(places) > 0 {
			some := min(batchSize, len(places))
			var k int
			if s.groups.wide != nil {
				k = choose(f, s, bin, wanted, places[:some], rests, s.groups.wide[first:])
			} else {
				k = choose(f, s, bin, wanted, places[:some], rests, s.groups.narrow[first:])
			}
			if chosen != nil {
				k = f.keep(k, chosen)
			}
			for i, group := range f.groups[:k] {
				length := f.lengths[i]
				if bin >= wideBins {
					length = s.of(first + f.places[i])
				}
				s.take(to, bin, group, length)
			}
			places, rests = places[some:], rests[some:]
		}
	}
}

// finding is memory of one worker, for conversations of a stretch, the groups they are in, and their lengths.
type finding struct {
	places, groups, lengths [batchSize]uint32
	read                    reading
}

// choose lists those of some conversations in a bin whose lengths a row of their group may look for.
func choose[N plainNumber](f *finding, s *search, bin int, wanted uint64, places, rests []uint16, groups []N) (k int) {
	from, _ := lengthsIn(bin)
	looking := s.looking
	last := uint32(len(looking) - 1)
	rests = rests[:len(places)]
	for i, place := range places {
		group := uint32(groups[place])
		f.places[k], f.groups[k], f.lengths[k] = uint32(place), group, from+uint32(rests[i])
		k += int(bit(wanted&looking[group&last] != 0))
	}
	return k
}

// keep leaves those of the first k conversations that are in a set.
func (f *finding) keep(k int, chosen bitset) (kept int) {
	for i, place := range f.places[:k] {
		f.places[kept], f.groups[kept], f.lengths[kept] = place, f.groups[i], f.lengths[i]
		kept += int(chosen.bit(place))
	}
	return kept
}

// take picks a length in a bin, of a group, for the rows but the last that look for it.
func (s *search) take(to *picked, bin int, group, length uint32) {
	for _, row := range s.members[group] {
		to.take(int(row), &s.rows[row], bin, length)
	}
}

// picked are lengths by row: those in the bin of the median, and then those in the bin of the 90th percentile.
type picked struct{ lists }

// newPicked has room for all that a search can find.
func (s *search) newPicked() *picked {
	room := make([]int64, 2*len(s.rows))
	for i, t := range s.rows {
		room[2*i], room[2*i+1] = int64(t.medians), int64(t.p90s)
	}
	return &picked{newLists(room)}
}

// take takes a length in a bin, if its row looks for it. It writes it in any case, where the next one will go,
// so that no processor has to foresee which it looks for.
func (p *picked) take(row int, t *target, bin int, length uint32) {
	to := p.to[2*row:][:2]
	p.values[to[0]] = length
	to[0] += uint32(bit(int32(bin) == t.median.bin))
	p.values[to[1]] = length
	to[1] += uint32(bit(int32(bin) == t.p90.bin))
}

// finish fills in the percentiles of a row from what the workers picked.
func (s *search) finish(row int, t *Times, picked []*picked, r *ranking) {
	if t.N > 0 {
		t.Median = int64(s.nth(s.rows[row].median, 2*row, picked, r))
		t.P90 = int64(s.nth(s.rows[row].p90, 2*row+1, picked, r))
	}
}

// nth is the length at a spot, out of the lists of its bin.
func (s *search) nth(at spot, list int, picked []*picked, r *ranking) uint32 {
	r.lists = r.lists[:0]
	for _, p := range picked {
		r.lists = append(r.lists, p.of(uint32(list)))
	}
	from, width := lengthsIn(int(at.bin))
	return r.nth(int(at.rank), from, width)
}
