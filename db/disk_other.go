//go:build !unix

package db

import "os"

// writable and freeSpace know nothing of this system: SQLite itself will say when it cannot write.
func writable(string) error { return nil }

func freeSpace(string) (bytes uint64, known bool) { return 0, false }

// lockedByOthers and giveTo are for systems whose files have locks and owners of that kind.
func lockedByOthers(string) bool { return false }

func giveTo(string, os.FileInfo) error { return nil }
