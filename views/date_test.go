package views

import (
	"strings"
	"testing"

	"relato/conversation"
	"relato/report"
)

// TestBucketNames checks that a bucket says its year where the period touches several, and only there.
func TestBucketNames(t *testing.T) {
	from, to := conversation.Date{Year: 2026, Month: 3, Day: 2}, conversation.Date{Year: 2026, Month: 3, Day: 8}
	day := report.Bucket{Start: from.Instant(0, saoPaulo), End: from.Add(1).Instant(0, saoPaulo)}
	week := report.Bucket{Start: from.Instant(0, saoPaulo), End: to.Add(1).Instant(0, saoPaulo)}
	turn := conversation.Date{Year: 2025, Month: 12, Day: 29}
	across := report.Bucket{Start: turn.Instant(0, saoPaulo), End: turn.Add(7).Instant(0, saoPaulo)}
	for _, tt := range []struct {
		group        string
		bucket       report.Bucket
		one, several string
	}{
		{"hour", day, "2 mar 00:00", "2 mar 2026 00:00"},
		{"day", day, "2 mar", "2 mar 2026"},
		{"week", week, "2–8 mar", "2–8 mar 2026"},
		{"week", across, "", "29 dez 2025 – 4 jan 2026"},
		{"month", week, "mar 2026", "mar 2026"},
	} {
		for years, want := range map[string]string{"2026-01-01": tt.one, "2024-11-29": tt.several} {
			for _, l := range Langs {
				p := samplePage(l, "/overview")
				p.Filter.Group = tt.group
				p.Filter.From, _ = conversation.ParseDate(years)
				if want == "" {
					continue
				}
				want := want
				for i, month := range Portuguese.words().Months {
					if strings.Contains(want, month) && month != l.words().Months[i] {
						want = strings.ReplaceAll(want, month, l.words().Months[i])
					}
				}
				_, name := p.bucketName(&tt.bucket)
				if got := plainly(name); got != want {
					t.Errorf("in %s a %s of a period since %s is called %q, not %q", l, tt.group, years, got, want)
				}
				if axis := p.axis([]report.Bucket{tt.bucket}).Names[0]; !strings.HasSuffix(axis, name) {
					t.Errorf("the axis calls it %q", axis)
				}
				if row := p.bucketCells()(&tt.bucket); !strings.HasSuffix(row.Text, name) {
					t.Errorf("the table calls it %q", row.Text)
				}
			}
		}
	}
}
