package source

import (
	"math"
	"slices"
	"strconv"
	"time"

	"relato/conversation"
)

// end adds that the conversation was closed, after what has a time and a number.
func (s *chatwootState) end(name string, at, seq int64) {
	e := s.closing(name, at)
	e.Seq, e.Key = seq, keyIn(e.Key, seq)
	s.add(e)
}

// seqAt is the highest number of what has a time.
func (s *chatwootState) seqAt(at int64) (seq int64) {
	for _, e := range s.events {
		if e.At == at {
			seq = max(seq, e.Seq)
		}
	}
	return seq
}

// keyIn tells apart what has the same time because only its second is known.
func keyIn(key string, seq int64) string {
	if seq == 0 {
		return key
	}
	return key + ":" + strconv.FormatInt(seq, 10)
}

// near is how much later than a change of status Chatwoot may write the line about it. A queue does that.
const near = 10 * time.Minute

// statuses adds the changes of status that activity lines tell of and no webhook did.
func (s *chatwootState) statuses(lines []chatwootActivity, whole bool) {
	before := chatwootActivity{}
	for _, line := range lines {
		if line.status == "" || line.at > s.now+1000 {
			continue
		}
		if before.status == "resolved" {
			s.afterwords(before, line, true)
		}
		// What is opened without having been anything else was a bot's from its beginning.
		wasPending := before.status == "pending"
		isHandoff := line.status == "open" && (wasPending || whole && before.status == "")
		before = line
		s.said(line, wasPending, isHandoff)
	}
	if before.status == "resolved" {
		s.afterwords(before, chatwootActivity{id: math.MaxInt64, at: s.now}, s.status == "resolved")
	}
}

// said adds the change that a line tells of, unless an event does or the conversation is as it says anyway.
func (s *chatwootState) said(line chatwootActivity, wasPending, isHandoff bool) {
	open, turn := s.cycle(line.at)
	// Of two changes in the same second it may not be known which was first; then the line after it tells, or the end.
	isUnclear := turn.At/1000 == line.at/1000 && turn.Key != "open:created" && (turn.Seq == 0 || turn.Seq > line.id)
	switch {
	case line.status == "resolved":
		if !s.told(line.at, conversation.Close) && open && !isUnclear {
			s.add(s.resolved(line, wasPending))
		}
	case isHandoff && s.told(line.at, conversation.Handoff, conversation.Open):
	case isHandoff && open:
		s.add(conversation.Event{Kind: conversation.Handoff, Key: keyIn(keyAt("handoff", line.at), line.id), At: line.at, Seq: line.id})
	case !s.told(line.at, conversation.Open) && !open && !isUnclear:
		s.add(conversation.Event{Kind: conversation.Open, Key: keyIn(keyAt("open", line.at), line.id), At: line.at, Seq: line.id})
	}
}

// resolved is the end that a line tells of. Like the webhook's, it is credited to whom the conversation was assigned to.
func (s *chatwootState) resolved(line chatwootActivity, wasPending bool) conversation.Event {
	e := s.closing("close", line.at)
	e.Seq, e.Key = line.id, keyIn(e.Key, line.id)
	for _, known := range s.events {
		if known.Kind == conversation.Assign && known.At <= line.at {
			e.Agent = known.Agent
		}
	}
	if wasPending {
		e.Agent, e.Reason = "", conversation.ByFlow
	}
	return e
}

// afterwords adds the ends of conversations that somebody of the company began by a word after the end, from a line to
// another: Chatwoot leaves them resolved. to tells whether it was still resolved before the other line. Of what is in a
// line's second, numbers tell which was first.
func (s *chatwootState) afterwords(from, until chatwootActivity, to bool) {
	for i := 0; i < len(s.events) && s.events[i].At <= until.at; i++ {
		e := s.events[i]
		if e.Kind != conversation.Message || e.From == conversation.FromContact || e.Seq > until.id ||
			e.At < from.at || e.At == from.at && e.Seq < from.id {
			continue
		}
		if open, turn := s.cycle(e.At); open && turn.Key == e.Key && s.staysResolved(i+1, until.at, to) {
			s.end("resolved", e.At, e.Seq)
		}
	}
}

// staysResolved tells whether nothing that follows shows that Chatwoot had opened the conversation, and its end is not
// known.
func (s *chatwootState) staysResolved(next int, until int64, to bool) bool {
	for _, e := range s.events[next:] {
		switch {
		case e.At > until:
			return to
		case e.Kind == conversation.Close:
			return false
		case e.Kind == conversation.Open, e.Kind == conversation.Message && e.From == conversation.FromContact:
			return true
		}
	}
	return to
}

// told tells whether the events know of a change that a line was written about, each event for one line.
func (s *chatwootState) told(at int64, kinds ...conversation.Kind) bool {
	for _, e := range slices.Backward(s.events) {
		if e.At < at-near.Milliseconds() {
			return false
		}
		if slices.Contains(kinds, e.Kind) && e.At <= at && e.Key != "open:created" && !s.used[e.Key] {
			s.used[e.Key] = true
			return true
		}
	}
	return false
}

// isOpen tells whether the conversation is open at a time by the events that are known.
func (s *chatwootState) isOpen(at int64) bool {
	open, _ := s.cycle(at)
	return open
}

// cycle tells whether the conversation is open at a time, and the event that began or ended it last.
func (s *chatwootState) cycle(at int64) (open bool, turn conversation.Event) {
	for _, e := range s.events {
		switch {
		case e.At > at:
			return open, turn
		case e.Kind == conversation.Close && open:
			open, turn = false, e
		case !open && isBeginning(e):
			open, turn = true, e
		}
	}
	return open, turn
}

// isBeginning tells whether an event begins a conversation where none is open.
func isBeginning(e conversation.Event) bool {
	return e.Kind == conversation.Open || e.Kind == conversation.Message && e.Own != conversation.Failed
}

// turn adds that the conversation was closed or opened, where all that is known says otherwise.
func (s *chatwootState) turn(lines []chatwootActivity) {
	open := s.isOpen(s.now)
	switch {
	case open && s.status == "resolved":
		at, seq := s.ended(lines)
		s.end("close", at, max(seq, s.seqAt(at)))
	case !open && s.status != "resolved" && s.status != "":
		s.add(conversation.Event{Kind: conversation.Open, Key: keyAt("open", s.now), At: s.now, Seq: s.seqAt(s.now) + 1}) // an end there comes first
	}
}

// ended is when a conversation that Chatwoot shows as resolved ended, as well as can be told: after its last message, at
// the survey that Chatwoot sends at the end, else at the last line that Chatwoot wrote into it, whose number is the other
// value, else when it last changed.
func (s *chatwootState) ended(lines []chatwootActivity) (at, seq int64) {
	var last, survey int64
	for _, e := range s.events {
		switch {
		case e.At > s.now:
		case isBeginning(e):
			last, survey = e.At, 0
		case e.Kind == conversation.Survey && survey == 0:
			survey = e.At
		}
	}
	if survey > 0 {
		return survey, 0
	}
	for _, line := range slices.Backward(lines) { // whatever the last one is about, the end is before it
		if line.at >= last && line.at <= s.now+1000 {
			return line.at, line.id
		}
	}
	return max(last, s.now), 0
}
