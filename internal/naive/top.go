package naive

import (
	"slices"
	"strings"

	"relato/report"
)

// top breaks the tags with the most conversations down: report.Top, from the report's rows in its own order.
func (b *book) top(f report.Filter, rows []report.TagRow) report.Top {
	var t report.Top
	for _, row := range rows {
		if row.Conversations > 0 && row.Tag != report.Nobody {
			t.OfTags++
		}
		if row.Conversations > 0 && (row.Tag == report.Nobody || len(t.Tags) < report.TopTags) {
			t.Tags = append(t.Tags, row.Tag)
		}
	}
	t.Agents, t.OfAgents = b.topAgents(f)
	var times []Interval
	t.Group, times = b.courseTimes(f)
	for _, i := range times {
		t.Times = append(t.Times, report.Bucket{Start: i.From, End: i.To})
	}
	for _, tag := range t.Tags {
		tagged := selected(b.cohort, func(c Conversation) bool { return has(orNone(c.Tags), tag) })
		var byAgent []int
		for _, agent := range t.Agents {
			byAgent = append(byAgent, len(selected(tagged, func(c Conversation) bool { return has(orNone(c.Agents), agent.Value) })))
		}
		t.ByAgent = append(t.ByAgent, byAgent)
		var byHour [24]int
		for _, c := range tagged {
			byHour[b.clock.local(c.StartedAt).Hour()]++
		}
		t.ByHour = append(t.ByHour, byHour)
		if tag == report.Nobody || len(t.Trend) == report.TrendTags {
			continue
		}
		var course []int
		for _, i := range times {
			course = append(course, len(selected(tagged, func(c Conversation) bool { return in(c.StartedAt, i) })))
		}
		t.Trend = append(t.Trend, course)
	}
	return t
}

// topAgents are the participants that the agents report would have rows for, most conversations first, then by name
// and id; Nobody last. And how many there are, Nobody apart.
func (b *book) topAgents(f report.Filter) (agents []report.Choice, all int) {
	conversations := map[string]int{}
	for _, c := range b.cohort {
		for _, id := range orNone(c.Agents) {
			if anyOf(f.Agents, []string{id}) {
				conversations[id]++
			}
		}
	}
	for id := range conversations {
		if id != report.Nobody {
			name, _, _ := b.agent(id)
			agents = append(agents, report.Choice{Value: id, Name: name})
		}
	}
	slices.SortFunc(agents, func(r, s report.Choice) int {
		if conversations[r.Value] != conversations[s.Value] {
			return sign(conversations[r.Value] > conversations[s.Value])
		}
		if order := strings.Compare(r.Name, s.Name); order != 0 {
			return order
		}
		return strings.Compare(r.Value, s.Value)
	})
	all = len(agents)
	if all > report.TopAgents {
		agents = agents[:report.TopAgents]
	}
	if conversations[report.Nobody] > 0 {
		agents = append(agents, report.Choice{Value: report.Nobody})
	}
	return agents, all
}

// courseTimes are the times of a course: the buckets of the filter's group, or of the next wider one of which there are
// not too many; months never are.
func (b *book) courseTimes(f report.Filter) (group string, times []Interval) {
	wanted := false
	for _, group := range []string{"hour", "day", "week", "month"} {
		wanted = wanted || group == f.Group
		if !wanted {
			continue
		}
		if times := b.clock.Buckets(f.From, f.To, group); len(times) <= report.TrendTimes || group == "month" {
			return group, times
		}
	}
	return "total", b.clock.Buckets(f.From, f.To, "total")
}
