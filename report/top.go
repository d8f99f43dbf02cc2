package report

import (
	"cmp"
	"slices"
)

// How much of the largest tags is broken down.
const (
	TopTags    = 12 // tags that are crossed with agents and hours
	TopAgents  = 12 // agents that they are crossed with
	TrendTags  = 6  // tags whose course over time is drawn
	TrendTimes = 54 // points of a course, at most, but for months: a year of weeks; more days of six tags could not be told apart
)

// Top breaks the tags with the most conversations of the cohort down. A conversation counts in each of its tags, and
// for each of its participants.
type Top struct {
	Tags     []string  // of the report's rows, most conversations first; Nobody last, besides TopTags
	OfTags   int       // tags with a conversation, Nobody apart
	Agents   []Choice  // participants, most conversations first; Nobody last, besides TopAgents
	OfAgents int       // participants, Nobody apart
	ByAgent  [][]int   // by tag, and agent
	ByHour   [][24]int // by tag, and local hour of the start
	Group    string    // of the times: the filter's, or the next wider one that makes at most TrendTimes; months are never too many
	Times    []Bucket  // in order; their figures are not filled in
	Trend    [][]int   // by tag, the first TrendTags of them and never Nobody, and time
}

// crossing says what of a conversation is crossed with what.
type crossing struct {
	times     timetable
	tag       []int8   // by number of a tag: its place among the top, -1 of those that are not in it
	agent     []int8   // likewise of an agent
	places    [][]int8 // by set of tags: the places of those in the top
	wholeDays bool     // times begin where days begin
	sizes     struct{ tags, agents, trend, times int }
}

// top names what is broken down of the rows of a report, each by its tag's number, and of the participants, by number
// how many conversations each has.
func (x *Index) top(f Filter, p period, rows []TagRow, participants []int) (Top, *crossing) {
	var t Top
	tags, ofTags := first(TopTags, len(rows), func(n int) bool { return rows[n].Conversations > 0 && f.showsTag(x.tagKey(n)) },
		func(a, b int) int {
			return cmp.Or(cmp.Compare(rows[b].Conversations, rows[a].Conversations), cmp.Compare(x.tagKey(a), x.tagKey(b)))
		})
	agents, ofAgents := first(TopAgents, len(participants), func(n int) bool { return participants[n] > 0 && f.showsAgent(x.agentKey(n)) },
		func(a, b int) int {
			return cmp.Or(cmp.Compare(participants[b], participants[a]),
				cmp.Compare(x.agent[a].Name, x.agent[b].Name), cmp.Compare(x.agent[a].ID, x.agent[b].ID))
		})
	cut, group := p.course(f)
	t.Group, t.Times, t.OfTags, t.OfAgents = group, cut.buckets(), ofTags, ofAgents
	c := &crossing{
		times: cut.calendar().timetable(), tag: places(tags, len(rows)), agent: places(agents, len(participants)), wholeDays: group != "hour",
	}
	c.places = c.placesOf(x.tagSets)
	for _, n := range tags {
		t.Tags = append(t.Tags, x.tagKey(n))
		if n != nobody && c.sizes.trend < TrendTags {
			c.sizes.trend++
		}
	}
	for _, n := range agents {
		t.Agents = append(t.Agents, Choice{x.agentKey(n), x.agent[n].Name})
	}
	c.sizes.tags, c.sizes.agents, c.sizes.times = len(tags), len(agents), len(t.Times)
	return t, c
}

func (x *Index) tagKey(n int) string {
	if n == nobody {
		return Nobody
	}
	return x.tags.all[n]
}

func (x *Index) agentKey(n int) string {
	if n == nobody {
		return Nobody
	}
	return x.agent[n].ID
}

// first are the numbers below an end that are shown, the first of them in an order, and nobody after these; and how
// many are shown, nobody apart.
func first(most, end int, shown func(int) bool, order func(a, b int) int) (numbers []int, all int) {
	for n := 1; n < end; n++ {
		if shown(n) {
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, order)
	all = len(numbers)
	numbers = numbers[:min(all, most)]
	if shown(nobody) {
		numbers = append(numbers, nobody)
	}
	return numbers, all
}

// places tells by number where it stands in a list.
func places(list []int, numbers int) []int8 {
	places := slices.Repeat([]int8{-1}, numbers)
	for place, n := range list {
		places[n] = int8(place)
	}
	return places
}

// placesOf are by set of tags the places among the top of those that are in it.
func (c *crossing) placesOf(s *sets) [][]int8 {
	places := make([][]int8, len(s.members))
	var all []int8
	for set := range places {
		from := len(all)
		for _, tag := range s.orNobody(uint32(set)) {
			if i := c.tag[tag]; i >= 0 {
				all = append(all, i)
			}
		}
		places[set] = all[from:]
	}
	return places
}
