package db

import (
	"io"
	"os"
	"sync"
)

// A run that is killed cannot say that it ended, and whoever comes next would have to wait until it is no more believed to
// live. So a run also holds a lock on a file beside the database, in which its name stands. The system lets go of the lock
// with the process: whoever gets it knows that the run of that name is no more. That is so on one machine, but the
// write-ahead log ties all who use a database to one machine anyway. Where there is no such lock, time alone decides.

// syncLocks are the locks of this process, by the names of the runs.
type syncLocks struct {
	mu   sync.Mutex
	held map[string]*os.File
}

// syncFile is the file whose lock says that a run of a source lives.
func (d *DB) syncFile(source string) string { return d.Path + ".sync-" + source }

// lockSync gets the lock of a source, and the name of the last run that had it and did not end. It is nil where that one
// lives, or where there are no locks.
func (d *DB) lockSync(source string, flags int) (lock *os.File, gone string) {
	for {
		f, err := os.OpenFile(d.syncFile(source), os.O_RDWR|flags, 0o600)
		if err != nil {
			return nil, ""
		}
		if !tryLock(f) {
			_ = f.Close()
			return nil, ""
		}
		name, err := io.ReadAll(io.LimitReader(f, 256))
		if err == nil && d.isSyncFile(source, f) {
			return f, string(name)
		}
		_ = f.Close()
		if err != nil {
			return nil, ""
		}
	}
}

// isSyncFile tells whether a file is still the one that others find: a run that ended may have removed it meanwhile.
func (d *DB) isSyncFile(source string, f *os.File) bool {
	here, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(d.syncFile(source))
	return err == nil && os.SameFile(here, there)
}

// keepLock keeps the lock of a run that began, in whose file its name is written, or lets go of it.
func (d *DB) keepLock(lock *os.File, gone, holder string, begun error) {
	if begun != nil && gone == "" {
		_ = os.Remove(lock.Name()) // it was made for this
	}
	if begun != nil || lock.Truncate(0) != nil || writeAt(lock, holder) != nil {
		_ = lock.Close() // then time alone decides
		return
	}
	d.syncs.mu.Lock()
	defer d.syncs.mu.Unlock()
	if d.syncs.held == nil {
		d.syncs.held = map[string]*os.File{}
	}
	d.syncs.held[holder] = lock
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// unlockSync lets go of the lock of a run that ended.
func (d *DB) unlockSync(holder string) {
	d.syncs.mu.Lock()
	defer d.syncs.mu.Unlock()
	if lock := d.syncs.held[holder]; lock != nil {
		_ = os.Remove(lock.Name()) // before others can get it
		_ = lock.Close()
		delete(d.syncs.held, holder)
	}
}

// close lets go of all locks, of runs that did not end.
func (l *syncLocks) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, lock := range l.held {
		_ = lock.Close()
	}
	clear(l.held)
}

// isGone tells whether the run of a name is known to be no more.
func (d *DB) isGone(source, holder string) bool {
	lock, gone := d.lockSync(source, 0)
	if lock == nil {
		return false
	}
	_ = lock.Close()
	return gone == holder
}
