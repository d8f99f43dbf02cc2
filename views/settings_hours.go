package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"relato/conversation"
)

// HoursForm is a working week and the holidays as their page shows them: what holds, or what was typed.
type HoursForm struct {
	Days     [7]DayForm         // by weekday, Sunday first
	Hours    conversation.Hours // what can be read of the days
	Holidays []conversation.Date

	Holiday      string // a date that was typed and not added
	HolidayWrong bool
	Draft        bool // it is not what holds: something was changed and not saved
}

// DayForm is one day of the week. A day without intervals is closed.
type DayForm struct {
	Spans []SpanForm
	Fresh bool // the last interval was just added, for the reader to fill in
}

// SpanForm is an interval as it was typed.
type SpanForm struct {
	From, To string
	Wrong    SpanWrong
}

// SpanWrong is why an interval was not taken.
type SpanWrong int

// The reasons.
const (
	SpanTaken  SpanWrong = iota
	SpanUnread           // a time that is none
	SpanHalf             // one of the two times is missing
	SpanEmpty            // it ends when it starts
	SpanLate             // it starts at 24:00
)

// Wrong tells whether anything in the form was not taken.
func (f HoursForm) Wrong() bool {
	return f.HolidayWrong || slices.ContainsFunc(f.Days[:], func(d DayForm) bool {
		return slices.ContainsFunc(d.Spans, func(s SpanForm) bool { return s.Wrong != SpanTaken })
	})
}

// HoursDraft is the name of the buttons that change the form and save nothing; their values are these words, with a
// weekday, an interval's number from 0, a date or a year after them.
const HoursDraft = "do"

// What the buttons do.
const (
	HoursLook     = "look"     // nothing: say the form back
	HoursAdd      = "add"      // an interval to a weekday
	HoursDrop     = "drop"     // an interval of a weekday
	HoursCopy     = "copy"     // a weekday's intervals to Monday to Friday
	HolidayAdd    = "holiday"  // the date that was typed
	HolidayDrop   = "reopen"   // a date
	HolidaysTaken = "national" // Brazil's national holidays of a year
	HolidaysMaybe = "optional" // Brazil's optional points of a year
)

// maxSpans is how many intervals of a day the form offers.
const maxSpans = 6

// hoursWords are the words of the page of working hours.
type hoursWords struct {
	Hours                                       term
	Week, Closed, Add, Drop, Copy               string
	OfDay, FromOf, UntilOf                      string // a label and the day it is about; FromOf with the interval's number too
	Unread, Half, Empty, Late                   string // the first with what was typed
	NextDay, Overlap                            string // NextDay: interval, day
	Says, SaysNone                              string // Says: hours, duration
	NotYet                                      string
	Holidays                                    term
	NoHolidays, HolidayDate, HolidayAdd, Reopen string // Reopen with the date
	HolidayWrong                                string
	Brazil, Optional                            term
	Earlier                                     plural
	Feasts                                      [conversation.Feasts]string
}

// HoursSettings is the page of working hours and holidays.
func HoursSettings(p Page, f HoursForm, saved bool) templ.Component {
	return hoursSettings(p, f, Notice{Saved: saved, Wrong: f.Wrong() && !f.Draft})
}

// week are the days from Monday.
func week() []time.Weekday {
	return []time.Weekday{1, 2, 3, 4, 5, 6, 0}
}

// dayKey is a weekday's name in forms and files.
func dayKey(d time.Weekday) string { return conversation.Weekdays[d] }

// pairs are the intervals that a day's line shows: an empty one where there is none.
func (d DayForm) pairs() []SpanForm {
	if len(d.Spans) == 0 {
		return []SpanForm{{}}
	}
	return d.Spans
}

// takesMore tells whether the form offers another interval: a day without any shows an empty one already.
func (d DayForm) takesMore() bool { return len(d.Spans) > 0 && len(d.Spans) < maxSpans }

// hoursNote is what stands below a day.
type hoursNote struct {
	Text  string
	Wrong bool
}

// notes say what is wrong with a day's intervals, and what one should know of them.
func (f HoursForm) notes(l Lang, day time.Weekday) []hoursNote {
	w := l.words().Settings.Hours
	var notes []hoursNote
	for _, s := range f.Days[day].Spans {
		if text := w.wrong(s); text != "" {
			notes = append(notes, hoursNote{text, true})
		}
	}
	next := l.words().WeekdayNames[(day+1)%7]
	for _, s := range f.Hours[day] {
		if s.Overnight() && s.End > 0 {
			notes = append(notes, hoursNote{fmt.Sprintf(w.NextDay, spans([]conversation.Span{s}), next), false})
		}
	}
	if f.Hours.Overlaps(day) {
		notes = append(notes, hoursNote{w.Overlap, false})
	}
	return notes
}

func (w hoursWords) wrong(s SpanForm) string {
	switch s.Wrong {
	case SpanUnread:
		return fmt.Sprintf(w.Unread, s.From+"–"+s.To)
	case SpanHalf:
		return w.Half
	case SpanEmpty:
		return w.Empty
	case SpanLate:
		return w.Late
	}
	return ""
}

// says is the form in words: the week, and how long it is.
func (f HoursForm) says(l Lang) string {
	w := l.words().Settings.Hours
	if !f.Hours.Exist() {
		return w.SaysNone
	}
	return fmt.Sprintf(w.Says, l.hours(f.Hours), l.workTime(f.Hours.WeekSeconds()))
}

// workTime writes working seconds in hours and minutes, however many hours they are.
func (l Lang) workTime(seconds int64) string {
	w := l.words()
	text := l.number(seconds/3600) + space + w.UnitHour
	if minutes := seconds % 3600 / 60; minutes > 0 {
		text += space + l.number(minutes) + space + w.UnitMinute
	}
	return text
}

// holidayYear are the holidays of one year.
type holidayYear struct {
	Year int
	Days []conversation.Date
}

// holidayYears are the holidays by year: those that are over, the latest first, and those of this year and later.
func (f HoursForm) holidayYears(today conversation.Date) (over, ahead []holidayYear) {
	for _, d := range f.Holidays {
		years := &ahead
		if d.Year < today.Year {
			years = &over
		}
		if n := len(*years); n == 0 || (*years)[n-1].Year != d.Year {
			*years = append(*years, holidayYear{Year: d.Year})
		}
		last := &(*years)[len(*years)-1]
		last.Days = append(last.Days, d)
	}
	slices.Reverse(over)
	return over, ahead
}

func holidayCount(years []holidayYear) (n int) {
	for _, y := range years {
		n += len(y.Days)
	}
	return n
}

// feast is what Brazil celebrates on a date; empty = nothing that is known here.
func (l Lang) feast(d conversation.Date) string {
	for _, days := range [][]conversation.FeastDay{conversation.NationalHolidays(d.Year), conversation.OptionalPoints(d.Year)} {
		for _, day := range days {
			if day.Date == d {
				return l.words().Settings.Hours.Feasts[day.Feast]
			}
		}
	}
	return ""
}

// hasAll tells whether all days are among the holidays.
func (f HoursForm) hasAll(days []conversation.FeastDay) bool {
	return !slices.ContainsFunc(days, func(d conversation.FeastDay) bool { return !slices.Contains(f.Holidays, d.Date) })
}

// calendar are the days of a year that a button adds.
type calendar struct {
	Year int
	Do   string
	Days []conversation.FeastDay
	Name string
	Done bool // all of them are there
}

// calendars are offered for this year and the next.
func (f HoursForm) calendars(p Page, do string, name term, of func(int) []conversation.FeastDay) []calendar {
	var all []calendar
	for year := p.today().Year; year <= p.today().Year+1; year++ {
		days := of(year)
		all = append(all, calendar{year, fmt.Sprint(do, " ", year), days, fmt.Sprintf(name.Name, fmt.Sprint(year)), f.hasAll(days)})
	}
	return all
}

// list are the calendar's days in words.
func (c calendar) list(l Lang) string {
	texts := make([]string, len(c.Days))
	for i, d := range c.Days {
		texts[i] = l.date(d.Date) + space + l.words().Settings.Hours.Feasts[d.Feast]
	}
	return strings.Join(texts, ", ")
}

// do is what pressing a button of the form sends: the word, and what it is about.
func do(word string, about ...any) string {
	return strings.TrimSpace(word + " " + strings.TrimSuffix(fmt.Sprintln(about...), "\n"))
}

// clockField is where one types a time of day.
type clockField struct {
	Name   string
	Number int // of the interval, from 0
	Value  string
	Label  string
	Wrong  bool
	Focus  bool
}

// note is the id of what stands below the field's day.
func (f clockField) note() string {
	day, _, _ := strings.Cut(f.Name, "-")
	return "note-" + day
}

// noteID is the id of what stands below a day.
func noteID(day time.Weekday) string { return "note-" + dayKey(day) }

// noteIDs are those of all days, as a selector.
func noteIDs() string {
	ids := make([]string, 0, 7)
	for _, day := range week() {
		ids = append(ids, "#"+noteID(day))
	}
	return strings.Join(ids, ",")
}
