package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"relato/conversation"
)

// rebuildShare is the part of all conversations that must have changed for the columns to be laid anew in order.
const rebuildShare = 4

// follow brings the index to the source's revision.
func (x *Index) follow(ctx context.Context) error {
	revision, err := x.source.Revision(ctx)
	if err != nil {
		return err
	}
	x.mu.RLock()
	current := x.revision == revision
	x.mu.RUnlock()
	if current {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.revision == revision {
		return nil
	}
	f := following{facts: &x.facts, before: len(x.rows)}
	revision, err = x.source.Changes(ctx, x.revision, &f)
	if err == nil {
		err = f.finish()
	}
	if err != nil {
		// Half of a change may be in the columns: begin again with everything.
		layout := x.layout + 1
		x.facts, x.revision = newFacts(), -1
		x.layout = layout
		return fmt.Errorf("load what changed: %w", err)
	}
	x.revision = revision
	return nil
}

// following is one change of the columns under way.
type following struct {
	*facts
	before int // conversations at the start

	touched     []uint32 // conversations that were written
	changed     []uint32 // conversations to be placed in order: new ones, and those whose start moved
	gone        map[uint32]bool
	overwritten int
	firstsMoved bool // a contact's first conversation may be another one
	retimed     bool // the time zone or the working hours changed
	replies     []conversation.Reply
	scratch     []uint32
}

// Settings takes the account's settings.
func (f *following) Settings(s conversation.Settings) error {
	zone, err := s.Zone()
	if err != nil {
		return fmt.Errorf("time zone %q: %w", s.Timezone, err)
	}
	f.settings, f.zone, f.retimed = s, zone, true
	return nil
}

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

// Agent takes what is known of an agent.
func (f *following) Agent(a conversation.Agent) error {
	n, err := f.agentNumber(a.ID)
	if err == nil {
		f.agent[n] = a
	}
	return err
}

// Channel takes what is known of a channel.
func (f *following) Channel(c conversation.Channel) error {
	n, err := f.channelNumber(c.ID)
	if err == nil {
		f.channel[n] = c
	}
	return err
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

// Contact takes what is known of a contact.
func (f *following) Contact(c conversation.Contact) error {
	n := int(f.contactNumber(c.ID))
	f.contactName.set(n, c.Name)
	f.contactPhone.set(n, c.Phone)
	f.contactTags[n] = f.ctagSets.number(f.tagNumbers(f.ctags, c.Tags))
	return nil
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

// Removed takes a conversation away.
func (f *following) Removed(thread int64, number int) error {
	key := numbered(thread, number)
	n, known := f.byThread[key]
	if !known {
		return nil
	}
	delete(f.byThread, key)
	delete(f.waiting, key)
	f.unplace(n)
	return nil
}

// unplace takes a conversation out of the order.
func (f *following) unplace(n uint32) {
	if f.gone == nil {
		f.gone = map[uint32]bool{}
	}
	f.gone[n] = true
	f.firstsMoved = true
}

// Conversation takes a conversation as it is now.
func (f *following) Conversation(c *conversation.Record) error {
	key := numbered(c.Thread, c.Number)
	n, known := f.byThread[key]
	if !known {
		n = f.addRow(key, c.ID)
		f.changed = append(f.changed, n)
	} else {
		f.overwritten++
		old := f.rows[n]
		if old.start != uint32(c.StartedAt) {
			f.unplace(n)
			f.changed = append(f.changed, n)
		}
		f.firstsMoved = f.firstsMoved || f.contacts.all[old.contact] != c.Contact
	}
	return f.write(n, c)
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

// noteWaiting keeps count of who waits.
func (f *facts) noteWaiting(n uint32) {
	if f.rows[n].flags&isWaiting != 0 {
		f.waiting[f.thread[n]] = struct{}{}
	} else {
		delete(f.waiting, f.thread[n])
	}
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

// finish puts what changed in order.
func (f *following) finish() error {
	if f.retimed {
		f.schedule = nil
		f.touched = f.touched[:0]
		for n := range f.rows {
			f.touched = append(f.touched, uint32(n))
		}
	}
	f.time(f.touched)
	if f.gone != nil {
		f.order = slices.DeleteFunc(f.order, func(n uint32) bool { return f.gone[n] })
	}
	if len(f.changed)+f.overwritten > len(f.rows)/rebuildShare || f.waste > len(f.marksAt)/2 {
		f.order = append(f.order, f.changed...)
		slices.SortFunc(f.order, f.byStart)
		f.compact()
		f.firstsMoved = true
	} else {
		f.insert()
	}
	f.findFirsts()
	return nil
}

// byStart is the order of conversations: by start, then id.
func (f *facts) byStart(a, b uint32) int {
	if c := cmp.Compare(f.rows[a].start, f.rows[b].start); c != 0 {
		return c
	}
	return cmp.Compare(string(f.ids.view(int(a))), string(f.ids.view(int(b))))
}

// insert merges the changed conversations into the order, moving no more of it than it must.
func (f *following) insert() {
	if len(f.changed) == 0 {
		return
	}
	slices.SortFunc(f.changed, f.byStart)
	at, _ := slices.BinarySearchFunc(f.order, f.changed[0], f.byStart)
	tail := slices.Clone(f.order[at:])
	f.order = f.order[:at]
	added := f.changed
	for len(tail) > 0 && len(added) > 0 {
		if f.byStart(tail[0], added[0]) < 0 {
			f.order, tail = append(f.order, tail[0]), tail[1:]
		} else {
			f.order, added = append(f.order, added[0]), added[1:]
		}
	}
	f.order = append(append(f.order, tail...), added...)
}

// findFirsts finds each contact's first conversation ever: by start, then thread id, then number.
func (f *following) findFirsts() {
	candidates := f.changed
	if f.firstsMoved {
		for i := range f.contactFirst {
			f.contactFirst[i] = absent
		}
		for i := range f.rows {
			f.rows[i].flags &^= isFirst
		}
		candidates = f.order
	}
	for _, n := range candidates {
		if f.rows[n].contact == 0 {
			continue
		}
		first := &f.contactFirst[f.rows[n].contact]
		switch {
		case *first == absent:
		case f.startsBefore(n, *first):
			f.rows[*first].flags &^= isFirst
		default:
			continue
		}
		*first = n
		f.rows[n].flags |= isFirst
	}
}

func (f *facts) startsBefore(a, b uint32) bool {
	if f.rows[a].start != f.rows[b].start {
		return f.rows[a].start < f.rows[b].start
	}
	idA, numberA := f.threadOf(a)
	idB, numberB := f.threadOf(b)
	if c := strings.Compare(idA, idB); c != 0 {
		return c < 0
	}
	return numberA < numberB
}

// threadOf is the id of a conversation's thread and the conversation's number in it.
func (f *facts) threadOf(n uint32) (id string, number int) {
	id, number = f.ids.get(int(n)), int(f.thread[n]&(1<<24-1))
	if number > 1 {
		id = id[:strings.LastIndexByte(id, '~')]
	}
	return id, number
}
