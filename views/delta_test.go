package views

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"relato/conversation"
	"relato/report"
)

// said is a delta as a reader sees it.
func said(d *delta) string {
	return strings.TrimSpace(strings.Join([]string{d.Arrow, plainly(d.Text), d.Word}, " "))
}

func TestVolumes(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	for _, tt := range []struct {
		now, before int
		want        string
	}{
		{108, 100, "up 8,0 %"}, {90, 100, "down 10,0 %"}, {5, 5, "0,0 %"}, {2_000_000_000, 1, "up 199.999.999.900,0 %"},
		{7, 0, "novo"}, {0, 0, "—"}, {0, 7, "down 100,0 %"},
	} {
		d := p.volume(tt.now, tt.before)
		if got := said(d); got != tt.want || d.Kind != "" {
			t.Errorf("from %d to %d is %q, %q, not %q", tt.before, tt.now, got, d.Kind, tt.want)
		}
	}
}

func TestJudgements(t *testing.T) {
	p := samplePage(English, "/overview")
	median := func(n int, seconds int64) report.Times { return report.Times{N: n, Median: seconds} }
	rated := func(positive, negative int) report.CSAT {
		return report.CSAT{Scores: [5]int{negative, 0, 0, 0, positive}}
	}
	for _, tt := range []struct {
		got        *delta
		want, kind string
	}{
		{p.faster(median(30, 250), median(30, 288)), "down 38 s better", "delta--good"},
		{p.faster(median(30, 288), median(30, 250)), "up 38 s worse", "delta--bad"},
		{p.faster(median(30, 250), median(30, 250)), "0 s", ""},
		{p.faster(median(29, 250), median(30, 288)), "down 38 s", ""}, // too few to say
		{p.faster(median(0, 0), median(30, 288)), "—", ""},
		{p.faster(median(30, 288), median(0, 0)), "—", ""},
		{p.happier(rated(90, 10), rated(176, 24)), "up 2.0 pp better", "delta--good"},
		{p.happier(rated(70, 30), rated(80, 20)), "down 10.0 pp worse", "delta--bad"},
		{p.happier(rated(2, 1), rated(1, 2)), "up 33.3 pp", ""},
		{p.happier(rated(0, 0), rated(80, 20)), "—", ""},
	} {
		if got := said(tt.got); got != tt.want || tt.got.Kind != tt.kind {
			t.Errorf("it says %q with the class %q, not %q with %q", got, tt.got.Kind, tt.want, tt.kind)
		}
	}
}

func TestComparedDays(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	p.Account.Now = p.Account.Now.AddDate(0, 0, 1)
	for compare, want := range map[string]string{
		report.PreviousPeriod: "Comparar com 9–15 nov", report.PreviousYear: "Comparar com 16–22 nov 2025", report.NoPeriod: "Sem comparação",
	} {
		p.Filter.Compare = compare
		if got := plainly(p.compareLabel()); got != want {
			t.Errorf("%s is called %q, not %q", compare, got, want)
		}
	}
	p.Filter.Compare, p.Filter.From = report.PreviousPeriod, conversation.Date{Year: 2026, Month: 1, Day: 1}
	if got := plainly(p.compareLabel()); got != "Comparar com 9 fev – 31 dez 2025" {
		t.Errorf("of another year it says %q", got)
	}
}

// TestPagesCompare checks that the first three pages show changes when there is something to compare with, and only
// then, and that the form and the frame know the choice.
func TestPagesCompare(t *testing.T) {
	p := samplePage(English, "/agents")
	now, before := sampleAgents(p, "Ana", "Bruno"), sampleAgents(p, "Ana")
	before.Rows[0].Conversations = 80
	doc := rendered(t, Layout(p, Agents(p, now, before)))
	checkSafe(t, doc)
	var got []string
	for _, n := range all(doc, withClass("delta")) {
		got = append(got, text(n))
	}
	if want := "new, 25.0%, 25.0%, new, 0.0%, 0.0%"; strings.Join(got, ", ") != want {
		t.Errorf("the changes are %q, not %s", got, want)
	}
	bars := all(all(doc, withID("agent-bars"))[0], tagged("li"))
	if len(bars) != 2 || text(bars[0]) != "Bruno 101new" || text(bars[1]) != "Ana 100 25.0%" {
		t.Errorf("the bars say %q and %q", text(bars[0]), text(bars[1]))
	}
	if ticks := all(bars[1], withClass("was")); len(all(bars[0], withClass("was"))) != 0 || len(ticks) != 1 || attr(ticks[0], "x") != "79.2%" {
		t.Errorf("%d ticks mark what Ana had", len(ticks))
	}
	chosen := all(doc, func(n *html.Node) bool { return attr(n, "name") == "compare" && hasAttr(n, "checked") })
	if len(chosen) != 1 || attr(chosen[0], "value") != "" {
		t.Errorf("%d comparisons are chosen", len(chosen))
	}
	if part := rendered(t, Partial(p, Agents(p, now, before))); !hasAttr(all(part, withID("compared"))[0], "hx-swap-oob") {
		t.Error("a partial does not replace what is compared with")
	}

	p.Filter.Compare = report.NoPeriod
	alone := rendered(t, Layout(p, Agents(p, now, nil)))
	if n := len(all(alone, withClass("delta"))) + len(all(alone, withClass("was"))) + len(all(alone, withClass("key--tick"))); n != 0 {
		t.Errorf("without comparison there are %d changes", n)
	}
	p.Path = "/conversations"
	kept := all(rendered(t, Layout(p, Details(p, sampleDetails(p, "Ana")))), func(n *html.Node) bool { return attr(n, "name") == "compare" })
	if len(kept) != 1 || attr(kept[0], "type") != "hidden" || attr(kept[0], "value") != report.NoPeriod {
		t.Errorf("details keep %d choices of a comparison", len(kept))
	}
}

// TestAPeriodUnderWay checks that a page whose period is not over says so, compares it with the same hours, and does not
// judge a day by what is not over.
func TestAPeriodUnderWay(t *testing.T) {
	for l, want := range map[Lang][2]string{
		Portuguese: {"Comparar com 21 nov até 18:30", "até agora"}, Spanish: {"Comparar con 21 nov hasta 18:30 h", "hasta ahora"},
		English: {"Compare with 21 Nov until 18:30", "so far"},
	} {
		p := samplePage(l, "/overview")
		p.Filter.From = p.today()
		o, before := sampleOverview(p), &report.Overview{Total: sampleFigures(100)}
		before.Total.FRT.Median = 60
		d := newOverview(p, o, before)
		if label, foot := plainly(p.compareLabel()), footing(d.Figures[0].Foot); label != want[0] || foot != want[1] {
			t.Errorf("today says %q and %q", label, foot)
		}
		if frt := d.Figures[3].Delta; frt.Word != "" || frt.Arrow != "up" {
			t.Errorf("today's responses are judged %q", said(frt))
		}
		p.Filter.From = p.today().Add(-29)
		d = newOverview(p, o, before)
		if foot := footing(d.Figures[1].Foot); !strings.HasSuffix(foot, " · "+want[1]) || d.Figures[3].Delta.Word == "" {
			t.Errorf("30 days until today say %q and are judged %q", foot, said(d.Figures[3].Delta))
		}
		p.Account.Now = p.Account.Now.AddDate(0, 0, 1)
		if foot := footing(newOverview(p, o, before).Figures[1].Foot); strings.Contains(foot, want[1]) || strings.Contains(p.compareLabel(), "18:30") {
			t.Errorf("what is over says %q and %q", foot, p.compareLabel())
		}
	}
}

// TestNothingToCompareWith checks that figures without one of then say the same of it, and that nothing is compared with the
// time before the first conversation.
func TestNothingToCompareWith(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	p.Account.Now = p.Account.Now.AddDate(0, 0, 1)
	before := &report.Overview{}
	for _, f := range newOverview(p, sampleOverview(p), before).Figures {
		if got := said(f.Delta); got != "sem dados em 9–15 nov" {
			t.Errorf("%s says %q", f.ID, got)
		}
	}
	before.Total = sampleFigures(50)
	o := sampleOverview(p)
	o.Total.FRT, o.Total.Conversations = report.Times{}, 0
	figures := newOverview(p, o, before).Figures
	if got := []string{said(figures[0].Delta), said(figures[3].Delta)}; got[0] != "down 100,0 %" || got[1] != "9–15 nov: 4 min 10 s" {
		t.Errorf("nothing beside something says %q", got)
	}
	if newOverview(p, o, &report.Overview{}).Origins[0].Delta != nil {
		t.Error("all origins are new")
	}
	p.Account.First = p.Filter.From.Add(-3)
	if !p.comparing() || plainly(p.compareLabel()) != "Dados só desde 13 nov 2026" {
		t.Errorf("of a part of the period before it says %q", p.compareLabel())
	}
	figures = newOverview(p, sampleOverview(p), before).Figures
	if got := []string{said(figures[0].Delta), said(figures[3].Delta)}; got[0] != "dados só desde 13 nov 2026" || !strings.HasPrefix(got[1], "0 s") {
		t.Errorf("a part of the period before is compared as %q", got)
	}
	if got := said(newOverview(p, sampleOverview(p), &report.Overview{}).Figures[3].Delta); got != "dados só desde 13 nov 2026" {
		t.Errorf("without responses in the part there is it says %q", got)
	}
	if got := plainly(p.comparedWith()); got != "em comparação com 9–15 nov · dados só desde 13 nov 2026" {
		t.Errorf("on paper it says %q", got)
	}
	if got := said(p.volume(5, 50)); got != "—" {
		t.Errorf("a count of a part of the period before is compared as %q", got)
	}
	p.Filter.From = p.Filter.To.Add(-39) // 40 days, and 4 without anything before 36 with something
	p.Account.First = p.Filter.From.Add(-36)
	if got := said(p.volume(110, 100)); got != "up 10,0 %" {
		t.Errorf("but for a tenth of the period before it says %q", got)
	}
	p = samplePage(Portuguese, "/overview")
	p.Account.Now = p.Account.Now.AddDate(0, 0, 1)
	p.Account.First = p.Filter.From
	if d := newOverview(p, o, before); d.Figures[0].Delta != nil || p.comparing() || plainly(p.compareLabel()) != "Sem dados antes de 16 nov 2026" {
		t.Errorf("before all there was, %q says %v", p.compareLabel(), d.Figures[0].Delta)
	}
	p.Path = "/agents"
	if n := len(all(rendered(t, Agents(p, sampleAgents(p, "Ana"), &report.Agents{})), withClass("delta"))); n != 0 {
		t.Errorf("%d agents are new", n)
	}
	p.Path = "/tags"
	if n := len(all(rendered(t, Tags(p, sampleTags(p, "a"), &report.Tags{})), withClass("delta"))); n != 0 {
		t.Errorf("%d tags are new", n)
	}
}

func TestFewADay(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	p.Filter.To, p.Filter.From = p.today().Add(-1), p.today().Add(-333)
	for n, want := range map[int]string{0: "0 por dia", 5: "menos de 1 por dia", 166: "menos de 1 por dia", 167: "1 por dia", 3330: "10 por dia"} {
		if got := footing(p.strip(nil, report.Figures{Conversations: n})[0].Foot); got != want {
			t.Errorf("%d conversations are %q", n, got)
		}
	}
	p.Filter.From, p.Filter.To = p.today().Add(-9), p.today().Add(20) // 10 days have come
	if got := footing(p.strip(nil, report.Figures{Conversations: 300})[0].Foot); got != "30 por dia · até agora" {
		t.Errorf("of a period that goes on it says %q", got)
	}
	p.Filter.From = p.today()
	if got := footing(p.strip(nil, report.Figures{Conversations: 300})[0].Foot); got != "até agora" {
		t.Errorf("of a period that has just begun it says %q", got)
	}
}
