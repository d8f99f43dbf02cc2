package db

import (
	"context"
	"fmt"
	"os"
	"time"
)

// Stats says how a database is, for those who run it.
type Stats struct {
	Revision   int64
	FileBytes  int64
	LogBytes   int64 // of the log beside the file
	IndexBytes int64 // of the snapshot of the reports' index beside it; 0 = there is none
	Sessions   int   // in use
	Tokens     int   // in use
}

// Stats looks at the database without reading much of it.
func (d *DB) Stats(ctx context.Context, now time.Time) (s Stats, err error) {
	err = d.read.QueryRowContext(ctx, `SELECT (SELECT n FROM revision),
		(SELECT count(*) FROM session WHERE expires_at > ?1 AND seen_at > ?2),
		(SELECT count(*) FROM token WHERE revoked_at IS NULL AND coalesce(expires_at > ?1, true))`,
		now.UnixMilli(), now.Add(-sessionIdle).UnixMilli()).Scan(&s.Revision, &s.Sessions, &s.Tokens)
	if err != nil {
		return s, fmt.Errorf("read statistics: %w", err)
	}
	if file, err := os.Stat(d.Path); err == nil {
		s.FileBytes = file.Size()
	}
	if log, err := os.Stat(d.Path + "-wal"); err == nil {
		s.LogBytes = log.Size()
	}
	if index, err := os.Stat(d.IndexFile()); err == nil {
		s.IndexBytes = index.Size()
	}
	return s, nil
}
