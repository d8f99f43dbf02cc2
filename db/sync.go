package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"relato/conversation"
)

// syncHeld is how long a run is believed to live after it last said so.
const syncHeld = 2 * time.Minute

// ErrSyncing says that a source is being synced already, here or by another process.
var ErrSyncing = errors.New("this source is being synced already; if that was cut off, it can be synced again in two minutes at the latest")

// Sync is what is known of the fetching from a live source.
type Sync struct {
	SyncCounts
	SyncedAt time.Time // all that had changed by then is here; zero = not everything was fetched yet
	BeganAt  time.Time // of the run under way, else of the last; zero = there was none
	EndedAt  time.Time // zero while it is under way, or when it was cut off
	Failure  string    // why it did not come to its end; empty = it did, or is under way
	Running  bool
}

// SyncCounts count what a run has done.
type SyncCounts struct {
	Listed   int64 // conversations that were listed
	Fetched  int64 // of those, that had changed
	Expected int64 // how many will be listed, as far as is known; 0 = not known
	Events   int64 // that were new
	Unread   int64 // conversations of which a part was not understood
	Failed   int64 // conversations that could not be fetched; the next run tries them again
	Requests int64
}

// Fetched is what was fetched of a conversation of a source.
type Fetched struct {
	ID    int64 // its number in the source
	Stamp int64 // hash of what the list said of it
	Upto  int64 // all its messages up to this number are here

	Failed bool // it could not be fetched the last time
}

// BeginSync lets somebody sync a source, and says until when everything is here. It is ErrSyncing while another does: one
// that said so lately, and is not known to be gone.
func (d *DB) BeginSync(ctx context.Context, now time.Time, source, holder string) (syncedAt time.Time, err error) {
	lock, gone := d.lockSync(source, os.O_CREATE)
	if lock != nil {
		defer func() { d.keepLock(lock, gone, holder, err) }()
	}
	err = d.Write(ctx, func(tx *sql.Tx) error {
		var paused bool
		err := tx.QueryRowContext(ctx, sourcePaused, source).Scan(&paused)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return ErrNoSource
		case err != nil:
			return fmt.Errorf("read source: %w", err)
		case paused:
			return ErrPaused
		}
		result, err := tx.ExecContext(ctx, `INSERT INTO source_sync (source, holder, held_until, began_at) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (source) DO UPDATE SET holder = ?2, held_until = ?3, began_at = ?4, ended_at = NULL, listed = 0, fetched = 0,
			expected = 0, events = 0, unread = 0, failed = 0, requests = 0, failure = ''
			WHERE holder = '' OR held_until < ?4 OR holder = ?5`,
			source, holder, now.Add(syncHeld).UnixMilli(), now.UnixMilli(), gone)
		if err := orNone(result, err, "begin to sync", ErrSyncing); err != nil {
			return err
		}
		var synced sql.NullInt64
		if err := tx.QueryRowContext(ctx, "SELECT synced_at FROM source_sync WHERE source = ?", source).Scan(&synced); err != nil {
			return fmt.Errorf("begin to sync: %w", err)
		}
		syncedAt = instant(synced)
		return nil
	})
	return syncedAt, err
}

// KeepSync says that a run lives, what it has done, and what it has fetched since it last said so. It is ErrSyncing when
// another has taken its place, ErrPaused when the source is not to be synced any more, and ErrNoSource when it is gone.
func (d *DB) KeepSync(ctx context.Context, now time.Time, source, holder string, n SyncCounts, fetched []Fetched) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		for _, f := range fetched {
			if _, err := tx.ExecContext(ctx, `INSERT INTO source_fetched (source, id, stamp, upto, failed)
				SELECT id, ?2, ?3, ?4, ?5 FROM source WHERE id = ?1 ON CONFLICT (source, id) DO UPDATE SET stamp = excluded.stamp,
				upto = max(upto, excluded.upto), failed = excluded.failed`, source, f.ID, f.Stamp, f.Upto, number(f.Failed)); err != nil {
				return fmt.Errorf("keep what was fetched: %w", err)
			}
		}
		result, err := tx.ExecContext(ctx, `UPDATE source_sync SET held_until = ?, listed = ?, fetched = ?, expected = ?, events = ?,
			unread = ?, failed = ?, requests = ? WHERE source = ? AND holder = ?`, now.Add(syncHeld).UnixMilli(), n.Listed, n.Fetched,
			n.Expected, n.Events, n.Unread, n.Failed, n.Requests, source, holder)
		return orNone(result, err, "sync", ErrSyncing)
	})
}

// EndSync ends a run. Where it failed, failure says why; else everything that had changed by syncedAt is here.
func (d *DB) EndSync(ctx context.Context, now time.Time, source, holder string, n SyncCounts, syncedAt time.Time, failure string) error {
	defer d.unlockSync(holder)
	return d.Write(ctx, func(tx *sql.Tx) error {
		var synced *int64
		if failure == "" && !syncedAt.IsZero() {
			synced = ptr(syncedAt.UnixMilli())
		}
		_, err := tx.ExecContext(ctx, `UPDATE source_sync SET holder = '', held_until = 0, ended_at = ?, synced_at = coalesce(?, synced_at),
			listed = ?, fetched = ?, expected = ?, events = ?, unread = ?, failed = ?, requests = ?, failure = ?
			WHERE source = ? AND holder = ?`, now.UnixMilli(), synced,
			n.Listed, n.Fetched, n.Expected, n.Events, n.Unread, n.Failed, n.Requests, failure, source, holder)
		if err != nil {
			return fmt.Errorf("end the sync: %w", err)
		}
		return nil
	})
}

// SyncOf is what is known of the fetching from a source.
func (d *DB) SyncOf(ctx context.Context, now time.Time, source string) (s Sync, err error) {
	var holder string
	var held, began int64
	var synced, ended sql.NullInt64
	err = d.read.QueryRowContext(ctx, `SELECT holder, held_until, synced_at, began_at, ended_at, listed, fetched, expected, events,
		unread, failed, requests, failure FROM source_sync WHERE source = ?`, source).Scan(&holder, &held, &synced, &began, &ended,
		&s.Listed, &s.SyncCounts.Fetched, &s.Expected, &s.Events, &s.Unread, &s.Failed, &s.Requests, &s.Failure)
	if errors.Is(err, sql.ErrNoRows) {
		return Sync{}, nil
	}
	if err != nil {
		return Sync{}, fmt.Errorf("read sync: %w", err)
	}
	s.SyncedAt, s.BeganAt, s.EndedAt = instant(synced), time.UnixMilli(began), instant(ended)
	s.Running = holder != "" && held >= now.UnixMilli() && !d.isGone(source, holder)
	return s, nil
}

// FetchedOf is what was fetched before of conversations of a source, by their numbers.
func (d *DB) FetchedOf(ctx context.Context, source string, ids []int64) (map[int64]Fetched, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read what was fetched: %w", err)
	}
	rows, err := d.read.QueryContext(ctx, `SELECT id, stamp, upto, failed FROM source_fetched WHERE source = ?
		AND id IN (SELECT value FROM json_each(?))`, source, string(list))
	if err != nil {
		return nil, fmt.Errorf("read what was fetched: %w", err)
	}
	defer rows.Close()
	all := map[int64]Fetched{}
	for rows.Next() {
		var f Fetched
		if err := rows.Scan(&f.ID, &f.Stamp, &f.Upto, &f.Failed); err != nil {
			return nil, fmt.Errorf("read what was fetched: %w", err)
		}
		all[f.ID] = f
	}
	return all, rows.Err()
}

// FailedFetches are conversations of a source that could not be fetched the last time, at most so many.
func (d *DB) FailedFetches(ctx context.Context, source string, most int) ([]int64, error) {
	return column[int64](ctx, d.read, "SELECT id FROM source_fetched WHERE source = ? AND failed = 1 ORDER BY id LIMIT ?", source, most)
}

// EventsOf are the events of a thread in order; none where there is no such thread.
func (d *DB) EventsOf(ctx context.Context, thread string) ([]conversation.Event, error) {
	return readEvents(d.ask(ctx, eventsOf, thread))
}

const eventsOf = "SELECT " + eventColumns + " FROM event WHERE thread = (SELECT n FROM thread WHERE id = ?)" + eventOrder
