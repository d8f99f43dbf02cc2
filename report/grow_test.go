package report

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
)

// told is what was last told of a conversation, by thread.
type told map[int64]conversation.Record

// tell changes conversations in an index's memory, as following a source does.
func (w told) tell(f *facts, threads ...int64) error {
	change := following{facts: f, before: len(f.start), contacts: f.people.cards.reader()}
	for _, thread := range threads {
		c := w[thread]
		if err := change.Conversation(&c); err != nil {
			return err
		}
	}
	return change.finish()
}

// put thinks of a conversation with so many messages.
func (w told) put(thread int64, messages int) {
	c := conversation.Record{Thread: thread, ID: fmt.Sprint("c", thread), Contact: fmt.Sprint("p", thread*2/3)}
	c.Number, c.Origin, c.SurveyAt, c.ClosedAt = 1, conversation.Inbound, conversation.None, conversation.None
	c.StartedAt = 1_700_000_000 + 60*thread
	for i := range messages {
		c.Marks = append(c.Marks, conversation.Mark{At: c.StartedAt + int64(i), Agent: conversation.None})
	}
	w[thread] = c
}

// differences are what a memory has otherwise than it was told.
func (w told) differences(f *facts) (found []string) {
	contacts := f.people.cards.reader()
	for thread, want := range w {
		n, known := f.numberOf(threadNumber{uint32(thread), 1})
		if !known {
			found = append(found, fmt.Sprint(want.ID, " is not there"))
			continue
		}
		contact, _ := f.people.find(contacts, want.Contact)
		got := []any{string(f.papers.reader().read(n).id), int64(f.start[n]), f.contact[n], len(f.marksOf(n, nil)), f.messages(n).In}
		if diff := cmp.Diff([]any{want.ID, want.StartedAt, contact, len(want.Marks), len(want.Marks)}, got); diff != "" {
			found = append(found, diff)
		}
	}
	return found
}

// TestColumnsAreLaidAnewBesideChanges gets memory for columns, changes conversations meanwhile, and only then copies.
func TestColumnsAreLaidAnewBesideChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, w := newFacts(), told{}
		last := int64(0)
		grown := func(conversations int) (threads []int64) {
			for range conversations {
				last++
				w.put(last, 1+int(last)%3)
				threads = append(threads, last)
			}
			return threads
		}
		if err := w.tell(&f, grown(700)...); err != nil {
			t.Fatal(err)
		}
		laid := 0
		for round := range 8 {
			list := f.nearlyFull()
			for _, widening := range list {
				widening.prepare()
			}
			more := 1 // after which all columns are nearly full
			if round > 0 {
				more = rapid.SampledFrom([]int{0, 1, 12, 150, 700}).Draw(t, "new")
			}
			threads := grown(more)
			for range rapid.IntRange(0, 8).Draw(t, "changed") {
				thread := rapid.Int64Range(1, last).Draw(t, "thread")
				w.put(thread, rapid.IntRange(0, 4).Draw(t, "messages"))
				if !slices.Contains(threads, thread) {
					threads = append(threads, thread)
				}
			}
			if err := w.tell(&f, threads...); err != nil {
				t.Fatal(err)
			}
			for _, widening := range list {
				widening.lay()
			}
			laid += len(list)
		}
		if found := w.differences(&f); len(found) > 0 {
			t.Fatal(found)
		}
		if laid == 0 {
			t.Error("no column was laid anew")
		}
	})
}

// growingSource is a source to which conversations come while it is read.
type growingSource struct {
	told
	changed [][]int64 // by revision
}

func (s *growingSource) Revision(context.Context) (int64, error) { return int64(len(s.changed)), nil }

func (s *growingSource) Changes(_ context.Context, since int64, feed conversation.Feed) (int64, error) {
	for _, threads := range s.changed[max(0, since):] {
		for _, thread := range threads {
			c := s.told[thread]
			if err := feed.Conversation(&c); err != nil {
				return 0, err
			}
		}
	}
	return int64(len(s.changed)), nil
}

// TestAnIndexGrowsByItself follows many small changes, and then waits for columns that have room again.
func TestAnIndexGrowsByItself(t *testing.T) {
	s := &growingSource{told: told{}}
	x := NewIndex(s, time.Now)
	last := int64(0)
	for step := range 300 {
		var threads []int64
		for range 20 + 4000*int(bit(step == 0)) {
			last++
			s.put(last, 1)
			threads = append(threads, last)
		}
		if step > 0 {
			s.put(last/2, 3)
			threads = append(threads, last/2)
		}
		s.changed = append(s.changed, threads)
		if _, err := x.Account(t.Context()); err != nil {
			t.Fatal(err)
		}
		if x.mu.RLock(); step == 0 && (x.growing != nil || cap(x.start) > len(x.start)+len(x.start)/spare) {
			t.Error("it grows before anything changed")
		}
		x.mu.RUnlock()
	}
	x.mu.RLock()
	growing := x.growing
	x.mu.RUnlock()
	if growing != nil {
		<-growing
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if left := x.nearlyFull(); len(left) > 0 {
		t.Errorf("%d columns are nearly full", len(left))
	}
	if found := s.differences(&x.facts); len(found) > 0 {
		t.Errorf("%d differences: %s", len(found), found[0])
	}
}
