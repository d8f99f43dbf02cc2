package report

import (
	"encoding/binary"
	"hash/maphash"

	"relato/conversation"
)

// contactCard is what reports show of a contact.
type contactCard struct{ id, name, phone []byte }

func (c *contactCard) clear() { c.id, c.phone = c.id[:0], c.phone[:0] }

// A packed phone begins with its length, and whether it is + and digits, two of which then take a byte.
const phoneDigits = 1

func (c *contactCard) pack(b []byte, before *contactCard) []byte {
	b = packText(b, c.id, before.id)
	b = packText(b, c.name, nil)
	if !isDigits(c.phone) {
		b = binary.AppendUvarint(b, uint64(len(c.phone))<<1)
		return append(b, c.phone...)
	}
	digits := c.phone[1:]
	b = binary.AppendUvarint(b, uint64(len(digits))<<1|phoneDigits)
	for i := 0; i < len(digits); i += 2 {
		pair := digits[i] - '0'
		if i+1 < len(digits) {
			pair |= (digits[i+1] - '0') << 4
		}
		b = append(b, pair)
	}
	return b
}

// isDigits tells whether a phone is a + and digits.
func isDigits(phone []byte) bool {
	if len(phone) < 2 || phone[0] != '+' {
		return false
	}
	for _, d := range phone[1:] {
		if d < '0' || d > '9' {
			return false
		}
	}
	return true
}

func (c *contactCard) unpack(b []byte) []byte {
	c.id, b = unpackText(b, c.id)
	c.name, b = unpackText(b, c.name[:0])
	length, b := number(b)
	n := int(length >> 1)
	if length&phoneDigits == 0 {
		c.phone = append(c.phone[:0], b[:n]...)
		return b[n:]
	}
	c.phone = append(c.phone[:0], '+')
	for i := range n {
		c.phone = append(c.phone, '0'+b[i/2]>>(i%2*4)&15)
	}
	return b[(n+1)/2:]
}

func (c *contactCard) skip(b []byte) []byte {
	c.id, b = unpackText(b, c.id)
	_, name, b := textHead(b)
	length, b := number(b[name:])
	if length&phoneDigits != 0 {
		return b[(length>>1+1)/2:]
	}
	return b[length>>1:]
}

// people are the contacts by number; number 0 is none.
type people struct {
	cards shelf[contactCard, *contactCard]
	byID  lookup
	tags  setNumbers // of the set of contact tags
	first []uint32   // number of the contact's first conversation ever; absent = none
}

func newPeople() people {
	p := people{byID: newLookup(0)}
	p.add(contactCard{})
	return p
}

func (p *people) add(c contactCard) uint32 {
	n := uint32(p.size())
	p.cards.set(n, c)
	p.tags.add()
	p.first = push(p.first, absent)
	return n
}

// size is how many numbers there are.
func (p *people) size() int { return len(p.first) }

func hashText(text []byte) uint64 { return maphash.Bytes(hashSeed, text) }

// find is the number of a contact.
func (p *people) find(r *cardReader, id string) (n uint32, known bool) {
	if id == "" {
		return 0, true
	}
	return p.byID.find(hashText([]byte(id)), func(n uint32) bool { return string(r.read(n).id) == id })
}

// number is the number of a contact, who is made known if needed.
func (p *people) number(r *cardReader, id string) uint32 {
	n, known := p.find(r, id)
	if !known {
		n = p.add(contactCard{id: []byte(id)})
		p.byID.add(n, func(n uint32) uint64 { return hashText(r.read(n).id) })
	}
	return n
}

// rename takes what is known of a contact, and tells whether it is new.
func (p *people) rename(r *cardReader, n uint32, c conversation.Contact) bool {
	if old := r.read(n); string(old.name) == c.Name && string(old.phone) == c.Phone {
		return false
	}
	p.cards.set(n, contactCard{[]byte(c.ID), []byte(c.Name), []byte(c.Phone)})
	return true
}

// compact lays the contacts' texts, their columns and their table anew, with as much room as conversations have.
func (p *people) compact() {
	p.cards = p.cards.permuted(nil)
	p.tags, p.first = p.tags.fitted(), fitted(p.first)
	p.enter()
}

// enter lays the contacts' table anew.
func (p *people) enter() {
	r := p.cards.reader()
	p.byID = newLookup(p.size())
	hashes := inLargePages(make([]uint64, p.size()-1)) // number 0 is nobody
	for i := range hashes {
		hashes[i] = hashText(r.read(uint32(i + 1)).id)
	}
	p.byID.fill(1, hashes, nil)
}

type (
	cardReader  = shelfReader[contactCard, *contactCard]
	paperReader = shelfReader[paper, *paper]
)

// tagged are the contacts whose set of tags is 1 in a table. As a bit each they stay in a cache near the processor, where
// their sets of tags do not.
func (p *people) tagged(table []uint8) bitset {
	if p.tags.wide != nil {
		return bitsOf(p.tags.wide, table)
	}
	return bitsOf(p.tags.narrow, table)
}

// bitsOf are the places of a column whose number is 1 in a table.
func bitsOf[T plainNumber](column []T, table []uint8) bitset {
	found := newBitset(len(column))
	inParallel(parts(0, len(column)), func(p part) (none struct{}) {
		for i := (p.lo + 63) / 64; i*64 < p.hi; i++ {
			found[i] = wordOf(column[64*i:min(64*i+64, len(column))], table)
		}
		return none
	})
	return found
}

// wordOf is bitsOf of at most 64 places. It goes through eight at a time, which takes half as long as one by one.
func wordOf[T plainNumber](column []T, table []uint8) (word uint64) {
	bit := 0
	for ; len(column) >= 8; column = column[8:] {
		c := column[:8]
		word |= uint64(table[c[0]]|table[c[1]]<<1|table[c[2]]<<2|table[c[3]]<<3|
			table[c[4]]<<4|table[c[5]]<<5|table[c[6]]<<6|table[c[7]]<<7) << bit
		bit += 8
	}
	for _, number := range column {
		word |= uint64(table[number]) << bit
		bit++
	}
	return word
}
