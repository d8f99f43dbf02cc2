package views

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"relato/report"
)

// tagHues are the hues of the lines of tags: other than those of people, since a tag is nobody.
var tagHues = [report.TrendTags]string{"tag-1", "tag-2", "tag-3", "tag-4", "tag-5", "tag-6"}

// trend is the course of the largest tags: a chart, and the same numbers as a table.
type trend struct {
	Chart  chart
	Legend []legend
	Times  []trendTime
}

// trendTime is a line of a chart's table: a time or a tag, and the conversations of each series in it.
type trendTime struct {
	Name  string
	Cells []heatCell
}

// matrix is a table of counts whose cells are the darker the more they count.
type matrix struct {
	ID    string
	Term  term
	Note  string // how many of all it shows, when it leaves some out
	Heads []string
	Rows  []matrixRow
}

type matrixRow struct {
	Name  string
	Link  templ.SafeURL
	Kind  string
	Cells []heatCell
}

// tagTrend draws the course of the largest tags by the group that fits.
func (p Page) tagTrend(t report.Top) trend {
	p.Filter.Group = t.Group
	w := p.words()
	title := fmt.Sprintf(w.Panels.TagTrend.Name, p.by())
	links := &chartLinks{Prefix: p.drillPrefix(func(*report.Filter) {}, append(p.tagReplaced(), p.bucketParams("conversations")...)...)}
	of := p.drillPrefix(func(*report.Filter) {}, p.tagReplaced()...)
	var all []series
	var d trend
	for i, counts := range t.Trend {
		values, total := make([]any, len(counts)), 0
		for j, n := range counts {
			if p.begun(&t.Times[j]) {
				values[j] = n
			}
			total += n
		}
		all = append(all, series{t.Tags[i], tagHues[i], values})
		var link templ.SafeURL
		if total > 0 {
			link = templ.SafeURL(of + param(p.tagParam(), t.Tags[i]))
		}
		d.Legend = append(d.Legend, legend{t.Tags[i], tagHues[i], p.Lang.number(int64(total)), link})
		links.Series = append(links.Series, param(p.tagParam(), t.Tags[i]))
	}
	for j, name := range p.axis(t.Times).Names {
		links.Points = append(links.Points, p.bucketQuery(&t.Times[j], "conversations"))
		row := trendTime{Name: name}
		for i := range t.Trend {
			row.Cells = append(row.Cells, p.countCell(t.Trend[i][j], 0, links.Prefix+links.Points[j]+links.Series[i]))
		}
		d.Times = append(d.Times, row)
	}
	d.Chart = p.overTime("tag-trend", title, t.Times, all, false) // a conversation counts in each of its tags
	d.Chart.Links = links
	return d
}

// tagsByAgent crosses the largest tags with the agents.
func (p Page) tagsByAgent(t report.Top) matrix {
	w := p.words()
	m := matrix{ID: "tag-agents", Term: w.Panels.TagAgents, Note: p.topOfBoth(t)}
	for _, a := range t.Agents {
		name := named(a)
		if a.Value == report.Nobody {
			name = w.NobodyAgent
		}
		m.Heads = append(m.Heads, name)
	}
	prefix := p.drillPrefix(func(*report.Filter) {}, append(p.tagReplaced(), "agent")...)
	m.Rows = p.matrixRows(t.Tags, len(t.Agents), prefix, func(i, j int) (int, string) {
		return t.ByAgent[i][j], param("agent", t.Agents[j].Value)
	})
	return m
}

// tagsByHour crosses the largest tags with the hours of the day.
func (p Page) tagsByHour(t report.Top) matrix {
	m := matrix{ID: "tag-hours", Term: p.words().Panels.TagHours, Note: p.topTags(t)}
	for hour := range 24 {
		m.Heads = append(m.Heads, p.Lang.hour(hour))
	}
	prefix := p.drillPrefix(func(*report.Filter) {}, append(p.tagReplaced(), "hour")...)
	m.Rows = p.matrixRows(t.Tags, 24, prefix, func(i, hour int) (int, string) {
		return t.ByHour[i][hour], param("hour", strconv.Itoa(hour))
	})
	return m
}

// matrixRows lay counts out by tag; of counts a cell's number, and what it adds to its tag's address.
func (p Page) matrixRows(tags []string, columns int, prefix string, of func(i, j int) (int, string)) []matrixRow {
	largest := 1 // of what is tagged: the untagged are often more than all others, and would leave them pale
	for i, tag := range tags {
		for j := range columns {
			if n, _ := of(i, j); tag != report.Nobody || len(tags) == 1 {
				largest = max(largest, n)
			}
		}
	}
	var rows []matrixRow
	for i, tag := range tags {
		heading := p.tagCell(&report.TagRow{Tag: tag, Conversations: 1})
		row := matrixRow{Name: heading.Text, Link: heading.Link, Kind: heading.Kind}
		for j := range columns {
			n, query := of(i, j)
			row.Cells = append(row.Cells, p.countCell(n, largest, prefix+param(p.tagParam(), tag)+query))
		}
		rows = append(rows, row)
	}
	return rows
}

// countCell is a count in one of four steps of its share of the largest, of which the first is for none alone: a reader
// sees at once where there is something. Largest 0 draws no step.
func (p Page) countCell(n, largest int, address string) heatCell {
	c := heatCell{Count: p.Lang.number(int64(n))}
	if largest > 0 {
		c.Step = strconv.Itoa(min(3, (3*n+largest-1)/largest))
	}
	if n > 0 {
		c.Link = templ.SafeURL(address)
	}
	return c
}

// topTags says how many of all tags are shown, or nothing when all are.
func (p Page) topTags(t report.Top) string {
	if t.OfTags <= report.TopTags {
		return ""
	}
	return fmt.Sprintf(p.words().Panels.TopTags, p.Lang.number(report.TopTags), p.Lang.number(int64(t.OfTags)))
}

// topOfBoth says the same of tags and agents.
func (p Page) topOfBoth(t report.Top) string {
	agents := ""
	if t.OfAgents > report.TopAgents {
		agents = fmt.Sprintf(p.words().Panels.TopAgents, p.Lang.number(report.TopAgents), p.Lang.number(int64(t.OfAgents)))
	}
	return dotted(p.topTags(t), agents)
}
