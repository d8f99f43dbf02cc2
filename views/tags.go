package views

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"relato/report"
)

// tagsData is the tags report ready to be drawn.
type tagsData struct {
	Chart   chart
	Top     string      // "15 of 500" when the chart leaves some out
	Rows    []trendTime // the numbers of the chart
	Origins []share
	Summary table
	Columns chooser
	Count   int // tags with a row
	Trend   trend
	Agents  matrix
	Hours   matrix
	Empty   bool
}

// newTags draws a report, and how it changed since another period when before is not nil.
func newTags(p Page, r, before *report.Tags) tagsData {
	if before != nil && before.Total.Conversations == 0 { // all would be new
		before = nil
	}
	w := p.words()
	var origins *report.Origins
	if before != nil {
		origins = &before.Total.Origins
	}
	columns := tagColumns(w)
	d := tagsData{
		Columns: newChooser(p, columns, summaryColumn[report.TagRow]),
		Origins: p.shares(r.Total.Origins, r.Total.Conversations, origins),
		Summary: tableOf(p, report.TagColumns, chosen(p, columns, summaryColumn[report.TagRow]), r.Rows, r.Total, p.tagCell, p.tagDrilling(), tagsBefore(before)),
		Empty:   r.Total.Conversations == 0,
	}
	d.Summary.Caption = w.TagSummary.Name
	d.Summary.Heads = slices.Insert(d.Summary.Heads, 0, p.sorting().textHead("tag", term{Name: w.TagsColumn}))
	d.Summary.Foot.First.Note = w.TotalOnce
	for i := range r.Rows {
		if r.Rows[i].Tag != report.Nobody {
			d.Count++
		}
	}
	d.Chart, d.Rows, d.Top = p.tagsChart(r.Rows)
	d.Trend, d.Agents, d.Hours = p.tagTrend(r.Top), p.tagsByAgent(r.Top), p.tagsByHour(r.Top)
	return d
}

// tagsBefore finds a tag's row in another period: one that is not there had nothing.
func tagsBefore(before *report.Tags) func(*report.TagRow) *report.TagRow {
	if before == nil {
		return nil
	}
	rows := map[string]*report.TagRow{"": &before.Total}
	for i := range before.Rows {
		rows[before.Rows[i].Tag] = &before.Rows[i]
	}
	return func(r *report.TagRow) *report.TagRow { return cmp.Or(rows[r.Tag], &report.TagRow{}) }
}

// tagCell names a tag's row and links to its conversations.
func (p Page) tagCell(r *report.TagRow) cell {
	c := cell{Text: r.Tag}
	if r.Conversations > 0 {
		c.Link = templ.SafeURL(p.drillPrefix(func(*report.Filter) {}, p.tagReplaced()...) + param(p.tagParam(), r.Tag))
	}
	if r.Tag == report.Nobody {
		c.Text, c.Kind = p.words().NobodyTag, "row-none"
	}
	return c
}

// tagDrilling leads from a tag's row to its conversations.
func (p Page) tagDrilling() drilling[report.TagRow] {
	name := p.tagParam()
	without := p.tagReplaced()
	return drilling[report.TagRow]{
		func(string) []string { return without },
		func(r *report.TagRow, _ string) string { return param(name, r.Tag) },
	}
}

// tagsChart shows the tags with the most conversations, by origin, and the same numbers as lines of a table.
func (p Page) tagsChart(rows []report.TagRow) (chart, []trendTime, string) {
	w := p.words()
	tags := slices.DeleteFunc(slices.Clone(rows), func(r report.TagRow) bool {
		return r.Tag == report.Nobody || r.Conversations == 0
	})
	slices.SortStableFunc(tags, func(a, b report.TagRow) int { return cmp.Compare(b.Conversations, a.Conversations) })
	top := tags[:min(len(tags), topBars)]
	categories := make([]string, len(top))
	for i := range top {
		categories[i] = top[i].Tag
	}
	var all []series
	for _, o := range p.Lang.origins() {
		values := make([]any, len(top))
		for i := range top {
			values[i] = top[i].Origins.Of(o.Origin)
		}
		all = append(all, series{o.Name, o.Hue, values})
	}
	label := fmt.Sprintf(w.ChartTwin, w.ConversationsByTag)
	c := barsChart("chart-tags", w.ConversationsByTag, label, categories, all)
	c.Links = &chartLinks{Prefix: p.drillPrefix(func(*report.Filter) {}, append(p.tagReplaced(), "origin")...), Series: p.originQueries()}
	lines := make([]trendTime, len(top))
	for i := range top {
		c.Links.Points = append(c.Links.Points, param(p.tagParam(), top[i].Tag))
		lines[i].Name = top[i].Tag
		for j, o := range p.Lang.origins() {
			address := string(p.onShare(c.Links.Prefix + c.Links.Points[i] + c.Links.Series[j]))
			lines[i].Cells = append(lines[i].Cells, p.countCell(top[i].Origins.Of(o.Origin), 0, address))
		}
	}
	return c, lines, p.topOf(len(top), len(tags))
}
