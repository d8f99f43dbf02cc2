// Package garbage says how much garbage a server lets grow before it is collected.
package garbage

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// What a server has in use are few large columns that cost the collector little, so that it can collect rather often and
// stay small: share percent of them. A small account would collect every few pages then, a sixth of their time, so that some
// garbage is always let grow; not much more than is in use, in case that grows before anybody looks.
const (
	share = 65
	least = 48 << 20 // bytes
	most  = 300      // percent
)

// Percent is how much garbage may grow beside so many bytes in use, in percent of these.
func Percent(inUse uint64) int {
	return int(min(max(share, 100*least/max(inUse, 1)), most))
}

// live is what was in use when the collector last ran.
const live = "/gc/heap/live:bytes"

// Tune sets the collector for what is in use now.
func Tune() {
	sample := []metrics.Sample{{Name: live}}
	metrics.Read(sample)
	debug.SetGCPercent(Percent(sample[0].Value.Uint64()))
}

// Watch tunes the collector now and then, until a context ends.
func Watch(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			Tune()
		}
	}
}
