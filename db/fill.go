package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"

	"relato/conversation"
	"relato/internal/fault"
)

// Fill appends batches to an empty database as fast as it can: without waiting for the disk, without checking references
// that it makes itself, and with the index of keys made at the end. A crash on the way leaves a database to throw away,
// so it is for what can be made again. While the index is made, meanwhile may already read what was appended; nil does
// nothing.
func (d *DB) Fill(ctx context.Context, now time.Time, batches iter.Seq[[]conversation.Item], meanwhile func() error) error {
	var index string
	err := d.write.QueryRowContext(ctx, "SELECT sql FROM sqlite_master WHERE name = 'event_key'").Scan(&index)
	if err != nil {
		return fmt.Errorf("fill: find the index of keys: %w", err)
	}
	for _, statement := range []string{"PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF", "DROP INDEX event_key"} {
		if _, err := d.write.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("fill: %s: %w", statement, err)
		}
	}
	for items := range batches {
		if _, err := d.Append(ctx, now, items); err != nil {
			return err
		}
	}
	read := make(chan error, 1)
	go func() {
		defer close(read)
		if meanwhile != nil {
			read <- fault.Caught(meanwhile)
		}
	}()
	err = d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, index)
		return err
	})
	if err != nil {
		err = fmt.Errorf("fill: make the index of keys: %w", err)
	}
	if err := errors.Join(err, <-read); err != nil {
		return err
	}
	for _, statement := range []string{"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA shrink_memory"} {
		if _, err := d.write.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("fill: %s: %w", statement, err)
		}
	}
	return nil
}
