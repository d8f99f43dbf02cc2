package views

import (
	"fmt"
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"

	"relato/report"
)

// Taste is how a reader likes reports to be drawn: remembered by the browser, and never in an address, which is the same
// report to everybody who opens it.
type Taste struct {
	Columns []string          // keys of the columns of this report's table; none = the report's own choice
	Charts  map[string]string // Lines or Columns by the name of a chart; absent = the chart's own choice
}

// The kinds of charts over time.
const (
	Lines   = "lines"
	Columns = "columns"
)

// The charts over time whose kind can be chosen, and what they are without a choice.
var chartKinds = map[string]string{"conversations": Columns, "messages": Lines, "tag-trend": Lines}

// ChartKind tells whether a chart of a name can be drawn as a kind.
func ChartKind(name, kind string) bool {
	_, known := chartKinds[name]
	return known && (kind == Lines || kind == Columns)
}

// kind is how a chart is to be drawn.
func (p Page) kind(name string) string {
	if kind := p.Taste.Charts[name]; ChartKind(name, kind) {
		return kind
	}
	return chartKinds[name]
}

// kinds are the choices of how to draw a chart.
func (p Page) kinds(name string) []option {
	w, kind := p.words().Panels, p.kind(name)
	return []option{{Columns, w.AsColumns, kind == Columns}, {Lines, w.AsLines, kind == Lines}}
}

// overTime draws counts of buckets as the reader likes it: columns stand on each other where their sum means something,
// else beside each other. A bucket that is not over is a pale column, or a hollow point of a line.
func (p Page) overTime(name, title string, buckets []report.Bucket, all []series, summable bool) chart {
	lines := p.kind(name) == Lines
	for i := range buckets {
		for _, s := range all {
			switch {
			case !p.underWay(&buckets[i]):
			case lines:
				s.Values[i] = hollow{s.Values[i], "circle", ring{marked(colourOf(s.Hue)), colourOf(s.Hue), 2}}
			default:
				pale := surfaced(s.Hue, len(buckets))
				pale.Opacity = opts.Float(.45)
				s.Values[i] = opts.BarData{Value: s.Values[i], ItemStyle: &pale}
			}
		}
	}
	label := fmt.Sprintf(p.words().ChartTwin, title)
	if lines {
		return linesChart("chart-"+name, title, label, p.axis(buckets), all)
	}
	return columnsChart("chart-"+name, title, label, p.axis(buckets), all, summable)
}

// choosable is a column that a table may show.
type choosable struct {
	Key    string
	Term   term
	More   bool // shown only by choice
	Always bool // shown whatever is chosen
}

// chosen are the columns to show: those that the reader chose, in the report's order, else those that are not More.
func chosen[C any](p Page, columns []C, of func(C) choosable) []C {
	known := func(c C) bool { return slices.Contains(p.Taste.Columns, of(c).Key) }
	some := slices.ContainsFunc(columns, known)
	return slices.DeleteFunc(slices.Clone(columns), func(c C) bool {
		if some {
			return !known(c) && !of(c).Always
		}
		return of(c).More
	})
}

// chooser is the menu of a table's columns.
type chooser struct {
	Options []option
	Chosen  bool // other than the report's own choice
	Next    string
}

func newChooser[C any](p Page, columns []C, of func(C) choosable) chooser {
	shown := map[string]bool{}
	for _, c := range chosen(p, columns, of) {
		shown[of(c).Key] = true
	}
	m := chooser{Next: p.address(p.Path, p.Filter)}
	for _, c := range columns {
		o := of(c)
		if o.Always {
			continue
		}
		m.Options = append(m.Options, option{o.Key, o.Term.Name, shown[o.Key]})
		m.Chosen = m.Chosen || shown[o.Key] == o.More
	}
	return m
}

// ColumnsOf are the keys of the columns among which a reader of a report's table can choose; none of reports without a
// choice.
func ColumnsOf(path string) []string {
	w := Portuguese.words() // keys are the same in every language
	switch path {
	case overviewPath:
		return keysOf(overviewColumns(w), summaryColumn[report.Bucket])
	case agentsPath:
		return keysOf(agentColumns(w), summaryColumn[report.AgentRow])
	case tagsPath:
		return keysOf(tagColumns(w), summaryColumn[report.TagRow])
	case detailsPath:
		return keysOf(Page{Lang: Portuguese}.rowColumns(), rowColumn.choosable)
	}
	return nil
}

func keysOf[C any](columns []C, of func(C) choosable) []string {
	keys := make([]string, len(columns))
	for i, c := range columns {
		keys[i] = of(c).Key
	}
	return keys
}

// summaryColumn is a column of a summary as a choice.
func summaryColumn[R any](c column[R]) choosable { return choosable{c.Key, c.Term, c.More, false} }
