package handlers

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// tagged are addresses whose answers have a tag.
var tagged = []string{
	"/overview?" + january, "/agents?" + january, "/tags", "/conversations?sort=frt_s",
	"/overview.csv?" + january, "/agents.json", "/tags.xlsx?" + january, "/conversations.csv",
	"/api/v1/overview", "/api/v1/conversations/c1", "/api/v1/waiting", "/api/v1/choices", "/api/v1/openapi.json",
}

func isPage(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	return !strings.Contains(path, ".") && !strings.HasPrefix(path, "/api/")
}

// append stores lines as another process would.
func (a *account) append(t *testing.T, lines string) {
	t.Helper()
	path := t.TempDir() + "/lines.ndjson"
	check(t, os.WriteFile(path, []byte(lines), 0o600))
	_, err := a.db.Append(t.Context(), a.now, readItems(t, path, a.now))
	check(t, err)
}

// TestAnUnchangedReportIsNotSentAgain polls every address, through compression as well.
func TestAnUnchangedReportIsNotSentAgain(t *testing.T) {
	a := newAccount(t)
	for _, target := range tagged {
		for _, coding := range []string{"identity", "gzip"} {
			first := a.get(target, "Accept-Encoding", coding)
			tag := first.Header().Get("ETag")
			if first.Code != http.StatusOK || !strings.HasPrefix(tag, `W/"`) {
				t.Fatalf("%s: %d, tag %q", target, first.Code, tag)
			}
			for _, have := range []string{tag, `"other", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
				w := a.get(target, "If-None-Match", have, "Accept-Encoding", coding)
				if w.Code != http.StatusNotModified || w.Body.Len() > 0 {
					t.Errorf("%s with %s: %d, %d bytes", target, have, w.Code, w.Body.Len())
				}
				for _, header := range []string{"ETag", "Cache-Control", "Content-Security-Policy"} {
					if w.Header().Get(header) != first.Header().Get(header) {
						t.Errorf("%s: %s is %q, and was %q", target, header, w.Header().Get(header), first.Header().Get(header))
					}
				}
				if disposition := w.Header().Get("Content-Disposition"); disposition != "" {
					t.Errorf("%s: a 304 has %s", target, disposition)
				}
			}
			if w := a.get(target, "If-None-Match", `W/"other"`); w.Code != http.StatusOK {
				t.Errorf("%s with another tag: %d", target, w.Code)
			}
			if got := first.Header().Get("Cache-Control"); got != "private, no-cache" {
				t.Errorf("%s: Cache-Control %q", target, got)
			}
		}
	}
}

// TestWhatChangesAReport changes one thing after another, and expects a whole answer wherever it shows.
func TestWhatChangesAReport(t *testing.T) {
	const always = "/api/v1/openapi.json"
	everything := func(target string) bool { return target != always }
	for name, tt := range map[string]struct {
		change  func(t *testing.T, a *account) (header []string)
		changes func(target string) bool
	}{
		"nothing": {func(*testing.T, *account) []string { return nil }, func(string) bool { return false }},
		"a message": {func(t *testing.T, a *account) []string {
			a.append(t, newThread("e1"))
			return nil
		}, everything},
		"the time zone": {func(t *testing.T, a *account) []string {
			a.append(t, `{"type":"settings","timezone":"Asia/Tokyo"}`)
			return nil
		}, everything},
		"something outside the reports": {func(t *testing.T, a *account) []string {
			a.writer(t)
			return nil
		}, func(target string) bool { return isPage(target) || strings.HasPrefix(target, "/api/v1/conversations/") }},
		"another user": {func(t *testing.T, a *account) []string {
			a.signInAs(t, "caio@example.com", "manager")
			return nil
		}, everything},
		"a user who sees less": {func(t *testing.T, a *account) []string {
			a.signInAs(t, "ana@elsewhere.example", "agent")
			return nil
		}, everything},
		"a cookie": {func(_ *testing.T, a *account) []string {
			return []string{"Cookie", a.cookie.Name + "=" + a.cookie.Value + "; columns=tag"}
		}, isPage},
		"a part": {func(*testing.T, *account) []string { return []string{"HX-Request", "true"} }, isPage},
		"a language that the account overrules": {func(*testing.T, *account) []string {
			return []string{"Accept-Language", "es"}
		}, func(string) bool { return false }},
		"five minutes": {func(_ *testing.T, a *account) []string {
			a.now = a.now.Add(5 * time.Minute)
			return nil
		}, func(string) bool { return false }},
		"an hour": {func(_ *testing.T, a *account) []string {
			a.now = a.now.Add(time.Hour)
			return nil
		}, isPage},
		"facts of another version replaced": {func(t *testing.T, a *account) []string {
			if err := a.handler.(*Server).Index.Renew(t.Context()); err != nil {
				t.Fatal(err)
			}
			return nil
		}, everything},
		"a day": {func(_ *testing.T, a *account) []string {
			a.now = a.now.Add(24 * time.Hour)
			return nil
		}, func(target string) bool { // by default a period ends today
			return isPage(target) || !strings.Contains(target, january) && !strings.HasPrefix(target, "/api/v1/c") &&
				target != "/api/v1/waiting" && target != always
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			before := map[string]*httptest.ResponseRecorder{}
			for range 2 { // the first time writes into the audit log that files were read
				for _, target := range tagged {
					before[target] = a.get(target, "Accept-Language", "en")
				}
				a.handler.(*Server).notes.wait.Wait()
			}
			header := tt.change(t, a)
			for target, was := range before {
				w := a.get(target, append([]string{"Accept-Language", "en", "If-None-Match", was.Header().Get("ETag")}, header...)...)
				want := map[bool]int{true: http.StatusOK, false: http.StatusNotModified}[tt.changes(target)]
				if w.Code == http.StatusNotFound && name == "a user who sees less" || name == "a day" && strings.HasPrefix(target, "/api/v1/conversations/") {
					continue // that the session is still in use may have been noted by then
				}
				if w.Code != want {
					t.Errorf("%s: %d, want %d", target, w.Code, want)
				}
			}
		})
	}
}

func TestNoTagWhereNothingStays(t *testing.T) {
	a := newAccount(t)
	for _, target := range []string{"/waiting", "/conversations/c2", "/login", "/healthz"} {
		if w := a.getAs(target); w.Header().Get("ETag") != "" {
			t.Errorf("%s has a tag", target)
		}
	}
	for _, target := range []string{"/overview?from=tomorrow", "/tags.csv?limit=501", "/conversations/none", "/nothing"} {
		if w := a.get(target, "If-None-Match", "*"); w.Code < 400 || w.Header().Get("ETag") != "" {
			t.Errorf("%s: %d, tag %q", target, w.Code, w.Header().Get("ETag"))
		}
	}
	if w := a.getAs("/agents", "If-None-Match", "*"); w.Code != http.StatusSeeOther {
		t.Errorf("a stranger who says to have the page: %d", w.Code)
	}
	tag := a.get("/agents").Header().Get("ETag")
	check(t, a.db.Close())
	if w := a.get("/agents", "If-None-Match", tag); w.Code != http.StatusInternalServerError || w.Header().Get("ETag") != "" {
		t.Errorf("without a database: %d, tag %q", w.Code, w.Header().Get("ETag"))
	}
}
