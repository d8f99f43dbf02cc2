package report

import "encoding/binary"

// sets numbers sets of small numbers, so that a set is one number to whoever has it. Number 0 is the empty set.
type sets struct {
	numbers map[string]uint32
	members [][]uint32
	uses    []int // by number: how many have it; that of the empty set is not kept, and sets at the end may be missing
	key     []byte
}

func newSets() *sets {
	return &sets{numbers: map[string]uint32{"": 0}, members: [][]uint32{nil}}
}

// number is the number of a set whose members come in a fixed order.
func (s *sets) number(members []uint32) uint32 {
	s.key = s.key[:0]
	for _, m := range members {
		s.key = binary.BigEndian.AppendUint32(s.key, m)
	}
	if n, ok := s.numbers[string(s.key)]; ok {
		return n
	}
	n := uint32(len(s.members))
	s.members = append(s.members, append([]uint32(nil), members...))
	s.numbers[string(s.key)] = n
	return n
}

// change is for one who had a set and has another now.
func (s *sets) change(from, to uint32) {
	if from == to {
		return
	}
	if missing := len(s.members) - len(s.uses); missing > 0 {
		s.uses = append(s.uses, make([]int, missing)...)
	}
	s.uses[from]--
	s.uses[to]++
}

// used tells of each of some members whether a set that somebody has holds it; nobody is none.
func (s *sets) used(members int) []bool {
	used := make([]bool, members)
	for n, uses := range s.uses {
		if n == 0 || uses == 0 {
			continue
		}
		for _, m := range s.members[n] {
			used[m] = m > 0
		}
	}
	return used
}

// none are the members of a set without any.
var none = []uint32{nobody}

// orNobody are the members of a set, or nobody where it has none: its conversations count for whom reports call Nobody.
func (s *sets) orNobody(set uint32) []uint32 {
	if set == 0 {
		return none
	}
	return s.members[set]
}

// names numbers texts in the order in which they come.
type names struct {
	numbers map[string]uint32
	all     []string
}

// newNames starts with the empty name as number 0.
func newNames() *names { return &names{numbers: map[string]uint32{"": 0}, all: []string{""}} }

func (n *names) number(name string) uint32 {
	if i, ok := n.numbers[name]; ok {
		return i
	}
	i := uint32(len(n.all))
	n.numbers[name] = i
	n.all = append(n.all, name)
	return i
}

// find is a name's number, without making one.
func (n *names) find(name string) (uint32, bool) {
	i, ok := n.numbers[name]
	return i, ok
}

// named are the names of numbers.
func (n *names) named(numbers []uint32) []string {
	if len(numbers) == 0 {
		return nil
	}
	list := make([]string, len(numbers))
	for i, number := range numbers {
		list[i] = n.all[number]
	}
	return list
}
