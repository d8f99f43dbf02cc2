package db_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
)

// TestIndexMarks expects the last few marks to be known, and none of a revision that the database has not come to.
func TestIndexMarks(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	d := open(t)
	for _, company := range []string{"Loja", "Loja Horizonte"} {
		_, err := d.Append(ctx, now, []conversation.Item{conversation.SettingsLine{Company: &company}})
		check(t, err)
	}
	const made = 6
	for i := range made {
		check(t, d.MarkIndex(ctx, now.Add(time.Duration(i)*time.Minute), fmt.Sprint("mark", i), int64(min(i, 2))))
	}
	for i := range made {
		revision, err := d.MarkedIndex(ctx, fmt.Sprint("mark", i))
		if i < made-4 {
			if !errors.Is(err, db.ErrStrangeIndex) {
				t.Errorf("mark %d of %d is still known: %v", i, made, err)
			}
		} else if err != nil || revision != int64(min(i, 2)) {
			t.Errorf("mark %d is of revision %d, %v", i, revision, err)
		}
	}
	if last, err := d.LastMark(ctx); err != nil || last != 2 {
		t.Errorf("the last mark is of revision %d, %v", last, err)
	}
	check(t, d.MarkIndex(ctx, now, "ahead", 3))
	for _, mark := range []string{"ahead", "", "never made"} {
		if _, err := d.MarkedIndex(ctx, mark); !errors.Is(err, db.ErrStrangeIndex) {
			t.Errorf("%q: %v", mark, err)
		}
	}
}

// TestChanged counts the conversations after every revision, the same one once however often it has changed.
func TestChanged(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	d := open(t)
	if last, err := d.LastMark(ctx); err != nil || last != -1 {
		t.Errorf("without a mark the last is of revision %d, %v", last, err)
	}
	for i, thread := range []string{"a", "b", "a"} {
		_, err := d.Append(ctx, now, []conversation.Item{conversation.ThreadEvents{
			Thread: conversation.Thread{ID: thread, Channel: "w1", Contact: "p1"},
			Events: []conversation.Event{{Kind: conversation.Message, Key: fmt.Sprint("m", i), At: now.UnixMilli(), From: conversation.FromContact}},
		}})
		check(t, err)
	}
	for since, want := range map[int64]int64{-1: 2, 0: 2, 1: 2, 2: 1, 3: 0} {
		if n, err := d.Changed(ctx, since); err != nil || n != want {
			t.Errorf("%d conversations have changed since revision %d, want %d: %v", n, since, want, err)
		}
	}
}
