// Package db keeps an account in SQLite: the events, the conversations they fold to, what is known of agents, contacts
// and channels, and the settings. Only this package knows SQL.
package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"relato/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// oldestSQLite is the first version without a bug that can corrupt a write-ahead log.
const oldestSQLite = "3.51.3"

// readers is the number of connections that read side by side.
const readers = 4

// DB is one account's database. It is safe for concurrent use, also by several processes.
type DB struct {
	Path string
	Key  string // what secrets are sealed with; empty = what is in KeyFile. Set it before the first use

	write *sql.DB // one connection: SQLite has one writer
	read  *sql.DB

	watch   watch
	hot     map[string]*sql.Stmt // the statements of every event, prepared once
	asked   map[string]*sql.Stmt // the queries of every page, likewise, for the connections that read
	seals   seals
	syncs   syncLocks
	served  *os.File     // whose lock says that a server has it; nil = this is none
	settled atomic.Int64 // what the clock said when silent conversations were last closed, in Unix milliseconds
}

// Open opens the database in a file, making it if there is none, and brings its tables up to date.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := creatable(path); err != nil {
		return nil, err
	}
	if foreign(ctx, path) {
		return nil, fmt.Errorf("open database %s: %w; choose another file with --db", path, errForeign)
	}
	d := &DB{Path: path, hot: map[string]*sql.Stmt{}, asked: map[string]*sql.Stmt{}}
	var err error
	if d.write, err = sql.Open("sqlite", dsn(path, "_txlock=immediate&_pragma=cache_size(-16000)")); err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	d.write.SetMaxOpenConns(1)
	if d.read, err = sql.Open("sqlite", dsn(path, "_pragma=query_only(1)")); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), d.Close())
	}
	d.read.SetMaxOpenConns(readers + 1) // and one that watches
	if err := d.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), d.Close())
	}
	return d, nil
}

// creatable tells early and plainly what SQLite would only call "unable to open".
func creatable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open database: %w; choose another file with --db", err)
	}
	return f.Close()
}

// foreign tells whether a file is the database of another program, before anything is written to it. What is wrong with a file
// besides is found by who opens it for good.
func foreign(ctx context.Context, path string) bool {
	d, err := sql.Open("sqlite", fileURI(path)+fmt.Sprintf("?_pragma=busy_timeout(%d)", patience.Milliseconds()))
	if err != nil {
		return false
	}
	defer d.Close()
	var tables, ours int
	err = d.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE name IN ('revision', 'thread', 'event', 'conversation'))
		FROM sqlite_master WHERE type = 'table' AND name <> 'goose_db_version' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`).Scan(&tables, &ours)
	return err == nil && tables > 0 && ours < 4
}

// patience is how long a connection waits for another process to be done with the database.
const patience = 15 * time.Second

// dsn holds the pragmas, so that every connection of a pool has them.
func dsn(path, more string) string {
	return fileURI(path) +
		fmt.Sprintf("?_pragma=busy_timeout(%d)", patience.Milliseconds()) +
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&" + more
}

// connect makes the first connection, and with it the write-ahead log. Of several processes that find a new file without
// one, SQLite refuses all but one at once, whatever the busy timeout, since each would wait for the others: they try again.
func (d *DB) connect(ctx context.Context) error {
	for begun := time.Now(); ; {
		err := d.write.PingContext(ctx)
		var e *sqlite.Error
		if !errors.As(err, &e) || e.Code()&0xff != sqliteBusy || time.Since(begun) > patience {
			return explain(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// prepare connects, checks the engine and runs the migrations.
func (d *DB) prepare(ctx context.Context) error {
	if err := d.connect(ctx); err != nil {
		return err
	}
	version, err := d.SQLiteVersion(ctx)
	if err != nil {
		return err
	}
	if olderVersion(version, oldestSQLite) {
		return fmt.Errorf("SQLite %s may corrupt its log; %s or later is needed", version, oldestSQLite)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, d.write, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if err := migrate(ctx, provider); err != nil {
		return fmt.Errorf("bring tables up to date: %w", err)
	}
	for _, query := range hotQueries {
		if d.hot[query], err = d.write.PrepareContext(ctx, query); err != nil {
			return fmt.Errorf("prepare %q: %w", query, err)
		}
	}
	for _, query := range askedQueries {
		if d.asked[query], err = d.read.PrepareContext(ctx, query); err != nil {
			return fmt.Errorf("prepare %q: %w", query, err)
		}
	}
	return nil
}

// askedQueries are those that pages, programs and syncs ask again and again: to parse one takes several times as long as to
// answer it.
var askedQueries = []string{lastRevision, userOfSession, tokenOfSecret, shareOfSecret, viewsOf, eventsOf}

// ask asks one of askedQueries.
func (d *DB) ask(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.asked[query].QueryContext(ctx, args...)
}

// askRow asks one of askedQueries for a single row.
func (d *DB) askRow(ctx context.Context, query string, args ...any) *sql.Row {
	return d.asked[query].QueryRowContext(ctx, args...)
}

// migrate runs the migrations that a database has not had. Two processes may find the same one missing; then the one that
// comes second fails and looks again, for as long as somebody gets on.
func migrate(ctx context.Context, provider *goose.Provider) error {
	last := int64(-1)
	for {
		version, err := provider.GetDBVersion(ctx)
		if err == nil {
			if err := checkKnown(version); err != nil {
				return err
			}
			_, err = provider.Up(ctx)
		}
		if err == nil || version <= last {
			return err
		}
		last = version
	}
}

// SQLiteVersion is the version of the engine.
func (d *DB) SQLiteVersion(ctx context.Context) (version string, err error) {
	err = d.write.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
	return version, err
}

func olderVersion(version, than string) bool {
	var a, b [3]int
	fmt.Sscanf(version, "%d.%d.%d", &a[0], &a[1], &a[2])
	fmt.Sscanf(than, "%d.%d.%d", &b[0], &b[1], &b[2])
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// Close closes all connections.
func (d *DB) Close() error {
	d.syncs.close()
	d.unserve()
	errs := []error{d.watch.close()}
	for _, pool := range []*sql.DB{d.read, d.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Read is the pool of connections that only read.
func (d *DB) Read() *sql.DB { return d.read }

// Write runs a function in one write transaction, which it commits unless the function fails. A panic of it is a failure.
func (d *DB) Write(ctx context.Context, do func(*sql.Tx) error) error {
	return d.writeOn(ctx, func(tx *sql.Tx, _ *direct) error { return do(tx) })
}

// writeOn is Write for who runs many statements.
func (d *DB) writeOn(ctx context.Context, do func(*sql.Tx, *direct) error) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin to write: %w", explain(err))
	}
	defer conn.Close() // gives it back
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin to write: %w", explain(err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	direct := &direct{ctx: ctx, conn: conn}
	// In a goroutine of its own a panic would end the server; here whoever brought what made it can be told.
	err = fault.Caught(func() error { return do(tx, direct) })
	if closing := direct.close(); err == nil {
		err = closing
	}
	if err != nil {
		return explain(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", explain(err))
	}
	return nil
}

// The codes of SQLite that an operator can do something about.
const (
	sqliteBusy         = 5
	sqliteReadOnly     = 8
	sqliteIO           = 10
	sqliteCorrupt      = 11
	sqliteFull         = 13
	sqliteCantOpen     = 14
	sqliteNotADatabase = 26
)

// explain adds the remedy to errors of the machine.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqliteFull:
		return fmt.Errorf("the disk is full, nothing of this step was written; free some space and run it again: %w", err)
	case sqliteBusy:
		return fmt.Errorf("another process keeps the database locked; try again when it is done: %w", err)
	}
	return err
}
