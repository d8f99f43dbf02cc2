package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"relato/conversation"
)

// collector gathers what a request brings: each thread once, however many entries of the body belong to it, and what
// is said of channels, agents and contacts as often as it differs.
type collector struct {
	Connection
	latest  int64 // the last acceptable instant in Unix milliseconds
	brought Delivery
	index   map[string]int // into Items, by kind of item and id
}

func newCollector(c Connection, r Request) *collector {
	return &collector{Connection: c, latest: r.At.Add(maxAhead).UnixMilli(), index: map[string]int{}}
}

// fields are for reading one entry of the body.
func (c *collector) fields() *fields { return &fields{latest: c.latest} }

func (c *collector) ignore() { c.brought.Ignored++ }

// unread keeps a part of the body that was not understood; where says which. Beyond MaxRejections one more stands for the
// rest, so that a hostile body cannot fill the memory with reasons.
func (c *collector) unread(where string, err error, raw value) {
	if n := len(c.brought.Unread); n >= MaxRejections {
		if n == MaxRejections {
			c.brought.Unread = append(c.brought.Unread, Unread{"more parts were not understood than are listed", json.RawMessage("null")})
		}
		return
	}
	if len(raw) == 0 { // what is missing
		raw = value("null")
	}
	reason := err.Error()
	if where != "" {
		reason = where + ": " + reason
	}
	c.brought.Unread = append(c.brought.Unread, Unread{reason, json.RawMessage(raw)})
}

// root is the object that a body holds; ok is false, and the body unread, where it holds none. Bytes that are not
// UTF-8 cost nothing but themselves.
func (c *collector) root(body []byte) (root value, ok bool) {
	if !utf8.Valid(body) {
		body = bytes.ToValidUTF8(body, []byte("\ufffd"))
	}
	body = trimmed(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(body) == 0:
		c.unread("body", errors.New("empty"), value("null"))
	case !json.Valid(body):
		raw, _ := json.Marshal(string(body)) // a string always encodes
		c.unread("body", checkObject(body), raw)
	case body[0] != '{':
		c.unread("body", fmt.Errorf("%s is not an object", value(body).shown()), body)
	default:
		return body, true
	}
	return nil, false
}

// each calls visit for every element of a list. where names the list; something else in its place is unread.
func (c *collector) each(where string, list value, visit func(where string, v value)) {
	if list.absent() {
		return
	}
	if !list.isArray() {
		c.unread(where, fmt.Errorf("%s is not a list", list.shown()), list)
		return
	}
	n := 0
	list.elements(func(v value) {
		n++
		visit(fmt.Sprintf("%s %d", where, n), v)
	})
}

// thread is the thread of a contact on a channel of this source, which has messages alone: silence divides it. Its id
// is the same in every delivery.
func (c *collector) thread(channel, contact string) conversation.Thread {
	sum := sha256.Sum256([]byte(c.ID + "\x00" + channel + "\x00" + contact))
	return conversation.Thread{
		ID: c.Kind + "-" + hex.EncodeToString(sum[:10]), Channel: channel, Contact: contact, Lifecycle: conversation.Inactivity,
	}
}

// own is an id that is unique only within the source, as the rest of Relato knows it.
func (c *collector) own(id string) string { return c.ID + "-" + id }

func (c *collector) events(t conversation.Thread, events ...conversation.Event) {
	if i, ok := c.index["thread "+t.ID]; ok {
		known := c.brought.Items[i].(conversation.ThreadEvents)
		c.brought.Items[i] = conversation.ThreadEvents{Thread: known.With(t), Events: append(known.Events, events...)}
		return
	}
	c.add("thread "+t.ID, conversation.ThreadEvents{Thread: t, Events: events})
}

func (c *collector) add(name string, item conversation.Item) {
	c.index[name] = len(c.brought.Items)
	c.brought.Items = append(c.brought.Items, item)
}

// channel says what is known of a channel; empty is not known.
func (c *collector) channel(id, name, phone string) {
	if name+phone != "" {
		c.once("channel "+id+"\x00"+name+"\x00"+phone, conversation.ChannelLine{ID: id, Name: given(name), Phone: given(phone)})
	}
}

// agent says what is known of an agent; empty is not known.
func (c *collector) agent(id, name, email string) {
	if name+email != "" {
		c.once("agent "+id+"\x00"+name+"\x00"+email, conversation.AgentLine{ID: id, Name: given(name), Email: given(email)})
	}
}

// contact says what is known of a contact at a time; empty is not known.
func (c *collector) contact(id string, at int64, name, phone string) {
	if name+phone == "" {
		return
	}
	key := "contact " + id + "\x00" + name + "\x00" + phone
	if i, ok := c.index[key]; ok {
		line := c.brought.Items[i].(conversation.ContactLine)
		line.At = max(line.At, at)
		c.brought.Items[i] = line
		return
	}
	c.add(key, conversation.ContactLine{ID: id, At: at, Name: given(name), Phone: given(phone)})
}

// same says that two ids are one person; an empty one is not known.
func (c *collector) same(contact, other string) {
	if contact != "" && other != "" && contact != other {
		c.once("same "+contact+"\x00"+other, conversation.SamePerson{Contact: contact, Other: other})
	}
}

func (c *collector) once(name string, item conversation.Item) {
	if _, known := c.index[name]; !known {
		c.add(name, item)
	}
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
