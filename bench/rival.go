package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// rival is a system that speaks SQL through database/sql.
type rival struct {
	label       string
	db          *sql.DB
	names       *names
	percentiles func(column string) string // of a column: two values
	// more asks what the dialect cannot say in a selection's query; nil = nothing is left out.
	more  func(ctx context.Context, s *selection, a *answer) error
	write func(ctx context.Context, query string) (path string, err error) // as CSV with a header
	close func() error
}

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
	a := newAnswer()
	for _, s := range q.selections() {
		if err := r.sel(ctx, &s, &a); err != nil {
			return nil, err
		}
	}
	if rows := q.shown(r.names); rows != nil {
		a.only(rows)
	}
	return func() (answer, error) { return a, nil }, nil
}

// sel asks for one selection.
func (r *rival) sel(ctx context.Context, s *selection, a *answer) error {
	if err := r.figures(ctx, s.query(r.percentiles), s.columnNames(), a); err != nil {
		return err
	}
	if r.more != nil && len(s.lengths) > 0 {
		return r.more(ctx, s, a)
	}
	return nil
}

// figures notes what a query says: a key, then the figures that are named.
func (r *rival) figures(ctx context.Context, query string, names []string, a *answer) error {
	rows, err := r.db.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	var key int64
	values := make([]sql.NullInt64, len(names))
	into := []any{&key}
	for i := range values {
		into = append(into, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
		for i, v := range values {
			a.set(key, names[i], v.Int64)
		}
	}
	return rows.Err()
}

func (r *rival) page(ctx context.Context, q *question) (answer, error) {
	query, total := q.pageQueries()
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
