package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
)

// broken is a web server of an account that fails at will.
func broken(t *testing.T, a *account) (*httptest.Server, *atomic.Bool) {
	t.Helper()
	down := &atomic.Bool{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		a.handler.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	return web, down
}

// noticed tells whether the notice of a failure is seen: on screen, with nothing over it.
const noticed = `(() => {
	const notice = document.getElementById("failed");
	if (!notice.checkVisibility()) return false;
	const { left, top, bottom, right } = notice.getBoundingClientRect();
	return top >= 0 && bottom <= innerHeight && notice.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
})()`

// TestFailureIsSeenAndTriedAgain changes a filter while the server does not answer, far down in a page and with a menu
// open: the notice is seen, and leads to what was asked for.
func TestFailureIsSeenAndTriedAgain(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web, down := broken(t, a)
	b := newBrowser(t)
	b.expect("502")
	b.signIn(t, web, a)
	b.run(t, chromedp.EmulateViewport(1440, 600))
	b.open(t, web.URL+"/overview?"+january+"&lang=pt-BR")
	b.eval(t, `document.querySelector('details:has([name="origin"])').open = true`)
	b.eval(t, `scrollTo(0, 1500)`)
	down.Store(true)
	b.eval(t, `document.querySelector('input[name="origin"][value="inbound"]').click()`)
	b.until(t, noticed)
	if said := b.eval(t, `document.getElementById("failed-said").textContent`); !strings.HasPrefix(said, "Não foi possível") {
		t.Errorf("a failure says %q", said)
	}
	down.Store(false)
	b.eval(t, `document.getElementById("retry").click()`)
	b.until(t, `location.search.includes("origin=inbound") && !document.getElementById("failed").checkVisibility() && `+settled)
	if ticked := b.eval(t, `document.querySelector('input[name="origin"][value="inbound"]').checked`); ticked != "true" {
		t.Error("trying again drops the change")
	}

	// So do a link and the form of a choice, which are no filters.
	for link, came := range map[string]string{
		`.seg--links a[href*="group=week"]`: `location.search.includes("group=week")`,
		`#conversations-lines`:              `document.getElementById("conversations-lines").getAttribute("aria-pressed") === "true"`,
	} {
		down.Store(true)
		b.eval(t, "document.querySelector('"+link+"').click()")
		b.until(t, noticed)
		down.Store(false)
		b.eval(t, `document.getElementById("retry").click()`)
		b.until(t, came+` && location.search.includes("origin=inbound") && `+settled)
	}
}

// TestRefusalIsExplained asks for more than the server makes: its own sentence is shown, and nothing to try again.
func TestRefusalIsExplained(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web, _ := broken(t, a)
	b := newBrowser(t)
	b.expect("400")
	b.signIn(t, web, a)
	b.open(t, web.URL+"/overview?from=2026-01-01&to=2026-01-31&group=hour&lang=pt-BR")
	b.eval(t, `document.querySelector('[name="from"]').value = "2021-01-01"`)
	b.eval(t, `document.querySelector('[name="from"]').dispatchEvent(new Event("change", { bubbles: true }))`)
	b.until(t, noticed)
	if said := b.eval(t, `document.getElementById("failed-said").textContent`); !strings.HasPrefix(said, "Seriam linhas demais") || !strings.Contains(said, "Agrupe por um tempo maior") {
		t.Errorf("a refusal says %q", said)
	}
	if b.eval(t, `document.getElementById("retry").checkVisibility()`) != "false" {
		t.Error("what is refused can be tried again")
	}
	b.eval(t, `document.getElementById("failed-close").click()`)
	b.until(t, `!document.getElementById("failed").checkVisibility()`)

	// A filter that is refused is not left ticked.
	b.eval(t, `document.querySelector('input[name="origin"]').value = "nonsense"`)
	b.eval(t, `document.querySelector('input[name="origin"]').click()`)
	b.until(t, noticed+` && !document.querySelector('input[name="origin"]').checked`)
}

// TestBackAfterASearch goes back to an earlier search: the box says what the address says, and so does the next filter.
func TestBackAfterASearch(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web, _ := broken(t, a)
	b := newBrowser(t)
	b.signIn(t, web, a)
	b.open(t, web.URL+"/conversations?"+january)
	for _, text := range []string{"a", "zzqq"} {
		b.run(t, chromedp.SendKeys(`#q`, text))
		b.until(t, `location.search.includes("q=" + document.getElementById("q").value) && `+settled)
	}
	b.eval(t, `history.back()`)
	b.until(t, `!location.search.includes("zzqq") && document.getElementById("q").value === "a"`)
	b.eval(t, `document.querySelector('input[name="origin"][value="inbound"]').click()`)
	b.until(t, `location.search.includes("origin=inbound") && `+settled)
	if q := b.eval(t, `new URLSearchParams(location.search).get("q")`); q != "a" {
		t.Errorf("the next filter searches for %q", q)
	}
}
