package db_test

import (
	"os"
	"path/filepath"
	"testing"

	"relato/db"
)

// TestServed expects a database to be known as served while a server has it, however many it has.
func TestServed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	opened := func() *db.DB {
		d, err := db.Open(t.Context(), path)
		check(t, err)
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
	looks, first, second := opened(), opened(), opened()
	expect := func(served bool, when string) {
		t.Helper()
		if looks.IsServed() != served {
			t.Errorf("%s it is served: %t", when, !served)
		}
	}
	expect(false, "before")
	first.Serve()
	expect(true, "with a server")
	second.Serve()
	check(t, second.Close())
	expect(true, "after another has ended")
	check(t, first.Close())
	expect(false, "afterwards")
	check(t, os.WriteFile(path+".served", nil, 0o600))
	expect(false, "after a server was killed")
}
