package report

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// panics runs what should panic, and returns what with.
func panics(t *testing.T, do func()) (what string) {
	t.Helper()
	defer func() { what = fmt.Sprint(recover()) }()
	do()
	t.Error("nothing panicked")
	return ""
}

// TestAWorkersPanicIsItsCallers: where a request waits for workers, their panic is the request's.
func TestAWorkersPanicIsItsCallers(t *testing.T) {
	parts := []part{{0, 1}, {1, 2}, {2, 3}}
	for i := range parts {
		if what := panics(t, func() {
			inParallel(parts, func(p part) (none struct{}) {
				if p.lo == i {
					panic("ouch")
				}
				return none
			})
		}); !strings.HasSuffix(what, ": ouch") {
			t.Errorf("part %d: %q", i, what)
		}
	}
	if what := panics(t, func() {
		workThrough(100, func() (none struct{}) { return none }, func(_ struct{}, task int) {
			if task == 50 {
				panic("ouch")
			}
		})
	}); !strings.HasSuffix(what, ": ouch") {
		t.Errorf("tasks: %q", what)
	}
}

// TestNothingHalfIsKept: after a panic, what reports keep is made anew; after one in the middle of a change, all is loaded.
func TestNothingHalfIsKept(t *testing.T) {
	s := &growingSource{told: told{}}
	s.put(1, 1)
	s.changed = [][]int64{{1}}
	x := NewIndex(s, time.Now)
	if _, err := x.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	kept := x.selections
	panicking := func() error { panic("ouch") }
	panics(t, func() { _ = x.view(t.Context(), panicking) })
	if x.selections == kept {
		t.Error("what reports keep is kept")
	}
	x.source = &breaking{Source: s}
	s.put(2, 1)
	s.changed = append(s.changed, []int64{2})
	panics(t, func() { _, _ = x.Account(t.Context()) })
	if x.revision != -1 || x.size() != 0 {
		t.Errorf("%d conversations of revision %d after a panic in the middle of a change", x.size(), x.revision)
	}
	if _, err := x.Account(t.Context()); err != nil || x.size() != 2 {
		t.Errorf("%d conversations, %v", x.size(), err)
	}
}

// TestSavingReleasesItsLock: after a panic in the middle of a piece, the index goes on.
func TestSavingReleasesItsLock(t *testing.T) {
	x := NewIndex(&growingSource{told: told{}}, time.Now)
	s := saver{index: x, edition: x.edition}
	panics(t, func() { s.section(headSection, func(*facts, *tape) { panic("ouch") }) })
	if !x.mu.TryLock() {
		t.Error("it is locked for good")
	}
}

// breaking is a source that panics once it has told what changed.
type breaking struct {
	Source
	broken bool
}

func (s *breaking) Changes(ctx context.Context, since int64, feed conversation.Feed) (int64, error) {
	revision, err := s.Source.Changes(ctx, since, feed)
	if !s.broken {
		s.broken = true
		panic("ouch")
	}
	return revision, err
}
