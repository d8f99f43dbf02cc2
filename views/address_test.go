package views

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"relato/conversation"
	"relato/report"
)

// parsed is the filter that an address stands for.
func parsed(t *testing.T, address string) report.Filter {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	columns := slices.Concat(report.Keys(report.OverviewColumns), report.Keys(report.AgentColumns), report.Keys(report.TagColumns), report.Keys(report.DetailColumns))
	f, err := report.Parse(u.Query(), report.Setting{Today: conversation.Date{Year: 2026, Month: 11, Day: 22}, Schedule: true, Columns: columns})
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return f
}

// TestEveryLinkIsUnderstood checks that each link of each page is an address that the server reads.
func TestEveryLinkIsUnderstood(t *testing.T) {
	for path, page := range pages(Spanish, "Ana", "a & b=c?") {
		p, results := page()
		p.Asked = Spanish
		p.Filter.Tags, p.Filter.TagMode, p.Filter.Ratings, p.Filter.Waiting = []string{"x y&z"}, report.Not, []string{"1", report.Nobody}, true
		doc := rendered(t, Layout(p, results))
		n := 0
		for _, link := range all(doc, tagged("a")) {
			if href := attr(link, "href"); strings.HasPrefix(href, "/") {
				parsed(t, href)
				n++
			}
		}
		if n < 20 {
			t.Errorf("%s has only %d links", path, n)
		}
	}
}

func TestChips(t *testing.T) {
	p := samplePage(Portuguese, "/tags")
	p.Filter.Channels, p.Filter.Tags, p.Filter.TagMode = []string{"w1", "gone"}, []string{"billing", report.Nobody}, report.All
	p.Filter.Clock, p.Filter.Unanswered, p.Filter.Sort, p.Filter.Dir = "business", true, "conversations", "desc"
	want := []chip{{Name: "Canal", Value: "Vendas ou gone"}, {Name: "Tags de conversa", Value: "Sem tag e billing"}, {Name: "Situação", Value: "Sem resposta humana"}, {Name: "Relógio", Value: "Horário de trabalho"}}
	got := p.chips()
	if len(got) != len(want) {
		t.Fatalf("there are %d chips", len(got))
	}
	for i, c := range got {
		if c.Name != want[i].Name || c.Value != want[i].Value {
			t.Errorf("chip %d says %s: %s", i, c.Name, c.Value)
		}
	}
	without := parsed(t, string(got[1].Without))
	if expected := p.Filter; without.Tags != nil || without.TagMode != report.Any || !slices.Equal(without.Channels, []string{"gone", "w1"}) || without.Sort != expected.Sort {
		t.Errorf("without its tags the filter is %+v", without)
	}
	cleared := parsed(t, string(p.cleared()))
	if expected := (report.Filter{From: p.Filter.From, To: p.Filter.To, TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Group: "day", Compare: report.PreviousPeriod, Sort: "conversations", Dir: "desc", Page: 1}); !reflect.DeepEqual(cleared, expected) {
		t.Errorf("cleared the filter is %+v", cleared)
	}
}

// TestLeftOutIsAChip looks at what filters leave out: a condition that is named first and can be dropped, as can each of
// the others, and that stays in Details.
func TestLeftOutIsAChip(t *testing.T) {
	for lang, want := range map[Lang]chip{
		Portuguese: {Name: "Não entram no cálculo", Value: "pelos outros filtros"}, Spanish: {Name: "No entran en el cálculo", Value: "por los demás filtros"},
		English: {Name: "Left out", Value: "by the other filters"},
	} {
		p := samplePage(lang, "/conversations")
		p.Filter.LeftOut, p.Filter.Waiting = true, true
		chips := p.chips()
		if len(chips) != 2 || chips[0].Name != want.Name || chips[0].Value != want.Value {
			t.Fatalf("%s: the chips are %+v", lang, chips)
		}
		if f := parsed(t, string(chips[0].Without)); f.LeftOut || !f.Waiting {
			t.Errorf("without the first chip the filter is %+v", f)
		}
		if f := parsed(t, string(chips[1].Without)); !f.LeftOut || f.Waiting {
			t.Errorf("without the second chip the filter is %+v", f)
		}
		if f := parsed(t, string(p.other("/tags"))); f.LeftOut || !f.Waiting {
			t.Errorf("the filter of another report is %+v", f)
		}
		if f := parsed(t, string(p.everything())); f.LeftOut || f.Waiting {
			t.Errorf("the filter of everything is %+v", f)
		}
	}
}

func TestSortedHeading(t *testing.T) {
	p := samplePage(English, "/agents")
	p.Filter.Sort, p.Filter.Dir = "messages_sent", "desc"
	doc := rendered(t, Agents(p, sampleAgents(p, "Ana"), nil))
	sorted := all(doc, func(n *html.Node) bool { return attr(n, "aria-sort") != "" })
	if len(sorted) != 1 || attr(sorted[0], "aria-sort") != "descending" || text(sorted[0]) != "Sent" {
		t.Fatalf("%d headings are sorted", len(sorted))
	}
	f := parsed(t, attr(all(sorted[0], tagged("a"))[0], "href"))
	if f.Sort != "messages_sent" || f.Dir != "asc" {
		t.Errorf("the heading leads to %s %s", f.Sort, f.Dir)
	}
}

func TestPager(t *testing.T) {
	p := samplePage(English, "/conversations")
	for _, c := range []struct {
		page, total, rows int
		numbers, label    string
	}{
		{1, 0, 0, "1", ""},
		{1, 50, 50, "1", "1–50 of 50 conversations"},
		{1, 51, 50, "1 2", "1–50 of 51 conversations"},
		{2, 51, 1, "1 2", "51–51 of 51 conversations"},
		{1, 3112, 50, "1 2 . 63", "1–50 of 3,112 conversations"},
		{30, 3112, 50, "1 . 29 30 31 . 63", "1,451–1,500 of 3,112 conversations"},
		{63, 3112, 12, "1 . 62 63", "3,101–3,112 of 3,112 conversations"},
		{1, 1_000_000_000, 50, "1 2 . 20,000,000", "1–50 of 1,000,000,000 conversations"},
	} {
		p.Filter.Page = c.page
		g := p.pager(c.total, c.rows, p.words().RowsOf)
		var numbers []string
		for _, one := range g.Pages {
			if one.Number == "" {
				numbers = append(numbers, ".")
			} else {
				numbers = append(numbers, one.Number)
			}
		}
		if got := strings.Join(numbers, " "); got != c.numbers {
			t.Errorf("page %d of %d rows has the links %q, not %q", c.page, c.total, got, c.numbers)
		}
		if c.label != "" && g.Label != c.label {
			t.Errorf("page %d says %q", c.page, g.Label)
		}
	}
}

func TestPresets(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	want := []string{"2026-11-22 2026-11-22", "2026-11-21 2026-11-21", "2026-11-16 2026-11-22", "2026-10-24 2026-11-22", "2026-08-25 2026-11-22", "2026-11-01 2026-11-22", "2026-10-01 2026-10-31", "2026-01-01 2026-11-22", "2025-01-01 2025-12-31", "2024-02-29 2026-11-22"}
	p.Account.First = conversation.Date{Year: 2024, Month: 2, Day: 29}
	if got := len(p.presets()); got != len(want) {
		t.Fatalf("%d periods, not %d", got, len(want))
	}
	for i, s := range p.presets() {
		if got := s.From.String() + " " + s.To.String(); got != want[i] {
			t.Errorf("%s is %s, not %s", s.Name, got, want[i])
		}
	}
	if got := p.periodName(); got != "7 dias" {
		t.Errorf("the last week is called %q", got)
	}
}
