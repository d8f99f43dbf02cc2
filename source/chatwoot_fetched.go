package source

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"relato/conversation"
)

// FetchedPath is the path of a request that holds no delivery but a ChatwootFetched, so that quarantine keeps both in one
// way.
const FetchedPath = "fetched"

// untold is what is added to a time that Chatwoot tells in whole seconds only: its webhooks tell the same time exactly,
// and of two versions of an event the earlier one stays.
const untold = 999

// ChatwootFetched is what Chatwoot's REST API says of one conversation, as it came. It is read by Hook.Read as a request
// with FetchedPath, into the same events with the same keys as its webhooks.
type ChatwootFetched struct {
	Conversation json.RawMessage   `json:"conversation"`
	Messages     []json.RawMessage `json:"messages"`
	Whole        bool              `json:"whole"`             // Messages are all that there are
	Contact      json.RawMessage   `json:"contact,omitempty"` // with its contact_inboxes
	Labels       json.RawMessage   `json:"contact_labels,omitempty"`
	Answers      []json.RawMessage `json:"answers,omitempty"` // to its surveys, that were found
	Rated        []string          `json:"rated,omitempty"`   // keys of the ratings that are known already, in order
}

// Body is the request's body.
func (p ChatwootFetched) Body() ([]byte, error) { return json.Marshal(p) }

// fetched reads a ChatwootFetched.
func (d *chatwootReader) fetched(root value) {
	var whole, messages, contact, labels, answers, rated value
	root.pick(member{"conversation", &whole}, member{"messages", &messages}, member{"contact", &contact},
		member{"contact_labels", &labels}, member{"answers", &answers}, member{"rated", &rated})
	d.addresses, d.rated = addressesIn(contact), keysIn(rated)
	f := d.fields()
	c, err := d.conversation(f, whole)
	switch {
	case err != nil:
		d.ignore()
		return
	case f.err != nil:
		d.unread("", f.err, whole)
		return
	}
	d.events(c.Thread, conversation.Event{Kind: conversation.Open, Key: "open:created", At: c.created})
	answered := answersIn(answers, d.rated, c.updated)
	d.each("messages", messages, func(where string, v value) {
		f := d.fields()
		d.line(f, c, v, answered)
		if f.err != nil {
			d.unread(where, f.err, v)
		}
	})
	for _, id := range slices.Sorted(maps.Keys(answered)) { // to surveys that are not among these messages
		f, a := d.fields(), answered[id]
		rating := ratedBy(f, "", a.said, id, a.at(f, id))
		if f.err != nil {
			d.unread("answer to message "+id, f.err, a.said)
			continue
		}
		d.changedBack(&rating, id, c.updated)
		d.events(c.Thread, rating)
	}
	if !labels.absent() {
		f := d.fields()
		tags := append([]string{}, labelsIn(f, labels)...)
		if f.err != nil {
			d.unread("contact", f.err, labels)
			return
		}
		d.once("contact line "+c.Contact, conversation.ContactLine{ID: c.Contact, At: d.came, Tags: &tags})
	}
}

// line reads one message of a conversation.
func (d *chatwootReader) line(f *fields, c chatwootConversation, v value, answered map[string]chatwootAnswer) {
	var m chatwootMessage
	m.pick(v)
	if m.private.isTrue() || m.named() == "activity" {
		d.ignore()
		return
	}
	id := f.key("id", m.id)
	at := f.instantOrUnix("created_at", m.created)
	if f.err != nil {
		return
	}
	if bytes.IndexByte(m.created, '.') < 0 {
		at += untold
	}
	if m.content.word() == "input_csat" {
		if a, ok := answered[id]; ok {
			c.updated = a.at(f, id)
			if a.isSaid(m) {
				delete(answered, id)
			}
		}
		d.survey(f, c, m, id, at)
		return
	}
	if e := d.wrote(f, m, id, at); f.err == nil {
		d.events(c.Thread, e)
	}
}

// addressesIn are where WhatsApp knows a contact, by the number of the inbox.
func addressesIn(contact value) map[string]string {
	all := map[string]string{}
	if list := contact.at("contact_inboxes"); list.isArray() {
		list.elements(func(v value) {
			if id := v.at("inbox", "id"); !id.absent() {
				all[string(id)] = v.at("source_id").word()
			}
		})
	}
	return all
}

// keysIn are the keys in a list.
func keysIn(list value) (keys []string) {
	if list.isArray() {
		list.elements(func(v value) { keys = append(keys, v.word()) })
	}
	return keys
}

// chatwootAnswer is an answer to a survey as Chatwoot lists them.
type chatwootAnswer struct {
	said    value
	rated   []string // keys of the ratings that are known
	updated int64    // when the conversation last changed
}

// answersIn are answers by the message that asked.
func answersIn(list value, rated []string, updated int64) map[string]chatwootAnswer {
	all := map[string]chatwootAnswer{}
	if !list.isArray() {
		return all
	}
	list.elements(func(v value) {
		if id := string(v.at("message_id")); isNumber(id) {
			all[id] = chatwootAnswer{v, rated, updated}
		}
	})
	return all
}

// at is when somebody answered: as listed, when they first did. Whoever thinks again changes the answer and not its time,
// so where another answer to the same message is known, this one is as late as can be.
func (a chatwootAnswer) at(f *fields, message string) int64 {
	first := f.instantOrUnix("created_at", a.said.at("created_at")) + untold
	key := ratedBy(&fields{}, "", a.said, message, 0).Key
	if slices.ContainsFunc(a.rated, func(known string) bool { return known != key && strings.HasPrefix(known, "rating:"+message+":") }) {
		return max(first, a.updated)
	}
	return first
}

// changedBack makes an answer that was given before, and another after it, an answer of its own: its key alone says the
// first one again. Only fetching sees that it is the one that holds, since it knows what all webhooks came to; of a webhook
// it cannot be told from a late or repeated one of the first time.
func (d *chatwootReader) changedBack(rating *conversation.Event, message string, updated int64) {
	again := func(known string) bool { return known == rating.Key || strings.HasPrefix(known, rating.Key+":") }
	last := ""
	for _, known := range d.rated {
		if strings.HasPrefix(known, "rating:"+message+":") {
			last = known
		}
	}
	if last != "" && !again(last) && slices.ContainsFunc(d.rated, again) {
		rating.Key += ":" + strconv.FormatInt(updated, 10)
		rating.At = max(rating.At, updated)
	}
}

// isSaid tells whether the survey itself has the same answer.
func (a chatwootAnswer) isSaid(m chatwootMessage) bool {
	said := m.attributes.at("submitted_values", "csat_survey_response")
	return !a.said.at("rating").absent() && string(said.at("rating")) == string(a.said.at("rating")) &&
		said.at("feedback_message").word() == a.said.at("feedback_message").word()
}
