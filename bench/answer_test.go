package main

import (
	"math/rand/v2"
	"testing"
)

// TestAnyChangeOfAnAnswerIsADifference changes answers in every way: a bench that overlooks one proves nothing.
func TestAnyChangeOfAnAnswerIsADifference(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func() answer {
		a := newAnswer()
		for range rng.IntN(5) {
			a.set(rng.Int64N(4)-1, string(rune('a'+rng.IntN(3))), 1+rng.Int64N(9))
		}
		for range rng.IntN(3) {
			a.lines = append(a.lines, string(rune('a'+rng.IntN(3))))
		}
		return a
	}
	copied := func(a answer) answer {
		c := newAnswer()
		for row, figures := range a.figures {
			for name, v := range figures {
				c.set(row, name, v)
			}
		}
		c.lines = append(c.lines, a.lines...)
		return c
	}
	for range 1000 {
		a := draw()
		b := copied(a)
		if err := b.differs("b", &a, "a"); err != nil {
			t.Fatalf("a copy differs: %v", err)
		}
		changes := []func(*answer){
			func(c *answer) { c.set(7, "x", 1) },
			func(c *answer) { c.lines = append(c.lines, "more") },
		}
		for row, figures := range a.figures {
			for name := range figures {
				changes = append(changes,
					func(c *answer) { c.figures[row][name]++ },
					func(c *answer) { delete(c.figures[row], name) },
					func(c *answer) { delete(c.figures, row) })
			}
		}
		if len(a.lines) > 0 {
			changes = append(changes, func(c *answer) { c.lines[0] += "!" }, func(c *answer) { c.lines = c.lines[1:] })
		}
		for i, change := range changes {
			c := copied(a)
			change(&c)
			if c.differs("c", &a, "a") == nil || a.differs("a", &c, "c") == nil {
				t.Fatalf("change %d of %v was overlooked: %v", i, a, c)
			}
		}
	}
}
