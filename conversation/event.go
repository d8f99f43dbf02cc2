// Package conversation turns what happened in a thread into conversations. It is pure: no I/O, no clock of its own.
//
// The rules are sections 1 to 4 of the definitions (docs/definitions.md); the words are theirs.
package conversation

import (
	"cmp"
	"strings"
)

// None marks an instant, a number of seconds or an index that does not exist.
const None = -1

// Kind says what an event is. The values are in the order in which events of the same time and sequence number
// are applied (section 2).
type Kind uint8

// The kinds of events.
const (
	Open Kind = iota
	Assign
	Tag
	Untag
	Message
	Handoff
	Survey
	Rating
	Close
	Status
)

// Sender says who wrote a message.
type Sender uint8

// The senders. NoSender is an absent field: only messages need one.
const (
	NoSender Sender = iota
	FromContact
	FromAgent
	FromFlow
)

// Delivery is what became of a message, in the order of its progress; once failed, failed.
type Delivery uint8

// The deliveries. NoDelivery is an absent field.
const (
	NoDelivery Delivery = iota
	Sent
	Delivered
	Read
	Failed
)

// Reason says what ended a conversation.
type Reason uint8

// The reasons. NoReason is an absent field of a close event, or the reason of an open conversation.
const (
	NoReason Reason = iota
	ByAgent
	ByFlow
	ByInactivity
	ByAPI
)

// Origin says who started a conversation.
type Origin uint8

// The origins. NoOrigin means that the source states none.
const (
	NoOrigin Origin = iota
	Inbound
	Inbox
	Flow
	Other
)

// Lifecycle says what ends the conversations of a thread. NoLifecycle is an absent field and acts as Explicit.
type Lifecycle uint8

// The lifecycles: Explicit threads end by close events alone, Inactivity threads by silence too.
const (
	NoLifecycle Lifecycle = iota
	Explicit
	Inactivity
)

// Names of the values above as formats, files and addresses write them; the name of an absent value is empty.
var (
	KindNames      = []string{"open", "assign", "tag", "untag", "message", "handoff", "survey", "rating", "close", "status"}
	SenderNames    = []string{"", "contact", "agent", "flow"}
	DeliveryNames  = []string{"", "sent", "delivered", "read", "failed"}
	ReasonNames    = []string{"", "agent", "flow", "inactivity", "api"}
	OriginNames    = []string{"", "inbound", "inbox", "flow", "other"}
	LifecycleNames = []string{"", "explicit", "inactivity"}
)

func (k Kind) String() string      { return KindNames[k] }
func (s Sender) String() string    { return SenderNames[s] }
func (d Delivery) String() string  { return DeliveryNames[d] }
func (r Reason) String() string    { return ReasonNames[r] }
func (o Origin) String() string    { return OriginNames[o] }
func (l Lifecycle) String() string { return LifecycleNames[l] }

// Event is one thing that happened in a thread (section 2). A field that the source does not give is zero, and any
// event may carry any field: those that its kind has no use for only take part in Key and in Merge.
type Event struct {
	Key     string // unique within the thread; DefaultKey where the source has none
	Kind    Kind
	At      int64  // Unix milliseconds, never negative
	Seq     int64  // the source's sequence number, 0 where it gives none
	From    Sender // who wrote a message
	Agent   string // id of the agent who wrote, was assigned, or closed; empty = nobody
	Tag     string // of tag and untag: trimmed and NFC
	Of      string // of status: the key of its message
	Status  Delivery
	Reason  Reason // of close
	Score   int    // of rating: 1 to 5
	Comment string // of rating

	// Own is a message's own status: the furthest that any version of the event ever said.
	Own Delivery
}

// Second is the event's time in whole Unix seconds, which everything but the order of events uses.
func (e Event) Second() int64 { return e.At / 1000 }

// CloseReason is why a close ended its conversation: one without a reason is an agent's if it names one (section 3).
func (e Event) CloseReason() Reason {
	switch {
	case e.Reason != NoReason:
		return e.Reason
	case e.Agent != "":
		return ByAgent
	}
	return ByAPI
}

// Compare orders events of one thread: by time, sequence number, kind and key (section 2).
func Compare(a, b Event) int {
	if c := cmp.Compare(a.At, b.At); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Seq, b.Seq); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Kind, b.Kind); c != 0 {
		return c
	}
	return strings.Compare(a.Key, b.Key)
}

// Merge returns the one event that two versions with the same key are: the earlier one, else the one whose fields
// are smaller as canonical JSON (section 2). It is commutative, associative and idempotent.
func Merge(a, b Event) Event {
	own := max(a.Own, b.Own)
	if b.At < a.At || b.At == a.At && b.canonical() < a.canonical() {
		a = b
	}
	a.Own = own
	return a
}

// Item is one thing that a source yields: ThreadEvents, an AgentLine, a ChannelLine, a ContactLine, SamePerson or a
// SettingsLine.
type Item interface{ item() }

// Thread holds what a source says of a thread. A zero field is absent and changes nothing.
type Thread struct {
	ID        string
	Channel   string
	Contact   string
	Origin    Origin // of the thread's first conversation
	Lifecycle Lifecycle
	URL       string
}

// With is the thread as it is after a source said more of it: a field that more has replaces the one before.
func (t Thread) With(more Thread) Thread {
	if more.Channel != "" {
		t.Channel = more.Channel
	}
	if more.Contact != "" {
		t.Contact = more.Contact
	}
	if more.Origin != NoOrigin {
		t.Origin = more.Origin
	}
	if more.Lifecycle != NoLifecycle {
		t.Lifecycle = more.Lifecycle
	}
	if more.URL != "" {
		t.URL = more.URL
	}
	return t
}

// ThreadEvents brings events of one thread, in any order and any number of times.
type ThreadEvents struct {
	Thread
	Events []Event
}

// AgentLine says something of an agent; nil fields change nothing.
type AgentLine struct {
	ID     string
	Name   *string
	Email  *string
	Active *bool
}

// ChannelLine says something of a channel; nil fields change nothing.
type ChannelLine struct {
	ID    string
	Name  *string
	Phone *string
}

// ContactLine says something of a contact. Each field keeps the newest line that had it.
type ContactLine struct {
	ID    string
	At    int64 // Unix milliseconds; math.MinInt64 = not given, older than every other line
	Name  *string
	Phone *string
	Tags  *[]string // trimmed and NFC, as a whole
}

// SamePerson says that two ids of contacts, as other items name them, are one person. Reports are as if that had always
// been known. It may come before either id is used, and any number of times.
type SamePerson struct {
	Contact string // the id to keep
	Other   string
}

// SettingsLine changes settings of the account; nil fields change nothing.
type SettingsLine struct {
	Company         *string
	Timezone        *string
	Language        *string
	Hours           *Hours
	Holidays        *[]string // dates, YYYY-MM-DD
	InactivityHours *int
}

func (ThreadEvents) item() {}
func (AgentLine) item()    {}
func (ChannelLine) item()  {}
func (ContactLine) item()  {}
func (SamePerson) item()   {}
func (SettingsLine) item() {}
