package source

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// writtenTime is a time as a cell holds it.
type writtenTime struct {
	at    int64 // Unix milliseconds, where local is false
	local bool  // it is what a clock showed
	date  [3]int
	first bool          // the year comes first
	clock time.Duration // since midnight
}

var (
	localTime = regexp.MustCompile(`^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?:[,T]? *[T ]? *(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([aApP])\.?\s*[mM]\.?)?)?$`)
	offset    = regexp.MustCompile(`(?:[Zz]|UTC|GMT|[+-]\d{2}:?\d{2})$`)
)

// offsetLayouts are how times with an offset are written besides RFC 3339.
var offsetLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999 Z07:00", "2006-01-02 15:04:05.999999999 Z0700", "2006-01-02 15:04:05.999999999 MST",
}

// readTime reads a time: with an offset, seconds or milliseconds since 1970, or what a clock showed.
func readTime(s string) (w writtenTime, ok bool) {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\u202f", " "), "\u00a0", " "))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		switch len(s) {
		case 9, 10:
			return writtenTime{at: n * 1000}, true
		case 12, 13:
			return writtenTime{at: n}, true
		}
		return w, false
	}
	if offset.MatchString(s) {
		for _, layout := range offsetLayouts {
			if t, err := time.Parse(layout, strings.ToUpper(s)); err == nil {
				return writtenTime{at: t.UnixMilli()}, true
			}
		}
	}
	parts := localTime.FindStringSubmatch(s)
	if parts == nil {
		return w, false
	}
	number := func(i int) int { n, _ := strconv.Atoi(parts[i]); return n }
	w = writtenTime{local: true, date: [3]int{number(1), number(2), number(3)}, first: len(parts[1]) == 4}
	hour, minute, second := number(4), number(5), number(6)
	if half := strings.ToLower(parts[8]); half != "" {
		if hour < 1 || hour > 12 {
			return w, false
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 || second > 59 || w.first && len(parts[3]) > 2 || !w.first && len(parts[3]) != 2 && len(parts[3]) != 4 {
		return w, false
	}
	fraction, _ := strconv.Atoi((parts[7] + "000")[:3])
	w.clock = time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second +
		time.Duration(fraction)*time.Millisecond
	return w, true
}

// in is the milliseconds that the clock showed, counted as if it showed UTC, when the date is written in an order. ok is
// false where that date does not exist.
func (w writtenTime) in(order string) (local int64, ok bool) {
	year, month, day := w.date[2], w.date[1], w.date[0]
	switch {
	case w.first:
		year, day = w.date[0], w.date[2]
	case order == "mdy":
		month, day = w.date[0], w.date[1]
	case order == "ymd":
		year, day = w.date[0], w.date[2]
	}
	if year < 100 {
		year += 2000
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.UnixMilli() + w.clock.Milliseconds(), t.Month() == time.Month(month) && t.Day() == day
}

// tableClock turns the times of a table into instants.
type tableClock struct {
	zone   *time.Location // of times without an offset
	order  string         // of their dates
	latest int64
	local  bool // there are times without an offset, and
	dated  bool // such whose day and month could be in either order
}

// newTableClock finds out what the times at the start of a table leave open: the order of day and month. Zone and order
// are asked for only where they are needed.
func newTableClock(sample []string, o Options) (tableClock, error) {
	c := tableClock{zone: o.Zone, order: o.DateOrder, latest: o.Now.Add(maxAhead).UnixMilli()}
	fits := map[string]bool{"dmy": true, "mdy": true}
	open := ""
	for _, s := range sample {
		w, ok := readTime(s)
		if !ok || !w.local {
			continue
		}
		c.local = true
		if w.first {
			continue
		}
		c.dated, open = true, s
		for order := range fits {
			at, exists := w.in(order)
			if !exists || at > c.latest+maxAhead.Milliseconds() {
				delete(fits, order)
			}
		}
	}
	switch {
	case c.local && c.zone == nil:
		return c, &OptionError{"timezone", "the times have no offset; say in which time zone they are, like --timezone America/Sao_Paulo", nil}
	case open == "" || c.order != "":
	case len(fits) == 1:
		for order := range fits {
			c.order = order
		}
	case len(fits) == 0:
		return c, &OptionError{"date-order", "some dates fit day/month only and others month/day only; say which is right with --date-order", []string{"dmy", "mdy"}}
	default:
		return c, &OptionError{"date-order", fmt.Sprintf("%q can be day/month or month/day, and no other date tells; say which with --date-order dmy or mdy", open), []string{"dmy", "mdy"}}
	}
	return c, nil
}

const acceptedTime = "a time like 2026-01-31 14:05, 31/01/2026 14:05 or 2026-01-31T14:05:00-03:00"

// instant reads a cell with a time as Unix milliseconds.
func (c tableClock) instant(field, s string) (int64, error) {
	w, ok := readTime(s)
	if !ok {
		return 0, &CellError{NotATime, field, short(s)}
	}
	at := w.at
	if w.local {
		local, exists := w.in(c.order)
		if !exists {
			return 0, &CellError{NoSuchDate, field, short(s)}
		}
		clock := clockIn{zone: c.zone}
		seconds, rest := local/1000, local%1000
		at = clock.instant(seconds)*1000 + rest
	}
	switch {
	case at < 0:
		return 0, &CellError{BeforeTime, field, short(s)}
	case at > c.latest:
		return 0, &CellError{AheadOfTime, field, short(s)}
	}
	return at, nil
}

// short is a cell as a message shows it.
func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
