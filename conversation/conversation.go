package conversation

// Conversation is one cycle of a thread as Fold found it (sections 3 and 4). Times are whole Unix seconds, None where
// they do not exist; agents are ids, empty for nobody.
type Conversation struct {
	Number int // from 1, within the thread
	Origin Origin

	StartedAt int64
	ClosedAt  int64 // None while open
	Reason    Reason
	ClosedBy  string

	Owner  string
	Agents []string // the participants, sorted
	Tags   []string // sorted

	SurveyAt      int64 // of its survey, or of its rating where no survey is before it; None when never sent
	Rating        int   // 1 to 5; 0 = none
	Comment       string
	CreditedAgent string // the owner just before the survey

	// Marks are its messages and handoffs in order of events: what every count and response time comes from.
	Marks []Mark
}

// MarkKind says what a mark is.
type MarkKind uint8

// The kinds of marks: a message from one of the senders, or a handoff from flow to humans.
const (
	ContactMark MarkKind = iota
	FlowMark
	AgentMark
	HandoffMark
)

// Mark is a message or a handoff of a conversation.
type Mark struct {
	At    int64 // Unix seconds
	Kind  MarkKind
	Agent int32 // index into Conversation.Agents of who wrote an AgentMark; None = an agent without a name
}

// Interval is a stretch of time between two whole seconds, From ≤ To; From is None where it does not exist.
type Interval struct{ From, To int64 }

// Exists tells whether there is such an interval.
func (i Interval) Exists() bool { return i.From != None }

// Seconds is the interval's length on the calendar clock.
func (i Interval) Seconds() int64 { return i.To - i.From }

// Reply is the human answer to a turn of the contact.
type Reply struct {
	Interval
	Agent int32 // index into Conversation.Agents; None = an agent without a name
}

// Measures are the figures of one conversation that its marks hold (section 4).
type Measures struct {
	In, Agent, Flow int // messages by sender

	FirstContactAt int64
	FirstHumanAt   int64    // the first agent message after the first contact message
	FirstResponse  Interval // what FRT measures
	FirstResponder int32    // index into Conversation.Agents; None = nobody, or an agent without a name
	LastMessageAt  int64
	LastIsContact  bool
	Replies        []Reply
}

// Turn follows who waits for whom (section 4, replies). The zero value waits for the contact's first message.
type Turn struct {
	open bool
	from int64 // the turn's first contact message, or the last handoff inside it
}

// Take takes the next mark; ok tells that it is a reply, which ended a turn.
func (t *Turn) Take(kind MarkKind, at int64) (reply Interval, ok bool) {
	switch {
	case kind == ContactMark && !t.open:
		t.open, t.from = true, at
	case kind == HandoffMark && t.open:
		t.from = at
	case kind == AgentMark && t.open:
		t.open = false
		return Interval{t.from, at}, true
	}
	return Interval{}, false
}

// Measure computes the figures of marks, which are in order of events. It reuses the memory of replies.
func Measure(marks []Mark, replies []Reply) Measures {
	m := Measures{
		FirstContactAt: None, FirstHumanAt: None, FirstResponse: Interval{None, None}, FirstResponder: None,
		LastMessageAt: None, Replies: replies[:0],
	}
	var turn Turn
	for _, k := range marks {
		switch k.Kind {
		case ContactMark:
			m.In++
			if m.FirstContactAt == None {
				m.FirstContactAt = k.At
			}
		case FlowMark:
			m.Flow++
		case AgentMark:
			m.Agent++
		}
		if reply, ok := turn.Take(k.Kind, k.At); ok {
			m.Replies = append(m.Replies, Reply{reply, k.Agent})
		}
		if k.Kind != HandoffMark {
			m.LastMessageAt, m.LastIsContact = k.At, k.Kind == ContactMark
		}
	}
	if len(m.Replies) > 0 {
		first := m.Replies[0] // the first turn begins at the first contact message
		m.FirstResponse, m.FirstHumanAt, m.FirstResponder = first.Interval, first.To, first.Agent
	}
	return m
}

// IsOpen tells whether the conversation has not ended yet.
func (c Conversation) IsOpen() bool { return c.ClosedAt == None }

// Duration is the interval from start to end; it does not exist while open, nor where only the contact wrote until
// silence ended it.
func (c Conversation) Duration(m Measures) Interval {
	switch {
	case c.IsOpen():
		return Interval{None, None}
	case c.Reason != ByInactivity:
		return Interval{c.StartedAt, c.ClosedAt}
	case m.Agent+m.Flow == 0:
		return Interval{None, None}
	}
	return Interval{c.StartedAt, m.LastMessageAt}
}

// Unanswered tells whether a contact wrote and no human answered, flows that closed it apart.
func (c Conversation) Unanswered(m Measures) bool {
	return m.FirstContactAt != None && m.FirstHumanAt == None && c.Reason != ByFlow
}

// Waiting tells whether the conversation is open and the last word is the contact's.
func (c Conversation) Waiting(m Measures) bool { return c.IsOpen() && m.LastIsContact }
