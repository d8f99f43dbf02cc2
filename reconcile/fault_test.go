package reconcile

import (
	"context"
	"sync/atomic"
	"testing"

	"relato/db"
	"relato/source"
)

// TestSyncOutlivesAPanic: a conversation at which something breaks down stops no other, and not the server.
func TestSyncOutlivesAPanic(t *testing.T) {
	h := newHouse(t)
	h.day(10)
	deliver := h.Deliver
	var broken atomic.Bool
	broken.Store(true)
	h.Deliver = func(ctx context.Context, d db.Delivery) (db.Appended, error) {
		if d.Path == source.FetchedPath && broken.CompareAndSwap(true, false) {
			panic("this was not foreseen")
		}
		return deliver(ctx, d)
	}
	if done := h.sync(t, Options{}); done.Failed != 1 || done.Fetched != 9 {
		t.Errorf("%+v, want one that failed", done)
	}
}
