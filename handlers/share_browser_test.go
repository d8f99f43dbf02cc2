package handlers

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// loaded waits until the tab shows a path and all of its page.
func (b *browser) loaded(t *testing.T, path string) {
	t.Helper()
	b.until(t, `location.pathname === "`+path+`" && document.readyState === "complete"`)
}

// TestSavedViewsInABrowser saves a view from the menu of a report, opens it from another one, and deletes it.
func TestSavedViewsInABrowser(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.run(t,
		chromedp.Navigate(web.URL+"/conversations?"+january),
		chromedp.SendKeys(`input[name="email"]`, email),
		chromedp.SendKeys(`input[name="password"]`, password),
		chromedp.Submit(`input[name="password"]`),
	)
	b.loaded(t, "/conversations")

	// What the menu saves follows the filter, which changes without the page being loaded anew.
	b.eval(t, `document.querySelector('input[name="origin"][value="inbound"]').click()`)
	b.until(t, `document.querySelector('#views a[href^="/views/new/"]').search.includes("origin=inbound")`)
	b.run(t, chromedp.Click(`.menu--views > summary`), chromedp.Click(`#views a[href^="/views/new/"]`))
	b.loaded(t, "/views/new/conversations")
	if got := b.eval(t, `document.querySelector('input[name="period"]:checked').value`); got != "last-month" {
		t.Errorf("January is proposed as %s in February", got)
	}
	b.run(t, chromedp.SendKeys(`input[name="name"]`, "De clientes"), chromedp.Submit(`input[name="name"]`))
	b.loaded(t, "/conversations")
	b.until(t, rowsOnPage+` === 2 && document.querySelector("#view-name").textContent.trim() === "De clientes"`)

	// A change of the filter is another view, and a step back is this one again.
	b.eval(t, `document.querySelector('input[name="origin"][value="inbound"]').click()`)
	b.until(t, rowsOnPage+` === 4 && document.querySelector("#view-name").textContent.trim() !== "De clientes"`)
	b.eval(t, `history.back()`)
	b.until(t, rowsOnPage+` === 2 && document.querySelector("#view-name").textContent.trim() === "De clientes"`)

	b.run(t, chromedp.Navigate(web.URL+"/agents"))
	b.loaded(t, "/agents")
	b.run(t, chromedp.Click(`.menu--views > summary`), chromedp.Click(`#views .menu__row a`))
	b.loaded(t, "/conversations")
	b.until(t, rowsOnPage+` === 2`)

	b.run(t, chromedp.Click(`.menu--views > summary`), chromedp.Click(`#views .menu__row a[href$="/edit"]`))
	b.until(t, `location.pathname.endsWith("/edit") && document.readyState === "complete"`)
	b.run(t, chromedp.Click(`form[action$="/delete"] button`))
	b.loaded(t, "/views")
	if got := b.eval(t, `document.querySelectorAll(".kept tbody tr").length`); got != "0" {
		t.Errorf("%s views are left", got)
	}
	b.fine(t)
}

// TestASharedReportInABrowser makes a link in one browser and opens it in another, where nobody is signed in.
func TestASharedReportInABrowser(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.run(t,
		chromedp.Navigate(web.URL+"/overview?"+january),
		chromedp.SendKeys(`input[name="email"]`, email),
		chromedp.SendKeys(`input[name="password"]`, password),
		chromedp.Submit(`input[name="password"]`),
	)
	b.loaded(t, "/overview")
	links := map[string]string{}
	for _, report := range []string{"overview", "conversations"} {
		b.run(t, chromedp.Navigate(web.URL+"/"+report+"?"+january))
		b.loaded(t, "/"+report)
		b.run(t, chromedp.Click(`.menu--views > summary`), chromedp.Click(`#views a[href^="/shares/new/"]`))
		b.loaded(t, "/shares/new/"+report)
		b.run(t, chromedp.SendKeys(`input[name="name"]`, report), chromedp.Click(`.fields button[type="submit"]`))
		b.until(t, `document.readyState === "complete" && document.querySelector("#made") !== null`)
		links[report] = b.eval(t, `document.querySelector("#made").value`)
	}

	guest := newBrowser(t)
	guest.run(t, chromedp.Navigate(links["overview"]))
	guest.until(t, `document.querySelectorAll(".chart-host").length > 1 && `+settled)
	if got := guest.eval(t, `document.querySelectorAll("#results a").length`); got != "0" {
		t.Errorf("the overview has %s links", got)
	}
	before := guest.eval(t, `location.href`)
	var bar struct{ X, Y float64 }
	check(t, json.Unmarshal([]byte(guest.eval(t, tallestBar)), &bar))
	guest.run(t, chromedp.MouseClickXY(bar.X, bar.Y))
	if got := guest.eval(t, `location.href`); got != before {
		t.Errorf("a click on the chart leads to %s", got)
	}
	guest.run(t, chromedp.Navigate(links["conversations"]))
	guest.until(t, rowsOnPage+` === 4`)
	if got := guest.eval(t, `document.body.innerText.includes("José")`); got != "false" {
		t.Error("a name is on the page")
	}
	if got := guest.eval(t, `document.cookie + localStorage.length`); got != "0" {
		t.Errorf("the page keeps %s", got)
	}

	b.run(t, chromedp.Navigate(web.URL+"/views"))
	b.loaded(t, "/views")
	b.run(t, chromedp.Click(`button[aria-label="Revogar o link conversations"]`))
	b.until(t, `document.querySelectorAll('form[action$="/revoke"]').length === 1`)
	link, err := url.Parse(links["conversations"])
	check(t, err)
	if w := a.getAs(link.Path); w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "não vale mais") {
		t.Errorf("after it was revoked: %d", w.Code)
	}
	b.fine(t)
	guest.fine(t)
}

// fine checks that nothing went wrong in the tab.
func (b *browser) fine(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.errors {
		t.Errorf("in the browser: %s", e)
	}
}
