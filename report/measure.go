package report

import (
	"iter"
	"math/bits"
)

// measuring is what a second pass over the conversations finds by row: contacts and percentiles. The last row is
// everything.
type measuring struct {
	c              *cohort
	frt, durations *search
	sets           setNumbers // the groups of contacts
	crowds         [][]uint32 // by row: the sets whose contacts it has
	found          []*found   // by worker
}

// found is what one worker found.
type found struct {
	contacts       lists // by set
	frt, durations *picked
	finding
}

// newFound has room for all that there is to be found, of so many conversations by set.
func (m *measuring) newFound(bySet []int64) *found {
	return &found{contacts: newLists(bySet), frt: m.frt.newPicked(), durations: m.durations.newPicked()}
}

// pass goes through a piece of the conversations.
func (m *measuring) pass(f *found, p piece) {
	m.putContacts(f, p)
	m.frt.pass(&f.finding, f.frt, p)
	m.durations.pass(&f.finding, f.durations, p)
}

// putContacts puts the contacts of a piece in the lists of their sets.
func (m *measuring) putContacts(f *found, p piece) {
	if m.sets.wide != nil {
		putContacts(m.c, f, p, m.sets.wide)
	} else {
		putContacts(m.c, f, p, m.sets.narrow)
	}
}

// putContacts puts contacts in the lists of sets. Where all or most conversations are wanted, columns are read as they lie.
func putContacts[N plainNumber](c *cohort, f *found, p piece, sets []N) {
	lo, hi := p.lo*blockSize, min(p.hi*blockSize, len(c.start))
	switch {
	case p.whole && c.s.everything && c.removed == nil:
		put(&f.contacts, sets[lo:hi], c.contact[lo:hi])
	case p.whole && !c.s.everything && 2*c.selectedIn(p.lo, p.hi) > hi-lo:
		putSelected(&f.contacts, sets[lo:hi], c.contact[lo:hi], c.s.bits, uint32(lo))
	default:
		c.batches(p, func(batch []uint32) {
			put(&f.contacts, read(&f.read.groups, sets, batch), read(&f.read.values, c.contact, batch))
		})
	}
}

// gauge is what one worker measures rows with, one after the other, in the same memory.
type gauge struct {
	crowd, everybody bitset
	ranking
}

var crowdPool pool[uint64]

func newGauge(people int) *gauge {
	words := bitsetWords(people)
	return &gauge{crowd: crowdPool.cleared(words), everybody: crowdPool.cleared(words)}
}

// measure fills in the rows' distinct contacts and their lengths, and gives back what was found. Excluded comes as how many
// lengths exist on the calendar, and becomes how many of them the clock left out.
func (m *measuring) measure(row func(i int) (contacts *int, frt, duration *Times)) {
	last, people := len(m.crowds)-1, m.c.people.size()
	var responses, durations []*picked
	for _, f := range m.found {
		responses, durations = append(responses, f.frt), append(durations, f.durations)
	}
	gauges := workThrough(3*len(m.crowds), func() *gauge { return newGauge(people) }, func(g *gauge, task int) {
		i := last - task/3 // everything, which takes longest, first
		contacts, frt, duration := row(i)
		switch task % 3 {
		case 0:
			m.frt.finish(i, frt, responses, &g.ranking)
			frt.Excluded -= frt.N
		case 1:
			m.durations.finish(i, duration, durations, &g.ranking)
			duration.Excluded -= duration.N
		default:
			if i != last {
				*contacts = g.distinct(m, i)
			}
		}
	})
	everybody := gauges[0].everybody
	for _, g := range gauges[1:] {
		everybody.join(g.everybody)
	}
	contacts, _, _ := row(last)
	*contacts = everybody.size()
	for _, g := range gauges {
		crowdPool.release(g.crowd)
		crowdPool.release(g.everybody)
	}
	for _, f := range m.found {
		f.contacts.release()
		f.frt.release()
		f.durations.release()
	}
}

// contacts are the contacts of a row, as often as they have conversations.
func (m *measuring) contacts(row int) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		for _, f := range m.found {
			for _, set := range m.crowds[row] {
				if !yield(f.contacts.of(set)) {
					return
				}
			}
		}
	}
}

// distinct is how many contacts a row has. All rows use one bitset after the other: one for every row is more memory than
// the caches hold.
func (g *gauge) distinct(m *measuring, row int) int {
	for contacts := range m.contacts(row) {
		for _, contact := range contacts {
			g.crowd.add(contact)
		}
	}
	g.crowd[0] &^= 1 // who is not known
	size, everybody := 0, g.everybody[:len(g.crowd)]
	for i, word := range g.crowd {
		size += bits.OnesCount64(word)
		everybody[i] |= word
		g.crowd[i] = 0
	}
	return size
}

// crowds are the sets of each row, of those that have conversations; the last row has all of them.
func (s *sets) crowds(rows int, bySet []int64) [][]uint32 {
	crowds := make([][]uint32, rows)
	for set, n := range bySet {
		if n == 0 {
			continue
		}
		for _, row := range s.orNobody(uint32(set)) {
			crowds[row] = append(crowds[row], uint32(set))
		}
		crowds[rows-1] = append(crowds[rows-1], uint32(set))
	}
	return crowds
}
