package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Session is a browser in which a user is signed in.
type Session struct {
	ID        string // by which its user can end it; it opens nothing
	Browser   string // as it called itself when the session began
	Address   string // of the network it began from
	CreatedAt time.Time
	SeenAt    time.Time // to the hour
	Current   bool      // it is the one asked for
}

// publicID is how a session is named where its user sees it: enough of its fingerprint to tell it from others.
const publicID = "substr(hash, 1, 16)"

// Sessions are the open sessions of a user, the last used first. current is the id of the one that asks.
func (d *DB) Sessions(ctx context.Context, now time.Time, user, current string) ([]Session, error) {
	rows, err := d.read.QueryContext(ctx, "SELECT "+publicID+`, browser, address, created_at, seen_at, hash = ? FROM session
		WHERE app_user = ? AND expires_at > ? AND seen_at > ? ORDER BY seen_at DESC, created_at DESC, hash`,
		fingerprint(current), user, now.UnixMilli(), now.Add(-sessionIdle).UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	defer rows.Close()
	var sessions []Session
	for rows.Next() {
		var s Session
		var created, seen int64
		if err := rows.Scan(&s.ID, &s.Browser, &s.Address, &created, &seen, &s.Current); err != nil {
			return nil, fmt.Errorf("read session: %w", err)
		}
		s.CreatedAt, s.SeenAt = time.UnixMilli(created), time.UnixMilli(seen)
		sessions = append(sessions, s)
	}
	return sessions, rows.Err()
}

// EndSessionOf ends the session of a user that Sessions names so. One that is not there, or another user's, stays as it is.
func (d *DB) EndSessionOf(ctx context.Context, now time.Time, user User, id string) error {
	return d.endSome(ctx, now, user, "DELETE FROM session WHERE app_user = ? AND "+publicID+" = ?", user.ID, id)
}

// EndOtherSessions ends all sessions of a user but one.
func (d *DB) EndOtherSessions(ctx context.Context, now time.Time, user User, current string) error {
	return d.endSome(ctx, now, user, "DELETE FROM session WHERE app_user = ? AND hash <> ?", user.ID, fingerprint(current))
}

func (d *DB) endSome(ctx context.Context, now time.Time, user User, query string, args ...any) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		ended, err := result.RowsAffected()
		if err != nil || ended == 0 {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: SessionsEnded, About: user.Email, Detail: fmt.Sprint(ended)})
	})
}

// ChangeProfile changes what users decide themselves: their name and their language, empty = the account's.
func (d *DB) ChangeProfile(ctx context.Context, user User, name, language string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE app_user SET name = ?, language = ? WHERE id = ?", name, language, user.ID)
		if err != nil {
			return fmt.Errorf("change user: %w", err)
		}
		return nil
	})
}

// ChangePassword sets a user's password and gives the id of a new session for who did it. All others end.
func (d *DB) ChangePassword(ctx context.Context, now time.Time, user User, password string) (session string, err error) {
	if err := CheckPassword(password); err != nil {
		return "", err
	}
	hash := hashPassword(password)
	err = d.Write(ctx, func(tx *sql.Tx) error {
		if err := setPassword(ctx, tx, now, user, hash, ""); err != nil {
			return err
		}
		session, err = startSession(ctx, tx, now, user.ID)
		return err
	})
	return session, err
}
