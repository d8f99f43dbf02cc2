package report

import (
	"hash/maphash"
	"math/bits"
)

// lookup finds numbers by what they stand for, which it does not keep: a hash leads to a few candidates, and whoever asks
// says which of them it is. It takes 5 bytes a slot, where a map takes the key and more (measured: 24 B a conversation).
//
// A table that is full moves to a larger one by a few slots with every number that is added: moving all of it at once
// kept every reader waiting (measured: 560 ms of 660,000 contacts).
type lookup struct {
	hashTable
	old   hashTable // what has not moved yet
	moved int       // slots of old before this one have moved
}

// hashTable is one table of a lookup.
type hashTable struct {
	slots []uint32 // a number and 1; 0 = free
	marks []uint8  // a byte of the hash, so that few candidates have to be looked at
	used  int      // slots that are not free
}

// removed is a slot whose number is gone; what was put after it is still to be found.
const removed = ^uint32(0)

var hashSeed = maphash.MakeSeed()

// hashOf mixes a number's bits.
func hashOf(key uint64) uint64 {
	high, low := bits.Mul64(key^0x9e3779b97f4a7c15, 0xd6e8feb86659fd93)
	return high ^ low
}

// newLookup makes a lookup for so many numbers.
func newLookup(numbers int) lookup { return lookup{hashTable: newTable(numbers)} }

func newTable(numbers int) hashTable {
	size := slotsFor(numbers)
	return hashTable{slots: inLargePages(make([]uint32, size)), marks: inLargePages(make([]uint8, size))}
}

// slotsFor is how many slots so many numbers take.
func slotsFor(numbers int) int { return numbers + numbers/6 + 8 }

// full tells whether there are too few free slots for more numbers.
func (t *hashTable) full(more int) bool { return (t.used+more)*8 > len(t.slots)*7 }

// place is the first slot to look at.
func (t *hashTable) place(hash uint64) int {
	high, _ := bits.Mul64(hash, uint64(len(t.slots)))
	return int(high)
}

// find is the number with a hash that is the one.
func (t *lookup) find(hash uint64, is func(n uint32) bool) (n uint32, known bool) {
	for _, table := range []*hashTable{&t.hashTable, &t.old} {
		if i := table.slot(hash, is); i >= 0 {
			return table.slots[i] - 1, true
		}
	}
	return 0, false
}

// slot is where the number is; -1 when it is nowhere.
func (t *hashTable) slot(hash uint64, is func(n uint32) bool) int {
	if len(t.slots) == 0 {
		return -1
	}
	for i := t.place(hash); t.slots[i] != 0; i = t.after(i) {
		if t.marks[i] == uint8(hash) && t.slots[i] != removed && is(t.slots[i]-1) {
			return i
		}
	}
	return -1
}

func (t *hashTable) after(slot int) int {
	if slot++; slot < len(t.slots) {
		return slot
	}
	return 0
}

// movedSlots are moved with every number that is added: enough to have moved all before the table is full again.
const movedSlots = 16

// add puts a number that is not there yet. hashes tells the hash of any number, for when the table has to grow.
func (t *lookup) add(n uint32, hashes func(n uint32) uint64) {
	if t.full(1) {
		t.move(len(t.old.slots), hashes)
		t.old, t.hashTable = t.hashTable, newTable(2*t.used)
	}
	t.move(movedSlots, hashes)
	t.put(n, hashes(n))
}

// move moves the numbers in the next slots.
func (t *lookup) move(slots int, hashes func(n uint32) uint64) {
	if len(t.old.slots) == 0 {
		return
	}
	end := min(t.moved+slots, len(t.old.slots))
	for i, s := range t.old.slots[t.moved:end] {
		if s != 0 && s != removed {
			t.put(s-1, hashes(s-1))
			t.old.slots[t.moved+i] = removed
		}
	}
	if t.moved = end; end == len(t.old.slots) {
		t.old, t.moved = hashTable{}, 0
	}
}

func (t *hashTable) put(n uint32, hash uint64) {
	i := t.place(hash)
	for t.slots[i] != 0 {
		i = t.after(i)
	}
	t.slots[i], t.marks[i] = n+1, uint8(hash)
	t.used++
}

// fill puts numbers from the first on, but for those left out, into a lookup that is empty and has room for them; the
// hashes of all of them are given. A loop that does nothing else has many slots on their way from memory at a time
// (measured: 15 to 30 ns a number, where computing each hash in between took 130).
func (t *lookup) fill(first uint32, hashes []uint64, leftOut map[uint32]bool) {
	for i, hash := range hashes {
		if n := first + uint32(i); len(leftOut) == 0 || !leftOut[n] {
			t.put(n, hash)
		}
	}
}

// remove takes a number away.
func (t *lookup) remove(hash uint64, n uint32) {
	for _, table := range []*hashTable{&t.hashTable, &t.old} {
		if i := table.slot(hash, func(other uint32) bool { return other == n }); i >= 0 {
			table.slots[i] = removed
		}
	}
}
