package db_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relato/db"
)

// TestARunThatIsGoneHoldsNobodyUp begins to sync as several processes do: the lock of one that is alive keeps the others out,
// and one whose lock was let go without an end is followed at once.
func TestARunThatIsGoneHoldsNobodyUp(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "a.db")
	process := func() *db.DB {
		t.Helper()
		d, err := db.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	first, second := process(), process()
	defer second.Close()
	s, err := first.AddSource(ctx, noon, db.NewSource{Kind: "chatwoot", Name: "chat"})
	if err != nil {
		t.Fatal(err)
	}
	begin := func(d *db.DB, after time.Duration, holder string, want error) {
		t.Helper()
		if _, err := d.BeginSync(ctx, noon.Add(after), s.ID, holder); !errors.Is(err, want) {
			t.Errorf("%s begins: %v, want %v", holder, err, want)
		}
	}
	runs := func(want bool) {
		t.Helper()
		if now, err := second.SyncOf(ctx, noon, s.ID); err != nil || now.Running != want {
			t.Errorf("it runs: %t %v, want %t", now.Running, err, want)
		}
	}
	begin(first, 0, "one", nil)
	runs(true)
	begin(second, 0, "two", db.ErrSyncing)
	runs(true)
	if err := first.Close(); err != nil { // its locks go as they do with a process that is killed
		t.Fatal(err)
	}
	runs(false)
	begin(second, 0, "two", nil)
	runs(true)
	third := process()
	defer third.Close()
	begin(third, 0, "three", db.ErrSyncing)
	begin(third, time.Hour, "three", nil) // the second lives, and has not said so for long
	runs(true)
	begin(second, 0, "four", db.ErrSyncing)
	if err := third.EndSync(ctx, noon, s.ID, "three", db.SyncCounts{}, time.Time{}, ""); err != nil {
		t.Fatal(err)
	}
	runs(false)
	if err := second.EndSync(ctx, noon, s.ID, "two", db.SyncCounts{}, time.Time{}, ""); err != nil {
		t.Fatal(err)
	}
	begin(third, 0, "five", nil)
	begin(second, 0, "six", db.ErrSyncing)
	if err := third.EndSync(ctx, noon, s.ID, "five", db.SyncCounts{}, time.Time{}, ""); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(path + ".sync*"); err != nil || len(left) > 0 {
		t.Errorf("%v are left, %v", left, err)
	}
	if _, err := second.BeginSync(ctx, noon, "ghost", "seven"); !errors.Is(err, db.ErrNoSource) {
		t.Error(err)
	}
	if _, err := os.Stat(path + ".sync-ghost"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a source that is not there leaves a file: %v", err)
	}
}
