package main

import (
	"context"

	"relato/conversation"
)

// batchEvents is about how many events are stored in one transaction: enough for its fixed cost to vanish, few enough
// for others to get their turn to write.
const batchEvents = 40_000

// batch gathers items for one transaction.
type batch struct {
	items  []conversation.Item
	events int
}

// add takes an item and tells whether the batch is full.
func (b *batch) add(item conversation.Item) (full bool) {
	b.items = append(b.items, item)
	b.events++
	if t, ok := item.(conversation.ThreadEvents); ok {
		b.events += len(t.Events)
	}
	return b.events >= batchEvents
}

// take empties the batch.
func (b *batch) take() []conversation.Item {
	items := b.items
	*b = batch{}
	return items
}

// send hands on a value, unless the work was given up.
func send[T any](ctx context.Context, to chan<- T, value T) bool {
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}
