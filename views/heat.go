package views

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"relato/report"
)

// heat is a table of weekdays and hours, each cell in one of six steps of a hue.
type heat struct {
	Title string
	Hours [24]string // headings, of which every third is seen
	Rows  []heatRow
	Work  [24]bool  // hours that are working hours on some day
	Scale [6]string // the counts of each step; empty where a step has none
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
	measure := heatMeasure(counts)
	h.Scale = p.heatScale(measure)
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
				Step: heatStep(n, measure),
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
		h.Note = fmt.Sprintf(p.Lang.form(peakHour, w.HeatPeak), w.WeekdayNames[(peakDay+1)%7], strconv.Itoa(peakHour))
	}
	if p.Account.Schedule {
		h.Work = p.workHours()
		h.Note += " " + w.HeatHours
	}
	return h
}

// heatMeasure is what the steps of a heat are measured against: the count that 95 % of the cells with any do not exceed.
// Against the largest, one hour of a sale would leave all others pale.
func heatMeasure(counts report.Heat) int {
	var some []int
	for day := range counts {
		for _, n := range counts[day] {
			if n > 0 {
				some = append(some, n)
			}
		}
	}
	if len(some) == 0 {
		return 1
	}
	slices.Sort(some)
	return some[(95*len(some)+99)/100-1]
}

// heatStep is the step of a count: its fifth of the measure. Only none is step 0: a reader sees at once where there is
// something. A class that is made costs a template a map, which would be a tenth of what an overview takes in memory.
func heatStep(n, measure int) string {
	return strconv.Itoa(min(5, (5*n+measure-1)/measure))
}

// heatScale writes which counts each step stands for.
func (p Page) heatScale(measure int) (scale [6]string) {
	number := func(n int) string { return p.Lang.number(int64(n)) }
	scale[0] = number(0)
	for step := 1; step < len(scale); step++ {
		low, high := (step-1)*measure/5+1, step*measure/5
		switch {
		case step == 5:
			scale[step] = "≥" + space + number(low)
		case low == high:
			scale[step] = number(low)
		case low < high:
			scale[step] = number(low) + "–" + number(high)
		}
	}
	return scale
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
