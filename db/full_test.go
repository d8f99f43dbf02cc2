package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// TestFullDisk fills the database up: the append fails as a whole with what to do, and the next one works when there is
// room again. A page limit makes SQLite fail as a full disk does.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	d, err := Open(ctx, filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	line := func(n int) conversation.ThreadEvents {
		t := conversation.ThreadEvents{Thread: conversation.Thread{ID: fmt.Sprint("c", n)}}
		for i := range 1000 {
			t.Events = append(t.Events, conversation.Event{
				Key: strings.Repeat("k", 200) + fmt.Sprint(i), Kind: conversation.Message, At: now.UnixMilli() - int64(i), From: conversation.FromContact,
			})
		}
		return t
	}
	if _, err := d.Append(ctx, now, []conversation.Item{line(1)}); err != nil {
		t.Fatal(err)
	}
	before := count(t, d.read)
	var pages int
	if err := d.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := d.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+20)); err != nil {
		t.Fatal(err)
	}
	_, err = d.Append(ctx, now, []conversation.Item{line(2)})
	if err == nil || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("%v", err)
	}
	if after := count(t, d.read); after != before {
		t.Errorf("%d events before, %d after the failure", before, after)
	}
	if _, err := d.write.Exec("PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if done, err := d.Append(ctx, now, []conversation.Item{line(2)}); err != nil || done.New != 1000 {
		t.Errorf("%+v, %v", done, err)
	}
}

func count(t *testing.T, q *sql.DB) (n int) {
	t.Helper()
	if err := q.QueryRow("SELECT count(*) FROM event").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	_, err := Open(context.Background(), filepath.Join(t.TempDir(), "no", "such", "folder.db"))
	if err == nil || !strings.Contains(err.Error(), "--db") {
		t.Errorf("%v", err)
	}
}

// TestOpenLeavesOtherDatabasesAlone opens a database of another program, and expects not a byte of it to change.
func TestOpenLeavesOtherDatabasesAlone(t *testing.T) {
	for _, tables := range []string{"CREATE TABLE a(b)", "CREATE TABLE contact(b); CREATE TABLE event(x)", "CREATE TABLE goose_db_version(n); CREATE TABLE a(b)"} {
		path := filepath.Join(t.TempDir(), "other.db")
		other, err := sql.Open("sqlite", fileURI(path))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Exec(tables); err != nil {
			t.Fatal(err)
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), path); !errors.Is(err, errForeign) || !strings.Contains(err.Error(), "--db") {
			t.Errorf("%s: %v", tables, err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
			t.Errorf("%s: the file was changed (%v)", tables, err)
		}
		if left, err := filepath.Glob(path + "*"); err != nil || len(left) != 1 {
			t.Errorf("%s: there is %v", tables, left)
		}
	}
}

func TestOlderVersion(t *testing.T) {
	for version, older := range map[string]bool{"3.51.2": true, "3.51.3": false, "3.52.0": false, "3.9.9": true, "4.0.0": false} {
		if olderVersion(version, oldestSQLite) != older {
			t.Error(version)
		}
	}
}
