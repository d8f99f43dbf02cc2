package handlers

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestATableIsCorrectedInTheBrowser hands in a table, changes what a column is taken for and imports it, in a browser
// that runs no script, and looks with one that does whether the page is for everybody.
func TestATableIsCorrectedInTheBrowser(t *testing.T) {
	t.Parallel()
	a := newImporter(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	file := filepath.Join(t.TempDir(), "atendimentos.csv")
	check(t, os.WriteFile(file, []byte(attendances), 0o600))
	b := newBrowser(t)
	b.signIn(t, web, a)
	shown := screen{name: "a table before its import", path: a.previewed(t) + "?lang=es"}
	axe, err := os.ReadFile("../static/vendor/testing/axe.min.js")
	check(t, err)
	for _, width := range []int64{1440, 390, 320} {
		b.view(t, width, "light")
		b.visit(t, web, a, shown)
		if over := b.eval(t, tooWide); over != "0" {
			t.Errorf("the page is %s px too wide for a screen of %d", over, width)
		}
		b.eval(t, string(axe)+"; 0")
		b.judge(t, width, shown)
	}

	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.run(t, chromedp.Navigate(web.URL+"/settings/import?lang=en"))
	b.until(t, `document.querySelector("#files") !== null`)
	b.run(t, chromedp.SetUploadFiles("#files", []string{file}))
	b.press(t, `#import .btn--main`)
	const column = `document.querySelectorAll('.table--preview select')`
	b.until(t, column+`.length === 5 && `+column+`[3].value === ""`)
	b.eval(t, column+`[3].value = "agent"`)
	b.press(t, `.preview__do button[value="show"]`)
	b.until(t, column+`.length === 5 && `+column+`[3].querySelector('[selected]')?.value === "agent"`)
	b.press(t, `.preview__do button[value="import"]`)
	b.until(t, `document.querySelector(".import__state")?.textContent.includes("Import done") === true`)
}
