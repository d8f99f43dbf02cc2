package source

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"relato/conversation"
)

// Chatwoot's webhooks (docs/sources.md, "Chatwoot"). Versions from 4.11.2 on sign them; for older ones the secret stands
// at the end of the address, which is as secret as the address is.
var chatwoot = Hook{
	Kind: "chatwoot",
	Options: []Option{
		{Name: "url"}, {Name: "account"}, {Name: "api-token", Secret: true},
	},
	Verify: verifyChatwoot,
	Read:   readChatwoot,
}

// maxSignatureAge is how far the time of a signature may be from ours: whoever overhears a delivery can send it again
// only so long.
const maxSignatureAge = 5 * time.Minute

func verifyChatwoot(c Connection, r Request) error {
	signature := r.Header.Get("X-Chatwoot-Signature")
	if signature == "" {
		given := r.Path
		if given == "" {
			given = r.Query.Get("secret")
		}
		if c.Secret == "" || subtle.ConstantTimeCompare([]byte(given), []byte(c.Secret)) != 1 {
			return fmt.Errorf("%w: there is no X-Chatwoot-Signature, and the address does not end in the secret", ErrSignature)
		}
		return nil
	}
	stamp := r.Header.Get("X-Chatwoot-Timestamp")
	if !signed(c.Secret, signature, []byte(stamp+"."), r.Body) {
		return fmt.Errorf("%w: X-Chatwoot-Signature is not that of the webhook's secret", ErrSignature)
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || r.At.Sub(time.Unix(seconds, 0)).Abs() > maxSignatureAge {
		return fmt.Errorf("%w: X-Chatwoot-Timestamp is more than %s away; is the clock right?", ErrSignature, maxSignatureAge)
	}
	return nil
}

// signed tells whether a signature "sha256=HEX" is the HMAC-SHA256 of parts with a secret.
func signed(secret, signature string, parts ...[]byte) bool {
	digits, ok := strings.CutPrefix(signature, "sha256=")
	given, err := hex.DecodeString(digits)
	if !ok || err != nil || secret == "" {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	for _, p := range parts {
		mac.Write(p)
	}
	return hmac.Equal(given, mac.Sum(nil))
}

// What Chatwoot sends. Its webhooks and its REST API hold the same things, with some fields written differently: see
// chatwootTime and chatwootType.
type (
	chatwootConversation struct {
		ID        int64        `json:"id"` // the number on screen, unique within the account
		InboxID   int64        `json:"inbox_id"`
		Status    string       `json:"status"`
		Labels    []string     `json:"labels"`
		CreatedAt chatwootTime `json:"created_at"`
		UpdatedAt chatwootTime `json:"updated_at"`
		LastAt    chatwootTime `json:"last_activity_at"`
		Meta      struct {
			Sender       *chatwootPerson `json:"sender"`
			Assignee     *chatwootPerson `json:"assignee"`
			AssigneeType string          `json:"assignee_type"`
		} `json:"meta"`
		Additional struct {
			CampaignID json.RawMessage `json:"campaign_id"`
		} `json:"additional_attributes"`
	}

	chatwootChange struct {
		Previous json.RawMessage `json:"previous_value"`
		Current  json.RawMessage `json:"current_value"`
	}

	chatwootPerson struct {
		ID    int64   `json:"id"`
		Name  *string `json:"name"`
		Email *string `json:"email"`
		Phone *string `json:"phone_number"`
		Type  string  `json:"type"` // "user", "contact", "agent_bot", "captain_assistant"; webhooks leave a contact's out
	}

	chatwootInbox struct {
		ID   int64   `json:"id"`
		Name *string `json:"name"`
	}

	chatwootMessage struct {
		ID          int64           `json:"id"`
		Type        chatwootType    `json:"message_type"`
		ContentType string          `json:"content_type"`
		Private     bool            `json:"private"`
		CreatedAt   chatwootTime    `json:"created_at"`
		Status      string          `json:"status"`
		Sender      *chatwootPerson `json:"sender"`
		Additional  struct {
			CampaignID json.RawMessage `json:"campaign_id"`
		} `json:"additional_attributes"`
		Content struct {
			AutomationRule json.RawMessage `json:"automation_rule_id"`
			ExternalAt     chatwootTime    `json:"external_created_at"`
			Submitted      struct {
				CSAT *struct {
					Rating   int    `json:"rating"`
					Feedback string `json:"feedback_message"`
				} `json:"csat_survey_response"`
			} `json:"submitted_values"`
		} `json:"content_attributes"`
		Conversation *chatwootConversation `json:"conversation"`
		Inbox        *chatwootInbox        `json:"inbox"`
	}
)

// chatwootTime is an instant in Unix milliseconds: ISO 8601, or seconds since 1970, whole or not. 0 = not given.
type chatwootTime int64

// UnmarshalJSON implements json.Unmarshaler.
func (t *chatwootTime) UnmarshalJSON(b []byte) error {
	if string(b) == "null" || string(b) == `""` {
		return nil
	}
	if b[0] == '"' {
		var text string
		if err := json.Unmarshal(b, &text); err != nil {
			return err
		}
		at, err := time.Parse(time.RFC3339Nano, text)
		if err == nil {
			*t = chatwootTime(at.UnixMilli())
			return nil
		}
		b = []byte(text)
	}
	seconds, err := strconv.ParseFloat(string(b), 64)
	if err != nil || math.Abs(seconds) > 1e11 {
		return fmt.Errorf("%.40q is no time", b)
	}
	*t = chatwootTime(math.Round(seconds * 1000))
	return nil
}

// chatwootType says what a message is: a word in webhooks, a number in the REST API.
type chatwootType string

// The types of messages.
const (
	chatwootIncoming chatwootType = "incoming"
	chatwootOutgoing chatwootType = "outgoing"
	chatwootActivity chatwootType = "activity"
	chatwootTemplate chatwootType = "template"
)

// UnmarshalJSON implements json.Unmarshaler.
func (t *chatwootType) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, (*string)(t))
	}
	types := []chatwootType{chatwootIncoming, chatwootOutgoing, chatwootActivity, chatwootTemplate}
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 0 || n >= len(types) {
		return fmt.Errorf("%.40q is no message_type", b)
	}
	*t = types[n]
	return nil
}

// readChatwoot reads one webhook.
func readChatwoot(c Connection, r Request) Delivery {
	unread := func(err error) Delivery {
		return Delivery{Unread: []Unread{{Reason: err.Error(), Raw: r.Body}}}
	}
	var body struct {
		Event string `json:"event"`
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return unread(fmt.Errorf("the body is no JSON object with an event: %w", err))
	}
	w := chatwootReader{id: c.ID}
	var err error
	switch body.Event {
	case "message_created", "message_updated":
		err = w.messageEvent(r.Body)
	case "conversation_created", "conversation_updated", "conversation_status_changed":
		err = w.conversationEvent(r.Body)
	case "contact_created", "contact_updated":
		err = w.contactEvent(r.Body, r.At)
	case "inbox_created", "inbox_updated":
		var inbox chatwootInbox
		if err = json.Unmarshal(r.Body, &inbox); err == nil {
			w.inbox(&inbox)
		}
	case "":
		err = fmt.Errorf("event: missing, must be the name of a Chatwoot event")
	}
	if err != nil {
		return unread(err)
	}
	d := Delivery{Items: w.items}
	if len(d.Items) == 0 {
		d.Ignored = 1
	}
	return d
}

// chatwootReader makes items of what one connection says. Ids are unique within the connection only, which is part of
// them.
type chatwootReader struct {
	id    string
	items []conversation.Item
}

func (w *chatwootReader) name(kind byte, id int64) string {
	return "chatwoot:" + w.id + ":" + string(kind) + strconv.FormatInt(id, 10)
}

// thread is the id of a conversation of Chatwoot.
func (w *chatwootReader) thread(id int64) string { return w.name('c', id) }

func (w *chatwootReader) add(items ...conversation.Item) { w.items = append(w.items, items...) }

// agent is the id of an agent, of whom it says what is known.
func (w *chatwootReader) agent(p *chatwootPerson) string {
	id := w.name('a', p.ID)
	w.add(conversation.AgentLine{ID: id, Name: p.Name, Email: p.Email})
	return id
}

// contact is the id of a contact, of whom it says what was known at an instant.
func (w *chatwootReader) contact(p *chatwootPerson, at chatwootTime) string {
	if p == nil || p.ID == 0 {
		return ""
	}
	id := w.name('p', p.ID)
	w.add(conversation.ContactLine{ID: id, At: int64(at), Name: p.Name, Phone: p.Phone})
	return id
}

func (w *chatwootReader) inbox(i *chatwootInbox) string {
	if i == nil || i.ID == 0 {
		return ""
	}
	id := w.name('i', i.ID)
	if i.Name != nil {
		w.add(conversation.ChannelLine{ID: id, Name: i.Name})
	}
	return id
}

// conversation is the thread that a conversation of Chatwoot is.
func (w *chatwootReader) conversation(c *chatwootConversation) (conversation.Thread, error) {
	if c == nil || c.ID <= 0 {
		return conversation.Thread{}, fmt.Errorf("conversation: its id is missing")
	}
	t := conversation.Thread{
		ID: w.thread(c.ID), Contact: w.contact(c.Meta.Sender, c.UpdatedAt), Lifecycle: conversation.Explicit,
		Channel: w.inbox(&chatwootInbox{ID: c.InboxID}),
	}
	if given(c.Additional.CampaignID) {
		t.Origin = conversation.Flow
	}
	return t, nil
}

// given tells whether a JSON value is there and not null.
func given(v json.RawMessage) bool { return len(v) > 0 && string(v) != "null" }

// messageEvent reads a webhook about a message.
func (w *chatwootReader) messageEvent(body []byte) error {
	var m chatwootMessage
	if err := json.Unmarshal(body, &m); err != nil {
		return err
	}
	if m.Conversation == nil {
		return fmt.Errorf("conversation: missing in a message")
	}
	t, err := w.conversation(m.Conversation)
	if err != nil {
		return err
	}
	if m.Inbox != nil {
		t.Channel = w.inbox(m.Inbox)
	}
	events, err := w.message(&m, m.Conversation.UpdatedAt)
	if err == nil && len(events) == 0 {
		w.items = nil // a note says nothing that reports count
		return nil
	}
	w.add(conversation.ThreadEvents{Thread: t, Events: events})
	return err
}

// message is what a message comes to: none for notes and for what Chatwoot itself writes down; a survey, a rating, or a
// message. updated is when the conversation changed last: a survey says nowhere else when it was answered.
func (w *chatwootReader) message(m *chatwootMessage, updated chatwootTime) ([]conversation.Event, error) {
	switch {
	case m.ID <= 0:
		return nil, fmt.Errorf("id: missing in a message")
	case m.CreatedAt <= 0:
		return nil, fmt.Errorf("created_at: missing in message %d", m.ID)
	case m.Private, m.Type == chatwootActivity:
		return nil, nil
	}
	number := strconv.FormatInt(m.ID, 10)
	at := int64(m.CreatedAt)
	if m.ContentType == "input_csat" {
		events := []conversation.Event{{Kind: conversation.Survey, Key: "survey:" + number, At: at}}
		if answer := m.Content.Submitted.CSAT; answer != nil {
			if answer.Rating < 1 || answer.Rating > 5 {
				return nil, fmt.Errorf("rating: %d of message %d is not %s", answer.Rating, m.ID, acceptedScore)
			}
			events = append(events, conversation.Event{
				Kind: conversation.Rating, Key: "rating:" + number, At: max(int64(updated), at), Score: answer.Rating, Comment: answer.Feedback,
			})
		}
		return events, nil
	}
	if m.Content.ExternalAt > 0 { // WhatsApp's own time, where Chatwoot kept it
		at = int64(m.Content.ExternalAt)
	}
	e := conversation.Event{Kind: conversation.Message, Key: "m" + number, At: at, Own: chatwootDelivery[m.Status]}
	switch {
	case m.Type == chatwootIncoming:
		e.From, e.Own = conversation.FromContact, conversation.NoDelivery
	case m.Type != chatwootOutgoing && m.Type != chatwootTemplate:
		return nil, fmt.Errorf("message_type: %q of message %d is not incoming, outgoing, template or activity", m.Type, m.ID)
	case m.byAgent():
		e.From, e.Agent = conversation.FromAgent, w.agent(m.Sender)
	default:
		e.From = conversation.FromFlow
	}
	return []conversation.Event{e}, nil
}

var chatwootDelivery = map[string]conversation.Delivery{
	"sent": conversation.Sent, "delivered": conversation.Delivered, "read": conversation.Read, "failed": conversation.Failed,
}

// byAgent tells whether a person wrote an outgoing message: no bot, automation or campaign, nor Chatwoot itself.
func (m *chatwootMessage) byAgent() bool {
	return m.Type == chatwootOutgoing && m.Sender != nil && m.Sender.ID > 0 && strings.EqualFold(m.Sender.Type, "user") &&
		!given(m.Content.AutomationRule) && !given(m.Additional.CampaignID)
}

// conversationEvent reads a webhook about a conversation: what changed is in changed_attributes.
func (w *chatwootReader) conversationEvent(body []byte) error {
	var c struct {
		chatwootConversation
		Changed []map[string]chatwootChange `json:"changed_attributes"`
	}
	if err := json.Unmarshal(body, &c); err != nil {
		return err
	}
	t, err := w.conversation(&c.chatwootConversation)
	if err != nil {
		return err
	}
	at := c.UpdatedAt
	if at <= 0 {
		return fmt.Errorf("updated_at: missing in conversation %d", c.ID)
	}
	line := conversation.ThreadEvents{Thread: t}
	add := func(e conversation.Event) {
		e.At = int64(at)
		e.Key = fmt.Sprintf("%s:%d", e.Key, at)
		line.Events = append(line.Events, e)
	}
	for _, changes := range c.Changed {
		for attribute, change := range changes {
			switch attribute {
			case "status":
				w.statusChange(&c.chatwootConversation, change, add)
			case "assignee_id":
				add(conversation.Event{Kind: conversation.Assign, Key: "assign", Agent: w.assignee(&c.chatwootConversation)})
			case "label_list", "labels":
				err = w.labelChange(change, add)
			}
			if err != nil {
				return err
			}
		}
	}
	if len(line.Events) > 0 || t.Origin != conversation.NoOrigin {
		w.add(line)
	}
	return nil
}

// assignee is the id of the agent whom a conversation is assigned to; empty = nobody, or a bot.
func (w *chatwootReader) assignee(c *chatwootConversation) string {
	if c.Meta.Assignee == nil || c.Meta.Assignee.ID <= 0 || c.Meta.AssigneeType == "AgentBot" {
		return ""
	}
	return w.agent(c.Meta.Assignee)
}

// statusChange reads a change of status. A conversation that is pending is a bot's, so that opening it is a handoff.
func (w *chatwootReader) statusChange(c *chatwootConversation, change chatwootChange, add func(conversation.Event)) {
	var from, to string
	_ = json.Unmarshal(change.Previous, &from) // what is no text is no status
	_ = json.Unmarshal(change.Current, &to)
	switch {
	case to == "resolved":
		add(w.closing(c))
	case from == "resolved":
		add(conversation.Event{Kind: conversation.Open, Key: "open"})
	case from == "pending" && to == "open":
		add(conversation.Event{Kind: conversation.Handoff, Key: "handoff"})
	}
}

// closing is the close of a conversation: by its agent, else by automation.
func (w *chatwootReader) closing(c *chatwootConversation) conversation.Event {
	e := conversation.Event{Kind: conversation.Close, Key: "close", Reason: conversation.ByFlow}
	if e.Agent = w.assignee(c); e.Agent != "" {
		e.Reason = conversation.ByAgent
	}
	return e
}

// labelChange reads a change of labels, which are conversation tags.
func (w *chatwootReader) labelChange(change chatwootChange, add func(conversation.Event)) error {
	var before, after []string
	for _, side := range []struct {
		raw  json.RawMessage
		into *[]string
	}{{change.Previous, &before}, {change.Current, &after}} {
		if given(side.raw) && !bytes.Equal(side.raw, []byte(`""`)) {
			if err := json.Unmarshal(side.raw, side.into); err != nil {
				return fmt.Errorf("changed_attributes.label_list: %w", err)
			}
		}
	}
	for _, e := range TagChanges(before, after) {
		e.Key = e.Kind.String() + ":" + e.Tag
		add(e)
	}
	return nil
}

// contactEvent reads a webhook about a contact.
func (w *chatwootReader) contactEvent(body []byte, at time.Time) error {
	var p chatwootPerson
	if err := json.Unmarshal(body, &p); err != nil {
		return err
	}
	if p.ID <= 0 {
		return fmt.Errorf("id: missing in a contact")
	}
	w.contact(&p, chatwootTime(at.UnixMilli()))
	return nil
}
