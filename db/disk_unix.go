//go:build unix

package db

import "golang.org/x/sys/unix"

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
