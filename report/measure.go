package report

// measuring is what a second pass over the conversations finds by row: contacts and percentiles. The last row is
// everything.
type measuring struct {
	c              *cohort
	frt, durations *search
	repeats        []repeat // in the rows but the last
	found          []*found // by worker
}

// found is what one worker found.
type found struct {
	contacts       bitset  // of everything
	repeated       []int64 // by row
	frt, durations *picked
	finding
}

var crowdPool pool[uint64]

// newFound has room for all that there is to be found.
func (m *measuring) newFound() *found {
	return &found{
		contacts: crowdPool.cleared(bitsetWords(m.c.people.size())), repeated: make([]int64, len(m.frt.rows)),
		frt: m.frt.newPicked(), durations: m.durations.newPicked(),
	}
}

// pass goes through a piece of the conversations.
func (m *measuring) pass(f *found, p piece) {
	m.c.addContacts(f.contacts, p)
	m.c.countRepeats(m.repeats, p, f.repeated)
	m.frt.pass(&f.finding, f.frt, p)
	m.durations.pass(&f.finding, f.durations, p)
}

// measure fills in the rows' distinct contacts and percentiles, and gives back what was found.
func (m *measuring) measure(row func(i int) (conversations int, contacts *int, frt, duration *Times)) {
	last := len(m.frt.rows) - 1
	var responses, durations []*picked
	for _, f := range m.found {
		responses, durations = append(responses, f.frt), append(durations, f.durations)
	}
	workThrough(2*(last+1), func() *ranking { return &ranking{} }, func(r *ranking, task int) {
		i := last - task/2 // everything, which takes longest, first
		conversations, contacts, frt, duration := row(i)
		if task%2 == 0 {
			m.frt.finish(i, frt, responses, r)
			return
		}
		m.durations.finish(i, duration, durations, r)
		*contacts = conversations
		for _, f := range m.found {
			*contacts -= int(f.repeated[i])
		}
	})
	_, contacts, _, _ := row(last)
	*contacts = m.everybody()
	for _, f := range m.found {
		crowdPool.release(f.contacts)
		f.frt.release()
		f.durations.release()
	}
}

// everybody is how many contacts all conversations have.
func (m *measuring) everybody() int {
	all := m.found[0].contacts
	for _, f := range m.found[1:] {
		all.join(f.contacts)
	}
	all[0] &^= 1 // who is not known
	return all.size()
}
