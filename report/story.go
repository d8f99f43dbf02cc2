package report

import (
	"context"

	"relato/conversation"
)

// Story is one conversation with how its times came about.
type Story struct {
	Account        Account
	Row            Row
	Number         int    // of the conversation in its thread, from 1
	Previous, Next string // ids of the conversations around it in its thread that may be seen, empty = none
	Exchanges      []Exchange
	Duration       conversation.Interval // what Row.Duration measures
	Entries        []conversation.Entry
}

// Exchange is a turn of the contact, by whom it was answered, and its seconds on the business clock: None without a
// schedule, an answer, or where the whole turn lies outside working hours.
type Exchange struct {
	conversation.Exchange
	By       string // id; empty = an agent without a name, or no answer
	Business int64
}

// Conversation tells the story of a timeline's conversation to who may see those of some agents only, or of all where these
// are none; nil where the account has no such conversation any more, or it may not be seen.
func (x *Index) Conversation(ctx context.Context, t conversation.Timeline, only []string) (s *Story, err error) {
	err = x.view(ctx, func() error {
		n, known := x.conversationOf(t.Thread, t.Number)
		seen := x.matcher(Filter{Only: only})
		if !known || !seen.match(n) {
			return nil
		}
		marks := x.marksOf(n, nil)
		s = &Story{
			Account: x.account(), Row: x.row(n, x.reader()), Number: t.Number, Entries: t.Entries,
			Previous: x.neighbour(t.Thread, t.Number-1, seen), Next: x.neighbour(t.Thread, t.Number+1, seen),
			Duration: x.durationInterval(n),
		}
		for _, one := range conversation.Exchanges(marks) {
			s.Exchanges = append(s.Exchanges, x.exchange(one))
		}
		return nil
	})
	return s, err
}

// neighbour is the id of a thread's conversation, empty where there is none of that number, or it may not be seen.
func (f *facts) neighbour(thread int64, number int, seen *matcher) string {
	n, known := f.conversationOf(thread, number)
	if number < 1 || !known || !seen.match(n) {
		return ""
	}
	return f.id(n)
}

// exchange completes a turn of the index's own marks.
func (f *facts) exchange(e conversation.Exchange) Exchange {
	whole := Exchange{Exchange: e, Business: conversation.None}
	if e.Agent != conversation.None {
		whole.By = f.agent[e.Agent].ID
	}
	if e.Answered() && f.schedule != nil {
		whole.Business = unstamp(f.working(e.Interval))
	}
	return whole
}
