package report

// sieve tells which of at most 64 conversations, by consecutive numbers [lo, hi), meet a condition: a bit each.
type sieve func(lo, hi int) uint64

// sieve is the condition of a filter that has one, which goes through its column without a list of conversations (half as
// much for a conversation as keep). nil = it has none, or several, which need a list: the next looks only at what the one
// before has left.
func (m *matcher) sieve() sieve {
	if all := m.sieves(); len(all) == 1 && m.drill == nil && m.except == nil {
		return all[0]
	}
	return nil
}

// sieves are the conditions of a filter that can be sieves.
func (m *matcher) sieves() (all []sieve) {
	f := m.facts
	if m.mask != 0 {
		all = append(all, func(lo, hi int) (word uint64) {
			for i, t := range f.traits[lo:hi] {
				word |= uint64(bit(t&m.mask == m.want)) << (i & 63)
			}
			return word
		})
	}
	if m.origins != nil {
		all = append(all, func(lo, hi int) (word uint64) {
			for i, t := range f.traits[lo:hi] {
				word |= uint64(m.origins[t.place()]) << (i & 63)
			}
			return word
		})
	}
	if m.ratings != nil {
		all = append(all, func(lo, hi int) (word uint64) {
			for i, t := range f.traits[lo:hi] {
				word |= uint64(m.ratings[t.rating()]) << (i & 63)
			}
			return word
		})
	}
	if m.contacts != nil {
		all = append(all, func(lo, hi int) (word uint64) {
			for i, contact := range f.contact[lo:hi] {
				word |= uint64(m.contacts.bit(contact)) << (i & 63)
			}
			return word
		})
	}
	all = sieveNumbers(all, &f.via, m.channels)
	all = sieveNumbers(all, &f.agentSet, m.only)
	all = sieveNumbers(all, &f.agentSet, m.agents)
	return sieveNumbers(all, &f.tagSet, m.tags)
}

// sieveNumbers adds the condition that a number is 1 in a table; nil is none.
func sieveNumbers[N, W plainNumber](all []sieve, column *numbers[N, W], table []uint8) []sieve {
	switch {
	case table == nil:
		return all
	case column.wide != nil:
		return append(all, func(lo, hi int) uint64 { return wordOf(column.wide[lo:hi], table) })
	}
	return append(all, func(lo, hi int) uint64 { return wordOf(column.narrow[lo:hi], table) })
}
