package handlers

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/db"
	"relato/internal/chatwoot"
	"relato/source"
)

// TestASourceIsChanged gives a source another secret: its address stays, and deliveries signed with the old one do not.
func TestASourceIsChanged(t *testing.T) {
	o := newPostOffice(t)
	o.signInAs(t, "chefe@example.com", "admin")
	page := sourcesPath + "/" + o.source(t).ID
	if w := o.get(page); !strings.Contains(w.Body.String(), page+"/change") {
		t.Errorf("%d: the page does not lead to the change", w.Code)
	}
	if w := o.get(page + "/change"); !strings.Contains(w.Body.String(), `name="verify-token"`) ||
		strings.Contains(w.Body.String(), hookSecret) || strings.Contains(w.Body.String(), "required") {
		t.Errorf("the form: %d\n%.4000s", w.Code, w.Body)
	}
	body := "[" + card("t1", "m1") + "]"
	o.post(o.path, body) // it is known with the old secret
	for _, tt := range []struct {
		form             url.Values
		secret, token    string // that hold afterwards
		status, accepted int
	}{
		{url.Values{"secret": {""}, "verify-token": {" "}}, hookSecret, "v", 303, 200},
		{url.Values{"secret": {"another"}}, "another", "v", 303, 401},
		{url.Values{"secret": {""}, "verify-token": {"w"}, "ghost": {"x"}}, "another", "w", 303, 401},
		{url.Values{"secret": {hookSecret}, "verify-token": {"w"}}, hookSecret, "w", 303, 200},
	} {
		if w := o.account.post(page+"/change", tt.form); w.Code != tt.status {
			t.Errorf("%v: %d %.3000s", tt.form, w.Code, w.Body)
		}
		now, err := o.db.Source(t.Context(), o.source(t).ID)
		check(t, err)
		if now.Secret != tt.secret || !maps.Equal(now.Options, map[string]string{"verify-token": tt.token}) {
			t.Errorf("%v leaves %q and %v", tt.form, now.Secret, now.Options)
		}
		if w := o.post(o.path, body); w.Code != tt.accepted {
			t.Errorf("after %v what is signed with the first secret: %d", tt.form, w.Code)
		}
	}
	var changes []string
	for _, line := range o.logged(t, "what=setting_change") {
		if strings.Contains(line, "changed: ") {
			changes = append(changes, line)
		}
	}
	want := []string{"secret", "verify-token", "secret"}
	for i, names := range want {
		want[i] = "chefe@example.com setting_change source office changed: " + names
	}
	if !slices.Equal(changes, want) {
		t.Errorf("the log has\n%s\nwant\n%s", strings.Join(changes, "\n"), strings.Join(want, "\n"))
	}
	if w := o.account.post(sourcesPath+"/ghost/change", nil); w.Code != http.StatusNotFound {
		t.Errorf("a source that is not there: %d", w.Code)
	}
}

// TestATokenIsGivenLater connects a Chatwoot without a token, gives it one on its page, and syncs.
func TestATokenIsGivenLater(t *testing.T) {
	there := httptest.NewServer(&chatwoot.Server{World: chatwoot.New(time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)), Token: "t0ken"})
	defer there.Close()
	a := newAccount(t, func(c *Config) { c.Hooks = source.Hooks() })
	a.signInAs(t, "chefe@example.com", "admin")
	added, err := a.db.AddSource(t.Context(), a.now, db.NewSource{Kind: "chatwoot", Name: "Loja", Secret: "s", Options: map[string]string{"account": "1"}})
	check(t, err)
	page := sourcesPath + "/" + added.ID
	if w := a.get(page + "/change"); strings.Contains(w.Body.String(), `name="account"`) || !strings.Contains(w.Body.String(), `name="api-token"`) {
		t.Errorf("the form lets the account be another, or not the token: %d", w.Code)
	}
	if w := a.post(page+"/change", url.Values{"url": {there.URL}, "api-token": {"t0ken"}, "account": {"2"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.3000s", w.Code, w.Body)
	}
	now, err := a.db.Source(t.Context(), added.ID)
	check(t, err)
	if want := map[string]string{"url": there.URL, "account": "1", "api-token": "t0ken"}; !maps.Equal(now.Options, want) || now.Secret != "s" {
		t.Errorf("%q %v", now.Secret, now.Options)
	}
	if listed, err := a.db.SourceListed(t.Context(), added.ID); err != nil || listed.Options["api-token"] != "" {
		t.Errorf("the token lies open: %v %v", listed.Options, err)
	}
	if w := a.get(page + "/change?lang=en"); strings.Contains(w.Body.String(), "t0ken") || !strings.Contains(w.Body.String(), there.URL) {
		t.Errorf("the form shows the token, or not the address: %d", w.Code)
	}
	a.post(page+"/sync", nil)
	for began := time.Now(); !isSynced(t, a, added.ID); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > 10*time.Second {
			t.Fatal("it was not synced")
		}
	}
}

// TestAnOptionIsRefused gives a new source, and one that there is, an option that it cannot have. What it has from before there
// was a check may stay.
func TestAnOptionIsRefused(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Hooks = source.Hooks() })
	a.signInAs(t, "chefe@example.com", "admin")
	const refused = "Este valor não serve"
	w := a.post(sourcesPath+"/new", url.Values{"kind": {"chatwoot"}, "name": {"Loja"}, "secret": {"s"}, "account": {"abc"}})
	if w.Code != http.StatusUnprocessableEntity || strings.Count(w.Body.String(), refused) != 1 {
		t.Errorf("a new source: %d %.3000s", w.Code, w.Body)
	}
	if all, err := a.db.Sources(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%d sources, %v", len(all), err)
	}
	added, err := a.db.AddSource(t.Context(), a.now, db.NewSource{Kind: "chatwoot", Name: "Loja", Secret: "s", Options: map[string]string{"sync-every": "5m"}})
	check(t, err)
	for every, status := range map[string]int{"5m": http.StatusSeeOther, "6m": http.StatusUnprocessableEntity, "6": http.StatusSeeOther} {
		w := a.post(sourcesPath+"/"+added.ID+"/change", url.Values{"sync-every": {every}})
		if w.Code != status || strings.Contains(w.Body.String(), refused) != (status != http.StatusSeeOther) {
			t.Errorf("every %s: %d %.3000s", every, w.Code, w.Body)
		}
		check(t, a.db.ChangeSource(t.Context(), a.now, added.ID, db.SourceChange{Options: map[string]string{"sync-every": "5m"}}))
	}
}

// TestATokenIsNotSentElsewhere changes only the address of a service whose token is kept: the token has to be given again.
func TestATokenIsNotSentElsewhere(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Hooks = source.Hooks() })
	a.signInAs(t, "chefe@example.com", "admin")
	const old, other = "https://old.example.com", "https://other.example.com"
	added, err := a.db.AddSource(t.Context(), a.now, db.NewSource{Kind: "chatwoot", Name: "Loja", Secret: "s",
		Options: map[string]string{"account": "1", "url": old}, Sealed: map[string]string{"api-token": "t0ken"}})
	check(t, err)
	page := sourcesPath + "/" + added.ID + "/change"
	for _, tt := range []struct {
		url, typed     string
		status         int
		address, token string // that hold afterwards
	}{
		{other, "", 422, old, "t0ken"},
		{other, " ", 422, old, "t0ken"},
		{" " + old, "", 303, old, "t0ken"},
		{other, "t0ken", 303, other, "t0ken"},
		{"", "", 303, "", "t0ken"},
		{other, "", 422, "", "t0ken"}, // taken away and put back is not a way around
		{old, "second", 303, old, "second"},
	} {
		w := a.post(page, url.Values{"url": {tt.url}, "api-token": {tt.typed}})
		if told := strings.Contains(w.Body.String(), "escreva de novo o token"); w.Code != tt.status || told != (tt.status == 422) {
			t.Errorf("%q with %q: %d, told: %v", tt.url, tt.typed, w.Code, told)
		}
		now, err := a.db.Source(t.Context(), added.ID)
		check(t, err)
		if now.Options["url"] != tt.address || now.Options["api-token"] != tt.token {
			t.Errorf("%q with %q leaves %v", tt.url, tt.typed, now.Options)
		}
	}
}
