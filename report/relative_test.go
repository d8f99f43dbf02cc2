package report_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

func TestRelativeDates(t *testing.T) {
	for _, c := range []struct {
		today, name string
		want        string // first and last day; empty = there is no such period
	}{
		{"2026-11-22", "today", "2026-11-22 2026-11-22"},
		{"2026-01-01", "yesterday", "2025-12-31 2025-12-31"},
		{"2026-03-01", "last-30", "2026-01-31 2026-03-01"},
		{"2026-03-01", "last-1", "2026-03-01 2026-03-01"},
		{"2026-03-01", "this-month", "2026-03-01 2026-03-01"},
		{"2026-03-31", "last-month", "2026-02-01 2026-02-28"},
		{"2024-03-31", "last-month", "2024-02-01 2024-02-29"},
		{"2026-01-31", "last-month", "2025-12-01 2025-12-31"},
		{"2026-11-22", "this-year", "2026-01-01 2026-11-22"},
		{"2026-11-22", "last-year", "2025-01-01 2025-12-31"},
		{"2026-11-22", "until-today", "2026-10-05 2026-11-22"},
		{"2026-10-04", "until-today", ""},
		{"2026-11-22", "last-0", ""},
		{"2026-11-22", "last-07", ""},
		{"2026-11-22", "last-x", ""},
		{"2026-11-22", "tomorrow", ""},
		{"2026-11-22", "", ""},
	} {
		from, to, ok := report.Relative(c.name).Dates(day(t, c.today), day(t, "2026-10-05"))
		got := ""
		if ok {
			got = fmt.Sprint(from, " ", to)
		}
		if got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.name, c.today, got, c.want)
		}
	}
}

func TestWhatAPeriodIsCalled(t *testing.T) {
	for _, c := range []struct {
		today, from, to string
		want            []report.Relative
	}{
		{"2026-11-22", "2026-10-24", "2026-11-22", []report.Relative{"last-30", "until-today"}},
		{"2026-11-22", "2026-11-20", "2026-11-22", []report.Relative{"until-today", "last-3"}},
		{"2026-11-01", "2026-11-01", "2026-11-01", []report.Relative{"today", "this-month", "until-today", "last-1"}},
		{"2026-11-22", "2026-11-21", "2026-11-21", []report.Relative{"yesterday"}},
		{"2026-11-22", "2026-10-01", "2026-10-31", []report.Relative{"last-month"}},
		{"2026-11-22", "2026-10-01", "2026-10-30", nil},
		{"2026-11-22", "2026-11-01", "2026-11-30", nil},
	} {
		f := report.Filter{From: day(t, c.from), To: day(t, c.to)}
		if got := f.Relatives(day(t, c.today)); !slices.Equal(got, c.want) {
			t.Errorf("%s to %s on %s: %v, want %v", c.from, c.to, c.today, got, c.want)
		}
		f.Since = 1
		if got := f.Relatives(day(t, c.today)); got != nil {
			t.Errorf("%s to %s with a bound that stays: %v", c.from, c.to, got)
		}
	}
}

// TestARelativePeriodIsItsDatesToday checks that every name a period is offered gives the same period on the same day.
func TestARelativePeriodIsItsDatesToday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := conversation.DateOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).Add(rapid.IntRange(0, 1500).Draw(t, "today"))
		to := today.Add(-rapid.SampledFrom([]int{0, 0, 0, 1, today.Day, 40}).Draw(t, "back"))
		f := report.Filter{From: to.Add(-rapid.IntRange(0, 500).Draw(t, "days")), To: to, Page: 1, Tags: []string{"vip"}}
		names := f.Relatives(today)
		if f.To == today && len(names) < 2 {
			t.Fatalf("%s to today has only the names %v", f.From, names)
		}
		if kept, ok := report.Relative("").Moved(f.Kept(""), today.Add(1)); !ok || kept.Encode() != f.Query().Encode() {
			t.Fatalf("fixed dates became %s", kept.Encode())
		}
		for _, name := range names {
			moved, ok := name.Moved(f.Kept(name), today)
			if !ok || moved.Encode() != f.Query().Encode() {
				t.Fatalf("%s is %s on %s, not %s", name, moved.Encode(), today, f.Query().Encode())
			}
			if later, ok := name.Moved(f.Kept(name), today.Add(400)); !ok || later.Get("to") <= f.To.String() {
				t.Fatalf("%s does not move: it ends on %s", name, later.Get("to"))
			}
		}
	})
}

func day(t *testing.T, s string) conversation.Date {
	t.Helper()
	d, err := conversation.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestKeptQueriesForgetThePage(t *testing.T) {
	f := report.Filter{From: day(t, "2026-11-01"), To: day(t, "2026-11-22"), Page: 7, Sort: "started_at", Dir: "asc"}
	if got := f.Kept("").Get("page"); got != "" {
		t.Errorf("page %s is kept", got)
	}
	for name, kept := range map[report.Relative]string{report.UntilToday: "", "tomorrow": "from=2026-01-01"} {
		query, err := url.ParseQuery(kept)
		if err != nil {
			t.Fatal(err)
		}
		if q, ok := name.Moved(query, day(t, "2026-11-22")); ok {
			t.Errorf("%s of %q is %s", name, kept, q.Encode())
		}
	}
}
