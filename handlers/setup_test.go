package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relato/db"
	"relato/report"
)

// newInstallation is a server over an empty database, and its one-time link.
func newInstallation(t *testing.T, change ...func(*Config)) (a *account, server *Server, link string) {
	t.Helper()
	a = &account{now: time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)}
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "new.db"))
	check(t, err)
	t.Cleanup(func() { check(t, d.Close()) })
	a.db = d
	clock := func() time.Time { return a.now }
	c := Config{DB: d, Index: report.NewIndex(d, clock), Now: clock, Log: newLog(a)}
	for _, f := range change {
		f(&c)
	}
	server, err = New(t.Context(), c)
	check(t, err)
	t.Cleanup(server.Close)
	a.handler = server
	link, err = server.OpenSetup(t.Context())
	check(t, err)
	return a, server, link
}

// firstForm is what the form of the first run sends.
func firstForm(link string) url.Values {
	return url.Values{
		"key": {strings.TrimPrefix(link, "/setup?key=")}, "name": {" Bia <b> "}, "email": {"bia@example.com"},
		"password": {password}, "again": {password},
		"company": {"Loja Horizonte"}, "timezone": {"America/Manaus"}, "language": {"es"},
		"mon-from": {"9", "13:00"}, "mon-to": {"12:00", "18h"}, "sat-from": {""}, "sat-to": {""}, "brazil": {"1"},
	}
}

// TestFirstRunTakesNoEmailThatIsTooLong: what the database would refuse, the form says.
func TestFirstRunTakesNoEmailThatIsTooLong(t *testing.T) {
	a, _, link := newInstallation(t)
	form := firstForm(link)
	form.Set("email", "bia@"+strings.Repeat("a.", 150)+"com")
	if w := a.post("/setup", form); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("%d", w.Code)
	}
}

func TestFirstRun(t *testing.T) {
	a, _, link := newInstallation(t)
	if w := a.getAs("/login", "Accept-Language", "en"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Nobody can sign in yet") {
		t.Errorf("signing in while nobody can: %d\n%s", w.Code, w.Body)
	}
	page := a.getAs(link, "Accept-Language", "es-AR,es;q=0.9")
	for _, want := range []string{`lang="es"`, `<option value="es" selected>`, `value="09:00"`, strings.TrimPrefix(link, "/setup?key=")} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the form has no %s", want)
		}
	}
	w := a.post("/setup", firstForm(link))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/setup/next" {
		t.Fatalf("setting up: %d to %q\n%s%s", w.Code, w.Header().Get("Location"), w.Body, &a.log)
	}
	a.cookie = w.Result().Cookies()[0]
	next := a.get("/setup/next")
	for _, want := range []string{"Todo listo", "/settings/import", "relato demo", "Loja Horizonte", "bia@example.com"} {
		if next.Code != http.StatusOK || !strings.Contains(next.Body.String(), want) {
			t.Errorf("the page after it: %d without %q", next.Code, want)
		}
	}
	settings, err := a.db.Settings(t.Context())
	check(t, err)
	if settings.Company != "Loja Horizonte" || settings.Timezone != "America/Manaus" || settings.Language != "es" {
		t.Errorf("the settings are %+v", settings)
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		want := "09:00-12:00 13:00-18:00"
		if day == time.Sunday || day == time.Saturday {
			want = ""
		}
		if got := hoursOf(settings.Hours, day); got != want {
			t.Errorf("%s is %q, want %q", day, got, want)
		}
	}
	if got := fmt.Sprint(settings.Holidays); !strings.Contains(got, "2026-04-03") || !strings.Contains(got, "2027-12-25") || len(settings.Holidays) != 20 {
		t.Errorf("the holidays are %s", got)
	}
	user, err := a.db.UserByPassword(t.Context(), "bia@example.com", password)
	if err != nil || user.Role != "admin" || user.Name != "Bia <b>" {
		t.Errorf("the user is %+v, %v", user, err)
	}

	// The door has closed behind the first user.
	for _, target := range []string{link, "/setup", "/setup?key=WRONG"} {
		if w := a.getAs(target); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login" {
			t.Errorf("%s afterwards: %d to %q", target, w.Code, w.Header().Get("Location"))
		}
	}
	again := firstForm(link)
	again.Set("email", "eve@example.com")
	if w := a.post("/setup", again); w.Header().Get("Location") != "/login" {
		t.Errorf("a second first user: %d to %q", w.Code, w.Header().Get("Location"))
	}
	if _, err := a.db.UserByPassword(t.Context(), "eve@example.com", password); err == nil {
		t.Error("a second first user was made")
	}
	if strings.Contains(a.log.String(), strings.TrimPrefix(link, "/setup?key=")) {
		t.Error("the key is in the log")
	}
}

func TestTheFirstRunNeedsItsLink(t *testing.T) {
	a, server, link := newInstallation(t)
	if w := a.getAs("/setup", "Accept-Language", "en"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "one-time link that the server prints") {
		t.Errorf("without a key: %d\n%s", w.Code, w.Body)
	}
	for _, key := range []string{"WRONG", link, strings.TrimPrefix(link, "/setup?key=")[1:]} {
		if w := a.getAs("/setup?key="+url.QueryEscape(key), "Accept-Language", "en"); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "opens nothing any more") {
			t.Errorf("with the key %s: %d", key, w.Code)
		}
	}
	form := firstForm(link)
	form.Set("key", "WRONG")
	if w := a.post("/setup", form); w.Code != http.StatusForbidden {
		t.Errorf("the form with a wrong key: %d", w.Code)
	}
	fresh, err := server.OpenSetup(t.Context())
	check(t, err)
	if w := a.getAs(link); w.Code != http.StatusForbidden {
		t.Errorf("the link of an earlier start: %d", w.Code)
	}
	if w := a.getAs(fresh); w.Code != http.StatusOK {
		t.Errorf("the link of this start: %d", w.Code)
	}
	for range accountBurst {
		a.getAs("/setup?key=WRONG")
	}
	if w := a.getAs(fresh); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("after many wrong keys: %d", w.Code)
	}
	a.now = a.now.Add(accountEvery + time.Second)
	if w := a.getAs(fresh); w.Code != http.StatusOK {
		t.Errorf("after the wait: %d", w.Code)
	}
	check(t, a.db.AddUser(t.Context(), a.now, db.NewUser{Email: email, Role: "admin", Password: password})) // as the command does
	if w := a.getAs(fresh); w.Header().Get("Location") != "/login" {
		t.Errorf("when a user was added elsewhere: %d", w.Code)
	}
	if late, err := server.OpenSetup(t.Context()); err != nil || late != "" {
		t.Errorf("with users there is a link %q, %v", late, err)
	}
}

func TestAFirstRunWithMistakesMakesNothing(t *testing.T) {
	a, _, link := newInstallation(t)
	long := strings.Repeat("x", 101)
	for _, tt := range []struct {
		name, field, value, says string
	}{
		{"no name", "name", " ", "Write your name"},
		{"a long name", "name", long, "Write your name"},
		{"no email", "email", "bia", "This is not an email address"},
		{"an email with a name", "email", "Bia <bia@example.com>", "This is not an email address"},
		{"a short password", "password", "short", "too short"},
		{"a long password", "password", strings.Repeat("x", db.MaxPassword+1), "too long"},
		{"another password", "again", "correct horsf", "not the same"},
		{"a long company", "company", long, "at most 100"},
		{"no zone", "timezone", "", "no such time zone"},
		{"a zone that is none", "timezone", "Local", "no such time zone"},
		{"a language that is none", "language", "tlh", "Nothing was saved"},
		{"hours that cannot be read", "mon-from", "nine", "nine–12:00 cannot be read"},
		{"half an interval", "sat-from", "9", "The start or the end"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			form := maps.Clone(firstForm(link))
			form[tt.field] = append([]string{tt.value}, form[tt.field][1:]...)
			w := a.post("/setup?lang=en", form)
			body := w.Body.String()
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, tt.says) {
				t.Errorf("%d without %q in\n%s", w.Code, tt.says, body)
			}
			if strings.Contains(body, password) || !strings.Contains(body, "bia@example.com") && tt.field != "email" {
				t.Error("it shows the password, or not what else was typed")
			}
			if exist, err := a.db.HasUsers(t.Context()); err != nil || exist {
				t.Fatalf("a user was made: %v", err)
			}
			if s, err := a.db.Settings(t.Context()); err != nil || s.TimezoneSet {
				t.Errorf("settings were saved: %+v, %v", s, err)
			}
		})
	}
}

func TestAnEmptyAccountLeadsToItsData(t *testing.T) {
	a, _, link := newInstallation(t)
	a.cookie = a.post("/setup", firstForm(link)).Result().Cookies()[0]
	reports := []string{"/overview", "/agents", "/tags", "/conversations"}
	for _, path := range reports {
		body := a.get(path + "?lang=en").Body.String()
		if !strings.Contains(body, "No conversations yet") || !strings.Contains(body, `href="/settings/import?lang=en"`) {
			t.Errorf("%s leads an admin nowhere", path)
		}
	}
	a.signInAs(t, "gerente@example.com", "manager")
	for _, path := range reports {
		body := a.get(path + "?lang=en").Body.String()
		if !strings.Contains(body, "Ask an admin") || strings.Contains(body, "/settings/import") {
			t.Errorf("%s leads a manager to what only admins may do", path)
		}
	}
	_, err := a.db.Append(t.Context(), a.now, readItems(t, "testdata/account.ndjson", a.now))
	check(t, err)
	for _, path := range reports {
		if body := a.get(path + "?lang=en&from=2020-01-01&to=2020-01-31").Body.String(); strings.Contains(body, "No conversations yet") {
			t.Errorf("%s takes a period without conversations for an empty account", path)
		}
	}
}

func TestTheDemoNeedsNoFirstRun(t *testing.T) {
	a, _, link := newInstallation(t, func(c *Config) { c.Demo = true })
	if w := a.getAs("/setup"); link != "" || w.Header().Get("Location") != "/login" {
		t.Errorf("link %q, %d", link, w.Code)
	}
}
