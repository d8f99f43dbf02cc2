package report

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestReportsTakeTurns asks for more reports at once than may be counted.
func TestReportsTakeTurns(t *testing.T) {
	t.Parallel()
	x := NewIndex(&script{func(*feeder) {}}, time.Now)
	var counting, most atomic.Int64
	var wait sync.WaitGroup
	for range 5 * cap(x.turns) {
		wait.Go(func() {
			if err := x.viewInTurn(t.Context(), func() error {
				now := counting.Add(1)
				for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
				}
				time.Sleep(time.Millisecond)
				counting.Add(-1)
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := most.Load(); got > int64(cap(x.turns)) {
		t.Errorf("%d at once", got)
	}
}

// TestWhoGivesUpWaitsNoLonger ends a question before its turn comes.
func TestWhoGivesUpWaitsNoLonger(t *testing.T) {
	t.Parallel()
	x := NewIndex(&script{func(*feeder) {}}, time.Now)
	for range cap(x.turns) {
		x.turns <- struct{}{}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := x.Tags(ctx, Filter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	<-x.turns
	if _, err := x.Tags(t.Context(), Filter{}); err != nil {
		t.Errorf("though it is its turn: %v", err)
	}
	if got := len(x.turns); got != cap(x.turns)-1 {
		t.Errorf("%d turns are taken", got)
	}
}
