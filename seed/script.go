package seed

import (
	"slices"
	"strconv"

	"relato/conversation"
)

// Habits of what happens around messages.
const (
	failures    = 0.003 // of messages sent by the company: did not go out, and are sent again
	receipts    = 0.025 // of messages sent by the company: the source tells what became of them
	readReceipt = 0.6   // of those: read too
)

// How messages follow each other.
var (
	typing     = pace{9, 0.8}   // from one message of a contact to the next of the same burst
	agentTypes = pace{22, 0.7}  // the same of an agent
	botWrites  = pace{1.2, 0.3} // a flow's time to answer
	resends    = pace{40, 0.6}  // until an agent or flow notices that a message failed
	delivery   = pace{1.5, 0.6} // until a message is on the phone
	reading    = pace{90, 1.5}  // and until it is read
)

// script writes one thread: a clock that only goes forward, and what happens while it goes.
type script struct {
	*office
	channel *channel
	now     int64 // Unix milliseconds
	events  []conversation.Event

	messages, others int // written so far, for the keys

	// Of the conversation under way.
	origin conversation.Origin
	owner  *agent
	waited int64 // milliseconds for which the customer waited for humans, the worst single wait
}

// pass lets time go by.
func (s *script) pass(p pace) { s.now += 1 + s.draw(p) }

// add appends an event that happens now and is no message.
func (s *script) add(e conversation.Event) {
	s.others++
	e.Key, e.At = key(eventKeys, "e", s.others), s.now
	s.events = append(s.events, e)
	s.now++ // nothing else happens in the same millisecond
}

// message appends a message that is written now.
func (s *script) message(from conversation.Sender, agent string) {
	s.messages++
	e := conversation.Event{
		Kind: conversation.Message, Key: key(messageKeys, "m", s.messages), At: s.now, From: from, Agent: agent,
	}
	s.events = append(s.events, e)
	s.now++
	if from == conversation.FromContact {
		return
	}
	// The first message is spared: it starts the thread.
	if s.messages > 1 && s.chance(failures) {
		s.status(e.Key, s.draw(delivery), conversation.Failed)
		s.pass(resends)
		s.message(from, agent)
		return
	}
	if s.chance(receipts) {
		arrived := s.draw(delivery)
		s.status(e.Key, arrived, conversation.Delivered)
		if s.chance(readReceipt) {
			s.status(e.Key, arrived+s.draw(reading), conversation.Read)
		}
	}
}

// status appends what becomes of a message after some time; the clock does not wait for it.
func (s *script) status(of string, after int64, status conversation.Delivery) {
	now := s.now
	s.now += after
	s.add(conversation.Event{Kind: conversation.Status, Of: of, Status: status})
	s.now = now
}

func (s *script) contactWrites(n int) {
	for i := range n {
		if i > 0 {
			s.pass(typing)
		}
		s.message(conversation.FromContact, "")
	}
}

func (s *script) flowWrites(n int) {
	for range n {
		s.pass(botWrites)
		s.message(conversation.FromFlow, "")
	}
}

func (s *script) agentWrites(n int) {
	for i := range n {
		if i > 0 {
			s.pass(agentTypes)
		}
		s.message(conversation.FromAgent, s.owner.id)
	}
}

// assign gives the conversation to an agent.
func (s *script) assign(a *agent) {
	s.owner = a
	s.add(conversation.Event{Kind: conversation.Assign, Agent: a.id})
}

func (s *script) close(reason conversation.Reason, agent string) {
	s.add(conversation.Event{Kind: conversation.Close, Reason: reason, Agent: agent})
}

// cut hands over what happened up to the end, in order, in memory of its own.
func (s *script) cut() []conversation.Event {
	if !slices.IsSortedFunc(s.events, conversation.Compare) { // a late status, or a rating after the next start
		slices.SortFunc(s.events, conversation.Compare)
	}
	n := len(s.events)
	for n > 0 && s.events[n-1].At > s.until {
		n--
	}
	return slices.Clone(s.events[:n])
}

// Keys of events are short and shared: all but the longest threads take them from here.
var messageKeys, eventKeys = keys("m"), keys("e")

func keys(prefix string) []string {
	list := make([]string, 256)
	for i := range list {
		list[i] = prefix + number(i)
	}
	return list
}

// key is the n-th key of a prefix.
func key(known []string, prefix string, n int) string {
	if n < len(known) {
		return known[n]
	}
	return prefix + number(n)
}

// number is n in decimal.
func number(n int) string { return strconv.Itoa(n) }
