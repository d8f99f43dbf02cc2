package report

import (
	"encoding/binary"
	"math"

	"relato/conversation"
)

// absent is a number of seconds, or a time, that does not exist.
const absent = math.MaxUint32

// row is what filters and counts read of one conversation; times are Unix seconds.
type row struct {
	start, closed, last uint32 // last is of the last message
	contact             uint32 // number of the contact; 0 = none
	tags                uint32 // number of the set of tags
	agents              uint32 // number of the set of participants
	channel             uint16 // number of the channel; 0 = none
	owner               uint16 // agent; nobody = none
	responder           uint16 // who wrote the first response; absentAgent = there is none
	credited            uint16 // agent of the survey; nobody = none
	origin              conversation.Origin
	reason              conversation.Reason
	rating              uint8 // 0 = none
	flags               flags
}

// flags are the yes-or-no facts of a conversation.
type flags uint8

const (
	isOpen flags = 1 << iota
	isWaiting
	isUnanswered
	isSurveyed   // it has a survey or a rating
	isInside     // it started inside working hours
	isFirst      // it is its contact's first conversation ever
	mixedWriters // its agent messages were not all written by the first responder
)

// Agents are numbered as they come; number 0 is nobody, or an agent whose name is not known.
const (
	nobody      = 0
	absentAgent = math.MaxUint16
	maxAgents   = math.MaxUint16 - firstAgentMark
)

// spans are the lengths of one conversation on one clock, in seconds; absent where they do not exist.
type spans struct {
	frt, duration uint32
	replies       uint32 // how many replies were measured
	replySum      uint32
}

// volume counts a conversation's messages by sender, of its whole life.
type volume struct{ in, agent, flow uint32 }

func (v volume) all() uint32 { return v.in + v.agent + v.flow }

// mark is who wrote: one of these, or firstAgentMark plus the agent's number (an agent without a name has number 0).
const (
	contactMark = iota
	flowMark
	handoffMark
	firstAgentMark
)

// kindOf is the kind of a mark.
func kindOf(by uint16) conversation.MarkKind {
	return [...]conversation.MarkKind{
		contactMark: conversation.ContactMark, flowMark: conversation.FlowMark, handoffMark: conversation.HandoffMark,
		firstAgentMark: conversation.AgentMark,
	}[min(by, firstAgentMark)]
}

// texts is a column of texts in one stretch of memory that the garbage collector need not look into.
type texts struct {
	at    []uint64 // offset and length of each
	bytes []byte
}

// lengthBits is how many bits of a place hold the text's length.
const lengthBits = 24

func (t *texts) add(s string) {
	t.at = append(t.at, 0)
	t.set(len(t.at)-1, s)
}

// set replaces a text; what was there before stays as garbage until the next compaction.
func (t *texts) set(i int, s string) {
	if s == t.get(i) {
		return
	}
	s = s[:min(len(s), 1<<lengthBits-1)]
	t.at[i] = uint64(len(t.bytes))<<lengthBits | uint64(len(s))
	t.bytes = append(t.bytes, s...)
}

func (t *texts) view(i int) []byte {
	from := t.at[i] >> lengthBits
	return t.bytes[from : from+t.at[i]&(1<<lengthBits-1)]
}

func (t *texts) get(i int) string { return string(t.view(i)) }

// sets numbers sets of small numbers, so that a set is one number to whoever has it. Number 0 is the empty set.
type sets struct {
	numbers map[string]uint32
	members [][]uint32
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
