package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/internal/fault"
	"relato/source"
)

// Options are how a file is stored.
type Options struct {
	Strict bool          // as a whole or not at all
	Each   func(Summary) // told what came of the file so far, after each batch; nil = nobody asks
}

// Store stores a file, in one transaction if it is to be taken as a whole, and says what came of it, also when it failed
// half-way: then what was stored stays, and storing it again doubles nothing.
func Store(ctx context.Context, d *db.DB, file *source.File, now time.Time, o Options) (s Summary, err error) {
	if !o.Strict {
		err = s.take(ctx, file, o.Each, func(items []conversation.Item) (db.Appended, error) { return d.Append(ctx, now, items) })
		return s, err
	}
	err = d.AppendTogether(ctx, now, func(store func([]conversation.Item) (db.Appended, error)) error {
		err := s.take(ctx, file, o.Each, store)
		if err == nil && s.Rejected > 0 {
			err = errors.New("nothing of it was taken, because of what was rejected (--strict)")
		}
		return err
	})
	if err != nil {
		s.Appended = db.Appended{}
	}
	return s, err
}

// Zone is the account's time zone, nil until it is set.
func Zone(ctx context.Context, d *db.DB) (*time.Location, error) {
	settings, err := d.Settings(ctx)
	if err != nil || !settings.TimezoneSet {
		return nil, err
	}
	return settings.Zone()
}

// step is a part of a file on its way from the goroutine that reads to the one that stores.
type step struct {
	items []conversation.Item
	read  Summary
	err   error // what ended the file; io.EOF = its end
}

// take reads a file in one goroutine and stores it, batch by batch, in this one.
func (s *Summary) take(ctx context.Context, file *source.File, each func(Summary),
	store func([]conversation.Item) (db.Appended, error)) error {
	ctx, cancel := context.WithCancel(ctx)
	steps := make(chan step, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		readSteps(ctx, file, steps)
	}()
	defer func() { // the file is not ours any more after this
		cancel()
		<-done
	}()
	for st := range steps {
		s.Add(st.read)
		if len(st.items) > 0 {
			appended, err := store(st.items)
			if err != nil {
				return err
			}
			s.Add(Summary{Appended: appended})
		}
		if each != nil {
			each(*s)
		}
		if st.err == io.EOF {
			return nil
		}
		if st.err != nil {
			return fmt.Errorf("reading stopped after line %d: %w", s.Lines, st.err)
		}
	}
	return ctx.Err()
}

// next is the next record of a file. Whatever a reader makes of it, it ends no more than the file.
func next(file *source.File) (record source.Record, err error) {
	defer fault.Catch(&err)
	return file.Next()
}

func readSteps(ctx context.Context, file *source.File, to chan<- step) {
	defer close(to)
	var b Batch
	var read Summary
	lines := int64(0)
	for {
		record, err := next(file)
		full := false
		if err == nil {
			read.reject(record)
			if record.Item != nil {
				read.see(record.Item)
				full = b.Add(record.Item)
			}
		}
		if err == nil && !full {
			continue
		}
		read.Lines, lines = file.Lines()-lines, file.Lines()
		if !Send(ctx, to, step{b.Take(), read, err}) || err != nil {
			return
		}
		read = Summary{}
	}
}
