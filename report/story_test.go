package report_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/internal/naive"
	"relato/report"
)

// TestStoriesEqualTheirRows checks that how a conversation's numbers came about ends in the numbers of Details, and
// that those that wait are the rows that say so.
func TestStoriesEqualTheirRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		a := naive.Draw(t)
		d := openDB(t)
		x := report.NewIndex(d, func() time.Time { return a.Now })
		for items := allItems(a); len(items) > 0; { // in two halves, so that rows change and go
			n := (len(items) + 1) / 2
			if _, err := d.Append(ctx, a.Now, items[:n]); err != nil {
				t.Fatal(err)
			}
			items = items[n:]
			if _, err := x.Account(ctx); err != nil {
				t.Fatal(err)
			}
		}
		everything := report.Filter{
			From: conversation.Date{Year: 1971, Month: 1, Day: 1}, To: conversation.Date{Year: 2100, Month: 1, Day: 1},
		}
		waiting := 0
		if err := x.Each(ctx, everything, func(account *report.Account, r *report.Row) error {
			if r.Waiting {
				waiting++
			}
			timeline, err := d.Timeline(ctx, a.Now, r.ID)
			if err != nil {
				return fmt.Errorf("%q: %w", r.ID, err)
			}
			s, err := x.Conversation(ctx, timeline, nil)
			if err == nil {
				checkStory(t, s, r)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		checkWaiting(t, x, waiting)
	})
}

func checkStory(t *rapid.T, s *report.Story, r *report.Row) {
	if s == nil || s.Row.ID != r.ID {
		t.Fatalf("the story of %s is %+v", r.ID, s)
	}
	replies, sum, business, businessSum := 0, int64(0), 0, int64(0)
	first, firstBusiness := int64(conversation.None), int64(conversation.None)
	for _, e := range s.Exchanges {
		if !e.Answered() {
			continue
		}
		if replies == 0 {
			first, firstBusiness = e.Seconds(), e.Business
		}
		replies, sum = replies+1, sum+e.Seconds()
		if e.Business != conversation.None {
			business, businessSum = business+1, businessSum+e.Business
		}
	}
	if replies != r.Replies || sum != r.ReplySum || business != r.RepliesBusiness || businessSum != r.ReplyBusinessSum ||
		first != r.FRT || firstBusiness != r.FRTBusiness {
		t.Fatalf("the exchanges of %s come to other numbers than its row:\n%+v\n%+v", r.ID, s.Exchanges, r)
	}
	if s.Duration.Exists() != (r.Duration != conversation.None) || s.Duration.Exists() && s.Duration.Seconds() != r.Duration {
		t.Fatalf("%s lasted %+v in its story, %d s in its row", r.ID, s.Duration, r.Duration)
	}
	messages := 0
	for _, e := range s.Entries {
		if e.Counts() {
			messages++
		}
	}
	if messages != r.Messages.All() {
		t.Fatalf("%s has %d messages in its story, %+v in its row", r.ID, messages, r.Messages)
	}
}

// checkWaiting checks that the list of what waits is as long as it must be, and in order.
func checkWaiting(t *rapid.T, x *report.Index, want int) {
	w, err := x.Waiting(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if w.Total != want || w.Account.Waiting != want || len(w.Rows) != min(want, report.WaitingLimit) {
		t.Fatalf("%d wait, %d are counted, %d are listed, want %d", w.Total, w.Account.Waiting, len(w.Rows), want)
	}
	for i, r := range w.Rows {
		if !r.Waiting || i > 0 && r.Since < w.Rows[i-1].Since {
			t.Fatalf("row %d of those that wait: %+v", i, r)
		}
	}
}
