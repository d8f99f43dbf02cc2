package naive

import (
	"math"
	"slices"

	"relato/conversation"
)

// agentIDs are the agents known: "an agent, channel or contact first seen inside a line is created with its id".
func (a Account) agentIDs() []string {
	var ids []string
	for _, line := range a.Agents {
		ids = adding(ids, line.ID)
	}
	for _, thread := range a.Threads {
		for _, e := range thread.Events {
			if e.Agent != "" {
				ids = adding(ids, e.Agent)
			}
		}
	}
	return ids
}

// agent is what the lines say of an agent, who "is active until a line says otherwise".
func (a Account) agent(id string) (name, email string, active bool) {
	active = true
	for _, line := range a.Agents {
		if line.ID != id {
			continue
		}
		if line.Name != nil {
			name = *line.Name
		}
		if line.Email != nil {
			email = *line.Email
		}
		if line.Active != nil {
			active = *line.Active
		}
	}
	return name, email, active
}

func (a Account) channelName(id string) string {
	name := ""
	for _, line := range a.Channels {
		if line.ID == id && line.Name != nil {
			name = *line.Name
		}
	}
	return name
}

// newest is the contact line whose field counts: "A later contact line (by `at`; without one it is the oldest; at the
// same `at` the one imported last) replaces the fields it has, `tags` as a whole; each field keeps the newest line
// that had it." nil when no line has the field.
func (a Account) newest(id string, field func(conversation.ContactLine) bool) *conversation.ContactLine {
	var best *conversation.ContactLine
	at := int64(math.MinInt64)
	for i, line := range a.Contacts {
		if line.ID == id && field(line) && line.At >= at {
			best, at = &a.Contacts[i], line.At
		}
	}
	return best
}

func (a Account) contactName(id string) string {
	line := a.newest(id, func(l conversation.ContactLine) bool { return l.Name != nil })
	if line == nil {
		return ""
	}
	return *line.Name
}

func (a Account) contactPhone(id string) string {
	line := a.newest(id, func(l conversation.ContactLine) bool { return l.Phone != nil })
	if line == nil {
		return ""
	}
	return *line.Phone
}

// contactTags are a person's tags, sorted. A conversation without a contact has none.
func (a Account) contactTags(id string) []string {
	line := a.newest(id, func(l conversation.ContactLine) bool { return l.Tags != nil })
	if line == nil || id == "" {
		return nil
	}
	var tags []string
	for _, tag := range *line.Tags {
		tags = adding(tags, tag)
	}
	slices.Sort(tags)
	return tags
}
