package report_test

import (
	"testing"

	"pgregory.net/rapid"

	"relato/internal/naive"
	"relato/report"
)

func TestComparedPeriods(t *testing.T) {
	for _, tt := range []struct{ query, want string }{
		{"from=2026-10-24&to=2026-11-22", "2026-09-24 2026-10-23"},
		{"from=2026-03-01&to=2026-03-01", "2026-02-28 2026-02-28"},
		{"from=2025-11-23&to=2026-11-22", "2024-11-23 2025-11-22"},
		{"compare=year&from=2026-10-24&to=2026-11-22", "2025-10-24 2025-11-22"},
		{"compare=year&from=2024-02-29&to=2024-03-01", "2023-02-28 2023-03-01"},
		{"compare=none&from=2026-10-24&to=2026-11-22", ""},
	} {
		f, err := parse(t, tt.query+"&group=week&agent=a1&sort=conversations&page=3&limit=2", report.Setting{Columns: []string{"conversations"}})
		if err != nil {
			t.Fatal(err)
		}
		before, ok := f.Compared()
		got := ""
		if ok {
			got = before.From.String() + " " + before.To.String()
		}
		if got != tt.want {
			t.Errorf("%s is compared with %q, not %q", tt.query, got, tt.want)
		}
		if ok && (len(before.Agents) != 1 || before.Group != "total" || before.Sort != "" || before.Limit != 0) {
			t.Errorf("%s is compared under %+v", tt.query, before)
		}
	}
}

// TestThePreviousPeriodTouches: it has as many days, and ends on the day before.
func TestThePreviousPeriodTouches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := naive.DrawFilter(t, naive.Draw(t))
		f.Compare = report.PreviousPeriod
		before, _ := f.Compared()
		if before.To.Add(1) != f.From || before.To.Sub(before.From) != f.To.Sub(f.From) {
			t.Fatalf("%v to %v is compared with %v to %v", f.From, f.To, before.From, before.To)
		}
	})
}
