package main

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relato/db"
	"relato/handlers"
	"relato/internal/fault"
	"relato/report"
)

// breaking is a database whose reading breaks down.
type breaking struct{ report.Source }

func (breaking) Revision(context.Context) (int64, error) { panic("this was not foreseen") }

// TestTheBackgroundOutlivesAPanic: what a server does by itself may fail, and does not end it. The log says where.
func TestTheBackgroundOutlivesAPanic(t *testing.T) {
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	check(t, err)
	defer d.Close()
	var logged bytes.Buffer
	log := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{ReplaceAttr: fault.Attr}))
	broken := report.NewIndex(breaking{d}, time.Now)
	app := &application{Config: handlers.Config{DB: d, Index: broken, Log: log, Now: time.Now}}
	if err := app.settleOnce(t.Context(), &time.Time{}); err == nil || !strings.Contains(err.Error(), "this was not foreseen") {
		t.Errorf("settling: %v, want what happened", err)
	}
	s := &snapshot{db: d, index: broken, log: log, now: time.Now, foreign: true, program: func() ([programSize]byte, error) { panic("ouch") }}
	s.renew(t.Context())
	if !s.foreign || !strings.Contains(logged.String(), "were not loaded anew") || !strings.Contains(logged.String(), "breaking.Revision") {
		t.Errorf("the log says %s", &logged)
	}
	empty := report.NewIndex(d, time.Now)
	writeFile(t, filepath.Dir(d.Path), filepath.Base(d.IndexFile()), strings.Repeat("x", 1000))
	s.load(t.Context(), d, empty)
	if !strings.Contains(logged.String(), "snapshot of the reports is not used") || !strings.Contains(logged.String(), "ouch") {
		t.Errorf("the log says %s", &logged)
	}
}
