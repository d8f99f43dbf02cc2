package seed

import (
	"slices"
	"time"

	"relato/conversation"
)

// tagSet is a set of contact tags, a bit each.
type tagSet uint16

// The contact tags that mean something to the demo; the others are drawn.
const (
	newcomer tagSet = 1 << iota
	regular
	vip
)

// contactTags are the contact tags by bit.
var contactTags = []string{
	"novo", "recorrente", "vip", "atacado", "inadimplente", "clube horizonte", "funcionário", "indicação", "influenciador",
	"revenda",
}

// contactTagShare is how many newcomers get each tag.
var contactTagShare = []float64{0.8, 0, 0.02, 0.07, 0.04, 0.15, 0.01, 0.08, 0.005, 0.03}

func (s tagSet) with(t tagSet) tagSet    { return s | t }
func (s tagSet) without(t tagSet) tagSet { return s &^ t }

// names are the tags in the order of their bits.
func (s tagSet) names() []string {
	tags := make([]string, 0, 3)
	for i, name := range contactTags {
		if s&(1<<i) != 0 {
			tags = append(tags, name)
		}
	}
	return tags
}

func (p *people) drawTags() tagSet {
	var s tagSet
	for i, share := range contactTagShare {
		if p.rng.Float64() < share {
			s = s.with(1 << i)
		}
	}
	return s
}

// subject is a conversation tag and how often it is given by who started the conversation, in the order of origins:
// inbound, inbox, flow, other.
type subject struct {
	tag    string
	weight [4]float64
	months []time.Month // nil = all year
}

var subjects = []subject{
	{tag: "pedido", weight: [4]float64{14, 5, 6, 30}},
	{tag: "entrega", weight: [4]float64{12, 6, 3, 20}},
	{tag: "orçamento", weight: [4]float64{9, 10, 3, 0}},
	{tag: "estoque", weight: [4]float64{8, 1, 2, 0}},
	{tag: "frete", weight: [4]float64{7, 2, 2, 3}},
	{tag: "troca", weight: [4]float64{7, 3, 1, 2}},
	{tag: "pix", weight: [4]float64{6, 4, 4, 8}},
	{tag: "boleto", weight: [4]float64{4, 5, 5, 6}},
	{tag: "catálogo", weight: [4]float64{5, 4, 8, 0}},
	{tag: "promoção", weight: [4]float64{4, 3, 22, 0}},
	{tag: "reclamação", weight: [4]float64{5, 1, 0.5, 1}},
	{tag: "devolução", weight: [4]float64{4, 2, 0, 3}},
	{tag: "nota fiscal", weight: [4]float64{3, 1, 0.5, 6}},
	{tag: "retirada na loja", weight: [4]float64{3, 4, 4, 9}},
	{tag: "garantia", weight: [4]float64{3, 1, 0, 0}},
	{tag: "cancelamento", weight: [4]float64{2.5, 1, 0.5, 4}},
	{tag: "elogio", weight: [4]float64{1.5, 0.5, 1, 0}},
	{tag: "atacado", weight: [4]float64{3, 9, 2, 1}},
	{tag: "cobrança", weight: [4]float64{0.5, 14, 7, 2}},
	{tag: "pós-venda", weight: [4]float64{0.5, 12, 9, 1}},
	{tag: "carrinho abandonado", weight: [4]float64{0.2, 6, 14, 4}},
	{tag: "fornecedor", weight: [4]float64{1, 3, 0, 0}},
	{tag: "trabalhe conosco", weight: [4]float64{1, 0, 0, 0}},
	{tag: "black friday", weight: [4]float64{16, 6, 30, 0}, months: []time.Month{time.November}},
	{tag: "dia das mães", weight: [4]float64{10, 5, 20, 0}, months: []time.Month{time.April, time.May}},
}

// subject draws a conversation tag for an origin in a month.
func (o *office) subject(origin conversation.Origin, month time.Month) string {
	column := origin - conversation.Inbound
	chosen, total := "", 0.0
	for i := range subjects {
		s := &subjects[i]
		if s.weight[column] == 0 || s.months != nil && !slices.Contains(s.months, month) {
			continue
		}
		if total += s.weight[column]; o.rng.Float64()*total < s.weight[column] {
			chosen = s.tag
		}
	}
	return chosen
}
