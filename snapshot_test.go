package main

import (
	"bytes"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What the log says of snapshots.
const (
	fromSnapshot    = "the reports were loaded from their snapshot"
	snapshotUnused  = "the snapshot of the reports is not used"
	snapshotWritten = "a snapshot of the reports was written"
	snapshotFailed  = "no snapshot of the reports was written"
	renewed         = "the reports were loaded anew"
)

// company is a folder with the database of a made-up company, a read token for it, and its snapshot.
func company(t *testing.T, conversations int) (dir, token, snapshot string) {
	t.Helper()
	dir = t.TempDir()
	relato(t, dir, "", "demo", "--conversations", strconv.Itoa(conversations), "--ndjson", "company.ndjson").expect(t, 0, "wrote")
	relato(t, dir, "", "import", "--strict", "company.ndjson").expect(t, 0, " 0 rejected")
	token = strings.TrimSpace(relato(t, dir, "", "token", "add", "test").out)
	return dir, token, filepath.Join(dir, "relato.db.index")
}

// served starts a server, asks it for all reports, and ends it.
func served(t *testing.T, dir, token string) (reports, log string) {
	t.Helper()
	r := serving(t, dir, "serve")
	var all strings.Builder
	for _, path := range []string{"/conversations.csv", "/overview.csv", "/agents.csv", "/tags.csv"} {
		status, body := fetch(r.address + path + "?group=month&from=2023-01-01&token=" + token)
		if status != http.StatusOK {
			t.Fatal(path, status, body)
		}
		all.WriteString(body)
	}
	r.end(t)
	return all.String(), r.errs.String()
}

// sameWithout expects that a server says the same with the snapshot as without it, and that its log says something of
// the snapshot. The snapshot is another one afterwards.
func sameWithout(t *testing.T, dir, token, snapshot, logged string) {
	t.Helper()
	with, log := served(t, dir, token)
	if !strings.Contains(log, logged) {
		t.Errorf("the log does not say that %s:\n%s", logged, log)
	}
	check(t, os.Remove(snapshot))
	without, log := served(t, dir, token)
	if strings.Contains(log, fromSnapshot) || strings.Contains(log, snapshotUnused) {
		t.Errorf("without a snapshot the log says:\n%s", log)
	}
	if with != without {
		t.Errorf("with the snapshot and without it the reports differ: %d and %d bytes", len(with), len(without))
	}
}

// TestServeStartsFromItsSnapshot stops a server and starts it again, with nothing and with much happening in between.
func TestServeStartsFromItsSnapshot(t *testing.T) {
	dir, token, snapshot := company(t, 300)
	first, log := served(t, dir, token)
	if !strings.Contains(log, snapshotWritten) || strings.Contains(log, fromSnapshot) {
		t.Fatalf("the first time the log says:\n%s", log)
	}
	if info, err := os.Stat(snapshot); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the snapshot is %v, %v", info, err)
	}
	again, log := served(t, dir, token)
	if !strings.Contains(log, fromSnapshot) || again != first {
		t.Errorf("the second time the reports have %d bytes instead of %d, and the log says:\n%s", len(again), len(first), log)
	}
	sameWithout(t, dir, token, snapshot, fromSnapshot)

	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")
	relato(t, dir, "", "settings", "set", "timezone", "Asia/Kathmandu").expect(t, 0, "")
	relato(t, dir, "", "settings", "set", "hours", "mon-fri 10:00-11:00").expect(t, 0, "")
	relato(t, dir, "", "settings", "set", "inactivity", "1").expect(t, 0, "")
	sameWithout(t, dir, token, snapshot, fromSnapshot)
	if changed, _ := served(t, dir, token); changed == first {
		t.Error("nothing has changed, which proves nothing")
	}
	relato(t, dir, "", "doctor").expect(t, 0, "is well")
}

// TestServeIgnoresStrangeSnapshots puts a backup in the place of the database, and other things in that of the snapshot.
func TestServeIgnoresStrangeSnapshots(t *testing.T) {
	dir, token, snapshot := company(t, 100)
	served(t, dir, token)
	relato(t, dir, "", "backup", "copy.db").expect(t, 0, "copy.db")
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")
	relato(t, dir, "", "restore", "copy.db", "--force").expect(t, 0, "restored")
	sameWithout(t, dir, token, snapshot, fromSnapshot) // it is of before the backup

	relato(t, dir, "", "backup", "copy.db", "--force").expect(t, 0, "copy.db")
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")
	served(t, dir, token)
	relato(t, dir, "", "restore", "copy.db", "--db", "other.db").expect(t, 0, "restored")
	check(t, os.Rename(filepath.Join(dir, "other.db"), filepath.Join(dir, "relato.db")))
	// As many changes, of something else.
	relato(t, dir, strings.ReplaceAll(twoConversations, `"id":"c`, `"id":"d`), "import", "-").expect(t, 0, "3 events new")
	sameWithout(t, dir, token, snapshot, "not made from this database")

	for what, damage := range map[string]func(whole []byte) []byte{
		"too short":      func(b []byte) []byte { return b[:20] },
		"something else": func([]byte) []byte { return bytes.Repeat([]byte("something else\n"), 100) },
		"checksum":       func(b []byte) []byte { b[len(b)-1]++; return b },
		"are left":       func(b []byte) []byte { return b[:len(b)-1] },
		"EOF":            func(b []byte) []byte { return b[:len(snapshotLine)+programSize+markSize] },
	} {
		without, _ := served(t, dir, token)
		whole, err := os.ReadFile(snapshot)
		check(t, err)
		check(t, os.WriteFile(snapshot, damage(whole), 0o600))
		with, log := served(t, dir, token)
		if !strings.Contains(log, snapshotUnused) || !strings.Contains(log, what) || with != without {
			t.Errorf("%s: the reports have %d bytes instead of %d, and the log says\n%s", what, len(with), len(without), log)
		}
	}
}

// TestServeBeginsWithAnotherVersionsSnapshot starts a server from what a program of another version wrote: it answers from
// that, loads everything anew, and writes a snapshot of its own then, not before.
func TestServeBeginsWithAnotherVersionsSnapshot(t *testing.T) {
	dir, token, snapshot := company(t, 300)
	first, _ := served(t, dir, token)
	written, err := os.ReadFile(snapshot)
	check(t, err)
	others := bytes.Clone(written)
	others[len(snapshotLine)]++
	check(t, os.WriteFile(snapshot, others, 0o600))
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")

	r := serving(t, dir, "serve")
	r.await(t, renewed)
	r.await(t, snapshotWritten)
	status, after := fetch(r.address + "/conversations.csv?from=2023-01-01&token=" + token)
	r.end(t)
	if log := r.errs.String(); status != http.StatusOK || !strings.Contains(log, fromSnapshot) || strings.Count(log, snapshotWritten) != 1 {
		t.Errorf("%d; the log says\n%s", status, log)
	}
	if now, err := os.ReadFile(snapshot); err != nil || !bytes.Equal(now[:len(snapshotLine)+programSize], written[:len(snapshotLine)+programSize]) {
		t.Errorf("what was written then is of another program: %v", err)
	}
	if strings.Count(after, "\n") <= strings.Count(first[:strings.Index(first, "period_start")], "\n") {
		t.Error("what was imported since is not there")
	}
	sameWithout(t, dir, token, snapshot, fromSnapshot)
}

// TestKilledWhileASnapshotIsWritten kills servers as soon as they write, and expects the next to start.
func TestKilledWhileASnapshotIsWritten(t *testing.T) {
	dir, token, snapshot := company(t, 3000)
	first, _ := served(t, dir, token)
	parts := func() (names []string) {
		names, err := filepath.Glob(snapshot + "-*.part")
		check(t, err)
		return names
	}
	for tries := 0; len(parts()) == 0; tries++ {
		if tries > 40 {
			t.Skip("it is always done before it can be killed")
		}
		if err := os.Remove(snapshot); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		r := serving(t, dir, "serve")
		for began := time.Now(); len(parts()) == 0 && time.Since(began) < time.Second && !strings.Contains(r.errs.String(), snapshotWritten); {
			time.Sleep(100 * time.Microsecond)
		}
		check(t, r.Process.Kill()) // kill -9
		_ = r.Wait()               // it was killed
	}
	left := parts()[0]
	if again, _ := served(t, dir, token); again != first {
		t.Error("the reports differ")
	}
	old := time.Now().Add(-time.Hour)
	check(t, os.Chtimes(left, old, old))
	check(t, os.Remove(snapshot))
	if again, log := served(t, dir, token); again != first || !strings.Contains(log, snapshotWritten) {
		t.Errorf("the log says\n%s", log)
	}
	if len(parts()) > 0 {
		t.Errorf("what was begun is still there: %v", parts())
	}
	if again, log := served(t, dir, token); again != first || !strings.Contains(log, fromSnapshot) {
		t.Errorf("the log says\n%s", log)
	}
}

// TestServeWithoutPlaceForASnapshot puts a folder where the snapshot should be.
func TestServeWithoutPlaceForASnapshot(t *testing.T) {
	dir, token, snapshot := company(t, 50)
	check(t, os.MkdirAll(filepath.Join(snapshot, "in the way"), 0o700))
	first, log := served(t, dir, token)
	if again, _ := served(t, dir, token); again != first || !strings.Contains(log, snapshotFailed) {
		t.Errorf("the log says\n%s", log)
	}
	if left, err := filepath.Glob(snapshot + "-*"); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, %v", left, err)
	}
}

// TestServeIgnoresAnOutdatedSnapshot imports more than there was, so that loading all of it is quicker.
func TestServeIgnoresAnOutdatedSnapshot(t *testing.T) {
	dir, token, snapshot := company(t, 50)
	served(t, dir, token)
	relato(t, dir, talks(0, snapshotMoved-100), "import", "-").expect(t, 0, " 0 rejected")
	whole, err := os.ReadFile(snapshot)
	check(t, err)
	sameWithout(t, dir, token, snapshot, fromSnapshot) // few conversations are followed, whatever share they are
	check(t, os.WriteFile(snapshot, whole, 0o600))
	preparing(t, math.MaxInt32, dir, talks(snapshotMoved-100, snapshotMoved), "import", "-").expect(t, 0, " 0 rejected")
	sameWithout(t, dir, token, snapshot, "more than half of the conversations have come or changed since")
}
