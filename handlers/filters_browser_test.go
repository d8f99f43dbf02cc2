package handlers

import (
	"testing"

	"github.com/chromedp/chromedp"

	"relato/views"
)

// TestFiltersStandWhereTheyAre ticks one filter after the other: the menus stay under the pointer, whatever is in effect,
// and the count beside them.
func TestFiltersStandWhereTheyAre(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	b.open(t, site+"/overview?from=2026-10-01&to=2026-11-20&lang=pt-BR")
	const places = `["details:has([name=origin]) > summary", ".chips__result"].map((s) => Math.round(document.querySelector(s).getBoundingClientRect().top)).join()`
	before := b.eval(t, places)
	for _, field := range []string{
		`[name="origin"][value="inbound"]`, `[name="origin"][value="flow"]`, `[name="status"][value="closed"]`, `[name="rating"][value="5"]`, `[name="agent"]`, `[name="waiting"]`,
	} {
		b.eval(t, `document.querySelector('`+field+`').click()`)
		b.until(t, `new URLSearchParams(location.search).has(document.querySelector('`+field+`').name) && `+settled)
		if got := b.eval(t, places); got != before {
			t.Errorf("after %s the filters stand at %s, and stood at %s", field, got, before)
		}
	}

	// Chips that are several have the whole width, one alone does not push the report down.
	const beginning = `((chip) => chip.getBoundingClientRect().left - document.querySelector("#filters").getBoundingClientRect().left)(document.querySelector(".chip"))`
	for _, width := range []int64{1440, 1200, 1024, 390} {
		b.view(t, width, "light")
		if left := b.eval(t, beginning); left != "0" {
			t.Errorf("at %d px the chips begin %s px from where the filters do", width, left)
		}
	}
	b.view(t, 1440, "light")
	b.open(t, site+"/overview?from=2026-10-01&to=2026-11-20&lang=pt-BR&origin=inbound")
	if got := b.eval(t, places); got != before {
		t.Errorf("with one chip the filters stand at %s, and stood at %s", got, before)
	}
	if below := b.eval(t, `document.querySelector(".chip").getBoundingClientRect().top > document.querySelector(".filters__what").getBoundingClientRect().bottom`); below != "false" {
		t.Error("one chip has a line of its own, though it has room beside the buttons")
	}
}

// TestComparisonStandsBesideItsPeriod looks on screens from a tablet's to a desk's.
func TestComparisonStandsBesideItsPeriod(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	for _, width := range []int64{820, 1024, 1056, 1440} {
		b.view(t, width, "light")
		b.open(t, site+inSpanish("/overview?from=2026-10-01&to=2026-11-20"))
		if got := b.eval(t, `(([p, c]) => p.top === c.top && c.left - p.right < 12)([".menu--period", ".menu--compare"].map((s) => document.querySelector(s).getBoundingClientRect()))`); got != "true" {
			t.Errorf("at %d px the comparison is not beside the period", width)
		}
		if n := b.eval(t, `[...document.querySelectorAll('.head__actions > [data-copy], .head__actions .menu__item--wide')].map((e) => getComputedStyle(e).display).filter((d) => d !== "none").length`); n != "1" {
			t.Errorf("at %d px the address of the CSV can be copied in %s places", width, n)
		}
	}
}

// TestPeriodOverTwoYears reads both ends of a period of one's own on a telephone, beside the most filters in effect.
func TestPeriodOverTwoYears(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	b.view(t, 390, "light")
	for _, lang := range views.Langs {
		b.open(t, site+"/overview?from=2025-12-10&to=2026-11-19&origin=inbound&status=closed&lang="+string(lang))
		if cut := b.eval(t, `((button, days) => days.getBoundingClientRect().right > button.querySelector(".i--chev").getBoundingClientRect().left || days.scrollWidth > days.parentElement.clientWidth && days.textContent)(document.querySelector(".menu--period > summary"), document.querySelector("#period .btn__sub"))`); cut != "false" {
			t.Errorf("in %s the period is cut: %s", lang, cut)
		}
	}
	b.open(t, site+"/overview?from=2026-10-22&to=2026-11-20&lang=es")
	if name := b.eval(t, `document.querySelector("#period > :first-child").offsetWidth > 20`); name != "true" {
		t.Error("the name of a period that has one is not seen")
	}
}

// TestSheetOfFilters opens the filters of a telephone and a long list in them: what closes them is in sight all the time.
func TestSheetOfFilters(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	b.view(t, 390, "light")
	b.size(t, 390, 844)
	b.open(t, site+inSpanish("/overview?from=2026-10-01&to=2026-11-20"))
	b.run(t, chromedp.Click(`.filters__open`))
	b.until(t, `document.querySelector("#filter-set").matches(":popover-open")`)
	b.eval(t, `document.querySelector('#filter-set details:has([name="tag"])').open = true`)
	for _, scrolled := range []string{"0", "200", "9999"} {
		b.eval(t, `document.querySelector("#filter-set").scrollTop = `+scrolled)
		for _, way := range []string{".filters__done", ".filters__head button"} {
			if got := b.eval(t, `((e) => { const { left, top, bottom, right } = e.getBoundingClientRect();
				return bottom <= innerHeight && e.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)); })(document.querySelector("`+way+`"))`); got != "true" {
				t.Errorf("scrolled by %s, %s is out of sight", scrolled, way)
			}
		}
	}
	b.run(t, chromedp.Click(`.filters__head button`))
	b.until(t, `!document.querySelector("#filter-set").matches(":popover-open")`)
}
