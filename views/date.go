package views

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"relato/conversation"
	"relato/report"
)

// weekStart is the weekday with which calendars begin a week, from Sunday: as their readers know them. Weeks of reports
// begin on Monday in every language (section 5).
func (l Lang) weekStart() int {
	if l == Spanish {
		return 1
	}
	return 0
}

// date writes a day as "22 nov".
func (l Lang) date(d conversation.Date) string {
	return strconv.Itoa(d.Day) + space + l.words().Months[d.Month-1]
}

// days writes a period as short as it stays clear: "16–22 nov 2026", "24 out – 22 nov 2026".
func (l Lang) days(from, to conversation.Date) string {
	year := space + strconv.Itoa(to.Year)
	switch {
	case from == to:
		return l.date(to) + year
	case from.Year != to.Year:
		return l.date(from) + space + strconv.Itoa(from.Year) + " – " + l.date(to) + year
	case from.Month != to.Month:
		return l.date(from) + " – " + l.date(to) + year
	}
	return strconv.Itoa(from.Day) + "–" + l.date(to) + year
}

// timeOfDay writes the time of day.
func timeOfDay(t time.Time) string { return t.Format("15:04") }

// moment writes an instant in account time, as near to now as it is: "hoje 18:31", "sáb 21 nov 17:13".
func (l Lang) moment(unix int64, a *report.Account) string {
	t, now := unixIn(unix, a.Zone), a.Now.In(a.Zone)
	day, today := conversation.DateOf(t), conversation.DateOf(now)
	switch {
	case day == today:
		return l.words().Today + space + timeOfDay(t)
	case day == today.Add(-1):
		return l.words().Yesterday + space + timeOfDay(t)
	case day.Year == today.Year:
		return l.words().Weekdays[t.Weekday()] + space + l.date(day) + space + timeOfDay(t)
	}
	return l.date(day) + space + strconv.Itoa(day.Year) + space + timeOfDay(t)
}

// hour writes an hour of the day as a heading.
func (l Lang) hour(h int) string { return fmt.Sprintf(l.words().HourShort, strconv.Itoa(h)) }

// dated writes a day with its year, "22 nov 2026".
func (l Lang) dated(d conversation.Date) string { return l.date(d) + space + strconv.Itoa(d.Year) }

// bucket writes what a row of the overview of a period covers: with its year where there are several, without its day
// where there is one. The first part, when there is one, is only for where there is room.
func (l Lang) bucket(b *report.Bucket, f *report.Filter, zone *time.Location) (extra, name string) {
	w, date, years := l.words(), l.date, f.From.Year != f.To.Year
	if years {
		date = l.dated
	}
	start, last := unixIn(b.Start, zone), unixIn(b.End-1, zone)
	from, to := conversation.DateOf(start), conversation.DateOf(last)
	switch f.Group {
	case "hour":
		if f.From == f.To {
			return w.Weekdays[start.Weekday()] + space + date(from), timeOfDay(start)
		}
		return w.Weekdays[start.Weekday()], date(from) + space + timeOfDay(start)
	case "week":
		if years {
			return "", l.days(from, to)
		}
		return "", strings.TrimSuffix(l.days(from, to), space+strconv.Itoa(to.Year))
	case "month":
		return "", w.Months[from.Month-1] + space + strconv.Itoa(from.Year)
	case "total":
		return "", l.days(from, to)
	}
	return w.Weekdays[start.Weekday()], date(from)
}

// hours writes a schedule, days of the same hours together: "seg–sex 9:00–18:00, sáb 9:00–13:00".
func (l Lang) hours(hours conversation.Hours) string {
	w := l.words()
	var groups []string
	for i := 0; i < 7; {
		day := (i + 1) % 7 // weeks begin on Monday
		text := spans(hours[day])
		j := i + 1
		for j < 7 && spans(hours[(j+1)%7]) == text {
			j++
		}
		if text != "" {
			name := w.Weekdays[day]
			if j > i+1 {
				name = fmt.Sprintf(w.WeekdayRange, name, w.Weekdays[j%7])
			}
			groups = append(groups, name+" "+text)
		}
		i = j
	}
	return strings.Join(groups, ", ")
}

func spans(spans []conversation.Span) string {
	texts := make([]string, len(spans))
	for i, s := range spans {
		texts[i] = strings.ReplaceAll(s.String(), "-", "–")
	}
	return strings.Join(texts, " ")
}

func unixIn(unix int64, zone *time.Location) time.Time { return time.Unix(unix, 0).In(zone) }
