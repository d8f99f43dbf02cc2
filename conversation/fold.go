package conversation

import (
	"slices"
	"time"
)

// SurveyReach is how long after a survey a rating still answers it (section 3).
const SurveyReach = 7 * 24 * time.Hour

// DefaultInactivity is the silence that ends a conversation of an Inactivity thread until the account says otherwise.
const DefaultInactivity = 24 * time.Hour

// Rules are what an account's conversations depend on besides their events.
type Rules struct {
	Inactivity time.Duration // silence that ends a conversation of an Inactivity thread
	Now        time.Time
}

// Set is a thread's set of events in their order (section 2).
type Set struct {
	events []Event
	failed map[string]bool // keys of messages that a status event calls failed
}

// NewSet makes the set of events that came in any order, any number of times.
func NewSet(events []Event) Set {
	byKey := make(map[string]int, len(events))
	unique := make([]Event, 0, len(events))
	for _, e := range events {
		if i, known := byKey[e.Key]; known {
			unique[i] = Merge(unique[i], e)
			continue
		}
		byKey[e.Key] = len(unique)
		unique = append(unique, e)
	}
	slices.SortFunc(unique, Compare)
	return OrderedSet(unique, nil)
}

// OrderedSet makes a set of events that are unique and in order already. failed names messages that are known to have
// failed by status events that are not among them.
func OrderedSet(events []Event, failed []string) Set {
	s := Set{events: events}
	fail := func(key string) {
		if s.failed == nil {
			s.failed = map[string]bool{}
		}
		s.failed[key] = true
	}
	for _, key := range failed {
		fail(key)
	}
	for _, e := range events {
		if e.Kind == Status && e.Status == Failed {
			fail(e.Of)
		}
	}
	return s
}

// Events are the set's events in order.
func (s Set) Events() []Event { return s.events }

// HasFailed tells whether a message failed: any version of it or any status of it says so.
func (s Set) HasFailed(e *Event) bool { return e.Own == Failed || s.failed[e.Key] }

// Fold turns a thread's set of events into its conversations, in order (sections 3 and 4). It is a pure function: the
// same set gives the same conversations whatever order its events came in.
func Fold(t Thread, s Set, r Rules) []Conversation { return FoldFrom(t, s, r, 1) }

// FoldFrom folds a thread whose set begins with the event that starts conversation number first. What belongs to
// conversations before that is left out, and so is what earlier events would have given the first one: its tags,
// ratings and pending assigns hold only where there are none before it.
func FoldFrom(t Thread, s Set, r Rules, first int) []Conversation {
	f := newFolder(t, s, r, first)
	for i := range s.events {
		f.passes(s.events[i].Second())
		f.take(&s.events[i])
	}
	f.passes(r.Now.Unix())
	conversations := make([]Conversation, len(f.cycles))
	for i, c := range f.cycles {
		conversations[i] = c.conversation(t, first+i)
	}
	return conversations
}

// folder walks over a thread's events in order.
type folder struct {
	set     Set
	thread  Thread
	silence int64 // seconds
	number  int

	cycles  []*cycle
	open    bool     // the last cycle is open
	pending []*Event // what belongs to the next conversation

	lastSurvey       int64 // time of the thread's last survey
	lastSurveyHolder int   // index of the cycle that survey belongs to; may be one that has not begun
}

func newFolder(t Thread, s Set, r Rules, first int) *folder {
	return &folder{set: s, thread: t, silence: int64(r.Inactivity / time.Second), number: first, lastSurvey: None}
}

// passes closes the open conversation of an Inactivity thread when the clock or an event shows that silence ended it.
func (f *folder) passes(now int64) {
	if !f.open || f.thread.Lifecycle != Inactivity {
		return
	}
	c := f.last()
	if now-c.heard > f.silence {
		c.closed, c.reason, f.open = c.heard+f.silence, ByInactivity, false
	}
}

func (f *folder) last() *cycle { return f.cycles[len(f.cycles)-1] }

// take gives an event to the conversation it belongs to.
func (f *folder) take(e *Event) {
	switch e.Kind {
	case Message:
		if f.set.HasFailed(e) {
			return
		}
		f.begin(e)
		f.last().heard = e.Second()
		f.add(f.current(), e)
	case Open:
		f.begin(e)
	case Close:
		f.close(e)
	case Assign, Handoff:
		f.add(f.current(), e)
	case Tag, Untag:
		f.add(f.latest(), e)
	case Survey:
		f.lastSurvey, f.lastSurveyHolder = e.Second(), f.latest()
		f.add(f.lastSurveyHolder, e)
	case Rating:
		holder := f.latest()
		if f.lastSurvey != None && e.Second()-f.lastSurvey <= int64(SurveyReach/time.Second) {
			holder = f.lastSurveyHolder
		}
		f.add(holder, e)
	case Status: // it only says what became of a message
	}
}

// current is the index of the open conversation, else of the next.
func (f *folder) current() int {
	if f.open {
		return len(f.cycles) - 1
	}
	return len(f.cycles)
}

// latest is the index of the conversation that is open, else last closed, else the first.
func (f *folder) latest() int { return max(0, len(f.cycles)-1) }

// add appends an event to a cycle, or keeps it for the next one.
func (f *folder) add(holder int, e *Event) {
	if holder == len(f.cycles) {
		f.pending = append(f.pending, e)
		return
	}
	f.cycles[holder].events = append(f.cycles[holder].events, e)
}

// begin starts a conversation unless one is open.
func (f *folder) begin(e *Event) {
	if f.open {
		return
	}
	f.cycles = append(f.cycles, &cycle{started: e.Second(), closed: None, heard: e.Second(), events: f.pending})
	f.pending, f.open = nil, true
}

// close ends the open conversation; without one it means nothing.
func (f *folder) close(e *Event) {
	if !f.open {
		return
	}
	c := f.last()
	c.closed, c.reason, c.closedBy, f.open = e.Second(), e.CloseReason(), e.Agent, false
}

func (o *ownership) take(e *Event) {
	switch {
	case e.Kind == Assign:
		o.agent, o.assigned = e.Agent, true
	case e.From == FromAgent && !o.assigned:
		o.agent = e.Agent
	}
}
