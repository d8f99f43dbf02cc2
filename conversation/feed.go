package conversation

import "time"

// Settings are what an account has been told of itself, with the defaults for what it has not.
type Settings struct {
	Company         string // its name; empty until it is set
	Timezone        string // IANA name; "UTC" until it is set
	TimezoneSet     bool
	Language        string // "pt-BR" until it is set
	Hours           Hours
	Holidays        []Date
	InactivityHours int // 24 until it is set
}

// Zone is the account's time zone.
func (s Settings) Zone() (*time.Location, error) { return time.LoadLocation(s.Timezone) }

// Agent is what is known of an agent; names may be empty.
type Agent struct {
	ID, Name, Email string
	Active          bool
}

// Channel is what is known of a channel.
type Channel struct{ ID, Name, Phone string }

// Contact is what is known of a contact.
type Contact struct {
	ID, Name, Phone string
	Tags            []string // sorted
}

// Record is a conversation with what its thread says of it.
type Record struct {
	Thread  int64 // number of the thread; another may get it after all conversations of this one were told to be removed
	ID      string
	Channel string // id; empty = not known
	Contact string // id; empty = not known
	URL     string
	Conversation
}

// Feed takes what changed in an account since a revision, in the order of the methods. What it is given it may keep,
// but for the Record, which the next one overwrites.
type Feed interface {
	Settings(Settings) error
	Agent(Agent) error
	Channel(Channel) error
	Contact(Contact) error
	Removed(thread int64, number int) error
	Conversation(*Record) error
}
