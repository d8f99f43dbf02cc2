package views

import (
	"fmt"

	"relato/conversation"
	"relato/report"
)

// timelineLimit is how many events a timeline shows: more than that nobody reads.
const timelineLimit = 1000

// lull is the silence in seconds that a timeline points out.
const lull = 15 * 60

// moment is one line of a timeline: an event, a day, or a silence.
type moment struct {
	Kind             string // "msg", "sys", "day" or "lull"
	Hue, Icon        string
	Time             string
	Who, What, Notes string
	Failed           bool
}

// timeline is everything that happened in a conversation, and what to say where it is too much.
func (p Page) timeline(s *report.Story) (moments []moment, cut string) {
	answers := map[int]string{} // by mark
	for i, e := range s.Exchanges {
		if e.Answered() {
			answers[e.Answer] = p.answerNote(i, e.Seconds())
		}
	}
	t := timelineWriter{p: p, s: s}
	mark := 0
	shown := s.Entries[:min(len(s.Entries), timelineLimit)]
	for _, e := range shown {
		t.silenceBefore(e.Second())
		t.arrive(e.Second())
		m := p.moment(e)
		if e.Marks() {
			m.Notes = dotted(answers[mark], m.Notes)
			mark++
		}
		t.add(m)
	}
	if len(shown) < len(s.Entries) {
		return t.moments, fmt.Sprintf(p.words().TimelineCut, p.Lang.number(int64(len(shown))), p.Lang.number(int64(len(s.Entries))))
	}
	t.silenceBefore(1<<62 - 1)
	return t.moments, ""
}

func (p Page) answerNote(exchange int, seconds int64) string {
	form := p.words().AnsweredIn
	if exchange == 0 {
		form = p.words().FirstAnsweredIn
	}
	return fmt.Sprintf(form, p.Lang.duration(seconds))
}

// timelineWriter adds days and silences between events.
type timelineWriter struct {
	p       Page
	s       *report.Story
	moments []moment
	last    int64 // Unix seconds of the line before
	day     conversation.Date
	silent  bool // the close by silence is told
}

func (t *timelineWriter) add(m moment) { t.moments = append(t.moments, m) }

// silenceBefore tells, before an event after it, that silence closed the conversation: no event says so.
func (t *timelineWriter) silenceBefore(at int64) {
	r := &t.s.Row
	if t.silent || r.Reason != conversation.ByInactivity || at <= r.ClosedAt {
		return
	}
	t.silent = true
	t.arrive(r.ClosedAt)
	t.add(moment{Kind: "sys", Icon: "check", Time: t.p.second(r.ClosedAt), What: t.p.words().ClosedBySilence})
}

// arrive adds what lies between the line before and a time: a new day, or a silence.
func (t *timelineWriter) arrive(at int64) {
	if silence := at - t.last; len(t.moments) > 0 && silence >= lull {
		t.add(moment{Kind: "lull", What: fmt.Sprintf(t.p.words().Later, t.p.Lang.duration(silence))})
	}
	if day := t.p.dateOf(at); len(t.moments) == 0 || day != t.day {
		t.day = day
		t.add(moment{Kind: "day", What: t.p.day(day)})
	}
	t.last = at
}

// moment is an event in words.
func (p Page) moment(e conversation.Entry) moment {
	w := p.words()
	m := moment{Kind: "sys", Time: p.second(e.Second())}
	switch e.Kind {
	case conversation.Message:
		m.Kind, m.What, m.Notes = "msg", w.Wrote, p.delivery(e)
		m.Failed = e.Delivery == conversation.Failed
		switch e.From {
		case conversation.FromContact:
			m.Who, m.Hue, m.Icon = w.ContactColumn, "contact", "in"
		case conversation.FromFlow:
			m.Who, m.Hue, m.Icon = w.Flow.Name, "flow", "bot"
		default:
			m.Who, m.Hue, m.Icon = p.agentOr(e.Agent, w.AnAgent), "agent", "out"
		}
	case conversation.Open:
		m.Icon, m.What = "open", w.Opened
	case conversation.Assign:
		m.Icon, m.What = "assign", w.Unassigned
		if e.Agent != "" {
			m.What = fmt.Sprintf(w.AssignedTo, p.agentName(e.Agent))
		}
	case conversation.Tag:
		m.Icon, m.What = "tag", fmt.Sprintf(w.TagAdded, isolated(e.Tag))
	case conversation.Untag:
		m.Icon, m.What = "tag", fmt.Sprintf(w.TagRemoved, isolated(e.Tag))
	case conversation.Handoff:
		m.Icon, m.What = "hand", w.StepHandoff
	case conversation.Survey:
		m.Icon, m.What = "ask", w.SurveySent
	case conversation.Rating:
		m.Icon, m.What = "star", w.Rating+": "+fmt.Sprintf(w.RatingOf, fmt.Sprint(e.Score))
	case conversation.Close:
		m.Icon, m.What = "check", p.closedBy(e.CloseReason(), e.Agent)
	}
	return m
}

// delivery says what became of a message, and when.
func (p Page) delivery(e conversation.Entry) string {
	w := p.words()
	text := [...]string{"", w.Delivered.Sent, w.Delivered.Delivered, w.Delivered.Read, w.Delivered.Failed}[e.Delivery]
	if e.DeliveredAt == conversation.None {
		return text
	}
	return text + space + p.near(e.DeliveredAt, e.Second())
}
