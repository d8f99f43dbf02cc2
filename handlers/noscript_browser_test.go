package handlers

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// press clicks on what the protocol finds; the page's own scripts are off.
func (b *browser) press(t *testing.T, selector string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(selector, chromedp.NodeVisible)); err != nil {
		t.Fatalf("pressing %s at %s: %v", selector, b.eval(t, "location.href"), err)
	}
}

// TestWithoutScripts signs in, filters, searches, sorts, pages and signs out in a browser that runs no script.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.run(t,
		chromedp.Navigate(web.URL+"/conversations?"+january),
		chromedp.SendKeys(`input[name="email"]`, email),
		chromedp.SendKeys(`input[name="password"]`, password),
	)
	b.press(t, `form.fields button`)
	b.until(t, `location.pathname === "/conversations" && `+rowsOnPage+` === 4`)

	// A menu opens by itself, and a button sends the form.
	b.press(t, `#filters details:has(input[name="origin"]) > summary`)
	b.press(t, `#filters label:has(input[value="inbound"])`)
	b.press(t, `#filters details:has(input[name="origin"]) > summary`)
	b.press(t, `#filters > button[type="submit"]`)
	b.until(t, `location.search.includes("origin=inbound") && `+rowsOnPage+` === 2`)

	// So does the key in the search, and the filter stays.
	b.run(t, chromedp.SendKeys(`#q`, "jose\r"))
	b.until(t, `location.search.includes("origin=inbound") && location.search.includes("q=jose") && `+rowsOnPage+` === 1`)

	// A chip's cross leads to the page without it.
	b.press(t, `#chips .chip a`)
	b.until(t, `!location.search.includes("origin=inbound") && location.search.includes("q=jose")`)

	// Headings sort, and pages follow each other.
	b.run(t, chromedp.Navigate(web.URL+"/conversations?limit=3&"+january))
	b.until(t, rowsOnPage+` === 3`)
	b.press(t, `table.details th:nth-child(2) a`)
	b.until(t, `document.querySelector("table.details th:nth-child(2)").getAttribute("aria-sort") === "ascending"`)
	b.press(t, `.pager nav a[href*="page=2"]`)
	b.until(t, `location.search.includes("page=2") && location.search.includes("sort=contact_name") && `+rowsOnPage+` === 1`)

	// Where a chart would be stands what has its numbers, and those are there.
	for _, path := range []string{"/overview", "/agents", "/tags"} {
		b.run(t, chromedp.Navigate(web.URL+path+"?"+january))
		b.until(t, `document.readyState === "complete"`)
		for what, script := range map[string]string{
			"a chart is drawn":                      `document.querySelectorAll("canvas").length === 0`,
			"nothing says where its numbers are":    `[...document.querySelectorAll(".panel:has(.chart-host)")].every((p) => p.innerText.includes("JavaScript"))`,
			"an empty chart takes room":             `[...document.querySelectorAll(".chart-host")].every((h) => h.getBoundingClientRect().height === 0)`,
			"the table is not seen":                 `document.querySelector(".table tbody tr").getBoundingClientRect().height > 0`,
			"what only scripts can use is shown":    `[...document.querySelectorAll(".js-only, #copy, [data-find]")].every((e) => !e.checkVisibility())`,
			"a window of a failed request is shown": `!document.querySelector("#failed").checkVisibility()`,
		} {
			if b.eval(t, script) != "true" {
				t.Errorf("%s without scripts: %s", path, what)
			}
		}
	}

	b.press(t, `.menu--user > summary`)
	b.press(t, `form[action="/logout"] button`)
	b.until(t, `location.pathname === "/login"`)
}
