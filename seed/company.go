// Package seed makes the demo account: a Brazilian retailer with agents, flows and two years of traffic, as a stream of
// items that is the same, byte for byte, each time.
package seed

import (
	"iter"
	"time"

	"relato/conversation"
)

// What a Company is when it does not say.
const (
	DefaultConversations = 60_000
	DefaultSpan          = 2 * 365 * 24 * time.Hour
)

// companyName is what the company is called.
const companyName = "Loja Horizonte"

// Zone is the company's time zone.
const Zone = "America/Sao_Paulo"

// Company says how large the demo account is and when it ends. Equal companies have equal items.
type Company struct {
	Conversations int           // about how many; 0 or less = DefaultConversations
	Until         time.Time     // nothing happens after it; must be given
	Span          time.Duration // how long before Until the traffic begins; 0 or less = DefaultSpan
}

// Items yields the settings, agents and channels, then the threads in the order in which they start, each contact
// before its first thread. A thread comes whole, all its cycles at once. Nothing is kept of what was yielded but a few
// bytes per contact, so a company of any size can be streamed.
func (c Company) Items() iter.Seq[conversation.Item] {
	return func(yield func(conversation.Item) bool) {
		o := newOffice(c.withDefaults())
		_ = o.introduce(yield) && o.work(yield)
	}
}

func (c Company) withDefaults() Company {
	if c.Conversations <= 0 {
		c.Conversations = DefaultConversations
	}
	if c.Span <= 0 {
		c.Span = DefaultSpan
	}
	return c
}

// introduce yields who and what the company is; false when nobody wants to hear more.
func (o *office) introduce(yield func(conversation.Item) bool) bool {
	name, zone, language, hours, inactivity := companyName, Zone, "pt-BR", workingHours, inactivityHours
	holidays := make([]string, len(o.holidays))
	for i, d := range o.holidays {
		holidays[i] = d.String()
	}
	settings := conversation.SettingsLine{
		Company: &name, Timezone: &zone, Language: &language, Hours: &hours, Holidays: &holidays, InactivityHours: &inactivity,
	}
	if !yield(settings) {
		return false
	}
	for i := range o.crew {
		if !yield(o.crew[i].line(o.until)) {
			return false
		}
	}
	for i := range channels {
		c := channels[i]
		if !yield(conversation.ChannelLine{ID: c.id, Name: &c.name, Phone: &c.phone}) {
			return false
		}
	}
	return true
}

// work yields the contacts and their threads; false when nobody wants to hear more.
func (o *office) work(yield func(conversation.Item) bool) bool {
	owed := 0 // conversations that were already yielded as later cycles of a thread
	for a := range o.arrivals() {
		if owed > 0 {
			owed--
			continue
		}
		who := o.people.visit(a.at)
		if line, changed := o.people.line(who, a.at); changed && !yield(line) {
			return false
		}
		thread, cycles := o.thread(a, who)
		owed += cycles - 1
		if !yield(thread) {
			return false
		}
	}
	return true
}
