package report

import (
	"fmt"
	"math"

	"relato/conversation"
)

// A conversation's marks are words of 16 bits: the seconds since the mark before it (the first: since the start) above
// two bits that say who wrote. That is 2 bytes for most marks, where a time and a writer take 6. What does not fit has
// words aside before it.
const (
	contactWord = iota
	flowWord
	mainWord // the agent who wrote the conversation's first response
	asideWord

	writerBits = 2
	stepBits   = 16 - writerBits
)

// What a word aside says about the mark that follows.
const (
	laterSteps   = 0         // plus n: it is n+1 times 2^stepBits seconds later
	earlierSteps = mostSteps // plus n: n+1 times 2^stepBits seconds earlier
	mostSteps    = 1 << (stepBits - 2)
	handoffAside = 2 * mostSteps // it is a handoff
	nobodyAside  = handoffAside + 1
	agentsAside  = nobodyAside + 1 // plus n: it is of the participant n

	maxParticipants = 1<<stepBits - agentsAside
)

// longMarks stands where the number of words does not fit one: the two words after it have the number.
const longMarks = math.MaxUint16

// Who a mark is of: one of these, or firstAgentMark plus the agent's number (an agent without a name has number 0).
const (
	contactMark = iota
	flowMark
	handoffMark
	firstAgentMark
)

// kinds are the kinds of marks.
var kinds = [...]conversation.MarkKind{
	contactMark: conversation.ContactMark, flowMark: conversation.FlowMark, handoffMark: conversation.HandoffMark,
	firstAgentMark: conversation.AgentMark,
}

// kindOf is the kind of a mark.
func kindOf(by uint16) conversation.MarkKind { return kinds[min(by, firstAgentMark)] }

// packMarks appends a conversation's marks to words. Their agents count in participants; main is the agent of mainWord,
// absentAgent where there is none.
func packMarks(words []uint16, start int64, marks []conversation.Mark, participants []uint32, main uint16) ([]uint16, error) {
	aside := func(what int) { words = append(words, uint16(what<<writerBits|asideWord)) }
	last := start
	for _, m := range marks {
		step := m.At - last
		last = m.At
		for step >= 1<<stepBits {
			n := min(step>>stepBits, mostSteps)
			aside(laterSteps + int(n-1))
			step -= n << stepBits
		}
		for step < 0 {
			n := min((-step+1<<stepBits-1)>>stepBits, mostSteps)
			aside(earlierSteps + int(n-1))
			step += n << stepBits
		}
		word := uint16(contactWord)
		switch {
		case m.Kind == conversation.ContactMark:
		case m.Kind == conversation.FlowMark:
			word = flowWord
		case m.Kind == conversation.HandoffMark:
			aside(handoffAside)
		case writer(participants, m.Agent) == main:
			word = mainWord
		case m.Agent == conversation.None:
			aside(nobodyAside)
		case m.Agent >= maxParticipants:
			return nil, fmt.Errorf("more than %d participants", maxParticipants)
		default:
			aside(agentsAside + int(m.Agent))
		}
		words = append(words, uint16(step)<<writerBits|word)
	}
	return words, nil
}

// putMarks writes a conversation's words, where they were if they fit.
func (f *following) putMarks(n uint32, words []uint16) error {
	old := f.wordsOf(n)
	if len(old) == len(words) {
		copy(old, words)
		return nil
	}
	if uint64(len(f.words)) > math.MaxUint32 {
		return fmt.Errorf("more than %d words of messages", uint32(math.MaxUint32))
	}
	f.waste += len(old)
	f.marksAt[n] = uint32(len(f.words))
	f.words = append(appendLength(room(f.words, len(words)+3), len(words)), words...)
	return nil
}

func appendLength(words []uint16, n int) []uint16 {
	if n < longMarks {
		return append(words, uint16(n))
	}
	return append(words, longMarks, uint16(n), uint16(n>>16))
}

// wordsOf are a conversation's marks as they are packed.
func (f *facts) wordsOf(n uint32) []uint16 {
	words := f.words[f.marksAt[n]:]
	length := int(words[0])
	if length == longMarks {
		length = int(words[1]) | int(words[2])<<16
		words = words[2:]
	}
	return words[1 : 1+length : 1+length]
}

// fetch begins to read the marks of conversations, which lie apart, all at once: one after the other, each would wait for
// memory (measured: messages of a year of a few conversations take a fifth less). The sum is for the compiler, which must
// not leave it out.
func (f *facts) fetch(conversations []uint32) (sum uint64) {
	for _, n := range conversations {
		sum += uint64(f.words[f.marksAt[n]])
	}
	return sum
}

// markList are a conversation's marks, in order: when, and by whom.
type markList struct {
	at []uint32
	by []uint16
}

// read reads a conversation's marks into the memory of the list.
func (l *markList) read(f *facts, n uint32) {
	words := f.wordsOf(n)
	if cap(l.at) < len(words) {
		l.at, l.by = make([]uint32, 2*len(words)), make([]uint16, 2*len(words))
	}
	times, writers := l.at[:len(words)], l.by[:len(words)]
	at, main, aside, k := f.start[n], firstAgentMark+f.responder[n], 0, 0
	for _, word := range words {
		what := int(word >> writerBits)
		by := word & (1<<writerBits - 1)
		if by == asideWord {
			if what >= handoffAside {
				aside = what
			} else {
				at += laterBy(uint32(what))
			}
			continue
		}
		if by == mainWord { // contactWord and flowWord are the marks of the same number
			by = main
		}
		if aside != 0 {
			by, aside = f.asideMark(n, aside), 0
		}
		at += uint32(what)
		times[k], writers[k] = at, by
		k++
	}
	l.at, l.by = times[:k], writers[:k]
}

// eachReply yields the replies of a conversation, the first of which is the first response. It reads words as markList does,
// whose lists it need not write.
func (f *facts) eachReply(n uint32, yield func(conversation.Interval)) {
	var turn conversation.Turn
	kinds := [...]conversation.MarkKind{contactWord: conversation.ContactMark, flowWord: conversation.FlowMark, mainWord: conversation.AgentMark}
	at, aside := f.start[n], uint32(0)
	for _, word := range f.wordsOf(n) {
		what, by := uint32(word>>writerBits), word&(1<<writerBits-1)
		if by == asideWord {
			if what >= handoffAside {
				aside = what
			} else {
				at += laterBy(what)
			}
			continue
		}
		at += what
		kind := kinds[by]
		switch {
		case aside == handoffAside:
			kind = conversation.HandoffMark
		case aside != 0:
			kind = conversation.AgentMark
		}
		aside = 0
		if reply, ok := turn.Take(kind, int64(at)); ok {
			yield(reply)
		}
	}
}

// laterBy is how many seconds later a word aside says that the next mark is; it wraps around.
func laterBy(what uint32) uint32 {
	if what < earlierSteps {
		return (what - laterSteps + 1) << stepBits
	}
	return -((what - earlierSteps + 1) << stepBits)
}

// asideMark is who a word aside says the next mark is of.
func (f *facts) asideMark(n uint32, aside int) uint16 {
	switch aside {
	case handoffAside:
		return handoffMark
	case nobodyAside:
		return firstAgentMark + nobody
	}
	return firstAgentMark + uint16(f.agentSets.members[f.agentSet.at(n)][aside-agentsAside])
}

// marksOf are a conversation's marks, whose agents are the index's own numbers; nobody is None.
func (f *facts) marksOf(n uint32, marks []conversation.Mark) []conversation.Mark {
	var list markList
	return list.marks(f, n, marks)
}

// marks reads a conversation's marks, whose agents are the index's own numbers; nobody is None.
func (l *markList) marks(f *facts, n uint32, marks []conversation.Mark) []conversation.Mark {
	l.read(f, n)
	marks = marks[:0]
	for i, by := range l.by {
		mark := conversation.Mark{At: int64(l.at[i]), Kind: kindOf(by), Agent: conversation.None}
		if by > firstAgentMark {
			mark.Agent = int32(by - firstAgentMark)
		}
		marks = append(marks, mark)
	}
	return marks
}

// sent reads how many messages each conversation of a batch has.
func (l *markList) sent(memory *[batchSize]uint32, f *facts, batch []uint32) []uint32 {
	sent := memory[:len(batch)]
	for i, n := range batch {
		v := f.volume[n]
		sent[i] = uint32(v.in) + uint32(v.agent) + uint32(v.flow)
		if v.in == manySent || v.agent == manySent || v.flow == manySent {
			sent[i] = l.count(f, n, span{0, absent})
		}
	}
	return sent
}

// count counts a conversation's messages of a period.
func (l *markList) count(f *facts, n uint32, in span) (messages uint32) {
	l.read(f, n)
	for i, at := range l.at {
		messages += uint32(bit(l.by[i] != handoffMark) & bit(in.has(at)))
	}
	return messages
}

func (m *Messages) count(by uint16) {
	switch by {
	case contactMark:
		m.In++
	case flowMark:
		m.Flow++
	case handoffMark:
	default:
		m.Agent++
	}
}
