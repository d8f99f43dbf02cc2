package handlers

import (
	"context"
	"testing"
	"time"

	"relato/report"
)

// breaking is a database whose reading breaks down.
type breaking struct {
	report.Source
	asked chan struct{}
}

func (b breaking) Revision(context.Context) (int64, error) {
	b.asked <- struct{}{}
	panic("this was not foreseen")
}

// TestFollowingOutlivesAPanic: what breaks down behind the reports does not end the server.
func TestFollowingOutlivesAPanic(t *testing.T) {
	source := breaking{asked: make(chan struct{})}
	a := newAccount(t, func(c *Config) { c.Index = report.NewIndex(source, c.Now) })
	for range 2 {
		a.handler.(*Server).follower.changed()
		select {
		case <-source.asked:
		case <-time.After(10 * time.Second):
			t.Fatal("nobody follows any more")
		}
	}
}
