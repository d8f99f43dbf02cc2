package source

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"relato/conversation"
)

// chatwootMessage is a message as Chatwoot shows it.
type chatwootMessage struct {
	id, kind, content, private, created, status, sender, account, inbox, conversation, more, attributes value
}

// The kinds of messages by the numbers that some versions send instead of names.
var chatwootMessageTypes = map[string]string{"0": "incoming", "1": "outgoing", "2": "activity", "3": "template"}

// pick finds the fields of a message.
func (m *chatwootMessage) pick(v value) {
	v.pick(member{"id", &m.id}, member{"message_type", &m.kind}, member{"content_type", &m.content}, member{"private", &m.private},
		member{"created_at", &m.created}, member{"status", &m.status}, member{"sender", &m.sender}, member{"account", &m.account},
		member{"inbox", &m.inbox}, member{"conversation", &m.conversation}, member{"additional_attributes", &m.more},
		member{"content_attributes", &m.attributes})
}

// named is the kind of a message by its name.
func (m *chatwootMessage) named() string {
	if kind := m.kind.word(); kind != "" {
		return kind
	}
	return chatwootMessageTypes[string(m.kind)]
}

// message reads a message, a survey, or the answer to one.
func (d *chatwootReader) message(f *fields, root value, isNew bool) {
	var m chatwootMessage
	m.pick(root)
	if d.isForeign(m.account) || m.private.isTrue() || m.named() == "activity" {
		d.ignore()
		return
	}
	if m.conversation.absent() {
		f.missing("conversation", "an object")
		return
	}
	c, err := d.conversation(f, m.conversation)
	if err != nil {
		d.ignore()
		return
	}
	id := f.key("id", m.id)
	at := f.instantOrUnix("created_at", m.created)
	if f.err != nil {
		return
	}
	d.channel(c.Channel, clip(m.inbox.at("name").word(), maxName), "")
	if m.content.word() == "input_csat" {
		d.survey(f, c, m, id, at)
		return
	}
	e := d.wrote(f, m, id, at)
	if f.err != nil {
		return
	}
	events := []conversation.Event{e}
	if isNew && c.status == "resolved" {
		// Chatwoot leaves a conversation resolved when an agent adds a word; without this it would be open for ever.
		end := c.closing("resolved", max(at, c.updated))
		end.Seq = e.Seq
		events = append(events, end)
	}
	d.events(c.Thread, events...)
}

// wrote is a message as an event.
func (d *chatwootReader) wrote(f *fields, m chatwootMessage, id string, at int64) conversation.Event {
	e := conversation.Event{Kind: conversation.Message, Key: "message:" + id, At: at, Seq: chatwootSeq(id), Own: chatwootFate(m)}
	switch kind := m.named(); kind {
	case "incoming":
		e.From = conversation.FromContact
	case "outgoing", "template":
		e.From, e.Agent = d.writer(f, m, kind)
	case "":
		if !m.kind.absent() {
			f.bad("message_type", m.kind, acceptedMessageTypes)
			break
		}
		f.missing("message_type", acceptedMessageTypes)
	default:
		f.bad("message_type", m.kind, acceptedMessageTypes)
	}
	return e
}

const acceptedMessageTypes = "one of incoming, outgoing, activity, template"

// chatwootSeq orders what has the same time: Chatwoot numbers messages as they come.
func chatwootSeq(id string) int64 {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// isForeign tells whether a message is of another account than the one that this source is said to be.
func (d *chatwootReader) isForeign(account value) bool {
	id := account.at("id")
	return !id.absent() && d.Options["account"] != "" && string(id) != d.Options["account"] && id.word() != d.Options["account"]
}

// writer is who wrote an outgoing message: a flow, if a campaign, a rule, a bot or Chatwoot itself did, else an agent.
// What somebody types on the phone comes back without a sender.
func (d *chatwootReader) writer(f *fields, m chatwootMessage, kind string) (conversation.Sender, string) {
	var rule, echo value
	m.attributes.pick(member{"automation_rule_id", &rule}, member{"external_echo", &echo})
	var id, name value
	m.sender.pick(member{"id", &id}, member{"type", &name})
	switch {
	case kind == "template", !rule.absent(), !m.more.at("campaign_id").absent():
		return conversation.FromFlow, ""
	case name.word() == "user", name.word() == "User":
		return conversation.FromAgent, d.known(f.key("sender.id", id), m.sender)
	case m.sender.absent() && echo.isTrue():
		return conversation.FromAgent, ""
	}
	return conversation.FromFlow, ""
}

// chatwootFate is what became of a message, where Chatwoot says so.
func chatwootFate(m chatwootMessage) conversation.Delivery {
	if reason := m.attributes.at("external_error"); reason.word() != "" {
		return conversation.Failed
	}
	switch m.status.word() {
	case "sent":
		return conversation.Sent
	case "delivered":
		return conversation.Delivered
	case "read":
		return conversation.Read
	case "failed":
		return conversation.Failed
	}
	return conversation.NoDelivery
}

// survey reads the question how it was, which is no message, and the answer, which comes as a change of it. The customer
// may think again, so each answer is an event; its time is that of the change.
func (d *chatwootReader) survey(f *fields, c chatwootConversation, m chatwootMessage, id string, at int64) {
	events := []conversation.Event{{Kind: conversation.Survey, Key: "survey:" + id, At: at, Seq: chatwootSeq(id)}}
	if answer := m.attributes.at("submitted_values", "csat_survey_response"); !answer.at("rating").absent() {
		rating := ratedBy(f, "content_attributes.submitted_values.csat_survey_response.", answer, id, max(at, c.updated))
		if f.err == nil {
			d.changedBack(&rating, id, c.updated)
			events = append(events, rating)
		}
	}
	d.events(c.Thread, events...)
}

// ratedBy is an answer to the survey that a message is.
func ratedBy(f *fields, where string, answer value, message string, at int64) conversation.Event {
	var score, comment value
	answer.pick(member{"rating", &score}, member{"feedback_message", &comment})
	// The number of the survey keeps its answer behind it where Chatwoot tells no later time of that.
	e := conversation.Event{Kind: conversation.Rating, At: at, Seq: chatwootSeq(message), Comment: clip(comment.word(), maxComment)}
	if score.absent() {
		f.missing(where+"rating", acceptedScore)
	}
	e.Score = int(f.integer(where+"rating", score, 1, 5, acceptedScore))
	sum := sha256.Sum256([]byte(e.Comment))
	e.Key = fmt.Sprintf("rating:%s:%d:%s", message, e.Score, hex.EncodeToString(sum[:4]))
	return e
}
