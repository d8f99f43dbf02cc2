package handlers

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

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

// TestASharedReportStatesItsComparison reads a share in every language: there is nothing to choose in it.
func TestASharedReportStatesItsComparison(t *testing.T) {
	a := newAccount(t)
	path := a.share(t, "overview", "from=2026-01-09&to=2026-01-16&compare=previous")
	for lang, want := range map[string][2]string{
		"pt-BR": {"em comparação com 1–8 jan", "Comparar com"}, "es": {"en comparación con 1–8 ene", "Comparar con"},
		"en": {"compared with 1–8 Jan", "Compare with"},
	} {
		page := strings.ReplaceAll(a.getAs(path+"?lang="+lang).Body.String(), "\u00a0", " ")
		if !strings.Contains(page, want[0]) || strings.Contains(page, want[1]) {
			t.Errorf("in %s the page does not state %q, or asks to choose: %q", lang, want[0], want[1])
		}
	}
}

// TestPaperSaysOfWhichDayItIs reads the heads of what people print.
func TestPaperSaysOfWhichDayItIs(t *testing.T) {
	a := newAccount(t)
	for _, path := range []string{"/overview", "/conversations", "/waiting", a.share(t, "overview", january)} {
		page := strings.ReplaceAll(a.get(path).Body.String(), "\u00a0", " ")
		if !strings.Contains(page, `<span class="print-only">· 2 fev 2026</span>`) {
			t.Errorf("%s has no date for paper", path)
		}
	}
}
