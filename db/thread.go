package db

import (
	"errors"
	"fmt"
	"math"

	"relato/conversation"
	"relato/internal/fault"
)

// The statements that run for every event, thread, conversation or delivery. What is not prepared once costs more to
// prepare than to run.
const (
	revisionNext   = "SELECT n + 1 FROM revision"
	revisionUpdate = "UPDATE revision SET n = ?"
	settingsSelect = "SELECT key, value FROM setting"

	threadInsert = `INSERT INTO thread (id, channel, contact, origin, lifecycle, url) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`
	threadSelect       = "SELECT n, channel, contact, origin, lifecycle, url FROM thread WHERE id = ?"
	threadUpdate       = "UPDATE thread SET channel = ?, contact = ?, origin = ?, lifecycle = ?, url = ? WHERE n = ?"
	silentUpdate       = "UPDATE thread SET silent_at = ?1 WHERE n = ?2 AND silent_at IS NOT ?1"
	conversationUpsert = `INSERT OR REPLACE INTO conversation (thread, number, id, status, origin, channel, contact, owner,
		agents, tags, started_at, closed_at, close_reason, closed_by, first_contact_at, first_response_at,
		first_response_s, first_responder, replies, reply_total_s, messages_in, messages_agent, messages_flow,
		last_message_at, duration_s, unanswered, waiting, survey_at, rating, comment, survey_agent, url, marks, revision)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

var hotQueries = []string{
	threadInsert, threadSelect, plainEvents.one, plainEvents.many, wholeEvents.one, wholeEvents.many, silentUpdate,
	conversationUpsert, contactUpsert, contactSaidAgain, revisionNext, revisionUpdate, settingsSelect, threadUpdate,
	referInsert("agent"), referInsert("channel"), referInsert("contact"),
	eventsFrom, eventByKey, eventDelete, messageAt, failedOf, conversationCount, surveyAt, startSelect,
	anyAlias, aliasOfContact, aliasOfThread, sourcePaused, sourceCount,
}

// never is a change that no time comes before: nothing changed.
const never = math.MaxInt64

// storedThread is a thread with its row's number.
type storedThread struct {
	conversation.Thread
	n int64
}

// foldedThread is what an append brought of one thread, with what it comes to if the thread is new.
type foldedThread struct {
	*gathered
	set           conversation.Set
	plain, whole  []any // values of the events, their thread left open
	conversations [][]any
	silentAt      any
	err           error
}

// foldAhead folds threads while others are being stored: most threads of an import are new, and storing them is what
// takes the time.
func (a *appender) foldAhead() <-chan *foldedThread {
	folded := make(chan *foldedThread, len(a.order)) // so that nothing waits if the append is given up
	rules := a.rules()
	go func() {
		defer close(folded)
		for _, id := range a.order {
			t := &foldedThread{gathered: a.threads[id]}
			t.err = fault.Caught(func() error { return t.fold(rules, a.revision) })
			folded <- t
		}
	}()
	return folded
}

// fold finds out what a thread comes to if it is new.
func (t *foldedThread) fold(rules conversation.Rules, revision int64) (err error) {
	t.set = conversation.NewSet(t.Events)
	t.plain = make([]any, 0, len(t.set.Events())*plainEvents.fields)
	for _, e := range t.set.Events() {
		if isPlain(e) {
			t.plain = appendPlain(t.plain, 0, e)
		} else if t.whole, err = appendWhole(t.whole, 0, e); err != nil {
			return err
		}
	}
	conversations := conversation.Fold(t.Thread, t.set, rules)
	for _, c := range conversations {
		t.conversations = append(t.conversations, conversationValues(t.Thread, c, revision))
	}
	t.silentAt = silentAt(t.Thread, conversations, rules)
	return nil
}

// storeFresh stores a thread that was not there before.
func (a *appender) storeFresh(n int64, t *foldedThread) error {
	var thread any = n
	a.plain = appendRows(a.plain, t.plain, plainEvents.fields, thread)
	a.whole = appendRows(a.whole, t.whole, wholeEvents.fields, thread)
	if err := a.flushFresh(freshEvents); err != nil {
		return err
	}
	a.done.New += len(t.set.Events())
	a.changed = true
	for _, values := range t.conversations {
		values[0] = thread
		if err := a.store(conversationUpsert, values); err != nil {
			return err
		}
	}
	if t.silentAt == nil {
		return nil
	}
	_, err := a.exec(silentUpdate, t.silentAt, n)
	return err
}

// thread stores what an append brought of one thread and refolds it if that changed anything.
func (a *appender) thread(t *foldedThread) error {
	if t.err != nil {
		return t.err
	}
	stored, fresh, err := a.threadRow(t.Thread)
	if err != nil {
		return err
	}
	if err := a.references(&t.ThreadEvents); err != nil {
		return err
	}
	set := t.set
	a.done.Known += len(t.Events) - len(set.Events())
	if fresh {
		return a.storeFresh(stored.n, t)
	}
	since := int64(never)
	whole := conversation.Thread{ID: stored.ID}.With(t.spare).With(stored.Thread).With(t.Thread)
	if whole != stored.Thread {
		stored.Thread, since = whole, 0
		if err := a.upsert(threadUpdate, threadValues(whole, stored.n)...); err != nil {
			return err
		}
	}
	for _, e := range set.Events() {
		changed, err := a.event(stored.n, e)
		if err != nil {
			return err
		}
		since = min(since, changed)
	}
	if since == never {
		return nil
	}
	a.changed = true
	return a.refold(stored, since)
}

// threadValues are what threadUpdate takes.
func threadValues(t conversation.Thread, n int64) []any {
	return []any{t.Channel, t.Contact, t.Origin, t.Lifecycle, t.URL, n}
}

// threadRow finds or makes the row of a thread; fresh tells that it was made now.
func (a *appender) threadRow(t conversation.Thread) (stored storedThread, fresh bool, err error) {
	insert, err := a.prepared(threadInsert)
	if err != nil {
		return stored, false, err
	}
	result, err := insert.ExecContext(a.ctx, t.ID, t.Channel, t.Contact, int64(t.Origin), int64(t.Lifecycle), t.URL)
	if err != nil {
		return stored, false, fmt.Errorf("write: %w", err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows > 0 {
		stored.Thread = t
		stored.n, _ = result.LastInsertId() // SQLite always knows it
		return stored, true, err
	}
	stored.ID = t.ID
	find, err := a.prepared(threadSelect)
	if err != nil {
		return stored, false, err
	}
	err = find.QueryRowContext(a.ctx, t.ID).Scan(&stored.n, &stored.Channel, &stored.Contact, &stored.Origin, &stored.Lifecycle, &stored.URL)
	return stored, false, err
}

// references makes sure of the channel, contact and agents that a thread names.
func (a *appender) references(t *conversation.ThreadEvents) error {
	if err := errors.Join(a.refer("channel", t.Channel), a.refer("contact", t.Contact)); err != nil {
		return err
	}
	last := ""
	for _, e := range t.Events {
		if e.Agent == last {
			continue
		}
		last = e.Agent
		if err := a.refer("agent", e.Agent); err != nil {
			return err
		}
	}
	return nil
}
