// Package naive computes the four reports a second time, straight from the text of docs/definitions.md: plain loops over
// plain slices, nothing kept, nothing shared with the code that it checks. Tests compare the two.
package naive

import (
	"time"

	"relato/conversation"
)

// Account is everything that was imported, in the order of import, and the settings.
type Account struct {
	Zone       *time.Location
	Hours      conversation.Hours
	Holidays   []conversation.Date
	Inactivity time.Duration // whole seconds
	Now        time.Time

	Threads  []conversation.ThreadEvents // raw: any order, duplicates, versions, a thread more than once
	Agents   []conversation.AgentLine
	Channels []conversation.ChannelLine
	Contacts []conversation.ContactLine
}

// Conversations folds every thread of the account.
func (a Account) Conversations() []Conversation {
	var all []Conversation
	for _, id := range a.threadIDs() {
		thread, events := a.thread(id)
		all = append(all, Fold(thread, events, a.Inactivity, a.Now)...)
	}
	return all
}

func (a Account) threadIDs() []string {
	var ids []string
	for _, line := range a.Threads {
		ids = adding(ids, line.ID)
	}
	return ids
}

// thread puts together what all lines say of one thread: "thread fields … hold field by field as last imported, an
// absent field changing nothing", and a line "adds its events to the thread; it never removes any".
func (a Account) thread(id string) (conversation.Thread, []conversation.Event) {
	thread := conversation.Thread{ID: id}
	var events []conversation.Event
	for _, line := range a.Threads {
		if line.ID != id {
			continue
		}
		if line.Channel != "" {
			thread.Channel = line.Channel
		}
		if line.Contact != "" {
			thread.Contact = line.Contact
		}
		if line.Origin != conversation.NoOrigin {
			thread.Origin = line.Origin
		}
		if line.Lifecycle != conversation.NoLifecycle {
			thread.Lifecycle = line.Lifecycle
		}
		if line.URL != "" {
			thread.URL = line.URL
		}
		events = append(events, line.Events...)
	}
	return thread, events
}

// adding is a list with one more string, unless it has it.
func adding(list []string, s string) []string {
	if has(list, s) {
		return list
	}
	return append(list, s)
}

func has(list []string, s string) bool {
	for _, other := range list {
		if other == s {
			return true
		}
	}
	return false
}

func without(list []string, s string) []string {
	var rest []string
	for _, other := range list {
		if other != s {
			rest = append(rest, other)
		}
	}
	return rest
}
