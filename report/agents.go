package report

import (
	"cmp"
	"context"
	"slices"
)

// Agents answers the second report.
func (x *Index) Agents(ctx context.Context, f Filter) (*Agents, error) {
	var a Agents
	err := x.viewInTurn(ctx, func() error {
		p := periodOf(f, x.zone)
		account := x.accountIn(p, f)
		a = recall(x.answers, f, p.to, func() *Agents {
			a := &Agents{Account: account, Filter: f}
			a.Total, a.Rows = x.agentRows(f, p)
			x.nameAgents(a)
			return a
		}, func(a *Agents) int { return len(a.Rows) })
		a.Account, a.Filter = account, f
		return nil
	})
	return &a, err
}

// agentRows counts everything by agent number.
func (x *Index) agentRows(f Filter, p period) (total AgentRow, rows []AgentRow) {
	s, on := x.selecting(f, p), x.lengths(f)
	c := x.cohort(s, p)
	pieces := c.pieces(x.summingByAgent(f.kindOn(sumsByAgent), on))
	all := x.newAgentTally(on)
	for _, t := range counted(c, p, pieces, func() *agentTally { return x.newAgentTally(on) }) {
		all.join(t)
	}
	rows = all.total(x)
	measuring := x.measureAgents(c, rows, all, on)
	measuring.found = workThrough(len(pieces), measuring.newFound,
		func(f *found, i int) { measuring.pass(f, pieces[i]) })
	measuring.measure(func(i int) (int, *int, *Times, *Times) {
		r := &rows[i]
		return r.Conversations, &r.Contacts, &r.FRT, &r.Duration
	})
	for i := range rows {
		rows[i].FRT.leaveOut()
		rows[i].Duration.leaveOut()
	}
	return rows[len(x.agent)], rows[:len(x.agent)]
}

// total makes rows of what was counted, sharing out what was counted by set among its agents. The last is the total, which
// counts every conversation once.
func (t *agentTally) total(x *Index) []AgentRow {
	last := len(x.agent)
	rows := make([]AgentRow, last+1)
	total := &rows[last]
	for i := range rows[:last] {
		rows[i].credit(&t.rows[i])
		total.join(&rows[i])
	}
	for set, n := range t.conversations {
		n, received := int(n), int(t.received[set])
		members := x.agentSets.orNobody(uint32(set))
		shared := n * int(bit(len(members) > 1))
		for _, agent := range members {
			rows[agent].add(n, shared, received)
		}
		total.add(n, shared, received)
	}
	return rows
}

// credit fills in what is credited to the row's agent: of the lengths, how many there are to measure.
func (a *AgentRow) credit(counts *[agentCounts]int64) {
	n := func(of int) int { return int(counts[of]) }
	a.Owned, a.Unanswered, a.Closed = n(agentOwned), n(agentUnanswered), n(agentClosed)
	a.FirstResponses, a.MessagesSent = n(agentResponses), n(agentSent)
	a.FRT.Excluded, a.Duration.Excluded = n(agentResponses), n(agentDurations)
	a.Reply = Times{N: n(agentReplies), Sum: counts[agentReplySeconds], Excluded: n(agentExcluded)}
	a.CSAT.take(counts[agentSurveyed:])
}

// measureAgents prepares what rows measure.
func (x *Index) measureAgents(c *cohort, rows []AgentRow, all *agentTally, on *lengths) *measuring {
	last := len(x.agent)
	agents := make([][]uint32, last+1) // by agent; the last are conversations without the length
	for i := range last {
		agents[i] = []uint32{uint32(i)}
		all.frt[last].join(&all.frt[i])
		all.durations[last].join(&all.durations[i])
	}
	return &measuring{
		c: c, repeats: c.repeatsIn(rowsByAgent),
		frt: c.newSearch(on.responses(), nil, all.frt, agents, func(i int) *Times { return &rows[i].FRT }),
		durations: c.newSearch(on.durations(), nil, all.durations, agents,
			func(i int) *Times { return &rows[i].Duration }),
	}
}

// add adds conversations that the row's agent took part in.
func (a *AgentRow) add(conversations, shared, received int) {
	a.Conversations += conversations
	a.Shared += shared
	a.MessagesReceived += received
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
		// Who sees nothing but their own conversations is not told who else works here.
		listed := r.Active && (len(a.Filter.Only) == 0 || slices.Contains(a.Filter.Only, r.ID))
		if chosen(r.ID) && (listed || !r.idle()) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(r, s AgentRow) int {
		return cmp.Or(cmp.Compare(s.Conversations, r.Conversations), cmp.Compare(r.Name, s.Name), cmp.Compare(r.ID, s.ID))
	})
	if unassigned := a.Rows[nobody]; chosen(Nobody) && !unassigned.idle() {
		unassigned.ID = Nobody
		rows = append(rows, unassigned)
	}
	sortRows(rows, AgentColumns, a.Filter, &a.Account)
	a.Rows = rows
}
