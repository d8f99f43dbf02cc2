package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relato/conversation"
)

// ErrNoConversation means that no conversation has the id that was asked for.
var ErrNoConversation = errors.New("there is no such conversation")

// Timeline reads what happened in a conversation, as of one moment.
func (d *DB) Timeline(ctx context.Context, now time.Time, id string) (conversation.Timeline, error) {
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return conversation.Timeline{}, fmt.Errorf("begin to read: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	thread, number := splitConversationID(id)
	t := storedThread{Thread: conversation.Thread{ID: thread}}
	err = tx.QueryRowContext(ctx, threadSelect, thread).
		Scan(&t.n, &t.Channel, &t.Contact, &t.Origin, &t.Lifecycle, &t.URL)
	if errors.Is(err, sql.ErrNoRows) {
		return conversation.Timeline{}, ErrNoConversation
	}
	if err != nil {
		return conversation.Timeline{}, fmt.Errorf("read thread %s: %w", thread, err)
	}
	s, err := settings(ctx, tx)
	if err != nil {
		return conversation.Timeline{}, err
	}
	events, err := readEvents(tx.QueryContext(ctx, eventsFrom, t.n, 0))
	if err != nil {
		return conversation.Timeline{}, err
	}
	rules := conversation.Rules{Inactivity: time.Duration(s.InactivityHours) * time.Hour, Now: now}
	entries := conversation.EntriesOf(t.Thread, conversation.OrderedSet(events, nil), rules, number)
	if len(entries) == 0 {
		return conversation.Timeline{}, ErrNoConversation
	}
	return conversation.Timeline{Thread: t.n, Number: number, Entries: entries}, nil
}

// splitConversationID takes apart what ConversationID put together; no thread's own id looks like a later
// conversation's. A number that is never written so, like 1 or 02, names none: 0.
func splitConversationID(id string) (thread string, number int) {
	at := strings.LastIndexByte(id, '~')
	if at < 0 || at == len(id)-1 || strings.Trim(id[at+1:], "0123456789") != "" {
		return id, 1
	}
	number, err := strconv.Atoi(id[at+1:])
	if err != nil || number < 2 || ConversationID(id[:at], number) != id {
		return id[:at], 0
	}
	return id[:at], number
}
