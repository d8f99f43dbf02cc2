// Package imports stores files: in batches, so that others get their turn to write, counting what came of them. The
// command line uses it, and the server with a Desk for what browsers send.
package imports

import (
	"context"

	"relato/conversation"
)

// batchEvents is about how many events are stored in one transaction: enough for its fixed cost to vanish, few enough
// for others to get their turn to write.
const batchEvents = 40_000

// Batch gathers items for one transaction.
type Batch struct {
	items  []conversation.Item
	events int
}

// Add takes an item and tells whether the batch is full.
func (b *Batch) Add(item conversation.Item) (full bool) {
	b.items = append(b.items, item)
	b.events++
	if t, ok := item.(conversation.ThreadEvents); ok {
		b.events += len(t.Events)
	}
	return b.events >= batchEvents
}

// Take empties the batch.
func (b *Batch) Take() []conversation.Item {
	items := b.items
	*b = Batch{}
	return items
}

// Send hands on a value, unless the work was given up, and tells whether it did.
func Send[T any](ctx context.Context, to chan<- T, value T) bool {
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}
