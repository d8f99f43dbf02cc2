package views

import "testing"

// TestAxesOfTelephones checks that no axis below a chart writes its labels over each other where there is little room.
func TestAxesOfTelephones(t *testing.T) {
	times := axis{Names: []string{"1 nov", "2 nov"}}
	all := []series{{"Inbound", "contact", []any{1000, 6000}}}
	for _, c := range []chart{
		barsChart("chart-tags", "", "", []string{"a", "b"}, all),
		columnsChart("chart-conversations", "", "", times, all, true),
		linesChart("chart-messages", "", "", times, all),
	} {
		if !drawnOf(t, c).Option.XAxis[0].AxisLabel.HideOverlap {
			t.Errorf("the labels of %s may lie over each other", c.ID)
		}
	}
}

// TestEveryPointThatSaysSomething checks that a telephone too shows every point of the CSAT, unless there are thousands, and
// the one of a line that is under way.
func TestEveryPointThatSaysSomething(t *testing.T) {
	rated := func(points int) chart {
		values := make([]any, points)
		return rateChart("", "", "", "", axis{Names: make([]string, points)}, rate{values, values, values})
	}
	counted := func(values ...any) chart {
		return linesChart("", "", "", axis{Names: make([]string, len(values))}, []series{{"", "contact", values}})
	}
	for _, tt := range []struct {
		name  string
		chart chart
		want  bool
	}{
		{"the CSAT of a year by day", rated(366), true},
		{"the CSAT of a year by hour", rated(8784), false},
		{"a line", counted(1, 2, 3), false},
		{"a line of which the last is under way", counted(1, 2, hollow{Value: 3}), true},
	} {
		all := drawnOf(t, tt.chart).Option.Series
		if got := all[len(all)-1].ShowAllSymbol; got != tt.want {
			t.Errorf("of %s all points are seen: %v", tt.name, got)
		}
	}
}
