package handlers

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

// colours are what the page and its first chart are drawn with: the theme that was chosen, as the document, the browser
// and the menu have it, the colour of the page, the one that the chart was given for its axis, and the chart's picture.
const colours = `(() => {
	const host = document.querySelector("#chart-conversations");
	return {
		Theme: document.documentElement.dataset.theme ?? "", Stored: localStorage.getItem("theme") ?? "",
		Chosen: document.querySelector("#theme input:checked").value,
		Page: getComputedStyle(document.body).backgroundColor,
		Axis: ` + axisColour + `,
		Picture: host.querySelector("canvas").toDataURL(),
	};
})()`

// axisColour is the colour that the first chart writes its axis in.
const axisColour = `echarts.getInstanceByDom(document.querySelector("#chart-conversations")).getOption().yAxis[0].axisLabel.color`

// coloured is what colours gives.
type coloured struct{ Theme, Stored, Chosen, Page, Axis, Picture string }

// unlike wants a page whose every colour is another than this one's.
func (c coloured) unlike(t *testing.T, other coloured) {
	t.Helper()
	for name, pair := range map[string][2]string{
		"the page": {c.Page, other.Page}, "the axis of a chart": {c.Axis, other.Axis}, "the picture of a chart": {c.Picture, other.Picture},
	} {
		if pair[0] == pair[1] {
			t.Errorf("%s has the same colours in both themes: %.60s", name, pair[0])
		}
	}
}

// said is a page's colours for a message, without the picture.
func (c coloured) said() coloured {
	c.Picture = ""
	return c
}

// TestThemeSwitch chooses the dark theme in the menu on a light screen: the page and its charts change where they stand,
// stay dark when the page is loaded again, and follow the screen again when the choice is taken back.
func TestThemeSwitch(t *testing.T) {
	t.Parallel()
	a := newCompany(t, 300)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	now := func() (c coloured) {
		t.Helper()
		b.until(t, settled)
		b.evalInto(t, colours, &c)
		return c
	}
	choose := func(theme string) {
		t.Helper()
		b.run(t, chromedp.Click(`details:has(#theme) > summary`), chromedp.Click(`#theme label:has([value="`+theme+`"])`))
	}

	b.open(t, web.URL+"/overview?from=2026-01-01&group=month&to=2026-11-20")
	light := now()
	if light.Theme != "" || light.Stored != "" || light.Chosen != "" {
		t.Fatalf("nothing is chosen, and the theme is %q, kept as %q and shown as %q", light.Theme, light.Stored, light.Chosen)
	}

	choose("dark")
	b.until(t, `document.documentElement.dataset.theme === "dark"`)
	dark := now()
	if dark.Stored != "dark" || dark.Chosen != "dark" {
		t.Errorf("dark is kept as %q and shown as %q", dark.Stored, dark.Chosen)
	}
	dark.unlike(t, light)

	b.run(t, chromedp.Reload())
	if again := now(); again != dark {
		t.Errorf("loaded again, the page is %v; it was %v", again.said(), dark.said())
	}

	choose("")
	b.until(t, `!("theme" in document.documentElement.dataset)`)
	if back := now(); back != light {
		t.Errorf("automatic again, the page is %v; it was %v", back.said(), light.said())
	}
	b.view(t, 1440, "dark")
	b.until(t, `getComputedStyle(document.body).backgroundColor === "`+dark.Page+`" && `+axisColour+` === "`+dark.Axis+`"`)
}
