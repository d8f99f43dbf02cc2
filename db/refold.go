package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"relato/conversation"
)

// What folding again asks.
const (
	eventsFrom        = "SELECT " + eventColumns + " FROM event WHERE thread = ? AND at >= ?" + eventOrder
	failedOf          = "SELECT subject FROM event WHERE thread = ? AND kind = 9 AND code = 4"
	conversationCount = "SELECT coalesce(max(number), 0) FROM conversation WHERE thread = ?"
	surveyAt          = "SELECT min(at) FROM event WHERE thread = ? AND kind = 6 AND at >= ? AND at < ?"
	startSelect       = `SELECT c.number, c.started_at FROM conversation c
		JOIN conversation p ON p.thread = c.thread AND p.number = c.number - 1 AND p.closed_at < c.started_at
		WHERE c.thread = ? AND c.number <= ? AND c.started_at < ? ORDER BY c.number DESC LIMIT 1`
)

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
	events, err := a.events(eventsFrom, t.n, begin)
	if err != nil {
		return err
	}
	failed, err := column[string](a.ctx, a, failedOf, t.n)
	if err != nil {
		return err
	}
	all := conversation.FoldFrom(t.Thread, conversation.OrderedSet(events, failed), a.rules(), from.number)
	var before int
	if err := a.QueryRowContext(a.ctx, conversationCount, t.n).Scan(&before); err != nil {
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
	err := a.QueryRowContext(a.ctx, surveyAt, thread, reach, at).Scan(&survey)
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
	err := a.QueryRowContext(a.ctx, startSelect, thread, last, at-at%1000).Scan(&s.number, &s.startedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return start{number: 1}, nil
	}
	return s, err
}

// refoldNumber folds a thread again, named by its row's number, after something changed at a time; never is that only
// time has passed, which concerns its last conversation alone.
func (a *appender) refoldNumber(n, since int64) error {
	t, err := threadNumbered(a.ctx, a, n)
	if err != nil {
		return err
	}
	a.changed = true
	return a.refold(t, since)
}

// threadNumbered reads a thread by its row's number.
func threadNumbered(ctx context.Context, q querier, n int64) (storedThread, error) {
	t := storedThread{n: n}
	err := q.QueryRowContext(ctx, "SELECT id, channel, contact, origin, lifecycle, url FROM thread WHERE n = ?", n).
		Scan(&t.ID, &t.Channel, &t.Contact, &t.Origin, &t.Lifecycle, &t.URL)
	if err != nil {
		return t, fmt.Errorf("read thread %d: %w", n, err)
	}
	return t, nil
}

// refoldInactivityThreads folds everything that silence ends, after the account changed how long that takes.
func (a *appender) refoldInactivityThreads() error {
	threads, err := column[int64](a.ctx, a, "SELECT n FROM thread WHERE lifecycle = ?", conversation.Inactivity)
	if err != nil {
		return err
	}
	for _, n := range threads {
		if err := a.refoldNumber(n, 0); err != nil {
			return err
		}
	}
	return nil
}
