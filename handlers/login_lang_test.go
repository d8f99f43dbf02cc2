package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestSigningInSpeaksTheBrowsersLanguage opens the pages before signing in with what browsers say of their readers; the
// account's language is Portuguese.
func TestSigningInSpeaksTheBrowsersLanguage(t *testing.T) {
	a := newAccount(t)
	const english, spanish, portuguese = `<html lang="en"`, `<html lang="es"`, `<html lang="pt-BR"`
	for _, tt := range []struct{ address, accepts, want string }{
		{"/login", "", portuguese},
		{"/login", "es-ES,es;q=0.9,en;q=0.8", spanish},
		{"/login", "de", portuguese},
		{"/login", "de,en;q=0.5", english},
		{"/login?lang=en", "es", english},
		{"/login?next=%2Foverview%3Flang%3Den", "es", english},
		{"/login?lang=xx", "es", spanish},
		{"/password?key=gone", "es", spanish},
		{"/password?key=gone&lang=en", "es", english},
	} {
		if page := a.getAs(tt.address, "Accept-Language", tt.accepts).Body.String(); !strings.Contains(page, tt.want) {
			t.Errorf("%s for %s is not %s>", tt.address, tt.accepts, tt.want)
		}
	}
}

// TestTheLanguageSurvivesSigningIn asks for a language, gives a wrong password and then the right one.
func TestTheLanguageSurvivesSigningIn(t *testing.T) {
	a := newAccount(t)
	form := a.getAs("/login?lang=es&next=%2Ftags%3Fgroup%3Dweek").Body.String()
	for _, want := range []string{`action="/login?lang=es"`, `href="/login?lang=en&amp;next=%2Ftags%3Fgroup%3Dweek"`} {
		if !strings.Contains(form, want) {
			t.Errorf("the form has no %s", want)
		}
	}
	sign := func(next, word string) *httptest.ResponseRecorder {
		sent := url.Values{"email": {email}, "password": {word}, "next": {next}}
		r := httptest.NewRequest(http.MethodPost, "/login?lang=es", strings.NewReader(sent.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return a.do(r)
	}
	wrong := sign("/", "a wrong guess").Body.String()
	if !strings.Contains(wrong, `<html lang="es"`) || !strings.Contains(wrong, `action="/login?lang=es"`) {
		t.Error("after a wrong password the page speaks another language")
	}
	for next, want := range map[string]string{
		"/": "/?lang=es", "/tags?group=week": "/tags?group=week&lang=es", "/tags?lang=en&group=week": "/tags?group=week&lang=es",
		"/overview?lang=es": "/overview?lang=es", "https://example.com/": "/?lang=es",
	} {
		if got := sign(next, password).Header().Get("Location"); got != want {
			t.Errorf("%s: it leads to %s, want %s", next, got, want)
		}
	}
	if got := a.get("/?lang=es").Header().Get("Location"); got != "/overview?lang=es" {
		t.Errorf("the first page leads to %s", got)
	}
	if got := a.getAs("/overview?lang=es").Header().Get("Location"); !strings.Contains(a.getAs(got).Body.String(), `<html lang="es"`) {
		t.Errorf("%s speaks another language", got)
	}
}

// TestTheLanguageSurvivesTheSecondStep gives the password in a language.
func TestTheLanguageSurvivesTheSecondStep(t *testing.T) {
	a := newAccount(t)
	app, _ := a.enrol(t)
	a.now = a.now.Add(time.Minute) // a code lets in once
	sent := url.Values{"email": {email}, "password": {password}, "next": {"/tags"}}
	r := httptest.NewRequest(http.MethodPost, "/login?lang=es", strings.NewReader(sent.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	half := a.do(r)
	r = httptest.NewRequest(http.MethodGet, half.Header().Get("Location"), nil)
	for _, c := range half.Result().Cookies() {
		r.AddCookie(c)
	}
	if page := a.do(r).Body.String(); !strings.Contains(page, `<html lang="es"`) || !strings.Contains(page, `action="/login/code?lang=es"`) {
		t.Error("the second step speaks another language")
	}
	if got := a.second(app.code(t, a.now), half.Result().Cookies()).Header().Get("Location"); got != "/tags?lang=es" {
		t.Errorf("it leads to %s", got)
	}
}
