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
