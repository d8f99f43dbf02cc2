package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// lower is a function in SQL that makes letters small as Go does: SQLite's own leaves all but A to Z as they are.
const lower = "relato_lower"

func init() {
	sqlite.MustRegisterDeterministicScalarFunction(lower, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		text, _ := args[0].(string)
		return strings.ToLower(text), nil
	})
}

// LogFilter chooses lines of the audit log. Zero values choose all.
type LogFilter struct {
	Who  string // part of the name of who did it, case apart
	Deed Deed
}

// where is the filter's condition and its values.
func (f LogFilter) where() (condition string, args []any) {
	conditions := []string{"1 = 1"}
	if f.Who != "" {
		conditions = append(conditions, "instr("+lower+"(who), ?) > 0")
		args = append(args, strings.ToLower(f.Who))
	}
	if f.Deed != "" {
		conditions = append(conditions, "deed = ?")
		args = append(args, string(f.Deed))
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

// LogPage is a part of the audit log, the newest line first, and how many lines there are.
func (d *DB) LogPage(ctx context.Context, f LogFilter, skip, limit int) (entries []Entry, total int, err error) {
	where, args := f.where()
	if err := d.read.QueryRowContext(ctx, "SELECT count(*) FROM audit"+where, args...).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("count the audit log: %w", err)
	}
	entries, _, err = d.entries(ctx, where+" ORDER BY n DESC LIMIT ? OFFSET ?", append(args, limit, skip))
	return entries, total, err
}

// logPiece is how many lines are read at a time for whoever takes all of them: some hundred KB.
const logPiece = 1000

// EachEntry yields the lines of the audit log, the newest first. It stops at the first error of yield, which may take its
// time: nothing is held meanwhile.
func (d *DB) EachEntry(ctx context.Context, f LogFilter, yield func(*Entry) error) error {
	where, args := f.where()
	for before := int64(math.MaxInt64); ; {
		piece, last, err := d.entries(ctx, where+" AND n < ? ORDER BY n DESC LIMIT ?", append(slices.Clip(args), before, logPiece))
		if err != nil {
			return err
		}
		for i := range piece {
			if err := yield(&piece[i]); err != nil {
				return err
			}
		}
		if len(piece) < logPiece {
			return nil
		}
		before = last
	}
}

// entries are some lines of the audit log, and the number of the last of them.
func (d *DB) entries(ctx context.Context, rest string, args []any) (entries []Entry, last int64, err error) {
	rows, err := d.read.QueryContext(ctx, "SELECT n, at, who, deed, about, detail, address, refused FROM audit"+rest, args...)
	if err != nil {
		return nil, 0, fmt.Errorf("read the audit log: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Entry
		var at int64
		if err := rows.Scan(&last, &at, &e.Who, &e.Deed, &e.About, &e.Detail, &e.Address, &e.Refused); err != nil {
			return nil, 0, fmt.Errorf("read the audit log: %w", err)
		}
		e.At = time.UnixMilli(at)
		entries = append(entries, e)
	}
	return entries, last, rows.Err()
}

// LogOnce writes a line unless the same one, from the same address, was written less than a while ago: programs that ask
// again and again must not bury everything else.
func (d *DB) LogOnce(ctx context.Context, e Entry, while time.Duration) error {
	by := ActorOf(ctx)
	said := func(q querier) (bool, error) {
		var found bool
		err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM audit
			WHERE at > ? AND who = ? AND deed = ? AND about = ? AND detail = ? AND address = ?)`,
			e.At.Add(-while).UnixMilli(), cut(by.Name), string(e.Deed), cut(e.About), cut(e.Detail), cut(by.Address)).Scan(&found)
		if err != nil {
			return false, fmt.Errorf("read the audit log: %w", err)
		}
		return found, nil
	}
	if found, err := said(d.read); found || err != nil { // without waiting for who writes
		return err
	}
	return d.Write(ctx, func(tx *sql.Tx) error {
		if found, err := said(tx); found || err != nil {
			return err
		}
		return audit(ctx, tx, e)
	})
}
