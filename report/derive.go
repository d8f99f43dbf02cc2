package report

import (
	"errors"
	"fmt"
	"slices"
)

// derive makes all that follows from what was loaded: it is quicker made than read, and right whatever time zones and
// moments what was loaded is of.
func (f *facts) derive() error {
	if err := f.consistent(); err != nil {
		return err
	}
	if byStart := f.startOrder(); !slices.IsSortedFunc(f.order, byStart) { // starts moved after they were saved
		slices.SortFunc(f.order, byStart)
	}
	inParallel([]func(){f.enter, f.people.enter, f.countSets}, func(do func()) (none struct{}) {
		do()
		return none
	})
	f.digestAll()
	return nil
}

// enter makes what follows from the conversations.
func (f *facts) enter() {
	f.byThread = newLookup(len(f.start) + len(f.start)/spare)
	all, hashes := make([]uint32, len(f.start)), inLargePages(make([]uint64, len(f.start)))
	for i := range all {
		n := uint32(i)
		all[i] = n
		f.noteEnd(n)
		if len(f.removed) > 0 && f.removed[n] {
			continue
		}
		name := f.threadOf(n)
		hashes[i] = name.hash()
		if f.traits[n]&isWaiting != 0 {
			f.waiting[name] = struct{}{}
		}
	}
	f.byThread.fill(0, hashes, f.removed)
	f.time(all)
	(&following{facts: f}).findAllFirsts()
}

// countSets counts who has which set of tags.
func (f *facts) countSets() {
	for n := range uint32(len(f.start)) {
		if len(f.removed) == 0 || !f.removed[n] {
			f.tagSets.change(0, f.tagSet.at(n))
		}
	}
	for n := range uint32(f.people.size()) {
		f.ctagSets.change(0, f.people.tags.at(n))
	}
}

// consistent tells whether all that conversations and contacts refer to by number is there.
func (f *facts) consistent() error {
	agents, people := len(f.agent), f.people.size()
	for _, is := range []struct {
		what string
		well bool
	}{
		{"the order", f.ordered()},
		{"contact", below(f.contact, people, 0)},
		{"channel", f.via.below(len(f.channel))},
		{"owner", below(f.owner, agents, nobody)},
		{"responder", below(f.responder, agents, absentAgent)},
		{"agent of the survey", below(f.credited, agents, nobody)},
		{"set of tags", f.tagSet.below(len(f.tagSets.members))},
		{"set of participants", f.agentSet.below(len(f.agentSets.members))},
		{"set of contact tags", f.people.tags.below(len(f.ctagSets.members))},
		{"tag", f.tagSets.below(len(f.tags.all))},
		{"contact tag", f.ctagSets.below(len(f.ctags.all))},
		{"participant", f.agentSets.below(agents)},
	} {
		if !is.well {
			return fmt.Errorf("a number of what there is not: %s", is.what)
		}
	}
	if f.people.cards.size() != people || f.papers.size() != len(f.start) {
		return errors.New("there are more cards than things, or fewer")
	}
	return nil
}

// ordered tells whether every conversation either is no more or has one place in the order.
func (f *facts) ordered() bool {
	if f.order == nil && len(f.removed) == 0 {
		return true
	}
	if len(f.order)+len(f.removed) != len(f.start) {
		return false
	}
	placed := newBitset(len(f.start))
	for _, n := range f.order {
		if int(n) >= len(f.start) || f.removed[n] {
			return false
		}
		placed.add(n)
	}
	for n := range f.removed {
		if int(n) >= len(f.start) {
			return false
		}
	}
	return placed.size() == len(f.order)
}

// below tells whether all numbers of a column are less than how many there are, or a certain other one.
func below[T plainNumber](column []T, size int, or T) bool {
	for _, n := range column {
		if int(n) >= size && n != or {
			return false
		}
	}
	return true
}

func (c *numbers[N, W]) below(size int) bool {
	if c.wide != nil {
		return below(c.wide, size, 0)
	}
	return below(c.narrow, size, 0)
}

// below tells whether the members of all sets are.
func (s *sets) below(size int) bool {
	for _, members := range s.members {
		if !below(members, size, 0) {
			return false
		}
	}
	return true
}
