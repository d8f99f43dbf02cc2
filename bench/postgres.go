package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver
)

// postgresFolders are where the programs of PostgreSQL 15 may be.
var postgresFolders = []string{"/usr/lib/postgresql/15/bin", "/usr/pgsql-15/bin", "/opt/homebrew/opt/postgresql@15/bin"}

// postgresOptions let it keep everything in memory, wait for no disk, and use both cores. Its compiler of queries takes
// longer than it saves here.
var postgresOptions = []string{
	"shared_buffers=3GB", "work_mem=512MB", "maintenance_work_mem=1GB", "effective_cache_size=12GB", "jit=off",
	"max_parallel_workers_per_gather=2", "max_parallel_workers=4", "min_parallel_table_scan_size=0", "parallel_setup_cost=100",
	"random_page_cost=1.1", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
	"max_wal_size=16GB", "checkpoint_timeout=1h", "autovacuum=off", "listen_addresses=", "logging_collector=off",
	"dynamic_shared_memory_type=mmap",
}

var postgresTypes = map[kind]string{tiny: "smallint", small: "smallint", whole: "integer", large: "bigint", label: "text"}

// postgresIndexes cover what questions read of a table, by the column that their period is about.
var postgresIndexes = []string{
	"CREATE INDEX ON detail (start DESC, conversation_id)",
	"CREATE INDEX ON detail (duration_s DESC NULLS LAST, start DESC, conversation_id)",
}

// server is a PostgreSQL of the bench's own: in a folder of its own, on a socket, as somebody without rights.
type server struct {
	bin, folder string
	as          *syscall.Credential // nil = who runs the bench
	process     *exec.Cmd
	ended       chan error
}

func findPostgres() (string, error) {
	for _, folder := range postgresFolders {
		if _, err := os.Stat(filepath.Join(folder, "postgres")); err == nil {
			return folder, nil
		}
	}
	return "", errMissing{errors.New("PostgreSQL 15 is not installed (Debian: postgresql-15)")}
}

// openPostgres starts PostgreSQL on the star, and loads it first where it is not there.
func openPostgres(ctx context.Context, s *star) (system, error) {
	bin, err := findPostgres()
	if err != nil {
		return nil, err
	}
	p := &server{bin: bin, folder: filepath.Join(s.folder, "postgres")}
	if err := p.choose(); err != nil {
		return nil, err
	}
	err = once(p.folder, func(folder string) error {
		loading := &server{bin: bin, folder: folder, as: p.as}
		if err := loading.fill(ctx, s); err != nil {
			return errors.Join(err, loading.stop())
		}
		return loading.stop()
	})
	if err != nil {
		return nil, fmt.Errorf("load PostgreSQL: %w", err)
	}
	if err := p.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("start PostgreSQL: %w", err), p.stop())
	}
	d, err := sql.Open("pgx", p.address())
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return &rival{
		label: "PostgreSQL", db: d, names: s.names, key: []string{"start", "conversation_id"},
		close:       func() error { return errors.Join(d.Close(), p.stop()) },
		percentiles: aggregated("percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ?)"),
		write: func(ctx context.Context, query string) (string, error) {
			path := filepath.Join(s.scratch, "postgres.csv")
			return path, p.copyOut(ctx, query, path)
		},
	}, nil
}

// choose finds somebody to run the server as: it refuses to run as root.
func (p *server) choose() error {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		p.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return nil
	}
	return errMissing{errors.New("there is no user to run PostgreSQL as")}
}

func (p *server) address() string { return "host=" + p.folder + " user=bench dbname=postgres" }

// command is a program of PostgreSQL, run as the user that was chosen.
func (p *server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(p.bin, name), args...)
	c.Dir = p.folder
	c.SysProcAttr = &syscall.SysProcAttr{Credential: p.as, Pdeathsig: syscall.SIGINT}
	return c
}

func (p *server) start(ctx context.Context) error {
	args := []string{"-D", p.folder, "-k", p.folder}
	for _, o := range postgresOptions {
		args = append(args, "-c", o)
	}
	p.process = p.command("postgres", args...)
	log, err := os.Create(filepath.Join(filepath.Dir(p.folder), "postgres.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	p.process.Stdout, p.process.Stderr = log, log
	started := make(chan error)
	p.ended = make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the server is told when the thread that started it dies, and this one does not
		err := p.process.Start()
		started <- err
		if err == nil {
			p.ended <- p.process.Wait()
		}
	}()
	if err := <-started; err != nil {
		p.process = nil
		return err
	}
	for range 600 {
		c, err := pgx.Connect(ctx, p.address())
		if err == nil {
			return c.Close(ctx)
		}
		select {
		case err := <-p.ended:
			p.process = nil
			return fmt.Errorf("it ended (%w); see %s", err, log.Name())
		case <-time.After(100 * time.Millisecond):
		}
	}
	return errors.New("it does not answer")
}

// stop ends the server, if it runs.
func (p *server) stop() error {
	if p.process == nil {
		return nil
	}
	if err := p.process.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	err := <-p.ended
	p.process = nil
	return err
}

// fill makes a cluster and loads the star into it.
func (p *server) fill(ctx context.Context, s *star) error {
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return err
	}
	if p.as != nil {
		if err := os.Chown(p.folder, int(p.as.Uid), int(p.as.Gid)); err != nil {
			return err
		}
	}
	init := p.command("initdb", "-D", p.folder, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if out, err := init.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	if err := p.start(ctx); err != nil {
		return err
	}
	c, err := pgx.Connect(ctx, p.address())
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	for _, t := range s.tables() {
		if err := loadPostgres(ctx, c, t, s.file(t)); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	statements := []string{
		"CREATE TABLE member AS SELECT n::smallint AS n, 1 << n AS bit FROM generate_series(0, 30) n", "VACUUM (ANALYZE, FREEZE)",
	}
	if s.details {
		statements = append(postgresIndexes, statements...)
	}
	for _, statement := range statements {
		if _, err := c.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// loadPostgres loads a table in the order in which it is asked, with an index that covers all of it by day.
func loadPostgres(ctx context.Context, c *pgx.Conn, t table, path string) error {
	columns := make([]string, len(t.columns))
	for i, column := range t.columns {
		columns[i] = column.name + " " + postgresTypes[column.kind]
	}
	if _, err := c.Exec(ctx, "CREATE TEMPORARY TABLE loading ("+strings.Join(columns, ", ")+")"); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := c.PgConn().CopyFrom(ctx, f, "COPY loading FROM STDIN (FORMAT csv)"); err != nil {
		return err
	}
	statements := []string{
		"CREATE TABLE " + t.name + " AS SELECT * FROM loading ORDER BY " + t.order, "DROP TABLE loading",
	}
	for _, by := range coveringKeys[t.name] {
		statements = append(statements, fmt.Sprintf("CREATE INDEX ON %s (%s) INCLUDE (%s)", t.name, by, others(t, by)))
	}
	for _, statement := range statements {
		if _, err := c.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// coveringKeys are the columns that questions choose a period by, for the databases that have indexes.
var coveringKeys = map[string][]string{
	"conversation": {"day", "closed_day"}, "took_part": {"day"}, "tagged": {"day"}, "reply": {"day"}, "sent": {"day"},
}

// others are a table's columns but for one.
func others(t table, but string) string {
	var names []string
	for _, c := range t.columns {
		if c.name != but {
			names = append(names, c.name)
		}
	}
	return strings.Join(names, ", ")
}

// copyOut writes what a query yields as a CSV file.
func (p *server) copyOut(ctx context.Context, query, path string) error {
	c, err := pgx.Connect(ctx, p.address())
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = c.PgConn().CopyTo(ctx, f, "COPY ("+query+") TO STDOUT (FORMAT csv, HEADER)")
	return errors.Join(err, f.Close())
}
