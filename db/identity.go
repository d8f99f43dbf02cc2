package db

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"relato/conversation"
)

// What every append asks of people.
const (
	anyAlias       = "SELECT EXISTS (SELECT 1 FROM same_person)"
	aliasOfContact = "SELECT contact FROM contact_alias WHERE id = ?"
	aliasOfThread  = "SELECT thread FROM thread_alias WHERE id = ?"
)

// gathered is what an append brings of one thread.
type gathered struct {
	conversation.ThreadEvents

	// spare is what ids that were joined into the thread say of it: for fields that the thread itself does not have.
	spare conversation.Thread
}

// meet takes what items prove of people, before anything else in them is looked at: the rest is stored under the ids
// that people are known by.
func (a *appender) meet(items []conversation.Item) error {
	var changed []string
	for _, item := range items {
		pair, ok := item.(conversation.SamePerson)
		if !ok || pair.Contact == pair.Other {
			continue
		}
		added, err := a.exec("INSERT INTO same_person (contact, other) VALUES (?, ?) ON CONFLICT DO NOTHING", pair.Contact, pair.Other)
		if err != nil {
			return err
		}
		if added > 0 {
			changed = append(changed, pair.Contact)
		}
	}
	err := a.QueryRowContext(a.ctx, anyAlias).Scan(&a.aliases)
	if err != nil {
		return fmt.Errorf("read people: %w", err)
	}
	for _, id := range changed {
		if err := a.settlePerson(id); err != nil {
			return fmt.Errorf("join the ids of contact %s: %w", id, err)
		}
	}
	return nil
}

// settlePerson chooses the id that a person is known by, and moves what stands under the others to it.
func (a *appender) settlePerson(id string) error {
	ids, err := column[string](a.ctx, a, `WITH RECURSIVE person (id) AS (
			SELECT ?
			UNION SELECT s.other FROM person p JOIN same_person s ON s.contact = p.id
			UNION SELECT s.contact FROM person p JOIN same_person s ON s.other = p.id
		) SELECT id FROM person`, id)
	if err != nil {
		return err
	}
	known, err := a.knownBy(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := a.exec(`INSERT INTO contact_alias (id, contact) VALUES (?1, ?2)
			ON CONFLICT (id) DO UPDATE SET contact = excluded.contact`, id, known); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if id == known {
			continue
		}
		if err := errors.Join(a.moveContact(id, known), a.moveThreads(id, known)); err != nil {
			return err
		}
	}
	a.persons[known] = struct{}{}
	return nil
}

// knownBy is which of a person's ids the contact has: the least of those that no pair calls the other one, so that it
// does not matter in which order the pairs came.
func (a *appender) knownBy(ids []string) (string, error) {
	best, bestIsOther := "", true
	for _, id := range ids {
		var isOther bool
		err := a.QueryRowContext(a.ctx, "SELECT EXISTS (SELECT 1 FROM same_person WHERE other = ?)", id).Scan(&isOther)
		if err != nil {
			return "", fmt.Errorf("read people: %w", err)
		}
		if best == "" || !isOther && bestIsOther || isOther == bestIsOther && id < best {
			best, bestIsOther = id, isOther
		}
	}
	return best, nil
}

// moveContact gives the contact that a person is known by what was said of another id of theirs. The other row stays,
// empty: readers that had it learn that nothing is said of it any more.
func (a *appender) moveContact(from, to string) error {
	var name, phone, tags string
	var nameAt, phoneAt, tagsAt sql.NullInt64
	err := a.QueryRowContext(a.ctx, "SELECT name, phone, tags, name_at, phone_at, tags_at FROM contact WHERE id = ?", from).
		Scan(&name, &phone, &tags, &nameAt, &phoneAt, &tagsAt)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read contact %s: %w", from, err)
	}
	for _, field := range []struct {
		at                sql.NullInt64
		name, phone, tags *string
	}{{nameAt, &name, nil, nil}, {phoneAt, nil, &phone, nil}, {tagsAt, nil, nil, &tags}} {
		if !field.at.Valid {
			continue
		}
		if err := a.contactSaid(to, field.at.Int64, field.name, field.phone, field.tags); err != nil {
			return err
		}
	}
	return a.upsert(`UPDATE contact SET name = '', phone = '', tags = '[]', name_at = NULL, phone_at = NULL, tags_at = NULL,
		revision = ? WHERE id = ?`, a.revision, from)
}

// moveThreads gives all threads of one id of a person to the one that they are known by.
func (a *appender) moveThreads(from, to string) error {
	threads, err := column[int64](a.ctx, a, "SELECT n FROM thread WHERE contact = ?", from)
	if err != nil || len(threads) == 0 {
		return err
	}
	if err := a.refer("contact", to); err != nil {
		return err
	}
	if err := a.upsert("UPDATE thread SET contact = ? WHERE contact = ?", to, from); err != nil {
		return err
	}
	for _, n := range threads {
		if err := a.refoldNumber(n, 0); err != nil {
			return err
		}
	}
	return nil
}

// person is the id by which the person with an id is known; several tells that they have more than one.
func (a *appender) person(id string) (known string, several bool, err error) {
	if !a.aliases || id == "" {
		return id, false, nil
	}
	known, err = a.lookUp(aliasOfContact, id)
	return cmp.Or(known, id), known != "", err
}

// threadOf is the id of the thread that an id stands for now.
func (a *appender) threadOf(id string) (string, error) {
	if !a.aliases {
		return id, nil
	}
	thread, err := a.lookUp(aliasOfThread, id)
	return cmp.Or(thread, id), err
}

// lookUp reads the one text that a query finds; empty = none.
func (a *appender) lookUp(query, id string) (text string, err error) {
	find, err := a.prepared(query)
	if err != nil {
		return "", err
	}
	if err = find.QueryRowContext(a.ctx, id).Scan(&text); errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return text, err
}

// joinThreads joins the threads of people who turned out to have several on one channel. Only those that silence ends:
// where somebody closes conversations, two threads of one contact are two matters.
func (a *appender) joinThreads() error {
	for _, contact := range slices.Sorted(maps.Keys(a.persons)) {
		threads, err := column[int64](a.ctx, a, "SELECT n FROM thread WHERE contact = ? AND lifecycle = ? ORDER BY channel, id",
			contact, conversation.Inactivity)
		if err != nil {
			return err
		}
		var into storedThread
		for _, n := range threads {
			t, err := threadNumbered(a.ctx, a, n)
			if err != nil {
				return err
			}
			if into.n == 0 || t.Channel != into.Channel {
				into = t
				continue
			}
			if into, err = a.joinThread(t, into); err != nil {
				return fmt.Errorf("join thread %s into %s: %w", t.ID, into.ID, err)
			}
		}
	}
	return nil
}

// joinThread moves a thread's events into another, which keeps what it says of itself.
func (a *appender) joinThread(from, into storedThread) (storedThread, error) {
	events, err := a.events("SELECT "+eventColumns+" FROM event WHERE thread = ?", from.n)
	if err != nil {
		return into, err
	}
	counted := a.done
	for _, e := range events {
		if _, err := a.event(into.n, e); err != nil {
			return into, err
		}
	}
	a.done = counted // none of these is an event that came now
	var last int
	err = a.QueryRowContext(a.ctx, "SELECT coalesce(max(number), 0) FROM conversation WHERE thread = ?", from.n).Scan(&last)
	if err != nil {
		return into, fmt.Errorf("read conversations: %w", err)
	}
	if err := a.remove(from.n, 1, last); err != nil {
		return into, err
	}
	whole := conversation.Thread{ID: into.ID}.With(from.Thread).With(into.Thread)
	for _, s := range []struct {
		query string
		args  []any
	}{
		{"DELETE FROM event WHERE thread = ?", []any{from.n}},
		{"DELETE FROM thread WHERE n = ?", []any{from.n}},
		{"UPDATE thread_alias SET thread = ? WHERE thread = ?", []any{into.ID, from.ID}},
		{"INSERT INTO thread_alias (id, thread) VALUES (?, ?)", []any{from.ID, into.ID}},
		{threadUpdate, threadValues(whole, into.n)},
	} {
		if err := a.upsert(s.query, s.args...); err != nil {
			return into, err
		}
	}
	into.Thread = whole
	return into, a.refold(into, 0)
}
