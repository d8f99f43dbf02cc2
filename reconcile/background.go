package reconcile

import (
	"context"
	"errors"
	"time"

	"relato/db"
	"relato/internal/fault"
)

const (
	// Grace is how long webhooks may be on their way before what they would have told is told without them.
	Grace = 2 * time.Minute

	lookEvery = 15 * time.Second // for sources that are due
)

func (d *Desk) begin() {
	d.once.Do(func() { d.ctx, d.close = context.WithCancel(context.Background()) })
}

// Close ends what is under way and waits for it. What was stored stays, and another run goes on from there.
func (d *Desk) Close() {
	d.begin()
	d.close()
	d.work.Wait()
}

// Start syncs a source in the background, unless that is under way: then it is ErrSyncing.
func (d *Desk) Start(ctx context.Context, id string) error {
	d.begin()
	stored, err := d.DB.Source(ctx, id)
	if err == nil {
		err = CanSync(stored)
	}
	if err == nil && stored.Paused {
		err = db.ErrPaused
	}
	if err != nil {
		return err
	}
	now, err := d.DB.SyncOf(ctx, d.Now(), id)
	if err != nil {
		return err
	}
	if now.Running || d.ctx.Err() != nil {
		return db.ErrSyncing
	}
	d.work.Go(func() { d.sync(stored) })
	return nil
}

// sync syncs a source and says in the log what came of it.
func (d *Desk) sync(s db.Source) {
	began := d.Now()
	done, err := d.Sync(d.ctx, s.ID, Options{Grace: Grace})
	switch {
	case errors.Is(err, db.ErrSyncing), errors.Is(err, db.ErrPaused), errors.Is(err, db.ErrNoSource), d.ctx.Err() != nil:
	case err != nil:
		d.Log.Error("a source was not synced to the end", "source", s.Name, "error", err)
	case done.Fetched > 0:
		d.Log.Info("a source is synced", "source", s.Name, "conversations", done.Fetched, "new events", done.Events, "requests", done.Requests,
			"took", d.Now().Sub(began).Round(time.Millisecond))
	}
}

// Run syncs every source that can be asked as often as its option says, until the desk is closed.
func (d *Desk) Run() {
	d.begin()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := d.due(d.ctx); err != nil && d.ctx.Err() == nil {
			d.Log.Error("sources were not looked at; trying again", "in", lookEvery, "error", err)
		}
		select {
		case <-d.ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// due starts syncing the sources whose time has come.
func (d *Desk) due(ctx context.Context) (err error) {
	defer fault.Catch(&err)
	all, err := d.DB.Sources(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		every, err := Every(s)
		if err != nil || every == 0 || s.Paused || !Asked(s.Kind) {
			continue
		}
		last, err := d.DB.SyncOf(ctx, d.Now(), s.ID)
		if err != nil {
			return err
		}
		if last.Running || d.Now().Sub(last.EndedAt) < every { // one that was cut off has no end, and goes on at once
			continue
		}
		if err := d.Start(ctx, s.ID); err != nil && !errors.Is(err, ErrNothing) && !errors.Is(err, db.ErrSyncing) && !errors.Is(err, db.ErrPaused) {
			return err
		}
	}
	return nil
}
