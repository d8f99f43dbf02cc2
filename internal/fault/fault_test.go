package fault_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"relato/internal/fault"
)

func breaks() (err error) {
	defer fault.Catch(&err)
	panic("ouch")
}

// TestCatch: the error of a panic says what happened, and a log besides where.
func TestCatch(t *testing.T) {
	err := breaks()
	if err == nil || !strings.HasSuffix(err.Error(), ": ouch") {
		t.Fatalf("%v, want the panic", err)
	}
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: fault.Attr}))
	logger.Error("failed", "error", fmt.Errorf("thread t1: %w", err), "again", errors.New("another"))
	if text := log.String(); !strings.Contains(text, "thread t1: ") || !strings.Contains(text, "fault_test.breaks") || !strings.Contains(text, "another") {
		t.Errorf("the log has no stack: %s", text)
	}
}

// TestPassedOn: a panic that somebody passes on keeps the stack of where it was.
func TestPassedOn(t *testing.T) {
	first := breaks()
	err := func() (err error) {
		defer fault.Catch(&err)
		panic(first)
	}()
	if err != first {
		t.Errorf("%v is another error than %v", err, first)
	}
}
