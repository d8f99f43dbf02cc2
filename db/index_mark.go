package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// IndexFile is where a server keeps a snapshot of the reports' index: beside the database, which it is made from, and in
// no backup.
func (d *DB) IndexFile() string { return d.Path + indexFile }

// indexFile is what the name of the database is followed by.
const indexFile = ".index"

// keptMarks is how many marks of snapshots are kept: the last one's, that of the one before, in case the last did not get
// its name, and those of another process.
const keptMarks = 4

// MarkIndex writes down that a snapshot of the index says what the database said at a revision. It is called before the
// snapshot gets its name.
func (d *DB) MarkIndex(ctx context.Context, now time.Time, mark string, revision int64) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		for _, s := range []struct {
			query string
			args  []any
		}{
			{"INSERT INTO index_mark (mark, revision, made_at) VALUES (?, ?, ?)", []any{mark, revision, now.UnixMilli()}},
			{`DELETE FROM index_mark WHERE mark NOT IN
				(SELECT mark FROM index_mark ORDER BY revision DESC, made_at DESC, mark LIMIT ?)`, []any{keptMarks}},
		} {
			if _, err := tx.ExecContext(ctx, s.query, s.args...); err != nil {
				return fmt.Errorf("write the mark of the index: %w", err)
			}
		}
		return nil
	})
}

// ErrStrangeIndex says that a snapshot of the index was not made from this database as it is.
var ErrStrangeIndex = errors.New("it was not made from this database, or from what a backup has replaced since")

// MarkedIndex is the revision that a snapshot with a mark says all of. It is ErrStrangeIndex when the database has no such
// mark, or has not come to that revision.
func (d *DB) MarkedIndex(ctx context.Context, mark string) (revision int64, err error) {
	err = d.read.QueryRowContext(ctx,
		"SELECT m.revision FROM index_mark m, revision r WHERE m.mark = ? AND m.revision <= r.n", mark).Scan(&revision)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrStrangeIndex
	}
	if err != nil {
		return 0, fmt.Errorf("read the mark of the index: %w", err)
	}
	return revision, nil
}

// LastMark is the latest revision that the database knows a snapshot of, -1 when it knows of none.
func (d *DB) LastMark(ctx context.Context) (revision int64, err error) {
	err = d.read.QueryRowContext(ctx, "SELECT coalesce(max(revision), -1) FROM index_mark").Scan(&revision)
	if err != nil {
		return 0, fmt.Errorf("read the last mark of the index: %w", err)
	}
	return revision, nil
}

// Changed is how many conversations have come or changed after a revision (-1: all there are).
func (d *DB) Changed(ctx context.Context, since int64) (conversations int64, err error) {
	err = d.read.QueryRowContext(ctx, "SELECT count(*) FROM conversation WHERE revision > ?", since).Scan(&conversations)
	if err != nil {
		return 0, fmt.Errorf("count what has changed: %w", err)
	}
	return conversations, nil
}

// GiveToOwner gives a file beside the database to the database's owner, so that root may do the work of who serves it.
func (d *DB) GiveToOwner(path string) error {
	own, err := os.Stat(d.Path)
	if err == nil {
		err = giveTo(path, own)
	}
	if err != nil {
		return fmt.Errorf("give %s to the owner of the database: %w", path, err)
	}
	return nil
}

// SpareSpace is how many bytes may be written beside the database before its own writes are likely to fail. It is not
// known of every system.
func (d *DB) SpareSpace() (bytes uint64, known bool) {
	free, known := freeSpace(filepath.Dir(d.Path))
	return free - min(free, lowDisk), known
}
