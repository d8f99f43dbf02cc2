package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"relato/conversation"
)

// ChatwootRow is one conversation in Chatwoot's list.
type ChatwootRow struct {
	ID      string // the display id
	Thread  string // the id of the thread that it is in Relato
	Contact string // Chatwoot's id of the contact; empty = none is named
	Active  int64  // Unix seconds of its last activity; 0 = not told
	Updated int64  // Unix milliseconds of its last change; 0 = not told
	Stamp   int64  // differs whenever something in it may have changed
	Ours    bool   // it may be on WhatsApp
	Raw     json.RawMessage
}

// Errors about answers of Chatwoot.
var (
	ErrShape = errors.New("this is not what Chatwoot should answer")
	ErrCut   = errors.New("this is no JSON, or not all of it") // another time it may be
)

// ChatwootList reads a page of the list of conversations, and how many there are in all (-1 = it does not say). A row
// that cannot be read is one without an ID.
func ChatwootList(c Connection, body []byte) (rows []ChatwootRow, total int, err error) {
	root, err := answer(body)
	if err != nil {
		return nil, 0, err
	}
	list := root.at("data", "payload")
	if !list.isArray() {
		return nil, 0, fmt.Errorf("%w: data.payload is no list", ErrShape)
	}
	total, err = strconv.Atoi(string(root.at("data", "meta", "all_count")))
	if err != nil {
		total = -1
	}
	list.elements(func(v value) { rows = append(rows, chatwootRow(c, v)) })
	return rows, total, nil
}

// Number is the ID as a number; 0 = it has none.
func (r ChatwootRow) Number() int64 {
	n, _ := strconv.ParseInt(r.ID, 10, 64)
	return n
}

// ChatwootOne reads one conversation that was asked for by its number.
func ChatwootOne(c Connection, body []byte) (ChatwootRow, error) {
	root, err := answer(body)
	if err != nil {
		return ChatwootRow{}, err
	}
	row := chatwootRow(c, root)
	if row.ID == "" {
		return row, fmt.Errorf("%w: it has no id", ErrShape)
	}
	return row, nil
}

func chatwootRow(c Connection, v value) ChatwootRow {
	var id, meta, labels, status, updated, active, messages value
	v.pick(member{"id", &id}, member{"meta", &meta}, member{"labels", &labels}, member{"status", &status},
		member{"updated_at", &updated}, member{"last_activity_at", &active}, member{"messages", &messages})
	var channel, sender, assignee value
	meta.pick(member{"channel", &channel}, member{"sender", &sender}, member{"assignee", &assignee})
	r := ChatwootRow{Raw: json.RawMessage(v), Ours: !chatwootOthers[channel.word()]}
	f := fields{}
	if r.ID = f.keyIfAny("id", id); f.err != nil || !isNumber(r.ID) {
		r.ID = ""
	}
	r.Thread = c.Kind + "-" + c.ID + "-" + r.ID
	if contact := string(sender.at("id")); isNumber(contact) {
		r.Contact = contact
	}
	r.Active, _ = strconv.ParseInt(string(active), 10, 64)
	r.Updated, _ = milliseconds(string(updated))
	sum := fnv.New64a()
	for _, part := range []value{updated, active, status, assignee.at("id"), labels} {
		sum.Write(part)
		sum.Write([]byte{0})
	}
	if messages.isArray() {
		messages.elements(func(m value) {
			sum.Write(m.at("id"))
			sum.Write(m.at("updated_at"))
		})
	}
	r.Stamp = int64(sum.Sum64()) //nolint:gosec // any 64 bits will do
	return r
}

// isNumber tells whether an id is a number of Chatwoot's, which is what may stand in an address.
func isNumber(id string) bool {
	n, err := strconv.ParseInt(id, 10, 64)
	return err == nil && n > 0
}

// ChatwootLine is one message in Chatwoot's list; ID is 0 where it names none.
type ChatwootLine struct {
	ID  int64
	Raw json.RawMessage
}

// ChatwootLines reads a page of the messages of a conversation.
func ChatwootLines(body []byte) (lines []ChatwootLine, err error) {
	root, err := answer(body)
	if err != nil {
		return nil, err
	}
	list := root.at("payload")
	if !list.isArray() {
		return nil, fmt.Errorf("%w: payload is no list", ErrShape)
	}
	list.elements(func(v value) {
		id, _ := strconv.ParseInt(string(v.at("id")), 10, 64)
		lines = append(lines, ChatwootLine{id, json.RawMessage(v)})
	})
	return lines, nil
}

// ChatwootSaid is one answer to a survey in Chatwoot's list, with the display id of its conversation.
type ChatwootSaid struct {
	Conversation string
	Raw          json.RawMessage
}

// ChatwootAnswers reads a page of the answers to surveys.
func ChatwootAnswers(body []byte) (said []ChatwootSaid, err error) {
	root, err := answer(body)
	if err != nil {
		return nil, err
	}
	list := firstOf(root.at("payload"), root)
	if !list.isArray() {
		return nil, fmt.Errorf("%w: it is no list of answers", ErrShape)
	}
	list.elements(func(v value) {
		said = append(said, ChatwootSaid{string(v.at("conversation_id")), json.RawMessage(v)})
	})
	return said, nil
}

// ChatwootContact is of a contact what a ChatwootFetched needs: where WhatsApp knows it.
func ChatwootContact(body []byte) (json.RawMessage, error) {
	root, err := answer(body)
	if err != nil {
		return nil, err
	}
	type inbox struct {
		ID json.RawMessage `json:"id"`
	}
	type address struct {
		Source string `json:"source_id"`
		Inbox  inbox  `json:"inbox"`
	}
	var contact struct {
		Addresses []address `json:"contact_inboxes"`
	}
	contact.Addresses = []address{}
	if list := firstOf(root.at("payload", "contact_inboxes"), root.at("contact_inboxes")); list.isArray() {
		list.elements(func(v value) {
			if id := v.at("inbox", "id"); isNumber(string(id)) {
				contact.Addresses = append(contact.Addresses, address{v.at("source_id").word(), inbox{json.RawMessage(id)}})
			}
		})
	}
	return json.Marshal(contact)
}

// ChatwootLabels is the list of a contact's labels.
func ChatwootLabels(body []byte) (json.RawMessage, error) {
	root, err := answer(body)
	if err != nil {
		return nil, err
	}
	list := root.at("payload")
	if !list.isArray() {
		return nil, fmt.Errorf("%w: payload is no list", ErrShape)
	}
	return json.RawMessage(list), nil
}

// ChatwootPeople reads the list of agents.
func ChatwootPeople(c Connection, body []byte) ([]conversation.Item, error) {
	return chatwootItems(c, body, func(d *chatwootReader, v value) {
		if id := string(v.at("id")); isNumber(id) {
			d.known(id, v)
		}
	})
}

// ChatwootInboxes reads the list of inboxes, of which those on WhatsApp are channels.
func ChatwootInboxes(c Connection, body []byte) ([]conversation.Item, error) {
	return chatwootItems(c, body, func(d *chatwootReader, v value) {
		var id, name, kind, phone, medium value
		v.pick(member{"id", &id}, member{"name", &name}, member{"channel_type", &kind}, member{"phone_number", &phone}, member{"medium", &medium})
		if !isNumber(string(id)) || chatwootOthers[kind.word()] || kind.word() == "Channel::TwilioSms" && medium.word() != "whatsapp" {
			return
		}
		d.channel(d.own(string(id)), clip(name.word(), maxName), phoneShown(phone.word()))
	})
}

func chatwootItems(c Connection, body []byte, each func(*chatwootReader, value)) ([]conversation.Item, error) {
	root, err := answer(body)
	if err != nil {
		return nil, err
	}
	list := firstOf(root.at("payload"), root)
	if !list.isArray() {
		return nil, fmt.Errorf("%w: it is no list", ErrShape)
	}
	d := chatwootReader{collector: newCollector(c, Request{})}
	list.elements(func(v value) {
		if v.isObject() {
			each(&d, v)
		}
	})
	return d.brought.Items, nil
}

// answer is the value that an answer holds.
func answer(body []byte) (value, error) {
	body = bytes.ToValidUTF8(body, []byte("\ufffd"))
	if body = trimmed(body); !json.Valid(body) {
		return nil, ErrCut
	}
	return body, nil
}
