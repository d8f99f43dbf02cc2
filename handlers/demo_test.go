package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"relato/conversation"
	"relato/db"
	"relato/report"
	"relato/seed"
)

// demoLeft says how often a demo was made, and how many are still there.
type demoLeft struct{ made, left atomic.Int32 }

// demoOf lets an account show a demo.
func demoOf(t *testing.T, a *account, count *demoLeft) MakeDemo {
	folder := t.TempDir()
	return func(ctx context.Context) (*Server, func() error, error) {
		d, err := db.Open(ctx, filepath.Join(folder, "demo.db"))
		if err != nil {
			return nil, nil, err
		}
		items := slices.Collect(seed.Company{Conversations: 60, Until: a.now}.Items())
		if err := d.Fill(ctx, a.now, slices.Values([][]conversation.Item{items}), nil); err != nil {
			return nil, nil, err
		}
		server, err := New(ctx, Config{DB: d, Index: report.NewIndex(d, a.clock), Now: a.clock, Log: newLog(a), Demo: true, Guest: true})
		count.made.Add(1)
		count.left.Add(1)
		return server, func() error { count.left.Add(-1); return d.Close() }, err
	}
}

// TestLookingAtTheDemo goes from the page after the first run to the demo and back: only admins see it, and only in the
// browser in which they asked for it.
func TestLookingAtTheDemo(t *testing.T) {
	t.Parallel()
	var count demoLeft
	var a *account
	a = newAccount(t, func(c *Config) {
		c.MakeDemo = func(ctx context.Context) (*Server, func() error, error) { return demoOf(t, a, &count)(ctx) }
	})
	manager := a.cookie
	a.signInAs(t, "chefe@example.com", "admin")
	admin := a.cookie
	shows := func(target string, cookies ...*http.Cookie) (int, string) {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := a.do(r)
		return w.Code, w.Body.String()
	}
	const mine, theirs = "agent_id,agent_name,agent_email,conversations", "a2,\"Bia, a \"\"segunda\"\"\""
	own := func(name, target string, cookies ...*http.Cookie) {
		t.Helper()
		if status, body := shows(target, cookies...); status != http.StatusOK || !strings.Contains(body, theirs) {
			t.Errorf("%s: %d, and not the account:\n%.300s", name, status, body)
		}
	}

	if _, page := shows("/setup/next", admin); !strings.Contains(page, `action="/demo"`) {
		t.Error("the page after the first run does not lead to the demo")
	}
	enter := func(cookie *http.Cookie) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/demo", nil)
		r.AddCookie(cookie)
		return a.do(r)
	}
	if w := enter(manager); w.Code != http.StatusForbidden || count.made.Load() != 0 {
		t.Errorf("a manager asks for the demo: %d, %d made", w.Code, count.made.Load())
	}
	w := enter(admin)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/overview?lang=pt-BR" {
		t.Fatalf("asking for the demo: %d to %q\n%s", w.Code, w.Header().Get("Location"), &a.log)
	}
	demo := cookieNamed(t, w, demoCookie)
	if enter(admin); count.made.Load() != 1 {
		t.Errorf("it was made %d times", count.made.Load())
	}

	if status, page := shows("/overview", admin, demo); status != http.StatusOK || !strings.Contains(page, `action="/demo/leave"`) {
		t.Errorf("the demo answers %d and leads nowhere back", status)
	}
	if status, file := shows("/agents.csv", admin, demo); status != http.StatusOK || !strings.HasPrefix(file, mine) || strings.Contains(file, theirs) {
		t.Errorf("a file in the demo: %d\n%.300s", status, file)
	}
	own("without the cookie", "/agents.csv", admin)
	own("who is no admin", "/agents.csv", manager, demo)
	own("a program", "/agents.csv?token="+a.token, admin, demo)
	if status, _ := shows("/agents.csv", demo); status != http.StatusUnauthorized {
		t.Errorf("a stranger with the cookie: %d", status)
	}
	if status, page := shows("/settings/users", admin, demo); status != http.StatusOK || !strings.Contains(page, "chefe@example.com") {
		t.Errorf("the account's settings, from the demo: %d", status)
	}

	r := httptest.NewRequest(http.MethodPost, "/demo/leave", nil)
	r.AddCookie(admin)
	r.AddCookie(demo)
	if w := a.do(r); w.Code != http.StatusSeeOther || cookieNamed(t, w, demoCookie).MaxAge >= 0 {
		t.Errorf("leaving the demo: %d", w.Code)
	}
	if count.left.Load() != 0 {
		t.Error("the demo is still there")
	}
	own("after it was left", "/agents.csv", admin, demo)
}
