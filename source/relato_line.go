package source

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"relato/conversation"
)

// lineFields are the fields that any line may have, as they stand in it. Of a field that is there twice the last
// counts.
type lineFields struct {
	kind, id, name, email, active, phone, tags, at       value
	channel, contact, origin, lifecycle, url             value
	events, thread, event                                value
	timezone, language, hours, holidays, inactivityHours value
	company                                              value
}

// set takes one member of a line; unknown ones are ignored.
func (l *lineFields) set(name []byte, v value) {
	switch string(name) {
	case "type":
		l.kind = v
	case "id":
		l.id = v
	case "name":
		l.name = v
	case "email":
		l.email = v
	case "active":
		l.active = v
	case "phone":
		l.phone = v
	case "tags":
		l.tags = v
	case "at":
		l.at = v
	case "channel":
		l.channel = v
	case "contact":
		l.contact = v
	case "origin":
		l.origin = v
	case "lifecycle":
		l.lifecycle = v
	case "url":
		l.url = v
	case "events":
		l.events = v
	case "thread":
		l.thread = v
	case "event":
		l.event = v
	case "company":
		l.company = v
	case "timezone":
		l.timezone = v
	case "language":
		l.language = v
	case "hours":
		l.hours = v
	case "holidays":
		l.holidays = v
	case "inactivity_hours":
		l.inactivityHours = v
	}
}

func (f *fields) agentLine(l lineFields) conversation.AgentLine {
	if l.id.absent() {
		f.missing("id", "a string that is not empty")
	}
	return conversation.AgentLine{
		ID:     f.agent("id", l.id),
		Name:   f.optional("name", l.name),
		Email:  f.optional("email", l.email),
		Active: f.boolean("active", l.active),
	}
}

func (f *fields) contactLine(l lineFields) conversation.ContactLine {
	c := conversation.ContactLine{
		ID:    f.needID("id", l.id),
		At:    math.MinInt64,
		Name:  f.optional("name", l.name),
		Phone: f.optional("phone", l.phone),
	}
	if !l.at.absent() {
		c.At = f.instant("at", l.at)
	}
	c.Tags = f.contactTags(l.tags)
	return c
}

// contactTags are the tags of a contact, each once; nil when absent.
func (f *fields) contactTags(v value) *[]string {
	tags := []string{}
	known := map[string]bool{}
	present := f.list("tags", v, "a list of tags", func(s string) {
		tag := norm.NFC.String(strings.TrimSpace(s))
		switch {
		case tag == "":
			f.fail("tags", "a tag must not be empty")
		case tag == reserved:
			f.fail("tags", "%q is reserved and cannot be a tag", reserved)
		case !known[tag]:
			known[tag] = true
			tags = append(tags, tag)
		}
	})
	if !present {
		return nil
	}
	return &tags
}

// thread reads the fields of a thread, which its id and those of a conversation or event line are.
func (f *fields) thread(idField string, id value, l lineFields) conversation.Thread {
	t := conversation.Thread{
		ID:        f.needID(idField, id),
		Channel:   f.id("channel", l.channel),
		Contact:   f.id("contact", l.contact),
		Lifecycle: conversation.Lifecycle(f.choice("lifecycle", l.lifecycle, conversation.LifecycleNames)),
		URL:       f.text("url", l.url),
	}
	if endsInNumber(t.ID) {
		f.fail(idField, "%s ends in ~ and digits, which is how the later conversations of a thread are named", id.shown())
	}
	if origin := f.text("origin", l.origin); !l.origin.absent() {
		t.Origin = originNamed(origin)
	}
	return t
}

// endsInNumber tells whether a thread's id looks like that of a later conversation: ID~n.
func endsInNumber(id string) bool {
	i := strings.LastIndexByte(id, '~')
	if i < 0 || i == len(id)-1 {
		return false
	}
	return strings.Trim(id[i+1:], "0123456789") == ""
}

// originNamed is the origin of that name; every name that is not ours is Other.
func originNamed(name string) conversation.Origin {
	for i, known := range conversation.OriginNames {
		if known == name && known != "" {
			return conversation.Origin(i)
		}
	}
	return conversation.Other
}

// events calls each for every event of a conversation line; name says which one it is.
func (f *fields) events(v value, each func(name string, v value)) {
	if v.absent() {
		return
	}
	if !v.isArray() {
		f.bad("events", v, "a list of events")
		return
	}
	n := 0
	v.elements(func(v value) {
		n++
		each("event "+strconv.Itoa(n), v)
	})
}
