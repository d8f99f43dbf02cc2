package seed

import "relato/conversation"

// channel is a WhatsApp number of the company.
type channel struct {
	id, name, phone string
	share           float64 // of the arrivals
	platform        bool    // software runs it: flows, assignments, opening and closing; else there are only messages
}

// channels are two numbers on a platform and the old telephone of the wholesale department.
var channels = []channel{
	{id: "w1", name: "Vendas", phone: "+5511900000001", share: 0.5, platform: true},
	{id: "w2", name: "Atendimento", phone: "+5511900000002", share: 0.34, platform: true},
	{id: "w3", name: "Atacado", phone: "+5511900000003", share: 0.16},
}

// lifecycle is what ends the channel's conversations.
func (c *channel) lifecycle() conversation.Lifecycle {
	if c.platform {
		return conversation.NoLifecycle // explicit unless said
	}
	return conversation.Inactivity
}

// channel draws the number that a thread of an origin is on. Flows and shop systems write from a platform only.
func (o *office) channel(origin conversation.Origin) *channel {
	if origin == conversation.Flow || origin == conversation.Other {
		return &channels[o.rng.IntN(2)]
	}
	r := o.rng.Float64()
	for i := range channels {
		if r -= channels[i].share; r < 0 {
			return &channels[i]
		}
	}
	return &channels[0]
}
