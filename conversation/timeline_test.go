package conversation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/internal/naive"
)

// TestEntriesAreTheCountedEvents checks that the timelines of a thread's conversations together hold every message
// once, failed ones too, and each nothing but what its figures come from.
func TestEntriesAreTheCountedEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		rules := conversation.Rules{Inactivity: a.Inactivity, Now: a.Now}
		for _, thread := range a.Threads {
			set := conversation.NewSet(thread.Events)
			conversations := conversation.Fold(thread.Thread, set, rules)
			seen := map[string]int{}
			for _, c := range conversations {
				entries := conversation.EntriesOf(thread.Thread, set, rules, c.Number)
				checkMarks(t, c, entries)
				if len(entries) == 0 {
					t.Fatalf("conversation %d has no timeline", c.Number)
				}
				for _, e := range entries {
					seen[e.Key]++
				}
			}
			for _, e := range set.Events() {
				if seen[e.Key] > 1 || e.Kind == conversation.Status && seen[e.Key] > 0 {
					t.Fatalf("%+v stands in %d timelines", e, seen[e.Key])
				}
				if e.Kind == conversation.Message && len(conversations) > 0 && seen[e.Key] == 0 {
					t.Fatalf("%+v stands in no timeline", e)
				}
			}
			if more := conversation.EntriesOf(thread.Thread, set, rules, len(conversations)+1); more != nil {
				t.Fatalf("there is a timeline of no conversation: %+v", more)
			}
		}
	})
}

// checkMarks compares the entries that count with the marks that a conversation is measured by.
func checkMarks(t *rapid.T, c conversation.Conversation, entries []conversation.Entry) {
	var got, want []int64
	for _, e := range entries {
		if e.Marks() {
			got = append(got, e.Second())
		}
	}
	for _, m := range c.Marks {
		want = append(want, m.At)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the timeline counts other events (-marks +entries):\n%s", diff)
	}
}

// TestExchangesAreTheReplies checks that the story of a conversation's replies ends in the replies themselves.
func TestExchangesAreTheReplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		for _, thread := range a.Threads {
			rules := conversation.Rules{Inactivity: a.Inactivity, Now: a.Now}
			for _, c := range conversation.Fold(thread.Thread, conversation.NewSet(thread.Events), rules) {
				var got []conversation.Reply
				exchanges := conversation.Exchanges(c.Marks)
				for i, e := range exchanges {
					switch {
					case e.Answered() && c.Marks[e.Answer].At == e.To:
						got = append(got, conversation.Reply{Interval: e.Interval, Agent: e.Agent})
					case i < len(exchanges)-1:
						t.Fatalf("exchange %d of %d has no answer", i, len(exchanges))
					}
				}
				if want := conversation.Measure(c.Marks, nil).Replies; !cmp.Equal(want, got) && len(want)+len(got) > 0 {
					t.Fatalf("replies %+v, exchanges %+v", want, got)
				}
			}
		}
	})
}

func TestDeliveries(t *testing.T) {
	message := func(key string, at int64, own conversation.Delivery) conversation.Event {
		return conversation.Event{Key: key, Kind: conversation.Message, At: at, From: conversation.FromAgent, Own: own}
	}
	status := func(key, of string, at int64, d conversation.Delivery) conversation.Event {
		return conversation.Event{Key: key, Kind: conversation.Status, At: at, Of: of, Status: d}
	}
	set := conversation.NewSet([]conversation.Event{
		message("m1", 1000, conversation.Sent), message("m2", 2000, conversation.NoDelivery), message("m3", 3000, conversation.Failed),
		message("m4", 4000, conversation.NoDelivery),
		status("s1", "m1", 5000, conversation.Delivered), status("s2", "m1", 6000, conversation.Read), status("s3", "m1", 7000, conversation.Delivered),
		status("s4", "m4", 8000, conversation.Failed), status("s5", "m4", 9000, conversation.Read),
	})
	want := []struct {
		delivery conversation.Delivery
		at       int64
	}{
		{conversation.Read, 6}, {conversation.NoDelivery, conversation.None},
		{conversation.Failed, conversation.None}, {conversation.Failed, 8},
	}
	entries := conversation.EntriesOf(conversation.Thread{ID: "c"}, set, conversation.Rules{}, 1)
	if len(entries) != len(want) {
		t.Fatalf("%d entries: %+v", len(entries), entries)
	}
	for i, e := range entries {
		if e.Delivery != want[i].delivery || e.DeliveredAt != want[i].at {
			t.Errorf("%s is %s at %d, want %+v", e.Key, e.Delivery, e.DeliveredAt, want[i])
		}
	}
}
