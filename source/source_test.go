package source

import (
	"io"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// now is the clock of the tests.
var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// readAll opens a text and reads it to its end.
func readAll(t testing.TB, path, text string, o Options) (records []Record, err error) {
	t.Helper()
	return readFrom(t, path, strings.NewReader(text), o)
}

func readFrom(t testing.TB, path string, r io.Reader, o Options) (records []Record, err error) {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	f, err := Open(path, r, o)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	for {
		rec, err := f.Next()
		if err == io.EOF {
			return records, nil
		}
		if err != nil {
			return records, err
		}
		records = append(records, rec)
	}
}

// events are all events of records.
func events(records []Record) (all []conversation.Event) {
	for _, rec := range records {
		if t, ok := rec.Item.(conversation.ThreadEvents); ok {
			all = append(all, t.Events...)
		}
	}
	return all
}

// reasons are the reasons of all rejections.
func reasons(records []Record) (all []string) {
	for _, rec := range records {
		for _, r := range rec.Rejected {
			all = append(all, r.Error())
		}
	}
	return all
}
