//go:build cgo && !noduckdb

package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // registers the driver
)

// duckTypes are the narrowest types that hold each kind.
var duckTypes = map[kind]string{tiny: "TINYINT", small: "SMALLINT", whole: "INTEGER", large: "BIGINT", label: "VARCHAR"}

// openDuckDB opens DuckDB on the star, and loads it first where it is not there.
func openDuckDB(ctx context.Context, s *star) (system, error) {
	path := filepath.Join(s.folder, "duckdb.db")
	if err := once(path, func(path string) error { return fillDuckDB(ctx, path, s) }); err != nil {
		return nil, fmt.Errorf("load DuckDB: %w", err)
	}
	d, err := sql.Open("duckdb", path+"?access_mode=read_only")
	if err != nil {
		return nil, err
	}
	return &rival{
		label: "DuckDB", db: d, names: s.names, close: d.Close, key: []string{"rowid"},
		percentiles: aggregated("quantile_disc(?, [0.5, 0.9])"),
		write: func(ctx context.Context, query string) (string, error) {
			out := filepath.Join(s.scratch, "duckdb.csv")
			_, err := d.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO '%s' (FORMAT csv, HEADER)", query, out))
			return out, err
		},
	}, nil
}

// fillDuckDB sorts every table by time, so that a period is a stretch of it.
func fillDuckDB(ctx context.Context, path string, s *star) error {
	d, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	defer d.Close()
	for _, t := range s.tables() {
		types := make([]string, len(t.columns))
		for i, c := range t.columns {
			types[i] = fmt.Sprintf("'%s': '%s'", c.name, duckTypes[c.kind])
		}
		query := fmt.Sprintf("CREATE TABLE %s AS SELECT * FROM read_csv('%s', header = false, delim = ',', quote = '\"', escape = '\"', columns = {%s}) ORDER BY %s",
			t.name, s.file(t), strings.Join(types, ", "), t.order)
		if _, err := d.ExecContext(ctx, query); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	for _, query := range []string{
		"CREATE TABLE member AS SELECT range::TINYINT AS n, (1::BIGINT << range)::INTEGER AS bit FROM range(31)", "CHECKPOINT",
	} {
		if _, err := d.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}
