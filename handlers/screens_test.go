package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"

	"relato/db"
	"relato/source"
)

// screen is a page, or a state of one, as every test of looks opens it.
type screen struct {
	name   string
	path   string                                      // with its query
	status int                                         // 0 = 200
	guest  bool                                        // for those who are not signed in
	site   *httptest.Server                            // which has it; nil = the office's
	then   func(t *testing.T, b *browser, site string) // leads on from the page to the screen; nil = the page is it
}

// screens are all pages of an office. A new page needs a line here and no more.
func screens(t *testing.T, office *account) []screen {
	t.Helper()
	const autumn = "from=2026-10-01&to=2026-11-20"
	office.save(t, "Vendas do outono", "agents", autumn+"&origin=inbound", "shared", "1", "replace", "1")
	shared := office.share(t, "conversations", autumn)
	live := office.connected(t)
	ana := "/settings/users/" + office.another(t, "ana.beatriz.de.souza.albuquerque@example.com")
	bia := "/settings/users/" + office.another(t, "bia@example.com")
	return append(arrivals(t), []screen{
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
		{name: "removing a live source", path: live + "/remove"},
		{name: "an import", path: "/settings/import"},
		{name: "a table before its import", path: office.previewed(t)},
		{name: "an import that is over", path: office.imported(t)},
		{name: "users", path: "/settings/users"},
		{name: "a new user", path: "/settings/users/new"},
		{name: "a user", path: ana},
		{name: "a link for a user", path: ana, then: press(`form[action*="/link"]`)},
		{name: "removing a user", path: ana + "/remove"},
		{name: "tokens", path: "/settings/tokens"},
		{name: "a new token", path: "/settings/tokens/new"},
		{name: "a token that was made", path: "/settings/tokens/new", then: office.makesToken},
		{name: "revoking a token", path: "/settings/tokens/revoke?name=sheets"},
		{name: "the audit log", path: "/settings/log"},
		{name: "oneself", path: "/settings/me"},
		{name: "a second factor", path: "/settings/me/factor"},
		{name: "signing in", path: "/login", guest: true},
		{name: "a password of one's own", path: "/password?key=" + keyOn(t, office.post(bia+"/link", nil)), guest: true},
		{name: "a link that is over", path: "/password?key=nothing", guest: true, status: 404},
		{name: "a bad address", path: "/overview?from=tomorrow", status: 400},
		{name: "no such page", path: "/nowhere", status: 404},
		{name: "what comes after setting up", path: "/setup/next"},
	}...)
}

// arrivals are the pages of those who come in for the first time, or again: of a server where nobody can sign in yet, and of
// one where somebody signs in by two steps.
func arrivals(t *testing.T) []screen {
	t.Helper()
	fresh, _, setup := newInstallation(t)
	first := httptest.NewServer(fresh.handler)
	t.Cleanup(first.Close)
	a := newAccount(t)
	a.enrol(t)
	site := httptest.NewServer(a.handler)
	t.Cleanup(site.Close)
	return []screen{
		{name: "setting up", path: setup, site: first, guest: true},
		{name: "nobody can sign in yet", path: "/login", site: first, guest: true},
		{name: "a code to sign in", path: "/login", site: site, guest: true, then: givesPassword},
		{name: "recovery codes", path: "/login", site: site, guest: true, then: a.turnsOnFactor},
	}
}

// visit opens a screen: what is not for guests as who is signed in to an account.
func (b *browser) visit(t *testing.T, web *httptest.Server, a *account, s screen) {
	t.Helper()
	call(t, b, network.ClearBrowserCookies, cdp.Empty{})
	if s.site != nil {
		web = s.site
	}
	if !s.guest {
		b.signIn(t, web, a)
	}
	if s.status != 0 {
		b.expect(fmt.Sprintf("status of %d", s.status))
	}
	b.open(t, web.URL+s.path)
	if s.then != nil {
		s.then(t, b, web.URL)
	}
}

// leave does what leads from one document to the next, and waits for that.
func (b *browser) leave(t *testing.T, script string) {
	t.Helper()
	b.eval(t, "window.left = true; "+script+"; 0")
	b.until(t, `!window.left && `+settled)
}

// press sends a form as it stands.
func press(form string) func(*testing.T, *browser, string) {
	return func(t *testing.T, b *browser, _ string) {
		t.Helper()
		b.leave(t, fmt.Sprintf("document.querySelector(%q).requestSubmit()", form))
	}
}

// fill types into the fields of a form, by their names, and sends it.
func (b *browser) fill(t *testing.T, values map[string]string) {
	t.Helper()
	var script, last string
	for name, value := range values {
		last = fmt.Sprintf("document.querySelector('form[method=post] [name=%s]')", name)
		script += fmt.Sprintf("%s.value = %q; ", last, value)
	}
	b.leave(t, script+last+".form.requestSubmit()")
}

func (a *account) makesToken(t *testing.T, b *browser, _ string) {
	t.Helper()
	b.fill(t, map[string]string{"name": fmt.Sprint("planilha ", time.Now().UnixNano())})
}

// givesPassword takes the first of two steps.
func givesPassword(t *testing.T, b *browser, site string) {
	t.Helper()
	query := b.eval(t, "location.search")
	b.fill(t, map[string]string{"email": email, "password": password})
	b.open(t, site+"/login/code"+query)
}

// turnsOnFactor is somebody new each time, who takes on a second factor.
func (a *account) turnsOnFactor(t *testing.T, b *browser, site string) {
	t.Helper()
	query := b.eval(t, "location.search")
	u := fmt.Sprintf("%d@example.com", time.Now().UnixNano())
	a.another(t, u)
	b.fill(t, map[string]string{"email": u, "password": password})
	b.open(t, site+"/settings/me/factor"+query)
	secret := b.eval(t, `document.querySelector('[name=secret]').value`)
	b.fill(t, map[string]string{"code": authenticator(secret).code(t, a.now), "current": password})
}

// another is the id of somebody who can sign in besides.
func (a *account) another(t *testing.T, email string) string {
	t.Helper()
	check(t, a.db.AddUser(t.Context(), a.now, db.NewUser{Email: email, Role: "manager", Password: password}))
	return a.person(t, email).ID
}

// imported is the address of an import that has ended, with a line that was refused.
func (a *account) imported(t *testing.T) string {
	t.Helper()
	address := a.upload(t, nil, sentFile{strings.Repeat("conversas ", 20) + ".ndjson", twoConversations + "{}\n"}).Header().Get("Location")
	a.outcome(t, address, "Import done")
	path, _, _ := strings.Cut(address, "?")
	return path
}

// newOffice is a server over a small company, where an admin is signed in.
func newOffice(t *testing.T) *account { return newOfficeOf(t, 600) }

// atOffice is a browser that is signed in at an office, and the address of that.
func atOffice(t *testing.T) (b *browser, site string) {
	t.Helper()
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	t.Cleanup(web.Close)
	b = newBrowser(t)
	b.signIn(t, web, a)
	return b, web.URL
}

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
