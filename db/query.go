package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// querier is a pool, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// column reads the one column of a query.
func column[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	defer rows.Close()
	var values []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		values = append(values, v)
	}
	return values, rows.Err()
}

// orNone is an error of its own when a statement changed nothing.
func orNone(result sql.Result, err error, what string, none error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows == 0 {
		return errors.Join(err, none)
	}
	return nil
}
