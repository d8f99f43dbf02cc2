package views

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"relato/report"
)

// heat is a table of weekdays and hours, each cell in one of six steps of a hue.
type heat struct {
	Title string
	Hours [24]string // headings, of which every third is seen
	Rows  []heatRow
	Work  [24]bool // hours that are working hours on some day
	Note  string
}

type heatRow struct {
	Day   string
	Cells [24]heatCell
}

type heatCell struct {
	Count, Title, Step string
	Link               templ.SafeURL // to the conversations that it counts; empty when it counts none, or messages
}

// heat lays counts out; form says what a cell counts. Cells link to what follows prefix, unless
// that is empty.
func (p Page) heat(counts report.Heat, title string, form plural, prefix string) heat {
	w := p.words()
	h := heat{Title: title}
	largest, peakDay, peakHour := 0, 0, 0
	for day := range counts {
		for hour, n := range counts[day] {
			if n > largest {
				largest, peakDay, peakHour = n, day, hour
			}
		}
	}
	for day := range counts {
		weekday := (day + 1) % 7 // rows begin with Monday
		row := heatRow{Day: w.Weekdays[weekday]}
		for hour, n := range counts[day] {
			c := heatCell{
				Count: p.Lang.number(int64(n)), Title: fmt.Sprintf(w.HeatCell, row.Day, strconv.Itoa(hour), p.Lang.count(n, form)),
				Step: heatStep(n, largest),
			}
			if prefix != "" && n > 0 {
				c.Link = templ.SafeURL(prefix + heatQuery(day, hour))
			}
			row.Cells[hour] = c
		}
		h.Rows = append(h.Rows, row)
	}
	for hour := range h.Hours {
		h.Hours[hour] = p.Lang.hour(hour)
	}
	if largest > 0 {
		h.Note = fmt.Sprintf(w.HeatPeak, w.WeekdayNames[(peakDay+1)%7], strconv.Itoa(peakHour))
	}
	if p.Account.Schedule {
		h.Work = p.workHours()
		h.Note += " " + w.HeatHours
	}
	return h
}

// heatStep is the class of a count: its share of the largest in fifths, rounded.
func heatStep(n, largest int) string {
	return "h" + strconv.Itoa((10*n+largest)/max(1, 2*largest))
}

// workHours are the hours that some day's working hours touch.
func (p Page) workHours() [24]bool {
	var work [24]bool
	for _, day := range p.Account.Hours {
		for _, s := range day {
			end := s.End
			if end < s.Start {
				end += 24 * 60
			}
			for hour := s.Start / 60; hour*60 < end; hour++ {
				work[hour%24] = true
			}
		}
	}
	return work
}
