package db

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"relato/conversation"
)

// freshEvents is how many events of new threads are inserted at once: a statement costs more than a row.
const freshEvents = 32

// eventInsert inserts events by the values of some columns; the others have their defaults. Every value costs, and most
// events need few.
type eventInsert struct {
	fields    int
	one, many string // one event unless it is there; freshEvents that cannot be there yet
}

var (
	plainEvents = newEventInsert("thread", "at", "kind", "key", "sender", "agent")
	wholeEvents = newEventInsert("thread", "at", "kind", "key", "sender", "agent", "seq", "subject", "code", "own", "extra")
)

func newEventInsert(columns ...string) eventInsert {
	into := "INSERT INTO event (" + strings.Join(columns, ", ") + ") VALUES "
	values := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	return eventInsert{
		fields: len(columns),
		one:    into + values + " ON CONFLICT DO NOTHING",
		many:   into + values + strings.Repeat(", "+values, freshEvents-1),
	}
}

// event stores an event once and returns the time in Unix milliseconds of the earliest thing that it changed, or never.
func (a *appender) event(thread int64, e conversation.Event) (since int64, err error) {
	inserted, err := a.insert(thread, e)
	switch {
	case err != nil:
		return never, err
	case !inserted:
		a.done.Known++
		return a.merge(thread, e)
	}
	a.done.New++
	return a.concerns(thread, e)
}

// merge joins a version of an event with the one that is stored.
func (a *appender) merge(thread int64, e conversation.Event) (since int64, err error) {
	stored, err := a.events(eventByKey, thread, e.Key)
	if err != nil || len(stored) != 1 {
		return never, err
	}
	old := stored[0]
	merged := conversation.Merge(old, e)
	if merged == old {
		return never, nil
	}
	if _, err := a.exec(eventDelete, thread, e.Key); err != nil {
		return never, err
	}
	if _, err := a.insert(thread, merged); err != nil {
		return never, err
	}
	return a.concerns(thread, old, merged)
}

// concerns is the time of the earliest thing that versions of an event are about: their own, and those of the messages that
// they say have failed, which may be of an earlier conversation.
func (a *appender) concerns(thread int64, versions ...conversation.Event) (since int64, err error) {
	since = never
	for _, e := range versions {
		since = min(since, e.At)
		if e.Kind != conversation.Status || e.Status != conversation.Failed {
			continue
		}
		var message sql.NullInt64
		if err := a.QueryRowContext(a.ctx, messageAt, thread, e.Of).Scan(&message); err != nil {
			return never, fmt.Errorf("read message %s: %w", e.Of, err)
		}
		if message.Valid {
			since = min(since, message.Int64)
		}
	}
	return since, nil
}

// insert stores an event unless there is one with its key, and tells which.
func (a *appender) insert(thread int64, e conversation.Event) (inserted bool, err error) {
	values, err := appendWhole(nil, thread, e)
	if err != nil {
		return false, err
	}
	rows, err := a.exec(wholeEvents.one, values...)
	return rows > 0, err
}

// flushFresh inserts the events of new threads that wait, as long as there are at least so many.
func (a *appender) flushFresh(least int) (err error) {
	if a.plain, err = a.flushRows(a.plain, plainEvents, least); err == nil {
		a.whole, err = a.flushRows(a.whole, wholeEvents, least)
	}
	return err
}

// flushRows inserts events by their values and returns those of the events that still wait.
func (a *appender) flushRows(values []any, insert eventInsert, least int) ([]any, error) {
	waiting := values
	for len(waiting) >= least*insert.fields {
		n, query := insert.fields, insert.one
		if len(waiting) >= freshEvents*insert.fields {
			n, query = freshEvents*insert.fields, insert.many
		}
		if err := a.store(query, waiting[:n]); err != nil {
			return values, err
		}
		waiting = waiting[n:]
	}
	return values[:copy(values, waiting)], nil
}

// appendRows appends the values of a thread's events, whose thread was left open.
func appendRows(values, rows []any, fields int, thread any) []any {
	for i := 0; i < len(rows); i += fields {
		rows[i] = thread
	}
	return append(values, rows...)
}

// isPlain tells whether an event has nothing but what plainEvents insert.
func isPlain(e conversation.Event) bool {
	return e == conversation.Event{Key: e.Key, Kind: e.Kind, At: e.At, From: e.From, Agent: e.Agent}
}

// appendPlain appends a plain event's values in the order of plainEvents.
func appendPlain(values []any, thread int64, e conversation.Event) []any {
	return append(values, thread, e.At, int64(e.Kind), e.Key, int64(e.From), e.Agent)
}

// appendWhole appends an event's values in the order of wholeEvents.
func appendWhole(values []any, thread int64, e conversation.Event) ([]any, error) {
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
	return append(appendPlain(values, thread, e), e.Seq, subject, int64(code), int64(e.Own), more), nil
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

const (
	eventColumns = "at, seq, kind, key, sender, agent, subject, code, own, extra"
	eventOrder   = " ORDER BY at, seq, kind, key" // that of conversation.Compare
	eventByKey   = "SELECT " + eventColumns + " FROM event WHERE thread = ? AND key = ?"
	eventDelete  = "DELETE FROM event WHERE thread = ? AND key = ?"
	messageAt    = "SELECT min(at) FROM event WHERE thread = ? AND key = ?"
)

// events reads events in order.
func (a *appender) events(query string, args ...any) ([]conversation.Event, error) {
	return readEvents(a.QueryContext(a.ctx, query, args...))
}
