package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"relato/conversation"
)

// How long what was not understood is kept, and how many bytes of it: beyond that the oldest goes.
const (
	QuarantineLife = 30 * 24 * time.Hour
	maxQuarantine  = 256 << 20
)

// maxReasons is how many parts of a delivery have their reasons kept, maxReason the most bytes of each.
const (
	maxReasons = 20
	maxReason  = 500
)

// ErrNoQuarantined is about a quarantined delivery by its id.
var ErrNoQuarantined = errors.New("there is no such delivery in quarantine")

// Delivery is what one request to a live source brings.
type Delivery struct {
	Source  string    // id
	At      time.Time // when it came
	Path    string    // what followed the source's address
	Body    []byte    // kept if there are Reasons
	Items   []conversation.Item
	Ignored int      // things understood that no report counts
	Reasons []string // why parts of it were not understood; empty = all of it was
	Fetched bool     // we asked for it: it is counted by its sync and is no delivery
}

// Quarantined is a delivery that was not understood, or not all of it.
type Quarantined struct {
	ID         string
	Source     string // id
	ReceivedAt time.Time
	Path       string
	Reasons    []string
	Size       int64 // of the body, in bytes
}

// quarantined is a delivery made ready to be kept.
type quarantined struct {
	Quarantined
	sealed []byte
}

// quarantine makes a delivery ready to be kept.
func (d *DB) quarantine(ctx context.Context, v Delivery) (*quarantined, error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\n%s\n", v.Source, v.Path)
	hash.Write(v.Body)
	q := &quarantined{Quarantined: Quarantined{
		ID: hex.EncodeToString(hash.Sum(nil)[:16]), Source: v.Source, ReceivedAt: v.At, Path: v.Path,
		Reasons: shortReasons(v.Reasons), Size: int64(len(v.Body)),
	}}
	var err error
	q.sealed, err = d.seal(ctx, "quarantine "+q.ID, v.Body)
	return q, err
}

// shortReasons keeps reasons to lines that are not too many and not too long.
func shortReasons(reasons []string) []string {
	short := make([]string, 0, min(len(reasons), maxReasons+1))
	for i, reason := range reasons {
		if i == maxReasons {
			return append(short, fmt.Sprintf("and %d more", len(reasons)-maxReasons))
		}
		if len(reason) > maxReason {
			reason = reason[:maxReason] + "…"
		}
		short = append(short, strings.ToValidUTF8(strings.NewReplacer("\n", " ", "\x00", "").Replace(reason), "�"))
	}
	return short
}

// keep puts a delivery in quarantine, unless it is there. A known reason is replaced by the one of now.
func (q *quarantined) keep(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO quarantine (id, source, received_at, path, reason, size, sealed)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET reason = excluded.reason WHERE reason <> excluded.reason`,
		q.ID, q.Source, q.ReceivedAt.UnixMilli(), q.Path, strings.Join(q.Reasons, "\n"), q.Size, q.sealed)
	if err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	return nil
}

// trimQuarantine removes the oldest deliveries beyond a number of bytes.
func trimQuarantine(ctx context.Context, tx *sql.Tx, most int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM quarantine WHERE id IN (SELECT id FROM (
		SELECT id, sum(size) OVER (ORDER BY received_at DESC, id) AS kept FROM quarantine) q WHERE kept > ?)`, most)
	if err != nil {
		return fmt.Errorf("trim quarantine: %w", err)
	}
	return nil
}

// ForgetQuarantined removes what has been in quarantine for QuarantineLife, and says how many deliveries that were.
func (d *DB) ForgetQuarantined(ctx context.Context, now time.Time) (forgotten int64, err error) {
	before := now.Add(-QuarantineLife).UnixMilli()
	var due bool
	err = d.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM quarantine WHERE received_at < ?)", before).Scan(&due)
	if err != nil {
		return 0, fmt.Errorf("read quarantine: %w", err)
	}
	if !due {
		return 0, nil
	}
	err = d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM quarantine WHERE received_at < ?", before)
		if err != nil {
			return fmt.Errorf("forget quarantine: %w", err)
		}
		forgotten, err = result.RowsAffected()
		return err
	})
	return forgotten, err
}

// Quarantine lists deliveries of a source in quarantine, the latest first, at most so many; an empty source is all.
func (d *DB) Quarantine(ctx context.Context, source string, most int) ([]Quarantined, error) {
	rows, err := d.read.QueryContext(ctx, "SELECT "+quarantineFields+` FROM quarantine
		WHERE ?1 = '' OR source = ?1 ORDER BY received_at DESC, id LIMIT ?2`, source, most)
	if err != nil {
		return nil, fmt.Errorf("read quarantine: %w", err)
	}
	defer rows.Close()
	var all []Quarantined
	for rows.Next() {
		q, err := scanQuarantined(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, rows.Err()
}

// QuarantinedIDs are the ids of all deliveries in quarantine, the oldest first.
func (d *DB) QuarantinedIDs(ctx context.Context) ([]string, error) {
	return column[string](ctx, d.read, "SELECT id FROM quarantine ORDER BY received_at, id")
}

// Quarantined is a delivery in quarantine with its body as it came; else ErrNoQuarantined.
func (d *DB) Quarantined(ctx context.Context, id string) (q Quarantined, body []byte, err error) {
	var sealed []byte
	row := d.read.QueryRowContext(ctx, "SELECT "+quarantineFields+", sealed FROM quarantine WHERE id = ?", id)
	q, err = scanQuarantined(row.Scan, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return q, nil, ErrNoQuarantined
	}
	if err != nil {
		return q, nil, err
	}
	if body, err = d.unseal("quarantine "+id, sealed); err != nil {
		return q, nil, fmt.Errorf("delivery %s in quarantine: %w", id, err)
	}
	return q, body, nil
}

const quarantineFields = "id, source, received_at, path, reason, size"

func scanQuarantined(scan func(...any) error, more ...any) (q Quarantined, err error) {
	var received int64
	var reasons string
	if err = scan(append([]any{&q.ID, &q.Source, &received, &q.Path, &reasons, &q.Size}, more...)...); err != nil {
		return q, fmt.Errorf("read quarantine: %w", err)
	}
	q.ReceivedAt, q.Reasons = time.UnixMilli(received), strings.Split(reasons, "\n")
	return q, nil
}

// Replay stores what a delivery in quarantine was understood to bring this time, and lets it go if that was all of it. What it
// still cannot bring, and why, is left; what cannot be stored is.
func (d *DB) Replay(ctx context.Context, now time.Time, id string, v Delivery) (done Appended, left []string, err error) {
	err = d.Write(ctx, func(tx *sql.Tx) error {
		if done, err = d.AppendTx(ctx, tx, now, v.Items); err != nil {
			return err
		}
		if _, err = tx.ExecContext(ctx, "UPDATE source SET events = events + ? WHERE id = ?", done.New, v.Source); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		if len(v.Reasons) == 0 {
			_, err = tx.ExecContext(ctx, "DELETE FROM quarantine WHERE id = ?", id)
		} else {
			_, err = tx.ExecContext(ctx, "UPDATE quarantine SET reason = ? WHERE id = ?", strings.Join(shortReasons(v.Reasons), "\n"), id)
		}
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		return nil
	})
	if err != nil && len(v.Items) > 0 && ctx.Err() == nil && !passes(err) {
		v.Items, v.Reasons = nil, append(v.Reasons, cannotBeStored(err))
		return d.Replay(ctx, now, id, v)
	}
	return done, v.Reasons, err
}
