package report

import (
	"encoding/binary"
	"errors"
)

// tape is a list of values in bytes, which is written or read. A thing that is kept says once, in the order of its
// parts, what passes over the tape, for both ways. Numbers lie on it as in the memory of the machine.
type tape struct {
	bytes   []byte // what was written, or is left to read
	reading bool
	err     error // of what was read first
}

// errShort says that a tape ends before what should be on it.
var errShort = errors.New("it ends too early")

// room are the next bytes to write to or to read; nil where there are none left to read.
func (t *tape) room(n int) []byte {
	if !t.reading {
		from := len(t.bytes)
		t.bytes = append(t.bytes, make([]byte, n)...)
		return t.bytes[from:]
	}
	if t.err != nil || n < 0 || n > len(t.bytes) {
		t.fail(errShort)
		return nil
	}
	b := t.bytes[:n]
	t.bytes = t.bytes[n:]
	return b
}

func (t *tape) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// number passes one number.
func (t *tape) number(v *uint64) {
	b := t.room(8)
	switch {
	case b == nil:
	case t.reading:
		*v = binary.NativeEndian.Uint64(b)
	default:
		binary.NativeEndian.PutUint64(b, *v)
	}
}

// size passes how many there are of something that takes so many bytes each and follows on the tape. What is read is
// never more than the tape has.
func (t *tape) size(n, each int) int {
	size := uint64(n)
	t.number(&size)
	if t.reading && (t.err != nil || size > uint64(len(t.bytes)/each)) {
		t.fail(errShort)
		return 0
	}
	return int(size)
}

// pass passes a column.
func pass[T plain](t *tape, column []T) {
	b := t.room(len(column) * width(column))
	switch {
	case b == nil:
	case t.reading:
		copy(memory(column), b)
	default:
		copy(b, memory(column))
	}
}

// order passes a number by which the order of its bytes is known.
func (t *tape) order() {
	const probe = 0x01020304
	order := []uint32{probe}
	if pass(t, order); t.err == nil && order[0] != probe {
		t.fail(errors.New("its numbers have their bytes in another order"))
	}
}

// pass passes a part of a column of numbers, always of four bytes: it may change its width at any time.
func (c *numbers[N, W]) pass(t *tape, lo, hi int) {
	wide := make([]uint32, hi-lo)
	if !t.reading {
		for i := range wide {
			wide[i] = c.at(uint32(lo + i))
		}
	}
	pass(t, wide)
	if t.reading && t.err == nil {
		for i, number := range wide {
			if uint32(W(number)) != number {
				t.fail(errors.New("a number is too large for its column"))
				return
			}
			c.set(uint32(lo+i), number)
		}
	}
}

// pass passes the conversations [lo, hi) of all columns but marksAt, which follows from the marks.
func (c *columns) pass(t *tape, lo, hi int) {
	pass(t, c.start[lo:hi])
	pass(t, c.closed[lo:hi])
	pass(t, c.last[lo:hi])
	pass(t, c.contact[lo:hi])
	pass(t, c.traits[lo:hi])
	c.tagSet.pass(t, lo, hi)
	c.agentSet.pass(t, lo, hi)
	c.via.pass(t, lo, hi)
	pass(t, c.owner[lo:hi])
	pass(t, c.responder[lo:hi])
	pass(t, c.credited[lo:hi])
	pass(t, c.frt[lo:hi])
	pass(t, c.replySum[lo:hi])
	pass(t, c.replies[lo:hi])
	pass(t, c.volume[lo:hi])
	pass(t, c.thread[lo:hi])
	pass(t, c.number[lo:hi])
}

// savedBytes is what the columns take of a tape for each conversation.
const savedBytes = 10*4 + 4*2 + 2 + 3

// sized are columns for so many conversations and a few more.
func sized(size int) columns {
	return columns{
		start: spacious[uint32](size), closed: spacious[uint32](size), last: spacious[uint32](size),
		contact: spacious[uint32](size), traits: spacious[traits](size),
		tagSet: setNumbers{narrow: spacious[uint16](size)}, agentSet: setNumbers{narrow: spacious[uint16](size)},
		via: channelNumbers{narrow: spacious[uint8](size)}, owner: spacious[uint16](size),
		responder: spacious[uint16](size), credited: spacious[uint16](size),
		frt: spacious[uint32](size), replySum: spacious[uint32](size), replies: spacious[uint8](size),
		volume: spacious[volume](size), thread: spacious[uint32](size), number: spacious[uint8](size),
		marksAt: spacious[uint32](size),
	}
}

// spacious is a column with room for a few more.
func spacious[T plain](size int) []T { return inLargePages(make([]T, size, size+size/spare)) }
