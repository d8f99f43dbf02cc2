package handlers

import (
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The most bytes that may come over the wire, headers included.
const (
	firstLoad    = 300 << 10 // a first visit, with nothing kept by the browser
	filterChange = 25 << 10
)

// wire counts what a tab receives.
type wire struct {
	mu    sync.Mutex
	bytes float64
	urls  map[network.RequestID]string
	parts map[string]float64
}

func (w *wire) listen(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.urls[e.RequestID] = e.Request.URL
	case *network.EventLoadingFinished:
		w.bytes += e.EncodedDataLength
		w.parts[w.urls[e.RequestID]] += e.EncodedDataLength
	}
}

// take is what came since it was last asked.
func (w *wire) take() (bytes float64, parts map[string]float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	bytes, parts = w.bytes, w.parts
	w.bytes, w.parts = 0, map[string]float64{}
	return bytes, parts
}

// vitals are how far a page shifted while it was loaded, and when its largest part was painted, in ms. A shift just
// after input is none.
const vitals = `new Promise((done) => {
	const of = (type) => new Promise((got) => {
		const entries = [];
		new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({ type, buffered: true });
		setTimeout(() => got(entries), 100);
	});
	Promise.all([of("layout-shift"), of("largest-contentful-paint")]).then(([shifts, paints]) => done({
		shift: shifts.filter((s) => !s.hadRecentInput).reduce((sum, s) => sum + s.value, 0),
		from: shifts.flatMap((s) => s.sources.map((o) => (o.node?.id || o.node?.className || o.node?.nodeName) + " " + JSON.stringify(o.previousRect) + " to " + JSON.stringify(o.currentRect))).slice(0, 5),
		paint: Math.round(paints.at(-1)?.startTime ?? -1),
	}));
})`

// TestWeight loads every page as a first visit does, where nothing may move, then changes each report's filter: few bytes.
// Times are told and not judged: they are the machine's.
func TestWeight(t *testing.T) {
	a := newOfficeOf(t, 4000)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b, w := newBrowser(t), &wire{urls: map[network.RequestID]string{}, parts: map[string]float64{}}
	check(t, chromedp.Listen(b, w.listen))
	call(t, b, network.Enable, network.EnableParams{})
	call(t, b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	for _, s := range screens(t, a) {
		if s.status != 0 || s.then != nil { // nobody's first visit
			continue
		}
		for _, width := range []int64{390, 1440} {
			b.view(t, width, "light")
			b.visit(t, web, a, s)
			what := s.name + " at " + strconv.FormatInt(width, 10) + " px"
			b.still(t, what)
			weighed(t, w, what, firstLoad)
			if width < 1440 || b.eval(t, `Boolean(document.querySelector("#filters"))`) != "true" {
				continue
			}
			for _, change := range []string{
				`document.querySelector('input[name="origin"][value="flow"]').click()`,
				`document.querySelector('#presets a').click()`,
			} {
				before := b.eval(t, `location.href`)
				b.eval(t, change+"; 0")
				b.until(t, `location.href !== `+strconv.Quote(before)+` && `+settled)
				weighed(t, w, s.name+", "+change, filterChange)
			}
		}
	}
}

// weighed compares what has come with what may.
func weighed(t *testing.T, w *wire, what string, most float64) {
	t.Helper()
	bytes, parts := w.take()
	t.Logf("%s: %.1f KB", what, bytes/1024)
	if bytes == 0 || bytes > most {
		t.Errorf("%s: %.0f bytes, at most %.0f: %v", what, bytes, most, parts)
	}
}

// still looks whether the page moved while it was loaded.
func (b *browser) still(t *testing.T, what string) {
	t.Helper()
	var v struct {
		Shift float64
		From  []string
		Paint int
	}
	b.evalInto(t, vitals, &v)
	t.Logf("%s: largest paint after %d ms", what, v.Paint)
	if v.Shift > 0 {
		t.Errorf("%s: the page shifted by %.4f: %v", what, v.Shift, v.From)
	}
}
