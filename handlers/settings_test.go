package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// post sends a form as who is signed in.
func (a *account) post(target string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if a.cookie != nil {
		r.AddCookie(a.cookie)
	}
	return a.do(r)
}

// settingsPages are what only admins may see.
var settingsPages = []string{
	"/settings/account", "/settings/hours", "/settings/import", "/settings/users", "/settings/users/new", "/settings/tokens", "/settings/tokens/new", "/settings/log",
}

func TestSettingsAreForAdmins(t *testing.T) {
	a := newAccount(t)
	for _, role := range []string{"manager", "agent", "admin"} {
		a.signInAs(t, role+"@example.com", role)
		for _, path := range settingsPages {
			get, post := a.get(path), a.post(path, url.Values{"company": {"Outra"}})
			if allowed := role == "admin"; allowed != (get.Code < 400) || !allowed && post.Code < 400 {
				t.Errorf("%s %s: GET %d, POST %d", role, path, get.Code, post.Code)
			}
		}
	}
	for _, path := range settingsPages {
		if w := a.getAs(path, "Authorization", "Bearer "+a.token); w.Code != http.StatusForbidden {
			t.Errorf("a token at %s: %d", path, w.Code)
		}
		if w := a.getAs(path); w.Code != http.StatusSeeOther {
			t.Errorf("a stranger at %s: %d", path, w.Code)
		}
	}
}

func TestAccountSettings(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	good := url.Values{"company": {" Loja <b> "}, "timezone": {"America/Manaus"}, "language": {"es"}, "inactivity": {"48"}}
	w := a.post("/settings/account", good)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/settings/account?saved=1" {
		t.Fatalf("saving: %d to %s", w.Code, w.Header().Get("Location"))
	}
	settings, err := a.db.Settings(t.Context())
	check(t, err)
	if settings.Company != "Loja <b>" || settings.Timezone != "America/Manaus" || settings.Language != "es" || settings.InactivityHours != 48 {
		t.Errorf("saved: %+v", settings)
	}
	page := a.get("/settings/account?saved=1").Body.String()
	for _, want := range []string{`lang="es"`, `value="Loja &lt;b&gt;"`, "Guardado", "America/Manaus"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	for field, value := range map[string]string{
		"company": strings.Repeat("x", 101), "timezone": "Mars", "language": "tlh", "inactivity": "0",
	} {
		bad := url.Values{"company": {"Nova"}, "timezone": {"UTC"}, "language": {"en"}, "inactivity": {"1"}}
		bad.Set(field, value)
		w := a.post("/settings/account", bad)
		if w.Code != http.StatusUnprocessableEntity || field != "language" && !strings.Contains(w.Body.String(), field+"-wrong") {
			t.Errorf("%s %.9s: %d", field, value, w.Code)
		}
		if !strings.Contains(w.Body.String(), value) && field != "language" {
			t.Errorf("%s: what was typed is gone", field)
		}
	}
	if after, err := a.db.Settings(t.Context()); err != nil || after.Company != settings.Company || after.Timezone != settings.Timezone {
		t.Errorf("a wrong form changed %+v to %+v, %v", settings, after, err)
	}
}
