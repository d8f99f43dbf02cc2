package report

import (
	"encoding/binary"
	"slices"

	"relato/conversation"
)

// What is counted by agent of conversations' whole lives: what is credited to one agent each.
const (
	agentOwned = iota
	agentUnanswered
	agentClosed
	agentDurations // that exist on the calendar
	agentResponses
	agentSent
	agentReplies // that exist on the clock
	agentReplySeconds
	agentExcluded // replies that do not
	agentSurveyed
	agentRatings // by rating, of which 0 is none
	agentCounts  = agentSurveyed + surveyCounts
)

// agentTally is what one worker counts by agent, nobody's row being the first; and by set of participants what is the same
// for all of them.
type agentTally struct {
	index                   *Index
	on                      *lengths
	rows                    [][agentCounts]int64 // the last is of conversations without a first response
	frt, durations          []histogram          // likewise, by responder and by owner
	conversations, received []int64              // by set
	less                    *agentTally          // to be taken away; nil = nothing
	marks                   markList
	read                    reading
}

func (x *Index) newAgentTally(on *lengths) *agentTally {
	rows, sets := len(x.agent)+1, len(x.agentSets.members)
	return &agentTally{
		index: x, on: on,
		rows: make([][agentCounts]int64, rows), frt: make([]histogram, rows), durations: make([]histogram, rows),
		conversations: make([]int64, sets), received: make([]int64, sets),
	}
}

// count counts a piece of the conversations started in the period.
func (t *agentTally) count(c *cohort, p piece) {
	later := span{c.in.to, absent}
	c.scan(p, t.add, t.take, func(n uint32) { t.takeActivity(n, later, -1) })
	if p.exceeds() {
		if t.less == nil {
			t.less = t.index.newAgentTally(t.on)
		}
		c.others(p, t.less.take)
	}
}

// countEarlier counts, in some of the blocks, the messages sent and the conversations closed in the period, of conversations that
// started before it.
func (t *agentTally) countEarlier(c *cohort, blocks []int) {
	c.eachEarlier(blocks, func(n uint32) { t.takeActivity(n, c.in, 1) })
}

// summingByAgent makes the sums of this report.
func (x *Index) summingByAgent(kind sumsKind, on *lengths) summing {
	empty := func() *agentTally { return x.newAgentTally(on) }
	return summing{
		kind,
		func(of stretchOf) *stretchSums { return &stretchSums{counts: tallied(of, empty).pack()} },
		func(stretches []*stretchSums) []byte { return together(stretches, empty).pack() },
	}
}

// pack packs all that was counted.
func (t *agentTally) pack() []byte {
	b := packCounts(packCounts(nil, t.conversations), t.received)
	agents := len(t.rows) - 1
	b = binary.AppendUvarint(b, uint64(agents))
	for i := range agents {
		b = packCounts(b, t.rows[i][:])
		b = t.durations[i].pack(t.frt[i].pack(b))
	}
	return slices.Clip(slices.Clone(b))
}

// add adds what was counted of a stretch, when there were as many agents and sets, or fewer.
func (t *agentTally) add(s *stretchSums) {
	b := addCounts(t.received, addCounts(t.conversations, s.counts))
	agents, b := number(b)
	for i := range agents {
		b = addCounts(t.rows[i][:], b)
		b = t.durations[i].addPacked(t.frt[i].addPacked(b))
	}
}

// take counts a batch.
func (t *agentTally) take(batch []uint32) {
	x, on, r := t.index, t.on, &t.read
	for _, set := range x.agentSet.gather(&r.groups, batch) {
		t.conversations[set]++
	}
	t.takeTraits(batch)
	takeLengths(t.frt, x.readResponders(&r.groups, batch), gather(&r.values, on.frt, batch))
	takeLengths(t.durations, gather(&r.groups, x.owner, batch), on.gatherDurations(&r.values, batch))
	for _, n := range t.takeWritten(batch, &r.values) {
		t.takeMarks(n)
	}
}

// takeLengths counts lengths of conversations, each in its row.
func takeLengths(rows []histogram, of, lengths []uint32) {
	for i, length := range lengths {
		rows[of[i]].add(roughBin(length+1), length)
	}
}

// readResponders reads who wrote the first responses of a batch in ascending order; one after the last agent where there is
// none.
func (x *Index) readResponders(memory *[batchSize]uint32, ascending []uint32) []uint32 {
	responders := read(memory, x.responder, ascending)
	for i, r := range responders {
		memory[i] = min(r, uint32(len(x.agent)))
	}
	return memory[:len(ascending)]
}

// takeTraits counts a batch by owner and by responder, and its surveys.
func (t *agentTally) takeTraits(batch []uint32) {
	x, last := t.index, len(t.rows)-1
	for _, n := range batch {
		traits, row := x.traits[n], &t.rows[x.owner[n]]
		row[agentOwned]++
		row[agentUnanswered] += int64(traits.has(isUnanswered))
		row[agentDurations] += int64(traits.has(hasDuration))
		row[agentClosed] += bit(x.closed[n] != absent)
		t.rows[min(int(x.responder[n]), last)][agentResponses]++
		credited := &t.rows[x.credited[n]]
		credited[agentSurveyed] += int64(traits.has(isSurveyed))
		credited[agentRatings+traits.rating()]++
	}
}

// takeWritten counts the messages and replies of a batch, but for the conversations whose marks have to be read, which it
// returns.
func (t *agentTally) takeWritten(batch []uint32, memory *[batchSize]uint32) (marked []uint32) {
	x, on := t.index, t.on
	k, last := 0, len(t.rows)-1
	for _, n := range batch {
		v := x.volume[n]
		if x.traits[n]&mixedWriters != 0 || v.in == manySent || v.agent == manySent {
			memory[k] = n
			k++
			continue
		}
		t.received[x.agentSet.at(n)] += int64(v.in)
		row, replies := &t.rows[min(int(x.responder[n]), last)], on.repliesOf(n)
		row[agentSent] += int64(v.agent)
		row[agentReplies] += int64(replies)
		row[agentReplySeconds] += int64(on.replySum[n])
		if on.business() {
			row[agentExcluded] += int64(x.replyCount(n) - replies)
		}
	}
	return memory[:k]
}

// takeMarks counts the messages and replies of a conversation among its marks. It reads the words as markList does, whose
// lists it need not write (measured: a year By agent takes a tenth less).
func (t *agentTally) takeMarks(n uint32) {
	var turn conversation.Turn
	x := t.index
	set := x.agentSet.at(n)
	members, main := x.agentSets.members[set], int(x.responder[n])
	at, received, words := x.start[n], int64(0), x.wordsOf(n)
	for i := 0; i < len(words); i++ {
		what, by := uint32(words[i]>>writerBits), main
		switch words[i] & (1<<writerBits - 1) {
		case contactWord:
			at += what
			received++
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
				by = nobody
			default:
				by = int(members[what-agentsAside])
			}
		}
		row := &t.rows[by]
		row[agentSent]++
		if reply, ok := turn.Take(conversation.AgentMark, int64(at)); ok {
			t.takeReply(row, reply)
		}
	}
	t.received[set] += received
}

// takeReply counts a reply.
func (t *agentTally) takeReply(row *[agentCounts]int64, reply conversation.Interval) {
	seconds := reply.Seconds()
	if t.on.business() {
		working := t.index.working(reply)
		if working == absent {
			row[agentExcluded]++
			return
		}
		seconds = int64(working)
	}
	row[agentReplies]++
	row[agentReplySeconds] += seconds
}

// takeActivity counts the messages and the close of a conversation that lie in a time, so many times.
func (t *agentTally) takeActivity(n uint32, in span, times int64) {
	x := t.index
	t.rows[x.owner[n]][agentClosed] += times * bit(in.has(x.closed[n]))
	t.marks.read(&x.facts, n)
	for i, by := range t.marks.by {
		sent := times * bit(in.has(t.marks.at[i]))
		switch {
		case by == contactMark:
			t.received[x.agentSet.at(n)] += sent
		case by >= firstAgentMark:
			t.rows[by-firstAgentMark][agentSent] += sent
		}
	}
}

// join adds what another worker counted.
func (t *agentTally) join(o *agentTally) {
	for i := range o.rows {
		addAll(t.rows[i][:], o.rows[i][:])
	}
	joinAll(t.frt, o.frt)
	joinAll(t.durations, o.durations)
	addAll(t.conversations, o.conversations)
	addAll(t.received, o.received)
	if o.less != nil {
		t.takeAway(o.less)
	}
}

// takeAway takes away what a worker counted besides.
func (t *agentTally) takeAway(o *agentTally) {
	for i := range o.rows {
		takeAllAway(t.rows[i][:], o.rows[i][:])
		t.frt[i].takeAway(&o.frt[i])
		t.durations[i].takeAway(&o.durations[i])
	}
	takeAllAway(t.conversations, o.conversations)
	takeAllAway(t.received, o.received)
}
