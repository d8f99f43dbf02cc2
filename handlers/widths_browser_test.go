package handlers

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// tooWide is by how many pixels a page is wider than the place that it has, beside the scroll bar's.
const tooWide = `document.documentElement.scrollWidth - document.documentElement.getBoundingClientRect().width`

// TestNothingIsTooWide opens every page in the language with the longest words on the narrowest and the widest screens,
// and on those between, a tablet held upright among them. The place for the page is the same whether it is longer than the
// screen or not: a scroll bar that comes while a page is loaded, or with the next, moves nothing.
func TestNothingIsTooWide(t *testing.T) {
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	demo := newCompany(t, 100)
	second := httptest.NewServer(demo.handler)
	defer second.Close()
	b := newBrowser(t)
	places := map[int64]string{} // by the width of the screen
	wide := func(name string) {
		for _, width := range []int64{320, 768, 820, 1024, 2560} {
			b.run(t, chromedp.EmulateViewport(width, 900))
			if over := b.eval(t, tooWide); over != "0" {
				t.Errorf("%s is %s px too wide for a screen of %d", name, over, width)
			}
			place := b.eval(t, `document.documentElement.getBoundingClientRect().width`)
			if places[width] == "" {
				places[width] = place
			}
			if place != places[width] {
				t.Errorf("%s has %s px of a screen of %d, others have %s", name, place, width, places[width])
			}
		}
	}
	for _, s := range screens(t, a) {
		s.path = inSpanish(s.path)
		b.visit(t, web, a, s)
		wide(s.name)
	}
	for _, path := range []string{"/overview", "/waiting"} {
		b.open(t, second.URL+inSpanish(path))
		wide("the demo's " + path)
	}
}

// TestTheOpenSettingIsInSight opens the settings on a telephone, where they are a row that is wider than the screen.
func TestTheOpenSettingIsInSight(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.signIn(t, web, a)
	b.run(t, chromedp.EmulateViewport(390, 900))
	for _, path := range []string{"/settings/account", "/settings/users", "/settings/me"} {
		b.open(t, web.URL+inSpanish(path))
		if at := b.eval(t, `(({ left, right }) => left >= 0 && right <= innerWidth ? 'in sight' : left + ' to ' + right)(
			document.querySelector('.settings__nav [aria-current]').getBoundingClientRect())`); at != "in sight" {
			t.Errorf("%s: it is at %s", path, at)
		}
	}
}

// TestDefinitionsKeepOffTheEdges opens the rules behind the terms of a page, wherever they stand on the screen.
func TestDefinitionsKeepOffTheEdges(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	for _, width := range []int64{320, 390, 1024, 1440} {
		b.view(t, width, "light")
		b.open(t, site+inSpanish("/overview?from=2026-10-01&to=2026-11-20"))
		if wrong := b.eval(t, `[...document.querySelectorAll(".info")].map((info) => {
			info.scrollIntoView({ block: "center", behavior: "instant" });
			info.click();
			const { left, right, width } = document.getElementById(info.getAttribute("popovertarget")).getBoundingClientRect();
			return { name: info.ariaLabel, left, right, width };
		}).filter(({ left, right, width }) => left < 4 || right > document.documentElement.clientWidth - 4 || width < 220).map(({ name, left, right }) => name + " from " + left + " to " + right).join()`); wrong != "" {
			t.Errorf("on a screen of %d: %s", width, wrong)
		}
	}
}

// inSpanish is an address in the language with the longest words.
func inSpanish(path string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=es"
	}
	return path + "?lang=es"
}
