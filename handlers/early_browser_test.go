package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// TestFilterBeforeScripts ticks a filter and searches on a page whose scripts are still on their way: once they are there,
// the report follows, as it follows what comes later. A page that shows its address asks for nothing.
func TestFilterBeforeScripts(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	var gate atomic.Pointer[chan struct{}]
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "htmx") {
			select {
			case <-*gate.Load():
			case <-r.Context().Done():
				return
			}
		}
		a.handler.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	b := newBrowser(t)
	b.signIn(t, web, a)
	call(t, b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	for early, came := range map[string]string{
		`document.querySelector('input[name="origin"][value="inbound"]').click()`: `location.search.includes("origin=inbound") && ` + rowsOnPage + ` === 2`,
		`document.getElementById("q").value = "nobody"`:                           `location.search.includes("q=nobody") && ` + rowsOnPage + ` === 0`,
	} {
		closed := make(chan struct{})
		gate.Store(&closed)
		b.eval(t, `location.assign("`+web.URL+"/conversations?"+january+`")`) // who navigates waits for the scripts
		b.until(t, `location.search === "?`+january+`" && `+rowsOnPage+` === 4 && document.getElementById("said") !== null`)
		b.eval(t, early)
		close(closed)
		b.until(t, came+` && `+settled)
	}
}
