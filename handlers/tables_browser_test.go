package handlers

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestRowsOfPeople looks at agents with notes below their names and without, one with a name longer than its column.
func TestRowsOfPeople(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	b.open(t, site+"/agents?from=2026-01-01&to=2026-11-20&lang=pt-BR")
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

// wideTable tells of the table of a report: whether its edge says that there is more, whether its heads are seen, and
// whether the page is as wide as the screen.
const wideTable = `(() => {
	const box = document.querySelector(".edge:has(.sticky-col)"), scroll = box.querySelector(".scroll");
	const seen = (e) => { const { left, top, bottom } = e.getBoundingClientRect();
		return e.contains(document.elementFromPoint(left + 20, (top + bottom) / 2)) };
	return [getComputedStyle(box, "::after").opacity !== "0", seen(box.querySelector("thead th")),
		document.documentElement.scrollWidth === document.documentElement.clientWidth].join(" ");
})()`

// TestWideTables scrolls a table that is wider than the screen and longer than it.
func TestWideTables(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	for _, width := range []int64{820, 1440} {
		b.size(t, width, 800)
		b.open(t, site+inSpanish("/overview?from=2026-10-01&to=2026-11-20"))
		b.eval(t, `document.querySelector('button[value="default"]')?.click()`)
		b.until(t, settled)
		if width == 1440 {
			if got := b.eval(t, `((e) => e.scrollWidth - e.clientWidth)(document.querySelector(".edge:has(.sticky-col) > .scroll"))`); got != "0" {
				t.Errorf("what the table of times shows of itself is %s px wider than a screen of %d", got, width)
			}
			b.eval(t, `document.querySelectorAll('[name="column"]').forEach((box) => { box.checked = true })`)
			b.eval(t, `document.querySelector('button[value="chosen"]').click()`)
			b.until(t, `document.querySelector('thead a[href*="sort=messages_flow"]') !== null && `+settled)
		}
		b.eval(t, `document.querySelector(".sticky-col tbody tr:nth-child(20)").scrollIntoView({ block: "center" })`)
		b.eval(t, `document.querySelector(".edge:has(.sticky-col)").scrollIntoView({ block: "start" })`)
		b.until(t, wideTable+` === "true true true"`)
		b.eval(t, `document.querySelector(".edge:has(.sticky-col) > .scroll").scrollBy({ left: 9999, top: 300, behavior: "instant" })`)
		b.until(t, wideTable+` === "false true true"`)
	}
}

// TestDetailsOnATelephone shows conversations as cards, with the columns that are there at first and with all there are.
func TestDetailsOnATelephone(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	b.view(t, 390, "light")
	b.open(t, site+inSpanish("/conversations?from=2026-10-01&to=2026-11-20"))
	if seen := b.eval(t, `[...document.querySelectorAll(".d-msgs")].every((e) => e.checkVisibility() && e.offsetHeight > 10)`); seen != "true" {
		t.Error("how many messages there are is not seen")
	}

	if lone := b.eval(t, `[...document.querySelectorAll(".d-agents")].map((e) => (e.textContent.trim() === "—") + " " + e.checkVisibility()).filter((e, i, all) => all.indexOf(e) === i).sort().join()`); lone != "false true,true false" {
		t.Errorf("cards name nobody and are seen: %s", lone)
	}

	// The heads are above the cards, for fingers and for keyboards: what has the focus is in sight, and sorts.
	b.tabTo(t, `.details th:nth-child(2) a`)
	for range 8 {
		b.until(t, `(({ left, right, top, bottom, height }) => height >= 24 && document.activeElement.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)))(document.activeElement.getBoundingClientRect())`)
		b.keys(t, kb.Tab)
	}
	b.eval(t, `document.querySelector('thead a[href*="sort=duration_s"]').scrollIntoView()`)
	b.run(t, chromedp.Click(`thead a[href*="sort=duration_s"]`))
	b.until(t, `location.search.includes("sort=duration_s") && `+settled)
	if at := b.eval(t, `(({ left, right }) => left >= 0 && right <= innerWidth)(document.querySelector(".details [aria-sort]").getBoundingClientRect())`); at != "true" {
		t.Error("what the cards are sorted by is out of sight")
	}

	b.eval(t, `document.querySelectorAll('[name="column"]').forEach((box) => { box.checked = true })`)
	b.eval(t, `document.querySelector('button[value="chosen"]').click()`)
	b.until(t, `document.querySelector('thead a[href*="sort=messages_flow"]') !== null && `+settled)

	// All of every value is seen, and a further column has a line of its own.
	if cut := b.eval(t, `[...document.querySelectorAll(".details td")].filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth).map((e) => e.className + ": " + e.textContent.trim()).slice(0, 5).join()`); cut != "" {
		t.Errorf("values are cut: %s", cut)
	}
	if beside := b.eval(t, `[...document.querySelectorAll(".d-x")].filter((e) => e.offsetWidth < e.parentElement.clientWidth - 40).length`); beside != "0" {
		t.Errorf("%s values of further columns share their line", beside)
	}
}

// TestNamesHaveTheirRoom reads the names above, beside and in tables of agents: they are cut only where there is no room,
// and then the whole name is at hand.
func TestNamesHaveTheirRoom(t *testing.T) {
	t.Parallel()
	b, site := atOffice(t)
	b.open(t, site+"/tags?from=2026-10-01&to=2026-11-20&lang=pt-BR")
	if cut := b.eval(t, `[...document.querySelectorAll(".matrix thead th")].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent).join()`); cut != "" {
		t.Errorf("above the table of tags by agent there is room, and these are cut: %s", cut)
	}
	b.open(t, site+"/agents?from=2026-10-01&to=2026-11-20&lang=pt-BR")
	if nameless := b.eval(t, `[...document.querySelectorAll(".rank .drill, .sticky-col tbody .drill")].filter((e) => e.title !== e.textContent).map((e) => e.textContent).join()`); nameless != "" {
		t.Errorf("if these were cut, nothing would tell the rest of them: %s", nameless)
	}
}
