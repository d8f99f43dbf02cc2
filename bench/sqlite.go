package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // registers the driver, the one of the product
)

// sqlitePragmas keep the whole file in memory.
const sqlitePragmas = "?_pragma=cache_size(-2000000)&_pragma=mmap_size(8000000000)&_pragma=temp_store(2)&_pragma=threads(2)"

// patient is the size up to which SQLite is asked for figures: beyond it a single answer takes minutes. Details it finds by
// its indexes in accounts of any size.
const patient = 300_000

// tablesOfSQLite are those that SQLite is asked about.
func (s *star) tablesOfSQLite() []table {
	if s.account.size > patient {
		return []table{detailTable}
	}
	return s.tables()
}

// openSQLite opens the star in the SQLite that the product has, and loads it first where it is not there.
func openSQLite(ctx context.Context, s *star) (system, error) {
	path := filepath.Join(s.folder, "sqlite.db")
	if err := once(path, func(path string) error { return fillSQLite(ctx, path, s) }); err != nil {
		return nil, fmt.Errorf("load SQLite: %w", err)
	}
	d, err := sql.Open("sqlite", "file:"+path+sqlitePragmas+"&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(1) // the one whose memory is warm
	r := &rival{
		label: "SQLite", db: d, names: s.names, close: d.Close, key: []string{"start", "conversation_id"}, percentiles: rankPercentiles,
		write: func(ctx context.Context, query string) (string, error) {
			out := filepath.Join(s.scratch, "sqlite.csv")
			return out, shellCSV(ctx, path, query, out)
		},
	}
	r.detailsOnly = s.account.size > patient
	return r, nil
}

// rankPercentiles asks for nearest-rank percentiles: SQLite has none of its own, so rows are numbered.
func rankPercentiles(s *selection, column string) string {
	partition := "PARTITION BY " + s.key
	if s.key == "" {
		partition = ""
	}
	key, _ := s.keyed()
	return fmt.Sprintf(`SELECT k, max(v) FILTER (WHERE r = (c + 1) / 2), max(v) FILTER (WHERE r = (9 * c + 9) / 10)
		FROM (SELECT %[1]s AS k, %[2]s AS v, row_number() OVER (%[3]s ORDER BY %[2]s) AS r, count(*) OVER (%[3]s) AS c
			FROM %[4]s WHERE %[5]s AND %[2]s IS NOT NULL) GROUP BY k`, key, column, partition, s.from, s.where)
}

// shellCSV lets the shell of SQLite write what a query yields.
func shellCSV(ctx context.Context, path, query, out string) error {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		return errMissing{errors.New("the sqlite3 shell is not installed (Debian: sqlite3)")}
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	defer f.Close()
	c := exec.CommandContext(ctx, shell, "-csv", "-header", path, query)
	c.Stdout, c.Stderr = f, os.Stderr
	return c.Run()
}

// errMissing is the failure of a rival that is not there: it is left out, and nothing is wrong.
type errMissing struct{ error }

func fillSQLite(ctx context.Context, path string, s *star) (err error) {
	d, err := sql.Open("sqlite", "file:"+path+sqlitePragmas+"&_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	d.SetMaxOpenConns(1)
	for _, t := range s.tablesOfSQLite() {
		if err := loadSQLite(ctx, d, t, s.file(t)); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	statements := []string{
		"CREATE TABLE member (n INTEGER PRIMARY KEY, bit INTEGER)",
		"INSERT INTO member WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM r WHERE n < 30) SELECT n, 1 << n FROM r",
	}
	if s.details {
		statements = append(statements, "CREATE INDEX detail_start ON detail (start DESC, conversation_id)",
			"CREATE INDEX detail_duration ON detail (duration_s DESC, start DESC, conversation_id)")
	}
	for _, statement := range append(statements, "ANALYZE") {
		if _, err := d.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// loadSQLite loads a table and makes its covering indexes. Details lie in the order in which they are read.
func loadSQLite(ctx context.Context, d *sql.DB, t table, path string) error {
	columns := make([]string, len(t.columns))
	for i, c := range t.columns {
		columns[i] = c.name + " INTEGER"
		if c.kind == label {
			columns[i] = c.name + " TEXT"
		}
	}
	create := "CREATE TABLE " + t.name + " (" + strings.Join(columns, ", ")
	if t.name == detailTable.name {
		create += ", PRIMARY KEY (" + t.order + ")) WITHOUT ROWID"
	} else {
		create += ")"
	}
	if _, err := d.ExecContext(ctx, create); err != nil {
		return err
	}
	if err := insertFile(ctx, d, t, path); err != nil {
		return err
	}
	for _, by := range coveringKeys[t.name] {
		statement := fmt.Sprintf("CREATE INDEX %[1]s_%[2]s ON %[1]s (%[2]s, %[3]s)", t.name, by, others(t, by))
		if _, err := d.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// insertFile inserts the rows of a file; empty cells are NULL.
func insertFile(ctx context.Context, d *sql.DB, t table, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to take back
	marks := strings.TrimSuffix(strings.Repeat("?,", len(t.columns)), ",")
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+t.name+" VALUES ("+marks+")")
	if err != nil {
		return err
	}
	r := csv.NewReader(f)
	r.ReuseRecord = true
	values := make([]any, len(t.columns))
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return tx.Commit()
		}
		if err != nil {
			return err
		}
		for i, cell := range record {
			values[i] = cell
			if cell == "" {
				values[i] = nil
			}
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
}
