package db_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/db"
	"relato/internal/naive"
)

// collector keeps what a database feeds.
type collector struct {
	conversations map[string]conversation.Conversation
	settings      conversation.Settings
	agents        []conversation.Agent
	contacts      map[string]conversation.Contact
	removed       int
}

func (c *collector) Settings(s conversation.Settings) error { c.settings = s; return nil }
func (c *collector) Agent(a conversation.Agent) error       { c.agents = append(c.agents, a); return nil }
func (c *collector) Channel(conversation.Channel) error     { return nil }
func (c *collector) Contact(k conversation.Contact) error   { c.contacts[k.ID] = k; return nil }
func (c *collector) Removed(int64, int) error               { c.removed++; return nil }

func (c *collector) Conversation(r *conversation.Record) error {
	kept := r.Conversation
	kept.Marks = append([]conversation.Mark(nil), r.Marks...)
	c.conversations[r.ID] = kept
	return nil
}

func collect(t rapid.TB, d *db.DB, since int64) (*collector, int64) {
	t.Helper()
	c := &collector{conversations: map[string]conversation.Conversation{}, contacts: map[string]conversation.Contact{}}
	revision, err := d.Changes(context.Background(), since, c)
	if err != nil {
		t.Fatal(err)
	}
	return c, revision
}

// tester is a test, a benchmark or a property's run.
type tester interface {
	rapid.TB
	Cleanup(func())
}

// open opens an empty database that ends with the test.
func open(t tester) *db.DB {
	t.Helper()
	dir, err := os.MkdirTemp("", "relato")
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(context.Background(), filepath.Join(dir, "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = d.Close()
		_ = os.RemoveAll(dir)
	})
	return d
}

func appendAll(t rapid.TB, d *db.DB, now time.Time, items ...conversation.Item) db.Appended {
	t.Helper()
	done, err := d.Append(context.Background(), now, items)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// TestLateEventsEndInTheSameState appends a thread's events one or a few at a time, shuffled and repeated, and expects
// what folding them at once gives.
func TestLateEventsEndInTheSameState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		d := open(t)
		hours := int(a.Inactivity / time.Hour)
		appendAll(t, d, a.Now, conversation.SettingsLine{InactivityHours: &hours})
		whole := map[string][]conversation.Event{}
		threads := map[string]conversation.Thread{}
		for _, thread := range a.Threads {
			threads[thread.ID] = conversation.Thread{ID: thread.ID}.With(threads[thread.ID]).With(thread.Thread)
			whole[thread.ID] = append(whole[thread.ID], thread.Events...)
		}
		for _, thread := range a.Threads {
			events := rapid.Permutation(slices.Concat(thread.Events, thread.Events)).Draw(t, "order")
			for len(events) > 0 {
				n := rapid.IntRange(1, min(3, len(events))).Draw(t, "together")
				appendAll(t, d, a.Now, conversation.ThreadEvents{Thread: threads[thread.ID], Events: events[:n]})
				events = events[n:]
			}
		}
		want := map[string]conversation.Conversation{}
		rules := conversation.Rules{Inactivity: a.Inactivity, Now: a.Now}
		for id, events := range whole {
			for _, c := range conversation.Fold(threads[id], conversation.NewSet(events), rules) {
				want[db.ConversationID(id, c.Number)] = c
			}
		}
		got, _ := collect(t, d, -1)
		if diff := cmp.Diff(want, got.conversations, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("-at once +in parts:\n%s", diff)
		}
		if wrong, err := d.Refolded(context.Background(), a.Now, 100); err != nil || len(wrong) > 0 {
			t.Fatalf("refolded: %v, %v", wrong, err)
		}
	})
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func message(key string, at time.Time, from conversation.Sender) conversation.Event {
	return conversation.Event{Key: key, Kind: conversation.Message, At: at.UnixMilli(), From: from}
}

func TestRepeatedEventsChangeNothing(t *testing.T) {
	d := open(t)
	line := conversation.ThreadEvents{
		Thread: conversation.Thread{ID: "c1", Contact: "p1", Channel: "w1"},
		Events: []conversation.Event{message("m1", noon, conversation.FromContact), message("m1", noon, conversation.FromContact)},
	}
	if done := appendAll(t, d, noon, line); done.New != 1 || done.Known != 1 {
		t.Errorf("%+v", done)
	}
	before, err := d.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if done := appendAll(t, d, noon, line); done.New != 0 || done.Known != 2 {
		t.Errorf("%+v", done)
	}
	if after, err := d.Revision(t.Context()); err != nil || after != before {
		t.Errorf("revision %d, then %d, %v", before, after, err)
	}
}

// TestAnEarlierVersionTakesAFailureBack: a status that said that a message of an earlier conversation failed turns out to
// have said something else, or of another message.
func TestAnEarlierVersionTakesAFailureBack(t *testing.T) {
	failed := conversation.Event{Key: "s", Kind: conversation.Status, Of: "m2", Status: conversation.Failed, At: noon.Add(50 * time.Hour).UnixMilli()}
	read, other := failed, failed
	read.At, read.Status = failed.At-1000, conversation.Read
	other.At, other.Of = failed.At-1000, "m4"
	for name, earlier := range map[string]conversation.Event{"read": read, "another message": other} {
		d := open(t)
		thread := func(events ...conversation.Event) conversation.ThreadEvents {
			return conversation.ThreadEvents{Thread: conversation.Thread{ID: "c1", Contact: "p1"}, Events: events}
		}
		appendAll(t, d, noon, thread(
			message("m1", noon, conversation.FromContact), message("m2", noon.Add(time.Minute), conversation.FromAgent),
			conversation.Event{Key: "x", Kind: conversation.Close, At: noon.Add(time.Hour).UnixMilli()},
			message("m3", noon.Add(24*time.Hour), conversation.FromContact),
			conversation.Event{Key: "y", Kind: conversation.Close, At: noon.Add(25 * time.Hour).UnixMilli()},
			message("m4", noon.Add(48*time.Hour), conversation.FromAgent), failed))
		appendAll(t, d, noon, thread(earlier))
		all, _ := collect(t, d, -1)
		if c := all.conversations["c1"]; len(c.Marks) != 2 {
			t.Errorf("%s: the first conversation has %d messages, want 2", name, len(c.Marks))
		}
	}
}

// TestAContactSaidAgainIsNoChange: what is known already changes nothing, but keeps its newer time against older lines.
func TestAContactSaidAgainIsNoChange(t *testing.T) {
	d := open(t)
	say := func(at int64, name string) int64 {
		appendAll(t, d, noon, conversation.ContactLine{ID: "p1", At: at, Name: &name})
		revision, err := d.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return revision
	}
	first := say(5000, "Ana")
	for _, at := range []int64{5000, 9000, 1000} {
		if again := say(at, "Ana"); again != first {
			t.Errorf("said again at %d: revision %d after %d", at, again, first)
		}
	}
	if older := say(8000, "Bia"); older != first {
		t.Errorf("an older name is revision %d after %d", older, first)
	}
	if newer := say(9000, "Bia"); newer == first {
		t.Error("another name is no change")
	}
	if all, _ := collect(t, d, -1); all.contacts["p1"].Name != "Bia" {
		t.Errorf("%+v", all.contacts["p1"])
	}
}

func TestSilenceCloses(t *testing.T) {
	d := open(t)
	appendAll(t, d, noon, conversation.ThreadEvents{
		Thread: conversation.Thread{ID: "c1", Lifecycle: conversation.Inactivity},
		Events: []conversation.Event{message("m1", noon, conversation.FromContact)},
	})
	for _, c := range []struct {
		after time.Duration
		open  bool
	}{{24 * time.Hour, true}, {24*time.Hour + time.Second, false}} {
		if _, err := d.Settle(t.Context(), noon.Add(c.after)); err != nil {
			t.Fatal(err)
		}
		all, _ := collect(t, d, -1)
		if got := all.conversations["c1"]; got.IsOpen() != c.open {
			t.Errorf("after %s: %+v", c.after, got)
		}
	}
	hours := 48
	appendAll(t, d, noon.Add(30*time.Hour), conversation.SettingsLine{InactivityHours: &hours})
	if all, _ := collect(t, d, -1); !all.conversations["c1"].IsOpen() {
		t.Error("a longer silence does not open it again")
	}
}

// TestSilenceIsByTheClock lets the clock jump ahead and come back.
func TestSilenceIsByTheClock(t *testing.T) {
	d := open(t)
	thread := conversation.Thread{ID: "c1", Lifecycle: conversation.Inactivity}
	appendAll(t, d, noon, conversation.ThreadEvents{Thread: thread, Events: []conversation.Event{message("m1", noon, conversation.FromContact)}})
	for _, c := range []struct {
		after time.Duration
		open  bool
	}{{time.Hour, true}, {60 * time.Hour, false}, {2 * time.Hour, true}, {3 * time.Hour, true}, {25 * time.Hour, false}} {
		if _, err := d.Settle(t.Context(), noon.Add(c.after)); err != nil {
			t.Fatal(err)
		}
		all, _ := collect(t, d, -1)
		if got := all.conversations["c1"]; got.IsOpen() != c.open {
			t.Errorf("after %s: %+v", c.after, got)
		}
	}
}

func TestChangesSinceARevision(t *testing.T) {
	d := open(t)
	thread := func(id string, events ...conversation.Event) conversation.ThreadEvents {
		return conversation.ThreadEvents{Thread: conversation.Thread{ID: id, Contact: "p-" + id}, Events: events}
	}
	shut := conversation.Event{Key: "x", Kind: conversation.Close, At: noon.Add(time.Minute).UnixMilli()}
	appendAll(t, d, noon, thread("c1", message("m1", noon, conversation.FromContact), shut,
		message("m2", noon.Add(time.Hour), conversation.FromContact)), thread("c2", message("m1", noon, conversation.FromContact)))
	all, revision := collect(t, d, -1)
	if len(all.conversations) != 3 {
		t.Fatalf("%d conversations", len(all.conversations))
	}
	// The close turns out to have come after the second message: there is one conversation less.
	shut.At = noon.UnixMilli() - 1
	appendAll(t, d, noon, thread("c1", shut))
	some, _ := collect(t, d, revision)
	if len(some.conversations) != 1 || some.removed != 1 {
		t.Errorf("%d conversations changed, %d are gone", len(some.conversations), some.removed)
	}
}

func TestContactFieldsKeepTheNewest(t *testing.T) {
	d := open(t)
	line := func(at int64, name, phone string) conversation.ContactLine {
		l := conversation.ContactLine{ID: "p1", At: at}
		if name != "" {
			l.Name = &name
		}
		if phone != "" {
			l.Phone = &phone
		}
		return l
	}
	appendAll(t, d, noon, line(20, "new", ""), line(10, "old", "+1"), line(20, "newest", ""), line(-1<<63, "undated", "+2"))
	all, _ := collect(t, d, -1)
	if c := all.contacts["p1"]; c.Name != "newest" || c.Phone != "+1" {
		t.Errorf("%+v", c)
	}
}

// BenchmarkAppendToLongThread adds one event at a time to a thread of 50,000.
func BenchmarkAppendToLongThread(b *testing.B) {
	d := open(b)
	thread := conversation.ThreadEvents{Thread: conversation.Thread{ID: "c1", Lifecycle: conversation.Inactivity}}
	at := noon
	for i := range 50_000 {
		step := time.Minute
		if i%20 == 0 {
			step = 25 * time.Hour
		}
		at = at.Add(step)
		thread.Events = append(thread.Events, message(fmt.Sprint("m", i), at, conversation.FromContact))
	}
	appendAll(b, d, at, thread)
	n := 0
	for b.Loop() {
		n++
		at = at.Add(time.Minute)
		thread.Events = []conversation.Event{message(fmt.Sprint("n", n), at, conversation.FromAgent)}
		appendAll(b, d, at, thread)
	}
}
