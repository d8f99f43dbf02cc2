package report

import (
	"math"

	"relato/conversation"
)

// absent is a number of seconds, or a time, that does not exist.
const absent = math.MaxUint32

// columns are what filters and counts read of conversations, by number: narrow, because a report is as fast as the
// bytes it reads are few. Times are Unix seconds.
type columns struct {
	start, closed, last []uint32 // last is of the last message; 0 = nothing was said
	contact             []uint32 // number of the contact; 0 = none
	traits              []traits
	tagSet              setNumbers     // number of the set of tags
	agentSet            setNumbers     // of the set of participants
	via                 channelNumbers // number of the channel; 0 = none
	owner               []uint16       // agent; nobody = none
	responder           []uint16       // who wrote the first response; absentAgent = there is none
	credited            []uint16       // agent of the survey; nobody = none
	frt                 []uint32       // seconds of the first response on the calendar clock
	replySum            []uint32       // seconds of all replies
	replies             []uint8        // how many replies were measured; manyReplies = count the marks
	volume              []volume
	thread              []uint32 // number of the thread
	number              []uint8  // of the conversation in it; longNumber = its id says it
	marksAt             []uint32 // where its marks are among the words
}

// Where a narrow column has no room for a number, it is found elsewhere.
const (
	manyReplies = math.MaxUint8
	manySent    = math.MaxUint8
	longNumber  = math.MaxUint8
)

// volume counts a conversation's messages by sender, of its whole life; manySent = count the marks.
type volume struct{ in, agent, flow uint8 }

// traits are the small facts of a conversation: flags, and above them origin, reason and rating.
type traits uint16

const (
	isOpen traits = 1 << iota
	isWaiting
	isUnanswered
	isSurveyed   // it has a survey or a rating
	isInside     // it started inside working hours
	isFirst      // it is its contact's first conversation ever
	mixedWriters // its agent messages were not all written by the first responder
	hasDuration

	originShift = 8
	reasonShift = 10
	ratingShift = 13
)

func traitsOf(origin conversation.Origin, reason conversation.Reason, rating int) traits {
	return traits(origin-conversation.Inbound)<<originShift | traits(reason)<<reasonShift | traits(rating)<<ratingShift
}

// place is the origin's place in Origins.
func (t traits) place() int { return int(t >> originShift & 3) }
func (t traits) origin() conversation.Origin {
	return conversation.Inbound + conversation.Origin(t.place())
}
func (t traits) reason() conversation.Reason { return conversation.Reason(t >> reasonShift & 7) }

// rating is 0 where there is none.
func (t traits) rating() int { return int(t >> ratingShift) }

// has is 1 if a flag is set, else 0.
func (t traits) has(flag traits) int { return int(t & flag / flag) }

// Agents are numbered as they come; number 0 is nobody, or an agent whose name is not known.
const (
	nobody      = 0
	absentAgent = math.MaxUint16
	maxAgents   = math.MaxUint16 - firstAgentMark
)

// numbers is a column of numbers that are narrow until one of them needs to be wide.
type numbers[N, W plainNumber] struct {
	narrow []N
	wide   []W // nil while narrow is used
}

type plainNumber interface{ uint8 | uint16 | uint32 }

type (
	setNumbers     = numbers[uint16, uint32]
	channelNumbers = numbers[uint8, uint16]
)

func (c *numbers[N, W]) at(n uint32) uint32 {
	if c.wide != nil {
		return uint32(c.wide[n])
	}
	return uint32(c.narrow[n])
}

func (c *numbers[N, W]) set(n, number uint32) {
	if c.wide == nil && uint32(N(number)) != number {
		c.wide = make([]W, len(c.narrow), cap(c.narrow))
		for i, v := range c.narrow {
			c.wide[i] = W(v)
		}
		c.narrow = nil
	}
	if c.wide != nil {
		c.wide[n] = W(number)
		return
	}
	c.narrow[n] = N(number)
}

func (c *numbers[N, W]) add() {
	if c.wide != nil {
		c.wide = push(c.wide, 0)
		return
	}
	c.narrow = push(c.narrow, 0)
}

func (c *numbers[N, W]) permuted(order []uint32) numbers[N, W] {
	if c.wide != nil {
		return numbers[N, W]{wide: permute(c.wide, order)}
	}
	return numbers[N, W]{narrow: permute(c.narrow, order)}
}

func (c *numbers[N, W]) fitted() numbers[N, W] {
	if c.wide != nil {
		return numbers[N, W]{wide: fitted(c.wide)}
	}
	return numbers[N, W]{narrow: fitted(c.narrow)}
}

// addRow makes room for a conversation and is its number.
func (c *columns) addRow(thread uint32, number uint8) uint32 {
	n := uint32(len(c.start))
	c.start, c.closed, c.last = push(c.start, 0), push(c.closed, absent), push(c.last, 0)
	c.contact, c.traits = push(c.contact, 0), push(c.traits, 0)
	c.tagSet.add()
	c.agentSet.add()
	c.via.add()
	c.owner = push(c.owner, nobody)
	c.responder, c.credited = push(c.responder, absentAgent), push(c.credited, nobody)
	c.frt, c.replySum, c.replies = push(c.frt, absent), push(c.replySum, 0), push(c.replies, 0)
	c.volume = push(c.volume, volume{})
	c.thread, c.number = push(c.thread, thread), push(c.number, number)
	c.marksAt = push(c.marksAt, 0)
	return n
}

// permuted are the columns in another order.
func (c *columns) permuted(order []uint32) columns {
	return columns{
		start: permute(c.start, order), closed: permute(c.closed, order), last: permute(c.last, order),
		contact: permute(c.contact, order), traits: permute(c.traits, order),
		tagSet: c.tagSet.permuted(order), agentSet: c.agentSet.permuted(order),
		via: c.via.permuted(order), owner: permute(c.owner, order),
		responder: permute(c.responder, order), credited: permute(c.credited, order),
		frt: permute(c.frt, order), replySum: permute(c.replySum, order), replies: permute(c.replies, order),
		volume: permute(c.volume, order), thread: permute(c.thread, order), number: permute(c.number, order),
		marksAt: permute(c.marksAt, order),
	}
}

func permute[T any](column []T, order []uint32) []T {
	next := make([]T, len(order), len(order)+len(order)/spare)
	for i, from := range order {
		next[i] = column[from]
	}
	return next
}

// fitted is a column laid anew with no more room than a column has at first.
func fitted[T any](column []T) []T {
	return append(make([]T, 0, len(column)+len(column)/spare), column...)
}

// spare is the part of a column that is kept free for conversations to come.
const spare = 128

// push appends a value.
func push[T any](column []T, v T) []T { return append(room(column, 1), v) }

// room makes room for more values. Small columns double, large ones grow by little: they are laid anew sooner than that
// costs.
func room[T any](column []T, more int) []T {
	if len(column)+more <= cap(column) {
		return column
	}
	next := make([]T, len(column), roomFor(len(column)+more))
	copy(next, column)
	return next
}

// roomFor is how long a column may become that is laid anew to hold so many values.
func roomFor(values int) int { return values + max(values/8, 1024) }

// duration is a conversation's length on the calendar clock, absent where it does not exist (section 4).
func (c *columns) duration(n uint32) uint32 {
	return c.traits[n].duration(c.start[n], c.closed[n], c.last[n])
}

// duration is the same of what else it depends on, without a branch for what exists.
func (t traits) duration(start, closed, last uint32) uint32 {
	length := t.ended(closed, last) - start
	if t&hasDuration == 0 {
		length = absent
	}
	return length
}

// ended is when a conversation with a duration ended, of when it was closed and of its last message. Both are read before, so
// that no processor has to foresee which it is.
func (t traits) ended(closed, last uint32) uint32 {
	if t.reason() == conversation.ByInactivity {
		return last
	}
	return closed
}

// end is when the last happened that reports of a period count: a message, or the close.
func (c *columns) end(n uint32) uint32 {
	if c.closed[n] == absent {
		return c.last[n]
	}
	return max(c.last[n], c.closed[n])
}

// closedIn tells whether a conversation was closed in a period.
func (c *columns) closedIn(n uint32, p period) bool {
	closed := c.closed[n]
	return closed != absent && int64(closed) >= p.from && int64(closed) < p.to
}

// messages are a conversation's messages of its whole life.
func (f *facts) messages(n uint32) (m Messages) {
	v := f.volume[n]
	if v.in < manySent && v.agent < manySent && v.flow < manySent {
		return Messages{int(v.in), int(v.agent), int(v.flow)}
	}
	var marks markList
	marks.read(f, n)
	for _, by := range marks.by {
		m.count(by)
	}
	return m
}

// replyCount is how many replies a conversation has.
func (f *facts) replyCount(n uint32) int {
	if f.replies[n] != manyReplies {
		return int(f.replies[n])
	}
	return len(conversation.Measure(f.marksOf(n, nil), nil).Replies)
}
