package main

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"relato/db"
	"relato/report"
)

// prepareFrom is how many conversations must have come or changed since the last snapshot for a command to write another
// one at its end. It is what a server goes by too: fewer hardly delay the next start.
var prepareFrom int64 = snapshotMoved

// prepareStart prepares the next start after a command has changed very many conversations. A running server does that
// itself.
func prepareStart(ctx context.Context, c *console, d *db.DB) {
	if due, err := prepareDue(ctx, d); err != nil {
		sayUnprepared(ctx, c, err)
	} else if due {
		prepare(ctx, c, d)
	}
}

// prepare writes a snapshot of the reports, so that whoever starts the server next need not wait until all of them are
// loaded. What the command did is done already: a failure costs the next start some time and nothing else.
func prepare(ctx context.Context, c *console, d *db.DB) {
	drawing := startDrawing(c, func() { c.warnf("\r\x1b[KPreparing the reports for the next start…") })
	err := writeSnapshot(ctx, d, c.now)
	drawing.stop()
	if err != nil {
		sayUnprepared(ctx, c, err)
	}
}

func sayUnprepared(ctx context.Context, c *console, err error) {
	if ctx.Err() != nil {
		err = errors.New("stopped")
	}
	c.warnf("relato: what came is stored, but the reports were not prepared, so the next start may take longer: %v\n", err)
}

// prepareDue tells whether it is worth preparing the reports. It goes by the snapshots that the database knows of, so that
// many small imports count as a large one, and a small one does not pay for a snapshot that was deleted.
func prepareDue(ctx context.Context, d *db.DB) (bool, error) {
	if d.IsServed() {
		return false, nil
	}
	last, err := d.LastMark(ctx)
	if err != nil {
		return false, err
	}
	changed, err := d.Changed(ctx, last)
	return changed >= prepareFrom, err
}

// writeSnapshot loads the reports, from the last snapshot and what changed since if it can be used, and writes them as a
// new one.
func writeSnapshot(ctx context.Context, d *db.DB, now func() time.Time) error {
	conversations, err := d.Changed(ctx, -1)
	if err != nil {
		return err
	}
	if spare, known := d.SpareSpace(); known && spare < uint64(conversations)*snapshotBytes {
		return errNoSpace // before it is loaded for nothing
	}
	debug.FreeOSMemory() // what the command had
	return sparingly(ctx, d, func() error {
		s := newSnapshot(slog.New(slog.DiscardHandler), now)
		index := report.NewIndex(d, now)
		s.load(ctx, d, index)
		if _, err := index.Account(ctx); err != nil {
			return err
		}
		_, _, err := s.replace(ctx)
		return err
	})
}

// loadingMemory and loadingEach are the bytes of memory, and those for each conversation, beyond which garbage is collected
// sooner while reports are loaded, besides what there was before: a million conversations take 450 MB instead of 610, in the same time.
const (
	loadingMemory = 100 << 20
	loadingEach   = 300
)

// loading is held while reports are loaded: the limit of memory is the process's, and whoever saved that of another loading
// would restore it for good.
var loading sync.Mutex

// sparingly loads the reports of a database without letting garbage grow as it may otherwise, one after the other.
func sparingly(ctx context.Context, d *db.DB, load func() error) error {
	conversations, err := d.Changed(ctx, -1)
	if err != nil {
		return err
	}
	loading.Lock()
	defer loading.Unlock()
	var had runtime.MemStats
	runtime.ReadMemStats(&had)
	usual := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(usual)
	debug.SetMemoryLimit(min(usual, int64(had.Sys-had.HeapReleased)+loadingMemory+loadingEach*conversations))
	return load()
}

// snapshotBytes is about what a conversation takes in a snapshot.
const snapshotBytes = 120

var errNoSpace = errors.New("there is too little space beside the database")
