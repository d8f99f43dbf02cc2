//go:build unix

package db

import (
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// writable tells why files cannot be made in a folder; nil if they can.
func writable(dir string) error { return unix.Access(dir, unix.W_OK) }

// freeSpace is how many bytes this user may still write to a folder's disk.
func freeSpace(dir string) (bytes uint64, known bool) {
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return 0, false
	}
	return uint64(disk.Bavail) * uint64(disk.Bsize), true //nolint:unconvert // the types differ between systems
}

// lockedByOthers tells whether another process holds a lock on a file, as SQLite does while it has one open. Looking
// drops the locks that this process itself has on it.
func lockedByOthers(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart} // of the whole file and beyond
	err = unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock)
	return err == nil && lock.Type != unix.F_UNLCK
}

// giveTo gives a file to the owner of another, so that root may do the work of who owns a database.
func giveTo(path string, other os.FileInfo) error {
	owner, ok := other.Sys().(*syscall.Stat_t)
	if !ok || int(owner.Uid) == os.Getuid() && int(owner.Gid) == os.Getgid() {
		return nil
	}
	return os.Chown(path, int(owner.Uid), int(owner.Gid))
}
