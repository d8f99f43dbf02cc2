package handlers

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"relato/views"
)

var screenshots = flag.String("screenshots", "", "write a picture of every page into this folder")

// TestScreenshots is no test but a photographer: with the flag it writes every page in two widths, two themes and all
// languages, as high as the page is.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("there is no -screenshots folder")
	}
	check(t, os.MkdirAll(*screenshots, 0o750))
	a := newOfficeOf(t, 20_000)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	for _, s := range screens(t, a) {
		t.Run(s.name, func(t *testing.T) { photograph(t, web, a, s) })
	}
}

// photograph writes the pictures of one screen in every language, width and theme.
func photograph(t *testing.T, web *httptest.Server, a *account, s screen) {
	b := newBrowser(t)
	for _, lang := range views.Langs {
		in := s
		in.path += map[bool]string{true: "&", false: "?"}[strings.Contains(s.path, "?")] + "lang=" + string(lang)
		for _, width := range []int64{1440, 390} {
			b.view(t, width, "light")
			b.visit(t, web, a, in)
			for _, theme := range []string{"light", "dark"} {
				b.view(t, width, theme)
				var height int64
				b.evalInto(t, `document.documentElement.scrollHeight`, &height)
				b.size(t, width, height)
				b.until(t, settled)
				picture, err := chromedp.Run(b, chromedp.CaptureScreenshot())
				check(t, err)
				name := fmt.Sprintf("%s-%d-%s-%s.png", strings.ReplaceAll(s.name, " ", "-"), width, theme, lang)
				check(t, os.WriteFile(filepath.Join(*screenshots, name), picture, 0o600))
			}
		}
	}
	check(t, chromedp.Cancel(b))
}
