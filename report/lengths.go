package report

import (
	"reflect"
	"sync"

	"relato/conversation"
)

// lengths are columns of conversations' lengths on one clock, in seconds; absent where they do not exist.
type lengths struct {
	columns       *columns
	frt, replySum []uint32
	replies       []uint8  // manyReplies = ask count
	duration      []uint32 // nil = the calendar's, which follows from other columns
	count         func(n uint32) int
}

// business tells whether they are on the business clock.
func (l *lengths) business() bool { return l.duration != nil }

// durationOf is a conversation's duration.
func (l *lengths) durationOf(n uint32) uint32 {
	if l.duration != nil {
		return l.duration[n]
	}
	return l.columns.duration(n)
}

// repliesOf is how many replies of a conversation have a length.
func (l *lengths) repliesOf(n uint32) int {
	if l.replies[n] == manyReplies {
		return l.count(n)
	}
	return int(l.replies[n])
}

// lengths are the lengths on the clock that a filter asks for.
func (f *facts) lengths(filter Filter) *lengths {
	if filter.Business() {
		return f.business()
	}
	return f.calendar()
}

// calendar are the lengths on the calendar clock.
func (f *facts) calendar() *lengths {
	return &lengths{columns: &f.columns, frt: f.frt, replySum: f.replySum, replies: f.replies, count: f.replyCount}
}

// business are the lengths on the business clock. They are made when somebody first asks for them: not every account
// does, they take half as much memory again as all else that is counted, and they come from the marks at any time.
func (f *facts) business() *lengths {
	made := f.onBusiness
	made.Lock()
	defer made.Unlock()
	if made.size < len(f.start) {
		made.extend(len(f.start))
		inParallel(parts(0, len(f.start)), func(p part) (none struct{}) {
			for n := p.lo; n < p.hi; n++ {
				f.measureBusiness(uint32(n))
			}
			return none
		})
	}
	return &lengths{
		columns: &f.columns, frt: made.frt, duration: made.duration, replySum: made.replySum, replies: made.replies,
		count: func(n uint32) int {
			replies, _ := f.businessReplies(conversation.Measure(f.marksOf(n, nil), nil))
			return replies
		},
	}
}

// businessLengths are columns that are made when they are asked for.
type businessLengths struct {
	sync.Mutex
	size                    int // conversations that have them: all or none
	frt, duration, replySum []uint32
	replies                 []uint8
}

// extend makes room for so many conversations, whose lengths have to be measured.
func (b *businessLengths) extend(size int) {
	if b.size == 0 {
		b.frt, b.duration, b.replySum = spacious[uint32](size), spacious[uint32](size), spacious[uint32](size)
		b.replies, b.size = spacious[uint8](size), size
	}
	for b.size < size {
		b.frt, b.duration = push(b.frt, absent), push(b.duration, absent)
		b.replySum, b.replies = push(b.replySum, 0), push(b.replies, 0)
		b.size++
	}
}

// bytes is the memory that they hold.
func (b *businessLengths) bytes() int64 {
	b.Lock()
	defer b.Unlock()
	return held(reflect.ValueOf(b).Elem())
}

// measurer is memory for measuring one conversation after the other.
type measurer struct {
	list    markList
	marks   []conversation.Mark
	replies []conversation.Reply
}

// measure are a conversation's measures.
func (m *measurer) measure(f *facts, n uint32) conversation.Measures {
	m.marks = m.list.marks(f, n, m.marks)
	measures := conversation.Measure(m.marks, m.replies)
	m.replies = measures.Replies
	return measures
}

// measureBusiness computes a conversation's lengths on the business clock. Where all messages lie in one stretch of working
// hours, replies take what they take on the calendar's.
func (f *facts) measureBusiness(n uint32) {
	made := f.onBusiness
	made.duration[n] = f.working(f.durationInterval(n))
	made.frt[n], made.replies[n], made.replySum[n] = absent, 0, 0
	if f.frt[n] == absent || f.schedule == nil { // there are no replies, or no working hours
		return
	}
	if inside, same := f.schedule.Throughout(int64(f.start[n]), int64(f.last[n])); same {
		if inside {
			made.frt[n], made.replies[n], made.replySum[n] = f.frt[n], f.replies[n], f.replySum[n]
		}
		return
	}
	replies, sum, first := 0, uint32(0), true
	f.eachReply(n, func(reply conversation.Interval) {
		seconds := f.working(reply)
		if first {
			made.frt[n], first = seconds, false
		}
		if seconds != absent {
			replies++
			sum += seconds
		}
	})
	made.replies[n], made.replySum[n] = uint8(min(replies, manyReplies)), sum
}

// businessReplies are how many replies lie in working hours, and for how long.
func (f *facts) businessReplies(m conversation.Measures) (replies int, sum int64) {
	for _, reply := range m.Replies {
		if seconds := f.working(reply.Interval); seconds != absent {
			replies++
			sum += int64(seconds)
		}
	}
	return replies, sum
}

// durationInterval is a conversation's interval from start to end.
func (c *columns) durationInterval(n uint32) conversation.Interval {
	t := c.traits[n]
	if t&hasDuration == 0 {
		return conversation.Interval{From: conversation.None, To: conversation.None}
	}
	return conversation.Interval{From: int64(c.start[n]), To: int64(t.ended(c.closed[n], c.last[n]))}
}

// working are the working seconds of an interval; absent where it does not exist or is excluded.
func (f *facts) working(i conversation.Interval) uint32 {
	if f.schedule == nil || !i.Exists() {
		return absent
	}
	if seconds, ok := f.schedule.Seconds(i); ok {
		return uint32(seconds)
	}
	return absent
}
