package naive

import (
	"cmp"
	"slices"
	"time"

	"relato/conversation"
)

// WorkingHours are an account's hours on a zone's clock.
type WorkingHours struct {
	hours    conversation.Hours
	holidays []conversation.Date
	clock    *Clock
}

// NewWorkingHours lays hours onto a clock.
func NewWorkingHours(hours conversation.Hours, holidays []conversation.Date, clock *Clock) WorkingHours {
	return WorkingHours{hours, holidays, clock}
}

// Exist: "no interval at all is no schedule".
func (w WorkingHours) Exist() bool {
	for _, spans := range w.hours {
		if len(spans) > 0 {
			return true
		}
	}
	return false
}

// intervals are the working intervals near two instants, as written: they may overlap. "per weekday any number of
// intervals `HH:MM–HH:MM` in account time, an end before its start runs past midnight, `24:00` allowed as an end …; a
// list of holiday dates on which no interval starts."
func (w WorkingHours) intervals(from, to int64) []Interval {
	var list []Interval
	for _, d := range days(later(utcDate(from), -4), later(utcDate(to), 4)) {
		if slices.Contains(w.holidays, d) {
			continue
		}
		for _, span := range w.hours[weekday(d)] {
			ends := d
			if span.End < span.Start {
				ends = dayAfter(d)
			}
			list = append(list, Interval{From: w.clock.Instant(d, span.Start), To: w.clock.Instant(ends, span.End)})
		}
	}
	return list
}

func utcDate(t int64) conversation.Date {
	y, m, d := time.Unix(t, 0).UTC().Date()
	return conversation.Date{Year: y, Month: m, Day: d}
}

// Inside: "when `started_at` lies in an interval (start included, end excluded)".
func (w WorkingHours) Inside(t int64) bool {
	for _, i := range w.intervals(t, t) {
		if i.From <= t && t < i.To {
			return true
		}
	}
	return false
}

// Seconds are "business seconds = the part of its interval that lies inside working hours"; ok is false where the
// value is empty: "when the account has no schedule, and when the whole interval lies outside working hours (… an
// interval of length 0 is 0 inside hours and empty outside)".
func (w WorkingHours) Seconds(from, to int64) (seconds int64, ok bool) {
	if from == to {
		return 0, w.Inside(from)
	}
	list := w.intervals(from, to)
	slices.SortFunc(list, func(a, b Interval) int { return cmp.Compare(a.From, b.From) })
	counted := from // everything before it is
	for _, i := range list {
		// "overlapping intervals are one": what an earlier one has counted is not counted again.
		start, end := max(i.From, counted), min(i.To, to)
		if start < end {
			seconds += end - start
			counted = end
		}
	}
	return seconds, seconds > 0
}
