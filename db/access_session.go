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

// StartSession starts a session of a user in the context's browser and gives its id, which is not kept. An earlier session
// of the same browser ends; ended is its id, or empty.
func (d *DB) StartSession(ctx context.Context, now time.Time, user User, ended string) (id string, err error) {
	err = d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM session WHERE hash = ? OR expires_at < ?", fingerprint(ended), now.UnixMilli())
		if err != nil {
			return fmt.Errorf("end old sessions: %w", err)
		}
		if id, err = startSession(ctx, tx, now, user.ID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE app_user SET signed_in_at = ? WHERE id = ?", now.UnixMilli(), user.ID); err != nil {
			return fmt.Errorf("note sign-in: %w", err)
		}
		return audit(ctx, tx, Entry{At: now, Who: user.Email, Deed: SignedIn, About: user.Email})
	})
	return id, err
}

// startSession starts a session within a transaction.
func startSession(ctx context.Context, tx *sql.Tx, now time.Time, user string) (id string, err error) {
	id = rand.Text() + rand.Text()
	by := ActorOf(ctx)
	_, err = tx.ExecContext(ctx, `INSERT INTO session (hash, app_user, created_at, seen_at, expires_at, browser, address)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, fingerprint(id), user, now.UnixMilli(), now.UnixMilli(), now.Add(SessionLife).UnixMilli(),
		cut(by.Browser), by.Address)
	if err != nil {
		return "", fmt.Errorf("start session: %w", err)
	}
	return id, nil
}

const userOfSession = "SELECT " + userFields + `, s.seen_at
	FROM session s JOIN app_user u ON u.id = s.app_user WHERE s.hash = ? AND s.expires_at > ? AND s.seen_at > ?`

// UserBySession is the user whose session it is, else ErrNoAccess. stale asks for SawSession.
func (d *DB) UserBySession(ctx context.Context, now time.Time, id string) (u User, stale bool, err error) {
	var seen int64
	err = d.askRow(ctx, userOfSession, fingerprint(id), now.UnixMilli(), now.Add(-sessionIdle).UnixMilli()).Scan(append(u.fields(), &seen)...)
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
func (d *DB) EndSession(ctx context.Context, now time.Time, id string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		var email string
		err := tx.QueryRowContext(ctx, "SELECT u.email FROM session s JOIN app_user u ON u.id = s.app_user WHERE s.hash = ?",
			fingerprint(id)).Scan(&email)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM session WHERE hash = ?", fingerprint(id))
		}
		if err != nil {
			return fmt.Errorf("end session: %w", err)
		}
		return audit(ctx, tx, Entry{At: now, Who: email, Deed: SignedOut, About: email})
	})
}

// EndSessions ends all sessions of a user.
func (d *DB) EndSessions(ctx context.Context, now time.Time, user string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		u, err := userInTx(ctx, tx, user)
		if err != nil {
			return err
		}
		if err := endSessions(ctx, tx, user); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: SessionsEnded, About: u.Email})
	})
}

// endSessions ends all sessions of a user within a transaction.
func endSessions(ctx context.Context, tx *sql.Tx, user string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM session WHERE app_user = ?", user); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}
