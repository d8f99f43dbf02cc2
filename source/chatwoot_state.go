package source

import (
	"slices"
	"time"

	"relato/conversation"
)

// ChatwootState is what has to be added to a thread's events so that they say of it what Chatwoot says now: its status,
// its assignee, its labels. known are the events that the thread has, those of the ChatwootFetched among them.
//
// REST does not tell when these changed, so they are told only where the events that are known say something else. Where
// all webhooks came, that is nowhere, and nothing is added. All that is added was true at its time, as far as can be told,
// so that it changes nothing once a webhook that is late tells more exactly. docs/sources.md has the derivation.
func ChatwootState(c Connection, at time.Time, fetched ChatwootFetched, known []conversation.Event) (conversation.Thread, []conversation.Event) {
	d := chatwootReader{collector: newCollector(c, Request{At: at}), came: at.UnixMilli()}
	d.addresses = addressesIn(value(fetched.Contact))
	f := d.fields()
	whole, err := d.conversation(f, value(fetched.Conversation))
	if err != nil || f.err != nil {
		return conversation.Thread{}, nil // which reading it has said
	}
	s := chatwootState{chatwootConversation: whole, used: map[string]bool{}}
	s.events = slices.Clone(conversation.NewSet(known).Events())
	s.now = s.latest(whole.updated)
	lines := activitiesIn(fetched.Messages)
	s.statuses(lines, fetched.Whole)
	s.now = s.latest(s.now)
	s.turn(lines)
	s.assign()
	s.label(labelsIn(f, whole.labels))
	return whole.Thread, s.added
}

// chatwootState compares what is known of a conversation with what Chatwoot says of it.
type chatwootState struct {
	chatwootConversation
	now    int64 // when it was as Chatwoot says; what is later is left alone
	events []conversation.Event
	added  []conversation.Event
	used   map[string]bool // keys of changes that a line was written about
}

// add adds an event in its place.
func (s *chatwootState) add(e conversation.Event) {
	s.used[e.Key] = true
	at, known := slices.BinarySearchFunc(s.events, e, conversation.Compare)
	if !known {
		s.added, s.events = append(s.added, e), slices.Insert(s.events, at, e)
	}
}

// latest is a time, or that of the last event in the same second: of most, Chatwoot tells no more than the second.
func (s *chatwootState) latest(at int64) int64 {
	second := at / 1000
	for _, e := range s.events {
		if e.At/1000 == second {
			at = max(at, e.At)
		}
	}
	return at
}

// assign adds that the conversation is somebody else's than is known.
func (s *chatwootState) assign() {
	var last conversation.Event
	for _, e := range s.events {
		if e.Kind == conversation.Assign && e.At <= s.now {
			last = e
		}
	}
	if last.Agent == s.agent {
		return
	}
	open, turn := s.cycle(s.now)
	at := s.now
	switch {
	case last.Key == "": // nothing is known of it yet: it is told of the last conversation, from its beginning on
		at = s.began()
	case !open: // what comes when none is open would be the next one's
		at = turn.At
	}
	if at <= last.At {
		at = last.At + 1
	}
	s.add(conversation.Event{Kind: conversation.Assign, Key: keyAt("assign", at) + ":" + s.assigned, At: at, Agent: s.agent})
}

// began is when the last conversation began.
func (s *chatwootState) began() int64 {
	at, open := s.created, false
	for _, e := range s.events {
		switch {
		case e.At > s.now:
		case e.Kind == conversation.Close:
			open = false
		case !open && isBeginning(e):
			at, open = e.At, true
		}
	}
	return at
}

// label adds the labels that are not known, and takes away those that are gone.
func (s *chatwootState) label(labels []string) {
	var known []string
	for _, e := range s.events {
		switch {
		case e.At > s.now:
		case e.Kind == conversation.Tag && !slices.Contains(known, e.Tag):
			known = append(known, e.Tag)
		case e.Kind == conversation.Untag:
			known = slices.DeleteFunc(known, func(tag string) bool { return tag == e.Tag })
		}
	}
	for _, tag := range labels {
		if !slices.Contains(known, tag) {
			s.add(conversation.Event{Kind: conversation.Tag, Key: keyAt("tag", s.now) + ":" + tag, At: s.now, Tag: tag})
		}
	}
	for _, tag := range known {
		if !slices.Contains(labels, tag) {
			s.add(conversation.Event{Kind: conversation.Untag, Key: keyAt("untag", s.now) + ":" + tag, At: s.now, Tag: tag})
		}
	}
}
