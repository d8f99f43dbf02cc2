package report

import (
	"os"
	"unsafe"
)

// All columns of a conversation are full at about the same time. They are laid anew with more room before that, one
// after the other beside the reports: growing all in the change that found them full kept every reader waiting (measured
// with 1,000,000 conversations: 310 ms). Most of the time goes into memory that the system gives page by page when it is
// first touched, which happens before anybody has to wait.

// widening lays one column anew.
type widening struct {
	prepare func() // gets the memory; needs no lock
	lay     func() // copies into it (100 MB take 7 ms); needs the lock
}

// growIfNeeded begins to lay nearly full columns anew. It needs the lock.
func (x *Index) growIfNeeded() {
	if x.growing == nil && len(x.nearlyFull()) > 0 {
		x.growing = make(chan struct{})
		go x.grow(x.growing)
	}
}

// grow lays nearly full columns anew until there are none.
func (x *Index) grow(done chan struct{}) {
	defer close(done)
	for {
		x.mu.Lock()
		list := x.nearlyFull()
		if len(list) == 0 {
			x.growing = nil
			x.mu.Unlock()
			return
		}
		x.mu.Unlock()
		for _, w := range list {
			w.prepare()
			x.mu.Lock()
			w.lay()
			x.mu.Unlock()
		}
	}
}

// nearlyFull are the columns that have less room than a column is given when it is laid anew.
func (f *facts) nearlyFull() (list []widening) {
	list = f.columns.nearlyFull(list)
	list = widened(list, &f.order)
	list = f.people.tags.nearlyFull(list)
	list = widened(list, &f.people.first)
	list = widened(widened(list, &f.papers.blocks), &f.papers.bytes)
	list = widened(widened(list, &f.people.cards.blocks), &f.people.cards.bytes)
	list = widened(list, &f.words)
	list = f.byThread.widened(list)
	return f.people.byID.widened(list)
}

func (c *columns) nearlyFull(list []widening) []widening {
	for _, column := range []*[]uint32{&c.start, &c.closed, &c.last, &c.contact, &c.frt, &c.replySum, &c.thread, &c.marksAt} {
		list = widened(list, column)
	}
	for _, column := range []*[]uint16{&c.owner, &c.responder, &c.credited} {
		list = widened(list, column)
	}
	list = widened(widened(list, &c.replies), &c.number)
	list = widened(widened(list, &c.traits), &c.volume)
	return c.via.nearlyFull(c.agentSet.nearlyFull(c.tagSet.nearlyFull(list)))
}

func (c *numbers[N, W]) nearlyFull(list []widening) []widening {
	return widened(widened(list, &c.narrow), &c.wide)
}

func nearlyFull[T any](column []T) bool { return cap(column)-len(column) < len(column)/spare }

// widened adds the widening of a column, if it is nearly full.
func widened[T any](list []widening, column *[]T) []widening {
	if !nearlyFull(*column) {
		return list
	}
	var next []T
	room := roomFor(len(*column))
	return append(list, widening{
		prepare: func() { next = touched[T](room) },
		lay: func() {
			if nearlyFull(*column) && len(*column) <= room { // else it was laid anew meanwhile
				*column = append(next[:0], *column...)
			}
		},
	})
}

// touched is memory for so many values that the system has really given.
func touched[T any](values int) []T {
	memory := make([]T, values)
	var zero T
	for i := 0; i < values; i += os.Getpagesize() / int(unsafe.Sizeof(zero)) {
		memory[i] = zero
	}
	return memory
}

// widened adds the widening of a lookup, if it is nearly full.
func (t *lookup) widened(list []widening) []widening {
	if !t.full(len(t.slots)/spare) || len(t.old.slots) > 0 || len(t.slots) < spare {
		return list
	}
	var next hashTable
	size := slotsFor(2 * t.used)
	return append(list, widening{
		prepare: func() { next = hashTable{slots: touched[uint32](size), marks: touched[uint8](size)} },
		lay: func() {
			if t.full(len(t.slots)/spare) && len(t.old.slots) == 0 && slotsFor(2*t.used) <= size+size/spare {
				t.old, t.hashTable = t.hashTable, next
			}
		},
	})
}
