package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// watch is a connection of its own that sees whether others have committed anything.
type watch struct {
	mu   sync.Mutex
	conn *sql.Conn
	n    int // how many there were: another connection counts from elsewhere
}

// Version names the state of the whole database, what reports do not depend on included: it is another one after every
// commit of anybody. It means something in this process alone. Reading it costs a few microseconds.
func (d *DB) Version(ctx context.Context) (version string, err error) {
	w := &d.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	ctx = context.WithoutCancel(ctx) // giving up would cost more than the answer, and the connection with it
	if w.conn == nil {
		if w.conn, err = d.read.Conn(ctx); err != nil {
			return "", fmt.Errorf("read version: %w", err)
		}
		w.n++
	}
	var commits int64
	if err := w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&commits); err != nil {
		err = errors.Join(err, w.conn.Close())
		w.conn = nil
		return "", fmt.Errorf("read version: %w", err)
	}
	return fmt.Sprintf("%d.%d", w.n, commits), nil
}

func (w *watch) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return nil
	}
	err := w.conn.Close()
	w.conn = nil
	return err
}
