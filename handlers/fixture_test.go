package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/report"
	"relato/source"
)

const (
	email    = "ana@example.com"
	password = "correct horse"
	january  = "from=2026-01-01&to=2026-01-31"
)

// log is what a server has logged.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// account is a server over a small account, with somebody signed in.
type account struct {
	db      *db.DB
	handler http.Handler
	log     log
	now     time.Time
	cookie  *http.Cookie // of who is signed in
	token   string       // that reads
}

func newAccount(t *testing.T, change ...func(*Config)) *account {
	t.Helper()
	ctx := context.Background()
	a := &account{now: time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)}
	d, err := db.Open(ctx, filepath.Join(t.TempDir(), "account.db"))
	check(t, err)
	t.Cleanup(func() { check(t, d.Close()) })
	a.db = d
	_, err = d.Append(ctx, a.now, readItems(t, "testdata/account.ndjson", a.now))
	check(t, err)
	_, err = d.Settle(ctx, a.now)
	check(t, err)
	a.serve(t, change...)
	return a
}

// serve starts the server of an account, with a user who signs in unless everybody is, and a token.
func (a *account) serve(t *testing.T, change ...func(*Config)) {
	t.Helper()
	ctx := context.Background()
	check(t, a.db.AddUser(ctx, a.now, db.NewUser{Email: email, Name: "Ana", Role: "manager", Password: password}))
	var err error
	a.token, err = a.db.AddToken(ctx, a.now, "sheets", false)
	check(t, err)
	c := Config{DB: a.db, Index: report.NewIndex(a.db, a.clock), Now: a.clock, Log: newLog(a)}
	for _, f := range change {
		f(&c)
	}
	server, err := New(ctx, c)
	check(t, err)
	t.Cleanup(server.Close)
	a.handler = server
	if !c.Demo {
		u, err := a.db.UserByEmail(ctx, a.now, email)
		check(t, err)
		a.cookie = a.session(t, u.User)
	}
}

func (a *account) clock() time.Time { return a.now }

// session is the cookie of a user who has just signed in, without the costly check of a password.
func (a *account) session(t *testing.T, u db.User) *http.Cookie {
	t.Helper()
	id, err := a.db.StartSession(t.Context(), a.now, u, "")
	check(t, err)
	w := httptest.NewRecorder()
	check(t, a.handler.(*Server).setSession(w, httptest.NewRequest(http.MethodPost, "/login", nil), id))
	return w.Result().Cookies()[0]
}

func readItems(t *testing.T, path string, now time.Time) []conversation.Item {
	t.Helper()
	f, err := os.Open(path)
	check(t, err)
	defer f.Close()
	file, err := source.Open(path, f, source.Options{Now: now})
	check(t, err)
	defer file.Close()
	var items []conversation.Item
	for {
		r, err := file.Next()
		if err == io.EOF {
			return items
		}
		check(t, err)
		for _, bad := range r.Rejected {
			t.Fatal(bad)
		}
		items = append(items, r.Item)
	}
}

func (a *account) signIn(t *testing.T, password string) *httptest.ResponseRecorder {
	t.Helper()
	form := url.Values{"email": {email}, "password": {password}, "next": {"/agents?from=2026-01-01"}}
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return a.do(r)
}

func (a *account) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return w
}

// get is an answer to who is signed in.
func (a *account) get(target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.AddCookie(a.cookie)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return a.do(r)
}

// getAs is an answer to a stranger who sends headers.
func (a *account) getAs(target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return a.do(r)
}

func decode(t *testing.T, body *bytes.Buffer) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(body.Bytes(), &v); err != nil {
		t.Fatalf("%v in:\n%s", err, body)
	}
	return v
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newLog is a logger into an account's log.
func newLog(a *account) *slog.Logger { return slog.New(slog.NewTextHandler(&a.log, nil)) }
