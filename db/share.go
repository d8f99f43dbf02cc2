package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNoShare is about a secret or id that no share has.
var ErrNoShare = errors.New("there is no such share link")

// MaxShare is the longest that a share lasts.
const MaxShare = 366 * 24 * time.Hour

// Share is a link that shows one report to whoever has it. Times are zero where they do not exist.
type Share struct {
	ID, Name  string // the name is for its maker alone
	Maker     string // id of the user; empty = the visitors of a demo
	MakerName string // or e-mail
	MakerRole string // as it is now; empty without a maker
	Mask      string // key of the codes that stand for contacts
	Saved
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // to the hour
	RevokedAt time.Time
}

// MayShare tells whether who has a role may make shares. A share ends with its maker's right to make it.
func MayShare(role string) bool { return role == "admin" || role == "manager" }

// Ended tells why a share shows nothing any more; ShareOpen when it does.
func (s Share) Ended(now time.Time) ShareEnd {
	switch {
	case !s.RevokedAt.IsZero():
		return ShareRevoked
	case !now.Before(s.ExpiresAt):
		return ShareExpired
	case s.Maker != "" && !MayShare(s.MakerRole):
		return ShareOrphaned
	}
	return ShareOpen
}

// ShareEnd is how a share ended.
type ShareEnd uint8

// The ends of a share.
const (
	ShareOpen     ShareEnd = iota // it has not ended
	ShareRevoked                  // somebody ended it
	ShareExpired                  // it was not made for longer
	ShareOrphaned                 // its maker may not share any more
)

// AddShare makes a share and gives the secret of its link, which is not kept. Of the share it takes Name, Maker, Saved
// and ExpiresAt.
func (d *DB) AddShare(ctx context.Context, now time.Time, s Share) (secret string, err error) {
	if s.Name, err = nameOf(s.Name); err != nil {
		return "", err
	}
	if s.ExpiresAt.Before(now) || s.ExpiresAt.Sub(now) > MaxShare {
		return "", fmt.Errorf("a share lasts at most %d days", MaxShare/(24*time.Hour))
	}
	secret = rand.Text() + rand.Text()
	err = d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO share (id, hash, maker, name, report, period, query, mask, created_at, expires_at)
			VALUES (?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?)`, rand.Text(), fingerprint(secret), s.Maker, s.Name,
			s.Report, s.Period, s.Query, rand.Text(), now.UnixMilli(), s.ExpiresAt.UnixMilli())
		if err != nil {
			return fmt.Errorf("add share: %w", err)
		}
		return audit(ctx, tx, s.entry(now, ShareMade))
	})
	return secret, err
}

const shareFields = `SELECT s.id, s.name, coalesce(s.maker, ''), coalesce(nullif(u.name, ''), u.email, ''), coalesce(u.role, ''),
	s.mask, s.report, s.period, s.query, s.created_at, s.expires_at, s.used_at, s.revoked_at
	FROM share s LEFT JOIN app_user u ON u.id = s.maker`

func scanShare(scan func(...any) error) (Share, error) {
	var s Share
	var created, expires int64
	var used, revoked sql.NullInt64
	if err := scan(&s.ID, &s.Name, &s.Maker, &s.MakerName, &s.MakerRole, &s.Mask, &s.Report, &s.Period, &s.Query,
		&created, &expires, &used, &revoked); err != nil {
		return Share{}, fmt.Errorf("read share: %w", err)
	}
	s.CreatedAt, s.ExpiresAt = time.UnixMilli(created), time.UnixMilli(expires)
	s.UsedAt, s.RevokedAt = instant(used), instant(revoked)
	return s, nil
}

// Shares are a user's shares, or with all everybody's, the newest first; those that ended too.
func (d *DB) Shares(ctx context.Context, user string, all bool) ([]Share, error) {
	rows, err := d.read.QueryContext(ctx, shareFields+" WHERE coalesce(s.maker, '') = ? OR ? ORDER BY s.created_at DESC, s.id", user, all)
	if err != nil {
		return nil, fmt.Errorf("read shares: %w", err)
	}
	defer rows.Close()
	var shares []Share
	for rows.Next() {
		s, err := scanShare(rows.Scan)
		if err != nil {
			return nil, err
		}
		shares = append(shares, s)
	}
	return shares, rows.Err()
}

const shareOfSecret = shareFields + " WHERE s.hash = ?"

// ShareBySecret is the share whose link has a secret, also one that ended, else ErrNoShare. stale asks for SawShare.
func (d *DB) ShareBySecret(ctx context.Context, now time.Time, secret string) (s Share, stale bool, err error) {
	s, err = scanShare(d.askRow(ctx, shareOfSecret, fingerprint(secret)).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Share{}, false, ErrNoShare
	}
	return s, now.Sub(s.UsedAt) > seenEvery, err
}

// SawShare notes that somebody opened a share.
func (d *DB) SawShare(ctx context.Context, now time.Time, id string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE share SET used_at = ? WHERE id = ?", now.UnixMilli(), id)
		return err
	})
}

// entry is what the audit log tells of a share: never its secret.
func (s Share) entry(now time.Time, deed Deed) Entry {
	facts := Facts{Report: s.Report, Period: s.Period, Query: s.Query, Until: s.ExpiresAt.UTC().Truncate(time.Second)}
	return Entry{At: now, Deed: deed, About: s.Name, Detail: facts.Detail()}
}

// RevokeShare ends a user's share, or with all anybody's, for good; else it is ErrNoShare.
func (d *DB) RevokeShare(ctx context.Context, now time.Time, user, id string, all bool) error {
	return d.endShare(ctx, user, id, all, func(tx *sql.Tx, s Share) error {
		if !s.RevokedAt.IsZero() {
			return nil
		}
		if _, err := tx.ExecContext(ctx, "UPDATE share SET revoked_at = ? WHERE id = ?", now.UnixMilli(), id); err != nil {
			return fmt.Errorf("revoke share: %w", err)
		}
		return audit(ctx, tx, s.entry(now, ShareEnded))
	})
}

// DeleteShare forgets a user's share, or with all anybody's, and with it the key of its codes; else it is ErrNoShare.
// Its link opens nothing any more.
func (d *DB) DeleteShare(ctx context.Context, now time.Time, user, id string, all bool) error {
	return d.endShare(ctx, user, id, all, func(tx *sql.Tx, s Share) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM share WHERE id = ?", id); err != nil {
			return fmt.Errorf("delete share: %w", err)
		}
		return audit(ctx, tx, s.entry(now, ShareForgotten))
	})
}

// endShare does something to a user's share, or with all to anybody's; else it is ErrNoShare.
func (d *DB) endShare(ctx context.Context, user, id string, all bool, end func(*sql.Tx, Share) error) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		row := tx.QueryRowContext(ctx, shareFields+" WHERE s.id = ? AND (coalesce(s.maker, '') = ? OR ?)", id, user, all)
		s, err := scanShare(row.Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoShare
		}
		if err != nil {
			return err
		}
		return end(tx, s)
	})
}
