package db

import (
	"context"
	"database/sql"
	"time"
)

// Settle closes the conversations that silence has ended by now, and says how many threads that concerned. Where the clock
// has gone back since it was last called, it opens again what was closed too early.
func (d *DB) Settle(ctx context.Context, now time.Time) (threads int, err error) {
	clock := now.Unix() * 1000
	due, err := column[int64](ctx, d.read, "SELECT n FROM thread WHERE silent_at < ?", clock)
	if err != nil {
		return 0, err
	}
	if clock < d.settled.Load() {
		early, err := column[int64](ctx, d.read,
			"SELECT DISTINCT thread FROM conversation WHERE close_reason = 'inactivity' AND closed_at > ?", clock)
		if err != nil {
			return 0, err
		}
		due = append(due, early...)
	}
	if len(due) > 0 {
		err = d.settle(ctx, now, due)
	}
	if err == nil {
		d.settled.Store(clock)
	}
	return len(due), err
}

// settle folds the last conversations of threads again, as they are by now.
func (d *DB) settle(ctx context.Context, now time.Time, threads []int64) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		a, err := d.newAppender(ctx, tx, now)
		if err != nil {
			return err
		}
		for _, n := range threads {
			if err := a.refoldNumber(n, never); err != nil {
				return err
			}
		}
		return a.finish()
	})
}
