package report_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"relato/conversation"
	"relato/report"
)

// steps is a source whose revisions are what functions feed.
type steps []func(conversation.Feed) error

func (s *steps) Revision(context.Context) (int64, error) { return int64(len(*s)), nil }

func (s *steps) Changes(_ context.Context, since int64, feed conversation.Feed) (int64, error) {
	for _, step := range (*s)[max(0, since):] {
		if err := step(feed); err != nil {
			return 0, err
		}
	}
	return int64(len(*s)), nil
}

// TestExportOutlivesACompaction changes conversations while they are exported, then so many that the columns are laid
// anew, and expects the rows that were found.
func TestExportOutlivesACompaction(t *testing.T) {
	const found = 9000
	write := func(from, to, messages int) func(conversation.Feed) error {
		return func(feed conversation.Feed) error {
			for thread := from; thread < to; thread++ {
				c := conversation.Record{Thread: int64(thread), ID: fmt.Sprintf("c%05d", thread)}
				c.Number, c.Origin, c.SurveyAt, c.ClosedAt = 1, conversation.Inbound, conversation.None, conversation.None
				c.StartedAt = benchNow.Unix() - int64(thread)
				for i := range messages {
					c.Marks = append(c.Marks, conversation.Mark{At: c.StartedAt + int64(i), Agent: conversation.None})
				}
				if err := feed.Conversation(&c); err != nil {
					return err
				}
			}
			return nil
		}
	}
	source := &steps{write(0, found, 1)}
	x := report.NewIndex(source, func() time.Time { return benchNow })
	f := report.Filter{From: today.Add(-1), To: today.Add(1), Clock: "calendar", Group: "day", Page: 1}
	n := 0
	if err := x.Each(t.Context(), f, func(_ *report.Account, r *report.Row) error {
		switch want := fmt.Sprintf("c%05d", n); {
		case r.ID != want:
			t.Fatalf("row %d is %s, not %s", n, r.ID, want)
		case n < 10 && r.Messages.In != 1, n > found-10 && r.Messages.In != 3:
			t.Fatalf("row %d has %d messages", n, r.Messages.In)
		}
		if n++; n == 10 {
			for _, step := range []func(conversation.Feed) error{write(found-1000, found, 3), write(found, 3*found, 1)} {
				*source = append(*source, step)
				if _, err := x.Account(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n != found {
		t.Errorf("%d rows", n)
	}
}
