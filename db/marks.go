package db

import (
	"encoding/binary"
	"errors"

	"relato/conversation"
)

// A packed mark is two varints: the seconds since the mark before it (the first: since the conversation's start;
// negative for a handoff that came before it), and an unsigned code: what it is, and of agents who wrote it.
const (
	codeContact = iota
	codeFlow
	codeHandoff
	codeUnnamed // an agent without a name
	codeAgents  // plus the agent's index
)

// packMarks appends marks to b.
func packMarks(b []byte, start int64, marks []conversation.Mark) []byte {
	last := start
	for _, m := range marks {
		b = binary.AppendVarint(b, m.At-last)
		last = m.At
		code := uint64(codeContact)
		switch m.Kind {
		case conversation.FlowMark:
			code = codeFlow
		case conversation.HandoffMark:
			code = codeHandoff
		case conversation.AgentMark:
			code = uint64(codeAgents + m.Agent)
			if m.Agent == conversation.None {
				code = codeUnnamed
			}
		}
		b = binary.AppendUvarint(b, code)
	}
	return b
}

// unpackMarks appends the marks in b to marks.
func unpackMarks(marks []conversation.Mark, start int64, b []byte) ([]conversation.Mark, error) {
	last := start
	for len(b) > 0 {
		delta, n := binary.Varint(b)
		if n <= 0 {
			return nil, errMarks
		}
		code, m := binary.Uvarint(b[n:])
		if m <= 0 {
			return nil, errMarks
		}
		b = b[n+m:]
		last += delta
		mark := conversation.Mark{At: last, Agent: conversation.None}
		switch code {
		case codeContact:
			mark.Kind = conversation.ContactMark
		case codeFlow:
			mark.Kind = conversation.FlowMark
		case codeHandoff:
			mark.Kind = conversation.HandoffMark
		default:
			mark.Kind = conversation.AgentMark
			if code >= codeAgents {
				mark.Agent = int32(code - codeAgents)
			}
		}
		marks = append(marks, mark)
	}
	return marks, nil
}

var errMarks = errors.New("the packed marks of a conversation are damaged")
