package handlers

import (
	"net/http/httptest"
	"testing"
)

// TestComparisonStandsBesideItsPeriod looks on screens from a tablet's to a desk's.
func TestComparisonStandsBesideItsPeriod(t *testing.T) {
	t.Parallel()
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.signIn(t, web, a)
	for _, width := range []int64{820, 1024, 1056, 1440} {
		b.view(t, width, "light")
		b.open(t, web.URL+inSpanish("/overview?from=2026-10-01&to=2026-11-20"))
		if got := b.eval(t, `(([p, c]) => p.top === c.top && c.left - p.right < 12)([".menu--period", ".menu--compare"].map((s) => document.querySelector(s).getBoundingClientRect()))`); got != "true" {
			t.Errorf("at %d px the comparison is not beside the period", width)
		}
		if n := b.eval(t, `[...document.querySelectorAll('.head__actions > [data-copy], .head__actions .menu__item--wide')].map((e) => getComputedStyle(e).display).filter((d) => d !== "none").length`); n != "1" {
			t.Errorf("at %d px the address of the CSV can be copied in %s places", width, n)
		}
	}
}
