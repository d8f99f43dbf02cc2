package report

import (
	"slices"

	"relato/conversation"
)

// ranks are what conversations are sorted by in a column, as numbers in the same order; absent where the column is empty.
type ranks struct {
	of   gatherer
	from uint32 // the lowest, or less: bins count from here
}

// gatherer reads numbers of a batch.
type gatherer func(memory *[batchSize]uint32, batch []uint32) []uint32

// bin is the bin of a rank; 0 of what is absent.
func (r *ranks) bin(rank uint32) int {
	if rank == absent {
		return 0
	}
	return roughBin(max(rank, r.from) - r.from + 1)
}

// ranks reads a column without making rows; nil for columns that show what is not in columns.
func (x *Index) ranks(c *Column[Row], a *Account) *ranks {
	switch c.Key {
	case "started_at":
		return x.instants(x.start, absent)
	case "closed_at":
		return x.instants(x.closed, absent)
	case "last_message_at":
		return x.instants(x.last, 0)
	case "frt_s":
		return &ranks{of: gatherIn(x.frt)}
	case "frt_business_s":
		return &ranks{of: gatherIn(x.business().frt)}
	case "duration_s":
		return &ranks{of: x.calendar().gatherDurations}
	case "duration_business_s":
		return &ranks{of: x.business().gatherDurations}
	case "replies":
		return counts(x.replyCount)
	case "messages_in":
		return counts(func(n uint32) int { return x.messages(n).In })
	case "messages_agent":
		return counts(func(n uint32) int { return x.messages(n).Agent })
	case "messages_flow":
		return counts(func(n uint32) int { return x.messages(n).Flow })
	}
	if numbers, rows := x.numbered(c.Key); rows != nil {
		return rankedBy(rankTable(c, a, rows), numbers)
	}
	return nil
}

// instants are a column of instants, of which one says that there is none.
func (x *Index) instants(column []uint32, none uint32) *ranks {
	return &ranks{
		of: func(memory *[batchSize]uint32, batch []uint32) []uint32 {
			values := gather(memory, column, batch)
			if none != absent {
				for i, at := range values {
					if at == none {
						values[i] = absent
					}
				}
			}
			return values
		},
		from: x.start[x.at(0)],
	}
}

func counts(of func(n uint32) int) *ranks {
	return &ranks{of: func(memory *[batchSize]uint32, batch []uint32) []uint32 {
		for i, n := range batch {
			memory[i] = uint32(of(n))
		}
		return memory[:len(batch)]
	}}
}

// rankedBy are the ranks of conversations by a number that each has, whose rank is in a table.
func rankedBy(table []uint32, numbers gatherer) *ranks {
	last := uint32(len(table) - 1)
	return &ranks{of: func(memory *[batchSize]uint32, batch []uint32) []uint32 {
		values := numbers(memory, batch)
		for i, number := range values {
			values[i] = table[min(number, last)]
		}
		return values
	}}
}

// rankTable is by number where a row stands among all of them in the order of a column; absent where that is empty.
func rankTable(c *Column[Row], a *Account, rows []Row) []uint32 {
	keys, order := make([]sortKey, len(rows)), make([]uint32, len(rows))
	for i := range rows {
		keys[i], order[i] = sortKeyOf(c.Value(a, &rows[i])), uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int { return keys[i].compare(&keys[j], false) })
	table, rank := make([]uint32, len(rows)), uint32(0)
	for i, n := range order {
		if i > 0 && keys[order[i-1]].compare(&keys[n], false) != 0 {
			rank++
		}
		table[n] = rank
		if keys[n].empty {
			table[n] = absent
		}
	}
	return table
}

// numbered reads by what number a column follows from it, and what of a row each number stands for; the last one also for
// all greater ones. There are none of columns that follow from more.
func (x *Index) numbered(column string) (numbers gatherer, rows []Row) {
	flag := func(flag traits, row func(set bool) Row) (gatherer, []Row) {
		return x.trait(func(t traits) int { return t.has(flag) }), []Row{row(false), row(true)}
	}
	switch column {
	case "status":
		return flag(isOpen, func(open bool) Row { return Row{Status: statusOf(open)} })
	case "new_contact":
		return flag(isFirst, func(first bool) Row { return Row{NewContact: first} })
	case "started_in_hours":
		return flag(isInside, func(inside bool) Row { return Row{InHours: inside} })
	case "unanswered":
		return flag(isUnanswered, func(unanswered bool) Row { return Row{Unanswered: unanswered} })
	case "waiting":
		return flag(isWaiting, func(waiting bool) Row { return Row{Waiting: waiting} })
	case "origin":
		return x.trait(traits.place), rowsOf(len(Origins{}), func(n int) Row { return Row{Origin: (traits(n) << originShift).origin()} })
	case "close_reason":
		return x.trait(func(t traits) int { return int(t.reason()) }),
			rowsOf(len(conversation.ReasonNames), func(n int) Row { return Row{Reason: conversation.Reason(n)} })
	case "csat_rating":
		return x.trait(traits.rating), rowsOf(len(ratings)+1, func(n int) Row { return Row{Rating: n} })
	case "channel", "channel_name":
		return x.via.gather, rowsOf(len(x.channel), func(n int) Row { return Row{Channel: x.channel[n].ID, ChannelName: x.channel[n].Name} })
	case "owner", "owner_name":
		return gatherIn(x.owner), rowsOf(len(x.agent), func(n int) Row { return Row{Owner: x.agent[n].ID, OwnerName: x.agent[n].Name} })
	case "csat_agent":
		return gatherIn(x.credited), rowsOf(len(x.agent), func(n int) Row { return Row{CreditedAgent: x.agent[n].ID} })
	case "first_responder":
		rows = rowsOf(len(x.agent), func(n int) Row { return Row{FirstResponder: x.agent[n].ID} })
		return gatherIn(x.responder), append(rows, Row{}) // of absentAgent
	case "agents":
		return x.agentSet.gather, rowsOfSets(x.agentSets, x.agents, func(names []string) Row { return Row{Agents: names} })
	case "conversation_tags":
		return x.tagSet.gather, rowsOfSets(x.tagSets, x.tags, func(names []string) Row { return Row{Tags: names} })
	case "contact_tags":
		return x.ofContact(x.people.tags.at), rowsOfSets(x.ctagSets, x.ctags, func(names []string) Row { return Row{ContactTags: names} })
	}
	return nil, nil
}

func rowsOf(numbers int, row func(n int) Row) []Row {
	rows := make([]Row, numbers)
	for n := range rows {
		rows[n] = row(n)
	}
	return rows
}

func rowsOfSets(s *sets, of *names, row func(names []string) Row) []Row {
	return rowsOf(len(s.members), func(set int) Row { return row(of.named(s.members[set])) })
}

func gatherIn[T plainNumber](column []T) gatherer {
	return func(memory *[batchSize]uint32, batch []uint32) []uint32 { return gather(memory, column, batch) }
}

// trait reads what follows from the traits.
func (x *Index) trait(number func(traits) int) gatherer {
	return func(memory *[batchSize]uint32, batch []uint32) []uint32 {
		for i, n := range batch {
			memory[i] = uint32(number(x.traits[n]))
		}
		return memory[:len(batch)]
	}
}

// ofContact reads a column of contacts.
func (x *Index) ofContact(column func(contact uint32) uint32) gatherer {
	return func(memory *[batchSize]uint32, batch []uint32) []uint32 {
		for i, n := range batch {
			memory[i] = column(x.contact[n])
		}
		return memory[:len(batch)]
	}
}
