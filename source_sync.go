package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"relato/db"
	"relato/reconcile"
)

type sourceSyncCommand struct {
	aboutSource
	Since string `placeholder:"YYYY-MM-DD" help:"Fetch all conversations with activity since this day, instead of what changed since the last time."`
	All   bool   `help:"Fetch all conversations, also those that did not change since the last time."`
	logging
}

// Run fetches what a source did not send.
func (s *sourceSyncCommand) Run(ctx context.Context, c *console) error {
	return s.run(ctx, c, "The source %s is up to date.", func(d *db.DB) error {
		stored, err := d.SourceNamed(ctx, s.Name)
		if err != nil {
			return err
		}
		options := reconcile.Options{All: s.All}
		if options.Since, err = s.day(ctx, d); err != nil {
			return err
		}
		return s.sync(ctx, c, d, stored, options)
	})
}

// day is the beginning of the day that --since names, where the account is; zero without one.
func (s *sourceSyncCommand) day(ctx context.Context, d *db.DB) (time.Time, error) {
	if s.Since == "" {
		return time.Time{}, nil
	}
	settings, err := d.Settings(ctx)
	if err != nil {
		return time.Time{}, err
	}
	zone, err := settings.Zone()
	if err != nil {
		return time.Time{}, err
	}
	day, err := time.ParseInLocation(time.DateOnly, s.Since, zone)
	if err != nil {
		return time.Time{}, usageError{fmt.Errorf("--since is %q, and must be a day like 2026-01-31", s.Since)}
	}
	return day, nil
}

// sync fetches, shows how far it is, and says what came of it.
func (s *sourceSyncCommand) sync(ctx context.Context, c *console, d *db.DB, stored db.Source, options reconcile.Options) error {
	committer := db.NewCommitter(d, c.now)
	defer committer.Close()
	var far atomic.Pointer[db.SyncCounts]
	options.Progress = func(n db.SyncCounts) { far.Store(&n) }
	drawing := startDrawing(c, func() {
		if n := far.Load(); n != nil {
			drawSync(c, stored.Name, *n)
		}
	})
	began := time.Now()
	desk := &reconcile.Desk{DB: d, Deliver: committer.Deliver, Now: c.now, Log: s.to(c)}
	n, err := desk.Sync(ctx, stored.ID, options)
	drawing.stop()
	if err != nil && n == (db.SyncCounts{}) {
		return err
	}
	c.printf("%s: %d conversations listed, %d of them fetched, %d events new; %d requests in %s\n",
		stored.Name, n.Listed, n.Fetched, n.Events, n.Requests, time.Since(began).Round(time.Millisecond))
	if n.Unread > 0 {
		c.printf("  of %d conversations not all was understood; it lies in quarantine, see: relato replay\n", n.Unread)
	}
	if n.Failed > 0 {
		c.printf("  %d conversations could not be fetched; the next run tries them again\n", n.Failed)
		err = errors.Join(err, errLeft)
	}
	if n.Events > 0 && ctx.Err() == nil {
		prepareStart(ctx, c, d)
	}
	return err
}

// errLeft says that a run came to its end and left something.
var errLeft = errors.New("not everything could be fetched; run it again")

func drawSync(c *console, name string, n db.SyncCounts) {
	if n.Expected == 0 {
		c.warnf("\r\x1b[K%s: %d conversations listed, %d fetched, %d events new", name, n.Listed, n.Fetched, n.Events)
		return
	}
	done := min(n.Listed, n.Expected)
	c.warnf("\r\x1b[K%s: [%s] %d of %d conversations, %d events new", name, barOf(done, n.Expected), done, n.Expected, n.Events)
}
