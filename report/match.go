package report

import (
	"slices"

	"relato/conversation"
)

// matcher is a filter made ready for one pass over the conversations: every condition is a table by number. A nil
// table lets everything pass.
type matcher struct {
	rows        []row
	contactTags []uint32

	only     []bool // by set of participants, of who may see no other conversations
	channels []bool // by channel
	agents   []bool // by set of participants
	tags     []bool // by set of tags
	ctags    []bool // by set of contact tags
	origins  uint8  // bits
	ratings  uint8  // bits, 0 = no rating
	mask     flags  // the flags that matter, and what they must be
	want     flags
	drill    []condition // for few filters; the rest is for all
}

// all lets every origin or rating pass.
const all = 0xff

// matcher prepares a filter's conditions, the period apart.
func (f *facts) matcher(filter Filter) *matcher {
	m := &matcher{rows: f.rows, contactTags: f.contactTags, origins: all, ratings: all}
	if len(filter.Channels) > 0 {
		m.channels = make([]bool, len(f.channel))
		for _, id := range filter.Channels {
			if n, ok := f.channels.find(id); ok && n != 0 {
				m.channels[n] = true
			}
		}
	}
	if filter.Only != "" {
		m.only = setTable(f.agentSets, f.agents, []string{filter.Only}, Any)
	}
	m.agents = setTable(f.agentSets, f.agents, filter.Agents, Any)
	m.tags = setTable(f.tagSets, f.tags, filter.Tags, filter.TagMode)
	m.ctags = setTable(f.ctagSets, f.ctags, filter.ContactTags, filter.ContactTagMode)
	if len(filter.Origins) > 0 {
		m.origins = 0
		for _, o := range filter.Origins {
			m.origins |= 1 << slices.Index(conversation.OriginNames, o)
		}
	}
	if len(filter.Ratings) > 0 {
		m.ratings = 0
		for _, r := range filter.Ratings {
			m.ratings |= 1 << ((slices.Index(ratings, r) + 1) % len(ratings)) // Nobody, the last, is 0
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

// require demands that a flag is set, or not, as a value says; an empty one demands nothing.
func (m *matcher) require(flag flags, value, set, clear string) {
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
func setTable(s *sets, n *names, values []string, mode Mode) []bool {
	if len(values) == 0 {
		return nil
	}
	table := make([]bool, len(s.members))
	for i, members := range s.members {
		has := 0
		for _, v := range values {
			number, known := n.find(v)
			if v == Nobody && len(members) == 0 || v != Nobody && known && slices.Contains(members, number) {
				has++
			}
		}
		table[i] = mode == Any && has > 0 || mode == All && has == len(values) || mode == Not && has == 0
	}
	return table
}

// match tells whether a conversation meets every condition.
func (m *matcher) match(n uint32, r *row) bool {
	return m.matchRow(r) && (m.drill == nil || m.drilled(n, r))
}

// drilled tells whether a conversation meets the conditions of a drill.
func (m *matcher) drilled(n uint32, r *row) bool {
	for _, meets := range m.drill {
		if !meets(n, r) {
			return false
		}
	}
	return true
}

// matchRow tells whether a conversation meets the conditions that are about its row alone.
func (m *matcher) matchRow(r *row) bool {
	return r.flags&m.mask == m.want &&
		m.origins>>r.origin&1 != 0 &&
		m.ratings>>r.rating&1 != 0 &&
		(m.only == nil || m.only[r.agents]) &&
		(m.channels == nil || m.channels[r.channel]) &&
		(m.agents == nil || m.agents[r.agents]) &&
		(m.tags == nil || m.tags[r.tags]) &&
		(m.ctags == nil || m.ctags[m.contactTags[r.contact]])
}
