package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestEverybodyHasTheirOwnSettings(t *testing.T) {
	a := newAccount(t)
	for _, role := range []string{"admin", "manager", "agent"} {
		a.signInAs(t, role+"@example.com", role)
		if w := a.get("/settings/me"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), role+"@example.com") {
			t.Errorf("%s: %d", role, w.Code)
		}
	}
	if w := a.get("/settings"); w.Header().Get("Location") != "/settings/me" {
		t.Errorf("an agent's settings begin at %s", w.Header().Get("Location"))
	}
	if w := a.getAs("/settings/me"); w.Code != http.StatusSeeOther {
		t.Errorf("a stranger: %d", w.Code)
	}
	if w := a.getAs("/settings/me", "Authorization", "Bearer "+a.token); w.Code != http.StatusForbidden {
		t.Errorf("a token: %d", w.Code)
	}
}

// TestTheOwnLanguage goes before the account's and the browser's, after the address's, and is that of errors too.
func TestTheOwnLanguage(t *testing.T) {
	a := newAccount(t)
	if w := a.post("/settings/me", url.Values{"name": {"Ana"}, "language": {"tlh"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a language that is none: %d", w.Code)
	}
	if w := a.post("/settings/me", url.Values{"name": {strings.Repeat("x", 101)}, "language": {"es"}}); w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(w.Body.String(), "name-wrong") {
		t.Errorf("a name too long: %d", w.Code)
	}
	if w := a.post("/settings/me", url.Values{"name": {"Ana Maria"}, "language": {"es"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("saving: %d", w.Code)
	}
	for target, want := range map[string]string{
		"/overview": "es", "/overview?lang=en": "en", "/nowhere": "pt-BR", "/overview?from=x": "es", "/settings/me?saved=1": "es",
	} {
		if w := a.get(target, "Accept-Language", "pt-BR"); !strings.Contains(w.Body.String(), `<html lang="`+want+`"`) {
			t.Errorf("%s is not in %s", target, want)
		}
	}
	if u := a.person(t, email); u.Name != "Ana Maria" || u.Language != "es" {
		t.Errorf("saved: %+v", u)
	}
}

func TestChangingTheOwnPassword(t *testing.T) {
	a := newAccount(t)
	other := a.loginAs(email, password).Result().Cookies()[0]
	const better = "a better password"
	for field, form := range map[string]url.Values{
		"current":  {"current": {"wrong horse"}, "password": {better}, "again": {better}},
		"password": {"current": {password}, "password": {"short"}, "again": {"short"}},
		"again":    {"current": {password}, "password": {better}, "again": {better + "!"}},
	} {
		w := a.post("/settings/me/password", form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), field+"-wrong") || strings.Contains(w.Body.String(), better) {
			t.Errorf("%s: %d", field, w.Code)
		}
	}
	old := a.cookie
	w := a.post("/settings/me/password", url.Values{"current": {password}, "password": {better}, "again": {better}})
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Fatalf("changing it: %d", w.Code)
	}
	a.cookie = w.Result().Cookies()[0]
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Errorf("who changed it: %d", w.Code)
	}
	for name, cookie := range map[string]*http.Cookie{"the id before": old, "another browser": other} {
		a.cookie = cookie
		if w := a.get("/agents.csv"); w.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if was, is := a.loginAs(email, password).Code, a.loginAs(email, better).Code; was != http.StatusUnauthorized || is != http.StatusSeeOther {
		t.Errorf("the old password answers %d, the new one %d", was, is)
	}
}

// TestThePresentPasswordIsNotGuessed lets somebody at an open browser try.
func TestThePresentPasswordIsNotGuessed(t *testing.T) {
	a := newAccount(t)
	form := url.Values{"current": {"a wrong guess"}, "password": {"a better password"}, "again": {"a better password"}}
	for range accountBurst {
		if w := a.post("/settings/me/password", form); w.Code != http.StatusUnprocessableEntity {
			t.Fatalf("a guess: %d", w.Code)
		}
	}
	form.Set("current", password)
	if w := a.post("/settings/me/password", form); w.Code != http.StatusTooManyRequests {
		t.Errorf("after %d guesses: %d", accountBurst, w.Code)
	}
}

func TestOwnSessions(t *testing.T) {
	a := newAccount(t)
	signIn := func(agent, address string) *http.Cookie {
		r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(url.Values{"email": {email}, "password": {password}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("User-Agent", agent)
		r.RemoteAddr = address + ":1234"
		return a.do(r).Result().Cookies()[0]
	}
	phone := signIn("Mozilla/5.0 (Linux; Android 10; K) Chrome/139.0.0.0 Mobile Safari/537.36", "203.0.113.7")
	signIn("<script>alert(1)</script>", "2001:db8::1")
	page := a.get("/settings/me").Body.String()
	for _, want := range []string{"Chrome · Android", "203.0.113.7", "2001:db8::1", "este navegador", "Navegador desconhecido"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	ids := regexp.MustCompile(`name="id" value="(\w+)"`).FindAllStringSubmatch(page, -1)
	if len(ids) != 2 || strings.Contains(page, "<script>alert") {
		t.Fatalf("%d sessions can be ended, want 2", len(ids))
	}

	// Nobody else can end them.
	ana := a.cookie
	a.signInAs(t, "chefe@example.com", "admin")
	for _, id := range ids {
		a.post("/settings/me/sessions", url.Values{"id": {id[1]}})
	}
	if n := a.person(t, email).Sessions; n != 3 {
		t.Errorf("after another user's try there are %d sessions, want 3", n)
	}
	a.cookie = phone
	if w := a.post("/settings/me/sessions", nil); w.Code != http.StatusSeeOther {
		t.Errorf("ending the others: %d", w.Code)
	}
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Errorf("who ended the others: %d", w.Code)
	}
	a.cookie = ana
	if w := a.get("/agents.csv"); w.Code != http.StatusUnauthorized {
		t.Errorf("one of the others: %d", w.Code)
	}
}
