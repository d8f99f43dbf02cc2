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
	s := x.selecting(f, p)
	tallies := inParallel(parts(x.between(p.from, p.to)), func(part part) *agentTally { return x.agentCohort(part, s, f, p) })
	all := tallies[0]
	for _, t := range tallies[1:] {
		all.join(t)
	}
	for _, t := range inParallel(x.activeBlocks(p.from, p.from), func(blocks []int) *agentTally { return x.agentActivity(blocks, s, p) }) {
		all.join(t)
	}
	rows = all.total(x)
	x.measureAgents(rows, all, tallies)
	return rows[len(x.agent)], rows[:len(x.agent)]
}

// total shares out what was counted by set among its agents, and sums up what is credited to one agent each: that
// counts every conversation once. The total is the last row. Of the lengths it counts how many there are to measure.
func (t *agentTally) total(x *Index) []AgentRow {
	last := len(x.agent)
	total := &t.rows[last]
	*total = AgentRow{}
	for i := range t.rows[:last] {
		r := &t.rows[i]
		r.FRT.Excluded = r.FirstResponses
		t.surveys[i].addTo(&r.CSAT)
		w := &t.written[firstAgentMark+i]
		r.MessagesSent = int(w.messages)
		r.Reply = Times{N: int(w.replies), Sum: w.seconds, Excluded: int(w.excluded)}
		total.join(r)
	}
	for set, n := range t.sets {
		members := x.agentSets.orNobody(uint32(set))
		n.shared = n.conversations * int(bit(len(members) > 1))
		for _, agent := range members {
			t.rows[agent].add(n)
		}
		total.add(n)
	}
	return t.rows
}

// measureAgents fills in the contacts and the lengths of rows.
func (x *Index) measureAgents(rows []AgentRow, all *agentTally, tallies []*agentTally) {
	last := len(x.agent)
	sets, agents := make([][]uint32, len(rows)), make([][]uint32, len(rows))
	for set, n := range all.sets {
		if n.conversations > 0 {
			for _, agent := range x.agentSets.orNobody(uint32(set)) {
				sets[agent] = append(sets[agent], uint32(set))
			}
		}
	}
	for agent := range uint32(last) {
		agents[agent] = []uint32{agent}
		agents[last] = append(agents[last], agent)
	}
	m := measuring{crowds: sets, lengths: agents, row: func(i int) (*int, *Times, *Times) {
		return &rows[i].Contacts, &rows[i].FRT, &rows[i].Duration
	}}
	for _, t := range tallies {
		m.kept = append(m.kept, &t.kept)
	}
	m.measure(x.people.size())
}

// add adds conversations that the row's agent took part in.
func (a *AgentRow) add(n setTally) {
	a.Conversations += n.conversations
	a.Shared += n.shared
	a.MessagesReceived += n.received
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
		listed := r.Active && (a.Filter.Only == "" || a.Filter.Only == r.ID)
		if chosen(r.ID) && (listed || !r.idle()) {
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
