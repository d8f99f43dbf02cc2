package report

import (
	"bytes"
	"fmt"

	"relato/conversation"
)

// agentNumber is the number of an agent, who is made known if needed.
func (f *following) agentNumber(id string) (uint16, error) {
	n := f.agents.number(id)
	if n > maxAgents {
		return 0, fmt.Errorf("more than %d agents", maxAgents)
	}
	if int(n) == len(f.agent) {
		f.agent = append(f.agent, conversation.Agent{ID: id, Active: true})
		f.stirred.everything() // reports list all who are active
	}
	return uint16(n), nil
}

func (f *facts) channelNumber(id string) (uint16, error) {
	n := f.channels.number(id)
	if n > absentAgent {
		return 0, fmt.Errorf("more than %d channels", absentAgent)
	}
	if int(n) == len(f.channel) {
		f.channel = append(f.channel, conversation.Channel{ID: id})
	}
	return uint16(n), nil
}

func (f *following) tagNumbers(names *names, tags []string) []uint32 {
	f.scratch = f.scratch[:0]
	for _, tag := range tags {
		f.scratch = append(f.scratch, names.number(tag))
	}
	return f.scratch
}

// write puts a conversation's facts into its columns.
func (f *following) write(n uint32, c *conversation.Record) error {
	m := conversation.Measure(c.Marks, f.replies)
	f.replies = m.Replies
	f.start[n], f.closed[n], f.last[n] = stamp(c.StartedAt), stamp(c.ClosedAt), 0
	if m.LastMessageAt != conversation.None { // else no period has messages of it
		f.last[n] = uint32(m.LastMessageAt)
	}
	tags := f.tagSets.number(f.tagNumbers(f.tags, c.Tags))
	if before := f.tagSet.at(n); before != tags {
		f.tagSets.change(before, tags)
		f.tagSet.set(n, tags)
		f.selections.repeats.note(f.contact[n])
	}
	agents, err := f.agentNumbers(c.Agents)
	if err != nil {
		return err
	}
	if set := f.agentSets.number(agents); set != f.agentSet.at(n) {
		f.agentSet.set(n, set)
		f.selections.repeats.note(f.contact[n])
	}
	f.responder[n] = absentAgent
	if len(m.Replies) > 0 {
		f.responder[n] = writer(agents, m.FirstResponder)
	}
	t := f.traits[n]&isFirst | traitsOf(c.Origin, c.Reason, c.Rating) |
		when(c.IsOpen(), isOpen) | when(c.Waiting(m), isWaiting) | when(c.Unanswered(m), isUnanswered) |
		when(c.SurveyAt != conversation.None, isSurveyed) | when(c.Duration(m).Exists(), hasDuration)
	for _, mark := range c.Marks {
		if mark.Kind == conversation.AgentMark && writer(agents, mark.Agent) != f.responder[n] {
			t |= mixedWriters
		}
	}
	f.traits[n] = t
	f.measured(n, m)
	if f.packed, err = packMarks(f.packed[:0], c.StartedAt, c.Marks, agents, f.responder[n]); err != nil {
		return err
	}
	if err := f.putMarks(n, f.packed); err != nil {
		return err
	}
	f.noteEnd(n)
	f.written = append(f.written, n)
	return f.writeNames(n, c)
}

// measured puts the figures of a conversation's marks into its columns.
func (f *facts) measured(n uint32, m conversation.Measures) {
	sent := func(messages int) uint8 { return uint8(min(messages, manySent)) }
	f.volume[n] = volume{sent(m.In), sent(m.Agent), sent(m.Flow)}
	f.frt[n] = absent
	if m.FirstResponse.Exists() {
		f.frt[n] = uint32(m.FirstResponse.Seconds())
	}
	f.replies[n], f.replySum[n] = uint8(min(len(m.Replies), manyReplies)), 0
	for _, r := range m.Replies {
		f.replySum[n] += uint32(r.Seconds())
	}
}

// writeNames puts who and what a conversation names into its columns.
func (f *following) writeNames(n uint32, c *conversation.Record) (err error) {
	channel, err := f.channelNumber(c.Channel)
	if err != nil {
		return err
	}
	f.via.set(n, uint32(channel))
	if f.owner[n], err = f.agentNumber(c.Owner); err != nil {
		return err
	}
	if f.credited[n], err = f.agentNumber(c.CreditedAgent); err != nil {
		return err
	}
	p := paper{id: []byte(c.ID), url: []byte(c.URL), comment: []byte(c.Comment), survey: stamp(c.SurveyAt)}
	if p.closedBy, err = f.agentNumber(c.ClosedBy); err != nil {
		return err
	}
	if !f.fresh {
		old := f.papers.reader().read(n)
		if p.id = bytes.Clone(old.id); p.equal(old) {
			return nil
		}
	}
	f.papers.set(n, p)
	return nil
}

// agentNumbers are the numbers of participants, in the order of their ids.
func (f *following) agentNumbers(ids []string) ([]uint32, error) {
	f.scratch = f.scratch[:0]
	for _, id := range ids {
		n, err := f.agentNumber(id)
		if err != nil {
			return nil, err
		}
		f.scratch = append(f.scratch, uint32(n))
	}
	return f.scratch, nil
}

// writer is the number of who wrote, where the index counts in a conversation's participants.
func writer(agents []uint32, index int32) uint16 {
	if index == conversation.None {
		return nobody
	}
	return uint16(agents[index])
}

func when(yes bool, t traits) traits {
	if yes {
		return t
	}
	return 0
}

// stamp is a time as the columns keep it.
func stamp(t int64) uint32 {
	if t == conversation.None {
		return absent
	}
	return uint32(t)
}

func unstamp(t uint32) int64 {
	if t == absent {
		return conversation.None
	}
	return int64(t)
}
