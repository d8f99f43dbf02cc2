package handlers

import (
	"net/http/httptest"
	"testing"
)

// TestRowsOfPeople looks at agents with notes below their names and without, one with a name longer than its column.
func TestRowsOfPeople(t *testing.T) {
	t.Parallel()
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.signIn(t, web, a)
	b.open(t, web.URL+"/agents?from=2026-01-01&to=2026-11-20&lang=pt-BR")
	b.eval(t, `document.querySelector(".sticky-col small .c").closest(".who").querySelector(".drill").textContent = "Maria Aparecida do Nascimento ".repeat(7)`)
	b.eval(t, `[...document.querySelectorAll(".sticky-col tbody small")].at(-2).remove()`)
	if heights := b.eval(t, `[...new Set([...document.querySelectorAll(".sticky-col tbody tr")].map((r) => Math.round(r.getBoundingClientRect().height)))].length`); heights != "1" {
		t.Errorf("rows of people have %s heights", heights)
	}
	if cut := b.eval(t, `(({ textOverflow, overflowX }, e) => e.scrollWidth > e.clientWidth && textOverflow + " " + overflowX)(
		...((e) => [getComputedStyle(e), e])([...document.querySelectorAll(".sticky-col .drill")].find((e) => e.textContent.length > 99)))`); cut != "ellipsis hidden" {
		t.Errorf("a long name ends in %s", cut)
	}
	if box := b.eval(t, `((item) => { item.querySelector("span").textContent = "W".repeat(200); item.closest("details").open = true; return item.querySelector("input").offsetWidth })(document.querySelector(".menu__item:has([name=agent])"))`); box != "16" {
		t.Errorf("beside a long name a box to tick is %s px wide", box)
	}
}
