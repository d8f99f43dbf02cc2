package handlers

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"relato/static"
)

// TestURLs is the specification of the server: for every address and visitor the status, the content type, and what
// must be on it.
func TestURLs(t *testing.T) {
	a := newAccount(t)
	const html, csv, jsn, xls, text = "text/html", "text/csv", "application/json", "application/vnd.openxmlformats", "text/plain"
	bearer := []string{"Authorization", "Bearer " + a.token}
	htmx := []string{"HX-Request", "true"}
	tests := []struct {
		name   string
		target string
		in     bool     // signed in by a session
		header []string // name, value
		status int
		kind   string
		has    string // in the body, or the Location
		hasNot string
	}{
		{"the first page is the overview", "/", false, nil, 303, "", "/overview", ""},
		{"alive", "/healthz", false, nil, 200, text, "ok", ""},
		{"ready", "/readyz", false, nil, 200, text, "ready", ""},
		{"a style sheet", static.URL("app.css"), false, nil, 200, "text/css", "", ""},
		{"no such file", "/static/secret", false, nil, 404, html, "404", ""},
		{"no list of files", "/static/", false, nil, 404, html, "404", ""},
		{"no such page", "/nowhere", true, nil, 404, html, "404", ""},
		{"no such file of a report", "/nowhere.csv", true, nil, 404, jsn, `"error"`, ""},

		{"overview", "/overview?" + january, true, nil, 200, html, "<html", ""},
		{"agents", "/agents?" + january, true, nil, 200, html, "Ana", ""},
		{"tags", "/tags?" + january, true, nil, 200, html, "billing", "<script>alert"},
		{"details", "/conversations?" + january, true, nil, 200, html, "José", "<script>alert"},
		{"overview against a year before", "/overview?compare=year&" + january, true, nil, 200, html, "1–31\u00a0jan\u00a02025", ""},
		{"overview against nothing", "/overview?compare=none&" + january, true, nil, 200, html, "figure", `class="delta`},
		{"overview in English", "/overview?lang=en&" + january, true, nil, 200, html, `lang="en"`, ""},
		{"overview in part", "/overview?" + january, true, htmx, 200, html, "hx-swap-oob", "<html"},
		{"agents in part", "/agents?" + january, true, htmx, 200, html, "Ana", "<html"},
		{"tags in part", "/tags?" + january, true, htmx, 200, html, "billing", "<html"},
		{"details in part", "/conversations?" + january, true, htmx, 200, html, "José", "<html"},
		{"a step back wants the whole", "/agents?" + january, true, append([]string{"HX-History-Restore-Request", "true"}, htmx...), 200, html, "<html", ""},

		{"a conversation", "/conversations/c1", true, nil, 200, html, "Como chegamos a estes tempos", "<script>alert"},
		{"a conversation in English", "/conversations/c1?lang=en&" + january, true, nil, 200, html, "/conversations?from=2026-01-01&amp;lang=en", ""},
		{"a conversation of hostile names", "/conversations/c2", true, nil, 200, html, "&lt;script&gt;alert(1)", "<script>alert"},
		{"no such conversation", "/conversations/c9", true, nil, 404, html, "404", ""},
		{"no such conversation of a thread", "/conversations/c1~2", true, nil, 404, html, "404", ""},
		{"no conversation at all", "/conversations/", true, nil, 404, html, "404", ""},
		{"a conversation by another name", "/conversations/c1~1", true, nil, 404, html, "404", ""},
		{"a stranger's conversation", "/conversations/c1?from=2026-01-01", false, nil, 303, "", "/login?next=%2Fconversations%2Fc1%3Ffrom%3D2026-01-01", ""},
		{"who waits now", "/waiting", true, nil, 200, html, "/conversations/c2?", ""},
		{"who waits now, in part", "/waiting", true, htmx, 200, html, "hx-swap-oob", "<html"},
		{"a stranger's waiting", "/waiting", false, nil, 303, "", "/login?next=%2Fwaiting", ""},

		{"overview as CSV", "/overview.csv?" + january, true, nil, 200, csv, "period_start,", ""},
		{"agents as CSV", "/agents.csv?" + january, true, nil, 200, csv, "agent_id,", ""},
		{"tags as CSV", "/tags.csv?" + january, true, nil, 200, csv, "tag,", ""},
		{"details as CSV", "/conversations.csv?" + january, true, nil, 200, csv, "conversation_id,", ""},
		{"overview for Excel", "/overview.csv?excel=1&" + january, true, nil, 200, csv, "p\x00e\x00r\x00", ""},
		{"overview as a workbook", "/overview.xlsx?" + january, true, nil, 200, xls, "PK", ""},
		{"agents as a workbook", "/agents.xlsx?" + january, true, nil, 200, xls, "PK", ""},
		{"tags as a workbook", "/tags.xlsx?" + january, true, nil, 200, xls, "PK", ""},
		{"details as a workbook", "/conversations.xlsx?" + january, true, nil, 200, xls, "PK", ""},
		{"overview as JSON", "/overview.json?" + january, true, nil, 200, jsn, `"rows":[`, ""},
		{"agents as JSON", "/agents.json?" + january, true, nil, 200, jsn, `"agent_name":"Ana"`, ""},
		{"tags as JSON", "/tags.json?" + january, true, nil, 200, jsn, `"tag":"billing"`, ""},
		{"details as JSON", "/conversations.json?" + january, true, nil, 200, jsn, `"conversations":4`, ""},

		{"a stranger's page", "/agents?from=2026-01-01&token=bad", false, nil, 303, "", "/login?next=%2Fagents%3Ffrom%3D2026-01-01", "bad"},
		{"a stranger's part", "/agents", false, htmx, 401, "", "", ""},
		{"a stranger's CSV", "/agents.csv", false, nil, 401, jsn, "read token", ""},
		{"a stranger's workbook", "/agents.xlsx", false, nil, 401, jsn, "read token", ""},
		{"a stranger's JSON", "/agents.json", false, nil, 401, jsn, "read token", ""},
		{"a stranger signs in", "/login?next=%2Ftags", false, nil, 200, html, `value="/tags"`, ""},
		{"nobody signs in twice", "/login?next=%2Ftags", true, nil, 303, "", "/tags", ""},
		{"signing in leads nowhere else", "/login?next=https%3A%2F%2Fevil.example", true, nil, 303, "", "/", "evil"},
		{"nor by two slashes", "/login?next=%2F%2Fevil.example", true, nil, 303, "", "/", "evil"},
		{"nor by backslash", "/login?next=%2F%5Cevil.example", true, nil, 303, "", "/", "evil"},
		{"a token in the header", "/agents.csv", false, bearer, 200, csv, "agent_id", ""},
		{"a token in the address", "/agents.csv?token=" + a.token, false, nil, 200, csv, "agent_id", ""},
		{"a token for a workbook", "/agents.xlsx", false, bearer, 200, xls, "PK", ""},
		{"a wrong token", "/agents.csv?token=relato_WRONG", false, nil, 401, jsn, "read token", "WRONG"},
		{"a wrong token is not saved by a cookie", "/agents.csv?token=relato_WRONG", true, nil, 401, jsn, "read token", ""},

		{"a bad date on a page", "/overview?from=tomorrow", true, nil, 400, html, "2026-01-31", ""},
		{"a bad date in a file", "/overview.csv?from=tomorrow", true, nil, 400, jsn, `"param":"from"`, ""},
		{"a bad date in a workbook", "/overview.xlsx?from=tomorrow", true, nil, 400, jsn, `"param":"from"`, ""},
		{"a bad comparison", "/agents?compare=tomorrow", true, nil, 400, html, "previous, year, none", ""},
		{"a bad sort", "/tags.json?sort=agent_id", true, nil, 400, jsn, `"param":"sort"`, ""},
		{"a bad language", "/tags?lang=tlh", true, nil, 400, html, "pt-BR", ""},
		{"a bad excel", "/tags.csv?excel=yes", true, nil, 400, jsn, `"param":"excel"`, ""},
		{"a limit too high", "/conversations.json?limit=501", true, nil, 400, jsn, "500", ""},
		{"too many buckets", "/overview.csv?group=hour&from=2000-01-01&to=2026-01-01", true, nil, 400, jsn, "error", ""},
		{"what is unknown is ignored", "/tags.csv?utm_source=x&origin=", true, nil, 200, csv, "tag,", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answer := a.getAs
			if tt.in {
				answer = a.get
			}
			w := answer(tt.target, tt.header...)
			if w.Code != tt.status {
				t.Errorf("GET %s: status %d, want %d", tt.target, w.Code, tt.status)
			}
			if kind := w.Header().Get("Content-Type"); !strings.HasPrefix(kind, tt.kind) {
				t.Errorf("GET %s: content type %q, want %q", tt.target, kind, tt.kind)
			}
			all := w.Header().Get("Location") + w.Body.String()
			if !strings.Contains(all, tt.has) {
				t.Errorf("GET %s: there is no %q in\n%.2000s", tt.target, tt.has, all)
			}
			if tt.hasNot != "" && strings.Contains(all, tt.hasNot) {
				t.Errorf("GET %s: there is %q in\n%.2000s", tt.target, tt.hasNot, all)
			}
			if policy := w.Header().Get("Content-Security-Policy"); policy != contentPolicy {
				t.Errorf("GET %s: content security policy %q", tt.target, policy)
			}
		})
	}
}

func TestHeadAnswersAsGetWithoutBody(t *testing.T) {
	a := newAccount(t)
	const tooMany = "?from=1900-01-01&to=2026-11-29"
	for target, code := range map[string]int{
		"/healthz": 200, "/overview": 200, "/conversations.csv": 200, "/conversations.json": 200, "/conversations.xlsx": 200,
		"/overview" + tooMany: 400, "/overview.csv" + tooMany: 400, "/overview.json" + tooMany: 400, "/overview.xlsx" + tooMany: 400, "/agents.csv" + tooMany: 200,
	} {
		r := httptest.NewRequest(http.MethodHead, target, nil)
		r.AddCookie(a.cookie)
		server := a.do(r)
		if want := a.get(target); server.Code != code || want.Code != code ||
			code == 200 && server.Header().Get("Content-Type") != want.Header().Get("Content-Type") {
			t.Errorf("HEAD %s: %d %s, GET %d", target, server.Code, server.Header().Get("Content-Type"), want.Code)
		}
	}
}

func TestPartialsKeepTheAddressTrue(t *testing.T) {
	a := newAccount(t)
	w := a.get("/agents?origin=&agent=a2&agent=a1&to=2026-01-31&utm=x&lang=en", "HX-Request", "true")
	const want = "/agents?agent=a1&agent=a2&from=2026-01-02&lang=en&to=2026-01-31"
	if got := w.Header().Get("HX-Push-Url"); got != want {
		t.Errorf("HX-Push-Url is %q, want %q", got, want)
	}
	if got := w.Header().Values("Vary"); !strings.Contains(strings.Join(got, ","), "HX-Request") {
		t.Errorf("Vary is %q", got)
	}
	if got := w.Header().Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("Cache-Control is %q", got)
	}
}

func TestStaticFilesAreKeptByTheirHash(t *testing.T) {
	a := newAccount(t)
	for target, want := range map[string]string{
		static.URL("app.css"):      "public, max-age=31536000, immutable",
		"/static/app.css?v=abcdef": "no-cache",
		"/static/app.css":          "no-cache",
	} {
		w := a.getAs(target)
		packed := a.getAs(target, "Accept-Encoding", "gzip")
		if unpackedAnswer(t, packed) != w.Body.String() || packed.Header().Get("Content-Type") != w.Header().Get("Content-Type") {
			t.Errorf("%s is another file when it is compressed", target)
		}
		if got := w.Header().Get("Cache-Control"); got != want {
			t.Errorf("%s: Cache-Control %q, want %q", target, got, want)
		}
		if again := a.getAs(target, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s: %d with its own ETag", target, again.Code)
		}
	}
}

// TestAnswersAreCompressedForWhoTakesIt asks for pages, files and what pages load, with what clients say of codings. What pages
// load is packed by gzip once and for all.
func TestAnswersAreCompressedForWhoTakesIt(t *testing.T) {
	a := newAccount(t)
	app := static.URL("app.css")
	for _, target := range []string{"/overview?" + january, "/overview.csv?" + january, "/conversations.json?" + january, app} {
		plain := a.get(target).Body.String()
		for accepted, want := range map[string]string{
			"": "", "identity": "", "br": "", "gzip": "gzip", "br, gzip": "gzip", "gzip;q=0.5, identity;q=0.1": "gzip", "deflate, gzip ; Q = 1.0": "gzip",
			"gzip;q=0": "", "gzip; q=0.0, identity": "", "identity, gzip;q=0.000": "", "gzip;Q=0": "", "*;q=0, gzip": "gzip",
			"gzip, deflate, br, zstd": "zstd", "zstd, gzip;q=0.5": "zstd", "gzip, zstd;q=0.5": "gzip", "gzip, zstd;q=0": "gzip",
		} {
			if target == app && want == "zstd" {
				want = "gzip"
			}
			w := a.get(target, "Accept-Encoding", accepted)
			if got := w.Header().Get("Content-Encoding"); got != want {
				t.Errorf("%s, Accept-Encoding: %s: the coding is %q, want %q", target, accepted, got, want)
			}
			if got := unpackedAnswer(t, w); got != plain {
				t.Errorf("%s, Accept-Encoding: %s: it unpacks to %d bytes, plain it has %d", target, accepted, len(got), len(plain))
			}
			if got := w.Header().Values("Vary"); !slices.Contains(got, "Accept-Encoding") {
				t.Errorf("%s, Accept-Encoding: %s: Vary is %q", target, accepted, got)
			}
		}
	}
}

// unpackedAnswer is what an answer says, whatever it is packed by.
func unpackedAnswer(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	body := io.Reader(w.Body)
	var err error
	switch w.Header().Get("Content-Encoding") {
	case "gzip":
		body, err = gzip.NewReader(body)
	case "zstd":
		body, err = zstd.NewReader(body)
	}
	check(t, err)
	text, err := io.ReadAll(body)
	check(t, err)
	return string(text)
}

func TestProblemsTellTheReaderNothingOfTheCause(t *testing.T) {
	a := newAccount(t)
	check(t, a.db.Close())
	w := a.get("/overview")
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "closed") {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
	request := w.Header().Get("X-Request-Id")
	if !strings.Contains(w.Body.String(), request) || !strings.Contains(a.log.String(), request) {
		t.Errorf("request %q must be on the page and in the log:\n%s", request, &a.log)
	}
	if !strings.Contains(a.log.String(), "closed") {
		t.Errorf("the log does not tell the cause:\n%s", &a.log)
	}
}
