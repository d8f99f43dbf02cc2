package views

import (
	"fmt"
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"relato/report"
)

// rate is a share over time: each point's per cent and its interval, or nil where nothing was answered.
type rate struct {
	Values, Low, Reach []any
}

// hollow is a point that was measured too few times, or of a time that is not over.
type hollow struct {
	Value  any    `json:"value"`
	Symbol string `json:"symbol"`
	Style  ring   `json:"itemStyle"`
}

// ring is a circle that is filled with what it lies on. The library's own is white in every theme.
type ring struct {
	Fill   any    `json:"color"` // a colour, or a gradient
	Colour string `json:"borderColor"`
	Width  int    `json:"borderWidth"` // pixels
}

// csatChart shows the CSAT of every bucket with its 95 % interval. Points lead to the rated conversations.
func (p Page) csatChart(buckets []report.Bucket, title string) chart {
	var r rate
	links := &chartLinks{Prefix: p.drillPrefix(rated("1", "2", "3", "4", "5"), p.bucketParams("csat_answered")...)}
	notes := make([]string, len(buckets))
	for i := range buckets {
		csat := buckets[i].CSAT
		r.add(csat)
		notes[i] = p.ratedNote(csat)
		links.Points = append(links.Points, p.bucketQuery(&buckets[i], "csat_answered"))
		links.Counts = append(links.Counts, csat.Answered())
	}
	c := rateChart("chart-csat", title, fmt.Sprintf(p.words().ChartTwin, title), "{value}"+p.words().Percent, p.axis(buckets), r)
	c.Links, c.Notes = links, notes
	return c
}

// add adds a bucket; what few answered is drawn hollow.
func (r *rate) add(c report.CSAT) {
	n := c.Answered()
	if n == 0 {
		r.Values, r.Low, r.Reach = append(r.Values, nil), append(r.Low, nil), append(r.Reach, nil)
		return
	}
	i := wilson(c.Positive(), n)
	low, high := tenth(i.Low), tenth(i.High)
	r.Low, r.Reach = append(r.Low, low), append(r.Reach, tenth((high-low)/100))
	var value any = tenth(i.At)
	if n < enough {
		value = hollow{value, "circle", ring{surface, "var(--accent)", 2}}
	}
	r.Values = append(r.Values, value)
}

// tenth is a share in per cent with one decimal.
func tenth(share float64) float64 { return math.Round(share*1000) / 10 }

// ratedNote is a bucket's CSAT in words: the score, of how many answers, and its interval.
func (p Page) ratedNote(c report.CSAT) string {
	w, l, n := p.words(), p.Lang, c.Answered()
	if n == 0 {
		return w.Panels.NoRatings
	}
	form := w.Panels.OfRatings.Other
	if n == 1 {
		form = w.Panels.OfRatings.One
	}
	s := l.score(c, report.CSAT{})
	low, high, _ := strings.Cut(s.Range, "–")
	return fmt.Sprintf(form, s.Percent, l.number(int64(n))) + "\n" + fmt.Sprintf(w.Panels.Margin, low, high)
}

// faint is how much of the colour of a line its interval has.
const faint = .12

// band is the interval as an area: two that stand on each other, of which the lower is not seen.
func (r *rate) band(colour string) charts.MultiSeries {
	area := func(values []any, opacity float32) charts.SingleSeries {
		return charts.SingleSeries{
			Type: types.ChartLine, Stack: "band", Symbol: "none", Data: values,
			LineStyle: &opts.LineStyle{Opacity: opts.Float(0)},
			AreaStyle: &opts.AreaStyle{Color: colour, Opacity: opts.Float(opacity)},
		}
	}
	return charts.MultiSeries{area(r.Low, 0), area(r.Reach, faint)}
}

// bars are the intervals of points without a neighbour, where an area has no width: columns in place of the areas. There
// are none if no point is alone.
func (r *rate) bars(colour string) charts.MultiSeries {
	low, reach := make([]any, len(r.Values)), make([]any, len(r.Values))
	found := false
	for i := range r.Values {
		if r.alone(i) {
			low[i], reach[i], found = r.Low[i], r.Reach[i], true
		}
	}
	if !found {
		return nil
	}
	bar := func(values []any, opacity float32) charts.SingleSeries {
		return charts.SingleSeries{
			Type: types.ChartBar, Stack: "bars", BarMaxWidth: "10", Data: values,
			ItemStyle: &opts.ItemStyle{Color: colour, Opacity: opts.Float(opacity)},
		}
	}
	return charts.MultiSeries{bar(low, 0), bar(reach, faint)}
}

// alone tells whether a point has no other beside it.
func (r *rate) alone(i int) bool {
	return r.Values[i] != nil && (i == 0 || r.Values[i-1] == nil) && (i == len(r.Values)-1 || r.Values[i+1] == nil)
}

// rateChart is a line of per cents over time with its interval; percent writes the axis.
func rateChart(id, title, label, percent string, times axis, r rate) chart {
	const colour = "var(--accent)"
	lines := charts.NewLine()
	lines.SetGlobalOptions(frame(label)...)
	lines.SetGlobalOptions(overTime(times)...)
	percents := axisLabel(types.FuncStr(percent))
	lines.SetGlobalOptions(charts.WithYAxisOpts(opts.YAxis{
		Type: "value", Scale: opts.Bool(true), Max: 100, AxisLabel: percents,
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var(--grid)"}},
	}))
	lines.SetXAxis(times.Names)
	lines.MultiSeries = append(r.band(colour), r.bars(colour)...)
	lines.AddSeries(title, nil,
		charts.WithItemStyleOpts(opts.ItemStyle{Color: colour}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Width: 1.75}),
		charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(true), Symbol: "circle", SymbolSize: symbolSize(len(times.Names))}))
	lines.MultiSeries[len(lines.MultiSeries)-1].Data = r.Values
	lines.Validate()
	return finished(id, title, label, &lines.BaseConfiguration)
}

// symbolSize is the size of the points of a line, in pixels: smaller where there are many.
func symbolSize(points int) int {
	switch {
	case points <= 40:
		return 7
	case points <= 120:
		return 5
	}
	return 3
}
