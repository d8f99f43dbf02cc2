package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"relato/db"
	"relato/internal/fault"
	"relato/source"
)

const (
	pageRows  = 25               // of a page of conversations or answers
	overlap   = 10 * time.Minute // before the last run that is asked for again
	mostSpan  = 24 * time.Hour   // that is asked for in one answer; what changed in more is looked for page by page
	keepEvery = 2 * time.Second  // how often a run writes down how far it is
	batchRows = 100              // conversations between two looks at what is known of them
	maxAgain  = 100              // conversations that could not be fetched before and are tried again
	maxFailed = 25               // conversations that cannot be fetched before a run gives up
)

// run is one sync of a source.
type run struct {
	desk       *Desk
	client     *client
	connection source.Connection
	options    Options
	holder     string
	began      time.Time
	syncedAt   time.Time // all that had changed by then was here before
	answers    map[string][]source.ChatwootSaid
	contacts   contacts
	group      *errgroup.Group // of what is fetched while more is listed
	storing    *errgroup.Group // of what is stored while more is fetched

	mu     sync.Mutex
	counts db.SyncCounts
	done   []db.Fetched // not written down yet
}

// counted is what was done so far.
func (r *run) counted() db.SyncCounts {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts.Requests = r.client.requests.Load()
	return r.counts
}

func (r *run) count(add func(*db.SyncCounts)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	add(&r.counts)
}

// upTo is when all that had changed is here after the run: when it began. A first run that left out what is old has no
// less, since it was asked for no more; a later one that was asked for less than had changed leaves that for the next:
// the zero time.
func (r *run) upTo() time.Time {
	if !r.syncedAt.IsZero() && r.options.Since.After(r.syncedAt) {
		return time.Time{}
	}
	return r.began
}

// path is an address within the account.
func (r *run) path(rest string) string {
	return "/api/v1/accounts/" + r.connection.Options["account"] + rest
}

// all fetches what has changed, or everything.
func (r *run) all(ctx context.Context) (err error) {
	defer fault.Catch(&err)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer r.keeping(ctx, stop)()
	err = r.people(ctx)
	if err == nil {
		err = r.listAnswers(ctx)
	}
	if err == nil {
		err = r.conversations(ctx)
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	return err
}

// conversations lists conversations and fetches them meanwhile.
func (r *run) conversations(ctx context.Context) error {
	r.storing, ctx = errgroup.WithContext(ctx)
	r.storing.SetLimit(stores)
	r.group, ctx = errgroup.WithContext(ctx)
	r.group.SetLimit(fetchers)
	listing := r.again(ctx)
	if listing == nil {
		listing = r.listed(ctx)
	}
	fetching := r.group.Wait()
	storing := r.storing.Wait()
	for _, err := range []error{storing, fetching} {
		if err != nil && !errors.Is(err, context.Canceled) {
			return err // for which the others were stopped
		}
	}
	return cmp.Or(listing, fetching, storing)
}

// listed lists what is to be fetched.
func (r *run) listed(ctx context.Context) error {
	span := r.began.Sub(r.syncedAt) + overlap
	switch {
	case r.options.All || !r.options.Since.IsZero() || r.syncedAt.IsZero():
		return r.pages(ctx, r.options.Since)
	case span > mostSpan:
		return r.pages(ctx, r.syncedAt.Add(-overlap))
	}
	err := r.changed(ctx, span)
	if canPage(err) && ctx.Err() == nil {
		r.desk.Log.Info("the list of all that changed did not come; it is read page by page", "source", r.connection.Name, "error", err)
		return r.pages(ctx, r.syncedAt.Add(-overlap))
	}
	return err
}

// again fetches what an earlier run could not.
func (r *run) again(ctx context.Context) error {
	ids, err := r.desk.DB.FailedFetches(ctx, r.connection.ID, maxAgain)
	for _, id := range ids {
		if err != nil {
			return err
		}
		row := source.ChatwootRow{ID: strconv.FormatInt(id, 10)}
		err = r.client.get(ctx, r.path("/conversations/"+row.ID), nil, func(body []byte) (err error) {
			row, err = source.ChatwootOne(r.connection, body)
			return err
		})
		if err == nil {
			err = r.fetch(ctx, []source.ChatwootRow{row})
		} else if ctx.Err() == nil {
			err = r.leave(row, db.Fetched{ID: id}, err)
		}
	}
	return err
}

// fetch fetches those of listed conversations that changed since they were last fetched, while more is listed.
func (r *run) fetch(ctx context.Context, rows []source.ChatwootRow) error {
	ids := make([]int64, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.Number())
	}
	known, err := r.desk.DB.FetchedOf(ctx, r.connection.ID, ids)
	if err != nil {
		return err
	}
	for _, row := range rows {
		before, was := known[row.Number()]
		before.ID = row.Number()
		if was && before.Stamp == row.Stamp && !before.Failed && !r.options.All && (row.Updated > 0 || len(r.answers[row.ID]) == 0) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		r.group.Go(func() error { return r.one(ctx, row, before) })
	}
	r.count(func(n *db.SyncCounts) { n.Listed += int64(len(rows)) })
	return nil
}

// one fetches a conversation, and lets it be stored while the next one is fetched: the disk makes many wait as long as one.
func (r *run) one(ctx context.Context, row source.ChatwootRow, before db.Fetched) error {
	fetched, done, err := r.conversation(ctx, row, before)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return r.leave(row, before, err)
	}
	r.storing.Go(func() error {
		// Whoever stops us does not lose what is fetched already.
		done, err := r.store(context.WithoutCancel(ctx), row, fetched, done)
		if err != nil {
			return r.leave(row, before, err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.counts.Fetched++
		if done.ID != 0 {
			r.done = append(r.done, done)
		}
		return nil
	})
	return nil
}

// leave is what becomes of a conversation that cannot be fetched: it stops no other, and the next run tries it again. What
// is no fault of the conversation ends the run.
func (r *run) leave(row source.ChatwootRow, before db.Fetched, err error) error {
	if errors.Is(err, errRefused) || errors.Is(err, errStore) {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if errors.Is(err, errGone) { // it was deleted; what is known of it stays
		if before.Failed {
			r.done = append(r.done, db.Fetched{ID: before.ID, Stamp: before.Stamp, Upto: before.Upto})
		}
		return nil
	}
	r.counts.Failed++
	r.done = append(r.done, db.Fetched{ID: before.ID, Stamp: before.Stamp, Upto: before.Upto, Failed: true})
	err = fmt.Errorf("conversation %s: %w", row.ID, err)
	r.desk.Log.Warn("a conversation could not be fetched; the next run tries it again", "source", r.connection.Name, "error", err)
	if r.counts.Failed > maxFailed {
		return err
	}
	return nil
}

// keeping writes down how far the run is, again and again, until the function that it returns is called. It stops the
// run when that may not go on.
func (r *run) keeping(ctx context.Context, stop context.CancelCauseFunc) (end func()) {
	ended := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(keepEvery)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				// What was fetched is on the disk: this is not to be lost because somebody stops us.
				_ = r.keep(context.WithoutCancel(ctx))
				return
			case <-tick.C:
			}
			if err := r.keep(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, db.ErrLater) {
				stop(err)
			}
		}
	}()
	return func() {
		close(ended)
		<-done
	}
}

// keep writes down how far the run is.
func (r *run) keep(ctx context.Context) error {
	counts := r.counted()
	r.mu.Lock()
	done := r.done
	r.done = nil
	r.mu.Unlock()
	if r.options.Progress != nil {
		r.options.Progress(counts)
	}
	err := r.desk.DB.KeepSync(ctx, r.desk.Now(), r.connection.ID, r.holder, counts, done)
	if err != nil {
		r.mu.Lock()
		r.done = append(done, r.done...)
		r.mu.Unlock()
	}
	return err
}
