package views

import (
	"encoding/json"
	"io"
	"time"

	"relato/conversation"
	"relato/report"
)

// What programs get besides the reports. Times are ISO 8601 in account time, lengths whole seconds, and null is what does
// not exist, as in the reports' own JSON.

// StoryJSON is one conversation with how its times came about.
type StoryJSON struct {
	Conversation json.RawMessage `json:"conversation"` // with the keys of Details
	Number       int             `json:"number"`       // in its thread, from 1
	Previous     *string         `json:"previous"`     // ids of the conversations around it in its thread
	Next         *string         `json:"next"`
	Replies      []ReplyJSON     `json:"replies"` // turns of the contact, the last perhaps without an answer
	Events       []EventJSON     `json:"events"`  // in their order
}

// ReplyJSON is a turn of the contact and its answer.
type ReplyJSON struct {
	AskedAt         string  `json:"asked_at"`
	Since           string  `json:"since"` // where the clock started: asked_at, or the last handoff after it
	AnsweredAt      *string `json:"answered_at"`
	Agent           *string `json:"agent"`
	Seconds         *int64  `json:"reply_s"`
	BusinessSeconds *int64  `json:"reply_business_s"`
	Handoffs        int     `json:"handoffs"`
}

// EventJSON is an event as the import format writes it; for a message with the furthest that became of it.
type EventJSON struct {
	Type    string `json:"type"`
	Key     string `json:"key"`
	At      string `json:"at"`
	From    string `json:"from,omitempty"`
	Agent   string `json:"agent,omitempty"`
	Tag     string `json:"tag,omitempty"`
	Status  string `json:"status,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Score   int    `json:"score,omitempty"`
	Comment string `json:"comment,omitempty"`
}

// NewStoryJSON is a story for programs.
func NewStoryJSON(s *report.Story) StoryJSON {
	a := &s.Account
	row := JSON[report.Row]{account: a, columns: report.DetailColumns, clock: newClock(a.Zone)}
	story := StoryJSON{
		Conversation: row.object(nil, &s.Row), Number: s.Number, Previous: given(s.Previous), Next: given(s.Next),
		Replies: []ReplyJSON{}, Events: []EventJSON{},
	}
	for _, e := range s.Exchanges {
		reply := ReplyJSON{AskedAt: isoTime(a, e.AskedAt*1000), Since: isoTime(a, e.From*1000), Handoffs: e.Handoffs, Agent: given(e.By)}
		if e.Answered() {
			seconds := e.To - e.From
			reply.AnsweredAt, reply.Seconds = given(isoTime(a, e.To*1000)), &seconds
		}
		if e.Business != conversation.None {
			reply.BusinessSeconds = &e.Business
		}
		story.Replies = append(story.Replies, reply)
	}
	for _, e := range s.Entries {
		status := e.Status
		if e.Kind == conversation.Message {
			status = e.Delivery
		}
		story.Events = append(story.Events, EventJSON{
			Type: e.Kind.String(), Key: e.Key, At: isoTime(a, e.At), From: e.From.String(), Agent: e.Agent, Tag: e.Tag,
			Status: status.String(), Reason: e.Reason.String(), Score: e.Score, Comment: e.Comment,
		})
	}
	return story
}

// given is a text that does not exist when it is empty.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// isoTime writes milliseconds as ISO 8601 in account time, with a fraction only where there is one.
func isoTime(a *report.Account, ms int64) string {
	zone := a.Zone
	if zone == nil {
		zone = time.UTC
	}
	return time.UnixMilli(ms).In(zone).Format("2006-01-02T15:04:05.999-07:00")
}

// WriteWaitingJSON writes the conversations that wait as rows and total of a report.
func WriteWaitingJSON(w io.Writer, waiting *report.Waiting) error {
	a := &waiting.Account
	j := JSON[report.Waiter]{w: w, account: a, columns: report.WaitingColumns, clock: newClock(a.Zone), buf: []byte(`{"rows":[`)}
	for i := range waiting.Rows {
		if err := j.Row(&waiting.Rows[i]); err != nil {
			return err
		}
	}
	return j.CloseCount(waiting.Total)
}

// ChoicesJSON are what filters can name, by the names of the parameters.
type ChoicesJSON struct {
	Channels    []ChoiceJSON `json:"channel"`
	Agents      []ChoiceJSON `json:"agent"`
	Tags        []ChoiceJSON `json:"tag"`
	ContactTags []ChoiceJSON `json:"contact_tag"`
}

// ChoiceJSON is one value of a parameter.
type ChoiceJSON struct {
	Value string  `json:"value"`
	Name  *string `json:"name"`
}

// NewChoicesJSON are choices for programs.
func NewChoicesJSON(c report.Choices) ChoicesJSON {
	list := func(choices []report.Choice) []ChoiceJSON {
		all := make([]ChoiceJSON, len(choices))
		for i, c := range choices {
			all[i] = ChoiceJSON{c.Value, given(c.Name)}
		}
		return all
	}
	return ChoicesJSON{list(c.Channels), list(c.Agents), list(c.Tags), list(c.ContactTags)}
}
