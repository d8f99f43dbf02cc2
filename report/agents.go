package report

import (
	"cmp"
	"context"
	"slices"

	"relato/conversation"
)

// Agents answers the second report.
func (x *Index) Agents(ctx context.Context, f Filter) (*Agents, error) {
	var a *Agents
	err := x.view(ctx, func() error {
		p := periodOf(f, x.zone)
		a = &Agents{Account: x.accountIn(p, f), Filter: f}
		a.Total, a.Rows = x.agentRows(f, p)
		x.nameAgents(a)
		return nil
	})
	return a, err
}

// agentTally is what one worker counts by agent, nobody's row being the first, and by set of participants what is the
// same for all of them.
type agentTally struct {
	rows     []AgentRow
	sets     []setTally
	contacts crowds
	lengths  lengthsOf
	marks    markList
}

type setTally struct{ conversations, received int }

func (x *Index) newAgentTally() *agentTally {
	return &agentTally{rows: make([]AgentRow, len(x.agent)), sets: make([]setTally, len(x.agentSets.members))}
}

// agentRows counts everything by agent number.
func (x *Index) agentRows(f Filter, p period) (total AgentRow, rows []AgentRow) {
	m := x.matcher(f)
	lo, hi := x.between(p.from, p.to)
	cohort := parts(lo, hi)
	counted := inParallel(cohort, func(part part) *agentTally { return x.agentCohort(part, m, f) })
	all := counted[0]
	for _, t := range counted[1:] {
		all.contacts.join(t.contacts)
		all.lengths.join(t.lengths)
		all.join(t)
	}
	for _, t := range inParallel(x.activeParts(p), func(part part) *agentTally { return x.agentActivity(part, m, p) }) {
		all.join(t)
	}
	total, rows = all.total(x), all.rows
	everybody := len(rows)
	all.lengths.frt.sumUp(everybody)
	all.lengths.duration.sumUp(everybody)
	times := func(of func(*AgentRow) *Times) func(int) *Times {
		return func(agent int) *Times {
			if agent == everybody {
				return of(&total)
			}
			return of(&rows[agent])
		}
	}
	on, l := x.lengths(f), all.lengths
	x.measure(cohort, m, l, measuring{
		frt:      times(func(r *AgentRow) *Times { return &r.FRT }),
		duration: times(func(r *AgentRow) *Times { return &r.Duration }),
		pick: func(batch []uint32, p *picks) {
			for _, n := range batch {
				if frt := on.frt[n]; frt != absent {
					bin := binOf(frt)
					l.frt.pick(int(x.responder[n]), bin, frt, &p.frt)
					l.frt.pick(everybody, bin, frt, &p.frt)
				}
				if duration := on.durationOf(n); duration != absent {
					bin := binOf(duration)
					l.duration.pick(int(x.owner[n]), bin, duration, &p.duration)
					l.duration.pick(everybody, bin, duration, &p.duration)
				}
			}
		},
	})
	return total, rows
}

// total shares out what was counted by set among its agents, and sums up what is credited to one agent each: that counts
// every conversation once.
func (t *agentTally) total(x *Index) (total AgentRow) {
	for i := range t.rows {
		total.join(&t.rows[i])
	}
	for set, n := range t.sets {
		members := x.agentSets.members[set]
		shared := 0
		if len(members) > 1 {
			shared = n.conversations
		}
		if len(members) == 0 {
			members = none
		}
		for _, agent := range members {
			r := &t.rows[agent]
			r.Conversations += n.conversations
			r.MessagesReceived += n.received
			r.Shared += shared
		}
		total.Conversations += n.conversations
		total.MessagesReceived += n.received
		total.Shared += shared
	}
	everybody := newBitset(x.people.size())
	for agent, contacts := range t.contacts {
		t.rows[agent].Contacts = contacts.size()
		everybody.join(contacts)
	}
	total.Contacts = everybody.size()
	return total
}

// none are the members of a set without any.
var none = []uint32{nobody}

// participants are the agents of a conversation, or nobody.
func (x *Index) participants(n uint32) []uint32 {
	set := x.agentSet.at(n)
	if set == 0 {
		return none
	}
	return x.agentSets.members[set]
}

// agentCohort counts one part of the conversations started in the period.
func (x *Index) agentCohort(part part, m *matcher, f Filter) *agentTally {
	t := x.newAgentTally()
	t.contacts, t.lengths = make(crowds, len(x.agent)), newLengths(len(x.agent)+1)
	on := x.lengths(f)
	x.selected(part, m, func(batch []uint32) {
		t.takeParticipants(x, batch)
		t.takeOwners(x, batch, on)
		t.takeResponders(x, batch, on, f.Business())
		for _, n := range batch {
			if traits := x.traits[n]; traits&isSurveyed != 0 {
				t.rows[x.credited[n]].CSAT.take(traits)
			}
		}
	})
	return t
}

// takeParticipants counts a batch by who takes part.
func (t *agentTally) takeParticipants(x *Index, batch []uint32) {
	size := x.people.size()
	for _, n := range batch {
		t.sets[x.agentSet.at(n)].conversations++
		if contact := x.contact[n]; contact != 0 {
			for _, agent := range x.participants(n) {
				t.contacts.add(int(agent), contact, size)
			}
		}
	}
}

// takeOwners counts a batch by owner.
func (t *agentTally) takeOwners(x *Index, batch []uint32, on *lengths) {
	for _, n := range batch {
		owner, traits := x.owner[n], x.traits[n]
		row := &t.rows[owner]
		row.Owned++
		row.Unanswered += traits.has(isUnanswered)
		if traits&hasDuration != 0 {
			t.lengths.duration.take(int(owner), on.durationOf(n), &row.Duration)
		}
	}
}

// takeResponders counts a batch by who wrote the first response, and the replies by who wrote each.
func (t *agentTally) takeResponders(x *Index, batch []uint32, on *lengths, business bool) {
	for _, n := range batch {
		responder := x.responder[n]
		if responder == absentAgent {
			continue
		}
		row := &t.rows[responder]
		row.FirstResponses++
		t.lengths.frt.take(int(responder), on.frt[n], &row.FRT)
		if x.traits[n]&mixedWriters != 0 {
			t.creditReplies(x, n, business)
			continue
		}
		replies := on.repliesOf(n)
		row.Reply.N += replies
		row.Reply.Sum += int64(on.replySum[n])
		if business {
			row.Reply.Excluded += x.replyCount(n) - replies
		}
	}
}

// creditReplies credits each reply to who wrote it.
func (t *agentTally) creditReplies(x *Index, n uint32, business bool) {
	var turn conversation.Turn
	t.marks.read(&x.facts, n)
	for i, by := range t.marks.by {
		reply, ok := turn.Take(kindOf(by), int64(t.marks.at[i]))
		if !ok {
			continue
		}
		writer := &t.rows[by-firstAgentMark].Reply
		seconds, counts := reply.Seconds(), true
		if business {
			seconds, counts = unstamp(x.working(reply)), x.working(reply) != absent
		}
		if !counts {
			writer.Excluded++
			continue
		}
		writer.N++
		writer.Sum += seconds
	}
}

// agentActivity counts one part of the messages sent and the conversations closed in the period.
func (x *Index) agentActivity(part part, m *matcher, p period) *agentTally {
	t := x.newAgentTally()
	x.active(part, m, p, func(batch []uint32) {
		for _, n := range batch {
			if x.closedIn(n, p) {
				t.rows[x.owner[n]].Closed++
			}
			received := 0
			if x.within(n, p) && x.traits[n]&mixedWriters == 0 {
				all := x.messages(n)
				received = all.In
				if all.Agent > 0 {
					t.rows[x.responder[n]].MessagesSent += all.Agent
				}
			} else {
				received = t.exchanged(x, n, p)
			}
			t.sets[x.agentSet.at(n)].received += received
		}
	})
	return t
}

// exchanged counts a conversation's messages of the period, those of agents by who wrote them.
func (t *agentTally) exchanged(x *Index, n uint32, p period) (received int) {
	t.marks.read(&x.facts, n)
	for i, by := range t.marks.by {
		switch at := t.marks.at[i]; {
		case int64(at) < p.from || int64(at) >= p.to:
		case by == contactMark:
			received++
		case by >= firstAgentMark:
			t.rows[by-firstAgentMark].MessagesSent++
		}
	}
	return received
}

// join adds what another worker counted, but for contacts and lengths.
func (t *agentTally) join(o *agentTally) {
	for i := range t.rows {
		t.rows[i].join(&o.rows[i])
	}
	for i, n := range o.sets {
		t.sets[i].conversations += n.conversations
		t.sets[i].received += n.received
	}
}

// join adds what another worker counted.
func (a *AgentRow) join(o *AgentRow) {
	a.Conversations += o.Conversations
	a.Owned += o.Owned
	a.Shared += o.Shared
	a.FirstResponses += o.FirstResponses
	a.Closed += o.Closed
	a.MessagesSent += o.MessagesSent
	a.MessagesReceived += o.MessagesReceived
	a.FRT.Excluded += o.FRT.Excluded
	a.Duration.Excluded += o.Duration.Excluded
	a.Reply.N += o.Reply.N
	a.Reply.Sum += o.Reply.Sum
	a.Reply.Excluded += o.Reply.Excluded
	a.Unanswered += o.Unanswered
	a.CSAT.join(&o.CSAT)
}

// idle tells whether there is nothing to show of an agent.
func (a *AgentRow) idle() bool {
	return a.Conversations+a.Owned+a.FirstResponses+a.Closed+a.MessagesSent+a.MessagesReceived+
		a.Reply.N+a.Reply.Excluded+a.CSAT.Sent == 0
}

// showsAgent tells whether reports have a row for an agent, or for Nobody: a filter shows only the agents it chooses.
func (f Filter) showsAgent(id string) bool {
	return len(f.Agents) == 0 || slices.Contains(f.Agents, id)
}

// nameAgents keeps the rows that the report has (section 7, by agent), named and in order.
func (x *Index) nameAgents(a *Agents) {
	chosen := a.Filter.showsAgent
	var rows []AgentRow
	for n, r := range a.Rows {
		agent := x.agent[n]
		if n == nobody {
			continue
		}
		r.ID, r.Name, r.Email, r.Active = agent.ID, agent.Name, agent.Email, agent.Active
		if chosen(r.ID) && (r.Active || !r.idle()) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(r, s AgentRow) int {
		return cmp.Or(cmp.Compare(s.Conversations, r.Conversations), cmp.Compare(r.Name, s.Name), cmp.Compare(r.ID, s.ID))
	})
	sortRows(rows, AgentColumns, a.Filter, &a.Account)
	if unassigned := a.Rows[nobody]; chosen(Nobody) && !unassigned.idle() {
		unassigned.ID = Nobody
		rows = append(rows, unassigned)
	}
	a.Rows = rows
}
