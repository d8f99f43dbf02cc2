package db_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
)

// failing is a feed that does not take conversations.
type failing struct {
	collector
	err error
}

func (f *failing) Conversation(*conversation.Record) error { return f.err }

// oneConversation is a database with one conversation.
func oneConversation(t *testing.T) *db.DB {
	d := open(t)
	appendAll(t, d, noon, conversation.ThreadEvents{Thread: conversation.Thread{ID: "c1"},
		Events: []conversation.Event{{Key: "m1", Kind: conversation.Message, At: noon.Add(-time.Hour).UnixMilli(), From: conversation.FromContact}}})
	return d
}

func TestChangesFailAsTheFeedFails(t *testing.T) {
	d := oneConversation(t)
	refused := errors.New("the feed takes nothing")
	for _, since := range []int64{-1, 0} {
		if _, err := d.Changes(t.Context(), since, &failing{err: refused}); !errors.Is(err, refused) {
			t.Errorf("since %d: %v, want %v", since, err, refused)
		}
	}
	if c, _ := collect(t, d, -1); len(c.conversations) != 1 {
		t.Errorf("afterwards there are %d conversations, want 1", len(c.conversations))
	}
}

// TestChangesNameWhatIsDamaged reads a row that another program has spoilt.
func TestChangesNameWhatIsDamaged(t *testing.T) {
	for _, set := range []string{"started_at = 'noon'", "agents = 'nobody'", "marks = x'80'"} {
		d := oneConversation(t)
		err := d.Write(t.Context(), func(tx *sql.Tx) error {
			_, err := tx.ExecContext(t.Context(), "UPDATE conversation SET "+set)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Changes(t.Context(), -1, &failing{})
		if err == nil || !strings.Contains(err.Error(), "conversation c1") {
			t.Errorf("%s: %v, want an error that names the conversation", set, err)
		}
	}
}

// panicking is a feed that a conversation brings down.
type panicking struct{ collector }

func (*panicking) Conversation(*conversation.Record) error { panic("this was not foreseen") }

// TestChangesAfterAPanic reads again after the feed has panicked: no connection may stay locked.
func TestChangesAfterAPanic(t *testing.T) {
	d := oneConversation(t)
	for range 6 { // more often than there are connections
		if _, err := d.Changes(t.Context(), 0, &panicking{}); err == nil || !strings.Contains(err.Error(), "this was not foreseen") {
			t.Errorf("%v, want what the feed said", err)
		}
	}
	appendAll(t, d, noon, word("c2", 0)) // for the half that another reading has
	if _, err := d.Changes(t.Context(), -1, &panicking{collector{contacts: map[string]conversation.Contact{}}}); err == nil || !strings.Contains(err.Error(), "this was not foreseen") {
		t.Errorf("of everything: %v, want what the feed said", err)
	}
	if c, _ := collect(t, d, 0); len(c.conversations) != 2 {
		t.Errorf("afterwards there are %d conversations, want 2", len(c.conversations))
	}
}
