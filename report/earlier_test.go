package report_test

import (
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/internal/naive"
	"relato/report"
)

// TestEarlierReportsCountAsWholeOnesDo compares what pages compare of another period with the whole report of that period.
func TestEarlierReportsCountAsWholeOnesDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		d := openDB(t)
		if _, err := d.Append(t.Context(), a.Now, allItems(a)); err != nil {
			t.Fatal(err)
		}
		x := report.NewIndex(d, func() time.Time { return a.Now })
		f := naive.DrawFilter(t, a)
		f.Agents, f.Tags = nil, nil // else whole reports leave rows out that nobody looks for
		for range 2 {               // counted, and as it is kept
			agents, err := x.Agents(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			earlier, err := x.EarlierAgents(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			want, got := map[string]int{"total": agents.Total.Conversations}, map[string]int{"total": earlier.Total.Conversations}
			for _, r := range agents.Rows {
				want[r.ID] = r.Conversations
			}
			for _, r := range earlier.Rows {
				got[r.ID] = r.Conversations
			}
			maps.DeleteFunc(want, func(_ string, n int) bool { return n == 0 })
			maps.DeleteFunc(got, func(_ string, n int) bool { return n == 0 })
			if !maps.Equal(got, want) {
				t.Fatalf("by agent: %v, want %v", got, want)
			}
		}
		tags, err := x.Tags(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		earlier, err := x.EarlierTags(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		want, got := map[string]int{}, map[string]int{}
		for _, r := range tags.Rows {
			if r.Conversations > 0 {
				want[r.Tag] = r.Conversations
			}
		}
		for _, r := range earlier.Rows {
			got[r.Tag] = r.Conversations
		}
		if !maps.Equal(got, want) || earlier.Total.Conversations != tags.Total.Conversations || earlier.Total.Origins != tags.Total.Origins {
			t.Fatalf("by tag: %v %+v, want %v %+v", got, earlier.Total, want, tags.Total)
		}
	})
}
