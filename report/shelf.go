package report

import "encoding/binary"

// shelf keeps the texts of things by number: what reports show of a row and hardly ever count. Cards lie in blocks in
// which each says only how it differs from the one before, since ids and addresses that follow each other are alike
// (measured: 9 B a conversation instead of 40). New cards, and those that changed, stand apart until they are packed.
type shelf[C any, P card[C]] struct {
	blocks    []uint64 // where every block begins
	bytes     []byte
	packed    int // cards in blocks
	fresh     []C // the cards after them
	rewritten map[uint32]*C
}

// card is what a shelf keeps of a thing.
type card[C any] interface {
	*C
	pack(b []byte, before *C) []byte // appends the card as it differs from the one before
	unpack(b []byte) (rest []byte)   // makes the card before into the one packed in b
	skip(b []byte) (rest []byte)     // likewise, as far as the next card needs it
	clear()                          // makes it the one before the first
}

const (
	blockCards = 16
	freshCards = 8192 // that stand apart: most change while they are young
)

func (s *shelf[C, P]) size() int { return s.packed + len(s.fresh) }

// set replaces a card, or adds the next one.
func (s *shelf[C, P]) set(n uint32, c C) {
	switch {
	case int(n) == s.size():
		s.fresh = append(s.fresh, c)
	case int(n) >= s.packed:
		s.fresh[int(n)-s.packed] = c
	default:
		if s.rewritten == nil {
			s.rewritten = map[uint32]*C{}
		}
		s.rewritten[n] = &c
	}
}

// settle packs what has stood apart for long.
func (s *shelf[C, P]) settle() {
	if len(s.rewritten) > s.packed/blockCards+2*freshCards {
		*s = s.permuted(nil)
		return
	}
	if more := len(s.fresh) - freshCards; more > 0 {
		s.packFresh(more)
	}
}

// packFresh packs the first of the fresh cards.
func (s *shelf[C, P]) packFresh(cards int) {
	fresh := s.fresh
	before := new(C)
	if cards > 0 && s.packed%blockCards > 0 {
		before = s.reader().unpacked(s.packed - 1)
	}
	for i := range fresh[:cards] {
		if s.packed%blockCards == 0 {
			s.blocks = push(s.blocks, uint64(len(s.bytes)))
			P(before).clear()
		}
		from := len(s.bytes)
		s.bytes = P(&fresh[i]).pack(room(s.bytes, 64), before)
		P(before).unpack(s.bytes[from:])
		s.packed++
	}
	clear(fresh[:cards])
	s.fresh = fresh[cards:]
}

// permuted is the shelf packed, in another order; nil = in the same.
func (s *shelf[C, P]) permuted(order []uint32) (next shelf[C, P]) {
	size := s.size()
	if order != nil {
		size = len(order)
	}
	blocks := (size + blockCards - 1) / blockCards
	next.blocks = make([]uint64, 0, blocks+blocks/spare)
	next.bytes = make([]byte, 0, len(s.bytes))
	r := s.reader()
	before := new(C)
	for i := range size {
		n := uint32(i)
		if order != nil {
			n = order[i]
		}
		if i%blockCards == 0 {
			next.blocks = append(next.blocks, uint64(len(next.bytes)))
			P(before).clear()
		}
		from := len(next.bytes)
		next.bytes = P(r.read(n)).pack(room(next.bytes, 64), before)
		P(before).unpack(next.bytes[from:])
	}
	next.packed = size
	if size := len(next.bytes) + len(next.bytes)/spare; cap(next.bytes) != size {
		next.bytes = append(make([]byte, 0, size), next.bytes...)
	}
	return next
}

// shelfReader reads cards, fastest in the order of their numbers. A card is overwritten by the next.
type shelfReader[C any, P card[C]] struct {
	shelf *shelf[C, P]
	card  C
	next  int // number of the card at the beginning of rest
	rest  []byte
}

func (s *shelf[C, P]) reader() *shelfReader[C, P] { return &shelfReader[C, P]{shelf: s, next: -1} }

// read is a card, which must not be changed.
func (r *shelfReader[C, P]) read(n uint32) *C {
	s, i := r.shelf, int(n)
	if i >= s.packed {
		return &s.fresh[i-s.packed]
	}
	if len(s.rewritten) > 0 {
		if c := s.rewritten[n]; c != nil {
			return c
		}
	}
	return r.unpacked(i)
}

// unpacked is a card as it is packed.
func (r *shelfReader[C, P]) unpacked(i int) *C {
	s := r.shelf
	if i+1 == r.next {
		return &r.card
	}
	if i < r.next || r.next < i/blockCards*blockCards {
		r.next = i / blockCards * blockCards
		r.rest = s.bytes[s.blocks[i/blockCards]:]
	}
	for ; r.next <= i; r.next++ {
		if r.next%blockCards == 0 {
			P(&r.card).clear()
		}
		if r.next < i {
			r.rest = P(&r.card).skip(r.rest)
			continue
		}
		r.rest = P(&r.card).unpack(r.rest)
	}
	return &r.card
}

// few is how long what a text shares with the one before, and what is its own, can be for both to take one byte.
const few = 15

// packText appends how a text differs from the one before: how much of that it begins with, how much is its own, and that.
func packText(b, text, before []byte) []byte {
	shared := 0
	for shared < min(len(text), len(before)) && text[shared] == before[shared] {
		shared++
	}
	own := len(text) - shared
	b = append(b, uint8(min(shared, few)<<4|min(own, few)))
	for _, length := range []int{shared, own} {
		if length >= few {
			b = binary.AppendUvarint(b, uint64(length-few))
		}
	}
	return append(b, text[shared:]...)
}

// textHead reads how much of the text before a packed text begins with, and how much is its own, which follows.
func textHead(b []byte) (shared, own int, rest []byte) {
	shared, own, rest = int(b[0]>>4), int(b[0]&few), b[1:]
	if shared == few {
		shared, rest = many(rest)
	}
	if own == few {
		own, rest = many(rest)
	}
	return shared, own, rest
}

// many reads a length that is not few.
func many(b []byte) (length int, rest []byte) {
	more, b := number(b)
	return few + int(more), b
}

// unpackText makes the text before into the one packed in b.
func unpackText(b, before []byte) (text, rest []byte) {
	shared, own, b := textHead(b)
	return append(before[:shared], b[:own]...), b[own:]
}

func number(b []byte) (uint64, []byte) {
	if b[0] < 0x80 {
		return uint64(b[0]), b[1:]
	}
	v, n := binary.Uvarint(b)
	return v, b[n:]
}
