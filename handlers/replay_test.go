package handlers

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/source"
)

// TestReplayGoesOn: a delivery that cannot be stored keeps none of those behind it in quarantine.
func TestReplayGoesOn(t *testing.T) {
	a, ctx := newAccount(t), t.Context()
	s, err := a.db.AddSource(ctx, a.now, db.NewSource{Kind: "cloudapi", Name: "wa", Secret: "s"})
	check(t, err)
	check(t, a.db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "CREATE TRIGGER poison BEFORE INSERT ON thread WHEN NEW.id = 'poison' BEGIN SELECT RAISE(ABORT, 'ouch'); END")
		return err
	}))
	c := db.NewCommitter(a.db, a.clock)
	for i, thread := range []string{"poison", "good"} {
		_, err = c.Deliver(ctx, db.Delivery{Source: s.ID, At: a.now.Add(time.Duration(i-2) * time.Hour), Body: []byte(thread), Reasons: []string{"not understood"}})
		check(t, err)
	}
	c.Close()
	hook := source.Hook{Kind: "cloudapi", Read: func(_ source.Connection, r source.Request) source.Delivery {
		return source.Delivery{Items: []conversation.Item{conversation.ThreadEvents{
			Thread: conversation.Thread{ID: string(r.Body), Contact: "p", Channel: "c"},
			Events: []conversation.Event{{Key: "m", Kind: conversation.Message, From: conversation.FromContact, At: a.now.UnixMilli()}},
		}}}
	}}
	done, err := Replay(ctx, a.db, []source.Hook{hook}, a.now)
	check(t, err)
	if done.Tried != 2 || done.Understood != 1 || done.Appended.New != 1 || len(done.Left) != 1 {
		t.Errorf("%+v", done)
	}
	kept, err := a.db.Quarantine(ctx, s.ID, 10)
	check(t, err)
	if len(kept) != 1 || !strings.HasPrefix(kept[0].Reasons[0], "it cannot be stored: ") || !strings.Contains(kept[0].Reasons[0], "ouch") {
		t.Errorf("in quarantine is %+v", kept)
	}
}
