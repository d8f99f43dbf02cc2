package report

import (
	"time"

	"relato/conversation"
)

// With what a report on screen is compared.
const (
	PreviousPeriod = "previous" // the same number of days directly before (section 5)
	PreviousYear   = "year"     // the same dates a year before
	NoPeriod       = "none"
)

var comparisons = []string{PreviousPeriod, PreviousYear, NoPeriod}

// Compared is the filter over the period that its figures are compared with, as one bucket and in the report's own
// order; false when they are compared with none.
func (f Filter) Compared() (Filter, bool) {
	switch f.Compare {
	case PreviousPeriod:
		days := f.To.Sub(f.From) + 1
		f.From, f.To = f.From.Add(-days), f.To.Add(-days)
	case PreviousYear:
		f.From, f.To = yearBefore(f.From), yearBefore(f.To)
	default:
		return Filter{}, false
	}
	f.Group, f.Sort, f.Dir, f.Page, f.Limit, f.Compare = "total", "", "", 1, 0, NoPeriod
	return f, true
}

// yearBefore is the same date a year before; for the 29th of February it is the 28th.
func yearBefore(d conversation.Date) conversation.Date {
	d.Year--
	if d.Month == time.February && d.Day == 29 {
		d.Day = 28
	}
	return d
}
