package views

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"relato/conversation"
	"relato/report"
)

// drawnChart is a chart over time as app.js reads it.
type drawnChart struct {
	Option struct {
		XAxis []struct {
			Data      []string
			Z         int
			AxisLabel struct{ ShowMaxLabel, HideOverlap bool }
		}
		Series []struct {
			Symbol        string
			ShowAllSymbol bool
			Data          []any
		}
	}
}

func drawnOf(t *testing.T, c chart) drawnChart {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var d drawnChart
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// hoursOfToday are the buckets of the sample's today by hour: at 18:42 the nineteenth is under way.
func hoursOfToday(p Page) []report.Bucket {
	var hours []report.Bucket
	start := p.today().Instant(0, p.zone())
	for hour := range int64(24) {
		hours = append(hours, report.Bucket{Start: start + 3600*hour, End: start + 3600*(hour+1), Figures: sampleFigures(int(40 + hour%7))})
	}
	return hours
}

// TestWhatIsNotOver checks that charts draw nothing of the time that has not come, and what is under way so that nobody
// takes it for the whole.
func TestWhatIsNotOver(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	p.Filter.From, p.Filter.To, p.Filter.Group = p.today(), p.today(), "hour"
	hours := hoursOfToday(p)
	top := report.Top{Tags: []string{"a"}, Group: "hour", Times: hours, Trend: [][]int{make([]int, 24)}}
	for _, kind := range []string{Columns, Lines} {
		p.Taste.Charts = map[string]string{"conversations": kind, "messages": kind, "tag-trend": kind}
		for _, c := range []chart{p.conversationsChart(hours, ""), p.messagesChart(hours, ""), p.tagTrend(top).Chart} {
			data := drawnOf(t, c).Option.Series[0].Data
			if _, whole := data[17].(float64); !whole || data[19] != nil || data[23] != nil {
				t.Errorf("of %s as %s, 17:00 is %v, 19:00 %v", c.ID, kind, data[17], data[19])
			}
			now, _ := data[18].(map[string]any)
			style, _ := now["itemStyle"].(map[string]any)
			if kind == Columns && style["opacity"] != .45 || kind == Lines && now["symbol"] != "circle" {
				t.Errorf("of %s as %s, the hour under way is %v", c.ID, kind, data[18])
			}
		}
	}
	now := drawnOf(t, p.messagesChart(hours, "")).Option.Series[0].Data[18].(map[string]any)["itemStyle"].(map[string]any)
	stops, _ := now["color"].(map[string]any)["colorStops"].([]any)
	if colours := fmt.Sprint(stops); now["borderColor"] != "var(--who-contact)" || colours !=
		"[map[color:var(--who-contact) offset:0] map[color:var(--surface) offset:0] map[color:var(--surface) offset:1]]" {
		t.Errorf("the hour under way is filled with %s in %v", colours, now["borderColor"])
	}
	if drawnOf(t, p.messagesChart(hours, "")).Option.Series[0].Symbol != "none" || drawnOf(t, p.messagesChart(hours[:10], "")).Option.Series[0].Symbol == "none" {
		t.Error("of a line other points are marked than the one under way")
	}
	if names := p.axis(hours).Names; plainly(names[7]) != "dom 22 nov\u200207:00" {
		t.Errorf("an hour of one day is called %q", names[7])
	}
	points := strings.Fields(p.spark(hours, func(b *report.Bucket) float64 { return float64(b.Conversations) }))
	if len(points) != 18 || !strings.HasPrefix(points[17], "73.9,") {
		t.Errorf("the small line has %d points, the last at %q", len(points), points[len(points)-1])
	}
}

// TestToday checks that the bar of today is pale and called so, alone as well.
func TestToday(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	for _, from := range []conversation.Date{p.Filter.From, p.today()} {
		p.Filter.From = from
		days := sampleOverview(p).Buckets
		c := drawnOf(t, p.conversationsChart(days, "")).Option
		last := len(days) - 1
		bar, _ := c.Series[0].Data[last].(map[string]any)
		if bar == nil {
			t.Errorf("among %d days today is drawn as if it were over", len(days))
		}
		if got := plainly(c.XAxis[0].Data[last]); got != "dom 22 nov\u2002hoje" || !c.XAxis[0].AxisLabel.ShowMaxLabel {
			t.Errorf("today is called %q, and named always: %v", got, c.XAxis[0].AxisLabel.ShowMaxLabel)
		}
	}
	p.Filter.From, p.Filter.To, p.Filter.Group = p.today().Add(-6), p.today().Add(8), "week"
	week := []report.Bucket{{Start: p.Filter.From.Instant(0, p.zone()), End: p.today().Add(1).Instant(0, p.zone())}}
	if got := plainly(p.axis(week).Names[0]); got != "em curso\u200216–22 nov" {
		t.Errorf("the week of today is called %q", got)
	}
	days := sampleOverview(p).Buckets
	if last := drawnOf(t, p.conversationsChart(days[:3], "")).Option.XAxis[0]; last.AxisLabel.ShowMaxLabel || last.Z == 0 {
		t.Errorf("of what is over the last day is named always: %v; the axis lies at %d", last.AxisLabel.ShowMaxLabel, last.Z)
	}
}

// TestGroupsOfLongPeriods checks that what cannot be drawn cannot be chosen and says why, that the group that is drawn is
// marked, and that another period does not ask for too many rows.
func TestGroupsOfLongPeriods(t *testing.T) {
	for _, tt := range []struct {
		path, group, from string
		unfit, current    string
	}{
		{"/overview", "day", "2026-11-16", "", "Dia"},
		{"/overview", "", "2024-11-29", "Hora", "Dia"},
		{"/tags", "day", "2026-11-16", "Hora", "Dia"},
		{"/tags", "", "2024-11-29", "Hora Dia Semana", "Mês"},
		{"/tags", "hour", "2016-11-29", "Hora Dia Semana", "Mês"},
		{"/tags", "total", "2016-11-29", "Hora Dia Semana", "Total"},
	} {
		p := samplePage(Portuguese, tt.path)
		p.Filter.From, _ = conversation.ParseDate(tt.from)
		p.Filter.Group = tt.group
		var unfit, current []string
		for _, a := range all(rendered(t, groupings(p)), tagged("a")) {
			name, reason, _ := strings.Cut(text(a), ": ")
			if off := attr(a, "aria-disabled") == "true"; off == hasAttr(a, "href") || off != (reason == "período longo demais" && attr(a, "title") == reason) {
				t.Errorf("%s is disabled: %v, with the reason %q", name, off, reason)
			} else if off {
				unfit = append(unfit, name)
			}
			if attr(a, "aria-current") != "" {
				current = append(current, name)
			}
		}
		if strings.Join(unfit, " ") != tt.unfit || strings.Join(current, " ") != tt.current {
			t.Errorf("%s by %q since %s marks %q and disables %q", tt.path, tt.group, tt.from, current, unfit)
		}
	}
	p := samplePage(Portuguese, "/overview")
	p.Filter.Group = "hour"
	for days, want := range map[int]string{400: "hour", 700: "day", 30_000: "month"} {
		if f := parsed(t, string(p.during(preset{"", p.today().Add(-days), p.today()}))); f.Group != want {
			t.Errorf("%d days by hour lead to %s", days, f.Group)
		}
	}
}
