//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package db

import (
	"os"
	"syscall"
)

// canLock tells whether files have locks here.
const canLock = true

// tryLock gets the lock of an open file, unless another open file has it. It is let go when the file is closed, or with the
// process.
func tryLock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
