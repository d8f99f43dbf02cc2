package naive

import (
	"relato/conversation"
)

// Buckets are the rows of an overview: "Buckets (hour, day, week from Monday, month; default day) are local; … First
// and last buckets are cut at the period." A bucket that has no instant, because a zone skips the whole of it, is
// none; the total is always one.
func (c *Clock) Buckets(from, to conversation.Date, group string) []Interval {
	start, end := c.period(from, to)
	if group == "total" {
		return []Interval{{From: start, To: end}}
	}
	if group == "hour" {
		return c.hours(start, end)
	}
	var buckets []Interval
	last := conversation.Date{}
	for _, d := range days(from, to) {
		dayStart, dayEnd := c.Day(d)
		if dayStart == dayEnd {
			continue
		}
		first := firstDay(d, group)
		if first == last {
			buckets[len(buckets)-1].To = dayEnd
		} else {
			buckets = append(buckets, Interval{From: dayStart, To: dayEnd})
		}
		last = first
	}
	return buckets
}

// firstDay is the first day of the bucket that a date is in.
func firstDay(d conversation.Date, group string) conversation.Date {
	switch group {
	case "week":
		return monday(d)
	case "month":
		return conversation.Date{Year: d.Year, Month: d.Month, Day: 1}
	}
	return d
}

// hours: "an hour bucket runs from one instant at which the local clock shows minute 0 to the next, so a 25-hour day
// has 25".
func (c *Clock) hours(start, end int64) []Interval {
	var buckets []Interval
	for t := start; t < end; t += 60 {
		if t == start || c.shows(t)%3600 == 0 {
			if len(buckets) > 0 {
				buckets[len(buckets)-1].To = t
			}
			buckets = append(buckets, Interval{From: t, To: end})
		}
	}
	return buckets
}

// period is "the half-open interval [from 00:00, day after to 00:00)".
func (c *Clock) period(from, to conversation.Date) (start, end int64) {
	return c.Instant(from, 0), c.Instant(dayAfter(to), 0)
}

// in tells whether an instant that exists lies in a half-open interval.
func in(t int64, i Interval) bool { return t != conversation.None && i.From <= t && t < i.To }
