package naive

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// DrawFilter is a filter as report.Parse gives it, without sorting, paging, search and another basis than the start: any conditions together, few
// at a time, over values that the account has and that nobody has.
func DrawFilter(t *rapid.T, a Account) report.Filter {
	schedule := NewWorkingHours(a.Hours, a.Holidays, NewClock(a.Zone)).Exist()
	f := report.Filter{
		TagMode: report.Any, ContactTagMode: report.Any,
		Clock: "calendar", Group: rapid.SampledFrom([]string{"hour", "day", "week", "month", "total"}).Draw(t, "group"), Page: 1,
		Compare: rapid.SampledFrom([]string{report.PreviousPeriod, report.PreviousYear, report.NoPeriod}).Draw(t, "compare"),
	}
	f.From, f.To = drawPeriod(t, a, f.Group)
	for range rapid.SampledFrom([]int{0, 1, 0, 0, 0, 2, 0, 1, 3, 5}).Draw(t, "conditions") {
		drawCondition(t, &f, schedule, NewClock(a.Zone))
	}
	if rapid.IntRange(0, 5).Draw(t, "since if 5") == 5 {
		start, end := NewClock(a.Zone).period(f.From, f.To)
		f.Since = rapid.Int64Range(max(start, 1), max(end, 2)).Draw(t, "since")
		f.Until = f.Since + rapid.Int64Range(1, 4*24*3600).Draw(t, "until")
	}
	if schedule && rapid.Bool().Draw(t, "business") {
		f.Clock = "business"
	}
	return f
}

// drawPeriod is near the events, most often around the start of some conversation; without events, near the clock.
func drawPeriod(t *rapid.T, a Account, group string) (from, to conversation.Date) {
	var at []time.Time
	for _, c := range a.Conversations() {
		at = append(at, time.Unix(c.StartedAt, 0).In(a.Zone))
	}
	for _, thread := range a.Threads {
		for _, e := range thread.Events {
			if len(at) == 0 || rapid.IntRange(0, 7).Draw(t, "near any event if 7") == 7 {
				at = append(at, time.UnixMilli(e.At).In(a.Zone))
			}
		}
	}
	at = append(at, a.Now)
	near := dateOf(rapid.SampledFrom(at).Draw(t, "near"))
	from = later(near, rapid.SampledFrom([]int{-1, -2, 0, 0, -4, -8, 1}).Draw(t, "from"))
	lengths := []int{8, 31, 3, 1, 5, 2, 1, 70}
	if group != "hour" {
		lengths = append(lengths, 200)
	}
	return from, later(from, rapid.SampledFrom(lengths).Draw(t, "days")-1)
}

func drawCondition(t *rapid.T, f *report.Filter, schedule bool, clock *Clock) {
	modes := rapid.SampledFrom([]report.Mode{report.Any, report.All, report.Not})
	tags := append([]string{report.Nobody, report.Nobody, "unknown"}, tagNames...)
	switch rapid.IntRange(0, 19).Draw(t, "condition") {
	case 0:
		f.Channels = drawValues(t, append([]string{"unknown"}, channelIDs...))
	case 1:
		f.Origins = drawValues(t, []string{"inbound", "inbox", "flow", "other"})
	case 2:
		f.Agents = drawValues(t, append([]string{report.Nobody, "a9", "unknown"}, agentIDs...))
	case 3:
		f.Tags, f.TagMode = drawValues(t, tags), modes.Draw(t, "tag mode")
	case 4:
		f.ContactTags, f.ContactTagMode = drawValues(t, tags), modes.Draw(t, "contact tag mode")
	case 5:
		if schedule {
			f.Hours = rapid.SampledFrom([]string{"inside", "outside"}).Draw(t, "hours")
		}
	case 6:
		f.Status = rapid.SampledFrom([]string{"open", "closed"}).Draw(t, "status")
	case 7:
		f.Ratings = drawValues(t, []string{"1", "2", "3", "4", "5", report.Nobody})
	case 8:
		f.Unanswered = true
	case 9:
		f.Waiting = true
	default:
		start, end := clock.period(f.From, f.To)
		drawDrill(t, &f.Drill, schedule, Interval{From: start, To: end})
	}
}

// drawDrill draws one of the conditions that figures' links add.
func drawDrill(t *rapid.T, d *report.Drill, schedule bool, near Interval) {
	agents := append([]string{report.Nobody, report.Nobody, "a9", "unknown"}, agentIDs...)
	ranges := rapid.SampledFrom([]report.Range{{From: 60}, {To: 60}, {From: 60, To: 300}, {From: 300, To: 7200}, {To: 1}, {From: 3600}})
	measurable := report.Measurable
	if !schedule {
		measurable = slices.DeleteFunc(slices.Clone(measurable), func(what string) bool { return strings.HasSuffix(what, "_business") })
	}
	switch rapid.IntRange(0, 12).Draw(t, "drill") {
	case 0:
		d.Weekdays = drawValues(t, []string{"1", "2", "3", "4", "5", "6", "7"})
	case 1:
		d.StartHours = drawValues(t, []string{"0", "1", "2", "8", "9", "10", "11", "13", "17", "22", "23"})
	case 2:
		d.Owners = drawValues(t, agents)
	case 3:
		d.Responders = drawValues(t, agents)
	case 4:
		d.Surveyed = drawValues(t, agents)
	case 5:
		d.WithTags = drawValues(t, append([]string{report.Nobody, "unknown"}, tagNames...))
	case 6:
		d.Has = drawValues(t, measurable)
	case 7:
		d.Shared = true
	case 8:
		d.New = true
	case 9:
		d.FRT = ranges.Draw(t, "frt")
		if schedule {
			d.FRTBusiness = ranges.Draw(t, "frt_business")
		}
	case 10:
		start, end := near.From, near.To
		d.ClosedSince = rapid.Int64Range(max(start, 1), max(end, 2)).Draw(t, "closed since")
		if rapid.Bool().Draw(t, "ends") {
			d.ClosedUntil = d.ClosedSince + rapid.Int64Range(1, 4*24*3600).Draw(t, "closed until")
		}
	case 11:
		d.Lacks = drawValues(t, measurable)
	case 12: // what the business clock leaves out
		what := rapid.SampledFrom([]string{"frt", "reply", "duration"}).Draw(t, "measured")
		d.Has, d.Lacks = []string{what}, []string{"survey"}
		if schedule {
			d.Lacks = []string{what + "_business"}
		}
	}
}

// drawValues are one or more values, sorted and once each.
func drawValues(t *rapid.T, of []string) []string {
	values := rapid.SliceOfN(rapid.SampledFrom(of), 1, 3).Draw(t, "values")
	slices.Sort(values)
	return slices.Compact(values)
}
