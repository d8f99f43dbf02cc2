package naive

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// DrawFilter is a filter as report.Parse gives it, without sorting, paging and search: any conditions together, few
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
		drawCondition(t, &f, schedule)
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

func drawCondition(t *rapid.T, f *report.Filter, schedule bool) {
	modes := rapid.SampledFrom([]report.Mode{report.Any, report.All, report.Not})
	tags := append([]string{report.Nobody, report.Nobody, "unknown"}, tagNames...)
	switch rapid.IntRange(0, 9).Draw(t, "condition") {
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
	}
}

// drawValues are one or more values, sorted and once each.
func drawValues(t *rapid.T, of []string) []string {
	values := rapid.SliceOfN(rapid.SampledFrom(of), 1, 3).Draw(t, "values")
	slices.Sort(values)
	return slices.Compact(values)
}
