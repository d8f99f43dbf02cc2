package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"relato/conversation"
	"relato/internal/fault"
)

const lastRevision = "SELECT n FROM revision"

// Revision is the number of the last change to anything that reports depend on.
func (d *DB) Revision(ctx context.Context) (revision int64, err error) {
	if err := d.askRow(ctx, lastRevision).Scan(&revision); err != nil {
		return 0, fmt.Errorf("read revision: %w", err)
	}
	return revision, nil
}

// Changes gives a feed all that changed after a revision (-1: everything there is), as of one moment, and returns the
// revision of that moment.
func (d *DB) Changes(ctx context.Context, since int64, feed conversation.Feed) (revision int64, err error) {
	r, revision, err := d.beginChanges(ctx, since, feed)
	if err != nil {
		return 0, err
	}
	defer r.end()
	for _, step := range []func() error{r.settings, r.agents, r.channels, r.contacts, r.removed} {
		if err := step(); err != nil {
			return 0, err
		}
	}
	if since < 0 && d.read.Stats().InUse < readers { // else another connection may be long in coming
		if other, moment, err := d.beginChanges(ctx, since, feed); err == nil {
			defer other.end()
			if moment == revision {
				return revision, r.allConversations(other)
			}
		}
	}
	return revision, r.records("conversation WHERE revision > ?", since, feed.Conversation)
}

// beginChanges begins a reading as of the moment of a revision.
func (d *DB) beginChanges(ctx context.Context, since int64, feed conversation.Feed) (r *changes, revision int64, err error) {
	// Its queries stop with the context, and it with end: a transaction of a context that ends is rolled back some time later,
	// maybe after the database was closed, which then leaves its log behind.
	tx, err := d.read.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, 0, fmt.Errorf("begin to read: %w", err)
	}
	if err := tx.QueryRowContext(ctx, lastRevision).Scan(&revision); err != nil {
		_ = tx.Rollback()
		return nil, 0, fmt.Errorf("read revision: %w", err)
	}
	return &changes{ctx: ctx, tx: tx, since: since, feed: feed, interned: map[string]string{}, lists: map[string][]string{}}, revision, nil
}

func (r *changes) end() { _ = r.tx.Rollback() } // nothing was written

// allConversations reads every conversation, in the order in which they lie, half of them by another reading of the same
// moment: most of the time goes into taking rows apart, and that leaves a processor free.
func (r *changes) allConversations(other *changes) error {
	var middle int64
	if err := r.tx.QueryRowContext(r.ctx, "SELECT coalesce(max(n), 0) / 2 FROM thread").Scan(&middle); err != nil {
		return fmt.Errorf("read threads: %w", err)
	}
	var feeding sync.Mutex
	read := func(half *changes, from string) (err error) {
		defer fault.Catch(&err) // who asked may have gone on while the other half is still read
		b := batch{feeding: &feeding, feed: r.feed}
		if err := half.records(from, middle, b.add); err != nil {
			return err
		}
		return b.flush()
	}
	rest := make(chan error, 1)
	go func() { rest <- read(other, "conversation WHERE thread > ?") }()
	err := read(r, "conversation WHERE thread <= ?")
	return errors.Join(err, <-rest)
}

// batchRecords is how many records are fed at a time: a lock for each of them makes two readings wait for each other
// more than they read.
const batchRecords = 256

// batch gathers the records of one reading, to feed them in turns with another.
type batch struct {
	records []conversation.Record // with room for the marks of those before them
	feeding *sync.Mutex
	feed    conversation.Feed
}

func (b *batch) add(c *conversation.Record) error {
	n := len(b.records)
	if n == cap(b.records) {
		b.records = slices.Grow(b.records, batchRecords)
	}
	b.records = b.records[:n+1]
	marks := append(b.records[n].Marks[:0], c.Marks...)
	b.records[n] = *c
	b.records[n].Marks = marks
	if len(b.records) < batchRecords {
		return nil
	}
	return b.flush()
}

// flush feeds what was gathered.
func (b *batch) flush() error {
	b.feeding.Lock()
	defer b.feeding.Unlock()
	for i := range b.records {
		if err := b.feed.Conversation(&b.records[i]); err != nil {
			return err
		}
	}
	b.records = b.records[:0]
	return nil
}

// changes is one reading under way.
type changes struct {
	ctx   context.Context
	tx    *sql.Tx
	since int64
	feed  conversation.Feed

	interned map[string]string   // short texts that come again and again
	lists    map[string][]string // JSON lists likewise
}

// each runs a query and scans every row into the same variables.
func (r *changes) each(query string, parameter int64, row func() error, into ...any) error {
	rows, err := r.tx.QueryContext(r.ctx, query, parameter)
	if err != nil {
		return fmt.Errorf("read changes: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("read changes: %w", err)
		}
		if err := row(); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (r *changes) settings() error {
	var changed int
	if err := r.tx.QueryRowContext(r.ctx, "SELECT count(*) FROM setting WHERE revision > ?", r.since).Scan(&changed); err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	if changed == 0 && r.since >= 0 {
		return nil
	}
	s, err := settings(r.ctx, r.tx)
	if err != nil {
		return err
	}
	return r.feed.Settings(s)
}

func (r *changes) agents() error {
	var a conversation.Agent
	return r.each("SELECT id, name, email, active FROM agent WHERE revision > ?", r.since,
		func() error { return r.feed.Agent(a) }, &a.ID, &a.Name, &a.Email, &a.Active)
}

func (r *changes) channels() error {
	var c conversation.Channel
	return r.each("SELECT id, name, phone FROM channel WHERE revision > ?", r.since,
		func() error { return r.feed.Channel(c) }, &c.ID, &c.Name, &c.Phone)
}

func (r *changes) contacts() error {
	from := "contact WHERE revision > ?"
	if r.since < 0 {
		from = "contact WHERE ? < 0" // in the order in which they lie, not by way of the index
	}
	return r.eachHanded("id, name, phone, tags", from, r.since, func(row *handed) (err error) {
		c := conversation.Contact{ID: strings.Clone(row.text()), Name: strings.Clone(row.text()), Phone: strings.Clone(row.text())}
		if c.Tags, err = r.list(row.text()); err == nil {
			err = row.err
		}
		if err != nil {
			return fmt.Errorf("contact %s: %w", c.ID, err)
		}
		return r.feed.Contact(c)
	})
}

func (r *changes) removed() error {
	if r.since < 0 {
		return nil
	}
	var thread int64
	var number int
	return r.each("SELECT thread, number FROM removed WHERE revision > ?", r.since,
		func() error { return r.feed.Removed(thread, number) }, &thread, &number)
}

// intern is a text that comes again and again, kept once.
func (r *changes) intern(text string) string {
	if s, ok := r.interned[text]; ok {
		return s
	}
	s := strings.Clone(text)
	r.interned[s] = s
	return s
}

// list reads a JSON list of texts.
func (r *changes) list(text string) ([]string, error) {
	if l, ok := r.lists[text]; ok {
		return l, nil
	}
	var l []string
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return nil, fmt.Errorf("read list %q: %w", text, err)
	}
	r.lists[strings.Clone(text)] = l
	return l, nil
}
