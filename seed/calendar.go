package seed

import (
	"math"
	"slices"
	"sort"
	"time"

	"relato/conversation"
)

// inactivityHours is the silence that ends the conversations of threads without a close of their own.
const inactivityHours = 24

// workingHours are those of the shops: weekdays with a lunch break, and Saturday morning.
var workingHours = conversation.Hours{
	time.Monday:    weekday,
	time.Tuesday:   weekday,
	time.Wednesday: weekday,
	time.Thursday:  weekday,
	time.Friday:    weekday,
	time.Saturday:  {{Start: 9 * 60, End: 13 * 60}},
}

var weekday = []conversation.Span{{Start: 8 * 60, End: 12 * 60}, {Start: 13 * 60, End: 18 * 60}}

// holidays are Brazil's national holidays of the years from first to last, Carnival Tuesday and Corpus Christi, in order.
func holidays(first, last int) []conversation.Date {
	var dates []conversation.Date
	for y := first; y <= last; y++ {
		for _, day := range slices.Concat(conversation.NationalHolidays(y), conversation.OptionalPoints(y)) {
			if day.Feast != conversation.CarnivalMonday {
				dates = append(dates, day.Date)
			}
		}
	}
	slices.SortFunc(dates, conversation.Date.Compare)
	return slices.Compact(dates) // Good Friday can fall on Tiradentes
}

// never is an instant after every Until: what would happen then does not.
const never = math.MaxInt64 / 4

// desk is when humans are at work: disjoint spans in order, in Unix milliseconds, each [From, To).
type desk []conversation.Interval

func newDesk(hours conversation.Hours, closed []conversation.Date, from, until time.Time) desk {
	var d desk
	zone, last := until.Location(), conversation.DateOf(until)
	for date := conversation.DateOf(from); date.Compare(last) <= 0; date = date.Add(1) {
		if slices.Contains(closed, date) {
			continue
		}
		for _, span := range hours[date.Weekday()] {
			d = append(d, conversation.Interval{
				From: date.Instant(span.Start, zone) * second,
				To:   date.Instant(span.End, zone) * second,
			})
		}
	}
	return d
}

// next is the first span that ends after an instant.
func (d desk) next(at int64) int {
	return sort.Search(len(d), func(i int) bool { return d[i].To > at })
}

// staffed tells whether an instant is in working hours.
func (d desk) staffed(at int64) bool {
	i := d.next(at)
	return i < len(d) && d[i].From <= at
}

// after is the instant at which so many milliseconds of working time have passed since another.
func (d desk) after(at, work int64) int64 {
	for _, span := range d[d.next(at):] {
		from := max(at, span.From)
		if work < span.To-from {
			return from + work
		}
		work -= span.To - from
	}
	return never
}
