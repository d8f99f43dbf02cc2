package report

import "math/bits"

// search finds the percentiles of rows' lengths, whose bins are known, in a second pass: it picks the lengths that lie in
// the bins of percentiles. The last row is everything.
type search struct {
	rows    []target
	members [][]uint32        // by group of conversations: the rows that it belongs to, besides the last
	wanted  [roughBins]uint64 // by bin: the rows that look for lengths in it, a bit each; none for what is absent
	looking []uint64          // by group: the bits of its rows. There are a power of two: groups without lengths wrap around
}

// bitOf is the bit of a row of a search. Rows 63 apart share theirs, so that some lengths are looked at in vain.
func (s *search) bitOf(row int) uint64 {
	if row == len(s.rows)-1 {
		return 1 << 63
	}
	return 1 << (row % 63)
}

// newSearch makes a search for the percentiles of rows, by the groups of conversations.
func newSearch(rows []histogram, members [][]uint32, times func(row int) *Times) *search {
	s := &search{rows: make([]target, len(rows)), members: members, looking: make([]uint64, 1<<bits.Len(uint(len(members))))}
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

// find picks from the lengths of a batch in ascending order, each of a group.
func (s *search) find(picked *picked, groups *setNumbers, batch, lengths []uint32, r *reading) {
	switch {
	case groups.wide != nil:
		findIn(s, picked, read(&r.groups, groups.wide, batch), lengths)
	case isRun(batch):
		findIn(s, picked, groups.narrow[batch[0]:][:len(batch)], lengths)
	default:
		findIn(s, picked, gather(&r.groups, groups.narrow, batch), lengths)
	}
}

// findIn picks from lengths, each of a group. It first lists those that a row of their group may look for: which they are
// cannot be foreseen.
func findIn[N plainNumber](s *search, picked *picked, groups []N, lengths []uint32) {
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
		bin := int32(roughBin(length + 1))
		picked.take(all, &s.rows[all], bin, length)
		for _, row := range s.members[groups[i]] {
			picked.take(int(row), &s.rows[row], bin, length)
		}
	}
}

// picked are lengths by row: those in the bin of the median, and then those in the bin of the 90th percentile.
type picked struct{ lists }

// newPicked has room for all that a search can find.
func (s *search) newPicked() *picked {
	room := make([]int64, 2*len(s.rows))
	for i, t := range s.rows {
		room[2*i], room[2*i+1] = int64(t.medians)+1, int64(t.p90s)+1
	}
	return &picked{newLists(room)}
}

// take takes a length in a bin, if its row looks for it. It writes it in any case, as put does.
func (p *picked) take(row int, t *target, bin int32, length uint32) {
	to := p.to[2*row:][:2]
	p.values[to[0]] = length
	to[0] += uint32(bit(bin == t.median.bin))
	p.values[to[1]] = length
	to[1] += uint32(bit(bin == t.p90.bin))
}

// finish fills in the percentiles of a row from what was picked.
func (s *search) finish(row int, t *Times, picked picks) {
	if t.N > 0 {
		t.Median = int64(nth(picked.median, int(s.rows[row].median.rank)))
		t.P90 = int64(nth(picked.p90, int(s.rows[row].p90.rank)))
	}
	t.Excluded -= t.N
}
