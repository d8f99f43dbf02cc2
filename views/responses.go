package views

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"relato/report"
)

// responses are the first responses by how long they took.
type responses struct {
	Classes []responseClass
	Count   string
	All     templ.SafeURL // the conversations that Count counts
	Outside remark        // those that the business clock left out; empty on the other
	Note    string        // how many were quick
}

// responseClass is one bar: its name, and what it counts.
type responseClass struct {
	Name, Count, Percent string
	Width                float64 // of the largest
	Link                 templ.SafeURL
}

// responses lay the classes out. None are laid out when there was no response.
func (p Page) responses(r report.Responses, t report.Times) responses {
	w, l := p.words(), p.Lang
	all := r.All()
	d := responses{Count: fmt.Sprintf(w.MeasuredFoot, l.number(int64(t.N))), All: p.drillTo("frt_n", t.N)}
	if p.Filter.Business() {
		d.Outside = p.remark(w.Panels.Outside, t.Excluded, p.drillTo("frt_excluded", t.Excluded))
	}
	if all == 0 {
		return d
	}
	largest, so := 1, 0
	for _, n := range r {
		largest = max(largest, n)
	}
	var quick []string
	for i, class := range report.ResponseClasses {
		c := responseClass{
			Name: l.class(class), Count: l.number(int64(r[i])), Percent: l.percent(int64(r[i]), int64(all)),
			Width: float64(r[i]) / float64(largest),
		}
		if r[i] > 0 {
			c.Link = p.drill(p.tookWithin(class))
		}
		d.Classes = append(d.Classes, c)
		so += r[i]
		if class.To == 5*60 || class.To == 3600 || class.To == 24*3600 {
			quick = append(quick, fmt.Sprintf(w.Panels.InLessThan, l.percent(int64(so), int64(all)), l.edge(class.To)))
		}
	}
	d.Note = strings.Join(quick, " · ")
	return d
}

// tookWithin asks for first responses of a class, on the clock of the filter.
func (p Page) tookWithin(class report.Range) narrowing {
	return func(f *report.Filter) {
		if f.Business() {
			f.FRTBusiness = f.FRTBusiness.And(class)
		} else {
			f.FRT = f.FRT.And(class)
		}
	}
}

// class writes a class of seconds as "1–5 min"; the first has no beginning, the last no end.
func (l Lang) class(r report.Range) string {
	switch {
	case r.From == 0:
		return "<" + space + l.edge(r.To)
	case r.To == 0:
		return "≥" + space + l.edge(r.From)
	}
	from, _, _ := strings.Cut(l.edge(r.From), space)
	if r.To == 3600 { // the minutes go on to the hour
		return from + "–60" + space + l.words().UnitMinute
	}
	return from + "–" + l.edge(r.To)
}

// edge writes whole minutes or hours, which the edges of the classes are.
func (l Lang) edge(seconds int64) string {
	if seconds < 3600 {
		return l.number(seconds/60) + space + l.words().UnitMinute
	}
	return l.number(seconds/3600) + space + l.words().UnitHour
}
