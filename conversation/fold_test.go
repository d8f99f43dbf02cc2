package conversation_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/internal/naive"
)

// TestOrderDoesNotMatter folds the same events shuffled, repeated and joined out of parts.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		rules := conversation.Rules{Inactivity: a.Inactivity, Now: a.Now}
		for _, thread := range a.Threads {
			want := conversation.Fold(thread.Thread, conversation.NewSet(thread.Events), rules)
			repeated := slices.Concat(thread.Events, thread.Events)
			shuffled := rapid.Permutation(repeated).Draw(t, "order")
			cut := rapid.IntRange(0, len(shuffled)).Draw(t, "cut")
			// What was merged before merges with the rest as if it had come at once.
			parts := slices.Concat(conversation.NewSet(shuffled[:cut]).Events(), conversation.NewSet(shuffled[cut:]).Events())
			got := conversation.Fold(thread.Thread, conversation.NewSet(parts), rules)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("another order, another result (-want +got):\n%s", diff)
			}
		}
	})
}

// TestTimesAreNeverNegative checks every interval, and that no business time is longer than its calendar time.
func TestTimesAreNeverNegative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		rules := conversation.Rules{Inactivity: a.Inactivity, Now: a.Now}
		schedule := conversation.NewSchedule(a.Hours, a.Holidays, a.Zone, a.Now.AddDate(-1, 0, 0).Unix(), a.Now.Unix())
		for _, thread := range a.Threads {
			for _, c := range conversation.Fold(thread.Thread, conversation.NewSet(thread.Events), rules) {
				m := conversation.Measure(c.Marks, nil)
				intervals := []conversation.Interval{m.FirstResponse, c.Duration(m)}
				for _, r := range m.Replies {
					intervals = append(intervals, r.Interval)
				}
				for _, i := range intervals {
					checkInterval(t, schedule, i)
				}
			}
		}
	})
}

func checkInterval(t *rapid.T, schedule *conversation.Schedule, i conversation.Interval) {
	if !i.Exists() {
		return
	}
	if i.Seconds() < 0 {
		t.Fatalf("%+v is negative", i)
	}
	if schedule == nil {
		return
	}
	if seconds, ok := schedule.Seconds(i); ok && (seconds < 0 || seconds > i.Seconds()) {
		t.Fatalf("%+v has %d business seconds", i, seconds)
	}
}

// TestFoldFromAgrees folds a thread from a later conversation on.
func TestFoldFromAgrees(t *testing.T) {
	day := int64(24 * 3600 * 1000)
	message := func(at int64, from conversation.Sender) conversation.Event {
		e := conversation.Event{Kind: conversation.Message, At: at, From: from}
		e.Key = e.DefaultKey()
		return e
	}
	var events []conversation.Event
	for i := range int64(10) {
		events = append(events, message(i*3*day, conversation.FromContact), message(i*3*day+60_000, conversation.FromAgent))
	}
	thread := conversation.Thread{ID: "t", Lifecycle: conversation.Inactivity}
	rules := conversation.Rules{Inactivity: conversation.DefaultInactivity, Now: time.UnixMilli(100 * day)}
	whole := conversation.Fold(thread, conversation.NewSet(events), rules)
	if len(whole) != 10 {
		t.Fatalf("%d conversations, want 10", len(whole))
	}
	rest := conversation.FoldFrom(thread, conversation.NewSet(events[8:]), rules, 5)
	if diff := cmp.Diff(whole[4:], rest); diff != "" {
		t.Error(diff)
	}
}

func TestMergeIsAssociative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := rapid.Custom(func(t *rapid.T) conversation.Event {
			return conversation.Event{
				Key:   "k",
				Kind:  rapid.SampledFrom([]conversation.Kind{conversation.Message, conversation.Tag}).Draw(t, "kind"),
				At:    rapid.Int64Range(0, 2).Draw(t, "at"),
				Agent: rapid.SampledFrom([]string{"", "a", "é"}).Draw(t, "agent"),
				Own:   rapid.SampledFrom([]conversation.Delivery{conversation.NoDelivery, conversation.Read, conversation.Failed}).Draw(t, "own"),
			}
		})
		a, b, c := version.Draw(t, "a"), version.Draw(t, "b"), version.Draw(t, "c")
		if x, y := conversation.Merge(conversation.Merge(a, b), c), conversation.Merge(a, conversation.Merge(c, b)); x != y {
			t.Fatalf("%+v and %+v", x, y)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var events []conversation.Event
	at := int64(0)
	for range 50_000 {
		at += random.Int64N(3600_000)
		e := conversation.Event{Kind: conversation.Message, At: at, From: conversation.Sender(1 + random.IntN(3))}
		e.Key = e.DefaultKey()
		events = append(events, e)
	}
	thread := conversation.Thread{ID: "t", Lifecycle: conversation.Inactivity}
	rules := conversation.Rules{Inactivity: time.Hour, Now: time.UnixMilli(at)}
	for b.Loop() {
		conversation.Fold(thread, conversation.NewSet(events), rules)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(events)), "ns/event")
}
