package db

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"relato/conversation"
)

// The statements that run for every event, thread or conversation.
const (
	threadInsert = `INSERT INTO thread (id, channel, contact, origin, lifecycle, url) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`
	threadSelect       = "SELECT n, channel, contact, origin, lifecycle, url FROM thread WHERE id = ?"
	eventInsert        = eventInto + eventValues + " ON CONFLICT DO NOTHING"
	eventInto          = "INSERT INTO event (thread, at, seq, kind, key, sender, agent, subject, code, own, extra) VALUES "
	eventValues        = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	eventFields        = 11
	silentUpdate       = "UPDATE thread SET silent_at = ?1 WHERE n = ?2 AND silent_at IS NOT ?1"
	conversationUpsert = `INSERT OR REPLACE INTO conversation (thread, number, id, status, origin, channel, contact, owner,
		agents, tags, started_at, closed_at, close_reason, closed_by, first_contact_at, first_response_at,
		first_response_s, first_responder, replies, reply_total_s, messages_in, messages_agent, messages_flow,
		last_message_at, duration_s, unanswered, waiting, survey_at, rating, comment, survey_agent, url, marks, revision)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// freshEvents is how many events of new threads are inserted at once: a statement costs more than a row.
const freshEvents = 32

// freshInsert inserts events that cannot be there yet.
var freshInsert = eventInto + strings.Repeat(eventValues+", ", freshEvents-1) + eventValues

var hotQueries = []string{threadInsert, threadSelect, eventInsert, freshInsert, silentUpdate, conversationUpsert, contactUpsert}

// never is a change that no time comes before: nothing changed.
const never = math.MaxInt64

// storedThread is a thread with its row's number.
type storedThread struct {
	conversation.Thread
	n int64
}

// foldedThread is what an append brought of one thread, with what it comes to if the thread is new.
type foldedThread struct {
	*conversation.ThreadEvents
	set           conversation.Set
	values        []any // of the events, their thread left open
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
			t := &foldedThread{ThreadEvents: a.threads[id]}
			t.set = conversation.NewSet(t.Events)
			t.values = make([]any, 0, len(t.set.Events())*eventFields)
			for _, e := range t.set.Events() {
				if t.values, t.err = appendEvent(t.values, 0, e); t.err != nil {
					break
				}
			}
			conversations := conversation.Fold(t.Thread, t.set, rules)
			for _, c := range conversations {
				t.conversations = append(t.conversations, conversationValues(t.Thread, c, a.revision))
			}
			t.silentAt = silentAt(t.Thread, conversations, rules)
			folded <- t
		}
	}()
	return folded
}

// storeFresh stores a thread that was not there before.
func (a *appender) storeFresh(n int64, t *foldedThread) error {
	var thread any = n
	for i := 0; i < len(t.values); i += eventFields {
		t.values[i] = thread
	}
	a.fresh = append(a.fresh, t.values...)
	if err := a.flushFresh(freshEvents); err != nil {
		return err
	}
	a.done.New += len(t.set.Events())
	a.changed = true
	for _, values := range t.conversations {
		values[0] = thread
		if _, err := a.exec(conversationUpsert, values...); err != nil {
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
	if err := a.references(t.ThreadEvents); err != nil {
		return err
	}
	set := t.set
	a.done.Known += len(t.Events) - len(set.Events())
	if fresh {
		return a.storeFresh(stored.n, t)
	}
	since := int64(never)
	if whole := stored.With(t.Thread); whole != stored.Thread {
		stored.Thread, since = whole, 0
		if err := a.upsert("UPDATE thread SET channel = ?, contact = ?, origin = ?, lifecycle = ?, url = ? WHERE n = ?",
			whole.Channel, whole.Contact, whole.Origin, whole.Lifecycle, whole.URL, stored.n); err != nil {
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

// event stores an event once and returns the time in Unix milliseconds of the earliest thing that it changed, or never.
func (a *appender) event(thread int64, e conversation.Event) (since int64, err error) {
	inserted := false
	if err := a.insert(thread, e, &inserted); err != nil {
		return never, err
	}
	since = e.At
	if inserted {
		a.done.New++
	} else {
		a.done.Known++
		if since, err = a.merge(thread, e); err != nil {
			return never, err
		}
	}
	if since != never && e.Kind == conversation.Status && e.Status == conversation.Failed {
		var message sql.NullInt64
		err := a.tx.QueryRowContext(a.ctx, "SELECT min(at) FROM event WHERE thread = ? AND key = ?", thread, e.Of).Scan(&message)
		if err != nil {
			return never, fmt.Errorf("read message %s: %w", e.Of, err)
		}
		if message.Valid {
			since = min(since, message.Int64)
		}
	}
	return since, nil
}

// merge joins a version of an event with the one that is stored.
func (a *appender) merge(thread int64, e conversation.Event) (since int64, err error) {
	stored, err := a.events("SELECT "+eventColumns+" FROM event WHERE thread = ? AND key = ?", thread, e.Key)
	if err != nil || len(stored) != 1 {
		return never, err
	}
	old := stored[0]
	merged := conversation.Merge(old, e)
	if merged == old {
		return never, nil
	}
	if _, err := a.exec("DELETE FROM event WHERE thread = ? AND key = ?", thread, e.Key); err != nil {
		return never, err
	}
	return min(old.At, merged.At), a.insert(thread, merged, new(bool))
}

// insert stores an event unless there is one with its key.
func (a *appender) insert(thread int64, e conversation.Event, inserted *bool) error {
	values, err := appendEvent(nil, thread, e)
	if err != nil {
		return err
	}
	rows, err := a.exec(eventInsert, values...)
	*inserted = rows > 0
	return err
}

// flushFresh inserts the events of new threads that wait, as long as there are at least so many.
func (a *appender) flushFresh(least int) error {
	waiting := a.fresh
	for len(waiting) >= least*eventFields {
		n, query := eventFields, eventInsert
		if len(waiting) >= freshEvents*eventFields {
			n, query = freshEvents*eventFields, freshInsert
		}
		if _, err := a.exec(query, waiting[:n]...); err != nil {
			return err
		}
		waiting = waiting[n:]
	}
	a.fresh = a.fresh[:copy(a.fresh, waiting)]
	return nil
}

// appendEvent appends an event's values in the order of its columns.
func appendEvent(values []any, thread int64, e conversation.Event) ([]any, error) {
	subject, code := e.Tag, 0
	rest := extra{Of: e.Of, Status: e.Status, Reason: e.Reason, Score: e.Score, Comment: e.Comment}
	switch e.Kind {
	case conversation.Status:
		subject, code = e.Of, int(e.Status)
		rest.Tag, rest.Of, rest.Status = e.Tag, "", 0
	case conversation.Close:
		code, rest.Reason = int(e.Reason), 0
	case conversation.Rating:
		code, rest.Score = e.Score, 0
	}
	var more any
	if rest != (extra{}) {
		b, err := json.Marshal(rest)
		if err != nil {
			return nil, fmt.Errorf("event %s: %w", e.Key, err)
		}
		more = string(b)
	}
	return append(values, thread, e.At, e.Seq, int64(e.Kind), e.Key, int64(e.From), e.Agent, subject, int64(code),
		int64(e.Own), more), nil
}

// extra holds the fields of an event that its kind has no column for.
type extra struct {
	Tag     string                `json:"tag,omitempty"`
	Of      string                `json:"of,omitempty"`
	Status  conversation.Delivery `json:"status,omitempty"`
	Reason  conversation.Reason   `json:"reason,omitempty"`
	Score   int                   `json:"score,omitempty"`
	Comment string                `json:"comment,omitempty"`
}

const eventColumns = "at, seq, kind, key, sender, agent, subject, code, own, extra"

// events reads events in order.
func (a *appender) events(query string, args ...any) ([]conversation.Event, error) {
	return readEvents(a.ctx, a.tx, query, args...)
}

// refold folds a thread again after something changed at a time (Unix milliseconds). It begins at the last conversation
// boundary that the change cannot reach behind.
func (a *appender) refold(t storedThread, since int64) error {
	first, from, err := a.boundary(t.n, since)
	if err != nil {
		return err
	}
	begin := int64(0)
	if from.number > 1 {
		begin = from.startedAt
	}
	events, err := a.events("SELECT "+eventColumns+" FROM event WHERE thread = ? AND at >= ? ORDER BY at, seq, kind, key", t.n, begin)
	if err != nil {
		return err
	}
	failed, err := column[string](a.ctx, a.tx, "SELECT subject FROM event WHERE thread = ? AND kind = 9 AND code = 4", t.n)
	if err != nil {
		return err
	}
	all := conversation.FoldFrom(t.Thread, conversation.OrderedSet(events, failed), a.rules(), from.number)
	var before int
	if err := a.tx.QueryRowContext(a.ctx, "SELECT coalesce(max(number), 0) FROM conversation WHERE thread = ?", t.n).Scan(&before); err != nil {
		return fmt.Errorf("read conversations: %w", err)
	}
	return a.replace(t, all[min(first-from.number, len(all)):], first, before)
}

// start is where a conversation of a thread begins.
type start struct {
	number    int
	startedAt int64 // Unix milliseconds of a whole second
}

// boundary finds the first conversation that a change at a time can alter, and the earlier one to fold from so that
// everything the first one inherits is known: pending assigns, and surveys whose ratings come later.
func (a *appender) boundary(thread, since int64) (first int, from start, err error) {
	reach, err := a.reach(thread, since)
	if err != nil {
		return 0, start{}, err
	}
	altered, err := a.startBefore(thread, reach, math.MaxInt32)
	if err != nil || altered.number == 1 {
		return 1, start{number: 1}, err
	}
	if reach, err = a.reach(thread, altered.startedAt); err != nil {
		return 0, start{}, err
	}
	from, err = a.startBefore(thread, reach, altered.number-1)
	return altered.number, from, err
}

// reach is the time from which on events decide what a rating at or after a time belongs to: that time, or the first
// survey that such a rating may answer.
func (a *appender) reach(thread, at int64) (int64, error) {
	var survey sql.NullInt64
	reach := at - conversation.SurveyReach.Milliseconds() - time.Second.Milliseconds()
	err := a.tx.QueryRowContext(a.ctx, "SELECT min(at) FROM event WHERE thread = ? AND kind = 6 AND at >= ? AND at < ?",
		thread, reach, at).Scan(&survey)
	if err != nil {
		return 0, fmt.Errorf("read surveys: %w", err)
	}
	if survey.Valid {
		return survey.Int64, nil
	}
	return at, nil
}

// startBefore is the last conversation numbered at most last that began before a time, and in another second than the
// one before it ended in, so that its events can be told by their time alone; else the first.
func (a *appender) startBefore(thread, at int64, last int) (start, error) {
	var s start
	err := a.tx.QueryRowContext(a.ctx, `SELECT c.number, c.started_at FROM conversation c
		JOIN conversation p ON p.thread = c.thread AND p.number = c.number - 1 AND p.closed_at < c.started_at
		WHERE c.thread = ? AND c.number <= ? AND c.started_at < ? ORDER BY c.number DESC LIMIT 1`,
		thread, last, at-at%1000).Scan(&s.number, &s.startedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return start{number: 1}, nil
	}
	return s, err
}

// refoldLast folds the last conversation of a thread again, because time has passed.
func (a *appender) refoldLast(n int64) error {
	t := storedThread{n: n}
	err := a.tx.QueryRowContext(a.ctx, "SELECT id, channel, contact, origin, lifecycle, url FROM thread WHERE n = ?", n).
		Scan(&t.ID, &t.Channel, &t.Contact, &t.Origin, &t.Lifecycle, &t.URL)
	if err != nil {
		return fmt.Errorf("read thread %d: %w", n, err)
	}
	a.changed = true
	return a.refold(t, never)
}

// refoldInactivityThreads folds everything that silence ends, after the account changed how long that takes.
func (a *appender) refoldInactivityThreads() error {
	threads, err := column[int64](a.ctx, a.tx, "SELECT n FROM thread WHERE lifecycle = ?", conversation.Inactivity)
	if err != nil {
		return err
	}
	for _, n := range threads {
		t := storedThread{n: n}
		if err := a.tx.QueryRowContext(a.ctx, "SELECT id, channel, contact, origin, lifecycle, url FROM thread WHERE n = ?", n).
			Scan(&t.ID, &t.Channel, &t.Contact, &t.Origin, &t.Lifecycle, &t.URL); err != nil {
			return fmt.Errorf("read thread %d: %w", n, err)
		}
		a.changed = true
		if err := a.refold(t, 0); err != nil {
			return err
		}
	}
	return nil
}
