package imports_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relato/db"
	"relato/imports"
	"relato/source"
)

// breaking is a file whose reading breaks down.
type breaking struct{ lines int }

func (b *breaking) Read(p []byte) (int, error) {
	if b.lines--; b.lines < 0 {
		panic("this was not foreseen")
	}
	return copy(p, `{"type":"agent","id":"a1","name":"Ana"}`+strings.Repeat(" ", 4000)+"\n"), nil
}

// TestAReaderThatPanics: a file at which a reader breaks down ends alone, and not the server that it was given to.
func TestAReaderThatPanics(t *testing.T) {
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	now := time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)
	file, err := source.Open("a.ndjson", &breaking{200}, source.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s, err := imports.Store(t.Context(), d, file, now, imports.Options{})
	if err == nil || !strings.Contains(err.Error(), "this was not foreseen") || s.Lines == 0 {
		t.Errorf("%+v, %v; want what happened", s, err)
	}
}
