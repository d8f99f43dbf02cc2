package report

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"relato/conversation"
)

// Relative names a period by where it stands to today, so that what is kept for later moves with the calendar; an
// address always has dates. Empty is a period of fixed dates.
type Relative string

// The periods by name; LastDays makes the others.
const (
	Today      Relative = "today"
	Yesterday  Relative = "yesterday"
	ThisMonth  Relative = "this-month" // its first day to today
	LastMonth  Relative = "last-month" // the whole month before
	ThisYear   Relative = "this-year"
	LastYear   Relative = "last-year"
	UntilToday Relative = "until-today" // a first day that is fixed, to today
)

// lastDays begins the names of periods of so many days that end today.
const lastDays = "last-"

// LastDays is the period of a number of days of which today is the last.
func LastDays(days int) Relative { return Relative(lastDays + strconv.Itoa(days)) }

// Days is how many days a period of LastDays has; 0 is another one.
func (r Relative) Days() int {
	text, is := strings.CutPrefix(string(r), lastDays)
	days, err := strconv.Atoi(text)
	if !is || err != nil || days < 1 || LastDays(days) != r {
		return 0
	}
	return days
}

// Relatives are the periods that menus offer.
var Relatives = []Relative{Today, Yesterday, LastDays(7), LastDays(30), LastDays(90), ThisMonth, LastMonth, ThisYear, LastYear}

// Dates are the period's first and last day as seen from today; from is the fixed first day of UntilToday. They are not
// ok when the name is none, or when UntilToday has not begun.
func (r Relative) Dates(today, from conversation.Date) (first, last conversation.Date, ok bool) {
	month := conversation.Date{Year: today.Year, Month: today.Month, Day: 1}
	switch r {
	case Today:
		return today, today, true
	case Yesterday:
		return today.Add(-1), today.Add(-1), true
	case ThisMonth:
		return month, today, true
	case LastMonth:
		last = month.Add(-1)
		return conversation.Date{Year: last.Year, Month: last.Month, Day: 1}, last, true
	case ThisYear:
		return conversation.Date{Year: today.Year, Month: 1, Day: 1}, today, true
	case LastYear:
		return conversation.Date{Year: today.Year - 1, Month: 1, Day: 1}, conversation.Date{Year: today.Year - 1, Month: 12, Day: 31}, true
	case UntilToday:
		return from, today, from.Compare(today) <= 0
	}
	if days := r.Days(); days > 0 {
		return today.Add(1 - days), today, true
	}
	return conversation.Date{}, conversation.Date{}, false
}

// Relatives are the names of the filter's period as seen from today, the likeliest first; none when it can only mean its
// dates, because it ends on another day or because other conditions are bound to instants.
func (f Filter) Relatives(today conversation.Date) []Relative {
	if f.Since != 0 || f.Until != 0 || f.ClosedSince != 0 || f.ClosedUntil != 0 {
		return nil
	}
	candidates := slices.Clone(Relatives)
	if f.To == today {
		candidates = append(candidates, UntilToday, LastDays(f.To.Sub(f.From)+1))
	}
	var names []Relative
	for _, r := range candidates {
		from, to, _ := r.Dates(today, f.From)
		if from == f.From && to == f.To && !slices.Contains(names, r) {
			names = append(names, r)
		}
	}
	return names
}

// Kept is the filter as a query to keep under a name of its period: without what the name says, and from its first page.
func (f Filter) Kept(r Relative) url.Values {
	f.Page = 1
	q := f.Query()
	if r != "" {
		q.Del("to")
	}
	if r != "" && r != UntilToday {
		q.Del("from")
	}
	return q
}

// Moved is a query that was kept, in the period that its name means today. It is not ok when the name, or the first day
// that it needs, is none.
func (r Relative) Moved(kept url.Values, today conversation.Date) (q url.Values, ok bool) {
	q = maps.Clone(kept)
	if r == "" {
		return q, true
	}
	from, _ := conversation.ParseDate(kept.Get("from")) // only one name needs it, and then the zero date is before all
	first, last, ok := r.Dates(today, from)
	q.Set("from", first.String())
	q.Set("to", last.String())
	return q, ok && first.Year > 0
}
