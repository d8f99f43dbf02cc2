package report

import (
	"cmp"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"relato/conversation"
)

// TestFirstsFollowChanges moves, removes, adds and gives away conversations, and looks for each contact's first after
// every change, and whether the order is one.
func TestFirstsFollowChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, w := newFacts(), told{}
		anew := func(thread int64) {
			w.put(thread, 1)
			c := w[thread]
			c.Contact = fmt.Sprint("p", rapid.IntRange(0, 25).Draw(t, "contact"))
			c.StartedAt = 1_700_000_000 + rapid.Int64Range(0, 60).Draw(t, "start")
			c.Marks = []conversation.Mark{{At: c.StartedAt, Agent: conversation.None}}
			w[thread] = c
		}
		var threads []int64
		for thread := range int64(100) {
			anew(thread)
			threads = append(threads, thread)
		}
		if err := w.tell(&f, threads...); err != nil {
			t.Fatal(err)
		}
		for next := int64(100); next < 112; next++ {
			change := following{facts: &f, before: len(f.start), contacts: f.people.cards.reader()}
			anew(next)
			touched := map[int64]bool{next: true}
			for range rapid.IntRange(0, 5).Draw(t, "changed") {
				if thread := rapid.Int64Range(0, next-1).Draw(t, "thread"); w[thread].ID != "" {
					anew(thread)
					touched[thread] = true
				}
			}
			for range rapid.IntRange(0, 2).Draw(t, "removed") {
				thread := rapid.Int64Range(0, next-1).Draw(t, "removed thread")
				if touched[thread] {
					continue
				}
				delete(w, thread)
				if err := change.Removed(thread, 1); err != nil {
					t.Fatal(err)
				}
			}
			for thread := range touched {
				c := w[thread]
				if err := change.Conversation(&c); err != nil {
					t.Fatal(err)
				}
			}
			if err := change.finish(); err != nil {
				t.Fatal(err)
			}
			w.checkFirsts(t, &f)
		}
	})
}

// checkFirsts compares the first conversation of every contact with what was told, and looks at the order.
func (w told) checkFirsts(t *rapid.T, f *facts) {
	first := map[string]conversation.Record{}
	for _, c := range w {
		if other, known := first[c.Contact]; !known || cmp.Or(cmp.Compare(c.StartedAt, other.StartedAt), cmp.Compare(c.ID, other.ID)) < 0 {
			first[c.Contact] = c
		}
	}
	for thread, c := range w {
		n, known := f.numberOf(threadNumber{uint32(thread), 1})
		if !known {
			t.Fatalf("%s is not there", c.ID)
		}
		if is, should := f.traits[n]&isFirst != 0, first[c.Contact].ID == c.ID; is != should {
			t.Fatalf("%s is the first of %s: %t, want %t", c.ID, c.Contact, is, should)
		}
	}
	if f.size() != len(w) {
		t.Fatalf("%d in order, of %d", f.size(), len(w))
	}
	for place := 1; place < f.size(); place++ {
		if f.byStart(f.at(place-1), f.at(place)) >= 0 {
			t.Fatalf("%d and %d are not in order", place-1, place)
		}
	}
}
