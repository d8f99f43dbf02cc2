package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// Copied says what a copy of a database holds.
type Copied struct {
	Bytes         int64
	Version       int64 // of the tables
	Conversations int64
}

// Current tells whether the tables are as this version of Relato makes them.
func (c Copied) Current() bool { return c.Version == knownVersion() }

// CopyOptions are what the copying of a database may be told.
type CopyOptions struct {
	Overwrite bool                    // replace what is at the new place
	Progress  func(done, total int64) // bytes; nil = nobody looks
}

// ErrExists says that there is something already where a copy should go.
var ErrExists = errors.New("there is a file of this name already")

// Backup copies a database, which may be in use, to a new file: all that was committed at one moment, and nothing else.
// Writers go on meanwhile. The copy is whole, checked and on disk before it gets its name; a failure leaves no trace of it.
// It is ErrExists when there is a file already and Overwrite is not set.
func Backup(ctx context.Context, from, to string, o CopyOptions) (Copied, error) {
	if _, err := os.Stat(from); err != nil {
		return Copied{}, fmt.Errorf("there is no database: %w; say where it is with --db", err)
	}
	if err := free(to, from, o.Overwrite); err != nil {
		return Copied{}, err
	}
	copied, part, err := copyBeside(ctx, opener{path: from, inUse: true}, to, o.Progress)
	if _, damaged := Damage(from, err); damaged {
		err = fmt.Errorf("%w; what to do says: relato doctor --db %s", err, ShellWord(from))
	}
	if err != nil {
		return Copied{}, err
	}
	defer os.Remove(part) // it is gone already when all went well
	return copied, place(part, to, o.Overwrite)
}

// free tells why a copy cannot get a name, before the work is done.
func free(name, from string, overwrite bool) error {
	there, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !there.Mode().IsRegular():
		return fmt.Errorf("%s is no file; name one that can be written", name)
	}
	if source, err := os.Stat(from); err == nil && os.SameFile(source, there) {
		return fmt.Errorf("%s is the file that should be copied; name another one", name)
	}
	if !overwrite {
		return taken(name)
	}
	return nil
}

func taken(name string) error {
	return fmt.Errorf("%s: %w; choose another name, or replace it with --force", name, ErrExists)
}

// copyBeside copies a database to a file without a lasting name in the folder of another, and checks it there.
func copyBeside(ctx context.Context, from opener, beside string, progress func(done, total int64)) (c Copied, part string, err error) {
	removeParts(filepath.Dir(beside))
	f, err := os.CreateTemp(filepath.Dir(beside), partBegin+"*"+partEnd) // for its owner alone
	if err != nil {
		return c, "", fmt.Errorf("%s cannot be written: %w", beside, err)
	}
	part = f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	if err := f.Close(); err != nil {
		return c, part, err
	}
	if c, err = snapshot(ctx, from, part, progress); err != nil {
		return c, part, fmt.Errorf("copy %s: %w", from.path, explain(err))
	}
	if err := checkCopy(ctx, part); err != nil {
		return c, part, fmt.Errorf("the copy of %s was not kept: %w", from.path, err)
	}
	if c.Bytes, err = flush(part); err != nil {
		return c, part, fmt.Errorf("copy %s: %w", from.path, err)
	}
	return c, part, nil
}

// The file of a copy that has no lasting name yet. One that nobody has written for so long was left by a copy that was killed.
const (
	partBegin, partEnd = ".relato-", ".part"
	partLife           = 24 * time.Hour
)

// removeParts removes what was left in a folder: each such file is as large as a database.
func removeParts(dir string) {
	files, _ := os.ReadDir(dir) // whoever cannot read it may still write a copy
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), partBegin) || !strings.HasSuffix(f.Name(), partEnd) {
			continue
		}
		if info, err := f.Info(); err == nil && time.Since(info.ModTime()) > partLife {
			_ = os.Remove(filepath.Join(dir, f.Name())) // else next time
		}
	}
}

// stepPages are the pages that are copied between two looks at whether the work was given up.
const stepPages = 2048

// snapshot copies a database page by page, as of the moment at which it begins. VACUUM INTO makes a file that is a tenth
// smaller, but takes four times as long, in which the log of a busy server cannot be brought into its database.
func snapshot(ctx context.Context, from opener, to string, progress func(done, total int64)) (c Copied, err error) {
	source, err := sql.Open("sqlite", from.uri())
	if err != nil {
		return c, err
	}
	defer source.Close()
	conn, err := source.Conn(ctx)
	if err != nil {
		return c, err
	}
	defer conn.Close()
	// One read transaction around all steps: without it, each commit of others would start the copy again.
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return c, err
	}
	if c, err = identify(ctx, conn); err != nil {
		return c, err
	}
	var pageSize int64
	if err := conn.QueryRowContext(ctx, "PRAGMA page_size").Scan(&pageSize); err != nil {
		return c, err
	}
	return c, conn.Raw(func(driver any) (err error) {
		b, err := driver.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		}).NewBackup(fileURI(to))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, b.Finish()) }()
		for more := true; more; {
			if err := ctx.Err(); err != nil {
				return err
			}
			if more, err = b.Step(stepPages); err != nil {
				return err
			}
			if progress != nil {
				total := int64(b.PageCount())
				progress((total-int64(b.Remaining()))*pageSize, total*pageSize)
			}
		}
		return nil
	})
}

// errForeign says that a file is a database, but not one of ours.
var errForeign = errors.New("this is a database, but not one of Relato")

// identify tells which database one is.
func identify(ctx context.Context, q querier) (c Copied, err error) {
	var ours int
	err = q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master
		WHERE type = 'table' AND name IN ('goose_db_version', 'revision', 'thread', 'event', 'conversation')`).Scan(&ours)
	switch {
	case err != nil && damaged(err):
		return c, fmt.Errorf("this is no database, or only a part of one: %w", err)
	case err != nil:
		return c, err
	case ours != 5:
		return c, errForeign
	}
	if c.Version, err = tablesVersion(ctx, q); err != nil {
		return c, err
	}
	err = q.QueryRowContext(ctx, "SELECT count(*) FROM conversation").Scan(&c.Conversations)
	return c, err
}

// tablesVersion is the last migration that a database has had.
func tablesVersion(ctx context.Context, q querier) (version int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read the version of the tables: %w", err)
	}
	return version, nil
}

// checkKnown refuses tables that a later version of Relato has made.
func checkKnown(version int64) error {
	if known := knownVersion(); version > known {
		return fmt.Errorf("its tables are of version %d, and this Relato knows them up to %d: it was written by a later "+
			"version of Relato; install that one", version, known)
	}
	return nil
}

// knownVersion is the version of the last migration.
func knownVersion() (version int64) {
	files, _ := fs.Glob(migrations, "migrations/*.sql") // the pattern is good
	for _, name := range files {
		number, _, _ := strings.Cut(path.Base(name), "_")
		n, _ := strconv.ParseInt(number, 10, 64) // goose refuses what is no number
		version = max(version, n)
	}
	return version
}

// checkCopy lets SQLite read every page of a file that nobody else knows of.
func checkCopy(ctx context.Context, path string) error {
	d, err := sql.Open("sqlite", fileURI(path)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer d.Close()
	for _, pragma := range []string{"PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"} {
		lines, err := (&DB{read: d}).lines(ctx, pragma)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if line != "ok" {
				return fmt.Errorf("%w: %s", errDamaged, line)
			}
		}
	}
	return nil
}

// flush waits until a file is on disk, and says how long it is.
func flush(path string) (bytes int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	if err := f.Sync(); err != nil {
		return 0, errors.Join(err, f.Close())
	}
	info, err := f.Stat()
	if err != nil {
		return 0, errors.Join(err, f.Close())
	}
	return info.Size(), f.Close()
}

var link = os.Link // in tests also that of disks which know no links

// place gives a file its name in the same folder, at once and for good. Nothing of that name is lost that came meanwhile,
// unless it may be.
func place(part, name string, overwrite bool) error {
	if !overwrite {
		err := link(part, name)
		switch {
		case errors.Is(err, fs.ErrExist):
			return taken(name)
		case err == nil:
			return errors.Join(os.Remove(part), syncFolder(filepath.Dir(name)))
		}
		// Not every disk knows links; there, looking has to do.
		if _, err := os.Lstat(name); err == nil {
			return taken(name)
		}
	}
	if err := os.Rename(part, name); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(name))
}

// fileURI names a file to SQLite whatever its name has in it.
func fileURI(path string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
}

// opener is a database to be copied.
type opener struct {
	path  string
	inUse bool // others may be writing it
}

// uri opens it with locks where they are needed. What nobody writes and has no log is opened without: it may lie on a
// disk that cannot be written.
func (o opener) uri() string {
	uri := fileURI(o.path) + "?_pragma=busy_timeout(15000)&_pragma=query_only(1)&mode="
	if _, err := os.Stat(o.path + "-wal"); !o.inUse && errors.Is(err, fs.ErrNotExist) {
		return uri + "ro&immutable=1"
	}
	return uri + "rw"
}
