package seed

import (
	"time"

	"relato/conversation"
)

// Who starts conversations. While the shops are open agents write to customers of their own accord; automations write
// by day; customers write when they like. What campaigns start comes on top as flow.
const (
	inboxWhenOpen = 0.195
	flowByDay     = 0.175
	otherByDay    = 0.06
	dayBegins     = 8 // local hours of automations
	dayEnds       = 21
)

// Habits of those who come back to a thread that was closed.
const (
	comesBack      = 0.1
	agentComesBack = 0.12 // of those: an agent who has news
	mostCycles     = 6
)

// comeback is the time from the end of a conversation to the next one of its thread.
var comeback = pace{(20 * time.Hour).Seconds(), 1.3}

// start is who starts the conversation of an arrival.
func (o *office) start(a arrival) conversation.Origin {
	if a.broadcast {
		return conversation.Flow
	}
	r := o.rng.Float64()
	if h := time.UnixMilli(a.at).In(o.zone).Hour(); dayBegins <= h && h < dayEnds {
		if r -= otherByDay; r < 0 {
			return conversation.Other
		}
		if r -= flowByDay; r < 0 {
			return conversation.Flow
		}
	}
	if r < inboxWhenOpen && o.desk.staffed(a.at) {
		return conversation.Inbox
	}
	return conversation.Inbound
}

// thread writes what an arrival starts, and how many conversations of the thread have begun by the end.
func (o *office) thread(a arrival, who int) (t conversation.ThreadEvents, cycles int) {
	o.threads++
	s := &o.script
	origin := o.start(a)
	*s = script{office: o, channel: o.channel(origin), now: a.at, events: s.events[:0], origin: origin}
	t.ID, t.Contact = "c"+number(o.threads), contactID(who)
	t.Channel, t.Lifecycle = s.channel.id, s.channel.lifecycle()
	if s.channel.platform && !a.broadcast {
		t.Origin = s.origin // of campaigns and of plain messages the source tells only who wrote first
	}
	for {
		cycles++
		s.cycle(a.broadcast && cycles == 1)
		if s.now > o.until || cycles == mostCycles || !s.chance(comesBack) || !s.comeBack() {
			break
		}
	}
	o.people.occupy(who, s.now+day)
	t.Events = s.cut()
	return t, cycles
}

// comeBack lets time pass until the next conversation of the thread; false when there is none before the end.
func (s *script) comeBack() bool {
	if !s.channel.platform {
		s.now += inactivityHours*hour + minute // only then has silence ended the last one
	}
	s.pass(comeback)
	s.origin = conversation.Inbound
	if s.chance(agentComesBack) {
		s.origin = conversation.Inbox
		s.now = s.desk.after(s.now, 0)
	}
	return s.now <= s.until
}

// cycle writes one conversation from its start to its survey.
func (s *script) cycle(broadcast bool) {
	s.owner, s.waited = nil, 0
	ended := false
	switch s.origin {
	case conversation.Inbound:
		ended = s.beginInbound()
	case conversation.Inbox:
		ended = s.beginInbox()
	case conversation.Flow:
		ended = s.beginFlow(broadcast)
	default:
		ended = s.beginOther()
	}
	if ended {
		return
	}
	if s.owner == nil { // the customer waits for a human
		if s.chance(overlooked) {
			s.overlook()
			return
		}
		s.takeUp()
	}
	s.talk()
	s.finish()
}
