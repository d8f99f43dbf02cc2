package handlers

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	xhtml "golang.org/x/net/html"

	"relato/db"
)

// made finds the link on the page that shows it once.
var made = regexp.MustCompile(`id="made" value="http://example\.com(/share/[A-Z2-7]+)"`)

// share makes a share and gives its path.
func (a *account) share(t *testing.T, report, query string, more ...string) string {
	t.Helper()
	form := url.Values{"name": {"Board"}, "expires": {"7"}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	w := a.submit("/shares/new/"+report+"?"+query, form)
	found := made.FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || found == nil {
		t.Fatalf("sharing %s?%s: %d\n%s", report, query, w.Code, w.Body)
	}
	if w.Header().Get("Cache-Control") != "no-store" && w.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("the page with the secret may be kept: %q", w.Header().Get("Cache-Control"))
	}
	return found[1]
}

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

// TestASharedFileHasAllRows checks that a page's limit does not end in the file.
func TestASharedFileHasAllRows(t *testing.T) {
	a := newAccount(t)
	a.crowd(t, 70)
	path := a.share(t, "conversations", january+"&limit=10&page=3")
	if got := strings.Count(a.getAs(path).Body.String(), `class="d-when"`); got != 10 {
		t.Errorf("the page has %d rows", got)
	}
	if got := len(a.column(t, path+".csv?page=2", "status")); got != 74 {
		t.Errorf("the file has %d rows", got)
	}
}

func TestSharesMoveWithTheCalendar(t *testing.T) {
	a := newAccount(t)
	moving, fixed := a.share(t, "overview", "", "expires", "90"), a.share(t, "overview", "", "expires", "90", "period", "fixed")
	filter := func(path string) string {
		answer := decode(t, a.getAs(path+".json").Body)["filter"].(map[string]any)
		return fmt.Sprint(answer["from"], " ", answer["to"])
	}
	if got := filter(moving); got != "2026-01-04 2026-02-02" {
		t.Errorf("today it shows %s", got)
	}
	a.now = a.now.AddDate(0, 0, 30)
	if got := filter(moving); got != "2026-02-03 2026-03-04" {
		t.Errorf("a month later it shows %s", got)
	}
	if got := filter(fixed); got != "2026-01-04 2026-02-02" {
		t.Errorf("a month later the one that stays shows %s", got)
	}
}

// TestAShareHasAnEnd goes through all the ways in which a share ends: its page and its files end with it.
func TestAShareHasAnEnd(t *testing.T) {
	for name, c := range map[string]struct {
		expires, until string
		last, over     time.Duration // when it is still there, and when no more
		end            func(*testing.T, *account)
		want           int
	}{
		"a day":                           {"1", "", 24*time.Hour - time.Second, 24 * time.Hour, nil, http.StatusGone},
		"ninety days":                     {"90", "", 90*24*time.Hour - time.Second, 90 * 24 * time.Hour, nil, http.StatusGone},
		"today, to midnight in São Paulo": {"date", "2026-02-02", 15*time.Hour - time.Second, 15 * time.Hour, nil, http.StatusGone},
		"revoked": {"7", "", 0, 0, func(t *testing.T, a *account) {
			shares, err := a.db.Shares(t.Context(), "", true)
			check(t, err)
			if w := a.submit("/shares/"+shares[0].ID+"/revoke", nil); w.Code != http.StatusSeeOther {
				t.Fatalf("revoking: %d", w.Code)
			}
		}, http.StatusGone},
		"revoked by an admin": {"7", "", 0, 0, func(t *testing.T, a *account) {
			shares, err := a.db.Shares(t.Context(), "", true)
			check(t, err)
			a.signInAs(t, "bia@example.com", "manager")
			if w := a.submit("/shares/"+shares[0].ID+"/revoke", nil); w.Code != http.StatusNotFound {
				t.Fatalf("another manager revokes: %d", w.Code)
			}
			a.signInAs(t, "admin@example.com", "admin")
			if body := a.get("/views").Body.String(); !strings.Contains(body, shares[0].ID+"/revoke") || !strings.Contains(body, "por Ana") {
				t.Error("an admin is not shown everybody's shares")
			}
			if w := a.submit("/shares/"+shares[0].ID+"/revoke", nil); w.Code != http.StatusSeeOther {
				t.Fatalf("an admin revokes: %d", w.Code)
			}
		}, http.StatusGone},
		"taken off the list": {"7", "", 0, 0, func(t *testing.T, a *account) {
			shares, err := a.db.Shares(t.Context(), "", true)
			check(t, err)
			if w := a.submit("/shares/"+shares[0].ID+"/delete", nil); w.Code != http.StatusSeeOther {
				t.Fatalf("deleting: %d", w.Code)
			}
		}, http.StatusNotFound},
		"its maker becomes an agent": {"7", "", 0, 0, func(t *testing.T, a *account) {
			a.sql(t, "UPDATE app_user SET role = 'agent' WHERE email = '"+email+"'")
		}, http.StatusGone},
		"its maker is deleted": {"7", "", 0, 0, func(t *testing.T, a *account) {
			a.sql(t, "DELETE FROM app_user WHERE email = '"+email+"'")
		}, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			began := a.now
			path := a.share(t, "conversations", january, "expires", c.expires, "until", c.until)
			a.now = began.Add(c.last)
			for _, ending := range endings {
				if w := a.getAs(path + ending); w.Code != http.StatusOK {
					t.Fatalf("before, %s answers %d", ending, w.Code)
				}
			}
			if c.end != nil {
				c.end(t, a)
			}
			a.now = began.Add(c.over)
			for _, ending := range endings {
				w := a.getAs(path + ending)
				if w.Code != c.want || strings.Contains(w.Body.String(), "Contato") {
					t.Errorf("after, %s answers %d\n%.300s", ending, w.Code, w.Body)
				}
				if ending == "" && strings.Contains(w.Body.String(), `<a `) {
					t.Error("the page leads elsewhere")
				}
			}
		})
	}
}

// sql runs a statement that no page has yet.
func (a *account) sql(t *testing.T, statement string) {
	t.Helper()
	check(t, a.db.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), statement)
		return err
	}))
}

// TestASearchIsNotShared checks that nobody learns by a link whose name holds a text.
func TestASearchIsNotShared(t *testing.T) {
	a := newAccount(t)
	const query = january + "&q=jos"
	if body := a.get("/shares/new/conversations?" + query).Body.String(); strings.Contains(body, `method="post" action="/shares`) || !strings.Contains(body, "Compartilhar sem a busca") {
		t.Error("the form does not say why")
	}
	if w := a.submit("/shares/new/conversations?"+query, url.Values{"name": {"x"}, "expires": {"7"}}); made.MatchString(w.Body.String()) {
		t.Error("a link was made")
	}
	// Not even when it stands in the database.
	shares := db.Share{Name: "x", Maker: a.userID(t), Saved: db.Saved{Report: "conversations", Query: query}, ExpiresAt: a.now.Add(time.Hour)}
	secret, err := a.db.AddShare(t.Context(), a.now, shares)
	check(t, err)
	if w := a.getAs("/share/" + secret + ".json"); w.Code != http.StatusGone {
		t.Errorf("it answers %d", w.Code)
	}
}

func (a *account) userID(t *testing.T) string {
	t.Helper()
	u, err := a.db.UserByPassword(t.Context(), email, password)
	check(t, err)
	return u.ID
}

func TestWhoMayShare(t *testing.T) {
	a := newAccount(t)
	for name, form := range map[string]url.Values{
		"no name": {"expires": {"7"}}, "no end": {"name": {"x"}}, "an end in the past": {"name": {"x"}, "expires": {"date"}, "until": {"2026-02-01"}},
		"too far an end": {"name": {"x"}, "expires": {"date"}, "until": {"2028-01-01"}}, "too many days": {"name": {"x"}, "expires": {"99999999999"}},
		"less than a day": {"name": {"x"}, "expires": {"-1"}},
	} {
		w := a.submit("/shares/new/tags", form)
		if w.Code != http.StatusOK || made.MatchString(w.Body.String()) || !strings.Contains(w.Body.String(), "aria-invalid") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	a.signInAs(t, "bia@example.com", "agent")
	for _, target := range []string{"/shares/new/tags", "/shares/x/revoke", "/shares/x/delete"} {
		if w := a.submit(target, url.Values{"name": {"x"}, "expires": {"7"}}); w.Code != http.StatusForbidden {
			t.Errorf("an agent at %s: %d", target, w.Code)
		}
	}
	if body := a.get("/tags").Body.String(); strings.Contains(body, "/shares/new") {
		t.Error("agents are offered to share")
	}
	if w := a.getAs("/shares/new/tags", "Authorization", "Bearer "+a.token); w.Code != http.StatusForbidden {
		t.Errorf("a token: %d", w.Code)
	}
}

// TestALinkIsShownOnce checks that the secret is nowhere but on the page that made it: not in the list, not in the log.
func TestALinkIsShownOnce(t *testing.T) {
	a := newAccount(t)
	path := a.share(t, "agents", january)
	secret := strings.TrimPrefix(path, "/share/")
	a.getAs(path)
	a.getAs(path + ".csv")
	a.getAs("/share/AAAA" + secret)
	if body := a.get("/views").Body.String(); strings.Contains(body, secret) || !strings.Contains(body, "Board") {
		t.Error("the list is not as it should be")
	}
	check(t, a.db.Close())
	if w := a.getAs(path); w.Code != http.StatusInternalServerError {
		t.Errorf("without a database: %d", w.Code)
	}
	if text := a.log.String(); strings.Contains(text, secret) || !strings.Contains(text, "/share/…") {
		t.Errorf("the log:\n%s", text)
	}
}

func TestTheLastUseOfAShare(t *testing.T) {
	a := newAccount(t)
	path := a.share(t, "agents", january)
	if body := a.get("/views").Body.String(); !strings.Contains(body, "nunca aberto") {
		t.Error("a new link was opened already")
	}
	a.getAs(path)
	deadline := time.Now().Add(10 * time.Second)
	for !strings.Contains(a.get("/views").Body.String(), "hoje\u00a009:00") {
		if time.Now().After(deadline) {
			t.Fatal("opening it is not noted")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestGuessingLinksTakesTime(t *testing.T) {
	a := newAccount(t)
	path := a.share(t, "agents", january)
	for n := range addressBurst {
		if w := a.getAs(fmt.Sprint("/share/GUESS", n)); w.Code != http.StatusNotFound {
			t.Fatalf("guess %d: %d", n, w.Code)
		}
	}
	if w := a.getAs("/share/GUESS"); w.Code != http.StatusTooManyRequests {
		t.Errorf("one more guess: %d", w.Code)
	}
	if w := a.getAs(path); w.Code != http.StatusOK {
		t.Errorf("who has a link: %d", w.Code)
	}
	if w := a.signIn(t, password); w.Code != http.StatusSeeOther {
		t.Errorf("signing in from the same address: %d", w.Code)
	}
}

// TestSharesOfADemoStayInIt serves a demo's database for real: what anybody could make there opens nothing.
func TestSharesOfADemoStayInIt(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Demo = true })
	path := a.share(t, "agents", january)
	if w := a.getAs(path); w.Code != http.StatusOK {
		t.Errorf("in the demo: %d", w.Code)
	}
	real := newAccount(t)
	secret, err := real.db.AddShare(t.Context(), real.now, db.Share{Name: "x", Saved: db.Saved{Report: "agents"}, ExpiresAt: real.now.Add(time.Hour)})
	check(t, err)
	if w := real.getAs("/share/" + secret); w.Code != http.StatusGone {
		t.Errorf("elsewhere: %d", w.Code)
	}
}
