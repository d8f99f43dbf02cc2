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

// KeptSums is how many stretches have sums that are kept, by their kind.
func (x *Index) KeptSums() []int {
	kept := make([]int, sumsKinds)
	for kind, made := range x.selections.everything.sums.made {
		for _, s := range made {
			if s != nil && s.counts != nil {
				kept[kind]++
			}
		}
	}
	return kept
}
