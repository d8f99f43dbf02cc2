package views

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"relato/conversation"
	"relato/report"
)

// preset is a period one click away.
type preset struct {
	Name     string
	From, To conversation.Date
}

// presets are the periods that the menu offers, all seen from today. The last is everything there is.
func (p Page) presets() []preset {
	presets := make([]preset, len(report.Relatives))
	for i, r := range report.Relatives {
		from, to, _ := r.Dates(p.today(), conversation.Date{})
		presets[i] = preset{p.relativeName(r, conversation.Date{}), from, to}
	}
	if first := p.Account.First; first.Year > 0 && first.Compare(p.today()) <= 0 {
		presets = append(presets, preset{p.words().Calendar.All, first, p.today()})
	}
	return presets
}

// relativeName is the name of a period that moves; from is the fixed first day of one that has it.
func (p Page) relativeName(r report.Relative, from conversation.Date) string {
	w := p.words()
	switch r {
	case report.Today:
		return capital(w.Today)
	case report.Yesterday:
		return capital(w.Yesterday)
	case report.ThisMonth:
		return w.ThisMonth
	case report.LastMonth:
		return w.LastMonth
	case report.ThisYear:
		return w.ThisYear
	case report.LastYear:
		return w.LastYear
	case report.UntilToday:
		return fmt.Sprintf(w.Saved.UntilToday, p.Lang.date(from)+space+strconv.Itoa(from.Year))
	}
	return fmt.Sprintf(w.LastDays, strconv.Itoa(r.Days()))
}

// chosen tells whether the preset is the page's period.
func (s preset) chosen(p Page) bool { return s.From == p.Filter.From && s.To == p.Filter.To }

// during is this report in the preset's period, by days where what it is grouped by would make too many rows.
func (p Page) during(s preset) templ.SafeURL {
	f := p.Filter
	f.From, f.To = s.From, s.To
	if !f.Fits(f.Group, p.zone()) {
		f.Group = "day"
	}
	if !f.Fits(f.Group, p.zone()) {
		f.Group = "month" // a lifetime of days
	}
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

// inPeriod says when, as a sentence begins: "De 31 out a 29 nov 2026", "Em 29 nov 2026".
func (p Page) inPeriod() string {
	w, from, to := p.words(), p.Filter.From, p.Filter.To
	switch {
	case from == to:
		return fmt.Sprintf(w.OnDay, p.Lang.days(to, to))
	case from.Year != to.Year:
		return fmt.Sprintf(w.FromTo, p.Lang.days(from, from), p.Lang.days(to, to))
	}
	return fmt.Sprintf(w.FromTo, p.Lang.date(from), p.Lang.days(to, to))
}

// firstDay is the first day that a calendar offers; empty = any.
func (p Page) firstDay() string {
	if p.Account.First.Year == 0 {
		return ""
	}
	return p.Account.First.String()
}
