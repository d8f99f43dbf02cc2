package report

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestReportsTakeTurns asks for a report while all turns are taken, and again when one is free.
func TestReportsTakeTurns(t *testing.T) {
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
