package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"relato/internal/chatwoot"
	"relato/source"
)

// TestSyncInTheBrowser connects a Chatwoot with a token, asks for what it did not send, and looks at what came of it.
func TestSyncInTheBrowser(t *testing.T) {
	world := chatwoot.New(time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC))
	talk := world.Open(55, "open")
	world.In(talk)
	there := httptest.NewServer(&chatwoot.Server{World: world, Token: "t0ken"})
	defer there.Close()
	a := newAccount(t, func(c *Config) { c.Hooks = source.Hooks() })
	a.signInAs(t, "chefe@example.com", "admin")
	if w := a.get("/settings/sources/new?kind=chatwoot"); !strings.Contains(w.Body.String(), `name="sync-every"`) {
		t.Errorf("%d: the form does not ask how often", w.Code)
	}
	connect := func(name, token string) (page string) {
		w := a.post("/settings/sources/new", url.Values{"kind": {"chatwoot"}, "name": {name}, "secret": {"s"}, "url": {there.URL},
			"account": {"1"}, "api-token": {token}})
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%d %.3000s", w.Code, w.Body)
		}
		page, _, _ = strings.Cut(w.Header().Get("Location"), "?")
		return page
	}
	without := connect("sem token", "")
	if w := a.get(without); strings.Contains(w.Body.String(), "/sync") || !strings.Contains(w.Body.String(), "token de API de um administrador") {
		t.Errorf("without a token: %d", w.Code)
	}
	if w := a.post(without+"/sync", nil); w.Code != http.StatusConflict {
		t.Errorf("without a token: %d", w.Code)
	}
	page := connect("Loja", "t0ken")
	w := a.post(page+"/sync", nil)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.3000s", w.Code, w.Body)
	}
	shown := ""
	for range 200 {
		if shown = a.get(page).Body.String(); strings.Contains(shown, "Em dia") && !strings.Contains(shown, "nunca</dd>\n") && strings.Contains(shown, "Conferido até") {
			if id := strings.TrimPrefix(page, "/settings/sources/"); isSynced(t, a, id) {
				break
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	if !strings.Contains(a.get(page).Body.String(), "a cada 5 min") || strings.Contains(shown, "t0ken") {
		t.Errorf("%.5000s", shown)
	}
	if w := a.get("/conversations?from=2026-02-01&to=2026-02-02&lang=en"); !strings.Contains(w.Body.String(), "Contact 55") {
		t.Errorf("what was fetched is in no report: %d", w.Code)
	}
}

func isSynced(t *testing.T, a *account, id string) bool {
	t.Helper()
	s, err := a.db.SyncOf(t.Context(), a.now, id)
	check(t, err)
	return !s.SyncedAt.IsZero()
}
