package naive

import (
	"strings"

	"relato/conversation"
	"relato/report"
)

// book is one reading of an account through a filter.
type book struct {
	Account
	clock    *Clock
	hours    WorkingHours
	business bool
	period   Interval

	everything []Conversation // of the account, unfiltered
	matching   []Conversation // what matches the filter, whenever it started
	cohort     []Conversation // "conversations **started** in the period that match the filters"; by close, those closed in it
}

func open(a Account, f report.Filter) *book {
	clock := NewClock(a.Zone)
	start, end := clock.period(f.From, f.To)
	b := &book{
		Account:    a,
		clock:      clock,
		hours:      NewWorkingHours(a.Hours, a.Holidays, clock),
		business:   f.Clock == "business",
		period:     Interval{From: start, To: end},
		everything: a.Conversations(),
	}
	for _, c := range b.everything {
		if !b.matches(c, f) {
			continue
		}
		b.matching = append(b.matching, c)
		if f.ByClose && c.Closed && in(c.ClosedAt, b.period) || !f.ByClose && in(c.StartedAt, b.period) {
			b.cohort = append(b.cohort, c)
		}
	}
	return b
}

// newContact tells whether a conversation is its contact's "first conversation ever (of all the account's
// conversations, unfiltered; ties at the same second by thread id, then number)".
func (b *book) newContact(c Conversation) bool {
	if c.Thread.Contact == "" {
		return false
	}
	for _, other := range b.everything {
		if other.Thread.Contact == c.Thread.Contact && startedBefore(other, c) {
			return false
		}
	}
	return true
}

func startedBefore(c, other Conversation) bool {
	if c.StartedAt != other.StartedAt {
		return c.StartedAt < other.StartedAt
	}
	if order := strings.Compare(c.Thread.ID, other.Thread.ID); order != 0 {
		return order < 0
	}
	return c.Number < other.Number
}

// messages counts the messages sent in a time by a sender, in some conversations.
func messages(of []Conversation, time Interval, from conversation.Sender) int {
	n := 0
	for _, c := range of {
		for _, m := range c.Messages() {
			if m.From == from && in(second(m), time) {
				n++
			}
		}
	}
	return n
}

// contacts counts the distinct contacts of some conversations.
func contacts(of []Conversation) int {
	var ids []string
	for _, c := range of {
		if c.Thread.Contact != "" {
			ids = adding(ids, c.Thread.Contact)
		}
	}
	return len(ids)
}

// selected are the conversations for which something is true.
func selected(of []Conversation, is func(Conversation) bool) []Conversation {
	var list []Conversation
	for _, c := range of {
		if is(c) {
			list = append(list, c)
		}
	}
	return list
}

func closedIn(of []Conversation, time Interval) int {
	return len(selected(of, func(c Conversation) bool { return in(c.ClosedAt, time) }))
}

func origins(of []Conversation) report.Origins {
	var counts report.Origins
	for _, c := range of {
		switch c.Origin {
		case conversation.Inbound:
			counts[0]++
		case conversation.Inbox:
			counts[1]++
		case conversation.Flow:
			counts[2]++
		default:
			counts[3]++
		}
	}
	return counts
}

func unanswered(of []Conversation) int {
	return len(selected(of, func(c Conversation) bool { return c.Unanswered }))
}
