package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"time"

	"relato/internal/garbage"
	"relato/report"
)

// managers is how many people ask at once.
const managers = 32

// crowd is what many readers at once get, beside one alone.
type crowd struct {
	One         float64 `json:"one_per_s"`
	Many        float64 `json:"many_per_s"`
	MedianMS    float64 `json:"median_ms"`
	P99MS       float64 `json:"p99_ms"`
	HeapBefore  int     `json:"heap_before"`
	HeapAfter   int     `json:"heap_after"`
	GoroutinesB int     `json:"goroutines_before"`
	GoroutinesA int     `json:"goroutines_after"`
	Seconds     float64 `json:"seconds"`
}

// desks are what managers look at: 30 days of every report, most of them filtered.
var desks = []string{
	"/overview?" + month, "/agents?" + month, "/tags?" + month, "/conversations?" + month,
	"/overview?" + month + "&channel=w1", "/agents?" + month + "&hours=inside", "/tags?" + month + "&origin=inbound",
	"/conversations?" + month + "&agent=a1", "/overview?" + month + filtered,
}

// crowded asks pages with one reader and with many, in turns.
func crowded(ctx context.Context, a *account, x *report.Index, stretch time.Duration) (crowd, error) {
	p, err := newPages(ctx, a.db, x)
	if err != nil {
		return crowd{}, err
	}
	defer p.close()
	garbage.Tune()
	readFor(p.handler, 1, time.Second)
	c := crowd{HeapBefore: heap(), GoroutinesB: runtime.NumGoroutine(), Seconds: stretch.Seconds()}
	var one, many, latencies []float64
	const turns = 3
	for range turns {
		t := readFor(p.handler, 1, stretch/turns)
		one = append(one, float64(len(t))/(stretch/turns).Seconds())
		t = readFor(p.handler, managers, stretch/turns)
		many = append(many, float64(len(t))/(stretch/turns).Seconds())
		latencies = append(latencies, t...)
	}
	slices.Sort(latencies)
	c.One, c.Many = median(one), median(many)
	c.MedianMS, c.P99MS = latencies[len(latencies)/2], latencies[len(latencies)*99/100]
	c.HeapAfter, c.GoroutinesA = heap(), runtime.NumGoroutine()
	return c, nil
}

// readFor lets readers ask one page after the other, and returns how long each took in milliseconds.
func readFor(h http.Handler, readers int, stretch time.Duration) (all []float64) {
	end := time.Now().Add(stretch)
	var mu sync.Mutex
	var wait sync.WaitGroup
	for reader := range readers {
		wait.Go(func() {
			var times []float64
			for i := reader; time.Now().Before(end); i++ {
				r := httptest.NewRequest(http.MethodGet, desks[i%len(desks)], nil)
				r.Header.Set("Accept-Encoding", "gzip")
				began := time.Now()
				h.ServeHTTP(httptest.NewRecorder(), r)
				times = append(times, float64(time.Since(began).Nanoseconds())/1e6)
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, times...)
		})
	}
	wait.Wait()
	return all
}
