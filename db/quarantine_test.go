package db

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// TestAcknowledgedIsOnTheDisk looks at what every write relies on.
func TestAcknowledgedIsOnTheDisk(t *testing.T) {
	d := openHere(t)
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1"} {
		var got string
		if err := d.write.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, want %s; %v", pragma, got, want, err)
		}
	}
}

func openHere(t *testing.T) *DB {
	t.Helper()
	d, err := Open(context.Background(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// quarantineOf puts deliveries of a size into quarantine, a day apart, the last of them now.
func quarantineOf(t *testing.T, d *DB, now time.Time, deliveries, size int) {
	t.Helper()
	ctx := context.Background()
	s, err := d.AddSource(ctx, now, NewSource{Kind: "test", Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	c := NewCommitter(d, func() time.Time { return now })
	defer c.Close()
	for n := range deliveries {
		body := fmt.Appendf(nil, "%*d", size, n)
		at := now.AddDate(0, 0, n+1-deliveries)
		if _, err := c.Deliver(ctx, Delivery{Source: s.ID, At: at, Body: body, Reasons: []string{"line 1\n" + strings.Repeat("é", maxReason)}}); err != nil {
			t.Fatal(err)
		}
	}
}

// left are the bodies in quarantine, the latest first.
func left(t *testing.T, d *DB) (bodies []string) {
	t.Helper()
	all, err := d.Quarantine(context.Background(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		_, body, err := d.Quarantined(context.Background(), q.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(q.Reasons) != 1 || !strings.HasPrefix(q.Reasons[0], "line 1 é") || len(q.Reasons[0]) > maxReason+10 {
			t.Errorf("reasons %q", q.Reasons)
		}
		bodies = append(bodies, strings.TrimSpace(string(body)))
	}
	return bodies
}

func TestQuarantineIsForgotten(t *testing.T) {
	d := openHere(t)
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	quarantineOf(t, d, now, 33, 10)
	forgotten, err := d.ForgetQuarantined(context.Background(), now)
	if err != nil || forgotten != 2 {
		t.Errorf("%d forgotten, %v", forgotten, err)
	}
	if got := left(t, d); len(got) != 31 || got[0] != "32" || got[30] != "2" {
		t.Errorf("%v left", got)
	}
}

func TestQuarantineKeepsTheLatest(t *testing.T) {
	d := openHere(t)
	quarantineOf(t, d, time.Now(), 20, 100)
	err := d.Write(context.Background(), func(tx *sql.Tx) error { return trimQuarantine(context.Background(), tx, 599) })
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(left(t, d)); got != "[19 18 17 16 15]" {
		t.Errorf("%v left", got)
	}
}

// TestDeliveryThatCannotBeStoredIsSetAside breaks the database for one delivery, and expects that it is kept and that
// its neighbours do not notice.
func TestDeliveryThatCannotBeStoredIsSetAside(t *testing.T) {
	d := openHere(t)
	ctx := context.Background()
	s, err := d.AddSource(ctx, time.Now(), NewSource{Kind: "test", Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.write.Exec("CREATE TRIGGER t BEFORE INSERT ON thread WHEN NEW.id = 'c7' BEGIN SELECT raise(ABORT, 'no c7'); END")
	if err != nil {
		t.Fatal(err)
	}
	c := NewCommitter(d, time.Now)
	errs := make(chan error)
	for n := range 50 {
		go func() {
			_, err := c.Deliver(ctx, Delivery{
				Source: s.ID, At: time.Now(), Body: fmt.Append(nil, n),
				Items: []conversation.Item{conversation.ThreadEvents{Thread: conversation.Thread{ID: fmt.Sprint("c", n)}, Events: []conversation.Event{
					{Key: "m", Kind: conversation.Message, At: 1000, From: conversation.FromContact},
				}}},
			})
			errs <- err
		}()
	}
	for range 50 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	c.Close()
	if n := count(t, d.read); n != 49 {
		t.Errorf("%d events", n)
	}
	all, err := d.Quarantine(ctx, s.ID, 10)
	if err != nil || len(all) != 1 || !strings.Contains(all[0].Reasons[0], "no c7") {
		t.Fatalf("%+v %v", all, err)
	}
	if _, body, err := d.Quarantined(ctx, all[0].ID); err != nil || string(body) != "7" {
		t.Errorf("%q %v", body, err)
	}
}
