package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"relato/source"
)

// screen is a page, or a state of one, as every test of looks opens it.
type screen struct {
	name   string
	path   string // with its query
	status int    // 0 = 200
	guest  bool   // for those who are not signed in
}

// screens are all pages of an office. A new page needs a line here and no more.
func screens(t *testing.T, office *account) []screen {
	t.Helper()
	const autumn = "from=2026-10-01&to=2026-11-20"
	office.save(t, "Vendas do outono", "agents", autumn+"&origin=inbound", "shared", "1", "replace", "1")
	shared := office.share(t, "conversations", autumn)
	live := office.connected(t)
	return []screen{
		{name: "overview", path: "/overview?from=2026-10-01&to=2026-11-20&group=week"},
		{name: "agents", path: "/agents?from=2026-10-01&to=2026-11-20"},
		{name: "tags", path: "/tags?from=2026-10-01&to=2026-11-20"},
		{name: "details", path: "/conversations?from=2026-10-01&to=2026-11-20"},
		{name: "filtered", path: "/conversations?from=2026-10-01&to=2026-11-20&agent=a1&agent=a2&origin=flow&origin=inbound&status=closed&rating=5"},
		{name: "nothing found", path: "/overview?from=2026-10-01&to=2026-11-20&q=nobody&owner=none&rating=1&status=open"},
		{name: "no such period", path: "/overview?from=2001-01-01&to=2001-01-31"},
		{name: "a conversation", path: "/conversations/" + office.rated(t)},
		{name: "waiting", path: "/waiting"},
		{name: "views and links", path: "/views"},
		{name: "a view that is shown", path: "/agents?" + autumn + "&origin=inbound"},
		{name: "saving a view", path: "/views/new/tags?" + autumn + "&rating=5"},
		{name: "editing a view", path: office.views(t, "/tags")["Vendas do outono"] + "/edit"},
		{name: "sharing a report", path: "/shares/new/overview?" + autumn},
		{name: "not sharing a search", path: "/shares/new/conversations?q=ana&" + autumn},
		{name: "a shared overview", path: office.share(t, "overview", autumn), guest: true},
		{name: "a shared list", path: shared + "?page=2", guest: true},
		{name: "no such link", path: "/share/nothing", guest: true, status: 404},
		{name: "the account", path: "/settings/account"},
		{name: "working hours", path: "/settings/hours"},
		{name: "live sources", path: "/settings/sources"},
		{name: "connecting a source", path: "/settings/sources/new?kind=chatwoot"},
		{name: "a live source", path: live},
		{name: "changing a live source", path: live + "/change"},
		{name: "an import", path: "/settings/import"},
		{name: "a table before its import", path: office.previewed(t)},
		{name: "users", path: "/settings/users"},
		{name: "a new user", path: "/settings/users/new"},
		{name: "tokens", path: "/settings/tokens"},
		{name: "a new token", path: "/settings/tokens/new"},
		{name: "the audit log", path: "/settings/log"},
		{name: "oneself", path: "/settings/me"},
		{name: "a second factor", path: "/settings/me/factor"},
		{name: "signing in", path: "/login", guest: true},
		{name: "a bad address", path: "/overview?from=tomorrow", status: 400},
		{name: "no such page", path: "/nowhere", status: 404},
	}
}

// visit opens a screen.
func (b *browser) visit(t *testing.T, web *httptest.Server, s screen) {
	t.Helper()
	if s.status != 0 {
		b.expect(fmt.Sprintf("status of %d", s.status))
	}
	b.open(t, web.URL+s.path)
}

// newOffice is a server over a small company, where an admin is signed in.
func newOffice(t *testing.T) *account { return newOfficeOf(t, 600) }

// newOfficeOf is an office with about so many conversations.
func newOfficeOf(t *testing.T, conversations int) *account {
	t.Helper()
	a := newCompany(t, conversations, func(c *Config) { c.Demo, c.Hooks = false, source.Hooks() })
	a.signInAs(t, "chefe@example.com", "admin")
	return a
}

// previewed is the address of an import that shows a wide and hostile table before it is taken.
func (a *account) previewed(t *testing.T) string {
	t.Helper()
	table := attendances + "20/01/2026 09:06;recebida;" + strings.Repeat("W", 200) + ";<script>x</script>;x\n"
	address := a.upload(t, nil, sentFile{"atendimentos.csv", table}).Header().Get("Location")
	a.outcome(t, address, "Check before importing")
	path, _, _ := strings.Cut(address, "?")
	return path
}

// connected is the page of a source that can be asked for what it did not send.
func (a *account) connected(t *testing.T) string {
	t.Helper()
	w := a.post("/settings/sources/new", url.Values{"kind": {"chatwoot"}, "name": {"Atendimento " + strings.Repeat("W", 60)}, "secret": {"s"},
		"url": {"https://chatwoot.example.com"}, "account": {"1"}, "api-token": {"t0ken"}})
	path, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.3000s", w.Code, w.Body)
	}
	return path
}

// rated is the id of a conversation with a rating.
func (a *account) rated(t *testing.T) string {
	t.Helper()
	rows := decode(t, a.get("/conversations.json?limit=1&rating=5&from=2026-10-01&to=2026-11-20").Body)["rows"].([]any)
	return rows[0].(map[string]any)["conversation_id"].(string)
}
