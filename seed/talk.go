package seed

import (
	"time"

	"relato/conversation"
)

// Habits of humans who answer.
const (
	overlooked    = 0.045 // of customers who wait for a human: nobody ever writes
	transferred   = 0.04  // of the customer's turns: another agent takes over
	handsBack     = 0.15  // of transfers: first to nobody, back into the queue
	nudges        = 0.35  // of customers who wait long: write again
	assignsAnyway = 0.2   // of conversations where nothing demands it: assigned all the same
	inEvening     = 0.06  // of turns that begin after hours: answered the same evening
	nightFall     = 22    // local hour until which that happens
	saysThanks    = 0.5   // of customers: one more message when all is said
	isWelcome     = 0.5   // of those: the agent writes back
)

// longWait is what makes a customer write again.
const longWait = 8 * minute

var (
	firstReply  = pace{210, 1.35}                       // of working time, for an agent of usual tempo on a usual day
	morning     = pace{(25 * time.Minute).Seconds(), 1} // and for what lay in the queue when the shop opened
	reply       = pace{80, 1.25}                        // later in the conversation
	takes       = pace{180, 1}                          // from a transfer to the other's reading
	contactIdle = pace{55, 1.2}                         // from an agent's message to the customer's answer
	contactAway = pace{(4 * time.Hour).Seconds(), 0.8}  // the same of a customer who went away
	goesAway    = 0.05
)

// turnsOf are how many times the customer writes again: short talks mostly, some long, few endless.
var turnsOf = []struct{ share, more float64 }{{0.74, 0.45}, {0.21, 0.77}, {0.05, 0.92}}

const mostTurns = 80

// takeUp is the first human answer to a waiting customer.
func (s *script) takeUp() {
	p := firstReply
	if !s.desk.staffed(s.now) {
		p = morning
	}
	agent, at := s.humanAfter(p, nil)
	taken := at - min((at-s.now)/2, s.draw(agentTypes)) // from the queue, a while before writing
	s.nudge(taken)
	s.now, s.owner = max(s.now, taken), agent
	if s.channel.platform || s.chance(assignsAnyway) {
		s.assign(agent)
	}
	s.now = max(s.now, at)
	s.agentWrites(1 + s.few(0.45, 3))
}

// nudge is a customer who writes again because it takes so long until an instant.
func (s *script) nudge(until int64) {
	if wait := until - s.now; wait > longWait && s.chance(nudges) {
		s.now += s.rng.Int64N(wait)
		s.contactWrites(1)
	}
}

// humanAfter draws who answers at a pace, and when: after working time, by the tempo of the agent and how busy it is.
// The agent is the given one, while employed; nil leaves the choice open.
func (s *script) humanAfter(p pace, agent *agent) (*agent, int64) {
	start := s.desk.after(s.now, 0)
	evening := start != s.now && s.chance(inEvening) && time.UnixMilli(s.now).In(s.zone).Hour() < nightFall
	if evening {
		start = s.now
	}
	if agent == nil || !agent.employed(start) {
		agent = s.pick(start, nil)
	}
	wait := s.draw(p.times(agent.tempo * s.load(start)))
	s.waited = max(s.waited, wait)
	if evening {
		return agent, s.now + wait
	}
	return agent, s.desk.after(s.now, wait)
}

// load is how much longer everything takes at an instant than on a quiet day.
func (s *script) load(at int64) float64 {
	local := time.UnixMilli(at).In(s.zone)
	load := rush(conversation.DateOf(local))
	switch h := local.Hour(); {
	case local.Weekday() == time.Monday && h < 10:
		load *= 1.5
	case h == 10, h == 11, h == 14, h == 15:
		load *= 1.2
	}
	return load
}

// talk is what customer and agents write to each other until all is said.
func (s *script) talk() {
	for range s.turns() {
		if s.chance(goesAway) {
			s.pass(contactAway)
		} else {
			s.pass(contactIdle)
		}
		s.contactWrites(1 + s.few(0.3, 4))
		if s.chance(transferred) {
			s.transfer()
		}
		s.answer()
	}
	if s.chance(saysThanks) {
		s.pass(contactIdle)
		s.contactWrites(1)
		if s.chance(isWelcome) {
			s.answer()
		}
	}
}

// turns draws how many times the customer writes again.
func (s *script) turns() int {
	r := s.rng.Float64()
	for _, t := range turnsOf {
		if r -= t.share; r < 0 {
			return 1 + s.few(t.more, mostTurns)
		}
	}
	return 1
}

// transfer gives the conversation to another agent.
func (s *script) transfer() {
	at := s.desk.after(s.now, s.draw(takes))
	other := s.pick(at, s.owner)
	s.now = at
	if s.chance(handsBack) {
		s.add(conversation.Event{Kind: conversation.Assign})
		s.pass(reply)
	}
	s.assign(other)
}

// answer is the owner's reply, or a colleague's when the owner has left the company.
func (s *script) answer() {
	agent, at := s.humanAfter(reply, s.owner)
	s.now = at
	if agent != s.owner {
		s.assign(agent)
	}
	s.agentWrites(1 + s.few(0.3, 3))
}
