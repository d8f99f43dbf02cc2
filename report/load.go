package report

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// Load reads what Save wrote as of a revision, at most so many bytes, into an index that has loaded nothing yet. From that
// revision on the index follows its source as always. It takes what can be read for what its source said; that it is of
// the same source is for the caller to know, and of which build: see Renew. When it fails the index is as before.
func (x *Index) Load(r io.Reader, size, revision int64) error {
	began := time.Now()
	l := loader{sections: sections{from: r, left: size}, facts: newFacts()}
	if err := l.load(uint64(revision)); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.revision >= 0 {
		return errors.New("the index has loaded something already")
	}
	x.facts, x.revision = l.facts, revision
	x.lastLoad = time.Since(began)
	x.loads, x.loading = x.loads+1, x.loading+x.lastLoad
	return nil
}

// loader is one loading under way.
type loader struct {
	sections
	facts
	head header
}

func (l *loader) load(revision uint64) error {
	if err := l.section(headSection, l.begin); err != nil {
		return err
	}
	if l.head.revision != revision {
		return fmt.Errorf("it is of revision %d, and should be of %d", l.head.revision, revision)
	}
	piece := int(l.head.piece)
	for lo := 0; lo < len(l.start); lo += piece {
		if err := l.section(conversationsSection, func(t *tape) { l.conversations(t, lo, min(lo+piece, len(l.start))) }); err != nil {
			return err
		}
	}
	people := 0
	if err := l.section(peopleSection, func(t *tape) { people = l.beginPeople(t) }); err != nil {
		return err
	}
	for lo := 0; lo < people; lo += piece {
		if err := l.section(contactsSection, func(t *tape) { l.people.load(t, lo, min(lo+piece, people)) }); err != nil {
			return err
		}
	}
	if err := l.section(restSection, l.loadRest); err != nil {
		return err
	}
	return l.derive()
}

// section reads one section, all of it.
func (l *loader) section(kind uint32, take func(*tape)) error {
	t, err := l.next(kind)
	if err != nil {
		return err
	}
	take(t)
	if t.err == nil && len(t.bytes) > 0 {
		t.fail(fmt.Errorf("%d bytes are left", len(t.bytes)))
	}
	if t.err != nil {
		return fmt.Errorf("section of kind %d: %w", kind, t.err)
	}
	return nil
}

// begin makes room for what will come, but no more than there can be.
func (l *loader) begin(t *tape) {
	l.head.pass(t)
	left := uint64(l.left)
	switch {
	case t.err != nil:
	case l.head.layout != layout:
		t.fail(fmt.Errorf("its layout is %d, and %d is known", l.head.layout, layout))
	case l.head.piece == 0 || l.head.piece%blockCards != 0 || l.head.piece > math.MaxInt32:
		t.fail(fmt.Errorf("its pieces are of %d", l.head.piece))
	case l.head.conversations > left/savedBytes:
		t.fail(fmt.Errorf("%d conversations do not fit in %d bytes", l.head.conversations, left))
	default:
		l.columns = sized(int(l.head.conversations))
		l.words = spacious[uint16](int(min(l.head.words, left/2)) + 1)[:1] // as for the first conversation ever
		l.papers = roomyShelf[paper](min(l.head.papers, left), l.head.conversations)
	}
}

// roomyShelf is a shelf for so many bytes of cards, and a few more.
func roomyShelf[C any, P card[C]](bytes, cards uint64) shelf[C, P] {
	return shelf[C, P]{
		bytes: spacious[byte](int(bytes))[:0], blocks: make([]uint64, 0, cards/blockCards+cards/blockCards/spare+1),
	}
}

func (l *loader) conversations(t *tape, lo, hi int) {
	l.columns.pass(t, lo, hi)
	at, words := len(l.words), t.size(0, 2)
	if uint64(at+words) > math.MaxUint32 {
		t.fail(errors.New("there are too many marks"))
		return
	}
	l.words = slices.Grow(l.words, words)[:at+words]
	pass(t, l.words[at:])
	for n := lo; n < hi; n++ {
		l.marksAt[n] = uint32(at)
		size := sizeOfMarks(l.words[at:])
		if size == 0 || size > len(l.words)-at {
			t.fail(errShort)
			return
		}
		at += size
	}
	if at != len(l.words) {
		t.fail(errors.New("there are more marks than conversations have"))
	}
	l.papers.load(t, hi-lo)
}

// sizeOfMarks is how many words a conversation's marks take that words begin with, their length included; 0 where even
// that is not there.
func sizeOfMarks(words []uint16) int {
	switch {
	case len(words) > 0 && words[0] != longMarks:
		return 1 + int(words[0])
	case len(words) > 2:
		return 3 + (int(words[1]) | int(words[2])<<16)
	}
	return 0
}

// beginPeople makes room for the contacts, each of whom takes at least a number and a card.
func (l *loader) beginPeople(t *tape) int {
	var people uint64
	t.number(&people)
	if left := uint64(l.left); t.err == nil && (people == 0 || people > left/4) {
		t.fail(fmt.Errorf("%d contacts do not fit in %d bytes", people, left))
	}
	if t.err != nil {
		return 0
	}
	l.people = newPeopleFor(int(people), min(l.head.cards, uint64(l.left)))
	return int(people)
}

// newPeopleFor has room for so many contacts, of whom nothing is known yet.
func newPeopleFor(size int, cards uint64) people {
	p := people{
		cards: roomyShelf[contactCard](cards, uint64(size)), tags: setNumbers{narrow: spacious[uint16](size)}, first: spacious[uint32](size),
	}
	for i := range p.first {
		p.first[i] = absent
	}
	return p
}

func (p *people) load(t *tape, lo, hi int) {
	p.tags.pass(t, lo, hi)
	p.cards.load(t, hi-lo)
}

// load takes the next cards from a tape.
func (s *shelf[C, P]) load(t *tape, cards int) {
	begins := make([]uint32, (cards+blockCards-1)/blockCards)
	pass(t, begins)
	size, from := t.size(0, 1), len(s.bytes)
	s.bytes = append(s.bytes, t.room(size)...)
	for _, at := range begins {
		if int(at) >= size {
			t.fail(errShort)
		}
		s.blocks = append(s.blocks, uint64(from)+uint64(at))
	}
	s.packed += cards
}
