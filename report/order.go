package report

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// byStart is the order of conversations: by start, then id.
func (f *facts) byStart(a, b uint32) int { return f.startOrder()(a, b) }

// startOrder is byStart for many conversations, as long as none is written.
func (f *facts) startOrder() func(a, b uint32) int {
	var left, right *paperReader // few starts are equal
	return func(a, b uint32) int {
		if c := cmp.Compare(f.start[a], f.start[b]); c != 0 || a == b {
			return c
		}
		if left == nil {
			left, right = f.papers.reader(), f.papers.reader()
		}
		return bytes.Compare(left.read(a).id, right.read(b).id)
	}
}

// follows tells whether the changed conversations, in order, are new and come after all others: then their numbers go on
// with the order.
func (f *following) follows() bool {
	for i, n := range f.changed {
		if int(n) != f.before+i {
			return false
		}
	}
	return f.before == 0 || f.byStart(uint32(f.before-1), f.changed[0]) < 0
}

// insert merges the changed conversations into the order, moving no more of it than it must.
func (f *following) insert() {
	if len(f.changed) == 0 {
		return
	}
	byStart := f.startOrder()
	slices.SortFunc(f.changed, byStart)
	if f.order == nil {
		if f.follows() {
			return
		}
		f.listOrder()
	}
	at, _ := slices.BinarySearchFunc(f.order, f.changed[0], byStart)
	tail := slices.Clone(f.order[at:])
	f.order = f.order[:at]
	added := f.changed
	for len(tail) > 0 && len(added) > 0 {
		if byStart(tail[0], added[0]) < 0 {
			f.order, tail = append(f.order, tail[0]), tail[1:]
		} else {
			f.order, added = append(f.order, added[0]), added[1:]
		}
	}
	f.order = append(append(f.order, tail...), added...)
}

// listOrder makes the order a list, of what was there before the change under way.
func (f *following) listOrder() {
	f.order = make([]uint32, f.before, f.before+f.before/spare+len(f.changed))
	for i := range f.order {
		f.order[i] = uint32(i)
	}
}

// findFirsts finds the first conversation ever of the contacts that it may have changed for: by start, then thread id, then
// number.
func (f *following) findFirsts() {
	if len(f.bereft) > 0 {
		for contact := range f.bereft {
			f.traits[f.people.first[contact]] &^= isFirst
			f.people.first[contact] = absent
		}
		bereft := bitsetOf(f.bereft, f.people.size())
		for n, contact := range f.contact {
			if bereft.has(contact) && !f.removed[uint32(n)] {
				f.findFirst(uint32(n))
			}
		}
	}
	for _, n := range slices.Concat(f.changed, f.given) {
		f.findFirst(n)
	}
}

// findAllFirsts finds the first conversation ever of every contact.
func (f *following) findAllFirsts() {
	for i := range f.people.first {
		f.people.first[i] = absent
	}
	for n := range f.traits {
		f.traits[n] &^= isFirst
	}
	for i := range f.size() {
		f.findFirst(f.at(i))
	}
}

// bitsetOf are numbers, all of which are below a size: a look into a map for each of a million kept readers waiting.
func bitsetOf(numbers map[uint32]bool, size int) bitset {
	b := newBitset(size)
	for n := range numbers {
		b.add(n)
	}
	return b
}

// findFirst looks whether a conversation is its contact's first.
func (f *facts) findFirst(n uint32) {
	if f.contact[n] == 0 {
		return
	}
	first := &f.people.first[f.contact[n]]
	switch {
	case *first == absent:
	case f.startsBefore(n, *first):
		f.traits[*first] &^= isFirst
	default:
		return
	}
	*first = n
	f.traits[n] |= isFirst
}

func (f *facts) startsBefore(a, b uint32) bool {
	if f.start[a] != f.start[b] {
		return f.start[a] < f.start[b]
	}
	return cmp.Or(strings.Compare(f.threadID(a), f.threadID(b)), cmp.Compare(f.threadOf(a).number, f.threadOf(b).number)) < 0
}
