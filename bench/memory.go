package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"

	"relato/conversation"
	"relato/report"
)

// footprint is the memory of an index and how long it took to load.
type footprint struct {
	Bytes       int     `json:"bytes"`
	LoadSeconds float64 `json:"load_s"`
}

// loaded loads an account and weighs what stays.
func loaded(ctx context.Context, a *account) (*report.Index, footprint, error) {
	before := heap()
	began := time.Now()
	x, err := a.index(ctx)
	took := time.Since(began).Seconds()
	return x, footprint{Bytes: heap() - before, LoadSeconds: took}, err
}

// heap is how many bytes live on the heap. What pools keep at hand is given back by the second collection.
func heap() int {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// size is how many conversations there are, and messages in them.
func (r *relato) size(ctx context.Context) (conversations, messages int, err error) {
	end := conversation.DateOf(until).Add(1)
	o, err := r.index.Overview(ctx, report.Filter{From: end.Add(-400), To: end, Clock: "calendar", Group: "total", Page: 1})
	if err != nil {
		return 0, 0, err
	}
	return o.Total.Conversations, o.Total.Messages.All(), nil
}

// perConversation is the memory of the index for each conversation with its messages, in bytes.
func (r *results) perConversation() float64 {
	if r.Conversations == 0 {
		return 0
	}
	return float64(r.Memory.Bytes) / float64(r.Conversations)
}
