package conversation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Span is one interval of working hours in minutes since midnight of the day on which it starts; End is at most
// 24:00 and may be before Start, which runs past midnight.
type Span struct{ Start, End int }

// Hours are the working hours of an account by weekday (time.Sunday = 0). No span at all is no schedule.
type Hours [7][]Span

// Weekdays are the names of the days in the import format and the settings, from Sunday.
var Weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Exist tells whether there is any schedule.
func (h Hours) Exist() bool {
	for _, spans := range h {
		if len(spans) > 0 {
			return true
		}
	}
	return false
}

// String is the hours as people write them, from Monday, days in a row that are alike together: "mon-fri 09:00-12:00,13:00-18:00;
// sat 09:00-13:00". Empty = there are none.
func (h Hours) String() string {
	var parts []string
	for from := range len(h) {
		spans := h.on(from)
		if spans == "" || from > 0 && h.on(from-1) == spans {
			continue
		}
		days, to := Weekdays[(from+1)%len(h)], from
		for to+1 < len(h) && h.on(to+1) == spans {
			to++
		}
		if to > from {
			days += "-" + Weekdays[(to+1)%len(h)]
		}
		parts = append(parts, days+" "+spans)
	}
	return strings.Join(parts, "; ")
}

// on are the spans of a day that is counted from Monday.
func (h Hours) on(fromMonday int) string {
	spans := h[(fromMonday+1)%len(h)]
	texts := make([]string, len(spans))
	for i, s := range spans {
		texts[i] = s.String()
	}
	return strings.Join(texts, ",")
}

// ParseSpan reads "HH:MM-HH:MM". The end may be 24:00 or before the start; equal ends are an error.
func ParseSpan(s string) (Span, error) {
	from, to, ok := strings.Cut(strings.ReplaceAll(s, "–", "-"), "-")
	start, err1 := parseMinute(from)
	end, err2 := parseMinute(to)
	switch {
	case !ok || err1 != nil || err2 != nil || start == 24*60:
		return Span{}, fmt.Errorf("%q is not an interval like 09:00-18:00", s)
	case start == end:
		return Span{}, fmt.Errorf("%q starts and ends at the same time; for a whole day write 00:00-24:00", s)
	}
	return Span{start, end}, nil
}

func (s Span) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.Start/60, s.Start%60, s.End/60, s.End%60)
}

func parseMinute(s string) (int, error) {
	s = strings.TrimSpace(s)
	if s == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, fmt.Errorf("%q is not a time like 09:00", s)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// Date is a day of the local calendar.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the local date of an instant.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date like 2026-01-31", s)
	}
	return DateOf(t), nil
}

func (d Date) String() string { return d.utc().Format(time.DateOnly) }

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Add is the date a number of days later.
func (d Date) Add(days int) Date { return DateOf(d.utc().AddDate(0, 0, days)) }

// NextMonth is the first date of the next month.
func (d Date) NextMonth() Date {
	return DateOf(time.Date(d.Year, d.Month+1, 1, 0, 0, 0, 0, time.UTC))
}

// Weekday is the date's day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Compare orders dates.
func (d Date) Compare(other Date) int { return d.utc().Compare(other.utc()) }

// Sub is the number of days from other to d.
func (d Date) Sub(other Date) int { return int(d.utc().Sub(other.utc()).Hours() / 24) }

// Instant is the Unix second at which a local clock shows a minute of a date: inside a skipped stretch the first
// instant after it, in a repeated one the first of the two (section 4). Minute 0 gives the first instant of a day.
func (d Date) Instant(minute int, zone *time.Location) int64 {
	local := d.utc().Unix() + int64(minute)*60
	at := time.Unix(local-36*3600, 0).In(zone) // no zone is ever 36 hours from UTC
	for {
		start, end := at.ZoneBounds()
		_, offset := at.Zone()
		u := local - int64(offset)
		if !start.IsZero() && u < start.Unix() {
			return start.Unix()
		}
		if end.IsZero() || u < end.Unix() {
			return u
		}
		at = end
	}
}

// Schedule are working hours laid onto instants of a zone.
type Schedule struct {
	from, to int64      // what it covers
	spans    []Interval // disjoint, in order, each [From, To)
	before   []int64    // working seconds before each span, and in all
	byHour   []int32    // the first span that ends after from, from and an hour, and so on
	rebuild  func(from, to int64) *Schedule
}

// NewSchedule lays hours onto a zone, holidays apart; nil without any hours. Holidays are dates on which no span
// starts. The schedule answers for any instant, fastest between the Unix seconds from and to.
func NewSchedule(hours Hours, holidays []Date, zone *time.Location, from, to int64) *Schedule {
	if !hours.Exist() {
		return nil
	}
	s := &Schedule{from: from, to: to}
	s.rebuild = func(from, to int64) *Schedule { return NewSchedule(hours, holidays, zone, from, to) }
	closed := make(map[Date]bool, len(holidays))
	for _, d := range holidays {
		closed[d] = true
	}
	last := DateOf(time.Unix(to, 0).In(zone)).Add(2)
	for d := DateOf(time.Unix(from, 0).In(zone)).Add(-2); d.Compare(last) <= 0; d = d.Add(1) {
		if closed[d] {
			continue
		}
		for _, span := range hours[d.Weekday()] {
			i := Interval{From: d.Instant(span.Start, zone)}
			if span.End < span.Start {
				i.To = d.Add(1).Instant(span.End, zone)
			} else {
				i.To = d.Instant(span.End, zone)
			}
			if i.From < i.To {
				s.spans = append(s.spans, i)
			}
		}
	}
	s.spans = union(s.spans)
	sum := int64(0)
	for _, i := range s.spans {
		s.before = append(s.before, sum)
		sum += i.Seconds()
	}
	s.before = append(s.before, sum)
	for t, i := from, 0; t <= to; t += hourSeconds {
		i += s.skip(i, t)
		s.byHour = append(s.byHour, int32(i))
	}
	return s
}

const hourSeconds = 3600

// skip is how many of the spans from one on have ended at t.
func (s *Schedule) skip(from int, t int64) (spans int) {
	for from+spans < len(s.spans) && s.spans[from+spans].To <= t {
		spans++
	}
	return spans
}

// Covers tells whether the schedule answers fast from one Unix second to another.
func (s *Schedule) Covers(from, to int64) bool { return s != nil && from >= s.from && to <= s.to }

// union sorts intervals and joins those that overlap or touch.
func union(spans []Interval) []Interval {
	slices.SortFunc(spans, func(a, b Interval) int { return cmp.Compare(a.From, b.From) })
	joined := spans[:0]
	for _, i := range spans {
		if n := len(joined); n > 0 && i.From <= joined[n-1].To {
			joined[n-1].To = max(joined[n-1].To, i.To)
			continue
		}
		joined = append(joined, i)
	}
	return joined
}

// Inside tells whether an instant lies in working hours: a span's start is in it, its end is not.
func (s *Schedule) Inside(t int64) bool {
	if t < s.from || t > s.to {
		return s.rebuild(t, t).Inside(t)
	}
	i := s.next(t)
	return i < len(s.spans) && s.spans[i].From <= t
}

// Seconds are the working seconds of an interval that exists. ok is false where the whole interval, or an instant
// without length, lies outside working hours: such an interval is excluded from averages, never 0.
func (s *Schedule) Seconds(i Interval) (seconds int64, ok bool) {
	if i.From < s.from || i.To > s.to {
		return s.rebuild(i.From, i.To).Seconds(i)
	}
	if i.From == i.To {
		return 0, s.Inside(i.From)
	}
	seconds = s.elapsed(i.To) - s.elapsed(i.From)
	return seconds, seconds > 0
}

// Throughout tells whether all instants from one to another, both included, lie in the same stretch of working hours
// (inside), or all between two of them; else same is false.
func (s *Schedule) Throughout(from, to int64) (inside, same bool) {
	if from < s.from || to > s.to {
		return s.rebuild(from, to).Throughout(from, to)
	}
	i := s.next(from)
	switch {
	case i == len(s.spans):
		return false, true
	case s.spans[i].From <= from:
		return true, to < s.spans[i].To
	}
	return false, to < s.spans[i].From
}

// next is the first span that ends after t, which the schedule covers. It begins at that of t's hour: every reply on the
// business clock asks for two, and in few hours a span ends.
func (s *Schedule) next(t int64) int {
	i := int(s.byHour[uint64(t-s.from)/hourSeconds])
	return i + s.skip(i, t)
}

// elapsed are the working seconds before t since the schedule's first span.
func (s *Schedule) elapsed(t int64) int64 {
	i := s.next(t)
	e := s.before[i]
	if i < len(s.spans) && s.spans[i].From < t {
		e += t - s.spans[i].From
	}
	return e
}
