package naive

import (
	"time"

	"relato/conversation"
)

// Clock reads instants off a zone's local time by watching the local clock minute by minute. It knows zones as they
// are since 1970, whose offsets are whole minutes (all but Liberia until 1972).
type Clock struct {
	zone  *time.Location
	found map[int64]int64
}

// NewClock is a clock of a zone.
func NewClock(zone *time.Location) *Clock { return &Clock{zone, map[int64]int64{}} }

// shows is what the local clock shows at an instant, as the number of seconds that a clock without any time zone would
// have counted since 1970-01-01 00:00.
func (c *Clock) shows(t int64) int64 {
	_, offset := time.Unix(t, 0).In(c.zone).Zone()
	return t + int64(offset)
}

// Instant is the first instant at which the local clock has reached a minute of a date: "An edge inside a skipped hour
// is the first instant after it, in a repeated hour the first of the two." and "a day starts at its first instant".
func (c *Clock) Instant(d conversation.Date, minute int) int64 {
	wanted := time.Date(d.Year, d.Month, d.Day, 0, minute, 0, 0, time.UTC).Unix()
	if t, ok := c.found[wanted]; ok {
		return t
	}
	t := wanted - 16*60*60 // no clock is as far ahead of UTC
	for c.shows(t) < wanted {
		t += 60
	}
	c.found[wanted] = t
	return t
}

// Day is the half-open interval [00:00, day after 00:00) of a date; empty where a zone skips the date.
func (c *Clock) Day(d conversation.Date) (start, end int64) {
	return c.Instant(d, 0), c.Instant(dayAfter(d), 0)
}

// local is what the local clock and calendar show at an instant.
func (c *Clock) local(t int64) time.Time { return time.Unix(t, 0).In(c.zone) }

func dayAfter(d conversation.Date) conversation.Date { return later(d, 1) }

func later(d conversation.Date, days int) conversation.Date {
	y, m, day := time.Date(d.Year, d.Month, d.Day+days, 0, 0, 0, 0, time.UTC).Date()
	return conversation.Date{Year: y, Month: m, Day: day}
}

func weekday(d conversation.Date) time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// monday is the Monday of a date's week.
func monday(d conversation.Date) conversation.Date {
	for weekday(d) != time.Monday {
		d = later(d, -1)
	}
	return d
}

// after tells whether a date is after another.
func after(d, other conversation.Date) bool {
	if d.Year != other.Year {
		return d.Year > other.Year
	}
	if d.Month != other.Month {
		return d.Month > other.Month
	}
	return d.Day > other.Day
}

// days are the dates from one to another, both included.
func days(from, to conversation.Date) []conversation.Date {
	var all []conversation.Date
	for d := from; !after(d, to); d = dayAfter(d) {
		all = append(all, d)
	}
	return all
}
