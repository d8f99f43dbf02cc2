package report

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

// What is saved of an index lies in sections: what it is, how long, the checksum of both and of what follows. They come
// in the order of these kinds.
const (
	headSection = iota + 1
	conversationsSection
	peopleSection
	contactsSection
	restSection
)

// sectionHead is how many bytes stand before what is in a section.
const sectionHead = 12

var castagnoli = crc32.MakeTable(crc32.Castagnoli) // the processor computes it

// checksum is that of a section whose head stands before it in b.
func checksum(b []byte) uint32 {
	return crc32.Update(crc32.Checksum(b[:8], castagnoli), castagnoli, b[sectionHead:])
}

// seal writes the head of a section, for which room was left before it.
func seal(kind uint32, b []byte) {
	binary.NativeEndian.PutUint32(b, kind)
	binary.NativeEndian.PutUint32(b[4:], uint32(len(b)-sectionHead))
	binary.NativeEndian.PutUint32(b[8:], checksum(b))
}

// sections reads one section after the other, into the same memory.
type sections struct {
	from io.Reader
	left int64 // bytes that there may be at most
	b    []byte
}

// next is what is in the next section, which must be of a kind. Nothing of it is given before its checksum was right.
func (s *sections) next(kind uint32) (*tape, error) {
	var head [sectionHead]byte
	if _, err := io.ReadFull(s.from, head[:]); err != nil {
		return nil, fmt.Errorf("section of kind %d: %w", kind, err)
	}
	s.left -= sectionHead
	is, size := binary.NativeEndian.Uint32(head[:]), int64(binary.LittleEndian.Uint32(head[4:]))
	if is != kind || size > s.left {
		return nil, fmt.Errorf("section of kind %d: there is one of kind %d with %d bytes, and %d are left", kind, is, size, s.left)
	}
	s.left -= size
	if int64(cap(s.b)) < sectionHead+size {
		s.b = make([]byte, sectionHead+size+size/8)
	}
	s.b = s.b[:sectionHead+size]
	copy(s.b, head[:])
	if _, err := io.ReadFull(s.from, s.b[sectionHead:]); err != nil {
		return nil, fmt.Errorf("section of kind %d: %w", kind, err)
	}
	if checksum(s.b) != binary.NativeEndian.Uint32(head[8:]) {
		return nil, fmt.Errorf("section of kind %d: its checksum is wrong", kind)
	}
	return &tape{bytes: s.b[sectionHead:], reading: true}, nil
}
