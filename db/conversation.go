package db

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"relato/conversation"
)

// ConversationID is the id of a thread's n-th conversation: the thread's own for the first, ID~n for later ones.
func ConversationID(thread string, number int) string {
	if number == 1 {
		return thread
	}
	return thread + "~" + strconv.Itoa(number)
}

// replace writes the conversations of a thread from number first on, where there were before of them in all.
func (a *appender) replace(t storedThread, conversations []conversation.Conversation, first, before int) error {
	for _, c := range conversations {
		values := conversationValues(t.Thread, c, a.revision)
		values[0] = t.n
		if _, err := a.exec(conversationUpsert, values...); err != nil {
			return err
		}
	}
	last := first + len(conversations) - 1
	if last < before {
		if err := a.remove(t.n, last+1, before); err != nil {
			return err
		}
	}
	_, err := a.exec(silentUpdate, silentAt(t.Thread, conversations, a.rules()), t.n)
	return err
}

// remove removes the conversations of a thread from one number to another, its last.
func (a *appender) remove(thread int64, first, last int) error {
	if _, err := a.exec("DELETE FROM conversation WHERE thread = ? AND number >= ?", thread, first); err != nil {
		return err
	}
	for n := first; n <= last; n++ {
		if _, err := a.exec("INSERT OR REPLACE INTO removed (thread, number, revision) VALUES (?, ?, ?)", thread, n, a.revision); err != nil {
			return err
		}
	}
	return nil
}

// silentAt is when silence will end the last of a thread's conversations, in Unix milliseconds; nil = never.
func silentAt(t conversation.Thread, conversations []conversation.Conversation, rules conversation.Rules) any {
	if len(conversations) == 0 || t.Lifecycle != conversation.Inactivity {
		return nil
	}
	c := conversations[len(conversations)-1]
	if !c.IsOpen() {
		return nil
	}
	heard := c.StartedAt
	if m := conversation.Measure(c.Marks, nil); m.LastMessageAt != conversation.None {
		heard = m.LastMessageAt
	}
	return milli(heard + int64(rules.Inactivity.Seconds()))
}

// conversationValues are the values of a conversation's row in the order of its columns, the thread left open.
func conversationValues(t conversation.Thread, c conversation.Conversation, revision int64) []any {
	m := conversation.Measure(c.Marks, nil)
	status, total := "closed", int64(0)
	if c.IsOpen() {
		status = "open"
	}
	for _, r := range m.Replies {
		total += r.Seconds()
	}
	responder := ""
	if m.FirstResponder != conversation.None {
		responder = c.Agents[m.FirstResponder]
	}
	var rating any
	if c.Rating != 0 {
		rating = int64(c.Rating)
	}
	marks := packMarks(make([]byte, 0, 4*len(c.Marks)), c.StartedAt, c.Marks)
	return []any{
		nil, int64(c.Number), ConversationID(t.ID, c.Number), status, c.Origin.String(), t.Channel, t.Contact, c.Owner,
		texts(c.Agents), texts(c.Tags), milli(c.StartedAt), milli(c.ClosedAt), c.Reason.String(), c.ClosedBy,
		milli(m.FirstContactAt), milli(m.FirstHumanAt), length(m.FirstResponse), responder,
		int64(len(m.Replies)), total, int64(m.In), int64(m.Agent), int64(m.Flow),
		milli(m.LastMessageAt), length(c.Duration(m)), c.Unanswered(m), c.Waiting(m),
		milli(c.SurveyAt), rating, c.Comment, c.CreditedAgent, t.URL, marks, revision,
	}
}

// milli is an instant as the database keeps it.
func milli(second int64) any {
	if second == conversation.None {
		return nil
	}
	return second * 1000
}

// length is an interval's seconds as the database keeps them.
func length(i conversation.Interval) any {
	if !i.Exists() {
		return nil
	}
	return i.Seconds()
}

// texts is a list as the database keeps it: a JSON array.
func texts(list []string) string {
	if len(list) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(list) // a list of texts always encodes
	return string(b)
}

// readEvents reads the events that a query of eventColumns finds.
func readEvents(rows *sql.Rows, err error) ([]conversation.Event, error) {
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	var events []conversation.Event
	for rows.Next() {
		var e conversation.Event
		var subject string
		var code int
		var more *string
		if err := rows.Scan(&e.At, &e.Seq, &e.Kind, &e.Key, &e.From, &e.Agent, &subject, &code, &e.Own, &more); err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		if more != nil {
			var x extra
			if err := json.Unmarshal([]byte(*more), &x); err != nil {
				return nil, fmt.Errorf("read event %s: %w", e.Key, err)
			}
			e.Tag, e.Of, e.Status, e.Reason, e.Score, e.Comment = x.Tag, x.Of, x.Status, x.Reason, x.Score, x.Comment
		}
		switch e.Kind {
		case conversation.Status:
			e.Of, e.Status = subject, conversation.Delivery(code)
		case conversation.Close:
			e.Tag, e.Reason = subject, conversation.Reason(code)
		case conversation.Rating:
			e.Tag, e.Score = subject, code
		default:
			e.Tag = subject
		}
		events = append(events, e)
	}
	return events, rows.Err()
}
