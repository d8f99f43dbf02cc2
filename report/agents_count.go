package report

import "relato/conversation"

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
