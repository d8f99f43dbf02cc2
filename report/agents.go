package report

import (
	"cmp"
	"context"
	"slices"
)

// Agents answers the second report.
func (x *Index) Agents(ctx context.Context, f Filter) (*Agents, error) {
	var a Agents
	err := x.view(ctx, func() error {
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
