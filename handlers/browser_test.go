package handlers

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const rowsOnPage = `document.querySelectorAll("#results table.details tbody tr").length`

// tallestBar is the middle of a bar of the chart of conversations, and how many it counts.
const tallestBar = `(() => {
	const host = document.getElementById("chart-conversations");
	host.scrollIntoView({ block: "center" });
	const chart = echarts.getInstanceByDom(host);
	const values = chart.getOption().series[0].data.map((v) => v.value ?? v);
	const count = Math.max(...values), point = values.indexOf(count);
	const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, [point, count / 2]);
	const box = host.getBoundingClientRect();
	return { X: box.left + x, Y: box.top + y, Count: count };
})()`

func TestBrowser(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)

	// A stranger comes to a report by signing in.
	b.run(t,
		chromedp.Navigate(web.URL+"/conversations?"+january),
		chromedp.SendKeys(`input[name="email"]`, email),
		chromedp.SendKeys(`input[name="password"]`, password),
		chromedp.Submit(`input[name="password"]`),
	)
	b.until(t, `location.pathname === "/conversations" && `+rowsOnPage+` === 4`)

	// A filter changes the rows, and the address says so.
	b.eval(t, `document.querySelector('input[name="origin"][value="inbound"]').click()`)
	b.until(t, `new URLSearchParams(location.search).getAll("origin").join() === "inbound" && `+rowsOnPage+` === 2`)
	address := b.eval(t, `location.pathname + location.search`)
	if want := "/conversations?from=2026-01-01&origin=inbound&to=2026-01-31"; address != want {
		t.Errorf("the address is %s, want %s", address, want)
	}

	// The file linked on the page has the rows of the page.
	file := b.eval(t, `document.querySelector('a[href*="/conversations.csv"]').getAttribute("href")`)
	rows, err := csv.NewReader(a.get(file).Body).ReadAll()
	check(t, err)
	if len(rows) != 1+2 {
		t.Errorf("%s has %d lines, want a header and 2", file, len(rows))
	}

	// The same address gives another visitor the same page.
	whole := a.get(address).Body.String()
	if got := strings.Count(whole, `<td class="d-when">`); got != 2 {
		t.Errorf("%s has %d rows as a whole page, want 2", address, got)
	}

	// Back and forward, which the form follows.
	const ticked = `document.querySelector('input[name="origin"][value="inbound"]').checked`
	b.eval(t, `history.back()`)
	b.until(t, `!location.search.includes("origin") && `+rowsOnPage+` === 4 && !`+ticked)
	b.eval(t, `history.forward()`)
	b.until(t, `location.search.includes("origin=inbound") && `+rowsOnPage+` === 2 && `+ticked)

	// Every report is drawn without an error, charts too; hovering over them as well.
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		b.run(t, chromedp.Navigate(web.URL+path+"?"+january))
		b.until(t, `document.readyState === "complete" && document.querySelector("#results").children.length > 0`)
	}
	b.run(t, chromedp.Navigate(web.URL+"/overview?"+january))
	b.until(t, `document.querySelectorAll("canvas").length > 0`)
	for x := 200; x <= 1200; x += 100 {
		b.run(t, chromedp.MouseEvent("mouseMoved", float64(x), 500))
	}

	// What the figures are compared with is chosen in the form, and the default is not in the address. Before January there
	// was nothing.
	b.until(t, `document.querySelectorAll(".delta").length === 0 && document.querySelector("#compared").textContent.includes("2026")`)
	b.run(t, chromedp.Navigate(web.URL+"/overview?from=2026-01-09&to=2026-01-31"))
	b.until(t, `document.querySelectorAll(".figure .delta").length === 6`)
	b.eval(t, `document.querySelector('input[name="compare"][value="none"]').click()`)
	b.until(t, `location.search.includes("compare=none") && document.querySelectorAll(".delta").length === 0`)
	label := b.eval(t, `document.querySelector("#compared").textContent`)
	b.eval(t, `document.querySelector('input[name="compare"][value=""]').click()`)
	b.until(t, `!location.search.includes("compare") && document.querySelectorAll(".figure .delta").length === 6`)
	if again := b.eval(t, `document.querySelector("#compared").textContent`); again == label {
		t.Errorf("with and without comparison the menu is called %q", label)
	}

	// A bar and a cell lead to the conversations that they count.
	b.run(t, chromedp.Navigate(web.URL+"/overview?"+january))
	b.until(t, settled)
	bar := b.eval(t, tallestBar)
	var at struct{ X, Y, Count float64 }
	check(t, json.Unmarshal([]byte(bar), &at))
	b.run(t, chromedp.MouseClickXY(at.X, at.Y))
	b.until(t, fmt.Sprintf(`location.pathname === "/conversations" && %s === %v`, rowsOnPage, at.Count))
	b.run(t, chromedp.Navigate(web.URL+"/overview?"+january))
	count := b.eval(t, `document.querySelector(".heat a.c").textContent`)
	b.eval(t, `document.querySelector(".heat a.c").click()`)
	b.until(t, fmt.Sprintf(`location.pathname === "/conversations" && %s === %s`, rowsOnPage, count))

	// Signing out by the page's own form.
	b.eval(t, `document.querySelector('form[action="/logout"]').requestSubmit()`)
	b.until(t, `location.pathname === "/login"`)
}
