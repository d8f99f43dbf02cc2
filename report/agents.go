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

// agentTally is what one worker counts by agent; nobody's row is the first, the total the last.
type agentTally struct {
	rows     []AgentRow
	contacts crowds
	lengths  lengthsOf
}

// agentRows counts everything by agent number.
func (x *Index) agentRows(f Filter, p period) (total AgentRow, rows []AgentRow) {
	m := x.matcher(f)
	rows = make([]AgentRow, len(x.agent)+1)
	contacts := make(crowds, len(rows))
	lo, hi := x.between(p.from, p.to)
	cohort := parts(lo, hi)
	var lengths []lengthsOf
	for _, t := range inParallel(cohort, func(part part) *agentTally { return x.agentCohort(part, m, f) }) {
		for i := range rows {
			rows[i].join(&t.rows[i])
		}
		contacts.join(t.contacts)
		lengths = append(lengths, t.lengths)
	}
	for _, t := range inParallel(x.activeParts(p), func(part part) []AgentRow { return x.agentActivity(part, m, p) }) {
		for i := range rows {
			rows[i].join(&t[i])
		}
	}
	for i, c := range contacts {
		rows[i].Contacts = c.size()
	}
	x.measure(cohort, m, f, joined(lengths), measuring{
		frt:      func(i int) *Times { return &rows[i].FRT },
		duration: func(i int) *Times { return &rows[i].Duration },
		groups: func(n uint32, into []lengthGroups) []lengthGroups {
			everybody := uint32(len(x.agent))
			return append(into, lengthGroups{uint32(x.responder[n]), uint32(x.owner[n])}, lengthGroups{everybody, everybody})
		},
	})
	return rows[len(x.agent)], rows[:len(x.agent)]
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
	everybody := len(x.agent)
	t := &agentTally{
		rows: make([]AgentRow, everybody+1), contacts: make(crowds, everybody+1), lengths: newLengths(everybody + 1),
	}
	lengths := x.lengths(f)
	x.selected(part, m, func(batch []uint32) {
		for _, n := range batch {
			t.count(x, n, lengths, f.Business())
		}
	})
	return t
}

// count counts a conversation of the cohort.
func (t *agentTally) count(x *Index, n uint32, lengths *lengths, business bool) {
	everybody := len(x.agent)
	agents, traits := x.participants(n), x.traits[n]
	shared := int(bit(len(agents) > 1))
	for _, agent := range agents {
		t.takes(int(agent), x.contact[n], shared, x.people.size())
	}
	t.takes(everybody, x.contact[n], shared, x.people.size())
	duration, calendar := lengths.durationOf(n), x.duration(n)
	for _, g := range [...]int{int(x.owner[n]), everybody} {
		row := &t.rows[g]
		row.Owned++
		row.Unanswered += traits.has(isUnanswered)
		t.lengths.duration.take(g, duration, calendar, &row.Duration)
	}
	if traits&isSurveyed != 0 {
		t.rows[x.credited[n]].CSAT.take(traits)
		t.rows[everybody].CSAT.take(traits)
	}
	responder := x.responder[n]
	if responder == absentAgent {
		return
	}
	for _, g := range [...]int{int(responder), everybody} {
		t.rows[g].FirstResponses++
		t.lengths.frt.take(g, lengths.frt[n], x.frt[n], &t.rows[g].FRT)
	}
	t.rows[everybody].Reply.replies(x, n, lengths)
	if traits&mixedWriters == 0 {
		t.rows[responder].Reply.replies(x, n, lengths)
	} else {
		t.creditReplies(x, n, business)
	}
}

// takes counts a conversation that an agent takes part in.
func (t *agentTally) takes(agent int, contact uint32, shared, contacts int) {
	t.rows[agent].Conversations++
	t.rows[agent].Shared += shared
	if contact != 0 {
		t.contacts.add(agent, contact, contacts)
	}
}

// creditReplies credits each reply to who wrote it.
func (t *agentTally) creditReplies(x *Index, n uint32, business bool) {
	var turn conversation.Turn
	marks := x.readMarks(n)
	for at, by, more := marks.next(); more; at, by, more = marks.next() {
		reply, ok := turn.Take(kindOf(by), int64(at))
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

// agentActivity counts one part of the messages sent and the conversations closed in the period; the total is the last
// row.
func (x *Index) agentActivity(part part, m *matcher, p period) []AgentRow {
	rows := make([]AgentRow, len(x.agent)+1)
	total := &rows[len(x.agent)]
	x.active(part, m, p, func(batch []uint32) {
		for _, n := range batch {
			if x.closedIn(n, p) {
				rows[x.owner[n]].Closed++
				total.Closed++
			}
			received, sent := 0, 0
			if x.within(n, p) && x.traits[n]&mixedWriters == 0 {
				all := x.messages(n)
				received, sent = all.In, all.Agent
				if sent > 0 {
					rows[x.responder[n]].MessagesSent += sent
				}
			} else {
				received, sent = x.exchanged(n, p, rows)
			}
			total.MessagesSent += sent
			if received > 0 {
				total.MessagesReceived += received
				for _, agent := range x.participants(n) {
					rows[agent].MessagesReceived += received
				}
			}
		}
	})
	return rows
}

// exchanged counts a conversation's messages of the period, those of agents by who wrote them.
func (x *Index) exchanged(n uint32, p period, rows []AgentRow) (received, sent int) {
	marks := x.readMarks(n)
	for at, by, ok := marks.next(); ok; at, by, ok = marks.next() {
		switch {
		case int64(at) < p.from || int64(at) >= p.to:
		case by == contactMark:
			received++
		case by >= firstAgentMark:
			rows[by-firstAgentMark].MessagesSent++
			sent++
		}
	}
	return received, sent
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
