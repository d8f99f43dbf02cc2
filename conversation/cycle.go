package conversation

import "slices"

// cycle is one conversation under construction: how it began and ended, and the events that belong to it in order.
type cycle struct {
	started, closed int64
	reason          Reason
	closedBy        string
	heard           int64    // time of the last message, or of the opening event while there is none: silence counts from it
	events          []*Event // of the set
}

// conversation computes what a cycle's events say.
func (c *cycle) conversation(t Thread, number int) Conversation {
	v := Conversation{
		Number: number, StartedAt: c.started, ClosedAt: c.closed, Reason: c.reason, ClosedBy: c.closedBy,
		Origin: c.origin(t, number), SurveyAt: None,
	}
	var owner ownership
	survey := struct {
		at    int64
		owner string
	}{at: None}
	tags := map[string]bool{}
	for _, e := range c.events {
		switch e.Kind {
		case Message, Assign:
			owner.take(e)
		case Tag:
			tags[e.Tag] = true
		case Untag:
			delete(tags, e.Tag)
		case Survey:
			survey.at, survey.owner = e.Second(), owner.agent
			if v.Rating == 0 {
				v.SurveyAt, v.CreditedAgent = survey.at, survey.owner
			}
		case Rating:
			v.Rating, v.Comment = e.Score, e.Comment
			v.SurveyAt, v.CreditedAgent = survey.at, survey.owner
			if survey.at == None {
				v.SurveyAt, v.CreditedAgent = e.Second(), owner.agent
			}
		}
	}
	v.Owner = owner.agent
	v.Agents = c.participants(v.Owner)
	v.Marks = c.marks(v.Agents)
	for tag := range tags {
		v.Tags = append(v.Tags, tag)
	}
	slices.Sort(v.Tags)
	return v
}

// origin is what the source states for the thread's first conversation, else who wrote the first message.
func (c *cycle) origin(t Thread, number int) Origin {
	if number == 1 && t.Origin != NoOrigin {
		return t.Origin
	}
	for _, e := range c.events {
		if e.Kind == Message {
			return [...]Origin{NoSender: Other, FromContact: Inbound, FromAgent: Inbox, FromFlow: Flow}[e.From]
		}
	}
	return Other
}

// ownership follows who owns a conversation: the last assign decides, and without any the last agent message.
type ownership struct {
	agent    string
	assigned bool
}

// participants are the owner and every agent who wrote, sorted.
func (c *cycle) participants(owner string) []string {
	var agents []string
	if owner != "" {
		agents = append(agents, owner)
	}
	for _, e := range c.events {
		if e.Kind == Message && e.From == FromAgent && e.Agent != "" && !slices.Contains(agents, e.Agent) {
			agents = append(agents, e.Agent)
		}
	}
	slices.Sort(agents)
	return agents
}

// marks are the cycle's messages and handoffs.
func (c *cycle) marks(agents []string) []Mark {
	marks := make([]Mark, 0, len(c.events))
	for _, e := range c.events {
		m := Mark{At: e.Second(), Agent: None}
		switch {
		case e.Kind == Handoff:
			m.Kind = HandoffMark
		case e.Kind != Message:
			continue
		case e.From == FromContact:
			m.Kind = ContactMark
		case e.From == FromFlow:
			m.Kind = FlowMark
		default:
			m.Kind = AgentMark
			if i, found := slices.BinarySearch(agents, e.Agent); found {
				m.Agent = int32(i)
			}
		}
		marks = append(marks, m)
	}
	return marks
}
