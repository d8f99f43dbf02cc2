package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// SessionLife is how long a session lasts after signing in, sessionIdle how long it lasts unused.
const (
	SessionLife = 30 * 24 * time.Hour
	sessionIdle = 7 * 24 * time.Hour
)

// seenEvery is how exactly the last use of sessions and tokens is kept: writing it at every request would make every
// read a write.
const seenEvery = time.Hour

// StartSession starts a session of a user and gives its id, which is not kept. An earlier session of the same browser
// ends; ended is its id, or empty.
func (d *DB) StartSession(ctx context.Context, now time.Time, user User, ended string) (id string, err error) {
	id = rand.Text() + rand.Text()
	err = d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM session WHERE hash = ? OR expires_at < ?", fingerprint(ended), now.UnixMilli())
		if err != nil {
			return fmt.Errorf("end old sessions: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO session (hash, app_user, created_at, seen_at, expires_at)
			VALUES (?, ?, ?, ?, ?)`, fingerprint(id), user.ID, now.UnixMilli(), now.UnixMilli(), now.Add(SessionLife).UnixMilli())
		if err != nil {
			return fmt.Errorf("start session: %w", err)
		}
		return nil
	})
	return id, err
}

// UserBySession is the user whose session it is, else ErrNoAccess. stale asks for SawSession.
func (d *DB) UserBySession(ctx context.Context, now time.Time, id string) (u User, stale bool, err error) {
	var seen int64
	err = d.read.QueryRowContext(ctx, `SELECT u.id, u.email, u.name, u.role, s.seen_at
		FROM session s JOIN app_user u ON u.id = s.app_user WHERE s.hash = ? AND s.expires_at > ? AND s.seen_at > ?`,
		fingerprint(id), now.UnixMilli(), now.Add(-sessionIdle).UnixMilli()).Scan(&u.ID, &u.Email, &u.Name, &u.Role, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, false, ErrNoAccess
	}
	if err != nil {
		return User{}, false, fmt.Errorf("read session: %w", err)
	}
	return u, now.Sub(time.UnixMilli(seen)) > seenEvery, nil
}

// SawSession notes that a session is in use.
func (d *DB) SawSession(ctx context.Context, now time.Time, id string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE session SET seen_at = ? WHERE hash = ?", now.UnixMilli(), fingerprint(id))
		return err
	})
}

// EndSession ends a session: its id opens nothing any more.
func (d *DB) EndSession(ctx context.Context, id string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM session WHERE hash = ?", fingerprint(id)); err != nil {
			return fmt.Errorf("end session: %w", err)
		}
		return nil
	})
}
