package imports_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"relato/db"
	"relato/imports"
	"relato/source"
)

var now = time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newDesk(t *testing.T) *imports.Desk {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	d, err := db.Open(t.Context(), path)
	check(t, err)
	t.Cleanup(func() { check(t, d.Close()) })
	desk := &imports.Desk{
		DB: d, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Folder: filepath.Dir(path),
	}
	t.Cleanup(desk.Close)
	return desk
}

// handIn imports files, each a name and then its content.
func handIn(t *testing.T, desk *imports.Desk, files ...string) *imports.Job {
	t.Helper()
	j, err := desk.Receive(db.Actor{Name: "ana@example.com"})
	check(t, err)
	for i := 0; i < len(files); i += 2 {
		check(t, j.Take(files[i], strings.NewReader(files[i+1])))
	}
	j.Start(source.Options{})
	return j
}

// until waits until an import is as is wanted.
func until(t *testing.T, j *imports.Job, is func(imports.Status) bool) imports.Status {
	t.Helper()
	for began := time.Now(); ; time.Sleep(time.Millisecond) {
		s := j.Status()
		if is(s) {
			return s
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("it never came true of %+v", s)
		}
	}
}

func ended(s imports.Status) bool { return s.State == imports.Done || s.State == imports.Cancelled }

// lines are conversations of one message each.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"type":"conversation","id":"c%d","contact":"p%d","events":[{"type":"message","at":"2026-01-02T09:00:00Z","from":"contact"}]}`+"\n", i, i)
	}
	return b.String()
}

// TestWhatACancelledImportStoredStays cancels at some moment, and then imports the file again.
func TestWhatACancelledImportStoredStays(t *testing.T) {
	const events = 50_000 // several transactions
	desk, file := newDesk(t), lines(events)
	first := handIn(t, desk, "x.ndjson", file)
	until(t, first, func(s imports.Status) bool { return s.Total.Appended.New > 0 || ended(s) })
	first.Cancel()
	cancelled := until(t, first, ended)
	if cancelled.State != imports.Cancelled || cancelled.Total.Appended.New == events {
		t.Fatalf("it was not cancelled half-way: %+v", cancelled.Total)
	}
	again := until(t, handIn(t, desk, "x.ndjson", file), ended)
	if got := again.Total; again.State != imports.Done || got.Appended.Known < cancelled.Total.Appended.New || got.Appended.New+got.Appended.Known != events {
		t.Errorf("after %+v it says %+v", cancelled.Total, got)
	}
}

func TestFilesOfOneImportDoNotHinderEachOther(t *testing.T) {
	desk := newDesk(t)
	s := until(t, handIn(t, desk, "a.ndjson", lines(2), "b.bin", "\x00\x01", "c.ndjson", lines(3)), ended)
	if s.State != imports.Done || s.Current() != -1 || len(s.Files) != 3 {
		t.Fatalf("%+v", s)
	}
	if s.Files[0].Err != nil || s.Files[1].Err == nil || s.Files[2].Err != nil {
		t.Errorf("errors: %v, %v, %v", s.Files[0].Err, s.Files[1].Err, s.Files[2].Err)
	}
	if s.Total.Appended.New != 3 || s.Total.Appended.Known != 2 || s.Total.Lines != 5 {
		t.Errorf("in all: %+v", s.Total)
	}
	if day := time.UnixMilli(s.Total.First).UTC().Format(time.DateOnly); day != "2026-01-02" || s.Total.First != s.Total.Last {
		t.Errorf("events from %d to %d", s.Total.First, s.Total.Last)
	}
}

func TestADeskHoldsOnlySoMuch(t *testing.T) {
	desk := newDesk(t)
	const chat = "02/01/2026 09:00 - José: Olá\n02/01/2026 09:04 - Loja: Bom dia\n"
	var asking []*imports.Job
	for {
		j, err := desk.Receive(db.Actor{Name: "ana@example.com"})
		if errors.Is(err, imports.ErrBusy) {
			break
		}
		check(t, err)
		check(t, j.Take("chat.txt", strings.NewReader(chat)))
		j.Start(source.Options{})
		until(t, j, func(s imports.Status) bool { return s.State == imports.Asking })
		if asking = append(asking, j); len(asking) > 100 {
			t.Fatal("it takes any number of imports")
		}
	}
	if asking[0].Answer("us", func(*source.Options) {}) {
		t.Error("it takes an answer that it did not ask for")
	}
	for _, j := range asking {
		j.Cancel()
		if s := j.Status(); s.State != imports.Cancelled || s.Question != nil {
			t.Errorf("a cancelled question: %+v", s)
		}
	}
	if asking[0].Answer("date-order", func(*source.Options) {}) {
		t.Error("it takes an answer after it was cancelled")
	}
	var last *imports.Job
	for range 25 {
		last = handIn(t, desk, "x.ndjson", lines(1))
		until(t, last, ended)
	}
	jobs := desk.Jobs()
	if len(jobs) > 21 || jobs[0].ID != last.ID || desk.Job(asking[0].ID) != nil || desk.Job(last.ID) != last {
		t.Errorf("of 25 imports it keeps %d", len(jobs))
	}
}

// TestCancelledAndAnsweredAtOnce: an import that is cancelled in the moment in which it is answered ends once, as one of both.
func TestCancelledAndAnsweredAtOnce(t *testing.T) {
	for range 30 {
		desk := newDesk(t)
		j := handIn(t, desk, "WhatsApp Chat with Ana.txt", "25/03/2026 10:00 - Ana: oi\n25/03/2026 10:01 - Loja: ola\n")
		asks := until(t, j, func(s imports.Status) bool { return s.State == imports.Asking || ended(s) })
		if asks.State != imports.Asking {
			t.Fatalf("%+v", asks)
		}
		var both sync.WaitGroup
		both.Go(j.Cancel)
		both.Go(func() {
			j.Answer(asks.Question.Option, func(o *source.Options) { o.Us, o.Zone = "Loja", time.UTC })
		})
		both.Wait()
		first := until(t, j, ended)
		desk.Close()
		if last := j.Status(); last.State != first.State || last.Files[0].Err != nil {
			t.Fatalf("it ended as %d, and then as %d: %v", first.State, last.State, last.Files[0].Err)
		}
	}
}
