package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart starts the real binary, from the database alone and from a snapshot of the reports, and asks for a report
// until it is there: of 30 days, or of the year. RELATO_BENCH_CONVERSATIONS makes the account larger; RELATO_BENCH_DIR keeps
// it for the next time.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	if kept := os.Getenv("RELATO_BENCH_DIR"); kept != "" {
		dir = kept
	}
	path := filepath.Join(dir, "relato.db")
	if _, err := os.Stat(path); err != nil {
		fillBench(b, path)
	}
	token := strings.TrimSpace(relato(b, dir, "", "token", "add", fmt.Sprint("start", time.Now().UnixNano())).out)
	for _, from := range []string{"database", "snapshot"} { // a server that ends leaves a snapshot
		for _, period := range []struct{ name, query string }{
			{"month", "from=2026-10-24&to=2026-11-22"}, {"year", "from=2025-11-23&to=2026-11-22"},
		} {
			b.Run(from+"/"+period.name, func(b *testing.B) {
				var took, spent time.Duration
				peak := 0
				for b.Loop() {
					if from == "database" {
						_ = os.Remove(path + ".index") // there is none the first time
					}
					began := time.Now()
					r := serving(b, dir, "serve")
					if status, body := fetch(r.address + "/overview.json?" + period.query + "&token=" + token); status != http.StatusOK {
						b.Fatal(status, body)
					}
					took += time.Since(began)
					spent += cpuTime(r.Process.Pid)
					peak = max(peak, peakMemory(r.Process.Pid))
					r.end(b)
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "first-report-ms")
				b.ReportMetric(float64(spent.Milliseconds())/float64(b.N), "cpu-ms")
				b.ReportMetric(float64(peak), "peak-MB")
			})
		}
	}
}

// peakMemory is the most memory that a process has had so far, in MB; 0 where the system does not say.
func peakMemory(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.Atoi(fields[0])
	return kilobytes / 1000
}
