package db_test

import (
	"slices"
	"testing"

	"relato/conversation"
	"relato/seed"
)

// BenchmarkFill makes the demo's database.
func BenchmarkFill(b *testing.B) {
	items := slices.Collect(seed.Company{Until: noon}.Items())
	events := 0
	for _, item := range items {
		if t, ok := item.(conversation.ThreadEvents); ok {
			events += len(t.Events)
		}
	}
	for b.Loop() {
		if err := open(b).Fill(b.Context(), noon, slices.Chunk(items, 3000), nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*events)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkAppend stores the same in transactions of a running account.
func BenchmarkAppend(b *testing.B) {
	items := slices.Collect(seed.Company{Until: noon, Conversations: 20_000}.Items())
	events := 0
	for _, item := range items {
		if t, ok := item.(conversation.ThreadEvents); ok {
			events += len(t.Events)
		}
	}
	for b.Loop() {
		d := open(b)
		for batch := range slices.Chunk(items, 3000) {
			appendAll(b, d, noon, batch...)
		}
	}
	b.ReportMetric(float64(b.N*events)/b.Elapsed().Seconds(), "events/s")
}
