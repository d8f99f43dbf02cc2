package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"relato/conversation"
)

// appender is one append under way.
type appender struct {
	ctx context.Context
	db  *DB
	tx  *sql.Tx
	now time.Time

	direct *direct // of the transaction; nil = there is none

	revision        int64 // what this append stamps on all that it changes
	changed         bool
	inactivityHours int
	refoldSilent    bool // the inactivity setting changed

	aliases bool                // somebody is known by several ids
	persons map[string]struct{} // those of them who are concerned, by the id that they are known by

	threads map[string]*gathered
	order   []string            // ids of threads, as they first came
	known   map[string]struct{} // what references have been made sure of, by table and id
	done    Appended

	statements map[string]*sql.Stmt // of this transaction; they end with it
	plain      []any                // values of events of new threads, not inserted yet
	whole      []any                // likewise
}

func (d *DB) newAppender(ctx context.Context, tx *sql.Tx, now time.Time) (*appender, error) {
	a := &appender{
		// A context that can end costs the driver a goroutine for every statement; appends look at it between threads.
		ctx: context.WithoutCancel(ctx), db: d, tx: tx, now: now,
		persons: map[string]struct{}{}, threads: map[string]*gathered{}, known: map[string]struct{}{}, statements: map[string]*sql.Stmt{},
	}
	if err := a.QueryRowContext(a.ctx, revisionNext).Scan(&a.revision); err != nil {
		return nil, fmt.Errorf("read revision: %w", err)
	}
	s, err := settings(a.ctx, a)
	if err != nil {
		return nil, err
	}
	a.inactivityHours = s.InactivityHours
	return a, nil
}

// finish moves the account to the revision of what changed.
func (a *appender) finish() error {
	if !a.changed {
		return nil
	}
	_, err := a.exec(revisionUpdate, a.revision)
	return err
}

func (a *appender) rules() conversation.Rules {
	return conversation.Rules{Inactivity: time.Duration(a.inactivityHours) * time.Hour, Now: a.now}
}

// store runs a statement that many rows are stored by.
func (a *appender) store(query string, values []any) error {
	if a.direct == nil {
		_, err := a.exec(query, values...)
		return err
	}
	if err := a.direct.exec(query, values); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// exec runs a statement and says how many rows it changed.
func (a *appender) exec(query string, args ...any) (int64, error) {
	s, err := a.prepared(query)
	if err != nil {
		return 0, err
	}
	result, err := s.ExecContext(a.ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("write: %w", err)
	}
	return result.RowsAffected()
}

// QueryContext makes the appender a querier, whose queries are prepared.
func (a *appender) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := a.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext is QueryContext for one row.
func (a *appender) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := a.prepared(query)
	if err != nil {
		return a.tx.QueryRowContext(ctx, query, args...) // which fails for the same reason
	}
	return s.QueryRowContext(ctx, args...)
}

// prepared is a query made ready in this transaction.
func (a *appender) prepared(query string) (*sql.Stmt, error) {
	if s, ok := a.statements[query]; ok {
		return s, nil
	}
	var s *sql.Stmt
	if hot, ok := a.db.hot[query]; ok {
		s = a.tx.StmtContext(a.ctx, hot)
	} else {
		var err error
		if s, err = a.tx.PrepareContext(a.ctx, query); err != nil {
			return nil, fmt.Errorf("prepare %q: %w", query, err)
		}
	}
	a.statements[query] = s
	return s, nil
}

// upsert runs a statement that may change something that reports depend on.
func (a *appender) upsert(query string, args ...any) error {
	rows, err := a.exec(query, args...)
	a.changed = a.changed || rows > 0
	return err
}
