package reconcile

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestRatingsThatAreChangedBack changes an answer and changes it back, as often as one likes, and syncs: the last one
// holds, whatever webhooks came before or come again after, in any order.
func TestRatingsThatAreChangedBack(t *testing.T) {
	type answer struct {
		score   int
		comment string
	}
	five, one, poor := answer{5, "ótimo"}, answer{1, "não"}, answer{1, ""}
	for _, answers := range [][]answer{{five}, {five, one}, {five, one, five}, {five, one, five, one}, {one, poor, five, one}, {one, poor, one, five, poor}} {
		for _, told := range []int{0, 1, 2, len(answers)} { // webhooks of so many answers come before the sync
			h := newHouse(t)
			random := rand.New(rand.NewPCG(uint64(len(answers)), uint64(told)))
			talk := h.world.Open(55, "open")
			h.later(time.Minute)
			h.world.In(talk)
			h.later(time.Minute)
			h.world.Turn(talk, "resolved", true)
			for i, a := range answers {
				h.later(time.Minute)
				h.world.Answer(talk, a.score, a.comment)
				if i+1 <= told {
					h.hear(t, h.DB, h.world.Webhooks)
				}
			}
			last := answers[len(answers)-1]
			holds := func(when string) {
				t.Helper()
				var score int
				var comment string
				if err := h.DB.Read().QueryRow("SELECT coalesce(rating, 0), comment FROM conversation").Scan(&score, &comment); err != nil {
					t.Fatal(err)
				}
				if score != last.score || comment != last.comment {
					t.Errorf("%v, of which %d were told: %d %q %s", answers, told, score, comment, when)
				}
			}
			h.later(time.Hour)
			h.sync(t, Options{})
			holds("after a sync")
			again := slices.Clone(h.world.Webhooks[:len(h.world.Webhooks)-len(answers)+told])
			random.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
			h.hear(t, h.DB, again)
			holds("after webhooks that come again")
			if more := h.sync(t, Options{All: true}); more.Events != 0 {
				t.Errorf("%v, of which %d were told: fetched again, there is more: %+v", answers, told, more)
			}
			holds("after another sync")
		}
	}
}
