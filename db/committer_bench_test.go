package db_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"relato/conversation"
	"relato/db"
)

// BenchmarkCommitter lets 64 senders commit one message each time: of threads that are new, and of threads that are
// there.
func BenchmarkCommitter(b *testing.B) {
	for _, threads := range []string{"new", "known"} {
		b.Run(threads, func(b *testing.B) {
			d := open(b)
			source, err := d.AddSource(context.Background(), noon, db.NewSource{Kind: "bench", Name: "bench"})
			if err != nil {
				b.Fatal(err)
			}
			c := db.NewCommitter(d, atNoon)
			defer c.Close()
			var next atomic.Int64
			b.SetParallelism(32) // on each of two cores
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					n := int(next.Add(1))
					thread := fmt.Sprint("c", n)
					if threads == "known" {
						thread = fmt.Sprint("c", n%1000)
					}
					delivery := db.Delivery{Source: source.ID, At: noon, Items: []conversation.Item{word(thread, n)}}
					if _, err := c.Deliver(context.Background(), delivery); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "deliveries/s")
		})
	}
}
