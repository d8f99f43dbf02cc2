package handlers

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// paper is how wide the text of a page of A4 is, in CSS pixels: 210 mm or 297 mm without the margins of 12 mm.
var paper = map[string]int64{"upright": 702, "across": 1031}

// TestPrint prints every report to A4: few pages, with what the page is about on them, and nothing that only a screen
// can use.
func TestPrint(t *testing.T) {
	t.Parallel()
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.signIn(t, web, a)
	const period = "from=2026-10-20&to=2026-11-18&lang=en"
	for _, tt := range []struct {
		name, path, format string
		pages              int
		says               []string
	}{
		{"overview", "/overview?" + period, "upright", 4, []string{"Overview", "20 Oct – 18 Nov 2026", "compared with"}},
		{"overview of 400 days", "/overview?from=2025-10-20&to=2026-11-18&group=month&lang=en", "upright", 4, []string{"20 Oct 2025 – 18 Nov 2026"}},
		{"agents", "/agents?compare=none&" + period, "upright", 2, []string{"By agent", "20 Oct – 18 Nov 2026"}},
		{"tags", "/tags?origin=flow&origin=inbound&" + period, "upright", 4, []string{"By tag", "20 Oct – 18 Nov 2026", "Inbound or Flow"}},
		{"details", "/conversations?status=closed&q=a&" + period, "across", 4, []string{"Details", "20 Oct – 18 Nov 2026", "Status: Closed", "Search: a"}},
		{"a conversation", "/conversations/" + a.rated(t) + "?lang=en", "upright", 3, []string{"Timeline", "Rating"}},
		{"waiting", "/waiting?lang=en", "upright", 2, []string{"Waiting now"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b.view(t, 1440, "dark") // paper is white whatever the screen is
			b.open(t, web.URL+tt.path)
			pdf, err := chromedp.Run(b, chromedp.PrintToPDF(func(p *cdppage.PrintToPDFParams) { p.PreferCSSPageSize = new(true) }))
			check(t, err)
			if n := bytes.Count(pdf, []byte("/Type /Page\n")); n == 0 || n > tt.pages {
				t.Errorf("%d pages, want 1 to %d", n, tt.pages)
			}

			// The rest as the page is laid out for paper.
			b.run(t, chromedp.EmulateViewport(paper[tt.format], 1000))
			call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			b.eval(t, `dispatchEvent(new Event("beforeprint")); 0`)
			text := strings.Join(strings.Fields(b.eval(t, `document.body.innerText`)), " ")
			for _, say := range tt.says {
				if !strings.Contains(text, say) {
					t.Errorf("%q is not on paper: %.400s", say, text)
				}
			}
			var faults []string
			b.evalInto(t, fmt.Sprintf("%s(%d)", onPaper, paper[tt.format]), &faults)
			for _, fault := range faults {
				t.Error(fault)
			}
			b.eval(t, `dispatchEvent(new Event("afterprint")); 0`)
			if theme := b.eval(t, `document.documentElement.dataset.theme ?? ""`); theme != "" {
				t.Errorf("printing left the theme %q behind", theme)
			}
		})
	}
}

// onPaper lists what does not belong on paper of a width: controls and navigation, what reaches over the edge or is cut
// off, tables whose headings are not repeated, charts in the colours of a dark screen.
const onPaper = `((width) => {
	const faults = [];
	const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
	for (const e of document.querySelectorAll("nav, button, input, select, .top, .filters .btn, .menu, .pager nav, .skip")) {
		if (seen(e)) faults.push(e.tagName + "." + e.className + " is on paper");
	}
	for (const e of document.querySelectorAll("main *")) {
		if (!seen(e) || e.closest("svg")) continue;
		const box = e.getBoundingClientRect(), style = getComputedStyle(e);
		if (box.right > width + 1) faults.push(e.tagName + "." + e.className + " reaches to " + Math.round(box.right) + ": " + e.textContent.trim().slice(0, 40));
		if (style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && e.scrollWidth > e.clientWidth + 1) {
			faults.push(e.tagName + "." + e.className + " cuts off " + (e.scrollWidth - e.clientWidth) + " px");
		}
	}
	for (const head of document.querySelectorAll("table.table thead")) {
		if (getComputedStyle(head).display !== "table-header-group") faults.push("the headings of a table are not repeated");
	}
	for (const host of document.querySelectorAll(".chart-host")) {
		const option = echarts.getInstanceByDom(host).getOption();
		if (option.tooltip[0].backgroundColor !== "#ffffff") faults.push(host.id + " is drawn for the screen: " + option.tooltip[0].backgroundColor);
	}
	return faults.slice(0, 12);
})`
