package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"relato/conversation"
	"relato/db"
	"relato/imports"
	"relato/seed"
	"relato/source"
)

// letters is a kind of source that is as quick to read as can be: a message in JSON.
var letters = source.Hook{
	Kind:   "letters",
	Verify: linesKind(false).Verify,
	Read: func(_ source.Connection, r source.Request) source.Delivery {
		var l struct {
			Thread, Key string
			At          int64
		}
		if err := json.Unmarshal(r.Body, &l); err != nil {
			return source.Delivery{Unread: []source.Unread{{Reason: err.Error()}}}
		}
		return source.Delivery{Items: []conversation.Item{conversation.ThreadEvents{
			Thread: conversation.Thread{ID: l.Thread, Contact: "p" + l.Thread, Channel: "w1"},
			Events: []conversation.Event{{Key: l.Key, Kind: conversation.Message, At: l.At, From: conversation.FromContact}},
		}}}
	},
}

// senders is how many deliver at once, budgeted how many deliveries a second a server is meant to take beside its readers.
const (
	senders  = 64
	budgeted = 3000
)

// BenchmarkDeliver lets 64 senders deliver one message each time, over HTTP to the real binary, beside somebody who
// looks at the overview once a second. RELATO_BENCH_CONVERSATIONS makes the account larger; RELATO_BENCH_DIR keeps it for
// the next time.
func BenchmarkDeliver(b *testing.B) {
	dir := b.TempDir()
	if kept := os.Getenv("RELATO_BENCH_DIR"); kept != "" {
		dir = kept
	}
	if _, err := os.Stat(filepath.Join(dir, "relato.db")); err != nil {
		fillBench(b, filepath.Join(dir, "relato.db"))
	}
	name := fmt.Sprint("bench", time.Now().UnixNano())
	path := addSource(b, dir, "letters", name)
	token := strings.TrimSpace(relato(b, dir, "", "token", "add", name).out)
	r := serving(b, dir, "serve")
	defer r.end(b)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: senders}, Timeout: startUp}
	round := time.Now().UnixMilli()
	b.Run("visible", func(b *testing.B) {
		round++
		benchVisible(b, client, r.address+path, r.address+"/overview.json?group=total&token="+token, round)
	})
	for _, sent := range []struct {
		name    string
		threads string
		rate    rate.Limit // of all deliveries, a second
	}{{"new", "new", rate.Inf}, {"known", "known", rate.Inf}, {"paced", "new", budgeted}} {
		b.Run(sent.name, func(b *testing.B) {
			pace := rate.NewLimiter(sent.rate, senders)
			round++
			stop := make(chan struct{})
			var reads []time.Duration
			var reader, wait sync.WaitGroup
			reader.Go(func() { reads = readUntil(stop, r.address+"/overview.json?token="+token) })
			var next atomic.Int64
			took := make([][]time.Duration, senders)
			spent := cpuTime(r.Process.Pid)
			b.ResetTimer()
			for s := range senders {
				wait.Go(func() {
					for {
						n := next.Add(1)
						if n > int64(b.N) || pace.Wait(b.Context()) != nil {
							return
						}
						thread := fmt.Sprint("t", round, "-", n)
						if sent.threads == "known" {
							thread = fmt.Sprint("k", n%2000)
						}
						body := fmt.Sprintf(`{"thread":%q,"key":"m%d-%d","at":%d}`, thread, round, n, time.Now().UnixMilli())
						began := time.Now()
						status, err := deliver(client, r.address+path, body)
						if status != http.StatusOK {
							b.Error(status, err)
							return
						}
						took[s] = append(took[s], time.Since(began))
					}
				})
			}
			wait.Wait()
			b.StopTimer()
			close(stop)
			reader.Wait()
			all := slices.Sorted(slices.Values(slices.Concat(took...)))
			slices.Sort(reads)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "deliveries/s")
			b.ReportMetric(milliseconds(all, 50), "p50-ms")
			b.ReportMetric(milliseconds(all, 99), "p99-ms")
			b.ReportMetric(milliseconds(reads, 95), "read-p95-ms")
			b.ReportMetric(float64((cpuTime(r.Process.Pid)-spent).Microseconds())/float64(b.N), "server-cpu-µs/delivery")
		})
	}
}

// benchVisible delivers a message and asks for the report, which must have it: how long that takes from the answer to
// the delivery on.
func benchVisible(b *testing.B, client *http.Client, hook, report string, round int64) {
	messages := func() (n int) {
		status, body := fetch(report)
		var answer struct{ Total struct{ Messages int } }
		if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK {
			b.Fatal(status, err, body)
		}
		return answer.Total.Messages
	}
	before := messages()
	var took []time.Duration
	for n := range min(b.N, 100) {
		body := fmt.Sprintf(`{"thread":"v%d-%d","key":"m","at":%d}`, round, n, time.Now().UnixMilli())
		if status, err := deliver(client, hook, body); status != http.StatusOK {
			b.Fatal(status, err)
		}
		began := time.Now()
		if got := messages(); got != before+n+1 {
			b.Fatalf("%d messages after %d were acknowledged, %d before", got, n+1, before)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(milliseconds(took, 50), "p50-ms")
	b.ReportMetric(milliseconds(took, 99), "p99-ms")
}

// fillBench makes the account that deliveries come into.
func fillBench(b *testing.B, path string) {
	d, err := db.Open(b.Context(), path)
	failOn(b, err)
	failOn(b, d.Fill(b.Context(), benchNow, batches(benchCompany()), nil))
	failOn(b, d.Close())
}

// batches are a company's items in parts of a transaction each.
func batches(company seed.Company) func(func([]conversation.Item) bool) {
	return func(yield func([]conversation.Item) bool) {
		var full imports.Batch
		for item := range company.Items() {
			if full.Add(item) && !yield(full.Take()) {
				return
			}
		}
		yield(full.Take())
	}
}

// cpuTime is what a process has taken of the cores so far, to 10 ms; 0 where the system does not say.
func cpuTime(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // after the name, which may hold anything
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// readUntil asks for a report once a second, and says how long each answer took.
func readUntil(stop chan struct{}, url string) (took []time.Duration) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		began := time.Now()
		if status, _ := fetch(url); status == http.StatusOK {
			took = append(took, time.Since(began))
		}
		select {
		case <-stop:
			return took
		case <-tick.C:
		}
	}
}

// milliseconds is a percentile of sorted durations, by nearest rank.
func milliseconds(sorted []time.Duration, percent int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[max(0, (len(sorted)*percent+99)/100-1)].Microseconds()) / 1000
}
