package report_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// smallScan is how many conversations are worth a second worker.
const smallScan = 8192

// TestAPageIsPartOfTheWhole asks for pages of some thousand conversations, of which many start in the same second, and
// expects what the file has at their place.
func TestAPageIsPartOfTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		written := rapid.OneOf(rapid.IntRange(1, 4500), rapid.IntRange(smallScan, smallScan+1500)).Draw(t, "conversations")
		together := rapid.SampledFrom([]int{1, 2, 70, 1000, 2300}).Draw(t, "conversations in a second")
		rare := rapid.SampledFrom([]int{1, 2, 37, 1500}).Draw(t, "conversations of which one matches")
		late := rapid.Bool().Draw(t, "the oldest comes last")
		write := func(from, to int) func(conversation.Feed) error {
			return func(feed conversation.Feed) error {
				for i := from; i < to; i++ {
					c := conversation.Record{Thread: int64(i + 1), ID: fmt.Sprintf("c%05d", (i*7919)%10007)}
					c.Number, c.Origin, c.SurveyAt, c.ClosedAt = 1, conversation.Inbound, conversation.None, conversation.None
					if i%rare == rare/2 {
						c.Origin = conversation.Flow
					}
					c.StartedAt = benchNow.Unix() - 40_000 + int64(i/together)
					if err := feed.Conversation(&c); err != nil {
						return err
					}
				}
				return nil
			}
		}
		source := steps{write(0, written)}
		if late {
			source = steps{write(1, written), write(0, 1)}
		}
		x := report.NewIndex(&source, func() time.Time { return benchNow })
		f := report.Filter{
			From: today.Add(-3), To: today.Add(3), Clock: "calendar", Group: "day", Page: 1, Origins: []string{"flow"},
		}
		var whole []string
		if err := x.Each(t.Context(), f, func(_ *report.Account, r *report.Row) error {
			whole = append(whole, r.ID)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		f.Limit = rapid.SampledFrom([]int{1, 3, 50, 999, 5000}).Draw(t, "limit")
		for _, page := range []int{1, len(whole)/f.Limit/2 + 1, len(whole)/f.Limit + 1, rapid.IntRange(1, len(whole)/f.Limit+2).Draw(t, "page")} {
			f.Page = page
			d, err := x.Details(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			var shown []string
			for _, r := range d.Rows {
				shown = append(shown, r.ID)
			}
			from := min((f.Page-1)*f.Limit, len(whole))
			if want := whole[from:min(from+f.Limit, len(whole))]; d.Total != len(whole) || !slices.Equal(shown, want) {
				t.Fatalf("page %d: %d in all, not %d; %v, not %v", page, d.Total, len(whole), shown, want)
			}
		}
	})
}
