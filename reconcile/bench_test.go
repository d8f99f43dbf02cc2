package reconcile

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkSync fetches 10,000 conversations that are new, and then 10,000 that have changed, from a Chatwoot that takes
// 5 ms for each answer. server-% is how much of the time in which answers could be waited for (that of all fetchers) they
// were waited for: the rest is ours.
func BenchmarkSync(b *testing.B) {
	const conversations, delay = 10_000, 5 * time.Millisecond
	for b.Loop() {
		h := newHouse(b)
		h.day(conversations)
		var busy atomic.Int64
		h.web.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began := time.Now()
			time.Sleep(delay)
			h.server.ServeHTTP(w, r)
			busy.Add(int64(time.Since(began)))
		})
		for _, name := range []string{"new", "changed"} {
			busy.Store(0)
			began := time.Now()
			done := h.sync(b, Options{})
			took := time.Since(began)
			b.Logf("%s: %+v in %v", name, done, took)
			if done.Fetched != conversations {
				b.Fatalf("%+v", done)
			}
			b.ReportMetric(conversations/took.Seconds(), name+"-conversations/s")
			b.ReportMetric(float64(done.Requests)/took.Seconds(), name+"-requests/s")
			b.ReportMetric(100*float64(busy.Load())/float64(took*fetchers), name+"-server-%")
			h.later(time.Hour)
			for _, talk := range h.world.Talks() {
				h.later(100 * time.Millisecond)
				h.world.In(talk)
			}
		}
	}
}
