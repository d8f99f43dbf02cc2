package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"relato/db"
	"relato/internal/chatwoot"
)

// unprepared is what a command says that could not prepare the reports.
const unprepared = "the reports were not prepared"

// preparing runs a command that prepares the reports from so many conversations on.
func preparing(t *testing.T, from int, dir, stdin string, args ...string) output {
	t.Helper()
	c := command(t, dir, args...)
	c.Env = append(c.Env, fmt.Sprint("RELATO_TEST_PREPARE_FROM=", from))
	return finish(t, c, stdin)
}

// talks is a file with a conversation of one message for each number in [from, to).
func talks(from, to int) string {
	var b strings.Builder
	for n := from; n < to; n++ {
		fmt.Fprintf(&b, `{"type":"conversation","id":"t%d","contact":"p%d","events":[{"type":"message","at":"2026-01-02T09:%02d:%02dZ","from":"contact"}]}`+"\n",
			n, n, n/60%60, n%60)
	}
	return b.String()
}

// behind is how many revisions the database is ahead of its snapshot; -1 = there is no snapshot of it.
func behind(t *testing.T, dir string) int64 {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(dir, "relato.db"))
	check(t, err)
	defer d.Close()
	whole, err := os.ReadFile(d.IndexFile())
	if os.IsNotExist(err) {
		return -1
	}
	check(t, err)
	marked, err := d.MarkedIndex(t.Context(), string(whole[len(snapshotLine)+programSize:][:markSize]))
	check(t, err)
	revision, err := d.Revision(t.Context())
	check(t, err)
	return revision - marked
}

// TestImportPreparesTheNextStart imports a company: the command says what it says otherwise, and a server that starts from
// what was prepared has the same reports as one that loads them from the database.
func TestImportPreparesTheNextStart(t *testing.T) {
	dir, _, _ := company(t, 300)
	if n := behind(t, dir); n != -1 {
		t.Fatal("a small import has written a snapshot")
	}
	file, prepared := filepath.Join(dir, "company.ndjson"), t.TempDir()
	o := preparing(t, 300, prepared, "", "import", file)
	if o.code != 0 || o.err != "" || o.out != relato(t, t.TempDir(), "", "import", file).out {
		t.Errorf("exit %d; it says\n%s%s", o.code, o.out, o.err)
	}
	snapshot := filepath.Join(prepared, "relato.db.index")
	if info, err := os.Stat(snapshot); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the snapshot is %v, %v", info, err)
	}
	token := strings.TrimSpace(relato(t, prepared, "", "token", "add", "test").out)
	sameWithout(t, prepared, token, snapshot, fromSnapshot)
}

// TestImportPreparesFromASnapshot imports on top of one, with few conversations and then with many, which follow it.
func TestImportPreparesFromASnapshot(t *testing.T) {
	dir, token, snapshot := company(t, 100)
	served(t, dir, token)
	preparing(t, 20, dir, talks(0, 19), "import", "-").expect(t, 0, "19 events new")
	if n := behind(t, dir); n < 1 {
		t.Errorf("after few conversations it is %d revisions behind", n)
	}
	preparing(t, 20, dir, talks(19, 20), "import", "-").expect(t, 0, "1 events new") // 20 with those before
	if n := behind(t, dir); n != 0 {
		t.Errorf("after many conversations it is %d revisions behind", n)
	}
	preparing(t, 20, dir, talks(20, 39), "import", "-").expect(t, 0, "19 events new") // it has been written since
	if n := behind(t, dir); n < 1 {
		t.Errorf("after few more it is %d revisions behind", n)
	}
	preparing(t, 20, dir, talks(20, 90), "import", "-").expect(t, 0, "51 events new")
	sameWithout(t, dir, token, snapshot, fromSnapshot)
}

// TestImportPreparesAnew puts a snapshot of another program in the way.
func TestImportPreparesAnew(t *testing.T) {
	dir, token, snapshot := company(t, 100)
	served(t, dir, token)
	whole, err := os.ReadFile(snapshot)
	check(t, err)
	whole[len(snapshotLine)]++
	check(t, os.WriteFile(snapshot, whole, 0o600))
	preparing(t, 20, dir, talks(0, 20), "import", "-").expect(t, 0, "20 events new")
	sameWithout(t, dir, token, snapshot, fromSnapshot)
}

// TestRestorePreparesTheNextStart restores a backup of before the last snapshot, which is of another future, and one whose
// tables an earlier version has made, which stay as they are.
func TestRestorePreparesTheNextStart(t *testing.T) {
	dir, token, snapshot := company(t, 100)
	relato(t, dir, "", "backup", "backup.db").expect(t, 0, "checked")
	preparing(t, 20, dir, talks(0, 20), "import", "-").expect(t, 0, "20 events new")
	another, err := os.ReadFile(snapshot)
	check(t, err)
	relato(t, dir, "", "restore", "backup.db", "--force").expect(t, 0, "checked")
	if now, err := os.ReadFile(snapshot); err != nil || !bytes.Equal(now, another) {
		t.Errorf("a small backup is prepared, %v", err)
	}
	preparing(t, 100, dir, "", "restore", "backup.db", "--force").expect(t, 0, "checked")
	if n := behind(t, dir); n != 0 {
		t.Errorf("a large backup has a snapshot %d revisions behind", n)
	}
	sameWithout(t, dir, token, snapshot, fromSnapshot)

	old, err := sql.Open("sqlite", filepath.Join(dir, "backup.db"))
	check(t, err)
	_, err = old.ExecContext(t.Context(), "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
	check(t, errors.Join(err, old.Close()))
	check(t, os.Remove(snapshot))
	preparing(t, 100, dir, "", "restore", "backup.db", "--force").expect(t, 0, "checked")
	if _, err := os.Stat(snapshot); !os.IsNotExist(err) {
		t.Errorf("a backup of an earlier version has a snapshot, %v", err)
	}
}

// TestNothingImportedPreparesNothing also where there would be enough to prepare.
func TestNothingImportedPreparesNothing(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, talks(0, 50), "import", "-").expect(t, 0, "50 events new")
	preparing(t, 20, dir, talks(0, 50), "import", "-").expect(t, 0, "0 events new")
	preparing(t, 20, dir, talks(50, 99)+"{}\n", "import", "--strict", "-").expect(t, 1, "nothing of it was taken")
	if n := behind(t, dir); n != -1 {
		t.Errorf("there is a snapshot, %d revisions behind", n)
	}
	o := preparing(t, 20, dir, talks(50, 51), "import", "no such file", "-")
	o.expect(t, 1, "1 events new") // a file that fails is no other's matter
	if n := behind(t, dir); n != 0 {
		t.Errorf("the snapshot is %d revisions behind: %s", n, o.err)
	}
}

// TestImportCannotPrepare has a folder where the snapshot should be, then a disk with too little space: what was imported
// stays, and the command ends well.
func TestImportCannotPrepare(t *testing.T) {
	for what, dir := range map[string]string{"file exists": t.TempDir(), "too little space": smallDisk(t, 16<<20)} {
		t.Run(what, func(t *testing.T) {
			snapshot := filepath.Join(dir, "relato.db.index")
			if what == "file exists" {
				check(t, os.MkdirAll(filepath.Join(snapshot, "in the way"), 0o700))
			}
			o := preparing(t, 20, dir, talks(0, 50), "import", "-")
			o.expect(t, 0, "50 events new")
			if strings.Count(o.err, "\n") != 1 || !strings.Contains(o.err, unprepared) || !strings.Contains(o.err, what) {
				t.Errorf("it says\n%s", o.err)
			}
			if left, err := filepath.Glob(snapshot + "-*"); err != nil || len(left) > 0 {
				t.Errorf("it leaves %v, %v", left, err)
			}
			relato(t, dir, talks(0, 50), "import", "-").expect(t, 0, "0 events new, 50 already there")
		})
	}
}

// TestStoppedWhilePreparing stops before, and while the reports are loaded.
func TestStoppedWhilePreparing(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, talks(0, snapshotMoved), "import", "-").expect(t, 0, "0 rejected")
	d, err := db.Open(t.Context(), filepath.Join(dir, "relato.db"))
	check(t, err)
	defer d.Close()
	check(t, os.Remove(d.IndexFile())) // it is there, since so many are enough
	for _, after := range []time.Duration{0, 20 * time.Millisecond} {
		ctx, stop := context.WithTimeout(t.Context(), after)
		var said bytes.Buffer
		began := time.Now()
		err := writeSnapshot(ctx, d, time.Now)
		if err == nil {
			t.Errorf("after %s: it was written", after)
		}
		prepareStart(ctx, &console{err: &said, now: time.Now}, d)
		if stop(); !strings.Contains(said.String(), "stopped") || strings.Count(said.String(), "\n") != 1 {
			t.Errorf("after %s it says\n%s", after, &said)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("after %s it took %s more", after, took)
		}
		if left, err := filepath.Glob(d.IndexFile() + "*"); err != nil || len(left) > 0 {
			t.Errorf("after %s it leaves %v, %v", after, left, err)
		}
	}
}

// TestImportLeavesPreparingToAServer while it runs, but not when it was killed.
func TestImportLeavesPreparingToAServer(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, talks(0, 1), "import", "-").expect(t, 0, "1 events new")
	r := serving(t, dir, "serve")
	for began := time.Now(); behind(t, dir) != 0; time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > startUp {
			t.Fatalf("it writes no snapshot:\n%s", &r.errs)
		}
	}
	preparing(t, 20, dir, talks(0, 50), "import", "-").expect(t, 0, "49 events new")
	if n := behind(t, dir); n < 1 {
		t.Errorf("beside a server the snapshot is %d revisions behind", n)
	}
	r.end(t)
	if left, err := filepath.Glob(filepath.Join(dir, "relato.db.*")); err != nil || len(left) != 1 {
		t.Errorf("beside the database are %v, %v", left, err)
	}
	r = serving(t, dir, "serve")
	check(t, r.Process.Kill()) // kill -9
	_ = r.Wait()               // it was killed
	preparing(t, 20, dir, talks(0, 90), "import", "-").expect(t, 0, "40 events new")
	if n := behind(t, dir); n != 0 {
		t.Errorf("after a server was killed the snapshot is %d revisions behind", n)
	}
}

// TestImportAsRoot expects the snapshot to be of whoever has the database, who could not read it else.
func TestImportAsRoot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("this is for root")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "relato.db")
	relato(t, dir, talks(0, 1), "import", "-").expect(t, 0, "1 events new")
	const nobody = 65534
	check(t, os.Chown(path, nobody, nobody))
	preparing(t, 20, dir, talks(0, 50), "import", "-").expect(t, 0, "49 events new")
	info, err := os.Stat(path + ".index")
	check(t, err)
	if uid := info.Sys().(*syscall.Stat_t).Uid; uid != nobody {
		t.Errorf("it belongs to %d", uid)
	}
}

// TestSourceSyncPreparesTheNextStart after a source told very much.
func TestSourceSyncPreparesTheNextStart(t *testing.T) {
	dir := t.TempDir()
	there := httptest.NewServer(&chatwoot.Server{World: chatwootWorld(30), Token: "t0ken"})
	defer there.Close()
	addChatwoot(t, dir, there.URL, "--api-token", "t0ken")
	o := preparing(t, 30, dir, "", "source", "sync", "chat")
	o.expect(t, 0, "30 of them fetched, 105 events new")
	if n := behind(t, dir); n != 0 {
		t.Errorf("the snapshot is %d revisions behind:\n%s", n, o.err)
	}
}
