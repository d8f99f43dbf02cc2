package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"relato/conversation"
)

// Appended counts what an append did.
type Appended struct {
	New   int // events that were not there
	Known int // events that were, in this or another version

	Settings []SettingChange // in the order in which they were made
}

// Append stores items and refolds the threads that they touch, in one transaction: all of it is there, or nothing.
// Items may come in any order and any number of times.
func (d *DB) Append(ctx context.Context, now time.Time, items []conversation.Item) (Appended, error) {
	var done Appended
	err := d.writeOn(ctx, func(tx *sql.Tx, direct *direct) (err error) {
		done, err = d.appendTx(ctx, tx, direct, now, items)
		return err
	})
	return done, err
}

// AppendTogether calls do with an Append whose calls are one transaction: what all of them stored is there once do returns
// nil, else nothing.
func (d *DB) AppendTogether(ctx context.Context, now time.Time,
	do func(store func([]conversation.Item) (Appended, error)) error) error {
	return d.writeOn(ctx, func(tx *sql.Tx, direct *direct) error {
		return do(func(items []conversation.Item) (Appended, error) { return d.appendTx(ctx, tx, direct, now, items) })
	})
}

// AppendTx is Append within a transaction of Write.
func (d *DB) AppendTx(ctx context.Context, tx *sql.Tx, now time.Time, items []conversation.Item) (Appended, error) {
	return d.appendTx(ctx, tx, nil, now, items)
}

func (d *DB) appendTx(ctx context.Context, tx *sql.Tx, direct *direct, now time.Time, items []conversation.Item) (Appended, error) {
	a, err := d.newAppender(ctx, tx, now)
	if err != nil {
		return Appended{}, err
	}
	a.direct = direct
	done, err := a.append(ctx, items)
	if err != nil {
		return done, err
	}
	return done, a.finish()
}

// append stores items, after those that the appender has stored before.
func (a *appender) append(ctx context.Context, items []conversation.Item) (Appended, error) {
	a.done, a.order = Appended{}, nil
	clear(a.threads)
	clear(a.persons)
	if err := a.meet(items); err != nil {
		return a.done, err
	}
	for _, item := range items {
		if err := a.take(item); err != nil {
			return a.done, err
		}
	}
	for t := range a.foldAhead() {
		err := ctx.Err()
		if err == nil {
			err = a.thread(t)
		}
		if err != nil {
			return a.done, fmt.Errorf("thread %s: %w", t.ID, err)
		}
	}
	if err := a.flushFresh(1); err != nil {
		return a.done, err
	}
	if err := a.joinThreads(); err != nil {
		return a.done, err
	}
	if !a.refoldSilent {
		return a.done, nil
	}
	a.refoldSilent = false
	return a.done, a.refoldInactivityThreads()
}

// take stores an item, or keeps it until all of its thread is there.
func (a *appender) take(item conversation.Item) error {
	switch item := item.(type) {
	case conversation.SettingsLine:
		return a.settings(item)
	case conversation.AgentLine:
		return a.agent(item)
	case conversation.ChannelLine:
		return a.channel(item)
	case conversation.ContactLine:
		return a.contact(item)
	case conversation.ThreadEvents:
		return a.gather(item)
	case conversation.SamePerson:
		return nil // meet has taken it
	}
	return fmt.Errorf("append: %T is no item", item)
}

// gather joins what an append says of one thread, so that it is folded once.
func (a *appender) gather(t conversation.ThreadEvents) error {
	contact, several, err := a.person(t.Contact)
	if err != nil {
		return err
	}
	if t.Contact = contact; several {
		a.persons[contact] = struct{}{}
	}
	id, err := a.threadOf(t.ID)
	if err != nil {
		return err
	}
	var spare conversation.Thread
	if id != t.ID {
		t.Thread, spare = conversation.Thread{ID: id}, t.Thread
	}
	g, ok := a.threads[id]
	if !ok {
		a.threads[id] = &gathered{t, spare}
		a.order = append(a.order, id)
		return nil
	}
	g.Thread, g.spare = g.With(t.Thread), g.spare.With(spare)
	g.Events = append(slices.Clip(g.Events), t.Events...)
	return nil
}
