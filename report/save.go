package report

import (
	"errors"
	"io"
)

// An index is saved in pieces, between which it goes on following its source, because readers wait for whoever waits to
// follow: a piece takes milliseconds, all of it a second. What is saved is therefore the index of no single moment. It is
// right nevertheless, as the checkpoints of databases are:
//
//   - The revision that is saved is that of the beginning. All that changed later, the source tells again, as a whole:
//     what is saved of it does not matter, as long as it can be read. So the conversations that came later are left out.
//   - What did not change later is saved as it was at the beginning.
//   - Numbers stand for the same conversation, contact, agent or set for good, and more are added only at the end, until a
//     compaction, which ends the attempt. Whatever a piece refers to is saved after it, and so is there.
//   - Which conversations are no more is of the last moment, and so is the order of the others. It is put right by the starts
//     that were saved when it is loaded: a start may have moved after it was saved, and back before the source tells it.
//
// All that follows from what is saved, such as who is whose first conversation, is made anew when it is loaded.

// layout names how an index is saved. Another one is not read. It changes with what a column is, which TestLayout watches,
// and need not with what is computed of a conversation: whoever keeps what was saved keeps builds apart, and renews what
// was loaded from another's.
const layout = 2

// pieceSize is how many conversations, or contacts, are a piece: whole blocks of cards, so many that a piece takes a few
// milliseconds.
const pieceSize = 1 << 14

// ErrRelaid says that an index cannot be saved just now, because its columns were laid anew meanwhile. It can be tried
// again at any time.
var ErrRelaid = errors.New("the index was laid anew while it was saved")

// errEmpty says that there is nothing to save.
var errEmpty = errors.New("the index has loaded nothing yet")

// header begins what is saved: how much there is of what, and how much memory the texts will take.
type header struct {
	layout, revision, piece, conversations, words, papers, cards uint64
}

func (s *header) pass(t *tape) {
	t.order()
	for _, v := range []*uint64{&s.layout, &s.revision, &s.piece, &s.conversations, &s.words, &s.papers, &s.cards} {
		t.number(v)
	}
}

// Save writes the index for Load, and returns the revision from which on its source has to tell what changed. It may be
// used and follow its source meanwhile; at no time does it wait for more than one piece to be put together, and never for
// w. It is ErrRelaid when it has to be tried again.
func (x *Index) Save(w io.Writer) (revision int64, err error) { return x.save(w, pieceSize) }

func (x *Index) save(w io.Writer, piece int) (revision int64, err error) {
	s := saver{index: x, to: w}
	x.mu.RLock()
	s.edition, revision = x.edition, x.revision
	head := header{
		layout: layout, revision: uint64(revision), piece: uint64(piece), conversations: uint64(len(x.start)), words: uint64(len(x.words) - x.waste),
		papers: uint64(len(x.papers.bytes)), cards: uint64(len(x.people.cards.bytes)),
	}
	x.mu.RUnlock()
	if revision < 0 {
		return revision, errEmpty
	}
	conversations := int(head.conversations)
	s.section(headSection, func(*facts, *tape) { head.pass(&s.tape) })
	for lo := 0; lo < conversations; lo += piece {
		s.section(conversationsSection, func(f *facts, t *tape) { s.conversations(f, t, lo, min(lo+piece, conversations)) })
	}
	people := 0
	s.section(peopleSection, func(f *facts, t *tape) {
		people = f.people.size()
		size := uint64(people)
		t.number(&size)
	})
	for lo := 0; lo < people; lo += piece {
		s.section(contactsSection, func(f *facts, t *tape) { f.people.save(t, lo, min(lo+piece, people)) })
	}
	s.section(restSection, func(f *facts, t *tape) {
		f.saveRest(t, conversations)
	})
	return revision, s.err
}

// saver is one saving under way.
type saver struct {
	index   *Index
	to      io.Writer
	edition *edition
	tape    tape     // of one piece
	words   []uint16 // likewise
	err     error    // of what was done first
}

// section writes one piece, which is put together while nothing changes.
func (s *saver) section(kind uint32, put func(*facts, *tape)) {
	if s.err != nil {
		return
	}
	s.tape.bytes = append(s.tape.bytes[:0], make([]byte, sectionHead)...)
	if s.err = s.together(put); s.err == nil {
		seal(kind, s.tape.bytes)
		_, s.err = s.to.Write(s.tape.bytes)
	}
}

// together puts a piece together.
func (s *saver) together(put func(*facts, *tape)) error {
	s.index.mu.RLock()
	defer s.index.mu.RUnlock() // also when that panics
	if s.index.edition != s.edition {
		return ErrRelaid
	}
	put(&s.index.facts, &s.tape)
	return s.tape.err
}

// conversations puts the conversations [lo, hi) on a tape. Those that are no more have no marks.
func (s *saver) conversations(f *facts, t *tape, lo, hi int) {
	f.columns.pass(t, lo, hi)
	s.words = s.words[:0]
	for n := uint32(lo); n < uint32(hi); n++ {
		var words []uint16
		if len(f.removed) == 0 || !f.removed[n] {
			words = f.wordsOf(n)
		}
		s.words = append(appendLength(s.words, len(words)), words...)
	}
	pass(t, s.words[:t.size(len(s.words), 2)])
	f.papers.save(t, lo, hi)
}

func (p *people) save(t *tape, lo, hi int) {
	p.tags.pass(t, lo, hi)
	p.cards.save(t, lo, hi)
}

// save puts the cards [lo, hi) on a tape; lo begins a block.
func (s *shelf[C, P]) save(t *tape, lo, hi int) {
	blocks, from, to := s.blocks, 0, 0
	bytes := s.bytes
	if s.settled(lo, hi) {
		blocks = blocks[lo/blockCards : (hi+blockCards-1)/blockCards]
		from, to = int(blocks[0]), len(bytes)
		if hi < s.packed {
			to = int(s.blocks[hi/blockCards])
		}
	} else {
		numbers := make([]uint32, hi-lo)
		for i := range numbers {
			numbers[i] = uint32(lo + i)
		}
		part := s.permuted(numbers)
		blocks, bytes, to = part.blocks, part.bytes, len(part.bytes)
	}
	begins := make([]uint32, len(blocks))
	for i, at := range blocks {
		begins[i] = uint32(int(at) - from)
	}
	pass(t, begins)
	pass(t, bytes[from:][:t.size(to-from, 1)])
}

// settled tells whether cards are whole blocks, packed as they are now.
func (s *shelf[C, P]) settled(lo, hi int) bool {
	if hi > s.packed || hi < s.packed && hi%blockCards != 0 {
		return false
	}
	for n := lo; n < hi && len(s.rewritten) > 0; n++ {
		if s.rewritten[uint32(n)] != nil {
			return false
		}
	}
	return true
}
