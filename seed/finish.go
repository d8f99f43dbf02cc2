package seed

import (
	"math"
	"time"

	"relato/conversation"
)

// Habits of how conversations end.
const (
	untagged     = 0.12
	secondTag    = 0.3 // one more tag, and again
	wrongTag     = 0.04
	closedByFlow = 0.1 // of conversations that an agent finished: a flow closes after a day of silence
	closedByAPI  = 0.04
	surveyed     = 0.55
	answersCSAT  = 0.44
	comments     = 0.3 // of those
	nudgesLost   = 0.4 // of customers whom nobody answers: ask again
	closesLost   = 0.6 // of those conversations: an agent tidies up, else a job of the API
)

var (
	tidiesUp  = pace{(7 * time.Minute).Seconds(), 1.2}  // from the last message to the agent's close, in working time
	asks      = pace{2, 0.4}                            // from the close to the survey
	rates     = pace{(6 * time.Minute).Seconds(), 1.6}  // from the survey to the rating
	lies      = pace{(110 * time.Hour).Seconds(), 0.4}  // until somebody finds an overlooked conversation
	asksAgain = pace{(50 * time.Minute).Seconds(), 0.9} // until an overlooked customer writes again
)

// Satisfaction: where it starts, and what waiting takes away each time it doubles beyond the first minutes.
const (
	satisfied    = 4.75
	waitingCosts = 0.42
	patience     = 6 * minute
	moods        = 0.95
)

// finish tags, closes and asks how it was.
func (s *script) finish() {
	if !s.chance(untagged) {
		s.tag()
	}
	if !s.channel.platform {
		s.survey()
		return
	}
	switch r := s.rng.Float64(); {
	case r < closedByFlow:
		s.now += day
		s.close(conversation.ByFlow, "")
	case r < closedByFlow+closedByAPI:
		s.now += day - s.now%day + 2*hour // a job that runs every night
		s.close(conversation.ByAPI, "")
	default:
		s.now = s.desk.after(s.now, s.draw(tidiesUp))
		s.close(conversation.ByAgent, s.owner.id)
	}
	s.survey()
}

// tag says what it was about.
func (s *script) tag() {
	month := time.UnixMilli(s.now).In(s.zone).Month()
	if s.chance(wrongTag) {
		wrong := s.subject(s.origin, month)
		s.pass(agentTypes)
		s.add(conversation.Event{Kind: conversation.Tag, Tag: wrong})
		s.pass(agentTypes)
		s.add(conversation.Event{Kind: conversation.Untag, Tag: wrong})
	}
	for range 1 + s.few(secondTag, 2) {
		s.pass(agentTypes)
		s.add(conversation.Event{Kind: conversation.Tag, Tag: s.subject(s.origin, month)})
	}
}

// survey asks some customers how it was, and some of them answer; the clock does not wait for it.
func (s *script) survey() {
	if !s.chance(surveyed) {
		return
	}
	s.pass(asks)
	s.add(conversation.Event{Kind: conversation.Survey})
	if !s.chance(answersCSAT) {
		return
	}
	now := s.now
	s.pass(rates)
	rating := conversation.Event{Kind: conversation.Rating, Score: s.score()}
	if s.chance(comments) {
		rating.Comment = one(s.rng, said[rating.Score])
	}
	s.add(rating)
	s.now = now
}

// score is how many stars the customer gives: waiting costs some, the agent's manner earns or loses some.
func (s *script) score() int {
	mark := satisfied + moods*s.rng.NormFloat64()
	if s.owner != nil {
		mark += s.owner.charm
	}
	mark -= waitingCosts * math.Log2(1+float64(s.waited)/float64(patience))
	return min(max(int(math.Round(mark)), 1), 5)
}

// overlook is a customer whom no human answers.
func (s *script) overlook() {
	found := s.now + s.draw(lies)
	if s.chance(nudgesLost) {
		s.pass(asksAgain)
		s.contactWrites(1)
	}
	s.now = max(s.now, found)
	if !s.channel.platform {
		return
	}
	if s.chance(closesLost) {
		s.now = s.desk.after(s.now, 0)
		s.close(conversation.ByAgent, s.pick(s.now, nil).id)
		return
	}
	s.close(conversation.ByAPI, "")
}

// said is what customers write beside their stars, by stars.
var said = [6][]string{
	1: {
		"Ninguém me respondeu a tempo", "Péssimo atendimento", "Esperei demais e não resolveram",
		"Vou comprar em outra loja", "Muito decepcionado 😡",
	},
	2: {"Demorou muito", "Não resolveu meu problema", "Tive que explicar tudo de novo", "Atendimento confuso"},
	3: {"Poderia ser mais rápido", "Ok", "Resolveu, mas demorou", "Razoável", "O robô atrapalha um pouco"},
	4: {"Bom atendimento", "Gostei, só demorou um pouquinho", "Resolvido, obrigado", "Muito bom", "Tudo certo 👍"},
	5: {
		"Excelente!", "Atendimento nota 10", "Muito atenciosa, parabéns", "Rápido e educado", "Adorei 💛",
		"Super recomendo", "Obrigada por tudo!", "ótimo",
	},
}
