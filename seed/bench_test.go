package seed

import (
	"io"
	"testing"
	"time"
)

// million is the company of the benchmarks.
var million = Company{Conversations: 1_000_000, Until: until, Span: 365 * 24 * time.Hour}

func BenchmarkItems(b *testing.B)        { benchmarkItems(b, Company{Until: until}) }
func BenchmarkItemsMillion(b *testing.B) { benchmarkItems(b, million) }

func benchmarkItems(b *testing.B, c Company) {
	b.ReportAllocs()
	for b.Loop() {
		for range c.Items() {
		}
	}
}

func BenchmarkWriteNDJSON(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := WriteNDJSON(io.Discard, Company{Until: until}.Items()); err != nil {
			b.Fatal(err)
		}
	}
}
