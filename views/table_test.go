package views

import (
	"testing"

	"relato/report"
)

// TestBarsAreMeasuredByAgents checks that the largest agent's bar is the longest, however many conversations have none.
func TestBarsAreMeasuredByAgents(t *testing.T) {
	p := samplePage(Portuguese, "/agents")
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
		for none, want := range map[int]float64{5000: 1, 51: .51} {
			rows := []report.AgentRow{{ID: "a", Conversations: 100}, {ID: "b", Conversations: 50}, {ID: report.Nobody, Conversations: none}}
			r := &report.Agents{}
			for _, i := range order {
				r.Rows = append(r.Rows, rows[i])
			}
			for i, line := range newAgents(p, r, nil).Summary.Lines {
				if bar := line.Cells[0].Bar; bar != []float64{1, .5, want}[order[i]] {
					t.Errorf("beside %d of nobody row %d has a bar of %v", none, order[i], bar)
				}
			}
		}
	}
	r := &report.Agents{Rows: []report.AgentRow{{ID: report.Nobody, Conversations: 7}}}
	if bar := newAgents(p, r, nil).Summary.Lines[0].Cells[0].Bar; bar != 1 {
		t.Errorf("alone it has a bar of %v", bar)
	}
}

// TestTagsThatAreCut expects the tooltip of tags where some are counted, or one may be too long to be read.
func TestTagsThatAreCut(t *testing.T) {
	p := samplePage(English, "/conversations")
	for want, tags := range map[string][]string{
		"":                            {"billing", "refund"},
		"billing, delivery, refund":   {"billing", "delivery", "refund"},
		"billing, a very long reason": {"billing", "a very long reason"},
	} {
		if got := p.detail(&report.Row{Tags: tags}).AllTags; got != want {
			t.Errorf("the tooltip of %q is %q, want %q", tags, got, want)
		}
	}
}
