package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"relato/report"
)

// field is a parameter of an address with one value.
type field struct{ Param, Value string }

// drillParams are the conditions of a drill, which the form does not show and its address keeps.
func (p Page) drillParams() []field {
	query := p.Filter.Drill.Query()
	var fields []field
	for param, values := range query {
		for _, v := range values {
			fields = append(fields, field{param, v})
		}
	}
	slices.SortFunc(fields, func(a, b field) int {
		return strings.Compare(a.Param+"\x00"+a.Value, b.Param+"\x00"+b.Value)
	})
	return fields
}

// drillChips name the conditions of a drill, so that a reader sees them and can drop them.
func (p Page) drillChips(add func(name, value string, drop func(*report.Filter))) {
	w, d := p.words().Drill, p.Filter.Drill
	if d.ByClose {
		add(w.Period, w.ClosedIn, func(f *report.Filter) { f.ByClose = false })
	}
	if d.Since != 0 || d.Until != 0 {
		add(w.Started, p.bounds(d.Since, d.Until, func(at int64) string { return p.Lang.moment(at, &p.Account) }),
			func(f *report.Filter) { f.Since, f.Until = 0, 0 })
	}
	if d.ClosedSince != 0 || d.ClosedUntil != 0 {
		add(w.Closed, p.bounds(d.ClosedSince, d.ClosedUntil, func(at int64) string { return p.Lang.moment(at, &p.Account) }),
			func(f *report.Filter) { f.ClosedSince, f.ClosedUntil = 0, 0 })
	}
	joined := func(name string, values []string, join string, drop func(*report.Filter)) {
		if len(values) > 0 {
			add(name, strings.Join(values, join), drop)
		}
	}
	list := func(name string, values []string, drop func(*report.Filter)) {
		joined(name, values, p.words().JoinAny, drop)
	}
	list(w.Weekday, each(d.Weekdays, p.weekdayName), func(f *report.Filter) { f.Weekdays = nil })
	list(w.Hour, each(d.StartHours, p.hourName), func(f *report.Filter) { f.StartHours = nil })
	list(w.Owner, each(d.Owners, p.agentOrNone), func(f *report.Filter) { f.Owners = nil })
	list(w.Responder, each(d.Responders, p.agentOrNone), func(f *report.Filter) { f.Responders = nil })
	list(w.Surveyed, each(d.Surveyed, p.agentOrNone), func(f *report.Filter) { f.Surveyed = nil })
	joined(p.words().Tags.Name, each(d.WithTags, p.tagName), p.words().JoinAll, func(f *report.Filter) { f.WithTags = nil })
	joined(w.Has, each(d.Has, p.measurable), p.words().JoinAll, func(f *report.Filter) { f.Has = nil })
	joined(w.Lacks, each(d.Lacks, p.measurable), w.Nor, func(f *report.Filter) { f.Lacks = nil })
	if d.Shared {
		add(w.Participants, w.Shared, func(f *report.Filter) { f.Shared = false })
	}
	if d.New {
		add(w.Contact, w.New, func(f *report.Filter) { f.New = false })
	}
	if d.FRT != (report.Range{}) {
		add(p.words().FRTColumn, p.bounds(d.FRT.From, d.FRT.To, p.Lang.duration), func(f *report.Filter) { f.FRT = report.Range{} })
	}
	if d.FRTBusiness != (report.Range{}) {
		add(p.words().FRTColumn+", "+w.BusinessTime, p.bounds(d.FRTBusiness.From, d.FRTBusiness.To, p.Lang.duration),
			func(f *report.Filter) { f.FRTBusiness = report.Range{} })
	}
}

// bounds names an interval of which one end, 0, may be missing.
func (p Page) bounds(from, to int64, name func(int64) string) string {
	w := p.words().Drill
	switch {
	case to == 0:
		return fmt.Sprintf(w.AtLeast, name(from))
	case from == 0:
		return fmt.Sprintf(w.Below, name(to))
	}
	return fmt.Sprintf(w.Between, name(from), name(to))
}

func each(values []string, name func(string) string) []string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = name(v)
	}
	return names
}

// weekdayName is a weekday's name by its number from Monday, 1.
func (p Page) weekdayName(number string) string {
	n, _ := strconv.Atoi(number)
	return p.words().WeekdayNames[n%7]
}

func (p Page) hourName(number string) string {
	n, _ := strconv.Atoi(number)
	return p.Lang.hour(n)
}

// agentOrNone is an agent's name, or what stands for none.
func (p Page) agentOrNone(id string) string {
	if id == report.Nobody {
		return p.words().NoAgent
	}
	return p.agentName(id)
}

func (p Page) tagName(tag string) string {
	if tag == report.Nobody {
		return p.words().NoTag
	}
	return tag
}

// measurable names one of report.Measurable.
func (p Page) measurable(what string) string {
	w := p.words().Drill
	return map[string]string{
		"frt": w.FRT, "frt_business": w.FRTBusiness, "reply": w.Reply, "reply_business": w.ReplyBusiness,
		"duration": w.Duration, "duration_business": w.DurationBusiness, "survey": w.Survey,
	}[what]
}
