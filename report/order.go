package report

import (
	"cmp"
	"slices"
	"strings"
)

// byStart is the order of conversations: by start, then id.
func (f *facts) byStart(a, b uint32) int {
	if c := cmp.Compare(f.rows[a].start, f.rows[b].start); c != 0 {
		return c
	}
	return cmp.Compare(string(f.ids.view(int(a))), string(f.ids.view(int(b))))
}

// insert merges the changed conversations into the order, moving no more of it than it must.
func (f *following) insert() {
	if len(f.changed) == 0 {
		return
	}
	slices.SortFunc(f.changed, f.byStart)
	at, _ := slices.BinarySearchFunc(f.order, f.changed[0], f.byStart)
	tail := slices.Clone(f.order[at:])
	f.order = f.order[:at]
	added := f.changed
	for len(tail) > 0 && len(added) > 0 {
		if f.byStart(tail[0], added[0]) < 0 {
			f.order, tail = append(f.order, tail[0]), tail[1:]
		} else {
			f.order, added = append(f.order, added[0]), added[1:]
		}
	}
	f.order = append(append(f.order, tail...), added...)
}

// findFirsts finds each contact's first conversation ever: by start, then thread id, then number.
func (f *following) findFirsts() {
	candidates := f.changed
	if f.firstsMoved {
		for i := range f.contactFirst {
			f.contactFirst[i] = absent
		}
		for i := range f.rows {
			f.rows[i].flags &^= isFirst
		}
		candidates = f.order
	}
	for _, n := range candidates {
		if f.rows[n].contact == 0 {
			continue
		}
		first := &f.contactFirst[f.rows[n].contact]
		switch {
		case *first == absent:
		case f.startsBefore(n, *first):
			f.rows[*first].flags &^= isFirst
		default:
			continue
		}
		*first = n
		f.rows[n].flags |= isFirst
	}
}

func (f *facts) startsBefore(a, b uint32) bool {
	if f.rows[a].start != f.rows[b].start {
		return f.rows[a].start < f.rows[b].start
	}
	idA, numberA := f.threadOf(a)
	idB, numberB := f.threadOf(b)
	if c := strings.Compare(idA, idB); c != 0 {
		return c < 0
	}
	return numberA < numberB
}

// threadOf is the id of a conversation's thread and the conversation's number in it.
func (f *facts) threadOf(n uint32) (id string, number int) {
	id, number = f.ids.get(int(n)), int(f.thread[n]&(1<<24-1))
	if number > 1 {
		id = id[:strings.LastIndexByte(id, '~')]
	}
	return id, number
}
