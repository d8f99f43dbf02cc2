package report

// measureTotal fills in of a cohort's figures what its buckets do not add up to: the distinct contacts and the percentiles,
// whose bins are known.
func (c *cohort) measureTotal(total *Figures, frt, durations *histogram, on *lengths) {
	inNoRow := make([][]uint32, len(c.agent)+1) // by agent: everything is the only row
	times := func(t *Times) func(int) *Times { return func(int) *Times { return t } }
	m := measuring{
		c: c, frt: c.newSearch(on.responses(), nil, []histogram{*frt}, inNoRow, times(&total.FRT)),
		durations: c.newSearch(on.durations(), nil, []histogram{*durations}, inNoRow, times(&total.Duration)),
	}
	pieces := c.divide(nil, nil, false)
	m.found = workThrough(len(pieces), m.newFound, func(f *found, i int) { m.pass(f, pieces[i]) })
	m.measure(func(int) (int, *int, *Times, *Times) {
		return total.Conversations, &total.Contacts, &total.FRT, &total.Duration
	})
}

// addContacts adds the contacts of a piece to a set. Where all or most conversations are wanted, columns are read as they lie.
func (c *cohort) addContacts(to bitset, p piece) {
	lo, hi := p.lo*blockSize, min(p.hi*blockSize, len(c.start))
	switch {
	case p.whole && c.s.everything && c.removed == nil:
		for _, contact := range c.contact[lo:hi] {
			to.add(contact)
		}
	case p.whole && !c.s.everything && 2*c.selectedIn(p.lo, p.hi) > hi-lo:
		for at := lo; at < hi; at += 64 { // a block is whole words
			selected := c.s.bits[at/64]
			if selected == 0 {
				continue
			}
			for _, contact := range c.contact[at:min(at+64, hi)] {
				to[contact/64] |= selected & 1 << (contact % 64)
				selected >>= 1
			}
		}
	default:
		c.batches(p, func(batch []uint32) {
			for _, n := range batch {
				to.add(c.contact[n])
			}
		})
	}
}
