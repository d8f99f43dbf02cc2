package report

import (
	"encoding/binary"
	"io"
)

// SaveInPieces is Save in pieces of a size that suits a test.
func (x *Index) SaveInPieces(w io.Writer, size int) (int64, error) { return x.save(w, size) }

// Forged is something saved whose first section says, with the right checksum, that there are so many conversations.
func Forged(saved []byte, conversations uint64) []byte {
	head := append([]byte(nil), saved[:sectionHead+binary.NativeEndian.Uint32(saved[4:])]...)
	t := tape{bytes: append([]byte(nil), head[sectionHead:]...), reading: true}
	var h header
	h.pass(&t)
	h.conversations = conversations
	t = tape{bytes: make([]byte, sectionHead)}
	h.pass(&t)
	seal(headSection, t.bytes)
	return append(t.bytes, saved[len(head):]...)
}

// KeptSums is how many stretches have sums that are kept, by their kind, and then how many tracts.
func (x *Index) KeptSums() []int {
	kept := make([]int, 2*sumsKinds)
	sums := &x.selections.everything.sums
	for i, all := range [][sumsKinds][]*stretchSums{sums.made, sums.tracts} {
		for kind, made := range all {
			for _, s := range made {
				if s != nil && s.counts != nil {
					kept[i*int(sumsKinds)+kind]++
				}
			}
		}
	}
	return kept
}

// Layout is layout.
const Layout = layout

// WithoutRest is what was saved before the small things.
func WithoutRest(saved []byte) []byte {
	at := 0
	for binary.NativeEndian.Uint32(saved[at:]) != restSection {
		at += sectionHead + int(binary.NativeEndian.Uint32(saved[at+4:]))
	}
	return saved[:at]
}
