//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package db

import "os"

// canLock tells whether files have locks here.
const canLock = false

// tryLock never gets a lock here.
func tryLock(*os.File) bool { return false }
