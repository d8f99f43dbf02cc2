package seed

import (
	"time"

	"relato/conversation"
)

// Habits of how conversations begin.
const (
	leavesMenu       = 0.05 // of customers whom the menu greets: never choose
	servesItself     = 0.11 // the flow solves it alone
	answersAgent     = 0.82 // of customers to whom an agent wrote
	answersFlow      = 0.62 // to whom an automation wrote: order news, a question after delivery
	answersBroadcast = 0.42
	answersOther     = 0.5
	flowSuffices     = 0.25 // of those who answered automation: no human needed
	opensInbox       = 0.4  // of agents who write first: the source tells of the opening
	bareOpen         = 0.15 // of other origins: opened by an integration, and an agent writes
)

var (
	chooses     = pace{16, 0.9}                           // from the menu to the choice
	answersLate = pace{(14 * time.Minute).Seconds(), 1.4} // from an unasked message to the customer's answer
	toldByERP   = pace{(3 * time.Minute).Seconds(), 1}    // from an opening by an integration to the agent's message
)

// How long flows wait before they close a conversation that goes nowhere.
const (
	menuPatience  = 30 * minute
	offerPatience = 2 * day
)

// beginInbound is a customer who writes; ended when no human is needed.
func (s *script) beginInbound() (ended bool) {
	s.contactWrites(1 + s.few(0.4, 4))
	if !s.channel.platform {
		return false
	}
	s.flowWrites(1)
	if !s.desk.staffed(s.now) {
		s.flowWrites(1) // "we are closed now": the customer stays in the queue until morning
		if s.chance(0.3) {
			s.pass(chooses)
			s.contactWrites(1)
		}
		return false
	}
	s.flowWrites(1)
	if s.chance(leavesMenu) {
		s.now += menuPatience
		s.flowWrites(1)
		s.close(conversation.ByFlow, "")
		return true
	}
	s.pass(chooses)
	s.contactWrites(1)
	if s.chance(servesItself) {
		s.selfService()
		return true
	}
	s.flowWrites(1)
	s.handoff()
	return false
}

// selfService is a flow that solves it: a few questions and answers.
func (s *script) selfService() {
	for range 1 + s.few(0.5, 3) {
		s.flowWrites(1 + s.few(0.3, 1))
		s.pass(chooses)
		s.contactWrites(1)
	}
	s.flowWrites(1)
	s.tag()
	s.pass(chooses)
	s.close(conversation.ByFlow, "")
	s.survey()
}

func (s *script) handoff() {
	s.pass(botWrites)
	s.add(conversation.Event{Kind: conversation.Handoff})
}

// beginInbox is an agent who writes to a customer.
func (s *script) beginInbox() (ended bool) {
	if s.channel.platform && s.chance(opensInbox) {
		s.add(conversation.Event{Kind: conversation.Open})
		s.pass(agentTypes)
	}
	s.owner = s.pick(s.now, nil)
	if s.channel.platform {
		s.assign(s.owner)
	}
	s.agentWrites(1 + s.few(0.4, 3))
	if s.chance(answersAgent) {
		return false
	}
	s.finish()
	return true
}

// beginFlow is an automation or a campaign that writes to a customer; ended when no human is needed.
func (s *script) beginFlow(broadcast bool) (ended bool) {
	s.message(conversation.FromFlow, "")
	if broadcast {
		return s.afterFlow(answersBroadcast)
	}
	s.flowWrites(s.few(0.5, 2))
	return s.afterFlow(answersFlow)
}

// afterFlow is what follows an unasked message of a flow.
func (s *script) afterFlow(answers float64) (ended bool) {
	if !s.chance(answers) {
		s.now += offerPatience
		s.close(conversation.ByFlow, "")
		return true
	}
	s.pass(answersLate)
	s.contactWrites(1 + s.few(0.35, 2))
	if s.chance(flowSuffices) {
		s.selfService()
		return true
	}
	s.flowWrites(1)
	s.handoff()
	return false
}

// beginOther is a shop system that writes or opens a conversation through the API.
func (s *script) beginOther() (ended bool) {
	s.add(conversation.Event{Kind: conversation.Open})
	if !s.chance(bareOpen) {
		s.flowWrites(1)
		return s.afterFlow(answersOther)
	}
	s.now = s.desk.after(s.now, s.draw(toldByERP))
	s.owner = s.pick(s.now, nil)
	s.agentWrites(1 + s.few(0.4, 2))
	return false
}
