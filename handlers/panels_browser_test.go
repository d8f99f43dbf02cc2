package handlers

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// ratedDay is a spot high above a day's point of the chart of the CSAT, and how many ratings the day has.
const ratedDay = `(() => {
	const host = document.getElementById("chart-csat");
	host.scrollIntoView({ block: "center" });
	const chart = echarts.getInstanceByDom(host), counts = host.drill.counts;
	const count = Math.max(...counts), point = counts.indexOf(count);
	const [x] = chart.convertToPixel({ seriesIndex: 2 }, [point, 50]);
	const box = host.getBoundingClientRect();
	return { X: box.left + x, Y: box.top + 20, Count: count };
})()`

func TestPanelsInTheBrowser(t *testing.T) {
	t.Parallel()
	a := newCompany(t, 600)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	const year = "?from=2026-01-01&group=month&to=2026-11-20"
	listed := `document.querySelector(".chips__result b").textContent.replace(/\D/g, "")`

	// All of a bar's line leads to its conversations, and all of a point's column.
	b.run(t, chromedp.Navigate(web.URL+"/overview"+year))
	b.until(t, `document.querySelectorAll(".histo li").length === 9 && document.querySelector("#chart-csat canvas") !== null`)
	count := b.eval(t, `document.querySelectorAll(".histo .c")[1].textContent`)
	spot, err := chromedp.Run(b, chromedp.Evaluate[struct{ X, Y float64 }](`(() => {
		const line = document.querySelectorAll(".histo li:has(.c)")[1];
		line.scrollIntoView({ block: "center" });
		const box = line.getBoundingClientRect();
		return { X: box.left + 4, Y: box.top + box.height / 2 };
	})()`))
	check(t, err)
	b.run(t, chromedp.MouseClickXY(spot.X, spot.Y))
	b.until(t, `location.pathname === "/conversations" && document.querySelector(".chips__result") !== null`)
	if got := b.eval(t, listed); got != count {
		t.Errorf("a bar of %s leads to %s conversations", count, got)
	}
	b.run(t, chromedp.Navigate(web.URL+"/overview"+year))
	b.until(t, `document.querySelector("#chart-csat canvas") !== null`)
	day, err := chromedp.Run(b, chromedp.Evaluate[struct {
		X, Y  float64
		Count int
	}](ratedDay))
	check(t, err)
	b.run(t, chromedp.MouseClickXY(day.X, day.Y))
	b.until(t, `location.pathname === "/conversations" && document.querySelector(".chips__result") !== null`)
	if got := digits(t, b.eval(t, listed)); got != day.Count {
		t.Errorf("a month of %d ratings leads to %d conversations", day.Count, got)
	}

	// A chart changes its kind where it stands; the browser remembers it, and the address says nothing of it.
	b.run(t, chromedp.Navigate(web.URL+"/overview"+year))
	kind := `echarts.getInstanceByDom(document.getElementById("chart-conversations")).getOption().series[0].type`
	b.until(t, `document.querySelector("#chart-conversations canvas") !== null && `+kind+` === "bar"`)
	steps := b.eval(t, `history.length`)
	b.eval(t, `document.getElementById("conversations-lines").focus()`)
	b.eval(t, `document.getElementById("conversations-lines").click()`)
	b.until(t, kind+` === "line" && document.activeElement.id === "conversations-lines"`)
	if after := b.eval(t, `history.length`); after != steps || !strings.HasSuffix(b.eval(t, `location.href`), year) {
		t.Errorf("the choice of a chart is a step of the history (%s, %s) or in the address %s", steps, after, b.eval(t, `location.href`))
	}
	b.run(t, chromedp.Reload())
	b.until(t, `document.querySelector("#chart-conversations canvas") !== null && `+kind+` === "line"`)

	// So do the columns of a table.
	b.run(t, chromedp.Navigate(web.URL+"/agents"+year))
	b.eval(t, `document.querySelector('input[name="column"][value="agent_email"]').click()`)
	b.eval(t, `document.querySelector('button[name="columns"][value="chosen"]').click()`)
	b.until(t, `document.querySelector('thead a[href*="sort=agent_email"]') !== null && document.activeElement.id === "columns"`)
	b.run(t, chromedp.Reload())
	b.until(t, `document.querySelector('thead a[href*="sort=agent_email"]') !== null`)
	b.eval(t, `document.querySelector('button[name="columns"][value="default"]').click()`)
	b.until(t, `document.querySelector('thead a[href*="sort=agent_email"]') === null`)

	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.errors {
		t.Errorf("the browser says %s", e)
	}
}
