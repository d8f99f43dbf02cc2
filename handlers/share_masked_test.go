package handlers

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	xhtml "golang.org/x/net/html"
)

// crowd adds contacts whose every trace can be told from anything else, and gives the traces.
func (a *account) crowd(t *testing.T, contacts int) (traces []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 7))
	mark := func(prefix string) string {
		return fmt.Sprintf("%s%08x%04x", prefix, random.Uint32(), random.Uint32N(1<<16))
	}
	var lines bytes.Buffer
	write := func(line map[string]any) {
		text, err := json.Marshal(line)
		check(t, err)
		lines.Write(append(text, '\n'))
	}
	names := []string{`%s`, `<b>"%s" & filho</b>`, `=HYPERLINK("http://%s")`, "José %s Ávila", "\u202e%s 🙂", `%s|%s`}
	for n := range contacts {
		name := mark("nome")
		traces = append(traces, name)
		form := names[n%len(names)]
		contact, phone := mark("kontakt-"), fmt.Sprintf("+55119%08d", random.Uint32N(1e8))
		tag, thread, link, comment := mark("cliente-"), mark("faden-"), mark("crm-"), mark("obrigado-")
		traces = append(traces, contact, phone[3:], tag, thread, link, comment)
		write(map[string]any{
			"type": "contact", "id": contact, "name": strings.ReplaceAll(form, "%s", name), "phone": phone, "tags": []string{tag}, "at": "2026-01-02T12:00:00Z",
		})
		at := time.Date(2026, 1, 5, 12, 0, n, 0, time.UTC)
		event := func(kind string, seconds int, more map[string]any) map[string]any {
			e := map[string]any{"type": kind, "at": at.Add(time.Duration(seconds) * time.Second)}
			for k, v := range more {
				e[k] = v
			}
			return e
		}
		write(map[string]any{
			"type": "conversation", "id": thread, "channel": "w1", "contact": contact, "url": "https://" + link + ".example/x", "events": []any{
				event("message", 0, map[string]any{"key": "m1", "from": "contact"}),
				event("message", 60, map[string]any{"key": "m2", "from": "agent", "agent": "a1"}),
				event("tag", 61, map[string]any{"tag": "entrega"}),
				event("survey", 70, nil), event("rating", 80, map[string]any{"score": 1 + n%5, "comment": comment}),
				event("close", 90, map[string]any{"reason": "agent", "agent": "a1"}),
			},
		})
	}
	file := filepath.Join(t.TempDir(), "crowd.ndjson")
	check(t, os.WriteFile(file, lines.Bytes(), 0o600))
	_, err := a.db.Append(t.Context(), a.now, readItems(t, file, a.now))
	check(t, err)
	return traces
}

// readings are all the ways in which a reader can take an answer: its bytes, and the texts that they are encodings of.
func readings(t *testing.T, body []byte) []string {
	t.Helper()
	all := []string{string(body)}
	switch {
	case bytes.HasPrefix(body, []byte("PK")):
		archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		check(t, err)
		for _, f := range archive.File {
			r, err := f.Open()
			check(t, err)
			content, err := io.ReadAll(r)
			check(t, err)
			all = append(all, f.Name, string(content))
		}
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		wide := make([]uint16, len(body)/2)
		for i := range wide {
			wide[i] = uint16(body[2*i]) | uint16(body[2*i+1])<<8
		}
		all = append(all, string(utf16.Decode(wide)))
	case json.Valid(body):
		var value any
		check(t, json.Unmarshal(body, &value))
		all = append(all, fmt.Sprint(value))
	}
	for _, text := range slices.Clone(all) {
		plain := html.UnescapeString(text)
		digits := strings.NewReplacer("(", "", ")", "", "-", "", " ", "", "\u00a0", "").Replace(plain)
		all = append(all, plain, digits)
	}
	return all
}

// found are the traces that any reading of an answer holds.
func found(t *testing.T, body []byte, traces []string) (seen []string) {
	t.Helper()
	texts := readings(t, body)
	for _, trace := range traces {
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, trace) }) {
			seen = append(seen, trace)
		}
	}
	return seen
}

var endings = []string{"", ".csv", ".csv?excel=1", ".xlsx", ".json"}

// TestASharedReportTellsNobodysName looks for every trace of every contact in every answer of shares of every report, by
// many filters, orders and languages. The same search in the reports themselves finds them.
func TestASharedReportTellsNobodysName(t *testing.T) {
	a := newAccount(t)
	traces := a.crowd(t, 70)
	for _, ending := range endings {
		ending = strings.Replace(ending, "?", "?&", 1)
		target := "/conversations" + ending + map[bool]string{true: "&", false: "?"}[strings.Contains(ending, "?")] + january
		if seen := found(t, a.get(target).Body.Bytes(), traces); len(seen) < 60 {
			t.Fatalf("%s: only %d of %d traces are found, so that the search says nothing", target, len(seen), len(traces))
		}
	}
	filters := []string{
		january, january + "&tag=entrega&group=hour&lang=en", january + "&rating=1&rating=5&status=closed&clock=business&lang=es",
		january + "&agent=a1&sort=contact_name&dir=desc", january + "&sort=contact_phone", january + "&sort=csat_comment&limit=500", january + "&sort=url&compare=none",
		january + "&weekday=1&has=frt&owner=a1&with_tag=entrega&by=closed&shared=",
	}
	for _, report := range []string{"overview", "agents", "tags", "conversations"} {
		for _, filter := range filters {
			if report != "conversations" {
				filter = regexp.MustCompile(`&(sort|dir)=\w+`).ReplaceAllString(filter, "")
			}
			path := a.share(t, report, filter)
			for _, ending := range append(slices.Clone(endings), "?page=2", "?lang=en") {
				w := a.getAs(path + ending)
				if w.Code != http.StatusOK {
					t.Fatalf("%s?%s%s: %d\n%s", report, filter, ending, w.Code, w.Body)
				}
				if seen := found(t, w.Body.Bytes(), traces); len(seen) > 0 {
					t.Errorf("%s?%s%s tells %v", report, filter, ending, seen)
				}
				for _, email := range []string{"ana@example.com", "bia@example.com"} {
					if len(found(t, w.Body.Bytes(), []string{email})) > 0 {
						t.Errorf("%s?%s%s tells %s", report, filter, ending, email)
					}
				}
			}
		}
	}
}

// TestMaskedContactsStayTogether checks that rows of one contact have one code on the page and in files, and that
// another link has other codes.
func TestMaskedContactsStayTogether(t *testing.T) {
	a := newAccount(t)
	codes := func(path string) (ids, contacts []string) {
		a.cookie = &http.Cookie{Name: "none", Value: "none"}
		return a.column(t, path+".csv", "conversation_id"), a.column(t, path+".csv", "contact_id")
	}
	names := a.column(t, "/conversations.csv?"+january, "contact_id")
	first, second := a.share(t, "conversations", january), a.share(t, "conversations", january)
	ids, contacts := codes(first)
	if len(contacts) != 4 || len(names) != 4 {
		t.Fatalf("%v for %v", contacts, names)
	}
	for i := range names {
		for j := range names {
			if (names[i] == names[j]) != (contacts[i] == contacts[j]) || i != j && ids[i] == ids[j] {
				t.Errorf("%s and %s became %s and %s, of %v", names[i], names[j], contacts[i], contacts[j], ids)
			}
		}
		if !strings.Contains(a.getAs(first).Body.String(), "Contato "+contacts[i]) {
			t.Errorf("%s is not on the page", contacts[i])
		}
	}
	if otherIDs, others := codes(second); slices.Equal(others, contacts) || slices.Equal(otherIDs, ids) {
		t.Error("two links have the same codes")
	}
}

// TestParametersDoNotWidenAShare adds every parameter there is to the address of a share: its answer stays what it was.
func TestParametersDoNotWidenAShare(t *testing.T) {
	a := newAccount(t)
	a.crowd(t, 20)
	path := a.share(t, "conversations", january+"&origin=inbound&rating=5", "period", "fixed")
	added := []string{
		"from=2020-01-01", "to=2030-01-01", "origin=flow", "origin=", "rating=", "rating=1", "agent=a2", "tag=billing", "contact_tag=vip", "q=a", "q=José",
		"status=open", "hours=outside", "unanswered=1", "waiting=1", "clock=business", "group=hour", "sort=contact_name", "dir=asc", "limit=500", "limit=1",
		"by=closed", "since=2020-01-01T00:00:00Z", "channel=x", "compare=year", "owner=a2", "token=" + a.token, "report=agents", "period=last-90", "has=frt",
		"page=1", "columns=contact_phone", "new=1", "shared=1", "left_out=1",
	}
	for _, ending := range []string{"", ".csv", ".json"} {
		want := a.getAs(path + ending).Body.String()
		for _, one := range append(added, strings.Join(added, "&")) {
			for _, header := range [][]string{nil, {"HX-Request", "true"}, {"Authorization", "Bearer " + a.token}} {
				if got := a.getAs(path+ending+"?"+one, header...); got.Code != http.StatusOK || got.Body.String() != want {
					t.Errorf("%s with %s %v: %d, another answer", ending, one, header, got.Code)
				}
			}
		}
	}
	if w := a.getAs(path + "?page=x"); w.Code != http.StatusBadRequest {
		t.Errorf("a bad page: %d", w.Code)
	}
	if w := a.getAs(path + ".exe"); w.Code != http.StatusNotFound {
		t.Errorf("no such file: %d", w.Code)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		r, err := http.NewRequest(method, path, nil)
		check(t, err)
		if w := a.do(r); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}

// TestASharedPageLeadsNowhereElse looks at every address on the page.
func TestASharedPageLeadsNowhereElse(t *testing.T) {
	a := newAccount(t)
	a.crowd(t, 70)
	pages := 0
	for _, report := range []string{"overview", "agents", "tags", "conversations"} {
		path := a.share(t, report, january)
		for _, query := range []string{"", "?page=2", "?lang=en"} {
			w := a.getAs(path + query)
			doc, err := xhtml.Parse(w.Body)
			check(t, err)
			var walk func(*xhtml.Node)
			walk = func(n *xhtml.Node) {
				for _, at := range n.Attr {
					ours := strings.HasPrefix(at.Val, path+"?") || strings.HasPrefix(at.Val, path+".") || strings.HasPrefix(at.Val, "/static/") || strings.HasPrefix(at.Val, "#")
					if (at.Key == "href" || at.Key == "src" || at.Key == "action") && !ours || strings.HasPrefix(at.Key, "hx-") {
						t.Errorf("%s%s: %s has %s=%q", report, query, n.Data, at.Key, at.Val)
					}
					if at.Key == "href" && strings.Contains(at.Val, "page=") {
						pages++
					}
				}
				if slices.Contains([]string{"form", "input", "select", "textarea"}, n.Data) {
					t.Errorf("%s%s has a %s", report, query, n.Data)
				}
				if n.Data == "script" && strings.Contains(text(n), `"links"`) {
					t.Errorf("%s%s: a chart has links", report, query)
				}
				for child := n.FirstChild; child != nil; child = child.NextSibling {
					walk(child)
				}
			}
			walk(doc)
			h := w.Header()
			if h.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") || h.Get("Cache-Control") != "no-store" {
				t.Errorf("%s%s: headers %v", report, query, h)
			}
			if len(h.Values("Set-Cookie")) > 0 {
				t.Errorf("%s%s sets a cookie", report, query)
			}
		}
	}
	if pages == 0 {
		t.Error("no page leads to another page of its rows")
	}
}

// TestTheOrderOfASharedReportTellsNothing shares Details sorted by what is hidden: the rows come as they do unsorted.
func TestTheOrderOfASharedReportTellsNothing(t *testing.T) {
	a := newAccount(t)
	a.crowd(t, 20)
	const columns = "contact_name contact_phone contact_id conversation_id contact_tags csat_comment url"
	unsorted := a.column(t, a.share(t, "conversations", january)+".csv", "started_at")
	for column := range strings.FieldsSeq(columns) {
		byIt := a.column(t, "/conversations.csv?"+january+"&sort="+column, "started_at")
		if slices.Equal(byIt, unsorted) {
			t.Fatalf("sorted by %s is as unsorted, so that the test says nothing", column)
		}
		if got := a.column(t, a.share(t, "conversations", january+"&sort="+column)+".csv", "started_at"); !slices.Equal(got, unsorted) {
			t.Errorf("the rows come in the order of %s", column)
		}
	}
}
