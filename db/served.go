package db

import (
	"errors"
	"io/fs"
	"os"
)

// A server holds a lock on a file beside the database, so that others can tell that it is there: it follows what they
// change, and keeps the snapshot of the index itself. Nothing depends on it but who does that work. Where there are no
// locks no server is known of, as it is where one was killed and left its file.

// servedFile is the file whose lock a server holds.
func (d *DB) servedFile() string { return d.Path + ".served" }

// Serve lets others know that a server has this database, until it is closed.
func (d *DB) Serve() {
	if !canLock {
		return
	}
	f, err := os.OpenFile(d.servedFile(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return
	}
	if !tryLock(f) { // of another server
		_ = f.Close()
		return
	}
	d.served = f
}

// unserve lets go of the lock.
func (d *DB) unserve() {
	if d.served != nil {
		_ = os.Remove(d.servedFile()) // before others can get it
		_ = d.served.Close()
		d.served = nil
	}
}

// IsServed tells whether a server is known to have this database.
func (d *DB) IsServed() bool {
	f, err := os.OpenFile(d.servedFile(), os.O_RDWR, 0)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist) // it is somebody else's
	}
	defer f.Close()
	return !tryLock(f)
}
