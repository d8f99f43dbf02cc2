package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"relato/conversation"
	"relato/db"
	"relato/seed"
	"relato/views"
)

// link is a count on a page that leads to what it counts.
type link struct {
	address string
	count   int
}

// TestEveryCountLeadsToItsConversations follows every count on every report, in charts too, and compares it with how
// many conversations Details has there.
func TestEveryCountLeadsToItsConversations(t *testing.T) {
	t.Parallel()
	a := newCompany(t, 1200)
	var followed addresses
	filters := map[string]string{
		"everything":      "",
		"hours":           "&group=hour&from=2026-10-29&to=2026-11-02",
		"weeks":           "&group=week&from=2026-09-03&to=2026-11-01",
		"months":          "&group=month&from=2026-01-15&to=2026-11-20&clock=business",
		"one bucket":      "&group=total&from=2025-01-01",
		"conditions":      "&from=2026-01-01&group=month&origin=inbound&origin=flow&rating=5&rating=3&rating=none&agent=a1&agent=a2&agent=none",
		"tags, any":       "&from=2026-06-01&group=week&tag=entrega&tag=troca",
		"tags, all":       "&from=2025-01-01&group=month&tag=entrega&tag_mode=all",
		"tags, not":       "&from=2026-06-01&group=week&tag=entrega&tag_mode=not&status=closed",
		"no tags, not":    "&from=2026-06-01&group=week&tag_mode=not",
		"no tags, all":    "&from=2026-06-01&group=week&tag_mode=all",
		"narrowed down":   "&from=2026-01-01&group=month&has=frt&weekday=1&weekday=2&owner=a1&owner=a3&owner=none&with_tag=entrega",
		"answered":        "&from=2026-01-01&group=month&frt=120-5000",
		"answered, work":  "&from=2026-01-01&group=month&frt=30-&frt_business=120-5000&clock=business",
		"bounded":         "&from=2026-11-01&group=hour&to=2026-11-03&since=2026-11-02T12:30:00Z&until=2026-11-03T15:10:00Z",
		"lacking":         "&from=2026-01-01&group=month&lacks=duration&has=frt",
		"lacking, work":   "&from=2026-01-01&group=month&clock=business&lacks=survey&origin=inbound",
		"outside, es":     "&from=2026-01-01&group=month&hours=outside&lang=es",
		"a search":        "&from=2026-01-01&group=month&status=closed&q=ana",
		"contact tag, en": "&from=2026-01-01&group=month&contact_tag=vip&lang=en&compare=none",
	}
	t.Run("by filter", func(t *testing.T) {
		for name, query := range filters {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				followed.add(a.followCounts(t, query))
			})
		}
	})
	if len(followed.all) < 2000 {
		t.Errorf("only %d links were followed", len(followed.all))
	}
	t.Logf("%d links were followed", len(followed.all))
	for _, missing := range []string{"frt", "frt_business", "duration", "duration_business", "survey"} {
		if followed.with("lacks="+missing) == 0 {
			t.Errorf("nothing leads to what lacks %s", missing)
		}
	}
	const unconditional = 7 // everything, hours, weeks, months, one bucket, and modes of no tags
	if n := followed.with("left_out=1"); n != len(filters)-unconditional {
		t.Errorf("%d links lead to what filters leave out", n)
	}
}

// addresses are what several tests at once have followed.
type addresses struct {
	sync.Mutex
	all []string
}

func (a *addresses) add(more map[string]int) {
	a.Lock()
	defer a.Unlock()
	a.all = slices.AppendSeq(a.all, maps.Keys(more))
}

// with is how many of them have a parameter with a value.
func (a *addresses) with(param string) int {
	n := 0
	for _, address := range a.all {
		if strings.Contains(address+"&", "&"+param+"&") {
			n++
		}
	}
	return n
}

// followCounts follows every count on the reports of a filter, and gives the addresses they lead to.
func (a *account) followCounts(t *testing.T, query string) map[string]int {
	t.Helper()
	totals := map[string]int{}
	for _, path := range []string{"/overview", "/agents", "/tags"} {
		address := path + "?" + strings.TrimPrefix(query, "&")
		links := a.countLinks(t, address)
		links = append(links, a.countLinks(t, address, tastes(path)...)...)
		if len(links) < 10 {
			t.Errorf("%s: only %d counts lead anywhere", address, len(links))
		}
		for _, l := range links {
			total, known := totals[l.address]
			if !known {
				total = a.conversations(t, l.address)
				totals[l.address] = total
			}
			if total != l.count {
				t.Errorf("%s: %d leads to %d conversations at %s", address, l.count, total, l.address)
			}
		}
	}
	return totals
}

// countLinks are all counts on the page at an address that lead anywhere.
func (a *account) countLinks(t *testing.T, address string, cookies ...*http.Cookie) []link {
	t.Helper()
	r := request(address)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := a.do(r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", address, w.Code)
	}
	doc, err := html.Parse(w.Body)
	check(t, err)
	return countLinks(t, doc)
}

// tastes ask for all columns of a report's table, and for every chart in its other kind.
func tastes(path string) []*http.Cookie {
	return []*http.Cookie{
		{Name: columnsCookie + strings.TrimPrefix(path, "/"), Value: strings.Join(views.ColumnsOf(path), ".")},
		{Name: chartsCookie, Value: "conversations.lines.messages.columns.tag-trend.columns"},
	}
}

// newCompany is a server over the demo's company, which lets everybody in unless it is changed.
func newCompany(t *testing.T, conversations int, change ...func(*Config)) *account {
	t.Helper()
	a := &account{now: time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)}
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "company.db"))
	check(t, err)
	t.Cleanup(func() { check(t, d.Close()) })
	items := slices.Collect(seed.Company{Conversations: conversations, Until: a.now}.Items())
	check(t, d.Fill(t.Context(), a.now, slices.Values([][]conversation.Item{items}), nil))
	a.db = d
	demo := func(c *Config) { c.Demo = true }
	a.serve(t, append([]func(*Config){demo}, change...)...)
	return a
}

func request(address string) *http.Request {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		panic(err)
	}
	return r
}

// conversations is how many conversations Details has at an address.
func (a *account) conversations(t *testing.T, address string) int {
	t.Helper()
	r := request(strings.Replace(address, "/conversations?", "/conversations.json?limit=1&", 1))
	if a.cookie != nil {
		r.AddCookie(a.cookie)
	}
	w := a.do(r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, w.Code, w.Body)
	}
	var answer struct{ Total struct{ Conversations int } }
	check(t, json.Unmarshal(w.Body.Bytes(), &answer))
	return answer.Total.Conversations
}

// countLinks are all counts of a page that lead anywhere.
func countLinks(t *testing.T, n *html.Node) []link {
	t.Helper()
	var links []link
	if n.Type == html.ElementNode {
		class := strings.Fields(attribute(n, "class"))
		switch {
		case n.Data == "a" && slices.Contains(class, "c"):
			links = append(links, link{attribute(n, "href"), digits(t, text(n))})
		case n.Data == "a" && slices.Contains(class, "of"):
			links = append(links, link{attribute(n, "href"), digits(t, attribute(n, "data-n"))})
		case n.Data == "script" && strings.HasSuffix(attribute(n, "id"), "-option"):
			links = append(links, barLinks(t, text(n))...)
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		links = append(links, countLinks(t, child)...)
	}
	return links
}

// barLinks are the bars of a chart.
func barLinks(t *testing.T, option string) []link {
	t.Helper()
	var chart struct {
		Links *struct {
			Prefix         string
			Points, Series []string
			Counts         []int
		}
		Option struct {
			Series []struct{ Data []any }
		}
	}
	check(t, json.Unmarshal([]byte(option), &chart))
	if chart.Links == nil {
		return nil
	}
	var links []link
	for i, n := range chart.Links.Counts {
		if n > 0 {
			links = append(links, link{chart.Links.Prefix + chart.Links.Points[i], n})
		}
	}
	if chart.Links.Counts != nil {
		return links
	}
	for s, series := range chart.Option.Series {
		for i, value := range series.Data {
			if drawn, ok := value.(map[string]any); ok {
				value = drawn["value"]
			}
			address := chart.Links.Prefix + chart.Links.Points[i]
			if chart.Links.Series != nil {
				address += chart.Links.Series[s]
			}
			if n := int(value.(float64)); n > 0 { // a bar without height cannot be clicked
				links = append(links, link{address, n})
			}
		}
	}
	return links
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is all text in a part of a page.
func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		b.WriteString(text(child))
	}
	return b.String()
}

// digits is the number in a text, however its digits are grouped.
func digits(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s))
	if err != nil {
		t.Fatal(fmt.Errorf("no number in %q", s))
	}
	return n
}
