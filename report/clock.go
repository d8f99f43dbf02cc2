package report

import (
	"relato/conversation"
)

// ahead is how far beyond the newest conversation the working hours are laid out, in seconds, so that a running account
// rarely needs more.
const ahead = 45 * 24 * 3600

// time computes what the time zone and the working hours decide of conversations.
func (f *facts) time(numbers []uint32) {
	if len(numbers) == 0 {
		return
	}
	if f.settings.Hours.Exist() {
		f.layHours(numbers)
	}
	var replies []conversation.Reply
	var marks []conversation.Mark
	for _, n := range numbers {
		marks = f.marksOf(n, marks)
		m := conversation.Measure(marks, replies)
		replies = m.Replies
		f.businessSpans(n, f.duration(n, m), m)
	}
}

// layHours lays the working hours out over the time of conversations, if they are not there yet: a schedule that has to
// be extended for every answer would be slow.
func (f *facts) layHours(numbers []uint32) {
	first, last := int64(absent), int64(0)
	widen := func(r *row) {
		first = min(first, int64(r.start))
		last = max(last, int64(r.start), int64(r.last))
		if r.closed != absent {
			last = max(last, int64(r.closed))
		}
	}
	for _, n := range numbers {
		widen(&f.rows[n])
	}
	if f.schedule.Covers(first, last) {
		return
	}
	for i := range f.rows {
		widen(&f.rows[i])
	}
	f.schedule = conversation.NewSchedule(f.settings.Hours, f.settings.Holidays, f.zone, first, last+ahead)
}

// duration is a conversation's interval from start to end.
func (f *facts) duration(n uint32, m conversation.Measures) conversation.Interval {
	r := &f.rows[n]
	return conversation.Conversation{
		StartedAt: int64(r.start), ClosedAt: unstamp(r.closed), Reason: r.reason,
	}.Duration(m)
}

// calendarSpans are a conversation's lengths on the calendar clock.
func calendarSpans(duration conversation.Interval, m conversation.Measures) spans {
	s := spans{frt: absent, duration: absent, replies: uint32(len(m.Replies))}
	if m.FirstResponse.Exists() {
		s.frt = uint32(m.FirstResponse.Seconds())
	}
	if duration.Exists() {
		s.duration = uint32(duration.Seconds())
	}
	for _, r := range m.Replies {
		s.replySum += uint32(r.Seconds())
	}
	return s
}

// businessSpans computes a conversation's lengths on the business clock, and whether it started inside hours.
func (f *facts) businessSpans(n uint32, duration conversation.Interval, m conversation.Measures) {
	s := spans{frt: absent, duration: absent}
	r := &f.rows[n]
	r.flags &^= isInside
	if f.schedule == nil {
		f.business[n] = s
		return
	}
	r.flags |= when(f.schedule.Inside(int64(r.start)), isInside)
	s.frt = f.working(m.FirstResponse)
	s.duration = f.working(duration)
	for _, reply := range m.Replies {
		if seconds := f.working(reply.Interval); seconds != absent {
			s.replies++
			s.replySum += seconds
		}
	}
	f.business[n] = s
}

// working are the working seconds of an interval; absent where it does not exist or is excluded.
func (f *facts) working(i conversation.Interval) uint32 {
	if !i.Exists() {
		return absent
	}
	if seconds, ok := f.schedule.Seconds(i); ok {
		return uint32(seconds)
	}
	return absent
}
