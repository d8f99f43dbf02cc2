package reconcile

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relato/source"
)

// BenchmarkSync fetches 10,000 conversations that are new, and then 10,000 that have changed, from a Chatwoot that takes
// 5 ms for each answer. server-% is how much of the time as many bare requests take, by as many at once, that do nothing
// with what comes: the rest is ours.
func BenchmarkSync(b *testing.B) {
	const delay = 5 * time.Millisecond
	conversations := 10_000
	if n, err := strconv.Atoi(os.Getenv("RELATO_BENCH_CONVERSATIONS")); err == nil {
		conversations = n
	}
	for b.Loop() {
		h := newHouse(b)
		h.day(conversations)
		h.web.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(delay)
			h.server.ServeHTTP(w, r)
		})
		for _, name := range []string{"new", "changed"} {
			began := time.Now()
			done := h.sync(b, Options{})
			took := time.Since(began)
			b.Logf("%s: %+v in %v", name, done, took)
			if done.Fetched != int64(conversations) {
				b.Fatalf("%+v", done)
			}
			b.ReportMetric(float64(conversations)/took.Seconds(), name+"-conversations/s")
			b.ReportMetric(float64(done.Requests)/took.Seconds(), name+"-requests/s")
			bare := h.bare(b, done.Requests)
			b.Logf("as many bare requests: %v", bare)
			b.ReportMetric(100*bare.Seconds()/took.Seconds(), name+"-server-%")
			h.later(time.Hour)
			for _, talk := range h.world.Talks() {
				h.later(100 * time.Millisecond)
				h.world.In(talk)
			}
		}
	}
}

// bare is how long a number of requests takes that does nothing but ask.
func (h *house) bare(b *testing.B, requests int64) time.Duration {
	c, err := newClient(h.source.Options["url"], "t0ken", source.MostRate)
	if err != nil {
		b.Fatal(err)
	}
	defer c.http.CloseIdleConnections()
	began := time.Now()
	var left atomic.Int64
	left.Store(requests)
	var group sync.WaitGroup
	for range fetchers {
		group.Go(func() {
			for n := left.Add(-1); n >= 0; n = left.Add(-1) {
				path := fmt.Sprintf("/api/v1/accounts/1/conversations/%d/messages", 1+n%1000)
				if n%3 > 0 {
					path = fmt.Sprintf("/api/v1/accounts/1/contacts/%d", 100+n%1000)
				}
				if err := c.get(b.Context(), path, nil, func([]byte) error { return nil }); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	return time.Since(began)
}
