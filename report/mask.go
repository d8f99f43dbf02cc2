package report

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
)

// Mask hides who the contacts of a report are. A contact is a code, the same wherever it stands under one key and another
// under another, so that rows of one person stay together and two reports cannot be laid side by side. Without the key,
// which no reader has, nobody can try all phone numbers for the one that gives a code.
type Mask struct {
	key  []byte
	name string
}

// NewMask makes the mask of a key. name is what a contact is called, with a %s for its code.
func NewMask(key, name string) *Mask { return &Mask{[]byte(key), name} }

// Masked are the columns of Details whose values a mask takes away or replaces; they must not order what it hides.
var Masked = []string{
	"conversation_id", "contact_id", "contact_name", "contact_phone", "contact_tags", "csat_comment", "url",
}

// Reveals is the parameter by which a filter looks into what a mask hides, so that its rows would tell; empty when none
// does.
func (f Filter) Reveals() string {
	if strings.TrimSpace(f.Search) != "" {
		return "q"
	}
	return ""
}

// Unordered is the filter without an order by what a mask hides: the order of names tells names.
func (f Filter) Unordered() Filter {
	if slices.Contains(Masked, f.Sort) {
		f.Sort, f.Dir = "", ""
	}
	return f
}

// Row is a conversation without what tells whose it is: what is not named here is not shown, also of fields to come.
func (m *Mask) Row(r Row) Row {
	contact := m.code("contact", r.Contact)
	masked := Row{
		ID: m.code("conversation", r.ID), Contact: contact,

		Status: r.Status, Origin: r.Origin, Channel: r.Channel, ChannelName: r.ChannelName, NewContact: r.NewContact,
		Tags: r.Tags, Owner: r.Owner, OwnerName: r.OwnerName, Agents: r.Agents, FirstResponder: r.FirstResponder,
		ClosedBy: r.ClosedBy, StartedAt: r.StartedAt, InHours: r.InHours, FirstContactAt: r.FirstContactAt,
		FirstResponseAt: r.FirstResponseAt, FRT: r.FRT, FRTBusiness: r.FRTBusiness, Replies: r.Replies,
		ReplySum: r.ReplySum, ReplyMax: r.ReplyMax, RepliesBusiness: r.RepliesBusiness, ReplyBusinessSum: r.ReplyBusinessSum,
		Messages: r.Messages, LastMessageAt: r.LastMessageAt, ClosedAt: r.ClosedAt, Reason: r.Reason, Duration: r.Duration,
		DurationBusiness: r.DurationBusiness, Unanswered: r.Unanswered, Waiting: r.Waiting, SurveyAt: r.SurveyAt,
		Rating: r.Rating, CreditedAgent: r.CreditedAgent,
	}
	if contact != "" {
		masked.ContactName = fmt.Sprintf(m.name, contact)
	}
	return masked
}

// Agent is an agent's row without the address at which a stranger could write to them.
func (m *Mask) Agent(r AgentRow) AgentRow {
	r.Email = ""
	return r
}

// code stands for an id of a kind: 50 bits, by which a million contacts are still told apart. Nothing has no code.
func (m *Mask) code(kind, id string) string {
	if id == "" {
		return ""
	}
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte(kind + "\x00" + id))
	text := base32.StdEncoding.EncodeToString(h.Sum(nil))
	return text[:5] + "-" + text[5:10]
}
