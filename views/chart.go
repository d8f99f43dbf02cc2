package views

import (
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// chart is what app.js draws into a host: an ECharts option, and for bars that lie how many there are, which decides
// the height. Texts that begin with "@" name formatters of app.js, "var(--…)" colours of the stylesheet.
type chart struct {
	ID     string         `json:"-"`
	Title  string         `json:"-"`
	Label  string         `json:"-"` // what it says to those who cannot see it
	Lines  bool           `json:"-"` // its series are lines, so that the legend shows lines too
	Rows   int            `json:"rows,omitempty"`
	Links  *chartLinks    `json:"links,omitempty"`
	Notes  []string       `json:"notes,omitempty"`  // what the tooltip says of each point, instead of its values
	Decals []decal        `json:"decals,omitempty"` // patterns of the series
	Option map[string]any `json:"option"`
}

// barRoom is how high a bar that lies is with the space around it, axisRoom the axis below, in pixels.
const (
	barRoom  = 30
	axisRoom = 44
)

// cut stands in a category between what only tooltips show and what the axis shows too; app.js cuts there.
const cut = "\u2002"

// series is one series of counts, drawn in the hue of who it is about.
type series struct {
	Name, Hue string
	Values    []any // numbers, or opts.BarData for one drawn otherwise
}

// axis names the points of a chart over time.
type axis struct {
	Names []string
	Last  bool // the last is today, which is named whatever else there is room for
}

// number is the name of the formatter in app.js that writes numbers as the page does.
const number = types.FuncStr("@number")

// columnsChart are columns over time, which stand on each other if their sum means something, else beside each other.
func columnsChart(id, title, label string, times axis, all []series, stacked bool) chart {
	bar := charts.NewBar()
	bar.SetGlobalOptions(frame(label)...)
	bar.SetGlobalOptions(overTime(times)...)
	bar.SetXAxis(times.Names)
	shape := opts.BarChart{Stack: "all", BarCategoryGap: "26%"}
	if !stacked {
		shape = opts.BarChart{BarGap: "0%", BarCategoryGap: "20%"}
	}
	for i, s := range all {
		bar.AddSeries(s.Name, nil, charts.WithItemStyleOpts(surfaced(s.Hue, len(times.Names))), charts.WithBarChartOpts(shape))
		bar.MultiSeries[i].Data, bar.MultiSeries[i].BarMaxWidth = s.Values, "72"
	}
	bar.Validate()
	return patterned(finished(id, title, label, &bar.BaseConfiguration), all)
}

// linesChart are lines over time.
func linesChart(id, title, label string, times axis, all []series) chart {
	lines := charts.NewLine()
	lines.SetGlobalOptions(frame(label)...)
	lines.SetGlobalOptions(overTime(times)...)
	lines.SetXAxis(times.Names)
	for i, s := range all {
		colour := colourOf(s.Hue)
		area := float32(0)
		if i == 0 && !strings.HasPrefix(s.Hue, "tag-") {
			area = .07 // one filled line gives the picture a ground; more would mix their hues
		}
		lines.AddSeries(s.Name, nil,
			charts.WithItemStyleOpts(opts.ItemStyle{Color: colour}),
			charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Width: 1.75, Type: dashes[i%len(dashes)]}),
			charts.WithAreaStyleOpts(opts.AreaStyle{Color: colour, Opacity: opts.Float(area)}),
			charts.WithLineChartOpts(pointsOf(s.Values)))
		lines.MultiSeries[i].Data = s.Values
	}
	lines.Validate()
	c := finished(id, title, label, &lines.BaseConfiguration)
	c.Lines = true
	return c
}

// pointsOf says which points of a line are seen besides it: a lone one, and one that is marked.
func pointsOf(values []any) opts.LineChart {
	points := opts.LineChart{ShowSymbol: opts.Bool(len(values) == 1), Symbol: "circle", SymbolSize: 6}
	if slices.ContainsFunc(values, func(v any) bool { _, marked := v.(hollow); return marked }) {
		points.ShowSymbol, points.Symbol = opts.Bool(true), "none"
	}
	return points
}

// barsChart are bars that lie below each other, the first on top.
func barsChart(id, title, label string, categories []string, all []series) chart {
	bar := charts.NewBar()
	counts := axisLabel(number)
	counts.HideOverlap = opts.Bool(true)
	bar.SetGlobalOptions(frame(label)...)
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{
			Type: "value", MinInterval: 1, SplitNumber: 3, AxisLabel: counts, // a telephone has no room for more
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var(--grid)"}},
		}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "category", Inverse: opts.Bool(true), AxisLine: &opts.AxisLine{Show: opts.Bool(false)},
			AxisLabel: &opts.AxisLabel{Color: "var(--text)", FontSize: 13, Width: 150, Overflow: "truncate", Interval: "0"},
		}))
	bar.SetXAxis(categories)
	bar.XYReversal()
	for i, s := range all {
		bar.AddSeries(s.Name, nil, charts.WithItemStyleOpts(surfaced(s.Hue, len(categories))), charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "12"}))
		bar.MultiSeries[i].Data = s.Values
	}
	bar.Validate()
	c := patterned(finished(id, title, label, &bar.BaseConfiguration), all)
	c.Rows = len(categories)
	return c
}

// frame are the options of every chart. The label takes the place of the description that ECharts would make up.
func frame(label string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}), // ours is HTML, with totals
		charts.WithTooltipOpts(opts.Tooltip{
			Show: opts.Bool(true), Trigger: "axis", ValueFormatter: number,
			BackgroundColor: surface, BorderColor: "var(--line-strong)",
		}),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Enabled: opts.Bool(true), Description: label}}),
		charts.WithGridOpts(opts.Grid{Left: "0", Right: "16", Top: "8", Bottom: "6", ContainLabel: opts.Bool(true)}),
	}
}

// overTime are the axes of counts over time.
func overTime(times axis) []charts.GlobalOpts {
	label := axisLabel("@short")
	label.HideOverlap = opts.Bool(true)
	if times.Last {
		label.ShowMaxLabel = opts.Bool(true)
	}
	return []charts.GlobalOpts{
		charts.WithXAxisOpts(opts.XAxis{
			Type: "category", AxisLabel: label,
			AxisLine: &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "var(--line-strong)"}},
			AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", MinInterval: 1, AxisLabel: axisLabel(number),
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var(--grid)"}},
		}),
	}
}

func axisLabel(formatter types.FuncStr) *opts.AxisLabel {
	return &opts.AxisLabel{Color: "var(--text-3)", FontSize: 11, Formatter: formatter}
}

// surface is the colour that charts lie on.
const surface = "var(--surface)"

// colourOf is the colour of a hue: of people, or of a tag.
func colourOf(hue string) string {
	if strings.HasPrefix(hue, "tag-") {
		return "var(--" + hue + ")"
	}
	return "var(--who-" + hue + ")"
}

// gradient runs from one colour to another.
type gradient struct {
	Type  string `json:"type"`
	Right int    `json:"x2"` // where it ends: 1 is the right side
	Stops []stop `json:"colorStops"`
}

type stop struct {
	At     int    `json:"offset"` // 0 to 1
	Colour string `json:"color"`
}

// marked is the fill of a point that shows the surface and no other colour. A tooltip marks a point with the first colour of
// its fill, which takes no room here.
func marked(colour string) gradient {
	return gradient{"linear", 1, []stop{{0, colour}, {0, surface}, {1, surface}}}
}

// dashes are the kinds of lines that part the hues for those who do not see them.
var dashes = [...]string{"solid", "dashed", "dotted"}

// surfaced fills a bar with a hue and parts it from its neighbours by a hairline, unless there are so many bars that
// the hairlines would be all that is seen.
func surfaced(hue string, bars int) opts.ItemStyle {
	style := opts.ItemStyle{Color: colourOf(hue)}
	if bars <= 62 {
		style.BorderColor, style.BorderWidth = surface, 1
	}
	return style
}

// finished takes the option out of a chart.
func finished(id, title, label string, c *charts.BaseConfiguration) chart {
	c.Accept(house{})
	return chart{ID: id, Title: title, Label: label, Option: c.JSON()}
}

// decal is a pattern on a bar, which parts hues for those who do not see them: lengths of dashes along it and across, in
// pixels.
type decal struct {
	Symbol   string  `json:"symbol"`
	Size     float64 `json:"symbolSize"`
	Colour   string  `json:"color"`
	DashX    any     `json:"dashArrayX"`
	DashY    any     `json:"dashArrayY"`
	Rotation float64 `json:"rotation"` // radians
}

// decalOf is the pattern of a hue: contacts have none, as most bars are theirs. The legend shows the same by the class
// of the hue.
func decalOf(hue string) decal {
	const colour = "var(--decal)"
	switch hue {
	case "flow", "tag-2", "tag-5":
		return decal{"rect", 1, colour, []float64{1, 0}, []float64{2, 4}, -math.Pi / 4}
	case "agent", "tag-3", "tag-6":
		return decal{"circle", .7, colour, [][]float64{{5, 5}, {0, 5, 5, 0}}, []float64{5, 0}, 0}
	case "other", "tag-4":
		return decal{"rect", 1, colour, []float64{1, 0}, []float64{2, 3}, math.Pi / 2}
	}
	return decal{"rect", 1, "transparent", []float64{1, 0}, []float64{1, 0}, 0} // "none" would give it one of the library's
}

// patterned gives the bars of several series the patterns of their hues.
func patterned(c chart, all []series) chart {
	if len(all) < 2 {
		return c
	}
	patterns := make([]decal, len(all))
	for i, s := range all {
		patterns[i] = decalOf(s.Hue)
	}
	c.Decals = patterns
	return c
}

// house is the visitor that leaves out what go-echarts adds of its own, and adds what its types lack.
type house struct {
	charts.BaseConfigurationVisitor
}

// tooltip is a tooltip drawn on the canvas: the HTML one needs inline styles, which our policy forbids.
type tooltip struct {
	opts.Tooltip
	RenderMode  string         `json:"renderMode"`
	Confine     bool           `json:"confine"`
	Padding     int            `json:"padding"`
	TextStyle   opts.TextStyle `json:"textStyle"`
	AxisPointer shadow         `json:"axisPointer"`
}

// shadow marks what the tooltip is about.
type shadow struct {
	Type  string         `json:"type"`
	Style opts.AreaStyle `json:"shadowStyle"`
}

// VisitTooltipOpt replaces the tooltip.
func (house) VisitTooltipOpt(t opts.Tooltip) any {
	return tooltip{
		t, "richText", true, 10, opts.TextStyle{Color: "var(--text)", FontSize: 12},
		shadow{"shadow", opts.AreaStyle{Color: "var(--ghost)", Opacity: opts.Float(.12)}},
	}
}

// inFront is an axis that is drawn over what stands on it.
type inFront struct {
	opts.XAxis
	Z int `json:"z"`
}

// VisitXAxis puts the axis of times in front: the hairlines around columns of height 0 would wipe it out.
func (house) VisitXAxis(axes []opts.XAxis) any {
	drawn := make([]any, len(axes))
	for i, a := range axes {
		drawn[i] = a
		if a.Type == "category" {
			drawn[i] = inFront{a, 3}
		}
	}
	return drawn
}

// wholly is a line whose points are all seen. The library would show those alone whose names have room on the axis.
type wholly struct {
	charts.SingleSeries
	All bool `json:"showAllSymbol"`
}

// mostPoints is how many points of a line are all seen, a year's days: of more one would not see one from the next.
const mostPoints = 400

// VisitSeriesOpt shows every point of lines that have some, and every marked point of those that have no others.
func (house) VisitSeriesOpt(all charts.MultiSeries) any {
	drawn := make([]any, len(all))
	for i, s := range all {
		drawn[i] = s
		points, _ := s.Data.([]any)
		if s.ShowSymbol != nil && *s.ShowSymbol && (s.Symbol == "none" || len(points) <= mostPoints) {
			drawn[i] = wholly{s, true}
		}
	}
	return drawn
}

// Visit drops the palette of an old version and the empty title and toolbox.
func (house) Visit(option map[string]any) {
	delete(option, "color")
	delete(option, "title")
	delete(option, "toolbox")
}
