package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"relato/conversation"
)

// facts is what is known of the account before its conversations are written for the rivals: the names that get
// numbers, and the first conversation of each contact.
type facts struct {
	settings conversation.Settings
	zone     *time.Location
	schedule *conversation.Schedule

	agents   map[string]conversation.Agent
	channels map[string]conversation.Channel
	contacts map[string]conversation.Contact

	names names
	first map[string]first // by contact
}

// names are the texts that rivals know by number, each list in its order. Number 0 is nobody, or none.
type names struct {
	Agents, Channels, Tags, ContactTags []string
}

// first is where a contact's conversations begin.
type first struct {
	start  int64
	thread string
	number int
}

func (f first) before(g first) bool {
	if f.start != g.start {
		return f.start < g.start
	}
	if f.thread != g.thread {
		return f.thread < g.thread
	}
	return f.number < g.number
}

func firstOf(r *conversation.Record) first {
	thread, _, _ := strings.Cut(r.ID, "~")
	return first{r.StartedAt, thread, r.Number}
}

// survey goes through an account once.
type survey struct{ *facts }

func collect(ctx context.Context, a *account) (*facts, error) {
	f := &facts{
		agents: map[string]conversation.Agent{}, channels: map[string]conversation.Channel{},
		contacts: map[string]conversation.Contact{}, first: map[string]first{},
	}
	if _, err := a.source.Changes(ctx, -1, survey{f}); err != nil {
		return nil, err
	}
	slices.Sort(f.names.Tags)
	slices.Sort(f.names.ContactTags)
	for id := range f.agents {
		f.names.Agents = append(f.names.Agents, id)
	}
	slices.Sort(f.names.Agents)
	for id := range f.channels {
		f.names.Channels = append(f.names.Channels, id)
	}
	slices.Sort(f.names.Channels)
	from := until.Add(-400 * 24 * time.Hour)
	f.schedule = conversation.NewSchedule(f.settings.Hours, f.settings.Holidays, f.zone, from.Unix(), until.Unix())
	return f, nil
}

func (s survey) Settings(settings conversation.Settings) (err error) {
	s.settings = settings
	s.zone, err = settings.Zone()
	return err
}

func (s survey) Agent(a conversation.Agent) error {
	s.agents[a.ID] = a
	return nil
}

func (s survey) Channel(c conversation.Channel) error {
	s.channels[c.ID] = c
	return nil
}

func (s survey) Contact(c conversation.Contact) error {
	s.contacts[c.ID] = c
	s.names.ContactTags = including(s.names.ContactTags, c.Tags)
	return nil
}

func (s survey) Removed(int64, int) error { return nil }

func (s survey) Conversation(r *conversation.Record) error {
	s.names.Tags = including(s.names.Tags, r.Tags)
	if f, known := s.first[r.Contact]; !known || firstOf(r).before(f) {
		s.first[r.Contact] = firstOf(r)
	}
	return nil
}

func including(list, more []string) []string {
	for _, text := range more {
		if !slices.Contains(list, text) {
			list = append(list, strings.Clone(text))
		}
	}
	return list
}

// number is a name's number in a list, from 1; 0 = none.
func number(list []string, name string) int64 { return int64(slices.Index(list, name) + 1) }

// mask is a set of names, a bit for each number; the empty set has bit 0.
func mask(list, of []string) int64 {
	if len(of) == 0 {
		return 1
	}
	m := int64(0)
	for _, name := range of {
		m |= 1 << number(list, name)
	}
	return m
}
