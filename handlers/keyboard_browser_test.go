package handlers

import (
	"fmt"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys presses keys, one after the other.
func (b *browser) keys(t *testing.T, keys ...string) {
	t.Helper()
	for _, key := range keys {
		b.run(t, chromedp.KeyEvent(key))
	}
}

// focused describes what has the focus: its tag, and its name or text.
const focused = `(() => {
	const e = document.activeElement;
	return e.tagName.toLowerCase() + " " + (e.id || e.name || "") + " " + (e.value && e.type !== "text" ? e.value : "");
})()`

// tabTo presses Tab until an element has the focus, as somebody without a mouse does.
func (b *browser) tabTo(t *testing.T, selector string) {
	t.Helper()
	for range 120 {
		if b.eval(t, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) == "true" {
			return
		}
		b.keys(t, kb.Tab)
	}
	t.Fatalf("the key Tab never comes to %s; it is at %s", selector, b.eval(t, focused))
}

// TestEveryFilterByKeyboard comes to every filter by Tab, opens it by Enter, chooses by Space or an arrow, and closes
// it by Escape: the address follows, the focus stays where it was, and the result is announced.
func TestEveryFilterByKeyboard(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	const period = "from=2026-10-01&to=2026-11-20"
	menu := func(name string) string { return `details:has([name="` + name + `"]) > summary` }
	for _, tt := range []struct {
		path, menu, field, key string
		want                   string // in the address; none = not in it any more
	}{
		{"/conversations", menu("channel"), `input[name="channel"]`, " ", "channel="},
		{"/conversations", menu("origin"), `input[name="origin"]`, " ", "origin="},
		{"/conversations", menu("agent"), `input[name="agent"]`, " ", "agent="},
		{"/conversations", menu("tag"), `input[name="tag"]`, " ", "tag="},
		{"/conversations", menu("contact_tag"), `input[name="contact_tag"]`, " ", "contact_tag="},
		{"/conversations", menu("status"), `input[name="status"]`, kb.ArrowRight, "status=open"},
		{"/conversations", menu("waiting"), `input[name="waiting"]`, " ", "waiting=1"},
		{"/conversations", menu("unanswered"), `input[name="unanswered"]`, " ", "unanswered=1"},
		{"/conversations", menu("rating"), `input[name="rating"]`, " ", "rating="},
		{"/conversations", "", `input[name="hours"]`, kb.ArrowRight, "hours=inside"},
		{"/conversations", "", `input[name="clock"]`, kb.ArrowRight, "clock=business"},
		{"/overview", menu("compare"), `input[name="compare"]:checked`, kb.ArrowDown, "compare="},
	} {
		t.Run(tt.field, func(t *testing.T) {
			b.open(t, site+tt.path+"?"+period+"&lang=pt-BR")
			if tt.menu != "" {
				b.tabTo(t, tt.menu)
				b.keys(t, kb.Enter)
			}
			b.tabTo(t, tt.field)
			if b.eval(t, `document.activeElement.matches(":focus-visible")`) != "true" {
				t.Errorf("who comes by keyboard does not see that %s has the focus", tt.field)
			}
			b.keys(t, tt.key)
			b.until(t, `location.search.includes(`+strconv.Quote(tt.want)+`) && `+settled)
			b.until(t, `document.querySelector("#said").textContent.match(/\d/) !== null`)
			name := b.eval(t, `document.activeElement.name`)
			if want := b.eval(t, `document.querySelector('`+tt.field+`').name`); name != want {
				t.Errorf("after the change %q has the focus, want %q", name, want)
			}
			if tt.menu == "" {
				return
			}
			b.keys(t, kb.Escape)
			b.until(t, fmt.Sprintf(`!document.querySelector(%q).parentElement.open && document.activeElement.matches(%q)`, tt.menu, tt.menu))
		})
	}
}

// TestFocusStaysAtChips takes conditions away by their chips, one after the other, and then chooses a period, all by keyboard.
func TestFocusStaysAtChips(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	b.open(t, site+"/conversations?from=2026-10-01&to=2026-11-20&origin=inbound&rating=5&status=closed")
	b.tabTo(t, ".chip:nth-of-type(2) a")
	for i, stays := range []string{".chip a", ".chip a", ".chip a", "#results"} {
		if i > 0 {
			b.keys(t, kb.Enter)
			b.until(t, fmt.Sprintf(`document.querySelectorAll(".chip").length === %d && `+settled, 3-i))
		}
		if b.eval(t, fmt.Sprintf(`document.activeElement.matches(%q)`, stays)) != "true" {
			t.Errorf("with %d chips the focus is at %s, not at %s", 3-i, b.eval(t, focused), stays)
		}
	}
	b.open(t, site+"/overview?from=2026-10-01&to=2026-11-20")
	b.tabTo(t, periodMenu)
	b.keys(t, kb.Enter)
	b.tabTo(t, ".presets a")
	b.keys(t, kb.Enter)
	b.until(t, `!location.search.includes("from=2026-10-01") && `+settled)
	if b.eval(t, fmt.Sprintf(`document.activeElement.matches(%q)`, periodMenu)) != "true" {
		t.Errorf("after a period is chosen the focus is at %s", b.eval(t, focused))
	}
}

// TestSearchKeepsItsFocus types into the search while results come and go.
func TestSearchKeepsItsFocus(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.signIn(t, web, a)
	// A letter more takes the place of the request for the letters before it, which HTMX writes into the console.
	b.expect("htmx:sendAbort")
	b.expect("htmx:afterRequest")
	b.open(t, web.URL+"/conversations?"+january)
	b.tabTo(t, "#q")
	b.keys(t, "j", "o")
	b.until(t, `location.search.includes("q=jo") && `+settled)
	b.keys(t, "s", "e")
	b.until(t, `location.search.includes("q=jose") && `+rowsOnPage+` === 2 && `+settled)
	if got := b.eval(t, `document.activeElement.id + ":" + document.activeElement.value`); got != "q:jose" {
		t.Errorf("the search holds %q, want the focus and what was typed", got)
	}
	b.until(t, `document.querySelector("#said").textContent.includes("2")`)

	// Sorting and paging by keyboard keep the focus near: on what was pressed, or on the results.
	b.open(t, web.URL+"/conversations?limit=3&"+january)
	b.tabTo(t, `table.details th:nth-child(2) a`)
	b.keys(t, kb.Enter)
	b.until(t, `location.search.includes("sort=contact_name") && `+settled)
	if got := b.eval(t, `document.activeElement.closest("#results") !== null`); got != "true" {
		t.Errorf("after sorting the focus is at %s", b.eval(t, focused))
	}
	b.tabTo(t, `.pager nav a[href*="page=2"]`)
	b.keys(t, kb.Enter)
	b.until(t, `location.search.includes("page=2") && `+settled)
	if got := b.eval(t, `document.activeElement.closest("#results") !== null`); got != "true" {
		t.Errorf("after paging the focus is at %s", b.eval(t, focused))
	}
}
