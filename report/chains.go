package report

import (
	"cmp"
	"slices"
)

// chains are the conversations of contacts, of each from the latest on, as they are added in order. The first of all is known.
type chains struct {
	first            []uint32          // by contact
	numbers, earlier []uint32          // of a conversation, and the place of the contact's one before in these lists; 0 = the first
	latest           map[uint32]uint32 // by contact: the place of its latest; 0 = the first
	ofAll            []uint32          // likewise, for all contacts
	of, among        uint32            // which regions of contacts these are of, and of how many
}

func newChains(first []uint32, contacts map[uint32]bool) *chains {
	return &chains{
		first: first, numbers: make([]uint32, 1), earlier: make([]uint32, 1), latest: make(map[uint32]uint32, len(contacts)), among: 1,
	}
}

// regionSize is how many contacts are a region: workers that write about contacts of different ones are not in each other's
// way.
const regionSize = 1024

// chainsOfAll are the chains of all contacts, for a worker each.
func (f *facts) chainsOfAll() (workers []*chains) {
	room, ofAll := f.notFirst()+1, inLargePages(make([]uint32, f.people.size()))
	among := len(parts(0, f.size()))
	for i := range among {
		workers = append(workers, &chains{
			first: f.people.first, ofAll: ofAll, of: uint32(i), among: uint32(among),
			numbers: inLargePages(make([]uint32, 1, room)), earlier: inLargePages(make([]uint32, 1, room)),
		})
	}
	return workers
}

// findRepeats finds the repeats of the contacts that the chains are of, given all of their conversations but the first in order,
// a list after the other.
func (c *chains) findRepeats(f *facts, later [][]uint32) *repeatLists {
	var lists repeatLists
	for _, part := range later {
		for _, n := range part {
			contact := f.contact[n]
			if contact/regionSize%c.among != c.of {
				continue
			}
			for kind := range rowsKinds {
				for _, row := range f.rowsOf(kind, n) {
					if r, is := c.repeat(f, kind, repeat{n: n, row: row}); is {
						lists[kind] = append(lists[kind], r)
					}
				}
			}
			c.add(contact, n)
		}
	}
	if f.order != nil {
		for _, list := range lists {
			slices.SortStableFunc(list, func(r, o repeat) int { return cmp.Compare(r.n, o.n) })
		}
	}
	return &lists
}

// repeat fills in what is to be known of a conversation in a row, and tells whether it is a repeat.
func (c *chains) repeat(f *facts, kind rowsKind, r repeat) (repeat, bool) {
	contact := f.contact[r.n]
	if contact == 0 {
		r.before, r.start = r.n, absent
		return r, true
	}
	before, at := c.before(f, contact, kind, r.row, c.end(contact))
	if before == absent {
		return r, false
	}
	r.before, r.start = before, f.start[before]
	if at != 0 {
		earlier, _ := c.before(f, contact, kind, r.row, c.earlier[at])
		r.again = earlier != absent
	}
	return r, true
}

// before is the latest conversation of a contact that is in a row, from a place in the chain on, and its own place; absent if none
// is.
func (c *chains) before(f *facts, contact uint32, kind rowsKind, row, from uint32) (n, at uint32) {
	for at = from; at != 0; at = c.earlier[at] {
		if n := c.numbers[at]; slices.Contains(f.rowsOf(kind, n), row) {
			return n, at
		}
	}
	if first := c.first[contact]; slices.Contains(f.rowsOf(kind, first), row) {
		return first, 0
	}
	return absent, 0
}

// add adds a contact's next conversation.
func (c *chains) add(contact, n uint32) {
	at := uint32(len(c.numbers))
	c.numbers, c.earlier = append(c.numbers, n), append(c.earlier, c.end(contact))
	if c.ofAll != nil {
		c.ofAll[contact] = at
	} else {
		c.latest[contact] = at
	}
}

// end is where a contact's chain begins.
func (c *chains) end(contact uint32) uint32 {
	if c.ofAll != nil {
		return c.ofAll[contact]
	}
	return c.latest[contact]
}
