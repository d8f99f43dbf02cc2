package report_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/internal/naive"
	"relato/report"
)

func TestComparedPeriods(t *testing.T) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 29, 16, 51, 9, 0, zone)
	for _, tt := range []struct{ query, want string }{
		{"from=2026-11-29&to=2026-11-29", "2026-11-28 2026-11-28 until 28 16:45"},
		{"from=2026-10-31&to=2026-11-29", "2026-10-01 2026-10-30 until 30 16:45"},
		{"from=2026-11-01&to=2026-11-30", "2026-10-02 2026-10-30 until 30 16:45"}, // a day is still to come
		{"compare=year&from=2026-11-01&to=2026-11-30", "2025-11-01 2025-11-29 until 29 16:45"},
		{"from=2026-12-01&to=2026-12-31", "2026-10-31 2026-11-30"},
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
		before, ok := f.Compared(now)
		got := ""
		if ok {
			got = before.From.String() + " " + before.To.String()
			if before.Ends > 0 {
				got += time.Unix(before.Ends, 0).In(zone).Format(" until 2 15:04")
			}
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
		before, _ := f.Compared(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
		if before.To.Add(1) != f.From || before.To.Sub(before.From) != f.To.Sub(f.From) {
			t.Fatalf("%v to %v is compared with %v to %v", f.From, f.To, before.From, before.To)
		}
	})
}

// TestAPeriodThatEndsEarly compares a period that ends within its last day with the hours of that day: it holds what
// happened in those before, and nothing else.
func TestAPeriodThatEndsEarly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		a := naive.Draw(t)
		d := openDB(t)
		if _, err := d.Append(ctx, a.Now, allItems(a)); err != nil {
			t.Fatal(err)
		}
		x := report.NewIndex(d, func() time.Time { return a.Now })
		f := naive.DrawFilter(t, a)
		f.Group = "hour"
		if f.To.Sub(f.From) > 60 {
			f.From = f.To.Add(-60)
		}
		whole, err := x.Overview(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		ends := slices.DeleteFunc(slices.Clone(whole.Buckets), func(b report.Bucket) bool { return b.End <= f.To.Instant(0, a.Zone) })
		if len(ends) == 0 {
			t.Skip("a day that the zone skips")
		}
		early := f
		early.Group, early.Ends = "total", rapid.SampledFrom(ends).Draw(t, "last hour").End
		var want report.Figures
		for _, b := range whole.Buckets {
			if b.End <= early.Ends {
				want.Conversations += b.Conversations
				want.Messages.In += b.Messages.In
				want.Messages.Agent += b.Messages.Agent
				want.Messages.Flow += b.Messages.Flow
				want.Closed += b.Closed
				want.Reply.N += b.Reply.N
				want.Reply.Sum += b.Reply.Sum
				want.CSAT.Sent += b.CSAT.Sent
			}
		}
		for range 3 { // from columns, from sums, and remembered
			o, err := x.Overview(ctx, early)
			if err != nil {
				t.Fatal(err)
			}
			got := o.Total
			if got.Conversations != want.Conversations || got.Messages != want.Messages || got.Closed != want.Closed ||
				got.Reply.N != want.Reply.N || got.Reply.Sum != want.Reply.Sum || got.CSAT.Sent != want.CSAT.Sent {
				t.Fatalf("until %d there are %+v, not %+v", early.Ends, got, want)
			}
			agents, err := x.EarlierAgents(ctx, early)
			if err != nil {
				t.Fatal(err)
			}
			tags, err := x.EarlierTags(ctx, early)
			if err != nil {
				t.Fatal(err)
			}
			if agents.Total.Conversations != want.Conversations || tags.Total.Conversations != want.Conversations {
				t.Fatalf("of %d conversations agents have %d, tags %d", want.Conversations, agents.Total.Conversations, tags.Total.Conversations)
			}
		}
	})
}
