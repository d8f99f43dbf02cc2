package handlers

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestNewDataInAnOpenReport adds conversations while a manager reads: a notice appears without moving anything, and what
// it loads leaves the place, the focus and the address as they are.
func TestNewDataInAnOpenReport(t *testing.T) {
	t.Parallel()
	a := newAccount(t, func(c *Config) { c.Live = true })
	web := a.connect(t, time.Minute)
	b := newBrowser(t)
	b.run(t,
		chromedp.EmulateViewport(1440, 500),
		chromedp.Navigate(web.URL+"/overview?"+january),
		chromedp.SendKeys(`input[name="email"]`, email),
		chromedp.SendKeys(`input[name="password"]`, password),
		chromedp.Submit(`input[name="password"]`),
	)
	const notice = `!document.getElementById("refresh").hidden`
	const conversations = `document.querySelector("#results .figure").textContent`
	b.until(t, `document.querySelectorAll(".chart-host canvas").length > 0`)
	b.eval(t, `(() => {
		window.shifted = 0;
		new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifted += e.value; }).observe({ type: "layout-shift" });
		const link = [...document.querySelectorAll("#results a[href]")].find((a) => a.getBoundingClientRect().top > 700);
		scrollTo(0, 600);
		link.focus({ preventScroll: true });
		window.focused = link.getAttribute("href");
	})()`)
	if got := b.eval(t, notice); got != "false" {
		t.Fatalf("the notice is there at once: %s", got)
	}
	before, entries, address := b.eval(t, conversations), b.eval(t, `history.length`), b.eval(t, `location.href`)
	a.append(t, newThread("x1")+"\n"+newThread("x2"))
	b.until(t, notice)
	if got := b.eval(t, conversations); got != before {
		t.Errorf("the report changes unasked: %s, and was %s", got, before)
	}
	b.run(t, chromedp.Click(`#refresh`))
	b.until(t, conversations+` !== `+quoted(before))
	b.until(t, `!(`+notice+`)`)
	for script, want := range map[string]string{
		`scrollY`:        "600",
		`history.length`: entries,
		`location.href`:  address,
		`window.shifted`: "0",
		`document.activeElement.getAttribute("href") === window.focused`: "true",
		`document.getElementById("said").textContent`:                    "Relatório atualizado",
	} {
		if got := b.eval(t, script); got != want {
			t.Errorf("%s is %s, want %s", script, got, want)
		}
	}
	a.append(t, newThread("x3"))
	b.until(t, notice)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.errors {
		t.Error(e)
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
