package seed

import (
	"time"

	"relato/conversation"
)

// agent is a human of the company and how this human works.
type agent struct {
	id, name, email string

	tempo    float64 // how long replies take, in times of the usual
	charm    float64 // what this agent adds to the customer's rating
	share    float64 // of the work, against the others on shift
	from, to int     // local hours of the shift, [from, to)
	saturday bool
	evenings bool // answers now and then after hours

	joined, left int64 // Unix milliseconds, [joined, left); left 0 = still here
}

// When the team changed, before the end.
const (
	newcomerSince = 6 * 7 * day
	leaverGone    = 4 * 7 * day
)

// newCrew is the team of twelve; the last but one has left, the last is new.
func newCrew(until int64) []agent {
	crew := []agent{
		{name: "Ana Beatriz Souza", email: "ana", tempo: 0.55, charm: 0.35, share: 1.3, from: 8, to: 18, saturday: true},
		{name: "Bruno Carvalho", email: "bruno", tempo: 0.9, charm: 0.1, share: 1.1, from: 8, to: 14},
		{name: "Camila Ferreira", email: "camila", tempo: 0.7, charm: 0.3, share: 1.2, from: 8, to: 17, saturday: true},
		{name: "Diego dos Santos", email: "diego", tempo: 1.6, charm: -0.35, share: 0.8, from: 10, to: 18},
		{name: "Eduarda Lima", email: "eduarda", tempo: 1.0, charm: 0.15, share: 1, from: 8, to: 18, saturday: true},
		{name: "Felipe Araújo", email: "felipe", tempo: 1.25, charm: 0, share: 0.9, from: 12, to: 18, evenings: true},
		{name: "Gabriela Rocha", email: "gabriela", tempo: 0.8, charm: 0.2, share: 1.1, from: 8, to: 17},
		{name: "Henrique Alves", email: "henrique", tempo: 1.9, charm: -0.1, share: 0.6, from: 9, to: 16},
		{name: "Isabela Martins", email: "isabela", tempo: 1.05, charm: 0.25, share: 0.9, from: 13, to: 18, saturday: true, evenings: true},
		{name: "Larissa Gonçalves", email: "larissa", tempo: 1.1, charm: 0, share: 1, from: 8, to: 15},
		{name: "João Pedro Nunes", email: "joao.pedro", tempo: 1.4, charm: -0.25, share: 0.9, from: 8, to: 18, saturday: true},
		{name: "Mateus Ribeiro", email: "mateus", tempo: 1.5, charm: 0.1, share: 0.7, from: 9, to: 18},
	}
	for i := range crew {
		a := &crew[i]
		a.id = "a" + number(i+1)
		a.email += "@lojahorizonte.example"
	}
	crew[len(crew)-2].left = until - leaverGone
	crew[len(crew)-1].joined = until - newcomerSince
	return crew
}

// line is what a source says of the agent at an instant.
func (a *agent) line(at int64) conversation.AgentLine {
	name, email, active := a.name, a.email, a.employed(at)
	return conversation.AgentLine{ID: a.id, Name: &name, Email: &email, Active: &active}
}

func (a *agent) employed(at int64) bool { return a.joined <= at && (a.left == 0 || at < a.left) }

// onShift tells whether the agent works at a local weekday and hour.
func (a *agent) onShift(day time.Weekday, hour int) bool {
	if day == time.Saturday {
		return a.saturday
	}
	return a.from <= hour && hour < a.to
}

// pick draws one of the agents who work at an instant, each by share; but never the one who is to be relieved. Outside
// all shifts it is one of those who answer in the evening, or else anybody.
func (o *office) pick(at int64, but *agent) *agent {
	local := time.UnixMilli(at).In(o.zone)
	day, hour := local.Weekday(), local.Hour()
	if chosen := o.pickOf(at, but, func(a *agent) bool { return a.onShift(day, hour) }); chosen != nil {
		return chosen
	}
	if chosen := o.pickOf(at, but, func(a *agent) bool { return a.evenings }); chosen != nil {
		return chosen
	}
	return o.pickOf(at, but, func(*agent) bool { return true })
}

// pickOf draws one of the employed agents that may take part; nil without any.
func (o *office) pickOf(at int64, but *agent, may func(*agent) bool) *agent {
	var chosen *agent
	total := 0.0
	for i := range o.crew {
		a := &o.crew[i]
		if a == but || !a.employed(at) || !may(a) {
			continue
		}
		// One pass: each next one takes the place with its part of the shares so far.
		if total += a.share; o.rng.Float64()*total < a.share {
			chosen = a
		}
	}
	return chosen
}
