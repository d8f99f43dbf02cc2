package report

import (
	"iter"
	"slices"
	"sync"
)

// measuring is what a second pass over the conversations finds by row: contacts and percentiles. The last row is
// everything.
type measuring struct {
	x                        *Index
	on                       *lengths
	frt, durations           *search
	responders, owners, sets setNumbers // the groups of first responses, of durations, and of contacts
	crowds                   [][]uint32 // by row: the sets whose contacts it has
	found                    []*found   // by worker
}

// found is what one worker found.
type found struct {
	contacts       lists // by set
	frt, durations *picked
	read           reading
}

// newFound has room for all that there is to be found, of so many conversations by set.
func (m *measuring) newFound(bySet []int64) *found {
	return &found{contacts: newLists(bySet), frt: m.frt.newPicked(), durations: m.durations.newPicked()}
}

// pass goes through conversations in ascending order.
func (m *measuring) pass(f *found, conversations []uint32) {
	r := &f.read
	for batch := range slices.Chunk(conversations, batchSize) {
		f.contacts.put(m.sets.read(&r.groups, batch), read(&r.values, m.x.contact, batch))
		m.frt.find(f.frt, &m.responders, batch, read(&r.values, m.on.frt, batch), r)
		m.durations.find(f.durations, &m.owners, batch, m.on.readDurations(&r.values, batch), r)
	}
}

// gauge is what one worker measures rows with, one after the other, in the same memory.
type gauge struct {
	crowd, everybody bitset
	picks
}

// crowdPool holds memory between reports, as lengthPool does.
var crowdPool sync.Pool

func newGauge(people int) *gauge {
	words := bitsetWords(people)
	return &gauge{crowd: cleared[uint64](&crowdPool, words), everybody: cleared[uint64](&crowdPool, words)}
}

// measure fills in the rows' distinct contacts and their lengths, and gives back what was found. Excluded comes as how many
// lengths exist on the calendar, and becomes how many of them the clock left out.
func (m *measuring) measure(row func(i int) (contacts *int, frt, duration *Times)) {
	last, people := len(m.crowds)-1, m.x.people.size()
	gauges := workThrough(len(m.crowds), func() *gauge { return newGauge(people) }, func(g *gauge, i int) {
		i = last - i // everything, which takes longest, first
		contacts, frt, duration := row(i)
		m.frt.finish(i, frt, m.picked(g, i, func(f *found) *picked { return f.frt }))
		m.durations.finish(i, duration, m.picked(g, i, func(f *found) *picked { return f.durations }))
		if i != last {
			*contacts = g.distinct(m, i)
		}
	})
	everybody := gauges[0].everybody
	for _, g := range gauges[1:] {
		everybody.join(g.everybody)
	}
	contacts, _, _ := row(last)
	*contacts = everybody.size()
	for _, g := range gauges {
		release(&crowdPool, g.crowd)
		release(&crowdPool, g.everybody)
	}
	for _, f := range m.found {
		f.contacts.release()
		f.frt.release()
		f.durations.release()
	}
}

// picked is what all workers picked of a row, in the memory of a gauge.
func (m *measuring) picked(g *gauge, row int, of func(*found) *picked) picks {
	g.picks = picks{g.median[:0], g.p90[:0]}
	for _, f := range m.found {
		p := of(f)
		g.picks.join(picks{p.of(uint32(2 * row)), p.of(uint32(2*row + 1))})
	}
	return g.picks
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
	g.everybody.join(g.crowd)
	size := g.crowd.size()
	clear(g.crowd)
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
