package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
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
	Processors  float64 `json:"processors"`  // what all of them got done meanwhile, of what one alone does: as many as were free
	OneCPU      float64 `json:"one_cpu_ms"`  // of all processors, for a page of one reader
	ManyCPU     float64 `json:"many_cpu_ms"` // and for a page of many
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

// crowdTurns is in how many turns one reader and many take half of the time each, so that what else the machine does meets both.
const crowdTurns = 10

// crowded asks pages with one reader and with many, in turns, for a time each in all.
func crowded(ctx context.Context, a *account, x *report.Index, stretch time.Duration) (crowd, error) {
	p, err := newPages(ctx, a.db, x)
	if err != nil {
		return crowd{}, err
	}
	defer p.close()
	garbage.Tune()
	readFor(p.handler, 1, time.Second)
	c := crowd{HeapBefore: heap(), GoroutinesB: runtime.NumGoroutine(), Seconds: stretch.Seconds()}
	var one, many, oneCPU, manyCPU, processors, latencies []float64
	turn := stretch / crowdTurns
	for range crowdTurns {
		began := processorTime()
		t := readFor(p.handler, 1, turn)
		one = append(one, float64(len(t))/turn.Seconds())
		oneCPU = append(oneCPU, (processorTime()-began)/float64(len(t)))

		began = processorTime()
		t = readFor(p.handler, managers, turn)
		many = append(many, float64(len(t))/turn.Seconds())
		manyCPU = append(manyCPU, (processorTime()-began)/float64(len(t)))
		latencies = append(latencies, t...)
		processors = append(processors, freeProcessors(turn/8))
	}
	slices.Sort(latencies)
	c.One, c.Many, c.Processors = median(one), median(many), median(processors)
	c.OneCPU, c.ManyCPU = median(oneCPU), median(manyCPU)
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

// processorTime is how many milliseconds of all processors this process has taken.
func processorTime() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // there is no such process
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// freeProcessors is what all processors get done in a time, of what one does in as long: fewer than there are where they share
// something, or others have them.
func freeProcessors(stretch time.Duration) float64 {
	adding := func(workers int) float64 {
		end := time.Now().Add(stretch)
		var passes atomic.Int64
		var wait sync.WaitGroup
		for range workers {
			wait.Go(func() {
				words, added, done := make([]uint64, 1024), uint64(0), int64(0)
				for ; time.Now().Before(end); done++ {
					for range 100 {
						added += sum(words)
					}
				}
				passes.Add(done + int64(added)) // words are 0
			})
		}
		wait.Wait()
		return float64(passes.Load())
	}
	one := adding(1)
	return adding(runtime.GOMAXPROCS(0)) / one
}
