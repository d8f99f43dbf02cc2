package handlers

import (
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

var tokenOnPage = regexp.MustCompile(`value="(relato_[A-Z0-9]+)"`)

// madeToken is the secret of a token that a form makes.
func madeToken(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	found := tokenOnPage.FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || found == nil || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("making a token: %d\n%.3000s", w.Code, w.Body)
	}
	return found[1]
}

func newTokenOf(name, limit string) url.Values {
	return url.Values{"name": {name}, "may": {"read"}, "days": {"30"}, "limit_to": {limit}}
}

func TestTokensInTheBrowser(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	secret := madeToken(t, a.post("/settings/tokens/new", newTokenOf(" Painel <b> ", "")))
	if w := a.getAs("/agents.csv?token=" + secret); w.Code != http.StatusOK {
		t.Errorf("the new token: %d", w.Code)
	}
	list := a.get("/settings/tokens").Body.String()
	for _, want := range []string{"Painel &lt;b&gt;", "sheets", "Ler", "Nunca", "4 mar 09:00"} {
		if !strings.Contains(list, want) && !strings.Contains(list, strings.ReplaceAll(want, " ", "\u00a0")) {
			t.Errorf("the list has no %q", want)
		}
	}
	if strings.Contains(list, secret) {
		t.Error("the list shows the token again")
	}
	for name, form := range map[string]url.Values{
		"name-wrong":          {"may": {"read"}, "days": {"30"}},
		"name-wrong ":         newTokenOf("sheets", ""),
		"may":                 {"name": {"x"}, "may": {"rule"}, "days": {"30"}},
		"days":                {"name": {"x"}, "may": {"read"}, "days": {"-1"}},
		"limit_to-wrong":      newTokenOf("x", "/conversations?q=Ana"),
		"limit_to-wrong ":     newTokenOf("x", "/overview?tags=vip"),
		"limit_to-wrong  ":    newTokenOf("x", "everything"),
		"limit_to-wrong   ":   {"name": {"x"}, "may": {"write"}, "days": {"30"}, "limit_to": {"?tag=billing"}},
		"limit_to-wrong    ":  newTokenOf("x", "?from=tomorrow"),
		"limit_to-wrong     ": newTokenOf("x", "?tag=billing&rating=5%"),
	} {
		w := a.post("/settings/tokens/new", form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), strings.TrimSpace(name)) ||
			!strings.Contains(w.Body.String(), html.EscapeString(form.Get("limit_to"))) {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	if w := a.get("/settings/tokens/revoke?name=" + url.QueryEscape("Painel <b>")); w.Code != http.StatusOK {
		t.Errorf("asking: %d", w.Code)
	}
	if w := a.post("/settings/tokens/revoke", url.Values{"name": {"Painel <b>"}}); w.Code != http.StatusSeeOther {
		t.Errorf("revoking: %d", w.Code)
	}
	if w := a.getAs("/agents.csv?token=" + secret); w.Code != http.StatusUnauthorized {
		t.Errorf("the revoked token: %d", w.Code)
	}
	for _, target := range []string{"/settings/tokens/revoke?name=nobody", "/settings/tokens/revoke"} {
		if w := a.get(target); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	if w := a.post("/settings/tokens/revoke", url.Values{"name": {"Painel <b>"}}); w.Code != http.StatusNotFound {
		t.Errorf("revoking again: %d", w.Code)
	}
}

func TestTokensExpire(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	secret := madeToken(t, a.post("/settings/tokens/new", newTokenOf("short", "")))
	a.now = a.now.AddDate(0, 0, 30).Add(-time.Second)
	if w := a.getAs("/agents.csv?token=" + secret); w.Code != http.StatusOK {
		t.Errorf("before its end: %d", w.Code)
	}
	a.now = a.now.Add(time.Second)
	if w := a.getAs("/agents.csv?token=" + secret); w.Code != http.StatusUnauthorized {
		t.Errorf("after its end: %d", w.Code)
	}
	a.cookie = a.loginAs("chefe@example.com", password).Result().Cookies()[0]
	if again := madeToken(t, a.post("/settings/tokens/new", newTokenOf("short", ""))); again == secret {
		t.Error("the name of an expired token gives the old secret")
	}
}

// TestLimitedTokensSeeNothingElse asks with a limited token for everything that there is.
func TestLimitedTokensSeeNothingElse(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	everything := a.column(t, "/conversations.csv?"+january, "conversation_id")
	allowed := a.column(t, "/conversations.csv?agent=a2&"+january, "conversation_id")
	if len(allowed) == 0 || len(allowed) >= len(everything) {
		t.Fatalf("%d of %d conversations are allowed", len(allowed), len(everything))
	}
	secret := madeToken(t, a.post("/settings/tokens/new", newTokenOf("bia", "https://relato.example/agents?agent=a2&sort=conversations")))
	a.cookie = &http.Cookie{Name: "none", Value: "none"}
	as := "&token=" + secret
	for _, query := range []string{"", "&agent=a2", "&agent=a1&agent=a2", "&tag_mode=any"} {
		if got := a.column(t, "/conversations.csv?"+january+query+as, "conversation_id"); !slices.Equal(got, allowed) {
			t.Errorf("%s: %v, want %v", query, got, allowed)
		}
	}
	for _, query := range []string{"&agent=none", "&agent=a2&agent=none&tag=no+such+tag", "&status=open&status=closed&agent=nobody", "&left_out=1&agent=a2", "&left_out=1&agent=nobody"} {
		for _, id := range a.column(t, "/conversations.csv?"+january+query+as, "conversation_id") {
			if !slices.Contains(allowed, id) {
				t.Errorf("%s shows %s", query, id)
			}
		}
	}
	var o struct {
		Total struct{ Conversations int }
	}
	for _, path := range []string{"/overview.json?", "/api/v1/overview?"} {
		w := a.getAs(path + january + as)
		check(t, json.Unmarshal(w.Body.Bytes(), &o))
		if o.Total.Conversations != len(allowed) {
			t.Errorf("%s counts %d, want %d", path, o.Total.Conversations, len(allowed))
		}
	}
	for _, target := range []string{"/tags.csv?", "/agents.xlsx?", "/conversations.json?", "/api/v1/agents?"} {
		if w := a.getAs(target + january + as); w.Code != http.StatusOK {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	// What does not know of limits is closed.
	for _, target := range []string{
		"/overview?", "/conversations?", "/conversations/" + url.PathEscape(allowed[0]) + "?", "/waiting?", "/settings?", "/settings/me?", "/settings/account?",
		"/api/v1/conversations/" + url.PathEscape(allowed[0]) + "?", "/api/v1/waiting?", "/api/v1/choices?", "/events?", "/metrics?", "/views?",
		"/settings/log.csv?",
	} {
		if w := a.getAs(target + january + as); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}

// TestALimitThatCannotBeReadShowsNothing takes the working hours away that a limit speaks of.
func TestALimitThatCannotBeReadShowsNothing(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	hours := conversation.Hours{}
	hours[time.Monday] = []conversation.Span{{Start: 9 * 60, End: 18 * 60}}
	_, err := a.db.Append(t.Context(), a.now, []conversation.Item{conversation.SettingsLine{Hours: &hours}})
	check(t, err)
	secret := madeToken(t, a.post("/settings/tokens/new", newTokenOf("inside", "?hours=inside")))
	if w := a.getAs("/agents.csv?token=" + secret); w.Code != http.StatusOK {
		t.Fatalf("with working hours: %d", w.Code)
	}
	hours = conversation.Hours{}
	_, err = a.db.Append(t.Context(), a.now, []conversation.Item{conversation.SettingsLine{Hours: &hours}})
	check(t, err)
	if w := a.getAs("/agents.csv?token=" + secret); w.Code != http.StatusForbidden {
		t.Errorf("without: %d", w.Code)
	}
}
