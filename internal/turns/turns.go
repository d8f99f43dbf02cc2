// Package turns lets no more be done at a time than there are processors. More would share their caches, and be taken off them
// and wait behind all others, again and again: of many the last would come very late, and none any sooner.
package turns

import (
	"context"
	"runtime"
)

// Turns are to be had one for each processor.
type Turns chan struct{} // holds one for each that is taken

// New are turns that nobody has taken.
func New() Turns { return make(Turns, runtime.GOMAXPROCS(0)) }

// Take does something as soon as there is a turn: who has waited longest comes first. Its error is what is done returns, or that of
// a context that has ended before.
func (t Turns) Take(ctx context.Context, do func() error) error {
	select {
	case t <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-t }()
	return do()
}

// Taken tells whether anybody has a turn.
func (t Turns) Taken() bool { return len(t) > 0 }
