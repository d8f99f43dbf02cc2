package db

import (
	"context"
	"database/sql"
	"encoding/json"
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

// Settle closes the conversations that silence has ended by now, and says how many threads that concerned. Where the clock
// has gone back since it was last called, it opens again what was closed too early.
func (d *DB) Settle(ctx context.Context, now time.Time) (threads int, err error) {
	clock := now.Unix() * 1000
	due, err := column[int64](ctx, d.read, "SELECT n FROM thread WHERE silent_at < ?", clock)
	if err != nil {
		return 0, err
	}
	if clock < d.settled.Load() {
		early, err := column[int64](ctx, d.read,
			"SELECT DISTINCT thread FROM conversation WHERE close_reason = 'inactivity' AND closed_at > ?", clock)
		if err != nil {
			return 0, err
		}
		due = append(due, early...)
	}
	if len(due) > 0 {
		err = d.settle(ctx, now, due)
	}
	if err == nil {
		d.settled.Store(clock)
	}
	return len(due), err
}

// settle folds the last conversations of threads again, as they are by now.
func (d *DB) settle(ctx context.Context, now time.Time, threads []int64) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		a, err := d.newAppender(ctx, tx, now)
		if err != nil {
			return err
		}
		for _, n := range threads {
			if err := a.refoldNumber(n, never); err != nil {
				return err
			}
		}
		return a.finish()
	})
}

// appender is one append under way.
type appender struct {
	ctx context.Context
	db  *DB
	tx  *sql.Tx
	now time.Time

	direct *direct // of the transaction; nil = there is none

	revision        int64 // what this append stamps on all that it changes
	changed         bool
	inactivityHours int
	refoldSilent    bool // the inactivity setting changed

	aliases bool                // somebody is known by several ids
	persons map[string]struct{} // those of them who are concerned, by the id that they are known by

	threads map[string]*gathered
	order   []string            // ids of threads, as they first came
	known   map[string]struct{} // what references have been made sure of, by table and id
	done    Appended

	statements map[string]*sql.Stmt // of this transaction; they end with it
	plain      []any                // values of events of new threads, not inserted yet
	whole      []any                // likewise
}

func (d *DB) newAppender(ctx context.Context, tx *sql.Tx, now time.Time) (*appender, error) {
	a := &appender{
		// A context that can end costs the driver a goroutine for every statement; appends look at it between threads.
		ctx: context.WithoutCancel(ctx), db: d, tx: tx, now: now,
		persons: map[string]struct{}{}, threads: map[string]*gathered{}, known: map[string]struct{}{}, statements: map[string]*sql.Stmt{},
	}
	if err := a.QueryRowContext(a.ctx, revisionNext).Scan(&a.revision); err != nil {
		return nil, fmt.Errorf("read revision: %w", err)
	}
	s, err := settings(a.ctx, a)
	if err != nil {
		return nil, err
	}
	a.inactivityHours = s.InactivityHours
	return a, nil
}

// finish moves the account to the revision of what changed.
func (a *appender) finish() error {
	if !a.changed {
		return nil
	}
	_, err := a.exec(revisionUpdate, a.revision)
	return err
}

func (a *appender) rules() conversation.Rules {
	return conversation.Rules{Inactivity: time.Duration(a.inactivityHours) * time.Hour, Now: a.now}
}

// store runs a statement that many rows are stored by.
func (a *appender) store(query string, values []any) error {
	if a.direct == nil {
		_, err := a.exec(query, values...)
		return err
	}
	if err := a.direct.exec(query, values); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// exec runs a statement and says how many rows it changed.
func (a *appender) exec(query string, args ...any) (int64, error) {
	s, err := a.prepared(query)
	if err != nil {
		return 0, err
	}
	result, err := s.ExecContext(a.ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("write: %w", err)
	}
	return result.RowsAffected()
}

// QueryContext makes the appender a querier, whose queries are prepared.
func (a *appender) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := a.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext is QueryContext for one row.
func (a *appender) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := a.prepared(query)
	if err != nil {
		return a.tx.QueryRowContext(ctx, query, args...) // which fails for the same reason
	}
	return s.QueryRowContext(ctx, args...)
}

// prepared is a query made ready in this transaction.
func (a *appender) prepared(query string) (*sql.Stmt, error) {
	if s, ok := a.statements[query]; ok {
		return s, nil
	}
	var s *sql.Stmt
	if hot, ok := a.db.hot[query]; ok {
		s = a.tx.StmtContext(a.ctx, hot)
	} else {
		var err error
		if s, err = a.tx.PrepareContext(a.ctx, query); err != nil {
			return nil, fmt.Errorf("prepare %q: %w", query, err)
		}
	}
	a.statements[query] = s
	return s, nil
}

// upsert runs a statement that may change something that reports depend on.
func (a *appender) upsert(query string, args ...any) error {
	rows, err := a.exec(query, args...)
	a.changed = a.changed || rows > 0
	return err
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

func (a *appender) agent(line conversation.AgentLine) error {
	if err := a.refer("agent", line.ID); err != nil {
		return err
	}
	return a.upsert(`UPDATE agent SET name = coalesce(?1, name), email = coalesce(?2, email), active = coalesce(?3, active),
		revision = ?4 WHERE id = ?5 AND (name <> coalesce(?1, name) OR email <> coalesce(?2, email)
		OR active <> coalesce(?3, active))`, line.Name, line.Email, line.Active, a.revision, line.ID)
}

func (a *appender) channel(line conversation.ChannelLine) error {
	if err := a.refer("channel", line.ID); err != nil {
		return err
	}
	return a.upsert(`UPDATE channel SET name = coalesce(?1, name), phone = coalesce(?2, phone), revision = ?3
		WHERE id = ?4 AND (name <> coalesce(?1, name) OR phone <> coalesce(?2, phone))`,
		line.Name, line.Phone, a.revision, line.ID)
}

// contact replaces each field that the line has, unless a newer line had it.
func (a *appender) contact(line conversation.ContactLine) (err error) {
	if line.ID, _, err = a.person(line.ID); err != nil {
		return err
	}
	a.known["contact\x00"+line.ID] = struct{}{}
	var tags *string
	if line.Tags != nil {
		unique := slices.Compact(slices.Sorted(slices.Values(*line.Tags)))
		encoded, err := json.Marshal(orEmpty(unique))
		if err != nil {
			return fmt.Errorf("contact %s: %w", line.ID, err)
		}
		tags = ptr(string(encoded))
	}
	return a.contactSaid(line.ID, line.At, line.Name, line.Phone, tags)
}

// contactSaid stores what was said of a contact at a time; nil = nothing. Only what is new is a change.
func (a *appender) contactSaid(id string, at int64, name, phone, tags *string) error {
	rows, err := a.exec(contactUpsert, name, phone, tags, at, id, a.revision)
	if err != nil || rows > 0 {
		a.changed = a.changed || rows > 0
		return err
	}
	_, err = a.exec(contactSaidAgain, name, phone, tags, at, id)
	return err
}

const contactUpsert = `INSERT INTO contact (name, phone, tags, name_at, phone_at, tags_at, id, revision)
	VALUES (coalesce(?1, ''), coalesce(?2, ''), coalesce(?3, '[]'), iif(?1 IS NULL, NULL, ?4),
		iif(?2 IS NULL, NULL, ?4), iif(?3 IS NULL, NULL, ?4), ?5, ?6)
	ON CONFLICT (id) DO UPDATE SET
	name = CASE WHEN ?1 IS NOT NULL AND coalesce(name_at <= ?4, true) THEN ?1 ELSE name END,
	name_at = CASE WHEN ?1 IS NOT NULL AND coalesce(name_at <= ?4, true) THEN ?4 ELSE name_at END,
	phone = CASE WHEN ?2 IS NOT NULL AND coalesce(phone_at <= ?4, true) THEN ?2 ELSE phone END,
	phone_at = CASE WHEN ?2 IS NOT NULL AND coalesce(phone_at <= ?4, true) THEN ?4 ELSE phone_at END,
	tags = CASE WHEN ?3 IS NOT NULL AND coalesce(tags_at <= ?4, true) THEN ?3 ELSE tags END,
	tags_at = CASE WHEN ?3 IS NOT NULL AND coalesce(tags_at <= ?4, true) THEN ?4 ELSE tags_at END,
	revision = ?6
	WHERE ?1 <> name AND coalesce(name_at <= ?4, true)
		OR ?2 <> phone AND coalesce(phone_at <= ?4, true) OR ?3 <> tags AND coalesce(tags_at <= ?4, true)`

// contactSaidAgain keeps when a contact's line said what is known already. Reports depend on none of that.
const contactSaidAgain = `UPDATE contact SET
	name_at = iif(?1 = name, max(coalesce(name_at, ?4), ?4), name_at),
	phone_at = iif(?2 = phone, max(coalesce(phone_at, ?4), ?4), phone_at),
	tags_at = iif(?3 = tags, max(coalesce(tags_at, ?4), ?4), tags_at)
	WHERE id = ?5`

// refer makes sure that there is an agent, channel or contact with an id; the empty id is nobody.
func (a *appender) refer(table, id string) error {
	if id == "" {
		return nil
	}
	name := table + "\x00" + id
	if _, known := a.known[name]; known {
		return nil
	}
	a.known[name] = struct{}{}
	return a.upsert(referInsert(table), id, a.revision)
}

func referInsert(table string) string {
	return "INSERT INTO " + table + " (id, revision) VALUES (?, ?) ON CONFLICT DO NOTHING"
}

func ptr[T any](v T) *T { return &v }

// orEmpty makes JSON write [] for a nil list.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// column reads the one column of a query.
func column[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	defer rows.Close()
	var values []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		values = append(values, v)
	}
	return values, rows.Err()
}
