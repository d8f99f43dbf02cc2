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
		a = &Agents{Account: x.accountIn(p), Filter: f}
		a.Total, a.Rows = x.agentRows(f, p)
		x.nameAgents(a)
		return nil
	})
	return a, err
}

// agentTally is what one worker counts by agent; nobody's row is the first.
type agentTally struct {
	rows          []AgentRow
	total         AgentRow
	contacts      samples // contacts of the conversations of each agent
	all           bitset
	frt, duration samples
	marks         []conversation.Mark
	replies       []conversation.Reply
}

// agentRows counts everything by agent number.
func (x *Index) agentRows(f Filter, p period) (total AgentRow, rows []AgentRow) {
	m := x.matcher(f)
	rows = make([]AgentRow, len(x.agent))
	contacts := newBitset(len(x.contactTags))
	var by, frt, duration samples
	join := func(t *agentTally) {
		for i := range rows {
			rows[i].join(&t.rows[i])
		}
		total.join(&t.total)
		contacts.join(t.all)
		by.join(t.contacts)
		frt.join(t.frt)
		duration.join(t.duration)
	}
	lo, hi := x.between(p.from, p.to)
	for _, t := range inParallel(parts(lo, hi), func(part part) *agentTally { return x.agentCohort(part, m, f) }) {
		join(t)
	}
	for _, t := range inParallel(parts(0, hi), func(part part) *agentTally { return x.agentActivity(part, m, p) }) {
		join(t)
	}
	by.distinct(len(rows), len(x.contactTags), func(agent, n int) { rows[agent].Contacts = n })
	frt.measure(len(rows), func(agent int) *Times { return &rows[agent].FRT })
	duration.measure(len(rows), func(agent int) *Times { return &rows[agent].Duration })
	total.Contacts = contacts.size()
	summarize(&total.FRT, frt.value)
	summarize(&total.Duration, duration.value)
	return total, rows
}

func (x *Index) newAgentTally() *agentTally {
	return &agentTally{rows: make([]AgentRow, len(x.agent)), all: newBitset(len(x.contactTags))}
}

// none are the members of a set without any.
var none = []uint32{nobody}

// participants are the agents of a conversation, or nobody.
func (x *Index) participants(r *row) []uint32 {
	if r.agents == 0 {
		return none
	}
	return x.agentSets.members[r.agents]
}

// agentCohort counts one part of the conversations started in the period.
func (x *Index) agentCohort(part part, m *matcher, f Filter) *agentTally {
	t := x.newAgentTally()
	lengths, all := x.spans(f), x.calendar
	x.selected(part, m, func(n uint32, r *row) {
		agents := x.participants(r)
		shared := int(bit(len(agents) > 1))
		for _, agent := range agents {
			t.rows[agent].Conversations++
			t.rows[agent].Shared += shared
			if r.contact != 0 {
				t.contacts.add(int(agent), r.contact)
			}
		}
		if r.contact != 0 {
			t.all.add(r.contact)
		}
		t.total.Conversations++
		t.total.Shared += shared
		owner := &t.rows[r.owner]
		t.credit(owner, func(g *AgentRow) { g.Owned++ })
		if r.flags&isUnanswered != 0 {
			t.credit(owner, func(g *AgentRow) { g.Unanswered++ })
		}
		t.duration.take(int(r.owner), lengths[n].duration, all[n].duration, &owner.Duration)
		t.total.Duration.Excluded += excluded(lengths[n].duration, all[n].duration)
		t.credit(&t.rows[r.credited], func(g *AgentRow) { g.CSAT.take(r) })
		if r.responder != absentAgent {
			responder := &t.rows[r.responder]
			t.credit(responder, func(g *AgentRow) { g.FirstResponses++ })
			t.frt.take(int(r.responder), lengths[n].frt, all[n].frt, &responder.FRT)
			t.total.FRT.Excluded += excluded(lengths[n].frt, all[n].frt)
			t.creditReplies(x, n, r, lengths, f.Business())
		}
	})
	return t
}

// credit counts something for an agent and once in the total.
func (t *agentTally) credit(agent *AgentRow, count func(*AgentRow)) {
	count(agent)
	count(&t.total)
}

func excluded(length, calendar uint32) int {
	return int(bit(length == absent && calendar != absent))
}

// creditReplies credits each reply to who wrote it.
func (t *agentTally) creditReplies(x *Index, n uint32, r *row, lengths []spans, business bool) {
	t.total.Reply.replies(&lengths[n], &x.calendar[n])
	if r.flags&mixedReplies == 0 {
		t.rows[r.responder].Reply.replies(&lengths[n], &x.calendar[n])
		return
	}
	t.marks = x.marksOf(n, t.marks)
	t.replies = conversation.Measure(t.marks, t.replies).Replies
	for _, reply := range t.replies {
		writer := &t.rows[nobody]
		if reply.Agent != conversation.None {
			writer = &t.rows[reply.Agent]
		}
		seconds, counts := reply.Seconds(), true
		if business {
			seconds, counts = x.schedule.Seconds(reply.Interval)
		}
		if !counts {
			writer.Reply.Excluded++
			continue
		}
		writer.Reply.N++
		writer.Reply.Sum += seconds
	}
}

// agentActivity counts one part of the messages sent and the conversations closed in the period.
func (x *Index) agentActivity(part part, m *matcher, p period) *agentTally {
	t := x.newAgentTally()
	x.active(part, m, p, func(n uint32, r *row) {
		if r.closedIn(p) {
			t.credit(&t.rows[r.owner], func(g *AgentRow) { g.Closed++ })
		}
		received := 0
		s := x.marks[n]
		at, by := x.marksAt[s.from:s.to], x.marksBy[s.from:s.to]
		for i, sent := range at {
			if int64(sent) < p.from || int64(sent) >= p.to {
				continue
			}
			if by[i] == contactMark {
				received++
			} else if by[i] >= firstAgentMark {
				t.rows[by[i]-firstAgentMark].MessagesSent++
				t.total.MessagesSent++
			}
		}
		if received == 0 {
			return
		}
		t.total.MessagesReceived += received
		for _, agent := range x.participants(r) {
			t.rows[agent].MessagesReceived += received
		}
	})
	return t
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

// nameAgents keeps the rows that the report has (section 7, by agent), named and in order.
func (x *Index) nameAgents(a *Agents) {
	chosen := func(id string) bool { return len(a.Filter.Agents) == 0 || slices.Contains(a.Filter.Agents, id) }
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
