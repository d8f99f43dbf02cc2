package report

import (
	"slices"

	"relato/conversation"
)

// matcher is a filter made ready for one pass over the conversations: every condition is a table by number. A nil
// table lets everything pass.
type matcher struct {
	facts *facts

	mask, want traits  // the flags that matter, and what they must be
	origins    []uint8 // by place of the origin
	ratings    []uint8 // by rating, 0 = none
	channels   []uint8
	only       []uint8 // by set of participants, of who may see no other conversations
	agents     []uint8 // by set of participants
	tags       []uint8 // by set of tags
	contacts   bitset  // whose tags match
	drill      []condition
	except     *matcher // what it keeps does not pass; nil = nothing
}

// matcher prepares a filter's conditions, the period apart.
func (f *facts) matcher(filter Filter) *matcher {
	if filter.LeftOut {
		return f.leftOut(filter)
	}
	m := &matcher{facts: f}
	if len(filter.Channels) > 0 {
		m.channels = make([]uint8, len(f.channel))
		for _, id := range filter.Channels {
			if n, ok := f.channels.find(id); ok && n != 0 {
				m.channels[n] = 1
			}
		}
	}
	m.only = setTable(f.agentSets, f.agents, filter.Only, Any)
	m.agents = setTable(f.agentSets, f.agents, filter.Agents, Any)
	m.tags = setTable(f.tagSets, f.tags, filter.Tags, filter.TagMode)
	if table := setTable(f.ctagSets, f.ctags, filter.ContactTags, filter.ContactTagMode); table != nil {
		m.contacts = f.people.tagged(table)
	}
	if len(filter.Origins) > 0 {
		m.origins = make([]uint8, len(conversation.OriginNames))
		for _, o := range filter.Origins {
			m.origins[slices.Index(conversation.OriginNames, o)-int(conversation.Inbound)] = 1
		}
	}
	if len(filter.Ratings) > 0 {
		m.ratings = make([]uint8, 8)
		for _, r := range filter.Ratings {
			m.ratings[(slices.Index(ratings, r)+1)%len(ratings)] = 1 // Nobody, the last, is 0
		}
	}
	m.require(isInside, filter.Hours, "inside", "outside")
	m.require(isOpen, filter.Status, "open", "closed")
	if filter.Unanswered {
		m.require(isUnanswered, "1", "1", "")
	}
	if filter.Waiting {
		m.require(isWaiting, "1", "1", "")
	}
	m.drill = f.conditions(filter)
	if filter.Within != nil {
		m.drill = append(m.drill, f.matcher(*filter.Within).match)
	}
	return m
}

// leftOut prepares what a filter's conditions leave out, of what may be seen.
func (f *facts) leftOut(filter Filter) *matcher {
	m := f.matcher(Filter{Only: filter.Only, Within: filter.Within})
	filter.LeftOut, filter.Only, filter.Within = false, nil, nil
	m.except = f.matcher(filter)
	return m
}

// require demands that a flag is set, or not, as a value says; an empty one demands nothing.
func (m *matcher) require(flag traits, value, set, clear string) {
	switch value {
	case "":
	case set:
		m.mask |= flag
		m.want |= flag
	case clear:
		m.mask |= flag
	}
}

// setTable tells for each set whether it has any, all or none of the values; Nobody is what only the empty set has.
func setTable(s *sets, n *names, values []string, mode Mode) []uint8 {
	if len(values) == 0 {
		return nil
	}
	chosen, empty := make([]bool, len(n.all)), false
	for _, v := range values {
		if number, known := n.find(v); v == Nobody {
			empty = true
		} else if known {
			chosen[number] = true
		}
	}
	table := make([]uint8, len(s.members))
	for i, members := range s.members {
		has := int(bit(empty && len(members) == 0))
		for _, number := range members {
			has += int(bit(chosen[number]))
		}
		table[i] = uint8(bit(mode == Any && has > 0 || mode == All && has == len(values) || mode == Not && has == 0))
	}
	return table
}

// match tells whether a conversation meets every condition.
func (m *matcher) match(n uint32) bool { return len(m.keep([]uint32{n})) > 0 }

// keep leaves those of a batch that meet every condition, in its memory. It goes through a column at a time, without a
// branch for each conversation: what a filter lets pass cannot be foreseen.
func (m *matcher) keep(batch []uint32) []uint32 {
	f := m.facts
	if m.mask != 0 {
		batch = keepIf(batch, func(n uint32) uint8 { return uint8(bit(f.traits[n]&m.mask == m.want)) })
	}
	if m.origins != nil {
		batch = keepIf(batch, func(n uint32) uint8 { return m.origins[f.traits[n].place()] })
	}
	if m.ratings != nil {
		batch = keepIf(batch, func(n uint32) uint8 { return m.ratings[f.traits[n].rating()] })
	}
	batch = keepNumbers(batch, &f.via, m.channels)
	batch = keepNumbers(batch, &f.agentSet, m.only)
	batch = keepNumbers(batch, &f.agentSet, m.agents)
	batch = keepNumbers(batch, &f.tagSet, m.tags)
	if m.contacts != nil {
		batch = keepIf(batch, func(n uint32) uint8 { return m.contacts.bit(f.contact[n]) })
	}
	for _, meets := range m.drill {
		batch = keepIf(batch, func(n uint32) uint8 { return uint8(bit(meets(n))) })
	}
	if m.except != nil {
		batch = keepOthers(batch, m.except)
	}
	return batch
}

// keepOthers leaves those that a matcher does not keep.
func keepOthers(batch []uint32, m *matcher) []uint32 {
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	return without(batch, m.keep(append(buffer[:0], batch...)))
}

// without leaves those of a batch that are not in another list, which has them in the order of the batch.
func without(batch, list []uint32) []uint32 {
	return keepIf(batch, func(n uint32) uint8 {
		if len(list) > 0 && list[0] == n {
			list = list[1:]
			return 0
		}
		return 1
	})
}

// keepIf leaves those for which a condition is 1.
func keepIf(batch []uint32, condition func(n uint32) uint8) []uint32 {
	k := 0
	for _, n := range batch {
		batch[k] = n
		k += int(condition(n))
	}
	return batch[:k]
}

// keepNumbers leaves those whose number is 1 in a table; nil keeps all.
func keepNumbers[N, W plainNumber](batch []uint32, column *numbers[N, W], table []uint8) []uint32 {
	if table == nil {
		return batch
	}
	if column.wide != nil {
		return keepIf(batch, func(n uint32) uint8 { return table[column.wide[n]] })
	}
	narrow := column.narrow
	return keepIf(batch, func(n uint32) uint8 { return table[narrow[n]] })
}
