package conversation

import "time"

// Overnight tells whether the interval runs past midnight.
func (s Span) Overnight() bool { return s.End < s.Start }

// last is the interval's end in minutes since midnight of the day on which it starts.
func (s Span) last() int {
	if s.Overnight() {
		return s.End + minutesOfDay
	}
	return s.End
}

const minutesOfDay = 24 * 60

// Overlaps tells whether an interval of a day has time in common with another of the same day, or with one that runs
// over from the day before.
func (h Hours) Overlaps(day time.Weekday) bool {
	for i, a := range h[day] {
		for _, b := range h[day][:i] {
			if a.Start < b.last() && b.Start < a.last() {
				return true
			}
		}
		for _, b := range h[(day+6)%7] {
			if a.Start < b.last()-minutesOfDay {
				return true
			}
		}
	}
	return false
}

// WeekSeconds are the working seconds of a week in which no clock is changed; what intervals have in common counts once.
func (h Hours) WeekSeconds() int64 {
	monday := Date{2024, time.January, 1}
	from, to := monday.utc().Unix(), monday.Add(7).utc().Unix()
	s := NewSchedule(h, nil, time.UTC, from, to)
	if s == nil {
		return 0
	}
	seconds, _ := s.Seconds(Interval{from, to})
	return seconds
}
