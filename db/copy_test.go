package db

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"relato/conversation"
)

var copyNow = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// threadEvents is how many events every thread of these tests has: a copy with another number saw half a commit.
const threadEvents = 500

func longThread(n int) conversation.ThreadEvents {
	t := conversation.ThreadEvents{Thread: conversation.Thread{ID: fmt.Sprint("c", n)}}
	for i := range threadEvents {
		t.Events = append(t.Events, conversation.Event{
			Key: strings.Repeat("k", 200) + fmt.Sprint(i), Kind: conversation.Message, At: copyNow.UnixMilli() - int64(i), From: conversation.FromContact,
		})
	}
	return t
}

// withThreads is a database with some threads.
func withThreads(t *testing.T, threads int) *DB {
	t.Helper()
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "a b?.db"))
	must(t, err)
	t.Cleanup(func() { _ = d.Close() })
	for n := range threads {
		_, err := d.Append(t.Context(), copyNow, []conversation.Item{longThread(n)})
		must(t, err)
	}
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// expectThreads opens a database and expects whole threads in it.
func expectThreads(t *testing.T, path string, threads int) {
	t.Helper()
	d, err := Open(t.Context(), path)
	must(t, err)
	defer d.Close()
	if got := count(t, d.read); got != threads*threadEvents {
		t.Errorf("%s has %d events, want %d threads of %d", path, got, threads, threadEvents)
	}
	wrong, err := d.Refolded(t.Context(), copyNow, threads)
	if err != nil || len(wrong) > 0 {
		t.Errorf("%s: conversations %v are not what their events say: %v", path, wrong, err)
	}
}

// folder are the names in a folder that begin with a text.
func folder(t *testing.T, dir, begin string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		if strings.HasPrefix(f.Name(), begin) {
			names = append(names, f.Name())
		}
	}
	return names
}

// TestBackupWhileOthersWrite commits in the middle of a copy: the writer does not wait, and the copy is of the moment at
// which it began.
func TestBackupWhileOthersWrite(t *testing.T) {
	d := withThreads(t, 60)
	to := filepath.Join(t.TempDir(), "copy.db")
	steps := 0
	copied, err := Backup(t.Context(), d.Path, to, CopyOptions{Progress: func(done, total int64) {
		if done < total {
			steps++
			_, err := d.Append(t.Context(), copyNow, []conversation.Item{longThread(1000 + steps)})
			must(t, err)
		}
	}})
	must(t, err)
	if steps == 0 {
		t.Fatal("the copy was made in one step: nothing was written in the middle of it")
	}
	if copied.Conversations != 60 || copied.Version != knownVersion() {
		t.Errorf("%+v", copied)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 || info.Size() != copied.Bytes {
		t.Errorf("%v %v, %+v", info, err, copied)
	}
	if left := folder(t, filepath.Dir(to), ""); len(left) != 1 {
		t.Errorf("it leaves %v", left)
	}
	expectThreads(t, to, 60)
	if got := count(t, d.read); got != (60+steps)*threadEvents {
		t.Errorf("the database has %d events after %d commits during the copy", got, steps)
	}
}

func TestBackupReplacesNothingByItself(t *testing.T) {
	d := withThreads(t, 1)
	to := filepath.Join(t.TempDir(), "copy.db")
	must(t, os.WriteFile(to, []byte("precious"), 0o644))
	if _, err := Backup(t.Context(), d.Path, to, CopyOptions{}); !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), "--force") {
		t.Errorf("%v", err)
	}
	if kept, err := os.ReadFile(to); err != nil || string(kept) != "precious" {
		t.Errorf("%q, %v", kept, err)
	}
	_, err := Backup(t.Context(), d.Path, to, CopyOptions{Overwrite: true})
	must(t, err)
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	expectThreads(t, to, 1)
	if _, err := Backup(t.Context(), d.Path, d.Path, CopyOptions{Overwrite: true}); err == nil {
		t.Error("a database is copied onto itself")
	}
}

// TestBackupThatFailsLeavesNothing gives up, and meets what cannot be copied.
func TestBackupThatFailsLeavesNothing(t *testing.T) {
	d := withThreads(t, 60)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Backup(ctx, d.Path, filepath.Join(dir, "copy.db"), CopyOptions{Progress: func(int64, int64) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	if _, err := Backup(t.Context(), filepath.Join(dir, "none.db"), filepath.Join(dir, "copy.db"), CopyOptions{}); err == nil {
		t.Error("what is not there is copied")
	}
	if left := folder(t, dir, ""); len(left) != 0 {
		t.Errorf("it leaves %v", left)
	}
}

// TestBackupRemovesWhatOthersLeft finds the file of a copy that was killed some day, beside one that may be under way.
func TestBackupRemovesWhatOthersLeft(t *testing.T) {
	d := withThreads(t, 1)
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{".relato-1.part": 25 * time.Hour, ".relato-2.part": time.Hour, ".relato-3": 25 * time.Hour} {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, []byte("left"), 0o600))
		must(t, os.Chtimes(path, time.Time{}, time.Now().Add(-age)))
	}
	_, err := Backup(t.Context(), d.Path, filepath.Join(dir, "copy.db"), CopyOptions{})
	must(t, err)
	if left := folder(t, dir, ""); !slices.Equal(left, []string{".relato-2.part", ".relato-3", "copy.db"}) {
		t.Errorf("there are %v", left)
	}
}

// badBackups are files that must not be restored, and what is said of them.
func badBackups(t *testing.T, good []byte) map[string][]byte {
	newer := withThreads(t, 1)
	_, err := newer.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)", knownVersion()+1)
	must(t, err)
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	f := withThreads(t, 0)
	_, err = f.write.Exec("DROP TABLE revision")
	must(t, err)
	_, err = f.write.Exec("VACUUM INTO ?", foreign)
	must(t, err)
	foreigner, err := os.ReadFile(foreign)
	must(t, err)
	to := filepath.Join(t.TempDir(), "newer.db")
	_, err = Backup(t.Context(), newer.Path, to, CopyOptions{})
	must(t, err)
	later, err := os.ReadFile(to)
	must(t, err)
	torn := bytes.Clone(good)
	for i := len(torn) / 2; i < len(torn)/2+8192; i++ {
		torn[i] = 0xff
	}
	return map[string][]byte{
		"later version": later,
		"not one of":    foreigner,
		"no database":   []byte(strings.Repeat("not a database at all\n", 1000)),
		"damaged":       torn,
	}
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	d := withThreads(t, 3)
	backup := filepath.Join(t.TempDir(), "copy.db")
	_, err := Backup(t.Context(), d.Path, backup, CopyOptions{})
	must(t, err)
	good, err := os.ReadFile(backup)
	must(t, err)
	refused := func(content []byte, said string) {
		t.Helper()
		dir := t.TempDir()
		from := filepath.Join(dir, "from.db")
		must(t, os.WriteFile(from, content, 0o600))
		_, err := Restore(t.Context(), copyNow, from, filepath.Join(dir, "new.db"), CopyOptions{})
		if err == nil || !strings.Contains(err.Error(), said) {
			t.Errorf("%d bytes: %v; want %q", len(content), err, said)
		}
		if left := folder(t, dir, ""); len(left) != 1 {
			t.Errorf("%s: it leaves %v", said, left)
		}
	}
	for said, content := range badBackups(t, good) {
		refused(content, said)
	}
	for _, length := range []int{0, 50, 4096, len(good) / 2, len(good) - 1} { // as a copy that was broken off
		refused(good[:length], "from.db")
	}
}

// TestRestoreReplaces puts a backup in the place of a database that went on, and then the other way round.
func TestRestoreReplaces(t *testing.T) {
	d := withThreads(t, 2)
	backup := filepath.Join(t.TempDir(), "copy.db")
	_, err := Backup(t.Context(), d.Path, backup, CopyOptions{})
	must(t, err)
	_, err = d.Append(t.Context(), copyNow, []conversation.Item{longThread(9)})
	must(t, err)

	_, err = Restore(t.Context(), copyNow, backup, d.Path, CopyOptions{})
	if !errors.Is(err, ErrExists) {
		t.Errorf("without being told to replace: %v", err)
	}
	_, err = Restore(t.Context(), copyNow, backup, d.Path, CopyOptions{Overwrite: true})
	if !errors.Is(err, ErrInUse) {
		t.Errorf("while it is open: %v", err)
	}
	if got := count(t, d.read); got != 3*threadEvents {
		t.Errorf("the open database has %d events", got)
	}
	must(t, d.Close())

	restored, err := Restore(t.Context(), copyNow, backup, d.Path, CopyOptions{Overwrite: true})
	must(t, err)
	expectThreads(t, d.Path, 2)
	expectThreads(t, restored.Kept, 3)
	expectThreads(t, backup, 2)
	_, err = Restore(t.Context(), copyNow.Add(time.Second), restored.Kept, d.Path, CopyOptions{Overwrite: true})
	must(t, err)
	expectThreads(t, d.Path, 3)
}

// TestRestoreOnAnyDisk restores where there are links and where there are none. What fails after the database has its other
// name leaves everything as it was, its log too.
func TestRestoreOnAnyDisk(t *testing.T) {
	defer func(usual func(string, string) error) { link = usual }(link)
	backup := withThreads(t, 2)
	must(t, backup.Close())
	for disk, its := range map[string]func(string, string) error{
		"links": os.Link, "no links": func(string, string) error { return syscall.EPERM },
	} {
		link = its
		old := withThreads(t, 3)
		must(t, old.Close())
		dir := filepath.Dir(old.Path)
		before := folder(t, dir, "")
		if kept, err := replace(t.Context(), filepath.Join(dir, "none.part"), old.Path, copyNow, true); err == nil || kept != "" {
			t.Errorf("%s: what is not there was restored", disk)
		}
		expectThreads(t, old.Path, 3)
		must(t, os.WriteFile(old.Path+"-wal", []byte("log"), 0o600)) // of a damaged one, which nobody could bring into it
		kept := old.Path + ".kept"
		must(t, errors.Join(keep(old.Path, kept), keepLogs(old.Path, kept), putBack(old.Path, kept)))
		if log, err := os.ReadFile(old.Path + "-wal"); err != nil || string(log) != "log" {
			t.Errorf("%s: its log is %q, %v", disk, log, err)
		}
		must(t, os.Remove(old.Path+"-wal"))
		if after := folder(t, dir, ""); !slices.Equal(after, before) {
			t.Errorf("%s: failures leave %v of %v", disk, after, before)
		}
		expectThreads(t, old.Path, 3)

		taken := keptName(old.Path, copyNow)
		must(t, os.WriteFile(taken, []byte("precious"), 0o600))
		restored, err := Restore(t.Context(), copyNow, backup.Path, old.Path, CopyOptions{Overwrite: true})
		must(t, err)
		if text, err := os.ReadFile(taken); err != nil || string(text) != "precious" {
			t.Errorf("%s: %q, %v", disk, text, err)
		}
		expectThreads(t, old.Path, 2)
		expectThreads(t, restored.Kept, 3)
	}
}

// TestRestoreAfterACrash replaces databases whose log was left behind: it must not be read as that of the new one.
func TestRestoreAfterACrash(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, path string){
		"a log":            func(*testing.T, string) {},
		"a damaged file":   func(t *testing.T, path string) { must(t, os.WriteFile(path, bytes.Repeat([]byte("x"), 9000), 0o600)) },
		"a log without it": func(t *testing.T, path string) { must(t, os.Remove(path)) },
	} {
		t.Run(name, func(t *testing.T) {
			d := withThreads(t, 2)
			backup := filepath.Join(t.TempDir(), "copy.db")
			_, err := Backup(t.Context(), d.Path, backup, CopyOptions{})
			must(t, err)
			_, err = d.Append(t.Context(), copyNow, []conversation.Item{longThread(9)})
			must(t, err)
			crashed := filepath.Join(t.TempDir(), "crashed.db")
			for _, end := range []string{"", "-wal"} { // as a machine leaves them that loses its power
				content, err := os.ReadFile(d.Path + end)
				must(t, err)
				if len(content) == 0 {
					t.Fatalf("there is nothing in %s%s", d.Path, end)
				}
				must(t, os.WriteFile(crashed+end, content, 0o600))
			}
			harm(t, crashed)
			restored, err := Restore(t.Context(), copyNow, backup, crashed, CopyOptions{Overwrite: true})
			must(t, err)
			if logs := folder(t, filepath.Dir(crashed), "crashed.db-"); len(logs) > 0 {
				t.Errorf("the old %v lie beside the new database", logs)
			}
			expectThreads(t, crashed, 2)
			if name == "a log" {
				expectThreads(t, restored.Kept, 3)
			}
		})
	}
}

func TestOpenRefusesALaterVersion(t *testing.T) {
	d := withThreads(t, 1)
	_, err := d.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)", knownVersion()+1)
	must(t, err)
	must(t, d.Close())
	if _, err := Open(t.Context(), d.Path); err == nil || !strings.Contains(err.Error(), "later version") {
		t.Errorf("%v", err)
	}
}
