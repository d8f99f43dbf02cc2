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

// Compared is the filter over the period that its figures are compared with at a time of the account's zone, as one bucket
// and in the report's own order; false when they are compared with none. While the filter's period is under way the other
// ends at the same time of its own, in quarters of an hour: half a day beside a whole one would look like a collapse.
func (f Filter) Compared(now time.Time) (Filter, bool) {
	days := f.To.Sub(f.From) + 1
	before := func(d conversation.Date) conversation.Date { return d.Add(-days) }
	switch f.Compare {
	case PreviousPeriod:
	case PreviousYear:
		before = yearBefore
	default:
		return Filter{}, false
	}
	last, minute := f.To, 0
	if f.UnderWay(now) {
		last = conversation.DateOf(now)
		minute = max(slotMinutes, (now.Hour()*60+now.Minute())/slotMinutes*slotMinutes)
	}
	f.From, f.To = before(f.From), before(last)
	if minute > 0 {
		f.Ends = f.To.Instant(minute, now.Location())
	}
	f.Group, f.Sort, f.Dir, f.Page, f.Limit, f.Compare = "total", "", "", 1, 0, NoPeriod
	return f, true
}

// slotMinutes is a slot in minutes: what ends with one is counted from sums.
const slotMinutes = slot / 60

// UnderWay tells whether a filter's period holds a time of the account's zone.
func (f Filter) UnderWay(now time.Time) bool {
	today := conversation.DateOf(now)
	return f.From.Compare(today) <= 0 && today.Compare(f.To) <= 0
}

// yearBefore is the same date a year before; for the 29th of February it is the 28th.
func yearBefore(d conversation.Date) conversation.Date {
	d.Year--
	if d.Month == time.February && d.Day == 29 {
		d.Day = 28
	}
	return d
}
