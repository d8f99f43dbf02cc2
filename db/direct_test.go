package db_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
)

// TestAppendThatIsGivenUp ends the context of an append at one moment after the other: all of it is there, or nothing,
// and the next append finds a connection to write by.
func TestAppendThatIsGivenUp(t *testing.T) {
	d := open(t)
	given := 0
	for i := range 30 {
		var items []conversation.Item
		for n := range 300 {
			items = append(items, conversation.ThreadEvents{Thread: conversation.Thread{ID: fmt.Sprintf("c%d-%d", i, n)},
				Events: []conversation.Event{{Key: "m1", Kind: conversation.Message, At: noon.UnixMilli(), From: conversation.FromContact}}})
		}
		before := events(t, d)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*500*time.Microsecond)
		_, err := d.Append(ctx, noon, items)
		cancel()
		want := before
		if err == nil {
			want += len(items)
		} else {
			given++
		}
		if is := events(t, d); is != want {
			t.Fatalf("after %v there are %d events, want %d", err, is, want)
		}
	}
	if given == 0 {
		t.Skip("all were stored before they could be given up")
	}
	appendAll(t, d, noon, conversation.ThreadEvents{Thread: conversation.Thread{ID: "last"}})
}

func events(t *testing.T, d *db.DB) (count int) {
	t.Helper()
	if err := d.Read().QueryRowContext(t.Context(), "SELECT count(*) FROM event").Scan(&count); err != nil {
		t.Fatal(err)
	}
	return count
}
