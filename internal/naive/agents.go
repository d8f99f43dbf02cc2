package naive

import (
	"slices"
	"strings"

	"relato/conversation"
	"relato/report"
)

// Agents is the report by agent, without Account and Filter: "One row per active agent, also when all is zero, and per
// removed agent with anything to show; a row `none` … when anything in it is not 0; a total that counts each
// conversation once. … With an agent filter only the chosen agents have rows." Rows by conversations descending, then
// name, then id; `none` last.
func Agents(a Account, f report.Filter) report.Agents {
	b := open(a, f)
	chosen := func(id string) bool { return anyOf(f.Agents, []string{id}) }

	var agents report.Agents
	for _, id := range b.agentIDs() {
		row := b.agentRow(
			func(c Conversation) bool { return has(c.Agents, id) },
			func(credited string) bool { return credited == id },
		)
		row.ID = id
		row.Name, row.Email, row.Active = b.agent(id)
		if chosen(id) && (row.Active || shows(row)) {
			agents.Rows = append(agents.Rows, row)
		}
	}
	slices.SortFunc(agents.Rows, func(r, s report.AgentRow) int {
		if r.Conversations != s.Conversations {
			return sign(r.Conversations > s.Conversations)
		}
		if order := strings.Compare(r.Name, s.Name); order != 0 {
			return order
		}
		return strings.Compare(r.ID, s.ID)
	})

	// "a row `none` that holds in every column what is credited to nobody (`conversations`, `contacts`,
	// `messages_received`: those with no participant)"
	none := b.agentRow(
		func(c Conversation) bool { return len(c.Agents) == 0 },
		func(credited string) bool { return credited == "" },
	)
	none.ID = report.Nobody
	if chosen(report.Nobody) && shows(none) {
		agents.Rows = append(agents.Rows, none)
	}

	agents.Total = b.agentRow(
		func(Conversation) bool { return true },
		func(string) bool { return true },
	)
	return agents
}

// agentRow is what conversations with a participant, and things credited to somebody, come to: "A conversation counts
// for every participant (`conversations`); `conversations_shared` are those with more than one; `conversations_owned`,
// `unanswered`, `closed` and `duration_*` go by owner; `first_responses` and `frt_*` by first responder; `reply_*` and
// `messages_sent` by the writer; `csat_*` by the credited agent; `messages_received` = contact messages in the period
// in conversations they take part in; `contacts` = distinct contacts of their conversations."
func (b *book) agentRow(takesPart func(Conversation) bool, credited func(agent string) bool) report.AgentRow {
	owned := func(c Conversation) bool { return credited(c.Owner) }
	part := selected(b.cohort, takesPart)
	ownedCohort := selected(b.cohort, owned)
	frt := credits(frts(b.cohort), credited)
	reply := credits(replies(b.cohort), credited)

	sent := 0
	for _, c := range b.matching {
		for _, m := range c.Messages() {
			if byAgent(m) && credited(m.Agent) && in(second(m), b.period) {
				sent++
			}
		}
	}
	return report.AgentRow{
		Conversations:    len(part),
		Owned:            len(ownedCohort),
		Shared:           len(selected(part, func(c Conversation) bool { return len(c.Agents) > 1 })),
		FirstResponses:   len(frt),
		Closed:           closedIn(selected(b.matching, owned), b.period),
		Contacts:         contacts(part),
		MessagesSent:     sent,
		MessagesReceived: messages(selected(b.matching, takesPart), b.period, conversation.FromContact),
		FRT:              b.times(frt),
		Reply:            withoutPercentiles(b.times(reply)),
		Duration:         b.times(durations(ownedCohort)),
		Unanswered:       unanswered(ownedCohort),
		CSAT:             csat(selected(b.cohort, func(c Conversation) bool { return credited(c.CreditedAgent) })),
	}
}

func credits(intervals []Interval, credited func(agent string) bool) []Interval {
	var list []Interval
	for _, i := range intervals {
		if credited(i.Agent) {
			list = append(list, i)
		}
	}
	return list
}

// shows tells whether anything in a row is not 0 on either clock: "Switching the clock changes values, never which
// rows a report has".
func shows(r report.AgentRow) bool {
	return r.Conversations+r.Owned+r.Shared+r.FirstResponses+r.Closed+r.Contacts+r.MessagesSent+r.MessagesReceived+
		r.FRT.N+r.FRT.Excluded+r.Reply.N+r.Reply.Excluded+r.Duration.N+r.Duration.Excluded+
		r.Unanswered+r.CSAT.Sent > 0
}
