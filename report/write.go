package report

import (
	"fmt"

	"relato/conversation"
)

// agentNumber is the number of an agent, who is made known if needed.
func (f *facts) agentNumber(id string) (uint16, error) {
	n := f.agents.number(id)
	if n > maxAgents {
		return 0, fmt.Errorf("more than %d agents", maxAgents)
	}
	if int(n) == len(f.agent) {
		f.agent = append(f.agent, conversation.Agent{ID: id, Active: true})
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

func (f *facts) contactNumber(id string) uint32 {
	n := f.contacts.number(id)
	if int(n) == len(f.contactTags) {
		f.contactName.add("")
		f.contactPhone.add("")
		f.contactTags = append(f.contactTags, 0)
		f.contactFirst = append(f.contactFirst, absent)
	}
	return n
}

func (f *following) tagNumbers(names *names, tags []string) []uint32 {
	f.scratch = f.scratch[:0]
	for _, tag := range tags {
		f.scratch = append(f.scratch, names.number(tag))
	}
	return f.scratch
}

// addRow makes room for a conversation.
func (f *facts) addRow(key threadNumber, id string) uint32 {
	n := uint32(len(f.rows))
	f.rows = append(f.rows, row{})
	f.calendar = append(f.calendar, spans{})
	f.business = append(f.business, spans{})
	f.volumes = append(f.volumes, volume{})
	f.survey = append(f.survey, absent)
	f.closedBy = append(f.closedBy, nobody)
	f.ids.add(id)
	f.urls.add("")
	f.comments.add("")
	f.thread = append(f.thread, key)
	f.marks = append(f.marks, stretch{})
	f.byThread[key] = n
	return n
}

// write puts a conversation's facts into its columns.
func (f *following) write(n uint32, c *conversation.Record) error {
	m := conversation.Measure(c.Marks, f.replies)
	f.replies = m.Replies
	r := row{
		start: stamp(c.StartedAt), closed: stamp(c.ClosedAt), last: stamp(m.LastMessageAt),
		contact: f.contactNumber(c.Contact), origin: c.Origin, reason: c.Reason, rating: uint8(c.Rating),
		tags: f.tagSets.number(f.tagNumbers(f.tags, c.Tags)), responder: absentAgent,
	}
	if r.last == absent {
		r.last = 0 // nothing was said: no period has messages of it
	}
	agents, err := f.agentNumbers(c.Agents)
	if err != nil {
		return err
	}
	r.agents = f.agentSets.number(agents)
	if len(m.Replies) > 0 {
		r.responder = writer(agents, m.FirstResponder)
	}
	f.volumes[n] = volume{uint32(m.In), uint32(m.Agent), uint32(m.Flow)}
	for _, mark := range c.Marks {
		if mark.Kind == conversation.AgentMark && writer(agents, mark.Agent) != r.responder {
			r.flags |= mixedWriters
		}
	}
	f.putMarks(n, c.Marks, agents)
	for _, a := range []struct {
		to *uint16
		id string
	}{{&r.owner, c.Owner}, {&r.credited, c.CreditedAgent}, {&f.closedBy[n], c.ClosedBy}} {
		if *a.to, err = f.agentNumber(a.id); err != nil {
			return err
		}
	}
	if r.channel, err = f.channelNumber(c.Channel); err != nil {
		return err
	}
	r.flags |= when(c.IsOpen(), isOpen) | when(c.Waiting(m), isWaiting) | when(c.Unanswered(m), isUnanswered) |
		when(c.SurveyAt != conversation.None, isSurveyed)
	r.flags |= f.rows[n].flags & isFirst
	f.rows[n] = r
	f.noteWaiting(n)
	f.survey[n] = stamp(c.SurveyAt)
	f.urls.set(int(n), c.URL)
	f.comments.set(int(n), c.Comment)
	f.calendar[n] = calendarSpans(c.Duration(m), m)
	f.touched = append(f.touched, n)
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

// putMarks writes a conversation's marks, where they were if they fit.
func (f *following) putMarks(n uint32, marks []conversation.Mark, agents []uint32) {
	s := &f.marks[n]
	if int(s.to-s.from) != len(marks) {
		f.waste += int(s.to - s.from)
		s.from = uint32(len(f.marksAt))
		s.to = s.from + uint32(len(marks))
		f.marksAt = append(f.marksAt, make([]uint32, len(marks))...)
		f.marksBy = append(f.marksBy, make([]uint16, len(marks))...)
	}
	for i, m := range marks {
		by := uint16(handoffMark)
		switch m.Kind {
		case conversation.ContactMark:
			by = contactMark
		case conversation.FlowMark:
			by = flowMark
		case conversation.AgentMark:
			by = firstAgentMark + writer(agents, m.Agent)
		}
		f.marksAt[int(s.from)+i], f.marksBy[int(s.from)+i] = stamp(m.At), by
	}
}

func when(yes bool, f flags) flags {
	if yes {
		return f
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
