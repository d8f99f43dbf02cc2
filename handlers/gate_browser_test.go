package handlers

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestStartingOpensByItself waits on the page of a server that opens a moment later. That page may look again at any time.
func TestStartingOpensByItself(t *testing.T) {
	t.Parallel()
	a, gate := newAccount(t), &Gate{}
	web := httptest.NewServer(gate)
	defer web.Close()
	b := newBrowser(t)
	b.expect("status of 503")
	b.run(t, chromedp.Navigate(web.URL+"/login"))
	b.until(t, `document.querySelector("body.bare h1") !== null && getComputedStyle(document.querySelector("main")).display === "grid"`)
	gate.Open(a.handler)
	b.until(t, `document.querySelector('input[name="password"]') !== null`)
}
