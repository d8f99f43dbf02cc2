package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"relato/views"
)

// choose sends the form of a choice with the cookies of earlier ones, and returns the answer.
func (a *account) choose(form url.Values, cookies ...*http.Cookie) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "/taste", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range append(cookies, a.cookie) {
		r.AddCookie(c)
	}
	return a.do(r).Result()
}

// page is the page at an address to a browser with cookies.
func (a *account) page(address string, cookies ...*http.Cookie) string {
	r := request(address)
	for _, c := range append(cookies, a.cookie) {
		r.AddCookie(c)
	}
	return a.do(r).Body.String()
}

func TestColumnsAreRemembered(t *testing.T) {
	a := newAccount(t)
	const address = "/agents?" + january
	answer := a.choose(url.Values{"next": {address}, "columns": {"chosen"}, "column": {"agent_email", "csat_positive"}})
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != address {
		t.Fatalf("the choice is answered by %d %s", answer.StatusCode, answer.Header.Get("Location"))
	}
	cookies := answer.Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode || cookies[0].MaxAge < 30*24*3600 {
		t.Fatalf("the cookies are %v", cookies)
	}
	before, after := a.page(address), a.page(address, cookies...)
	for column, want := range map[string][2]bool{"agent_email": {false, true}, "csat_positive": {false, true}, "messages_sent": {true, false}} {
		heading := `sort=` + column
		if got := [2]bool{strings.Contains(before, heading), strings.Contains(after, heading)}; got != want {
			t.Errorf("%s is shown before and after: %v, want %v", column, got, want)
		}
	}
	if strings.Contains(after, "column=") {
		t.Error("an address on the page knows of the choice")
	}
	r := request("/agents.csv?" + january)
	r.AddCookie(cookies[0])
	r.AddCookie(a.cookie)
	if file := a.do(r).Body.String(); !strings.HasPrefix(file, "agent_id,agent_name,agent_email,conversations,") {
		t.Errorf("the choice changes the file: %.60s", file)
	}
	if other := a.page("/tags?"+january, cookies...); other != a.page("/tags?"+january) {
		t.Error("the choice of one report changes another")
	}
	forgotten := a.choose(url.Values{"next": {address}, "columns": {"default"}, "column": {"agent_email"}}, cookies...).Cookies()
	if len(forgotten) != 1 || forgotten[0].MaxAge >= 0 {
		t.Errorf("the way back leaves %v", forgotten)
	}
}

// TestEveryColumnOfTheFilesCanBeShown checks that a reader can see what a file has.
func TestEveryColumnOfTheFilesCanBeShown(t *testing.T) {
	a := newAccount(t)
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		header, _, _ := strings.Cut(a.get(path+".csv?"+january).Body.String(), "\r\n")
		page := a.page(path+"?"+january, tastes(path)...)
		for key := range strings.SplitSeq(strings.TrimSpace(header), ",") {
			if key == "period_end" || key == "new_contacts" && path == "/overview" {
				continue // a row ends where the next begins; new contacts stand below the contacts
			}
			if !strings.Contains(page, "sort="+key+"&amp;") {
				t.Errorf("%s has no column %s", path, key)
			}
		}
	}
}

func TestChartsAreRemembered(t *testing.T) {
	a := newAccount(t)
	const address = "/overview?" + january
	first := a.choose(url.Values{"next": {address}, "chart": {"conversations"}, "kind": {views.Lines}})
	second := a.choose(url.Values{"next": {address}, "chart": {"messages"}, "kind": {views.Columns}}, first.Cookies()...)
	page := a.page(address, second.Cookies()...)
	for _, pressed := range []string{`id="conversations-lines" name="kind" value="lines"`, `id="messages-columns" name="kind" value="columns"`} {
		_, after, found := strings.Cut(page, pressed)
		if tag, _, _ := strings.Cut(after, ">"); !found || !strings.Contains(tag, `aria-pressed="true"`) {
			t.Errorf("%s is not pressed", pressed)
		}
	}
	// The columns of both charts stand on each other; what else is drawn as bars is none of the reader's choice.
	kinds := func(page string) int { return strings.Count(page, `"type":"bar","stack":"all"`) }
	if before := a.page(address); kinds(before) != 4 || kinds(page) != 3 {
		t.Errorf("there are %d series of columns before, and %d after", kinds(before), kinds(page))
	}
}

func TestBadTaste(t *testing.T) {
	a := newAccount(t)
	for name, form := range map[string]url.Values{
		"an unknown column":       {"next": {"/agents"}, "column": {"agent_secret"}},
		"a column of another":     {"next": {"/tags"}, "column": {"agent_email"}},
		"a report without choice": {"next": {"/waiting"}, "column": {"conversations"}},
		"elsewhere":               {"next": {"https://evil.example/agents"}, "column": {"contacts"}},
		"an unknown chart":        {"next": {"/overview"}, "chart": {"chart"}, "kind": {"lines"}},
		"an unknown kind":         {"next": {"/overview"}, "chart": {"messages"}, "kind": {"pie"}},
	} {
		answer := a.choose(form)
		if answer.StatusCode != http.StatusBadRequest || len(answer.Cookies()) > 0 {
			t.Errorf("%s: %d %v", name, answer.StatusCode, answer.Cookies())
		}
	}
	answer := a.choose(url.Values{"next": {"//evil.example/"}, "chart": {"messages"}, "kind": {"lines"}})
	if to := answer.Header.Get("Location"); to != "/" {
		t.Errorf("a choice leads to %s", to)
	}
	// A cookie of another version, or of somebody's making, is as if there were none.
	whole := a.page("/agents?" + january)
	for _, value := range []string{"", "...", "gone.agent_name", "<script>"} {
		if a.page("/agents?"+january, &http.Cookie{Name: "relato-columns-agents", Value: value}, &http.Cookie{Name: "relato-charts", Value: value}) != whole {
			t.Errorf("the cookie %q changes the page", value)
		}
	}
}
