package report

import (
	"slices"

	"relato/conversation"
)

// agentTally is what one worker counts by agent, nobody's row being the first, and by set of participants what is the
// same for all of them; and what it keeps of conversations, contacts by set, first responses by responder and durations by
// owner.
type agentTally struct {
	rows    []AgentRow
	surveys []surveys // by agent
	written []written // by who a mark is of; the last is of conversations without a first response
	sets    []setTally
	kept
}

type setTally struct{ conversations, shared, received int }

// written is what somebody wrote: messages of the period, and replies.
type written struct{ messages, replies, seconds, excluded int64 }

func (x *Index) newAgentTally() *agentTally {
	agents := len(x.agent)
	return &agentTally{
		rows: make([]AgentRow, agents+1), surveys: make([]surveys, agents), written: make([]written, firstAgentMark+agents+1),
		sets: make([]setTally, len(x.agentSets.members)),
	}
}

// agentCohort counts one part of the conversations started in the period.
func (x *Index) agentCohort(part part, s *selection, f Filter, p period) *agentTally {
	numbers := x.matching(part, s)
	defer release(&numberPool, numbers)
	t := x.newAgentTally()
	t.countGroups(x, numbers)
	on, in := x.lengths(f), p.span()
	var r reading
	for batch := range slices.Chunk(numbers, batchSize) {
		t.contacts.put(x.agentSet.gather(&r.groups, batch), gather(&r.values, x.contact, batch))
		t.frt.put(x.gatherResponders(&r.groups, batch), gather(&r.values, on.frt, batch))
		t.durations.put(gather(&r.groups, x.owner, batch), on.gatherDurations(&r.values, batch))
		t.takeTraits(x, batch, in)
		for _, n := range t.takeWritten(x, batch, on, in) {
			t.takeMarks(x, n, on, in)
		}
	}
	return t
}

// countGroups counts conversations by set of participants, responder and owner, and makes room for what is kept of them.
func (t *agentTally) countGroups(x *Index, conversations []uint32) {
	sets, responders, owners := make([]uint32, len(t.sets)), make([]uint32, len(t.rows)), make([]uint32, len(t.rows))
	absent := len(x.agent)
	for _, n := range conversations {
		sets[x.agentSet.at(n)]++
		responders[min(int(x.responder[n]), absent)]++
		owners[x.owner[n]]++
	}
	for set, n := range sets {
		t.sets[set].conversations = int(n)
	}
	for i := range t.rows {
		t.rows[i].FirstResponses, t.rows[i].Owned = int(responders[i]), int(owners[i])
	}
	t.kept = kept{newLists(sets), newLists(responders), newLists(owners)}
}

// gatherResponders reads who wrote the first responses of a batch; one after the last agent where there is none.
func (x *Index) gatherResponders(memory *[batchSize]uint32, batch []uint32) []uint32 {
	responders, absent := gather(memory, x.responder, batch), uint32(len(x.agent))
	for i, r := range responders {
		responders[i] = min(r, absent)
	}
	return responders
}

// takeTraits counts a batch by owner, and its surveys.
func (t *agentTally) takeTraits(x *Index, batch []uint32, in span) {
	for _, n := range batch {
		traits, row := x.traits[n], &t.rows[x.owner[n]]
		row.Unanswered += traits.has(isUnanswered)
		row.Duration.Excluded += traits.has(hasDuration)
		row.Closed += int(bit(in.has(x.closed[n])))
		t.surveys[x.credited[n]].take(traits)
	}
}

// takeWritten counts the messages and replies of a batch, but for the conversations whose marks have to be read: it leaves
// these in the batch.
func (t *agentTally) takeWritten(x *Index, batch []uint32, on *lengths, in span) (marked []uint32) {
	k, absent := 0, len(t.written)-1
	for _, n := range batch {
		v := x.volume[n]
		if x.traits[n]&mixedWriters != 0 || v.in == manySent || v.agent == manySent || x.last[n] >= in.to {
			batch[k] = n
			k++
			continue
		}
		t.sets[x.agentSet.at(n)].received += int(v.in)
		w, replies := &t.written[min(firstAgentMark+int(x.responder[n]), absent)], on.repliesOf(n)
		w.messages += int64(v.agent)
		w.replies += int64(replies)
		w.seconds += int64(on.replySum[n])
		if on.business() {
			w.excluded += int64(x.replyCount(n) - replies)
		}
	}
	return batch[:k]
}

// takeMarks counts the messages and replies of a conversation among its marks. It reads the words as markList does, whose
// lists it need not write (measured: a year By agent takes a tenth less).
func (t *agentTally) takeMarks(x *Index, n uint32, on *lengths, in span) {
	var turn conversation.Turn
	set := x.agentSet.at(n)
	members, main := x.agentSets.members[set], firstAgentMark+int(x.responder[n])
	at, received, words := x.start[n], 0, x.wordsOf(n)
	for i := 0; i < len(words); i++ {
		what, by := uint32(words[i]>>writerBits), main
		switch words[i] & (1<<writerBits - 1) {
		case contactWord:
			at += what
			received += int(bit(in.has(at)))
			turn.Take(conversation.ContactMark, int64(at))
			continue
		case flowWord:
			at += what
			continue
		case mainWord:
			at += what
		default:
			if what < handoffAside {
				at += laterBy(what)
				continue
			}
			i++ // the mark that it is about
			at += uint32(words[i] >> writerBits)
			switch what {
			case handoffAside:
				turn.Take(conversation.HandoffMark, int64(at))
				continue
			case nobodyAside:
				by = firstAgentMark + nobody
			default:
				by = firstAgentMark + int(members[what-agentsAside])
			}
		}
		w := &t.written[by]
		w.messages += bit(in.has(at))
		if reply, ok := turn.Take(conversation.AgentMark, int64(at)); ok {
			w.take(x, reply, on.business())
		}
	}
	t.sets[set].received += received
}

// take counts a reply.
func (w *written) take(x *Index, reply conversation.Interval, business bool) {
	seconds := reply.Seconds()
	if business {
		working := x.working(reply)
		if working == absent {
			w.excluded++
			return
		}
		seconds = int64(working)
	}
	w.replies++
	w.seconds += seconds
}

// countMessages counts the messages of the period among a conversation's marks, by who wrote them.
func (t *agentTally) countMessages(x *Index, n uint32, marks *markList, in span) {
	received := t.written[contactMark].messages
	for i, by := range marks.by {
		t.written[by].messages += bit(in.has(marks.at[i]))
	}
	t.sets[x.agentSet.at(n)].received += int(t.written[contactMark].messages - received)
}

// agentActivity counts, in some of the blocks, the messages sent and the conversations closed in the period, of conversations that
// started before it.
func (x *Index) agentActivity(blocks []int, s *selection, p period) *agentTally {
	t, in := x.newAgentTally(), p.span()
	var marks markList
	x.active(blocks, s, p.from, func(batch []uint32) {
		for _, n := range batch {
			t.rows[x.owner[n]].Closed += int(bit(in.has(x.closed[n])))
			marks.read(&x.facts, n)
			t.countMessages(x, n, &marks, in)
		}
	})
	return t
}

// join adds what another worker counted.
func (t *agentTally) join(o *agentTally) {
	for i := range t.rows {
		t.rows[i].join(&o.rows[i])
	}
	for i, n := range o.sets {
		t.sets[i].conversations += n.conversations
		t.sets[i].received += n.received
	}
	for by, w := range o.written {
		t.written[by].join(w)
	}
	for agent := range o.surveys {
		t.surveys[agent].join(&o.surveys[agent])
	}
}

// join adds what another worker counted.
func (w *written) join(o written) {
	w.messages += o.messages
	w.replies += o.replies
	w.seconds += o.seconds
	w.excluded += o.excluded
}
