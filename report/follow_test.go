package report_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"relato/conversation"
	"relato/report"
)

// impatient is a source that tells from where it was asked, and whose telling of changes is broken off when nobody waits.
type impatient struct {
	steps
	asked   []int64
	telling func()
}

func (s *impatient) Changes(ctx context.Context, since int64, feed conversation.Feed) (int64, error) {
	s.asked = append(s.asked, since)
	if s.telling != nil {
		s.telling()
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return s.steps.Changes(ctx, since, feed)
}

// TestWhoLeavesCostsNothing: a reader who does not wait for what changed makes nobody load everything again. Of the first
// loading, which takes longer, nothing is lost: it ends with them.
func TestWhoLeavesCostsNothing(t *testing.T) {
	nothing := func(conversation.Feed) error { return nil }
	s := &impatient{steps: steps{nothing}}
	x := report.NewIndex(s, time.Now)
	leave := func() error {
		ctx, cancel := context.WithCancel(t.Context())
		s.telling = cancel
		_, err := x.Account(ctx)
		s.telling = nil
		return err
	}
	if err := leave(); !errors.Is(err, context.Canceled) {
		t.Errorf("the first loading went on: %v", err)
	}
	if _, err := x.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.steps = append(s.steps, nothing)
	if err := leave(); err != nil {
		t.Errorf("what changed was not followed: %v", err)
	}
	s.steps = append(s.steps, nothing)
	if _, err := x.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []int64{-1, -1, 1, 2}; !slices.Equal(s.asked, want) {
		t.Errorf("asked from %d on, want %d", s.asked, want)
	}
}
