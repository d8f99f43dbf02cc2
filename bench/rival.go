package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// rival is a system that speaks SQL through database/sql.
type rival struct {
	label       string
	db          *sql.DB
	names       *names
	percentiles func(s *selection, column string) string                         // the query for a column's two percentiles
	write       func(ctx context.Context, query string) (path string, err error) // as CSV with a header
	close       func() error

	key         []string // the columns that name a row of Details
	detailsOnly bool     // other questions would take too long
}

// errSkipped is the answer to a question that is not put to a rival.
var errSkipped = errMissing{errors.New("this would take minutes")}

func (r *rival) name() string { return r.label }

func (r *rival) Close() error { return r.close() }

func (r *rival) ask(ctx context.Context, q *question) (func() (answer, error), error) {
	switch q.subject {
	case page:
		a, err := r.page(ctx, q)
		return func() (answer, error) { return a, nil }, err
	case file:
		path, err := r.write(ctx, q.fileQuery())
		return func() (answer, error) { return fileAnswer(path) }, err
	}
	if r.detailsOnly {
		return nil, errSkipped
	}
	a := newAnswer()
	for _, s := range q.selections() {
		for _, query := range s.queries(r.percentiles) {
			if err := r.figures(ctx, query, &a); err != nil {
				return nil, fmt.Errorf("%s: %w", query.sql, err)
			}
		}
	}
	if rows := q.shown(r.names); rows != nil {
		a.only(rows)
	}
	return func() (answer, error) { return a, nil }, nil
}

// figures notes what a query says.
func (r *rival) figures(ctx context.Context, q query, a *answer) error {
	rows, err := r.db.QueryContext(ctx, q.sql)
	if err != nil {
		return err
	}
	defer rows.Close()
	var key int64
	values := make([]sql.NullInt64, len(q.names))
	into := []any{&key}
	for i := range values {
		into = append(into, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, v := range values {
			a.set(key, q.names[i], v.Int64)
		}
	}
	return rows.Err()
}

func (r *rival) page(ctx context.Context, q *question) (answer, error) {
	query, total := q.pageQueries(r.key)
	var n int64
	if err := r.db.QueryRowContext(ctx, total).Scan(&n); err != nil {
		return answer{}, err
	}
	a := answer{lines: []string{fmt.Sprint(n)}}
	rows, err := r.db.QueryContext(ctx, query)
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	cells := make([]sql.NullString, len(detailTable.columns)-1)
	into := make([]any, len(cells))
	texts := make([]string, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return answer{}, err
		}
		for i := range cells {
			texts[i] = cells[i].String
		}
		a.lines = append(a.lines, strings.Join(texts, "\t"))
	}
	return a, rows.Err()
}
