package report

import "iter"

// kept is what one worker keeps of the conversations started in the period, for what is measured by group: contacts, and
// lengths.
type kept struct{ contacts, frt, durations lists }

func (k *kept) release() {
	k.contacts.release()
	k.frt.release()
	k.durations.release()
}

// measuring says what the rows of a report measure, each apart from the others: what a row looks at once stays in the
// nearest cache. The last row is everything.
type measuring struct {
	kept            []*kept    // by worker
	crowds, lengths [][]uint32 // by row: the groups of its contacts, and those of its lengths
	row             func(i int) (contacts *int, frt, duration *Times)
}

// all are the lists of some groups, those of every worker.
func (m *measuring) all(of func(*kept) *lists, groups []uint32) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		for _, k := range m.kept {
			l := of(k)
			for _, g := range groups {
				if !yield(l.of(g)) {
					return
				}
			}
		}
	}
}

func contactsOf(k *kept) *lists  { return &k.contacts }
func frtOf(k *kept) *lists       { return &k.frt }
func durationsOf(k *kept) *lists { return &k.durations }

// gauge is what one worker measures rows with, one after the other.
type gauge struct {
	distribution
	crowd, everybody bitset
}

// measure fills in the rows' distinct contacts and their lengths, and gives back what was kept. Excluded comes as how many
// lengths exist on the calendar, and becomes how many of them the clock left out. people is how many contacts there can be.
func (m *measuring) measure(people int) {
	last := len(m.lengths) - 1
	gauges := workThrough(len(m.lengths), func() *gauge {
		return &gauge{crowd: newBitset(people), everybody: newBitset(people)}
	}, func(g *gauge, i int) {
		i = last - i // everything, which takes longest, first
		contacts, frt, duration := m.row(i)
		g.measure(frt, m.all(frtOf, m.lengths[i]))
		g.measure(duration, m.all(durationsOf, m.lengths[i]))
		frt.Excluded -= frt.N
		duration.Excluded -= duration.N
		if i != last {
			*contacts = g.distinct(m, i)
		}
	})
	everybody := gauges[0].everybody
	for _, g := range gauges[1:] {
		everybody.join(g.everybody)
	}
	contacts, _, _ := m.row(last)
	*contacts = everybody.size()
	for _, k := range m.kept {
		k.release()
	}
}

// distinct is how many contacts a row has. All rows use one bitset after the other: one for every row is more memory than
// the caches hold.
func (g *gauge) distinct(m *measuring, row int) int {
	for contacts := range m.all(contactsOf, m.crowds[row]) {
		for _, contact := range contacts {
			g.crowd.add(contact)
		}
	}
	g.crowd[0] &^= 1 // who is not known
	g.everybody.join(g.crowd)
	size := g.crowd.size()
	clear(g.crowd)
	return size
}
