package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/handlers"
	"relato/imports"
	"relato/report"
	"relato/seed"
	"relato/source"
)

var benchNow = time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC)

// benchCompany is the company that benchmarks import and ask: RELATO_BENCH_CONVERSATIONS of a year, or the demo's.
func benchCompany() seed.Company {
	if n, err := strconv.Atoi(os.Getenv("RELATO_BENCH_CONVERSATIONS")); err == nil {
		return seed.Company{Conversations: n, Until: benchNow, Span: 365 * 24 * time.Hour}
	}
	return seed.Company{Until: benchNow}
}

// importCompany writes the company as NDJSON and imports it into a new database, as the command does.
func importCompany(b *testing.B, path string) *db.DB {
	b.Helper()
	d, err := db.Open(b.Context(), filepath.Join(b.TempDir(), "a.db"))
	failOn(b, err)
	b.Cleanup(func() { _ = d.Close() })
	f, err := os.Open(path)
	failOn(b, err)
	defer f.Close()
	file, err := source.Open(path, f, source.Options{Now: benchNow})
	failOn(b, err)
	defer file.Close()
	_, err = imports.Store(b.Context(), d, file, benchNow, imports.Options{})
	failOn(b, err)
	return d
}

func writeBenchFile(b *testing.B) (path string, messages int) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "company.ndjson")
	f, err := os.Create(path)
	failOn(b, err)
	failOn(b, seed.WriteNDJSON(f, benchCompany().Items()))
	failOn(b, f.Close())
	for item := range benchCompany().Items() {
		if t, ok := item.(conversation.ThreadEvents); ok {
			for _, e := range t.Events {
				if e.Kind == conversation.Message {
					messages++
				}
			}
		}
	}
	return path, messages
}

// BenchmarkImport imports the company from a file.
func BenchmarkImport(b *testing.B) {
	path, messages := writeBenchFile(b)
	for b.Loop() {
		importCompany(b, path)
	}
	b.ReportMetric(float64(messages*b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkAnswer takes whole HTTP answers of every report, of 30 days, of a year, and of a year with many conditions, counted anew
// each time.
func BenchmarkAnswer(b *testing.B) {
	path, _ := writeBenchFile(b)
	d := importCompany(b, path)
	index := report.NewIndex(d, func() time.Time { return benchNow })
	index.RememberRows(0)
	server, err := handlers.New(context.Background(), handlers.Config{
		DB: d, Index: index, Now: func() time.Time { return benchNow }, Log: slog.New(slog.DiscardHandler), Demo: true,
	})
	failOn(b, err)
	b.Cleanup(func() { server.Close() })
	const year = "from=2025-11-23&to=2026-11-22"
	for name, query := range map[string]string{
		"month": "", "year": year,
		"filtered": year + "&tag=troca&tag=entrega&contact_tag=vip&contact_tag_mode=not&agent=a1&agent=a2&agent=a3&hours=inside",
	} {
		for _, path := range []string{"/overview", "/agents", "/tags", "/conversations", "/overview.csv"} {
			b.Run(name+path, func(b *testing.B) {
				for b.Loop() {
					r := httptest.NewRequest(http.MethodGet, path+"?"+query, nil)
					w := httptest.NewRecorder()
					server.ServeHTTP(w, r)
					if _, err := io.Copy(io.Discard, w.Body); err != nil || w.Code != http.StatusOK {
						b.Fatal(w.Code, err)
					}
				}
			})
		}
	}
}

func failOn(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
