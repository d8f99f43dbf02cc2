package report

// totaling is what one worker finds of a whole cohort.
type totaling struct {
	contacts       bitset
	frt, durations *picked
	finding
}

// measureTotal fills in of a cohort's figures what its buckets do not add up to: the distinct contacts and the percentiles,
// whose bins are known.
func (c *cohort) measureTotal(total *Figures, frt, durations *histogram, on *lengths) {
	inNoRow := make([][]uint32, len(c.agent)+1) // by agent: everything is the only row
	times := func(t *Times) func(int) *Times { return func(int) *Times { return t } }
	responses := c.newSearch(on.responses(), nil, []histogram{*frt}, inNoRow, times(&total.FRT))
	lasting := c.newSearch(on.durations(), nil, []histogram{*durations}, inNoRow, times(&total.Duration))
	pieces := c.divide(nil, nil, false)
	people := bitsetWords(c.people.size())
	workers := workThrough(len(pieces), func() *totaling {
		return &totaling{contacts: crowdPool.cleared(people), frt: responses.newPicked(), durations: lasting.newPicked()}
	}, func(t *totaling, i int) {
		c.addContacts(t.contacts, pieces[i])
		responses.pass(&t.finding, t.frt, pieces[i])
		lasting.pass(&t.finding, t.durations, pieces[i])
	})
	var pickedResponses, pickedDurations []*picked
	for _, t := range workers {
		workers[0].contacts.join(t.contacts)
		pickedResponses, pickedDurations = append(pickedResponses, t.frt), append(pickedDurations, t.durations)
	}
	workers[0].contacts[0] &^= 1 // who is not known
	total.Contacts = workers[0].contacts.size()
	var r ranking
	responses.finish(0, &total.FRT, pickedResponses, &r)
	lasting.finish(0, &total.Duration, pickedDurations, &r)
	for _, t := range workers {
		crowdPool.release(t.contacts)
		t.frt.release()
		t.durations.release()
	}
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
