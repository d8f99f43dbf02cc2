package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/source"
)

// callers are who may come to a door, in the order of what doors say of them. Who has the link of a share is a guest: it
// opens one door, which is open to all who know it.
var callers = []string{"guest", "agent", "manager", "admin", "read token", "limited token", "write token"}

// What most doors answer.
const (
	toAll      = "200 200 200 200 200 200 200"
	toNobody   = "404 404 404 404 404 404 404"
	toReaders  = "303 200 200 200 200 403 200" // pages
	toPrograms = "401 200 200 200 200 403 200"
	toLimited  = "401 200 200 200 200 200 200" // files of reports
	toPeople   = "303 200 200 200 403 403 403"
	toSharers  = "303 403 200 200 403 403 403"
	toAdmins   = "303 403 403 200 403 403 403"
)

// admits is toAdmins of a door that answers admins with another status.
func admits(status string) string { return strings.Replace(toAdmins, "200", status, 1) }

// doors are all routes of the server and what they answer to each caller who asks without a body, in an order in which
// none takes away what a later one needs. A new route needs a line here.
var doors = []struct{ route, answers string }{
	{"GET /", "303 303 303 303 303 303 303"},
	{"GET /healthz", toAll},
	{"GET /readyz", toAll},
	{"GET /static/*", toNobody},
	{"GET /share/:secret", toAll},
	{"GET /api/v1/openapi.json", toAll},
	{"GET /metrics", "401 403 200 200 200 403 200"},

	{"GET /overview", toReaders},
	{"GET /agents", toReaders},
	{"GET /tags", toReaders},
	{"GET /conversations", toReaders},
	{"GET /conversations/*", toReaders},
	{"GET /waiting", toReaders},
	{"GET /overview.csv", toLimited},
	{"GET /overview.xlsx", toLimited},
	{"GET /overview.json", toLimited},
	{"GET /agents.csv", toLimited},
	{"GET /agents.xlsx", toLimited},
	{"GET /agents.json", toLimited},
	{"GET /tags.csv", toLimited},
	{"GET /tags.xlsx", toLimited},
	{"GET /tags.json", toLimited},
	{"GET /conversations.csv", toLimited},
	{"GET /conversations.xlsx", toLimited},
	{"GET /conversations.json", toLimited},
	{"GET /api/v1/overview", toLimited},
	{"GET /api/v1/agents", toLimited},
	{"GET /api/v1/tags", toLimited},
	{"GET /api/v1/conversations", toLimited},
	{"GET /api/v1/conversations/*", toPrograms},
	{"GET /api/v1/waiting", toPrograms},
	{"GET /api/v1/choices", toPrograms},
	{"GET /events", toPrograms},
	{"POST /api/v1/events", "401 401 401 401 403 403 400"},

	{"GET /views", toPeople},
	{"GET /views/new/:report", toPeople},
	{"POST /views/new/:report", toPeople}, // a name is missing
	{"GET /views/:id", "303 404 303 404 403 403 403"},
	{"GET /views/:id/edit", "303 404 200 404 403 403 403"},
	{"POST /views/:id", "303 404 200 404 403 403 403"},
	{"GET /shares/new/:report", toSharers},
	{"POST /shares/new/:report", toSharers},
	{"POST /shares/:id/revoke", "303 403 303 303 403 403 403"},
	{"POST /shares/:id/delete", "303 403 303 404 403 403 403"},
	{"POST /views/:id/delete", "303 404 303 404 403 403 403"},

	{"GET /settings", "303 303 303 303 303 403 303"},
	{"GET /settings/account", toAdmins},
	{"POST /settings/account", admits("422")},
	{"GET /settings/hours", toAdmins},
	{"POST /settings/hours", admits("303")},
	{"GET /settings/import", toAdmins},
	{"POST /settings/import", admits("422")},
	{"GET /settings/import/:id", admits("404")},
	{"POST /settings/import/:id", admits("404")},
	{"POST /settings/import/:id/cancel", admits("404")},
	{"GET /settings/log", toAdmins},
	{"GET /settings/log.csv", strings.Replace(toAdmins, "303", "401", 1)},
	{"GET /settings/sources", toAdmins},
	{"GET /settings/sources/new", toAdmins},
	{"POST /settings/sources/new", admits("422")},
	{"GET /settings/sources/:id", toAdmins},
	{"GET /settings/sources/:id/quarantine/:delivery", toAdmins},
	{"GET /settings/sources/:id/change", toAdmins},
	{"POST /settings/sources/:id/change", admits("303")},
	{"POST /settings/sources/:id/pause", admits("303")},
	{"POST /settings/sources/:id/sync", admits("409")}, // this source has nothing to fetch
	{"GET /settings/sources/:id/remove", toAdmins},
	{"POST /settings/sources/replay", admits("303")},
	{"POST /settings/sources/:id/remove", admits("303")},
	{"GET /settings/tokens", toAdmins},
	{"GET /settings/tokens/new", toAdmins},
	{"POST /settings/tokens/new", admits("422")},
	{"GET /settings/tokens/revoke", admits("404")},
	{"POST /settings/tokens/revoke", admits("404")},
	{"GET /settings/users", toAdmins},
	{"GET /settings/users/new", toAdmins},
	{"POST /settings/users/new", admits("422")},
	{"GET /settings/users/:id", toAdmins},
	{"POST /settings/users/:id", admits("422")},
	{"POST /settings/users/:id/factor", admits("303")},
	{"POST /settings/users/:id/link", toAdmins},
	{"POST /settings/users/:id/sessions", admits("303")},
	{"GET /settings/users/:id/remove", toAdmins},
	{"POST /settings/users/:id/remove", admits("303")},
	{"GET /setup/next", toAdmins},
	{"POST /demo", admits("404")}, // there is none here
	{"POST /demo/leave", admits("303")},

	{"GET /settings/me", toPeople},
	{"POST /settings/me", "303 303 303 303 403 403 403"},
	{"GET /settings/me/factor", toPeople},
	{"POST /settings/me/factor", "303 422 422 422 403 403 403"},
	{"POST /settings/me/factor/off", "303 422 422 422 403 403 403"},
	{"POST /settings/me/password", "303 422 422 422 403 403 403"},
	{"POST /settings/me/sessions", "303 303 303 303 403 403 403"},

	{"GET /setup", "303 303 303 303 303 303 303"},
	{"POST /setup", "303 303 303 303 303 303 303"},
	{"GET /password", toNobody},
	{"POST /password", toNobody},
	{"GET /login", "200 303 303 303 303 303 303"},
	{"POST /login", "401 401 401 401 401 401 401"},
	{"GET /login/code", "303 303 303 303 303 303 303"},
	{"POST /login/code", "303 303 303 303 303 303 303"},
	{"POST /taste", "400 400 400 400 400 400 400"},
	{"POST /logout", "303 303 303 303 303 303 303"},

	{"GET /hooks/:kind/:source", toNobody},
	{"POST /hooks/:kind/:source", toNobody},
	{"GET /hooks/:kind/:source/*", toNobody},
	{"POST /hooks/:kind/:source/*", toNobody},
}

// building is an account with one of everything that has an address of its own, and all callers.
type building struct {
	*account
	routes  []*echo.Route
	address *strings.Replacer // from a route to an address
	enter   map[string]func(*http.Request)
}

func newBuilding(t *testing.T) *building {
	t.Helper()
	a := newAccount(t, func(c *Config) { c.Hooks = []source.Hook{postcards, mute} })
	b := &building{account: a, routes: a.handler.(*Server).app.Routes()}
	_, err := a.db.Append(t.Context(), a.now, readItems(t, "testdata/strangers.ndjson", a.now))
	check(t, err)

	a.save(t, "Tudo", "agents", january)
	secret := strings.TrimPrefix(a.share(t, "conversations", january), sharePath)
	shares, err := a.db.Shares(t.Context(), "", true)
	check(t, err)
	from := addSource(t, a.db, "postcards", "office")
	postOffice{a, from}.post(from, `not a card`)
	office, err := a.db.SourceNamed(t.Context(), "office")
	check(t, err)
	unread, err := a.db.Quarantine(t.Context(), office.ID, 1)
	check(t, err)

	b.enter = map[string]func(*http.Request){
		"guest":       func(*http.Request) {},
		"read token":  b.token(t, db.NewToken{Name: "reader"}),
		"write token": b.token(t, db.NewToken{Name: "writer", MayWrite: true}),
		// Of what strangers.ndjson tells, this one reads nothing either.
		"limited token": b.token(t, db.NewToken{Name: "limited", Filter: "origin=flow"}),
		"manager":       b.person(t, email, ""),
		"agent":         b.person(t, "bia@example.com", "agent"),
		"admin":         b.person(t, "chefe@example.com", "admin"),
	}
	check(t, a.db.AddUser(t.Context(), a.now, db.NewUser{Email: "else@example.com", Role: "manager", Password: password}))
	other, err := a.db.UserByEmail(t.Context(), a.now, "else@example.com")
	check(t, err)
	b.address = strings.NewReplacer(
		"/users/:id", "/users/"+other.ID, "/views/:id", a.views(t, "/tags")["Tudo"], "/shares/:id", "/shares/"+shares[0].ID,
		"/sources/:id", "/sources/"+office.ID, ":delivery", unread[0].ID, ":report", "agents", ":secret", secret,
		"/conversations/*", "/conversations/c3", "/sources/new", "/sources/new?kind=mute",
	)
	return b
}

func (b *building) token(t *testing.T, n db.NewToken) func(*http.Request) {
	t.Helper()
	secret, err := b.db.MakeToken(t.Context(), b.now, n)
	check(t, err)
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret) }
}

// person is somebody with a session of their own at every door, also after they have signed out at another. A role is of
// somebody new.
func (b *building) person(t *testing.T, email, role string) func(*http.Request) {
	t.Helper()
	if role != "" {
		check(t, b.db.AddUser(t.Context(), b.now, db.NewUser{Email: email, Role: role, Password: password}))
	}
	u, err := b.db.UserByEmail(t.Context(), b.now, email)
	check(t, err)
	return func(r *http.Request) { r.AddCookie(b.session(t, u.User)) }
}

// knock is what a door answers to a caller.
func (b *building) knock(caller, method, target string, header ...string) *httptest.ResponseRecorder {
	ctx := context.Background()
	if strings.HasPrefix(target, livePath) { // it answers for as long as somebody listens
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
	}
	r := httptest.NewRequestWithContext(ctx, method, target, nil)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	b.enter[caller](r)
	return b.do(r)
}

// TestDoors knocks at every door there is as everybody there is.
func TestDoors(t *testing.T) {
	t.Parallel()
	b := newBuilding(t)
	known := map[string]bool{"HEAD": true}
	for _, door := range doors {
		known[door.route] = true
		method, path, _ := strings.Cut(door.route, " ")
		for i, want := range strings.Fields(door.answers) {
			w := b.knock(callers[i], method, b.address.Replace(path))
			if got := fmt.Sprint(w.Code); got != want {
				t.Errorf("%s answers the %s %s, want %s", door.route, callers[i], got, want)
			}
		}
	}
	for _, r := range b.routes {
		if !known[r.Method+" "+r.Path] && r.Method != http.MethodHead {
			t.Errorf("nobody has knocked at %s %s", r.Method, r.Path)
		}
	}
}

// strangers are what testdata/strangers.ndjson tells of conversations in which Bia takes no part, and of nothing else;
// colleagues is who took part. Who has a limited token sees the reports of its filter, which list all active agents.
var (
	strangers = []string{
		"zuleica", "11988700199", "conversa-9001", "contato-9001", "etiqueta-9001", "marca-9001", "canal-9001",
		"comentario-9001", "enlace-9001", "agente-9001", "forasteira",
	}
	colleagues = []string{"agente-9001", "forasteira"}
)

// queries are ways to ask for what is not one's own.
var queries = []string{
	"?from=2026-01-01&to=2026-02-02&limit=500", "?from=2026-01-01&to=2026-02-02&excel=1", "?from=2026-01-01&to=2026-02-02&agent=a9",
	"?from=2026-01-01&to=2026-02-02&agent=none&agent=a9&agent=a2", "?from=2026-01-01&to=2026-02-02&q=eica&group=total",
	"?from=2026-01-01&to=2026-02-02&owner=a9&contact_tag=none", "?from=2026-01-01&to=2026-02-02&by=closed&status=closed&lang=en",
	"?from=2026-01-01&to=2026-02-02&left_out=1&agent=a2",
}

// TestAgentsHearNothingOfStrangers asks every door that tells anything as an agent, and looks for what is not theirs in
// the answers. A manager must find all of it there.
func TestAgentsHearNothingOfStrangers(t *testing.T) {
	t.Parallel()
	b := newBuilding(t)
	missed := slices.Clone(strangers)
	for _, door := range doors {
		method, path, _ := strings.Cut(door.route, " ")
		if method != http.MethodGet || path == "/share/:secret" || strings.HasPrefix(path, "/hooks/") || path == "/metrics" {
			continue
		}
		targets := []string{b.address.Replace(path)}
		for _, query := range queries {
			targets = append(targets, b.address.Replace(path)+query)
		}
		if strings.HasSuffix(path, "/conversations/*") {
			targets = append(targets, strings.Replace(path, "*", "conversa-9001", 1))
		}
		for _, target := range targets {
			managers := b.knock("manager", method, target)
			told := tells(t, managers)
			missed = slices.DeleteFunc(missed, func(trace string) bool { return strings.Contains(told, trace) })
			for _, caller := range []string{"agent", "limited token", "guest"} {
				w := b.knock(caller, method, target, "If-None-Match", managers.Header().Get("ETag"))
				if w.Code == http.StatusNotModified && path != openAPIPath {
					t.Errorf("%s tells the %s that it is what a manager has", target, caller)
				}
				told := tells(t, w)
				for _, asked := range []string{target, url.QueryEscape(target)} { // which an answer may repeat
					told = strings.ReplaceAll(told, strings.ToLower(asked), "")
				}
				for _, trace := range strangers {
					if strings.Contains(told, trace) && !(caller == "limited token" && slices.Contains(colleagues, trace)) {
						t.Errorf("%s tells the %s of %s", target, caller, trace)
					}
				}
				if cache := w.Header().Get("Cache-Control"); w.Code == http.StatusOK && strings.Contains(cache, "public") {
					t.Errorf("%s may be kept for others: %s", target, cache)
				}
			}
		}
	}
	if len(missed) > 0 {
		t.Errorf("a manager hears nothing of %v", missed)
	}
}

// tells is all that an answer says, in lower case: what is in a workbook, and what Excel reads in UTF-16, too.
func tells(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	body := w.Body.Bytes()
	if strings.HasPrefix(w.Header().Get("Content-Type"), xlsxType) {
		book, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		check(t, err)
		body = nil
		for _, f := range book.File {
			part, err := f.Open()
			check(t, err)
			text, err := io.ReadAll(part)
			check(t, err)
			body = append(body, text...)
		}
	}
	return strings.ToLower(fmt.Sprint(w.Header()) + strings.ReplaceAll(string(body), "\x00", ""))
}
