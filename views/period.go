package views

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"relato/conversation"
)

// preset is a period one click away.
type preset struct {
	Name     string
	From, To conversation.Date
}

// presets are the periods that the menu offers, all seen from today.
func (p Page) presets() []preset {
	w, today := p.words(), p.today()
	last := func(days int) preset {
		return preset{fmt.Sprintf(w.LastDays, strconv.Itoa(days)), today.Add(1 - days), today}
	}
	month := conversation.Date{Year: today.Year, Month: today.Month, Day: 1}
	before := month.Add(-1)
	return []preset{
		{capital(w.Today), today, today},
		{capital(w.Yesterday), today.Add(-1), today.Add(-1)},
		last(7), last(30), last(90),
		{w.ThisMonth, month, today},
		{w.LastMonth, conversation.Date{Year: before.Year, Month: before.Month, Day: 1}, before},
		{w.ThisYear, conversation.Date{Year: today.Year, Month: 1, Day: 1}, today},
		{w.LastYear, conversation.Date{Year: today.Year - 1, Month: 1, Day: 1},
			conversation.Date{Year: today.Year - 1, Month: 12, Day: 31}},
	}
}

// chosen tells whether the preset is the page's period.
func (s preset) chosen(p Page) bool { return s.From == p.Filter.From && s.To == p.Filter.To }

// during is this report in the preset's period.
func (p Page) during(s preset) templ.SafeURL {
	f := p.Filter
	f.From, f.To = s.From, s.To
	return p.here(f)
}

// wider is this report over the last 90 days, offered when a shorter period is empty.
func (p Page) wider() templ.SafeURL {
	return p.during(preset{"", p.today().Add(-89), p.today()})
}

// periodName is the name of the preset that the period is, or of a period of one's own.
func (p Page) periodName() string {
	for _, s := range p.presets() {
		if s.chosen(p) {
			return s.Name
		}
	}
	return p.words().Period
}

// periodDays are the period's days.
func (p Page) periodDays() string { return p.Lang.days(p.Filter.From, p.Filter.To) }
