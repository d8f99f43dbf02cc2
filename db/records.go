package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"relato/conversation"
)

// readConversations reads the conversations of a thread, in order.
func readConversations(ctx context.Context, tx *sql.Tx, thread int64) (all []conversation.Conversation, err error) {
	r := changes{ctx: ctx, tx: tx, interned: map[string]string{}, lists: map[string][]string{}}
	err = r.records("(SELECT * FROM conversation WHERE thread = ? ORDER BY number)", thread, func(c *conversation.Record) error {
		kept := c.Conversation
		kept.Marks = slices.Clone(c.Marks) // the record's own are overwritten by the next
		all = append(all, kept)
		return nil
	})
	return all, err
}

// records reads conversations into one record after the other.
func (r *changes) records(from string, parameter int64, yield func(*conversation.Record) error) error {
	var c conversation.Record
	return r.eachHanded(`thread, number, id, channel, contact, url, origin, owner, agents, tags, started_at, closed_at,
		close_reason, closed_by, survey_at, rating, comment, survey_agent, marks`, from, parameter,
		func(row *handed) error {
			if err := r.record(row, &c); err != nil {
				return fmt.Errorf("conversation %s: %w", c.ID, err)
			}
			return yield(&c)
		})
}

// record reads one conversation, over the one before.
func (r *changes) record(row *handed, c *conversation.Record) (err error) {
	c.Thread, _ = row.integer()
	number, _ := row.integer()
	c.Number = int(number)
	c.ID, c.Channel = strings.Clone(row.text()), r.intern(row.text())
	c.Contact, c.URL = strings.Clone(row.text()), strings.Clone(row.text())
	c.Origin = named[conversation.Origin](conversation.OriginNames, row.text())
	c.Owner = r.intern(row.text())
	if c.Agents, err = r.list(row.text()); err != nil {
		return err
	}
	if c.Tags, err = r.list(row.text()); err != nil {
		return err
	}
	c.StartedAt, c.ClosedAt = second(row.integer()), second(row.integer())
	c.Reason = named[conversation.Reason](conversation.ReasonNames, row.text())
	c.ClosedBy, c.SurveyAt = r.intern(row.text()), second(row.integer())
	rating, _ := row.integer()
	c.Rating = int(rating)
	c.Comment, c.CreditedAgent = strings.Clone(row.text()), r.intern(row.text())
	if c.Marks, err = unpackMarks(c.Marks[:0], c.StartedAt, row.bytes()); err != nil {
		return err
	}
	return row.err
}

// named finds the value that a name stands for.
func named[T ~uint8](names []string, name string) T { return T(max(0, slices.Index(names, name))) }

// second is an instant of the database in whole seconds.
func second(ms int64, exists bool) int64 {
	if !exists {
		return conversation.None
	}
	return ms / 1000
}
