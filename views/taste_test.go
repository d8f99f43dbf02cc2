package views

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"relato/report"
)

// headings are the names of a table's columns.
func headings(doc *html.Node) []string {
	var names []string
	for _, h := range all(all(doc, tagged("thead"))[0], tagged("th")) {
		names = append(names, text(h))
	}
	return names
}

func TestChosenColumns(t *testing.T) {
	p := samplePage(English, "/conversations")
	r := sampleDetails(p, hostile, "a")
	r.Rows[1].FirstResponder, r.Rows[1].Reason, r.Rows[1].ClosedBy = "a2", 1, "a1"
	p.Taste.Columns = []string{"url", "agents", "frt_s", "frt_business_s", "first_responder", "close_reason", "gone"}
	for _, c := range []struct {
		clock string
		want  []string
		row   []string
	}{
		{"calendar", []string{"Contact", "First response", "All agents", "First response by", "First response, working hours", "How it closed", "At the source"},
			[]string{"+14155550100 no name", "4 min 10 s", "Ana, Bruno", "Bruno", "1 min 40 s", "Closed by Ana", "Open at the source"}},
		{"business", []string{"Contact", "First response", "All agents", "First response by", "First response, calendar", "How it closed", "At the source"},
			[]string{"+14155550100 no name", "1 min 40 s", "Ana, Bruno", "Bruno", "4 min 10 s", "Closed by Ana", "Open at the source"}},
	} {
		p.Filter.Clock = c.clock
		doc := rendered(t, Details(p, r))
		checkSafe(t, doc) // a link of the first row would run a script
		if got := headings(doc); !slices.Equal(got, c.want) {
			t.Errorf("the columns are %q", got)
		}
		var cells []string
		for _, cell := range all(all(all(doc, tagged("tbody"))[0], tagged("tr"))[1], tagged("td")) {
			cells = append(cells, text(cell))
		}
		if !slices.Equal(cells, c.row) {
			t.Errorf("the second row is %q", cells)
		}
	}
	p.Taste.Columns = []string{"gone"}
	if got := headings(rendered(t, Details(p, r))); len(got) != 10 {
		t.Errorf("a choice of nothing known shows %q", got)
	}
}

// TestEveryColumnHasAName checks in all languages that no two columns of a menu are called the same.
func TestEveryColumnHasAName(t *testing.T) {
	for _, l := range Langs {
		for _, clock := range []string{"calendar", "business"} {
			p := samplePage(l, "/conversations")
			p.Filter.Clock = clock
			for path, m := range map[string]chooser{
				"/overview":      newChooser(p, overviewColumns(l.words()), summaryColumn[report.Bucket]),
				"/agents":        newChooser(p, agentColumns(l.words()), summaryColumn[report.AgentRow]),
				"/tags":          newChooser(p, tagColumns(l.words()), summaryColumn[report.TagRow]),
				"/conversations": newChooser(p, p.rowColumns(), rowColumn.choosable),
			} {
				names := map[string]string{}
				for _, o := range m.Options {
					name := strings.ToLower(o.Name)
					if other, taken := names[name]; taken || name == "" {
						t.Errorf("%s %s: %s and %s are both called %q", l, path, o.Value, other, o.Name)
					}
					names[name] = o.Value
				}
				if m.Chosen {
					t.Errorf("%s %s: the report's own choice counts as the reader's", l, path)
				}
			}
		}
	}
}
