package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestSigningInAndOut(t *testing.T) {
	a := newAccount(t)
	w := a.signIn(t, password)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/agents?from=2026-01-01" {
		t.Fatalf("signing in: %d to %q", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure {
		t.Errorf("cookie over plain http: %+v", cookie)
	}
	if cookie.Value == a.cookie.Value {
		t.Error("two sessions have the same cookie")
	}
	leave := httptest.NewRequest(http.MethodPost, "/logout", nil)
	leave.AddCookie(cookie)
	if w := a.do(leave); w.Code != http.StatusSeeOther || w.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("signing out: %d, cookies %v", w.Code, w.Result().Cookies())
	}
	a.cookie, cookie = cookie, a.cookie
	if w := a.get("/agents.csv"); w.Code != http.StatusUnauthorized {
		t.Errorf("the cookie of a session that was signed out still answers %d", w.Code)
	}
	a.cookie = cookie
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Errorf("another session of the same user answers %d", w.Code)
	}
}

func TestSessionsEndByThemselves(t *testing.T) {
	a := newAccount(t)
	a.now = a.now.Add(6 * 24 * time.Hour)
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Fatalf("after six days: %d", w.Code)
	}
	a.now = a.now.Add(31 * 24 * time.Hour)
	if w := a.get("/agents.csv"); w.Code != http.StatusUnauthorized {
		t.Errorf("after more than a month: %d", w.Code)
	}
}

func TestANewSessionEndsTheOldOneOfTheBrowser(t *testing.T) {
	a := newAccount(t)
	form := strings.NewReader("email=" + email + "&password=" + strings.ReplaceAll(password, " ", "+"))
	r := httptest.NewRequest(http.MethodPost, "/login", form)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(a.cookie)
	if w := a.do(r); w.Code != http.StatusSeeOther {
		t.Fatalf("signing in again: %d", w.Code)
	}
	if w := a.get("/agents.csv"); w.Code != http.StatusUnauthorized {
		t.Errorf("the old session still answers %d", w.Code)
	}
}

func TestBehindAProxyCookiesAreSecure(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.BehindProxy = true })
	if !a.cookie.Secure || a.cookie.Name != "__Host-relato" {
		t.Errorf("cookie: %+v", a.cookie)
	}
	if got := a.getAs("/login").Header().Get("Strict-Transport-Security"); got != onlyTLS {
		t.Errorf("browsers may come back without TLS: %q", got)
	}
	if got := newAccount(t).getAs("/login").Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("who has no TLS is told to use it: %q", got)
	}
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Errorf("the session answers %d", w.Code)
	}
}

func TestACookieOfAnotherKeyIsNone(t *testing.T) {
	a, other := newAccount(t), newAccount(t)
	a.cookie = other.cookie
	if w := a.get("/agents.csv"); w.Code != http.StatusUnauthorized {
		t.Errorf("it answers %d", w.Code)
	}
}

func TestWrongPasswordsHaveToWait(t *testing.T) {
	a := newAccount(t)
	for range accountBurst {
		w := a.signIn(t, "a wrong password")
		if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), email) {
			t.Fatalf("a wrong password answers %d", w.Code)
		}
	}
	w := a.signIn(t, password)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("after %d wrong passwords: %d, Retry-After %q", accountBurst, w.Code, w.Header().Get("Retry-After"))
	}
	a.now = a.now.Add(accountEvery + time.Second)
	if w := a.signIn(t, password); w.Code != http.StatusSeeOther {
		t.Errorf("after the wait: %d", w.Code)
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	a := newAccount(t)
	for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		r := httptest.NewRequest(http.MethodPost, "/logout", nil)
		r.Header.Set(name, value)
		r.AddCookie(a.cookie)
		if w := a.do(r); w.Code != http.StatusForbidden {
			t.Errorf("%s %s: %d", name, value, w.Code)
		}
	}
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Errorf("the session answers %d", w.Code)
	}

	// What no cookie opens is open to programs, whatever they say of where they are from.
	r := httptest.NewRequest(http.MethodPost, eventsPath, nil)
	r.Header.Set("Origin", "https://evil.example")
	r.AddCookie(a.cookie)
	if w := a.do(r); w.Code != http.StatusUnauthorized {
		t.Errorf("events without a token: %d", w.Code)
	}
}

func TestRevokedTokensOpenNothing(t *testing.T) {
	a := newAccount(t)
	check(t, a.db.RevokeToken(context.Background(), a.now, "sheets"))
	if w := a.getAs("/agents.csv?token=" + a.token); w.Code != http.StatusUnauthorized {
		t.Errorf("it answers %d", w.Code)
	}
}

func TestStrangersAreAskedForAToken(t *testing.T) {
	a := newAccount(t)
	if got := a.getAs("/agents.csv").Header().Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer") {
		t.Errorf("WWW-Authenticate is %q", got)
	}
	if got := a.getAs("/agents?q=x", "HX-Request", "true").Header().Get("HX-Redirect"); got != "/login?next=%2Fagents%3Fq%3Dx" {
		t.Errorf("HX-Redirect is %q", got)
	}
}

func TestTokensAreNotLogged(t *testing.T) {
	a := newAccount(t)
	a.getAs("/agents.csv?token=" + a.token)
	a.getAs("/agents.csv?token=relato_WRONG&from=x")
	check(t, a.db.Close())
	a.getAs("/agents.csv?token=" + a.token)
	if strings.Contains(a.log.String(), a.token) || strings.Contains(a.log.String(), "WRONG") {
		t.Errorf("there is a token in the log:\n%s", &a.log)
	}
}

func TestTheDemoLetsEverybodyIn(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Demo = true })
	if w := a.getAs("/agents"); w.Code != http.StatusOK {
		t.Errorf("it answers %d", w.Code)
	}
}

// TestStrangersComeBackToWhatTheyAskedFor asks without signing in, and then follows where signing in would have led.
func TestStrangersComeBackToWhatTheyAskedFor(t *testing.T) {
	a := newAccount(t)
	for asked, back := range map[string]string{
		"/conversations/%3Fq=1&%23%252F%25zz":     "/conversations/%3Fq=1&%23%252F%25zz",
		"/conversations/a%5Cb%20c%2Fd?lang=es":    "/conversations/a%5Cb%20c%2Fd?lang=es",
		"/tags?tag=b&tag=a&&from=2026-01-01":      "/tags?tag=b&tag=a&from=2026-01-01",
		"/overview?tag=10%&token=x&lang=en":       "/overview?tag=10%&lang=en",
		"/overview?%74oken=x":                     "/overview",
		"/overview?from=2026-11-01;to=2026-11-02": "/overview?from=2026-11-01;to=2026-11-02",
	} {
		login := a.getAs(asked).Header().Get("Location")
		if got := a.get(login).Header().Get("Location"); got != back {
			t.Errorf("from %s one comes to %s by way of %s", asked, got, login)
		}
	}
}
