//go:build !unix

package db

// writable and freeSpace know nothing of this system: SQLite itself will say when it cannot write.
func writable(string) error { return nil }

func freeSpace(string) (bytes uint64, known bool) { return 0, false }
