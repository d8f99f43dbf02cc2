// Package reconcile asks live sources for what they did not send: the conversations that changed since it last asked, or
// all of them. What it reads are the same events as those of the source's webhooks, so it may run as often as one likes.
//
// It is a room of its own because both the command line and the server sync, and because nothing but this asks anybody
// anything: package source stays pure, and the database knows no HTTP.
package reconcile

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"relato/db"
	"relato/source"
)

// Defaults of the options of a source.
const (
	DefaultEvery = 5    // minutes between two runs in the background
	DefaultRate  = 2400 // requests a minute; Chatwoot itself refuses more than 3,000
)

// ErrNothing says that a source has nothing to sync.
var ErrNothing = errors.New("nothing to sync")

// Desk syncs sources.
type Desk struct {
	DB      *db.DB
	Deliver func(context.Context, db.Delivery) (db.Appended, error) // returns when it is on the disk
	Now     func() time.Time
	Log     *slog.Logger
	Changed func() // called when something new is stored; nil = nobody wants to know

	once  sync.Once
	ctx   context.Context
	close context.CancelFunc
	work  sync.WaitGroup
}

// Options are how a source is to be synced.
type Options struct {
	All   bool      // fetch everything, also what did not change since the last run
	Since time.Time // of everything, only conversations with activity since then; zero = all

	// Grace is how long webhooks may take: of conversations that changed within it, only messages are taken, and the
	// next run looks at them again.
	Grace time.Duration

	Progress func(db.SyncCounts) // called now and then, by one goroutine at a time; nil = not
}

// Asked tells whether a kind of source can be asked for what it did not send.
func Asked(kind string) bool {
	hook, known := source.HookOf(kind)
	return known && hook.Asked
}

// CanSync tells whether a source can be asked for what it did not send: nil, or what is missing.
func CanSync(s db.Source) error {
	if !Asked(s.Kind) {
		return fmt.Errorf("a source of the kind %s has %w: all that is known of it comes by its webhooks", s.Kind, ErrNothing)
	}
	for _, name := range []string{"url", "account", "api-token"} {
		if s.Options[name] == "" {
			return fmt.Errorf("it has %w without its option %s; give it on the page of the source, under Change", ErrNothing, name)
		}
	}
	if _, err := strconv.ParseUint(s.Options["account"], 10, 64); err != nil {
		return fmt.Errorf("it has %w: the option account must be the account's number in Chatwoot", ErrNothing)
	}
	_, err := number(s, "sync-rate", DefaultRate, 1, source.MostRate)
	if err == nil {
		_, err = Every(s)
	}
	return err
}

// Every is how long after a run the next one begins in the background; 0 = never.
func Every(s db.Source) (time.Duration, error) {
	minutes, err := number(s, "sync-every", DefaultEvery, 0, source.MostEvery)
	return time.Duration(minutes) * time.Minute, err
}

// number is an option of a source that is a whole number.
func number(s db.Source, option string, otherwise, least, most int) (int, error) {
	text := s.Options[option]
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("it has %w: the option %s is %q, and must be a whole number from %d to %d", ErrNothing, option, text, least, most)
	}
	return n, nil
}

// Sync syncs a source, by its id, and says what came of it, also when it failed. What was stored by then stays, and the
// next run goes on from there.
func (d *Desk) Sync(ctx context.Context, id string, o Options) (db.SyncCounts, error) {
	stored, err := d.DB.Source(ctx, id)
	if err != nil {
		return db.SyncCounts{}, err
	}
	if err := CanSync(stored); err != nil {
		return db.SyncCounts{}, err
	}
	perMinute, _ := number(stored, "sync-rate", DefaultRate, 1, source.MostRate)
	asked, err := newClient(stored.Options["url"], stored.Options["api-token"], perMinute)
	if err != nil {
		return db.SyncCounts{}, err
	}
	defer asked.http.CloseIdleConnections()
	r := &run{
		desk: d, client: asked, options: o, holder: rand.Text(), began: d.Now(),
		connection: source.Connection{Kind: stored.Kind, ID: stored.ID, Name: stored.Name, Options: stored.Options},
	}
	if r.syncedAt, err = d.DB.BeginSync(ctx, r.began, id, r.holder); err != nil {
		return db.SyncCounts{}, err
	}
	err = r.all(ctx)
	counts := r.counted()
	reason := ""
	if err != nil {
		reason = err.Error()
		if ctx.Err() != nil {
			reason = "it was stopped"
		}
	}
	// Whoever stops us still wants to know how far we came.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return counts, errors.Join(err, d.DB.EndSync(ending, d.Now(), id, r.holder, counts, r.upTo(), reason))
}
