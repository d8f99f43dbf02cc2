package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
)

// ErrInUse says that somebody has the database open.
var ErrInUse = errors.New("somebody has it open")

// Restored says what was put where.
type Restored struct {
	Copied
	Kept string // where the database that was there is now; empty = there was none
}

// Restore puts a copy made by Backup, or any whole database of Relato, in the place of a database. The copy stays as it
// is. What is there is ErrExists, unless it may be replaced; then it is kept beside the new one. Nobody may have it open,
// else it is ErrInUse. A failure leaves everything as it was.
func Restore(ctx context.Context, now time.Time, from, to string, o CopyOptions) (r Restored, err error) {
	if _, err := os.Stat(from); err != nil {
		return r, fmt.Errorf("there is no backup: %w", err)
	}
	if err := free(to, from, o.Overwrite); err != nil {
		return r, err
	}
	copied, part, err := copyBeside(ctx, opener{path: from}, to, o.Progress)
	if _, damaged := Damage(from, err); damaged {
		err = fmt.Errorf("%w; restore another backup", err)
	}
	if err != nil {
		return r, err
	}
	defer os.Remove(part) // it is gone already when all went well
	if err := checkKnown(copied.Version); err != nil {
		return r, fmt.Errorf("%s: %w", from, err)
	}
	kept, err := replace(ctx, part, to, now, o.Overwrite)
	return Restored{copied, kept}, err
}

// replace puts a file in the place of a database, which it keeps under another name.
func replace(ctx context.Context, part, name string, now time.Time, overwrite bool) (kept string, err error) {
	kept = keptName(name, now)
	old, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		// The log of a database that is gone would be read as that of the new one.
		if err := keepLogs(name, kept); err != nil {
			return "", err
		}
		return "", place(part, name, false)
	}
	if err != nil || !overwrite { // it may have come meanwhile
		return "", errors.Join(err, taken(name))
	}
	release, err := seize(ctx, name)
	if err != nil {
		return "", err
	}
	defer release()
	if err := giveTo(part, old); err != nil {
		return "", fmt.Errorf("give the restored database to the owner of %s: %w", name, err)
	}
	if err := keep(name, kept); err != nil {
		return "", err
	}
	if err = keepLogs(name, kept); err == nil {
		err = place(part, name, true)
	}
	if err != nil {
		return "", errors.Join(err, putBack(name, kept))
	}
	return kept, nil
}

// keptName is a free name for a database that is replaced: with a number where another one was in the same second.
func keptName(name string, now time.Time) string {
	kept := name + ".replaced-" + now.UTC().Format("20060102-150405")
	free := kept
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s-%d", kept, n)
	}
}

// keep gives a database a second name, so that there is one under its own name at any moment. Not every disk knows links:
// there it has the other name alone, until another comes in its place or it is put back.
func keep(name, kept string) error {
	switch err := link(name, kept); {
	case errors.Is(err, fs.ErrExist):
		return taken(kept)
	case err != nil:
		return os.Rename(name, kept)
	}
	return nil
}

// putBack gives a database that was kept its name again, and its logs theirs.
func putBack(name, kept string) error {
	if err := os.Rename(kept, name); err != nil {
		return fmt.Errorf("the database is now %s: %w", kept, err)
	}
	// Of one file with both names, renaming makes nothing.
	if err := os.Remove(kept); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return keepLogs(kept, name)
}

// keepLogs lets the logs of a database follow it. They are there only when it was not closed well.
func keepLogs(name, kept string) error {
	for _, log := range []string{"-wal", "-journal"} {
		if err := os.Rename(name+log, kept+log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(name + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// seize brings the log of a database into its file and keeps everybody else out until release is called. It is ErrInUse
// when somebody has the database open. One that is damaged is left as it is.
func seize(ctx context.Context, path string) (release func(), err error) {
	d, err := sql.Open("sqlite", fileURI(path)+"?mode=rw&_pragma=busy_timeout(1000)")
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(1)
	release = func() { _ = d.Close() } // with it goes the lock
	for _, step := range []string{
		"PRAGMA journal_mode = DELETE", // refused while another connection has the log open
		"BEGIN EXCLUSIVE",
	} {
		if _, err = d.ExecContext(ctx, step); err != nil {
			break
		}
	}
	switch {
	case err == nil:
		return release, nil
	case busy(err):
		err = ErrInUse
	case damaged(err) && !lockedByOthers(path):
		return release, nil
	case damaged(err):
		err = ErrInUse
	}
	release()
	return nil, fmt.Errorf("%s: %w; stop relato serve, and whatever else uses it, and try again", path, explain(err))
}

func busy(err error) bool { return hasCode(err, sqliteBusy) }

// damaged tells whether a file is no whole database.
func damaged(err error) bool { return hasCode(err, sqliteCorrupt) || hasCode(err, sqliteNotADatabase) }

func hasCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}

// syncFolder waits until the names in a folder are on disk.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	if err := d.Sync(); err != nil {
		return errors.Join(fmt.Errorf("write folder %s: %w", filepath.Clean(dir), err), d.Close())
	}
	return d.Close()
}
