package imports_test

import (
	"slices"
	"testing"
	"time"

	"relato/imports"
	"relato/source"
)

func previewing(s imports.Status) bool { return s.State == imports.Previewing || ended(s) }

// TestNothingOfATableIsStoredBeforeItIsTaken shows a table again and again, then cancels, and then takes another.
func TestNothingOfATableIsStoredBeforeItIsTaken(t *testing.T) {
	desk := newDesk(t)
	const table = "at,from,contact,x\n02/01/2026 09:00,in,p1,agent\n02/01/2026 09:05,out,p1,agent\n"
	fields := []string{"at", "from", "contact_name", ""}
	j := handIn(t, desk, "a.csv", table)
	s := until(t, j, previewing)
	if s.Preview == nil || s.Preview.Problem == nil || s.Preview.Problem.Option != "timezone" || s.Current() != 0 || s.Question != nil {
		t.Fatalf("%+v", s)
	}
	if j.Answer("timezone", func(*source.Options) {}) {
		t.Error("a preview takes an answer")
	}
	// Taken although it cannot be read, it is shown again with what is wrong.
	for _, r := range []imports.Reading{{Fields: fields, Zone: time.UTC, Taken: true}, {Fields: []string{"at", "at", "", ""}, Zone: time.UTC, Order: "mdy", Taken: true}} {
		if !j.Read(r) {
			t.Fatalf("%+v is not taken", r)
		}
		if s = until(t, j, previewing); s.Preview == nil || s.Preview.Problem == nil || !slices.Equal(s.Reading.Fields, r.Fields) {
			t.Fatalf("after %+v it is %+v", r, s)
		}
	}
	// What the last form could not ask for was said before.
	if !j.Read(imports.Reading{Fields: fields}) {
		t.Fatal("it is not taken")
	}
	s = until(t, j, previewing)
	if s.Preview.Problem != nil || s.Preview.Order != "mdy" || s.Preview.Zone != time.UTC {
		t.Fatalf("%+v", s.Preview)
	}
	for _, r := range []imports.Reading{{File: 1, Fields: fields}, {Fields: fields[1:]}, {Fields: []string{"at", "from", "colour", ""}}, {File: -1, Fields: fields}} {
		if j.Read(r) {
			t.Errorf("%+v is taken", r)
		}
	}
	j.Cancel()
	if s := j.Status(); s.State != imports.Cancelled || s.Preview != nil || s.Total.Appended.New+s.Total.Appended.Known != 0 {
		t.Errorf("cancelled it is %+v", s)
	}
	if j.Read(imports.Reading{Fields: fields}) {
		t.Error("it is read after it was cancelled")
	}
	again := handIn(t, desk, "a.csv", table, "b.csv", table)
	for n := range 2 {
		until(t, again, func(s imports.Status) bool { return s.State == imports.Previewing && s.Current() == n })
		if s := again.Status(); s.Preview.Order != "" || s.Preview.Zone != nil {
			t.Errorf("file %d is read as the one before: %+v", n, s.Preview)
		}
		if !again.Read(imports.Reading{File: n, Fields: fields, Zone: time.UTC, Order: "dmy", Taken: true}) {
			t.Fatalf("file %d is not taken", n)
		}
	}
	if s := until(t, again, ended); s.State != imports.Done || s.Total.Appended.New == 0 || s.Total.Appended.New != s.Total.Appended.Known {
		t.Errorf("it ends with %+v", s)
	}
}
