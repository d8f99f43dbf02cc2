package handlers

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestFirstRunInTheBrowser goes from the printed link to a report with imported data, with a script and without.
func TestFirstRunInTheBrowser(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		script bool
	}{{"with a script", true}, {"without a script", false}} {
		t.Run(tt.name, func(t *testing.T) { firstRunInTheBrowser(t, tt.script) })
	}
}

func firstRunInTheBrowser(t *testing.T, script bool) {
	a, _, link := newInstallation(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	file := filepath.Join(t.TempDir(), "Conversa do WhatsApp com José.txt")
	check(t, os.WriteFile(file, []byte(chat), 0o600))
	b := newBrowser(t)
	b.expected = append(b.expected, "status of 422") // of the mistake
	_, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
	check(t, err)

	// The first admin makes a mistake, and then not.
	b.run(t, chromedp.Navigate(web.URL+link+"&lang=en"))
	if zone := b.eval(t, `document.querySelector("#timezone").value`); (zone != "") != script {
		t.Errorf("the time zone that is proposed is %q", zone)
	}
	b.run(t,
		chromedp.SendKeys("#name", "Bia"), chromedp.SendKeys("#email", "bia@example.com"),
		chromedp.SendKeys("#password", password), chromedp.SendKeys("#again", "something else"),
		chromedp.SetValue("#timezone", "America/Sao_Paulo"), chromedp.SetValue("#language", "en"),
		chromedp.Click(".btn--main"),
	)
	b.until(t, `document.querySelector("#again-wrong") && document.querySelector("#name").value === "Bia"`)
	b.run(t, chromedp.SendKeys("#password", password), chromedp.SendKeys("#again", password), chromedp.Click(".btn--main"))
	b.until(t, `location.pathname === "/setup/next" && document.querySelector(".choices a") !== null`)

	// A chat is imported, and what it does not say is asked.
	b.eval(t, `document.querySelector('.choices a').click()`)
	b.until(t, `location.pathname === "/settings/import" && document.querySelector("#files") !== null`)
	b.run(t, chromedp.SetUploadFiles("#files", []string{file}), chromedp.Click("#import .btn--main"))
	b.until(t, `document.querySelector('.ask input[value="dmy"]') !== null`)
	b.eval(t, `document.querySelector('.ask input[value="dmy"]').click()`)
	b.run(t, chromedp.Click(".ask .btn--main"))
	b.until(t, `document.querySelector(".import__state")?.textContent.includes("Import done") === true && document.querySelector("#import a.btn--main") !== null`)
	if !script {
		b.until(t, `!document.querySelector('meta[http-equiv="refresh"]')`)
	}

	// The report has it.
	b.eval(t, `document.querySelector("#import a.btn--main").click()`)
	b.until(t, `location.pathname === "/overview" && document.querySelector(".figure__value")?.textContent.trim() === "1"`)
}
