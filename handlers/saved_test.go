package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// submit is the answer to a form of who is signed in.
func (a *account) submit(target string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if a.cookie != nil {
		r.AddCookie(a.cookie)
	}
	return a.do(r)
}

// save keeps a report's address under a name, and fails when that does not lead to the report.
func (a *account) save(t *testing.T, name, report, query string, more ...string) {
	t.Helper()
	form := url.Values{"name": {name}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	w := a.submit("/views/new/"+report+"?"+query, form)
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/"+report+"?") {
		t.Fatalf("saving %s: %d to %q\n%s", name, w.Code, w.Header().Get("Location"), w.Body)
	}
}

// views are the addresses that the menu on a page opens, by name; the one that the page shows has a star.
func (a *account) views(t *testing.T, page string) map[string]string {
	t.Helper()
	w := a.get(page)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", page, w.Code)
	}
	doc, err := html.Parse(w.Body)
	check(t, err)
	menu := map[string]string{}
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		in = in || attribute(n, "id") == "views"
		if link := attribute(n, "href"); in && n.Data == "a" && strings.HasPrefix(link, "/views/") && !strings.Contains(link, "/edit") && !strings.Contains(link, "/new/") {
			name := strings.TrimSpace(text(n))
			if attribute(n, "aria-current") != "" {
				name += "*"
			}
			menu[name] = link
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child, in)
		}
	}
	walk(doc, false)
	return menu
}

// opened is where a view leads.
func (a *account) opened(t *testing.T, view string) string {
	t.Helper()
	w := a.get(view)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%s: %d", view, w.Code)
	}
	return w.Header().Get("Location")
}

func TestAViewIsSavedOpenedChangedAndDeleted(t *testing.T) {
	a := newAccount(t)
	const query = "agent=a1&from=2026-01-01&group=week&to=2026-01-31&tag=billing"
	a.save(t, " Ana, cobrança ", "overview", query+"&page=3&utm=x", "period", "fixed")
	const address = "/overview?agent=a1&from=2026-01-01&group=week&tag=billing&to=2026-01-31"
	view := a.views(t, address)["Ana, cobrança*"]
	if view == "" {
		t.Fatalf("the menu on %s has %v", address, a.views(t, address))
	}
	if got := a.opened(t, view); got != address {
		t.Errorf("it opens %s, want %s", got, address)
	}
	if got := a.opened(t, view+"?lang=en"); got != address+"&lang=en" {
		t.Errorf("in English it opens %s", got)
	}
	for _, other := range []string{"/overview", "/agents?" + query, address + "&origin=flow"} {
		if menu := a.views(t, other); menu["Ana, cobrança"] != view {
			t.Errorf("the menu on %s has %v", other, menu)
		}
	}
	part := a.get(address, "HX-Request", "true").Body.String()
	if !strings.Contains(part, `id="views" hx-swap-oob`) || !strings.Contains(part, view) {
		t.Error("a partial does not bring the menu along")
	}
	if body := a.get("/views").Body.String(); !strings.Contains(body, view+"/edit") {
		t.Error("the list does not lead to editing it")
	}

	if w := a.submit(view, url.Values{"name": {""}}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "80 caracteres") {
		t.Errorf("an empty name: %d", w.Code)
	}
	if w := a.submit(view, url.Values{"name": {"Semanas"}}); w.Code != http.StatusSeeOther {
		t.Errorf("renaming: %d", w.Code)
	}
	if a.views(t, address)["Semanas*"] != view {
		t.Errorf("renamed: %v", a.views(t, address))
	}
	if w := a.submit(view+"/delete", nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/views" {
		t.Errorf("deleting: %d", w.Code)
	}
	if menu := a.views(t, address); len(menu) != 0 {
		t.Errorf("deleted: %v", menu)
	}
	if w := a.get(view); w.Code != http.StatusNotFound {
		t.Errorf("opening what was deleted: %d", w.Code)
	}
}

// TestViewsMoveWithTheCalendar saves today what is opened in March.
func TestViewsMoveWithTheCalendar(t *testing.T) {
	a := newAccount(t) // on 2 February 2026
	saved := map[string]struct{ query, period, today, later string }{
		"the default":     {"", "", "from=2026-01-04&to=2026-02-02", "from=2026-02-09&to=2026-03-10"},
		"30 days":         {"from=2026-01-04&to=2026-02-02", "last-30", "from=2026-01-04&to=2026-02-02", "from=2026-02-09&to=2026-03-10"},
		"last month":      {"from=2026-01-01&to=2026-01-31", "", "from=2026-01-01&to=2026-01-31", "from=2026-02-01&to=2026-02-28"},
		"that January":    {"from=2026-01-01&to=2026-01-31", "fixed", "from=2026-01-01&to=2026-01-31", "from=2026-01-01&to=2026-01-31"},
		"since a day":     {"from=2026-01-15&to=2026-02-02", "", "from=2026-01-15&to=2026-02-02", "from=2026-01-15&to=2026-03-10"},
		"19 days":         {"from=2026-01-15&to=2026-02-02", "last-19", "from=2026-01-15&to=2026-02-02", "from=2026-02-20&to=2026-03-10"},
		"other days":      {"from=2026-01-15&to=2026-01-16", "", "from=2026-01-15&to=2026-01-16", "from=2026-01-15&to=2026-01-16"},
		"yesterday":       {"from=2026-02-01&to=2026-02-01", "yesterday", "from=2026-02-01&to=2026-02-01", "from=2026-03-09&to=2026-03-09"},
		"a bound instant": {"since=2026-02-02T10:00:00Z&from=2026-02-02&to=2026-02-02", "", "from=2026-02-02&since=2026-02-02T10%3A00%3A00Z&to=2026-02-02", "from=2026-02-02&since=2026-02-02T10%3A00%3A00Z&to=2026-02-02"},
	}
	for name, s := range saved {
		a.save(t, name, "conversations", s.query, "period", s.period)
	}
	views := a.views(t, "/tags")
	for name, s := range saved {
		if got := a.opened(t, views[name]); got != "/conversations?"+s.today {
			t.Errorf("%s opens %s today, want %s", name, got, s.today)
		}
	}
	a.now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	a.cookie = a.signIn(t, password).Result().Cookies()[0]
	for name, s := range saved {
		if got := a.opened(t, views[name]); got != "/conversations?"+s.later {
			t.Errorf("%s opens %s in March, want %s", name, got, s.later)
		}
	}
	if menu := a.views(t, "/conversations?from=2026-02-09&to=2026-03-10"); menu["30 days*"] == "" || menu["that January"] == "" {
		t.Errorf("in March the menu marks %v", menu)
	}
}

func TestANameIsTakenOnce(t *testing.T) {
	a := newAccount(t)
	a.save(t, "Semana", "agents", january, "period", "fixed")
	form := url.Values{"name": {"semana"}, "period": {"fixed"}}
	w := a.submit("/views/new/tags?"+january, form)
	body := w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(body, `value="semana"`) || !strings.Contains(body, `aria-invalid`) || !strings.Contains(body, `name="replace"`) {
		t.Fatalf("the name again: %d\n%s", w.Code, body)
	}
	if got := a.opened(t, a.views(t, "/tags")["Semana"]); !strings.HasPrefix(got, "/agents?") {
		t.Errorf("it was replaced unasked: %s", got)
	}
	form.Set("replace", "1")
	if w := a.submit("/views/new/tags?"+january, form); w.Code != http.StatusSeeOther {
		t.Fatalf("replacing it: %d", w.Code)
	}
	views := a.views(t, "/overview")
	if got := a.opened(t, views["semana"]); len(views) != 1 || !strings.HasPrefix(got, "/tags?") {
		t.Errorf("replaced: %v opens %s", views, got)
	}
}

// TestViewsOfOthers checks who sees, changes and deletes what: the private views of others are as if they were not.
func TestViewsOfOthers(t *testing.T) {
	a := newAccount(t)
	a.save(t, "Minha", "agents", january)
	a.save(t, "Nossa", "agents", january, "shared", "1")
	anas := a.views(t, "/tags")

	a.signInAs(t, "bia@example.com", "agent")
	if got := a.views(t, "/tags"); len(got) != 1 || got["Nossa"] != anas["Nossa"] {
		t.Fatalf("Bia sees %v", got)
	}
	for _, c := range []struct {
		what string
		w    *httptest.ResponseRecorder
		want int
	}{
		{"opening a shared view", a.get(anas["Nossa"]), http.StatusSeeOther},
		{"opening a private view", a.get(anas["Minha"]), http.StatusNotFound},
		{"editing a private view", a.get(anas["Minha"] + "/edit"), http.StatusNotFound},
		{"renaming a private view", a.submit(anas["Minha"], url.Values{"name": {"x"}}), http.StatusNotFound},
		{"deleting a private view", a.submit(anas["Minha"]+"/delete", nil), http.StatusNotFound},
		{"editing a shared view", a.get(anas["Nossa"] + "/edit"), http.StatusForbidden},
		{"renaming a shared view", a.submit(anas["Nossa"], url.Values{"name": {"x"}}), http.StatusForbidden},
		{"deleting a shared view", a.submit(anas["Nossa"]+"/delete", nil), http.StatusForbidden},
		{"sharing one's own", a.submit("/views/new/tags", url.Values{"name": {"x"}, "shared": {"1"}}), http.StatusForbidden},
	} {
		if c.w.Code != c.want {
			t.Errorf("an agent %s: %d, want %d", c.what, c.w.Code, c.want)
		}
	}
	if body := a.get("/views/new/tags").Body.String(); strings.Contains(body, `name="shared"`) {
		t.Error("agents are offered to share")
	}
	a.save(t, "Minha", "tags", january) // her own of the same name
	own := a.views(t, "/tags")["Minha"]
	if w := a.submit(own, url.Values{"name": {"Minha"}, "shared": {"1"}}); w.Code != http.StatusSeeOther {
		t.Errorf("an agent saves hers again: %d", w.Code)
	}

	a.signInAs(t, "admin@example.com", "admin")
	if got := a.views(t, "/tags"); len(got) != 1 || got["Nossa"] == "" {
		t.Errorf("an admin sees %v", got)
	}
	if body := a.get(anas["Nossa"] + "/edit").Body.String(); strings.Contains(body, `name="name"`) || !strings.Contains(body, "/delete") {
		t.Error("an admin may delete what others share, and not rename it")
	}
	if w := a.submit(anas["Nossa"]+"/delete", nil); w.Code != http.StatusSeeOther {
		t.Errorf("an admin deletes a shared view: %d", w.Code)
	}
}

// TestWhoMayKeep checks strangers, tokens, the demo and addresses that are none.
func TestWhoMayKeep(t *testing.T) {
	a := newAccount(t)
	for target, want := range map[string]string{
		"/views": "/login?next=%2Fviews", "/views/new/tags?" + january: "/login?next=%2Fviews%2Fnew%2Ftags%3Ffrom%3D2026-01-01%26to%3D2026-01-31",
		"/shares/new/tags": "/login?next=%2Fshares%2Fnew%2Ftags",
	} {
		if got := a.getAs(target).Header().Get("Location"); got != want {
			t.Errorf("a stranger at %s goes to %q", target, got)
		}
		if w := a.getAs(target, "Authorization", "Bearer "+a.token); w.Code != http.StatusForbidden {
			t.Errorf("a token at %s: %d", target, w.Code)
		}
	}
	if w := a.getAs("/tags", "Authorization", "Bearer "+a.token); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "/views") {
		t.Errorf("a token reads a page with a menu of views: %d", w.Code)
	}
	for target, want := range map[string]int{
		"/views/new/waiting": 404, "/views/new/tags?from=x": 400, "/views/nothing": 404, "/views/nothing/edit": 404, "/shares/new/x": 404,
		"/views/new/conversations?sort=tag": 400,
	} {
		if w := a.get(target); w.Code != want {
			t.Errorf("%s: %d, want %d", target, w.Code, want)
		}
	}
	if w := a.submit("/views/new/tags", url.Values{"name": {"x"}, "period": {"tomorrow"}}); w.Code != http.StatusBadRequest {
		t.Errorf("a period that there is not: %d", w.Code)
	}

	demo := newAccount(t, func(c *Config) { c.Demo = true })
	demo.cookie = &http.Cookie{Name: "none", Value: "none"}
	demo.save(t, "Demo", "tags", january, "shared", "1")
	if got := demo.views(t, "/agents"); got["Demo"] == "" {
		t.Errorf("the demo has %v", got)
	}
}
