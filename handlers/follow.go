package handlers

import (
	"context"
	"time"
)

// followEvery is how often reports are brought up to date while deliveries come in.
const followEvery = 50 * time.Millisecond

// follower brings the reports up to date while deliveries come in, so that whoever opens one next finds little to load.
// They are right without it: every report looks for changes itself.
type follower struct {
	wake chan struct{}
	stop context.CancelFunc
	gone chan struct{}
}

// newFollower starts a follower.
func newFollower(follow func(context.Context) error) *follower {
	ctx, stop := context.WithCancel(context.Background())
	f := &follower{wake: make(chan struct{}, 1), stop: stop, gone: make(chan struct{})}
	go func() {
		defer close(f.gone)
		for {
			select {
			case <-f.wake:
			case <-ctx.Done():
				return
			}
			select {
			case <-time.After(followEvery):
				_ = follow(ctx) // a report meets the same error, and says so
			case <-ctx.Done():
				return
			}
		}
	}()
	return f
}

// changed says that there is something new.
func (f *follower) changed() {
	select {
	case f.wake <- struct{}{}:
	default: // it knows already
	}
}

// close ends the follower.
func (f *follower) close() {
	f.stop()
	<-f.gone
}
