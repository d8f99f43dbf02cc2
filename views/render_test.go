package views

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"relato/report"
)

// hostile is a name that would run if any face wrote it unescaped.
const hostile = `</script><script>alert(1)</script>"'><img src=x onerror=alert(1)>`

// rendered is a component as a browser would read it.
func rendered(t *testing.T, c templ.Component) *html.Node {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if wrong := all(doc, func(n *html.Node) bool { return slices.ContainsFunc(n.Attr, isStatement) }); len(wrong) > 0 {
		t.Fatalf("<%s> has the attributes %v: templ writes what it does not take for a condition", wrong[0].Data, wrong[0].Attr)
	}
	return doc
}

// isStatement tells whether an attribute is a word of Go that templ should have followed.
func isStatement(a html.Attribute) bool {
	return slices.Contains([]string{"if", "else", "switch", "case"}, a.Key)
}

// all are the elements of a document that a test picks.
func all(doc *html.Node, pick func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && pick(n) {
			found = append(found, n)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func withClass(class string) func(*html.Node) bool {
	return func(n *html.Node) bool { return strings.Contains(" "+attr(n, "class")+" ", " "+class+" ") }
}

func withID(id string) func(*html.Node) bool {
	return func(n *html.Node) bool { return attr(n, "id") == id }
}

func tagged(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

// text is what a reader sees of a node, with spaces as they look.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(plainly(b.String())), " ")
}

// checkSafe fails when a page holds what a strict policy forbids, or runs what a name says; and when two elements
// have one id.
func checkSafe(t *testing.T, doc *html.Node) {
	t.Helper()
	ids := map[string]bool{}
	for _, n := range all(doc, func(*html.Node) bool { return true }) {
		if n.Data == "img" || n.Data == "style" {
			t.Errorf("there is an element %s", n.Data)
		}
		if n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/json" {
			t.Errorf("there is a script without an address: %s", text(n))
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s has the attribute %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "href" && strings.HasPrefix(a.Val, "javascript:"):
				t.Errorf("a link runs %q", a.Val)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("two elements are called %s", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			}
		}
	}
}

// pages are the four reports with what a function makes of their values.
func pages(l Lang, names ...string) map[string]func() (Page, templ.Component) {
	return map[string]func() (Page, templ.Component){
		"/overview": func() (Page, templ.Component) {
			p := samplePage(l, "/overview")
			return p, Overview(p, sampleOverview(p), nil)
		},
		"/agents": func() (Page, templ.Component) {
			p := samplePage(l, "/agents")
			return p, Agents(p, sampleAgents(p, names...), nil)
		},
		"/tags": func() (Page, templ.Component) {
			p := samplePage(l, "/tags")
			return p, Tags(p, sampleTags(p, names...), nil)
		},
		"/conversations": func() (Page, templ.Component) {
			p := samplePage(l, "/conversations")
			return p, Details(p, sampleDetails(p, names[0], names...))
		},
	}
}

func TestPagesInEveryLanguage(t *testing.T) {
	for _, l := range Langs {
		for path, page := range pages(l, "Ana", "billing") {
			p, results := page()
			doc := rendered(t, Layout(p, results))
			checkSafe(t, doc)
			if lang := attr(all(doc, tagged("html"))[0], "lang"); lang != string(l) {
				t.Errorf("%s says it is %q, not %q", path, lang, l)
			}
			if title := text(all(doc, tagged("h1"))[0]); title != p.title() || title == "" {
				t.Errorf("%s is called %q", path, title)
			}
			current := all(all(doc, withID("tabs"))[0], func(n *html.Node) bool { return attr(n, "aria-current") == "page" })
			if len(current) != 1 || !strings.HasPrefix(attr(current[0], "href"), path+"?") {
				t.Errorf("%s marks %d tabs as current", path, len(current))
			}
			if path != "/conversations" && len(all(doc, withClass("chart-host"))) == 0 && len(all(doc, withID("agent-bars"))) == 0 {
				t.Errorf("%s has no chart", path)
			}
			checkSafe(t, rendered(t, Partial(p, results)))
		}
	}
}

func TestHostileNames(t *testing.T) {
	for path, page := range pages(Portuguese, hostile, "Ana") {
		p, _ := page()
		p.Account.Company, p.User, p.Filter.Search, p.Filter.Tags = hostile, hostile+"@x", hostile, []string{hostile}
		p.Choices.Agents = []report.Choice{{Value: hostile, Name: hostile}}
		_, results := page()
		doc := rendered(t, Layout(p, results))
		checkSafe(t, doc)
		if path != "/overview" && !strings.Contains(text(doc), "<script>alert(1)</script>") {
			t.Errorf("%s does not show the name as it is", path)
		}
		for _, n := range all(doc, tagged("script")) {
			if attr(n, "type") != "application/json" {
				continue
			}
			var c struct{ Option map[string]any }
			if err := json.Unmarshal([]byte(n.FirstChild.Data), &c); err != nil || c.Option["series"] == nil {
				t.Errorf("%s has a chart that cannot be read: %v", path, err)
			}
		}
	}
	checkSafe(t, rendered(t, Login(English, LoginForm{Email: hostile, Next: hostile, Failed: true})))
	checkSafe(t, rendered(t, Problem(Spanish, 400, hostile, hostile)))
}

func TestManyTags(t *testing.T) {
	names := make([]string, 500)
	p := samplePage(English, "/tags")
	for i := range names {
		names[i] = fmt.Sprintf("tag %03d", i)
		p.Choices.Tags = append(p.Choices.Tags, report.Choice{Value: names[i]})
	}
	doc := rendered(t, Layout(p, Tags(p, sampleTags(p, names...), nil)))
	if rows := len(all(all(all(doc, withClass("sticky-col"))[0], tagged("tbody"))[0], tagged("tr"))); rows != report.PageLimit {
		t.Errorf("the table has %d rows", rows)
	}
	if !strings.Contains(text(doc), "15 of 500") {
		t.Error("the chart does not say that it leaves tags out")
	}
	if len(all(doc, func(n *html.Node) bool { return attr(n, "data-find") != "" || hasAttr(n, "data-find") })) != 1 {
		t.Error("a long menu has no box to search it, or a short one has")
	}
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func TestHugeNumbers(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	o := sampleOverview(p)
	o.Total = sampleFigures(2_000_000_000)
	doc := rendered(t, Layout(p, Overview(p, o, nil)))
	if got := text(all(doc, withClass("figure__value"))[0]); got != "2.000.000.000" {
		t.Errorf("two thousand million conversations are written %q", got)
	}
}

// TestNothing checks that what does not exist is a dash or a way on, never a 0 that was measured.
func TestNothing(t *testing.T) {
	p := samplePage(English, "/overview")
	p.Filter.Tags, p.Filter.Status, p.Filter.Ratings = []string{"gone"}, "open", []string{"5"}
	if offers := p.Offers(); len(offers) != 3 || offers[0].Tags != nil || offers[1].Ratings != nil || offers[2].Status != "" {
		t.Fatalf("the conditions to drop leave %+v", offers)
	}
	p.Back = []int{7, 0, 12}
	doc := rendered(t, Layout(p, Overview(p, &report.Overview{}, nil)))
	var ways []string
	for _, a := range all(all(doc, withClass("empty"))[0], tagged("a")) {
		ways = append(ways, text(a))
	}
	if want := []string{"Drop: Status 12 conversations", "Drop: Conversation tags 7 conversations", "Clear all 15,106 conversations"}; !slices.Equal(ways, want) {
		t.Errorf("an empty overview offers %q", ways)
	}
	p.Filter.Status, p.Filter.Ratings = "", nil
	o := sampleOverview(p)
	o.Total = report.Figures{Conversations: 1, Origins: report.Origins{1}}
	doc = rendered(t, Layout(p, Overview(p, o, nil)))
	for _, n := range all(doc, withClass("figure__value"))[3:] {
		if text(n) != "—" {
			t.Errorf("a figure over nothing is written %q", text(n))
		}
	}
	for path, c := range map[string]templ.Component{
		"/agents": Agents(p, &report.Agents{}, nil), "/tags": Tags(p, &report.Tags{}, nil), "/conversations": Details(p, &report.Details{}),
	} {
		p := samplePage(English, path)
		if doc := rendered(t, Layout(p, c)); len(all(doc, withClass("empty"))) != 1 {
			t.Errorf("%s says nothing about being empty", path)
		}
	}
}

func TestDetailsRows(t *testing.T) {
	p := samplePage(English, "/conversations")
	r := sampleDetails(p, "José", "a", "b", "c", "d")
	doc := rendered(t, Details(p, r))
	rows := all(all(doc, tagged("tbody"))[0], tagged("tr"))
	want := [][]string{
		{"today 18:32", "José (11) 98888-7777", "Inbound", "—", "a b +2", "Waiting", "—", "—", "2", "—"},
		{"today 17:02", "+14155550100 no name", "Inbox", "José +1", "—", "Closed", "4 min 10 s", "1 h 13 min", "0", "2"},
	}
	for i, row := range rows {
		for j, cell := range all(row, tagged("td")) {
			if got := text(cell); got != want[i][j] {
				t.Errorf("row %d, cell %d is %q, not %q", i, j, got, want[i][j])
			}
		}
	}
	links := all(rows[1], tagged("a"))
	if len(links) != 1 || !strings.HasPrefix(attr(links[0], "href"), "/conversations/c2?") {
		t.Error("the row does not lead to its conversation")
	}
	p.Filter.Clock = "business"
	doc = rendered(t, Details(p, r))
	if got := text(all(all(doc, tagged("tbody"))[0], withClass("d-frt"))[1]); got != "1 min 40 s" {
		t.Errorf("on the business clock the first response took %q", got)
	}
}

func TestWithoutSchedule(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	p.Account.Schedule = false
	doc := rendered(t, Layout(p, Overview(p, sampleOverview(p), nil)))
	for _, name := range []string{"hours", "clock"} {
		if len(all(doc, func(n *html.Node) bool { return n.Data == "input" && attr(n, "name") == name })) > 0 {
			t.Errorf("%s can be chosen without working hours", name)
		}
	}
}

func TestLongTableHasPages(t *testing.T) {
	names := make([]string, 2*report.PageLimit+5)
	for i := range names {
		names[i] = fmt.Sprint("tag ", i)
	}
	p := samplePage(English, "/tags")
	p.Filter.Page = 3
	r := sampleTags(p, names...)
	doc := rendered(t, Tags(p, r, nil))
	want := len(r.Rows) - 2*report.PageLimit
	if rows := len(all(all(all(doc, withClass("sticky-col"))[0], tagged("tbody"))[0], tagged("tr"))); rows != want {
		t.Errorf("the last page has %d rows, not %d", rows, want)
	}
	if label := fmt.Sprintf("101–%d of %d rows", len(r.Rows), len(r.Rows)); !strings.Contains(text(doc), label) {
		t.Errorf("the table does not say %q", label)
	}
}

// TestPastTheLastPage asks for a page that does not exist: it is said, instead of that nothing was found, and leads to
// the last.
func TestPastTheLastPage(t *testing.T) {
	p := samplePage(English, "/conversations")
	p.Filter.Page = 9999
	r := sampleDetails(p, "José")
	r.Rows = nil
	names := make([]string, report.PageLimit+5)
	for path, c := range map[string]templ.Component{"/conversations": Details(p, r), "/tags": Tags(p, sampleTags(p, names...), nil)} {
		doc := rendered(t, Layout(p, c))
		if said := text(doc); !strings.Contains(said, "does not reach page 9,999") || strings.Contains(said, "–9,") {
			t.Errorf("%s does not say that there is no such page", path)
		}
		empty := all(doc, withClass("empty"))
		if len(empty) != 1 {
			t.Fatalf("%s is empty in %d ways", path, len(empty))
		}
		if last := parsed(t, attr(all(empty[0], tagged("a"))[0], "href")); last.Page != map[string]int{"/conversations": 63, "/tags": 2}[path] {
			t.Errorf("%s leads to page %d", path, last.Page)
		}
	}
}

// TestChartsWithoutBars filters until nobody is left to draw: it is said, in place of an empty chart.
func TestChartsWithoutBars(t *testing.T) {
	p := samplePage(English, "/agents")
	r := sampleAgents(p, "Ana")
	r.Rows[0].Conversations, r.Rows[0].CSAT, r.Rows[0].Closed = 0, report.CSAT{}, 3
	doc := rendered(t, Agents(p, r, nil))
	if len(all(doc, withClass("chart-host"))) != 0 || !strings.Contains(text(doc), "No conversations to show.") {
		t.Error("a chart without a bar is drawn")
	}
	if len(all(doc, withClass("w-6"))) != 0 {
		t.Error("a list without ratings takes half of the row")
	}
	r.Rows = []report.AgentRow{{ID: "a1", Name: "Ana"}}
	if doc := rendered(t, Agents(p, r, nil)); len(all(doc, withClass("empty"))) != 1 {
		t.Error("an agent who did nothing is a report")
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Ana": "A", "ana maria da silva": "AS", "<b>bold</b>": "B", "=SUM(A1)": "S", "🔥🔥": "", "12": "", "王 小明": "王小"} {
		if got := initials(name); got != want {
			t.Errorf("the initials of %q are %q, want %q", name, got, want)
		}
	}
	p := samplePage(English, "/agents")
	doc := rendered(t, Agents(p, sampleAgents(p, "🔥🔥", "Ana"), nil))
	if rows, avatars := len(all(all(doc, tagged("tbody"))[0], tagged("tr"))), len(all(all(doc, tagged("tbody"))[0], withClass("avatar"))); rows != avatars {
		t.Errorf("%d rows of people have %d avatars", rows, avatars)
	}
}
