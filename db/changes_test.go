package db_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
)

// TestStoppedReadingLeavesNoLog stops a reading in its middle and closes the database.
func TestStoppedReadingLeavesNoLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	for range 10 {
		d, err := db.Open(t.Context(), path)
		check(t, err)
		var items []conversation.Item
		now := time.Now()
		for i := range 300 {
			items = append(items, conversation.ThreadEvents{
				Thread: conversation.Thread{ID: fmt.Sprint("t", i), Channel: "w1", Contact: "p1"},
				Events: []conversation.Event{{Kind: conversation.Message, Key: rand.Text(), At: now.UnixMilli(), From: conversation.FromContact}},
			})
		}
		_, err = d.Append(t.Context(), now, items)
		check(t, err)
		ctx, stop := context.WithCancel(t.Context())
		_, err = d.Changes(ctx, -1, stopping{stop})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("it was stopped, and says %v", err)
		}
		check(t, d.Close())
		if left, err := filepath.Glob(path + "-*"); err != nil || len(left) > 0 {
			t.Errorf("it leaves %v, %v", left, err)
		}
	}
}

// stopping is a feed that stops what feeds it.
type stopping struct{ stop func() }

func (stopping) Settings(conversation.Settings) error { return nil }
func (stopping) Agent(conversation.Agent) error       { return nil }
func (stopping) Channel(conversation.Channel) error   { return nil }
func (stopping) Contact(conversation.Contact) error   { return nil }
func (stopping) Removed(int64, int) error             { return nil }

func (s stopping) Conversation(*conversation.Record) error {
	s.stop()
	return context.Canceled
}
