package naive

import (
	"slices"

	"relato/conversation"
)

// measure fills in what sections 3 and 4 say of a conversation whose events, start and end are known.
func (c *Conversation) measure() {
	c.Origin = c.origin()
	c.Owner = owner(c.Events)
	c.Agents = c.participants()
	c.Tags = c.tags()
	c.FirstContactAt, c.LastMessageAt = conversation.None, conversation.None
	if first := c.firstContact(); first >= 0 {
		c.FirstContactAt = second(c.Events[first])
	}
	if messages := c.Messages(); len(messages) > 0 {
		last := messages[len(messages)-1]
		c.LastMessageAt = second(last)
		// "Waiting: it is open and its last message is the contact's."
		c.Waiting = !c.Closed && last.From == conversation.FromContact
	}
	c.FRT = c.frt()
	c.Replies = c.replies()
	c.Duration = c.duration()
	// "Unanswered: it has a contact message, no agent message after its first contact message, and its close reason
	// is not `flow`."
	c.Unanswered = c.firstContact() >= 0 && c.agentMessageAfter(c.firstContact()) < 0 && c.Reason != conversation.ByFlow
	c.survey()
}

// Messages are the messages that count, in order.
func (c *Conversation) Messages() []conversation.Event {
	var messages []conversation.Event
	for _, e := range c.Events {
		if e.Kind == conversation.Message {
			messages = append(messages, e)
		}
	}
	return messages
}

// origin: "what the source states for the thread's first conversation, else derived from the first message (for later
// conversations always derived): contact → `inbound`, agent → `inbox`, flow → `flow`. … Started by `open` with no
// message yet: `other`."
func (c *Conversation) origin() conversation.Origin {
	if c.Number == 1 && c.Thread.Origin != conversation.NoOrigin {
		return c.Thread.Origin
	}
	messages := c.Messages()
	if len(messages) == 0 {
		return conversation.Other
	}
	switch messages[0].From {
	case conversation.FromContact:
		return conversation.Inbound
	case conversation.FromAgent:
		return conversation.Inbox
	case conversation.FromFlow:
		return conversation.Flow
	}
	return conversation.Other
}

// owner after some events of a conversation: "the agent of the last `assign` (which may be nobody). With no `assign`
// at all: the agent of the last agent message (nobody if that names none); else nobody."
func owner(events []conversation.Event) string {
	assigned, assignee, writer := false, "", ""
	for _, e := range events {
		switch {
		case e.Kind == conversation.Assign:
			assigned, assignee = true, e.Agent
		case byAgent(e):
			writer = e.Agent
		}
	}
	if assigned {
		return assignee
	}
	return writer
}

func byAgent(e conversation.Event) bool {
	return e.Kind == conversation.Message && e.From == conversation.FromAgent
}

func byContact(e conversation.Event) bool {
	return e.Kind == conversation.Message && e.From == conversation.FromContact
}

// participants: "the owner, and every agent who wrote a message in it".
func (c *Conversation) participants() []string {
	var ids []string
	if c.Owner != "" {
		ids = append(ids, c.Owner)
	}
	for _, e := range c.Events {
		if byAgent(e) && e.Agent != "" {
			ids = adding(ids, e.Agent)
		}
	}
	slices.Sort(ids)
	return ids
}

// tags: "the set left after applying `tag` and `untag` in order".
func (c *Conversation) tags() []string {
	var tags []string
	for _, e := range c.Events {
		switch e.Kind {
		case conversation.Tag:
			tags = adding(tags, e.Tag)
		case conversation.Untag:
			tags = without(tags, e.Tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// firstContact is the index of the first contact message, -1 without one.
func (c *Conversation) firstContact() int { return slices.IndexFunc(c.Events, byContact) }

// agentMessageAfter is the index of the first agent message after the event at an index, -1 without one.
func (c *Conversation) agentMessageAfter(index int) int {
	for i := index + 1; i < len(c.Events); i++ {
		if byAgent(c.Events[i]) {
			return i
		}
	}
	return -1
}

// answer is the interval that ends at an agent message and starts at a contact message before it, or at the last
// handoff between the two.
func (c *Conversation) answer(from, to int) Interval {
	start := from
	for i := from + 1; i < to; i++ {
		if c.Events[i].Kind == conversation.Handoff {
			start = i
		}
	}
	return Interval{second(c.Events[start]), second(c.Events[to]), c.Events[to].Agent}
}

// frt: "let c be the first contact message and a the first agent message after c. If a `handoff` lies between them in
// event order, the clock starts at the last such handoff, else at c. FRT = a − start. Empty if there is no c or no a.
// Credited to the agent who wrote a."
func (c *Conversation) frt() *Interval {
	from := c.firstContact()
	if from < 0 {
		return nil
	}
	to := c.agentMessageAfter(from)
	if to < 0 {
		return nil
	}
	answer := c.answer(from, to)
	return &answer
}

// replies: "a turn begins at a contact message that follows an agent message (or is the first contact message) and
// ends at the next agent message; its reply time is from the turn's first contact message to that agent message (from
// the last handoff inside the turn, if there is one), credited to who wrote it. … Flow messages neither begin nor end
// a turn".
func (c *Conversation) replies() []Interval {
	var replies []Interval
	turn := -1 // index of the turn's first contact message
	for i, e := range c.Events {
		switch {
		case byContact(e) && turn < 0:
			turn = i
		case byAgent(e) && turn >= 0:
			replies = append(replies, c.answer(turn, i))
			turn = -1
		}
	}
	return replies
}

// duration: "`ended_at` − `started_at`; empty while open, and empty when closed by inactivity with no agent or flow
// message in it", where "`ended_at` = `closed_at`, but `last_message_at` when the reason is `inactivity`, whoever
// closed it".
func (c *Conversation) duration() *Interval {
	switch {
	case !c.Closed:
		return nil
	case c.Reason != conversation.ByInactivity:
		return &Interval{c.StartedAt, c.ClosedAt, c.Owner}
	}
	for _, e := range c.Messages() {
		if e.From == conversation.FromAgent || e.From == conversation.FromFlow {
			return &Interval{c.StartedAt, c.LastMessageAt, c.Owner}
		}
	}
	return nil
}

// survey: "Its rating is its last `rating`. Its survey is the last one before that rating, else (no rating) its last
// one; a rating with none before it is its own survey. The credited agent, answered or not, is the owner just before
// that survey (from the events before it in order)."
func (c *Conversation) survey() {
	c.SurveyAt = conversation.None
	rating := lastOf(c.Events, conversation.Rating)
	survey := lastOf(c.Events, conversation.Survey)
	if rating >= 0 {
		c.Rating, c.Comment = c.Events[rating].Score, c.Events[rating].Comment
		survey = lastOf(c.Events[:rating], conversation.Survey)
		if survey < 0 {
			survey = rating
		}
	}
	if survey >= 0 {
		c.SurveyAt = second(c.Events[survey])
		c.CreditedAgent = owner(c.Events[:survey])
	}
}

func lastOf(events []conversation.Event, kind conversation.Kind) int {
	last := -1
	for i, e := range events {
		if e.Kind == kind {
			last = i
		}
	}
	return last
}
