package report

import (
	"context"
	"math"
	"time"

	"relato/conversation"
)

// Renew loads everything anew from the source and goes on with that. Meanwhile reports are of what there was, and come
// first. It is for an index that was loaded from what another build has saved, which may have computed something else of
// the same conversations. When it fails the index is as before.
func (x *Index) Renew(ctx context.Context) error {
	fresh := NewIndex(yielding{x.source, x}, x.now)
	for range 2 { // much may have changed during the first
		if _, err := fresh.follow(ctx); err != nil {
			return err
		}
	}
	fresh.mu.RLock() // it may be growing
	defer fresh.mu.RUnlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.replace(fresh.facts, fresh.revision)
	x.told += fresh.told
	return nil
}

// replace takes other facts instead of those that there are. It needs the lock.
func (x *Index) replace(f facts, revision int64) {
	last := x.facts
	last.edition.last = &last
	x.facts, x.revision = f, revision
	x.replaced++
	x.answers.forget(math.MinInt64)
	x.offered.forget()
}

// yielding is a source that stops feeding while reports are counted by an index, as long as these leave it some time.
type yielding struct {
	Source
	to *Index
}

func (y yielding) Changes(ctx context.Context, since int64, feed conversation.Feed) (int64, error) {
	return y.Source.Changes(ctx, since, &yieldingFeed{Feed: feed, to: y.to})
}

// How many conversations or contacts are fed before it looks whether reports are counted (half a millisecond of work), how
// often it looks then, and for how long it waits at most until none are: so that it ends even where some always are.
const (
	yieldEvery = 100
	yieldStep  = 100 * time.Microsecond
	yieldMost  = 2 * time.Millisecond
)

type yieldingFeed struct {
	conversation.Feed
	to  *Index
	fed int
}

func (f *yieldingFeed) Contact(c conversation.Contact) error {
	f.yield()
	return f.Feed.Contact(c)
}

func (f *yieldingFeed) Conversation(c *conversation.Record) error {
	f.yield()
	return f.Feed.Conversation(c)
}

func (f *yieldingFeed) yield() {
	if f.fed++; f.fed%yieldEvery != 0 {
		return
	}
	for began := time.Now(); f.to.turns.Taken() && time.Since(began) < yieldMost; {
		time.Sleep(yieldStep)
	}
}
