package views

import (
	"slices"
	"testing"

	"relato/report"
)

// TestHeatSteps checks that step 0 is for none alone, that one peak does not take the steps of all others, that more is
// never paler, and that the scale says what the steps stand for.
func TestHeatSteps(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	var counts report.Heat
	for day := range counts {
		for hour := range counts[day] {
			switch {
			case hour >= 9 && hour < 18:
				counts[day][hour] = 20 + 3*day + hour
			case hour > 0:
				counts[day][hour] = 1 + hour/12
			}
		}
	}
	counts[3][10] = 5000
	h := p.heat(counts, "", p.words().HeatConversations, "")
	steps := map[string]int{}
	for day, row := range h.Rows {
		for hour, c := range row.Cells {
			if n := counts[day][hour]; (c.Step == "0") != (n == 0) {
				t.Errorf("%d is drawn as %s", n, c.Step)
			}
			steps[c.Step]++
		}
	}
	if steps["4"] < 10 || steps["5"] < 10 || h.Rows[3].Cells[10].Step != "5" {
		t.Errorf("a peak leaves of the steps %v", steps)
	}
	for measure := 1; measure < 30; measure++ {
		scale, last := p.heatScale(measure), "0"
		for n := range 3 * measure {
			step := heatStep(n, measure)
			if step < last {
				t.Errorf("of %d, %d is paler than what is less", measure, n)
			}
			last = step
			if n == measure && step != "5" || scale[step[0]-'0'] == "" {
				t.Errorf("of %d, %d is %s, of which the scale says %q", measure, n, step, scale[step[1]-'0'])
			}
		}
	}
	if scale := p.heatScale(12); !slices.Equal(scale[:], []string{"0", "1–2", "3–4", "5–7", "8–9", "≥\u00a010"}) {
		t.Errorf("the scale says %q", scale)
	}
	if none := p.heat(report.Heat{}, "", p.words().HeatConversations, ""); none.Rows[0].Cells[0].Step != "0" {
		t.Error("no conversation is drawn as some")
	}
}
