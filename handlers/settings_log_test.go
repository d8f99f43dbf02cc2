package handlers

import (
	"database/sql"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/db"
)

// logged are the lines of the audit log as "who what about detail", the oldest first; refused ones end with !.
func (a *account) logged(t *testing.T, query string) []string {
	t.Helper()
	w := a.get("/settings/log.csv?" + query)
	if w.Code != http.StatusOK {
		t.Fatalf("the log: %d", w.Code)
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	check(t, err)
	if got := strings.Join(rows[0], ","); got != "at,who,what,about,detail,address,refused" {
		t.Errorf("the log's columns are %s", got)
	}
	var lines []string
	for _, r := range rows[1:] {
		line := strings.TrimSpace(strings.Join([]string{r[1], r[2], r[3], r[4]}, " "))
		if r[6] == "true" {
			line += " !"
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	return lines
}

// TestTheLogTellsWhatWasDone does one of everything and reads it there.
func TestTheLogTellsWhatWasDone(t *testing.T) {
	a := newAccount(t)
	const chefe = "chefe@example.com"
	a.signInAs(t, chefe, "admin")
	a.loginAs(chefe, "a wrong guess")
	a.post("/settings/account", url.Values{"company": {"Loja"}, "timezone": {"UTC"}, "language": {"pt-BR"}, "inactivity": {"24"}})
	a.post("/settings/account", url.Values{"company": {"Loja Nova"}, "timezone": {"UTC"}, "language": {"pt-BR"}, "inactivity": {"24"}})
	ana := a.person(t, email).ID
	a.post("/settings/users/"+ana, url.Values{"name": {"Ana Maria"}, "role": {"agent"}})
	a.post("/settings/users/"+ana+"/sessions", nil)
	key := keyOn(t, a.post("/settings/users/"+ana+"/link", nil))
	a.post("/password", url.Values{"key": {key}, "password": {"a long password"}, "again": {"a long password"}})
	a.post("/settings/users/new", url.Values{"email": {"bia@example.com"}, "role": {"manager"}})
	a.post("/settings/users/"+a.person(t, "bia@example.com").ID+"/remove", nil)
	madeToken(t, a.post("/settings/tokens/new", newTokenOf("painel", "?agent=a2")))
	a.post("/settings/tokens/revoke", url.Values{"name": {"painel"}})
	for range 3 { // a program that asks again and again
		a.getAs("/tags.csv?" + january + "&token=" + a.token)
	}
	a.get("/agents.xlsx?" + january)
	a.post("/logout", nil)
	a.cookie = a.loginAs(chefe, password).Result().Cookies()[0]
	got := a.logged(t, "")
	want := []string{
		"chefe@example.com sign_in chefe@example.com",
		"chefe@example.com sign_in chefe@example.com !",
		`chefe@example.com setting_change company "Loja" → "Loja Nova"`,
		`chefe@example.com user_change ana@example.com {"name":["Ana","Ana Maria"],"role":["manager","agent"]}`,
		"chefe@example.com sessions_end ana@example.com",
		"chefe@example.com password_link ana@example.com",
		"ana@example.com password_change ana@example.com",
		"chefe@example.com user_add bia@example.com manager",
		"chefe@example.com user_remove bia@example.com manager",
		"chefe@example.com token_add painel agent=a2",
		"chefe@example.com token_revoke painel",
		"token sheets export /tags.csv from=2026-01-01&to=2026-01-31",
		"chefe@example.com export /agents.xlsx from=2026-01-01&to=2026-01-31",
		"chefe@example.com sign_out chefe@example.com",
		"chefe@example.com sign_in chefe@example.com",
	}
	at := 0
	for _, line := range got {
		if at < len(want) && line == want[at] {
			at++
		}
	}
	if at < len(want) {
		t.Errorf("the log does not tell, in this order: %s\n%s", want[at], strings.Join(got, "\n"))
	}
	if n := len(slices.DeleteFunc(a.logged(t, "what=export&who=SHEETS"), func(l string) bool { return !strings.Contains(l, "tags.csv") })); n != 1 {
		t.Errorf("three reads within an hour are %d lines", n)
	}
	a.now = a.now.Add(time.Hour + time.Second)
	a.getAs("/tags.csv?" + january + "&token=" + a.token)
	if n := len(a.logged(t, "what=export&who=sheets")); n != 2 {
		t.Errorf("another read after an hour makes %d lines, want 2", n)
	}
	if strings.Contains(strings.Join(a.logged(t, ""), "\n"), a.token) {
		t.Error("there is a token in the log")
	}
}

func TestThePageOfTheLog(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	for i := range 60 {
		a.now = a.now.Add(time.Second)
		check(t, a.db.Log(t.Context(), db.Entry{
			At: a.now, Who: fmt.Sprintf("user%d%%_@example.com", i), Deed: db.SignedIn, About: `=HYPERLINK("x") <script>alert(1)</script>`, Refused: true,
			Address: "203.0.113.9",
		}))
	}
	first := a.get("/settings/log").Body.String()
	for _, want := range []string{"user59%_", "&lt;script&gt;", "203.0.113.9", "recusado", "/settings/log?page=2", "Entrada"} {
		if !strings.Contains(first, want) {
			t.Errorf("the first page has no %q", want)
		}
	}
	if strings.Contains(first, "user9%_") || strings.Contains(first, "<script>alert") {
		t.Error("the first page has what it should not")
	}
	second := a.get("/settings/log?page=2").Body.String()
	if !strings.Contains(second, "user9%_") || strings.Contains(second, "page=3") {
		t.Error("the second page is not the last")
	}
	if lines := a.logged(t, "who="+url.QueryEscape("R7%_")); len(lines) != 1 || !strings.Contains(lines[0], "'=HYPERLINK") {
		t.Errorf("a filter by name: %v", lines)
	}
	if page := a.get("/settings/log?who=nobody+at+all").Body.String(); !strings.Contains(page, "Nenhum registro") {
		t.Error("an empty log does not say so")
	}
	for _, query := range []string{"what=dance", "page=0", "page=x"} {
		if w := a.get("/settings/log?" + query); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", query, w.Code)
		}
	}

	// Every deed has a name in every language.
	for _, lang := range []string{"pt-BR", "es", "en"} {
		page := a.get("/settings/log?lang=" + lang).Body.String()
		for _, deed := range db.Deeds {
			if strings.Contains(page, `">`+string(deed)+`</option>`) {
				t.Errorf("%s has no name for %s", lang, deed)
			}
		}
	}

	a.now = a.now.Add(db.AuditLife + time.Hour)
	a.cookie = a.loginAs("chefe@example.com", password).Result().Cookies()[0]
	if lines := a.logged(t, "what=sign_in"); len(lines) != 1 || strings.Contains(lines[0], "user") {
		t.Errorf("after %s there are the sign-ins %v, want the last", db.AuditLife, lines)
	}
}

func TestTheFileOfTheLogIsForAdmins(t *testing.T) {
	a := newAccount(t) // signed in as a manager
	if w := a.get("/settings/log.csv"); w.Code != http.StatusForbidden {
		t.Errorf("a manager: %d", w.Code)
	}
	if w := a.getAs("/settings/log.csv"); w.Code != http.StatusUnauthorized {
		t.Errorf("a stranger: %d", w.Code)
	}
	if w := a.getAs("/settings/log.csv?token=" + a.token); w.Code != http.StatusForbidden {
		t.Errorf("a token: %d", w.Code)
	}
}

// TestFilesAreReadWithoutTheLog shuts the log, as a full disk does.
func TestFilesAreReadWithoutTheLog(t *testing.T) {
	a := newAccount(t)
	check(t, a.db.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), "DROP TABLE audit")
		return err
	}))
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Errorf("a file while the log cannot be written: %d", w.Code)
	}
	if !strings.Contains(a.log.String(), "missing in the audit log") {
		t.Errorf("the server's log does not say so:\n%s", &a.log)
	}
}

// TestTheLogTellsOfSharedReports makes a share and ends it in the browser, and reads of it.
func TestTheLogTellsOfSharedReports(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	page := a.post("/shares/new/tags", url.Values{"name": {"Diretoria"}, "period": {"last-7"}, "expires": {"30"}})
	_, rest, made := strings.Cut(page.Body.String(), sharePath)
	if page.Code != http.StatusOK || !made {
		t.Fatalf("a share: %d", page.Code)
	}
	secret, _, _ := strings.Cut(rest, "\"")
	shares, err := a.db.Shares(t.Context(), "", true)
	check(t, err)
	a.post("/shares/"+shares[0].ID+"/revoke", nil)
	a.post("/shares/"+shares[0].ID+"/delete", nil)
	lines := a.logged(t, "who=chefe")
	for _, deed := range []db.Deed{db.ShareMade, db.ShareEnded, db.ShareForgotten} {
		want := fmt.Sprintf(`chefe@example.com %s Diretoria {"report":"tags","period":"last-7","until":"%s"`, deed, shares[0].ExpiresAt.UTC().Format(time.RFC3339))
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, want) }) {
			t.Errorf("no line is %s:\n%s", want, strings.Join(lines, "\n"))
		}
	}
	log := a.get("/settings/log").Body.String()
	for _, want := range []string{"Link de relatório criado", "Link de relatório revogado", "Link de relatório removido", "Diretoria · Por tag · 7 dias"} {
		if !strings.Contains(log, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if len(secret) < 20 || strings.Contains(log+strings.Join(lines, ""), secret) {
		t.Errorf("the secret %q is in the log", secret)
	}
}
