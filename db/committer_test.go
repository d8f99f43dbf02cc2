package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relato/conversation"
	"relato/db"
)

func atNoon() time.Time { return noon }

// word is a message of a thread, n seconds after a start.
func word(thread string, n int) conversation.ThreadEvents {
	from := []conversation.Sender{conversation.FromContact, conversation.FromAgent}[n%2]
	return conversation.ThreadEvents{
		Thread: conversation.Thread{ID: thread, Contact: "p-" + thread, Channel: "w"},
		Events: []conversation.Event{{
			Key: fmt.Sprint("m", n), Kind: conversation.Message, At: noon.UnixMilli() + int64(n)*1000, From: from,
		}},
	}
}

// TestCommitterStoresWhatManyBring sends the same messages from many sides at once, in different orders and more than
// once, and expects what one append of all of them gives.
func TestCommitterStoresWhatManyBring(t *testing.T) {
	const threads, messages, senders = 5, 16, 16
	want := open(t)
	for n := range messages {
		for thread := range threads {
			appendAll(t, want, noon, word(fmt.Sprint("c", thread), n))
		}
	}
	d := open(t)
	c := db.NewCommitter(d, atNoon)
	var wait sync.WaitGroup
	var mu sync.Mutex
	var done db.Appended
	for sender := range senders {
		wait.Go(func() {
			for n := range messages {
				for thread := range threads {
					got, err := c.Commit(context.Background(), []conversation.Item{word(fmt.Sprint("c", thread), (n*5+sender)%messages)})
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					done.New, done.Known = done.New+got.New, done.Known+got.Known
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	c.Close()
	if all := threads * messages; done.New != all || done.Known != all*(senders-1) {
		t.Errorf("%+v, want %d new", done, all)
	}
	a, _ := collect(t, want, -1)
	b, _ := collect(t, d, -1)
	if diff := cmp.Diff(a.conversations, b.conversations); diff != "" {
		t.Error(diff)
	}
}

// stranger is an item that no database can store.
type stranger struct{ conversation.Item }

func TestCommitterFailsOneAlone(t *testing.T) {
	d := open(t)
	c := db.NewCommitter(d, atNoon)
	defer c.Close()
	var wait sync.WaitGroup
	for n := range 100 {
		wait.Go(func() {
			var item conversation.Item = word(fmt.Sprint("c", n), n)
			if n%33 == 7 {
				item = stranger{}
			}
			_, err := c.Commit(context.Background(), []conversation.Item{item})
			if wrong := n%33 == 7; wrong != (err != nil) || errors.Is(err, db.ErrLater) {
				t.Errorf("%d: %v", n, err)
			}
		})
	}
	wait.Wait()
	if got, _ := collect(t, d, -1); len(got.conversations) != 97 {
		t.Errorf("%d conversations, want 97", len(got.conversations))
	}
}

// TestCommitterRefusesBeforeMemoryGrows holds the database, as another process may, and expects that the queue ends
// somewhere and that what was in it is stored.
func TestCommitterRefusesBeforeMemoryGrows(t *testing.T) {
	d := open(t)
	c := db.NewCommitter(d, atNoon)
	hold, held := make(chan struct{}), make(chan struct{})
	go func() {
		_ = d.Write(context.Background(), func(*sql.Tx) error {
			close(held)
			<-hold
			return nil
		})
	}()
	<-held
	const senders = 10_000
	results := make(chan error, senders)
	for n := range senders {
		go func() {
			_, err := c.Commit(context.Background(), []conversation.Item{word(fmt.Sprint("c", n), 0)})
			results <- err
		}()
	}
	refused := 0
	for refused < senders/2 { // more than half do not fit
		err := <-results
		if !errors.Is(err, db.ErrLater) {
			t.Fatal(err)
		}
		refused++
	}
	close(hold)
	stored := 0
	for range senders - refused {
		switch err := <-results; {
		case err == nil:
			stored++
		case !errors.Is(err, db.ErrLater):
			t.Fatal(err)
		}
	}
	c.Close()
	if got, _ := collect(t, d, -1); len(got.conversations) != stored || stored == 0 {
		t.Errorf("%d conversations of %d stored", len(got.conversations), stored)
	}
	if _, err := c.Commit(context.Background(), nil); !errors.Is(err, db.ErrLater) || !strings.Contains(err.Error(), "stopping") {
		t.Errorf("after the end: %v", err)
	}
}

func TestCommitterStoresWhatItsSenderNoLongerWaitsFor(t *testing.T) {
	d := open(t)
	c := db.NewCommitter(d, atNoon)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Commit(ctx, []conversation.Item{word("c", 0)}); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	c.Close()
	if got, _ := collect(t, d, -1); len(got.conversations) != 1 {
		t.Errorf("%d conversations", len(got.conversations))
	}
}

// unforeseen is an event that nothing but a fault of ours brings: folding it panics.
func unforeseen(thread string) conversation.ThreadEvents {
	t := word(thread, 0)
	t.Events[0].Key, t.Events[0].From = "unforeseen", 99
	return t
}

// TestWhatPanicsFailsAlone brings what cannot even be looked at, of a thread that is new and of one that is there: a server
// goes on, and who sends again and again does not stop it again and again.
func TestWhatPanicsFailsAlone(t *testing.T) {
	d := open(t)
	appendAll(t, d, noon, word("old", 1))
	s, err := d.AddSource(t.Context(), noon, db.NewSource{Kind: "test", Name: "test"})
	check(t, err)
	c := db.NewCommitter(d, atNoon)
	told := 0
	c.Failed = func(error) { told++ }
	for _, thread := range []string{"new", "old"} {
		if _, err := d.Append(t.Context(), noon, []conversation.Item{unforeseen(thread)}); err == nil || !strings.Contains(err.Error(), "fault of Relato") {
			t.Errorf("%s: %v, want what happened", thread, err)
		}
		bad := db.Delivery{Source: s.ID, At: noon, Body: []byte(thread), Items: []conversation.Item{unforeseen(thread)}}
		if _, err := c.Deliver(t.Context(), bad); err != nil {
			t.Errorf("%s: %v, want it in quarantine", thread, err)
		}
	}
	if done, err := c.Deliver(t.Context(), db.Delivery{Source: s.ID, At: noon, Items: []conversation.Item{word("old", 2)}}); err != nil || done.New != 1 {
		t.Errorf("afterwards %+v, %v", done, err)
	}
	c.Close()
	waiting, err := d.Quarantine(t.Context(), s.ID, 10)
	if err != nil || len(waiting) != 2 || told != 2 || !strings.Contains(strings.Join(waiting[0].Reasons, ""), "fault of Relato") {
		t.Errorf("in quarantine %+v, %v; told of %d", waiting, err, told)
	}
	if got, _ := collect(t, d, -1); len(got.conversations) != 1 {
		t.Errorf("%d conversations, want 1", len(got.conversations))
	}
}
