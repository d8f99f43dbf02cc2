package views

import (
	"fmt"
	"strconv"

	"relato/conversation"
	"relato/report"
)

// howTime is one time of a conversation and how it came about, step by step.
type howTime struct {
	Title, Value, Note string
	Steps              []step
	Equation, Verdict  string // Verdict is of the business clock; both empty while there is no value
	Open               bool
}

// step is one event on the way to a time.
type step struct {
	Time, Title         string
	On, Text            string // On is what the step does to the clock
	Gap                 string // how long until the next step
	Starts, Counts, End bool
}

// times are the first response, every other reply and the duration.
func (p Page) times(s *report.Story) []howTime {
	w := p.words()
	var all []howTime
	for i := range s.Exchanges {
		title := w.FRTColumn
		if i > 0 {
			title = fmt.Sprintf(w.ReplyNumber, p.Lang.number(int64(i+1)))
		}
		all = append(all, p.exchange(title, s, &s.Exchanges[i]))
	}
	if s.Duration.Exists() {
		all = append(all, p.durationSteps(s))
	}
	if len(all) > 0 {
		all[0].Open = true
	}
	return all
}

// exchange tells how the time of a reply came about.
func (p Page) exchange(title string, s *report.Story, e *report.Exchange) howTime {
	w, l, base := p.words(), p.Lang, s.Row.StartedAt
	asked := step{Time: p.near(e.AskedAt, base), Title: w.StepContact}
	steps := []step{asked}
	if e.Handoffs > 0 {
		steps[0].Text = sentences(w.ClockWaits, p.meanwhile(e.Before))
		steps[0].Gap = l.duration(e.From - e.AskedAt)
		last := ""
		if e.Handoffs > 1 {
			last = fmt.Sprintf(w.LastHandoff, l.number(int64(e.Handoffs)))
		}
		steps = append(steps, step{Time: p.near(e.From, base), Title: w.StepHandoff, Text: last})
	}
	starts := &steps[len(steps)-1]
	starts.Starts, starts.Counts, starts.On = true, true, w.ClockStarts
	starts.Text = sentences(starts.Text, p.meanwhile(e.During))
	if !e.Answered() {
		return p.unanswered(title, s, e, steps)
	}
	starts.Gap = fmt.Sprintf(w.Counted, l.duration(e.Seconds()))
	who := p.agentOr(e.By, w.AnAgent)
	credit := w.CreditsNobody
	if e.By != "" {
		credit = fmt.Sprintf(w.Credits, who)
	}
	steps = append(steps, step{
		Time: p.near(e.To, base), Title: fmt.Sprintf(w.StepAnswer, who), On: w.ClockStops, Text: credit, End: true,
	})
	return p.measured(howTime{Title: title, Note: who, Steps: steps}, e.Interval, e.Business, base)
}

// unanswered tells of a turn that nobody answered.
func (p Page) unanswered(title string, s *report.Story, e *report.Exchange, steps []step) howTime {
	w := p.words()
	end := step{Title: w.StepNoAnswer, Text: w.NothingMeasured}
	if s.Row.Status == "open" {
		end.Time = p.near(p.Account.Now.Unix(), s.Row.StartedAt)
		steps[len(steps)-1].Gap = fmt.Sprintf(w.SoFar, p.Lang.duration(max(0, p.Account.Now.Unix()-e.From)))
	} else {
		end.Time = p.near(s.Row.ClosedAt, s.Row.StartedAt)
		steps[len(steps)-1].Counts = false
	}
	return howTime{Title: title, Value: dash, Note: w.StepNoAnswer, Steps: append(steps, end)}
}

// durationSteps tell how the duration came about: silence at the end does not count.
func (p Page) durationSteps(s *report.Story) howTime {
	w, r := p.words(), &s.Row
	steps := []step{
		{Time: p.near(r.StartedAt, r.StartedAt), Title: w.StepStart, On: w.ClockStarts, Starts: true, Counts: true,
			Gap: fmt.Sprintf(w.Counted, p.Lang.duration(s.Duration.Seconds()))},
		{Time: p.near(s.Duration.To, r.StartedAt), Title: p.closedBy(r.Reason, r.ClosedBy), On: w.ClockStops, End: true},
	}
	if r.Reason == conversation.ByInactivity {
		steps[1].Title, steps[1].Text = w.LastMessage, w.SilenceNotCounted
		steps[1].Gap = p.Lang.duration(r.ClosedAt - s.Duration.To)
		steps = append(steps, step{Time: p.near(r.ClosedAt, r.StartedAt), Title: w.ClosedBySilence})
	}
	return p.measured(howTime{Title: w.DurationColumn, Steps: steps}, s.Duration, r.DurationBusiness, r.StartedAt)
}

// measured adds what a time comes to, on both clocks.
func (p Page) measured(h howTime, i conversation.Interval, business, base int64) howTime {
	w, l := p.words(), p.Lang
	h.Value = l.duration(i.Seconds())
	h.Equation = p.near(i.To, base) + " − " + p.near(i.From, base)
	switch {
	case !p.Account.Schedule:
	case business == conversation.None:
		h.Verdict = w.BusinessNone
	case business == i.Seconds():
		h.Verdict = fmt.Sprintf(w.BusinessAll, l.duration(business))
	default:
		h.Verdict = fmt.Sprintf(w.BusinessPart, l.duration(business), l.duration(i.Seconds()))
	}
	return h
}

// meanwhile says what was said that neither starts nor stops a clock.
func (p Page) meanwhile(s conversation.Said) string {
	if s == (conversation.Said{}) {
		return ""
	}
	return fmt.Sprintf(p.words().Meanwhile, p.Lang.number(int64(s.Contact)), p.Lang.number(int64(s.Flow)))
}

// sentences joins what there is of two texts.
func sentences(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// second writes the time of day with its seconds.
func (p Page) second(unix int64) string { return unixIn(unix, p.zone()).Format("15:04:05") }

// near writes a time of day, with its date where that is not the one of another instant.
func (p Page) near(unix, base int64) string {
	if day := p.dateOf(unix); day != p.dateOf(base) {
		return p.Lang.date(day) + space + p.second(unix)
	}
	return p.second(unix)
}

// day writes a date in full.
func (p Page) day(d conversation.Date) string {
	return p.words().Weekdays[d.Weekday()] + space + p.Lang.date(d) + space + strconv.Itoa(d.Year)
}
