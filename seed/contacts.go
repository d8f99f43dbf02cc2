package seed

import (
	"math"
	"math/rand/v2"

	"relato/conversation"
)

// Habits of the people who write.
const (
	returnShare = 0.27 // of threads: somebody who was here before
	nameless    = 0.05 // of contacts: no name given
	phoneless   = 0.01 // of contacts: WhatsApp gave no phone
	longNamed   = 0.003
	withEmoji   = 0.03
	vipVisits   = 5 // visits that make a contact vip
	picks       = 4 // tries to find a contact who is not in the middle of a conversation
)

// person is what the company must remember of a contact, kept small: there may be a million.
type person struct {
	free   uint32 // Unix second from which on a new thread may begin
	visits uint16
	tags   tagSet
}

// people are all contacts so far; the n-th has the id "p" + n, from 1.
type people struct {
	rng  *rand.Rand
	seen []person
}

// visit draws the contact of a thread that starts at an instant, in Unix milliseconds, and notes the visit.
func (p *people) visit(at int64) int {
	who := p.returning(at)
	if who < 0 {
		who = len(p.seen)
		p.seen = append(p.seen, person{})
	}
	if v := &p.seen[who]; v.visits < math.MaxUint16 {
		v.visits++
	}
	return who
}

// returning draws somebody who was here before and has nothing under way; -1 for a newcomer.
func (p *people) returning(at int64) int {
	if len(p.seen) == 0 || p.rng.Float64() >= returnShare {
		return -1
	}
	for range picks {
		// The root prefers those who came lately.
		who := int(math.Sqrt(p.rng.Float64()) * float64(len(p.seen)))
		if int64(p.seen[who].free)*second < at {
			return who
		}
	}
	return -1
}

// occupy keeps a contact from starting another thread until after an instant, in Unix milliseconds.
func (p *people) occupy(who int, until int64) {
	p.seen[who].free = uint32(min(until/second, math.MaxUint32))
}

// line is what a source says of a contact at a visit; changed is false when that is nothing new.
func (p *people) line(who int, at int64) (line conversation.ContactLine, changed bool) {
	v := &p.seen[who]
	line = conversation.ContactLine{ID: contactID(who), At: at}
	before := v.tags
	switch {
	case v.visits == 1:
		v.tags = p.drawTags()
		line.Name, line.Phone = p.name(), p.phone()
	case v.visits == vipVisits:
		v.tags = v.tags.with(vip)
	default:
		v.tags = v.tags.without(newcomer).with(regular)
	}
	if v.visits > 1 && v.tags == before {
		return line, false
	}
	tags := v.tags.names()
	line.Tags = &tags
	return line, true
}

func contactID(who int) string { return "p" + number(who+1) }

// name draws a name as WhatsApp profiles have them; nil for none.
func (p *people) name() *string {
	r := p.rng.Float64()
	first, last := one(p.rng, firstNames), one(p.rng, lastNames)
	name := first + " " + last
	switch {
	case r < nameless:
		return nil
	case r < nameless+longNamed:
		name = one(p.rng, longNames)
	case r < nameless+longNamed+withEmoji:
		name = first + " " + one(p.rng, emoji)
	case r < 0.25:
		name = first
	case r < 0.5:
		name += " " + one(p.rng, lastNames)
	}
	return &name
}

// phone draws a mobile number of the shape +55 DD 9XXXX-XXXX; nil for none. Real ones go on with 1 to 9 after the 9,
// these with 0, so that the demo has nobody's number.
func (p *people) phone() *string {
	if p.rng.Float64() < phoneless {
		return nil
	}
	phone := make([]byte, 0, len("+5511900000000"))
	phone = append(phone, "+55"...)
	phone = append(phone, one(p.rng, areaCodes)...)
	phone = append(phone, "90"...)
	for n, digits := p.rng.IntN(10_000_000), 1_000_000; digits > 0; digits /= 10 {
		phone = append(phone, byte('0'+n/digits%10))
	}
	s := string(phone)
	return &s
}

// one draws from a list.
func one(rng *rand.Rand, list []string) string { return list[rng.IntN(len(list))] }
