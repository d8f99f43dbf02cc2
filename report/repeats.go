package report

import (
	"cmp"
	"slices"
	"sync"
)

// A repeat is a conversation whose contact has had one before in the same row of a report. Of whatever conversations, a row has as
// many contacts as conversations, less those that repeat another of them: so nobody has to look at the contacts of all.
type repeat struct {
	n, row uint32
	before uint32 // the last conversation before it, or itself: its contact is not known, so that it counts for none
	start  uint32 // when that one started; absent where it is itself
	again  bool   // that one is a repeat too
}

// rowsKind is what the rows of a report are.
type rowsKind int

const (
	rowsByAgent rowsKind = iota
	rowsByTag
	rowsKinds
)

// rowsOf are the rows of a kind that a conversation is in.
func (f *facts) rowsOf(kind rowsKind, n uint32) []uint32 {
	if kind == rowsByAgent {
		return f.agentSets.orNobody(f.agentSet.at(n))
	}
	return f.tagSets.orNobody(f.tagSet.at(n))
}

// repeatLists are repeats by kind of rows, ascending by number.
type repeatLists [rowsKinds][]repeat

// repeats are all repeats. They are made when a report asks for them; of contacts of which something changes they are made anew
// at the next question.
type repeats struct {
	sync.Mutex
	made  bool
	lists repeatLists
	stale map[uint32]bool // contacts
}

// note notes that something changed of a contact's conversations: when they started, or which rows they are in.
func (r *repeats) note(contact uint32) {
	if !r.made {
		return
	}
	if r.stale == nil {
		r.stale = map[uint32]bool{}
	}
	r.stale[contact] = true
}

// repeatsIn are the repeats in rows of a kind. Nobody may write to them.
func (f *facts) repeatsIn(kind rowsKind) []repeat {
	r := &f.selections.repeats
	r.Lock()
	defer r.Unlock()
	switch {
	case !r.made:
		r.lists, r.made = f.allRepeats(), true
	case len(r.stale) > 0:
		f.renewRepeats(&r.lists, r.stale)
		r.stale = nil
	}
	return r.lists[kind]
}

// allRepeats finds the repeats of all contacts.
func (f *facts) allRepeats() (lists repeatLists) {
	later := inParallel(parts(0, f.size()), func(p part) []uint32 {
		list := inLargePages(make([]uint32, 0, f.notFirst()))
		for place := p.lo; place < p.hi; place++ {
			if n := f.at(place); f.traits[n]&isFirst == 0 {
				list = append(list, n)
			}
		}
		return list
	})
	for i, found := range inParallel(f.chainsOfAll(), func(c *chains) *repeatLists { return c.findRepeats(f, later) }) {
		for kind, list := range found {
			if i > 0 {
				list = merged(lists[kind], list)
			}
			lists[kind] = list
		}
	}
	return lists
}

// renewRepeats finds the repeats of some contacts anew. Of the lists it leaves as it is what lies before the first that is
// another one: most changes are of conversations that have just come.
func (f *facts) renewRepeats(lists *repeatLists, contacts map[uint32]bool) {
	stale := bitsetOf(contacts, f.people.size())
	theirs := f.conversationsOf(contacts, stale)
	later := slices.DeleteFunc(slices.Clone(theirs), func(n uint32) bool { return f.traits[n]&isFirst != 0 || f.removed[n] })
	if f.order != nil {
		slices.SortFunc(later, f.startOrder())
	}
	for kind, fresh := range newChains(f.people.first, contacts).findRepeats(f, [][]uint32{later}) {
		list, at := lists[kind], 0
		for _, n := range theirs {
			at = placeFrom(list, at, int(n))
			known, now := countOf(list[at:], n), countOf(fresh, n)
			if !slices.Equal(list[at:at+known], fresh[:now]) {
				left := slices.DeleteFunc(list[at:], func(r repeat) bool { return stale.has(f.contact[r.n]) })
				lists[kind] = merged(list[:at+len(left)], fresh)
				break
			}
			fresh = fresh[now:]
		}
	}
}

// conversationsOf are the conversations of some contacts, also given as a set, ascending by number, with those that are no more.
func (f *facts) conversationsOf(contacts map[uint32]bool, set bitset) []uint32 {
	lo, rest := len(f.start), uint64(0) // of who has come just now, the first is not long ago
	for contact := range contacts {
		lo = min(lo, int(f.people.first[contact]))
		rest |= 1 << (contact % 64) // few contacts are told from nearly all others without looking into the set
	}
	if f.order != nil || contacts[0] {
		lo = 0
	}
	return slices.Concat(inParallel(parts(lo, len(f.start)), func(p part) (list []uint32) {
		for i, contact := range f.contact[p.lo:p.hi] {
			if rest>>(contact%64)&1 != 0 && set.has(contact) {
				list = append(list, uint32(p.lo+i))
			}
		}
		return list
	})...)
}

// merged are two lists of different conversations in order as one, in the memory of the first if there is room.
func merged(list, more []repeat) []repeat {
	left := len(list)
	list = append(list, more...)
	for at := len(list) - 1; len(more) > 0; at-- {
		if last := len(more) - 1; left == 0 || list[left-1].n < more[last].n {
			list[at], more = more[last], more[:last]
		} else {
			left--
			list[at] = list[left]
		}
	}
	return list
}

// notFirst is room for the conversations that are not the first of their contacts, unless many contacts have none.
func (f *facts) notFirst() int {
	n := max(0, len(f.start)-f.people.size()) + 1 // contact 0 is nobody
	return n + n/spare
}

// countRepeats counts by row the repeats among a cohort's conversations, of those in a piece.
func (c *cohort) countRepeats(list []repeat, p piece, byRow []int64) {
	all, chosen := c.s.everything, c.s.bits
	for _, r := range list[placeOf(list, p.lo*blockSize):placeOf(list, p.hi*blockSize)] {
		repeated := bit(r.start >= c.in.from)
		if !p.whole {
			repeated &= bit(c.in.has(c.start[r.n]))
		}
		if !all {
			repeated &= int64(chosen.bit(r.n))
			before := int64(chosen.bit(r.before))
			if r.again && repeated > before { // one before that may be
				before = bit(c.selectsBefore(r, list))
			}
			repeated &= before
		}
		byRow[r.row] += repeated
	}
}

// selectsBefore tells whether a conversation before the last one before a repeat is in the cohort.
func (c *cohort) selectsBefore(r repeat, list []repeat) bool {
	for r.again {
		at := placeOf(list, int(r.before))
		for list[at].row != r.row {
			at++
		}
		r = list[at]
		if r.start < c.in.from {
			return false
		}
		if c.s.bits.has(r.before) {
			return true
		}
	}
	return false
}

// countOf is how many repeats at the beginning of a list are of a conversation.
func countOf(list []repeat, n uint32) int {
	count := 0
	for count < len(list) && list[count].n == n {
		count++
	}
	return count
}

// placeOf is the place of the first repeat in a list that has a number or a higher one.
func placeOf(list []repeat, n int) int {
	at, _ := slices.BinarySearchFunc(list, n, func(r repeat, n int) int { return cmp.Compare(int(r.n), n) })
	return at
}

// placeFrom is placeOf, which is likely to be close behind a place, and not before it.
func placeFrom(list []repeat, at, n int) int {
	step := 1
	for at+step <= len(list) && int(list[at+step-1].n) < n {
		at, step = at+step, 2*step
	}
	return at + placeOf(list[at:min(at+step, len(list))], n)
}
