package turns_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relato/internal/turns"
)

// TestNoMoreThanProcessors lets many take turns that do something for a while.
func TestNoMoreThanProcessors(t *testing.T) {
	t.Parallel()
	all := turns.New()
	var doing, most atomic.Int64
	var wait sync.WaitGroup
	for range 5 * runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			if err := all.Take(t.Context(), func() error {
				now := doing.Add(1)
				for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
				}
				time.Sleep(time.Millisecond)
				doing.Add(-1)
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := most.Load(); got > int64(runtime.GOMAXPROCS(0)) {
		t.Errorf("%d at once", got)
	}
	if all.Taken() {
		t.Error("a turn is taken when all are done")
	}
}

// TestWhoGivesUpWaitsNoLonger takes all turns and ends a wait for one more.
func TestWhoGivesUpWaitsNoLonger(t *testing.T) {
	t.Parallel()
	all := turns.New()
	over := make(chan struct{})
	var taken, wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		taken.Add(1)
		wait.Go(func() {
			_ = all.Take(context.Background(), func() error {
				taken.Done()
				<-over
				return nil
			})
		})
	}
	taken.Wait()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := all.Take(ctx, func() error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if !all.Taken() {
		t.Error("no turn is taken")
	}
	close(over)
	wait.Wait()
	if err := all.Take(t.Context(), func() error { return nil }); err != nil {
		t.Errorf("though there are turns: %v", err)
	}
}

// TestTurnsComeBack expects a turn back from who fails and from who panics.
func TestTurnsComeBack(t *testing.T) {
	t.Parallel()
	all, failed := turns.New(), errors.New("failed")
	for range 2 * runtime.GOMAXPROCS(0) {
		if err := all.Take(t.Context(), func() error { return failed }); !errors.Is(err, failed) {
			t.Errorf("%v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = all.Take(t.Context(), func() error { panic("on purpose") })
		}()
	}
	if all.Taken() {
		t.Error("a turn was not given back")
	}
}
