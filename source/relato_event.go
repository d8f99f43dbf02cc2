package source

import (
	"fmt"
	"math"

	"relato/conversation"
)

// eventFields are the fields that any event may have, as they stand in it.
type eventFields struct {
	kind, key, at, seq, from, agent, tag, of, status, reason, score, comment value
}

// set takes one member of an event; unknown ones are ignored.
func (e *eventFields) set(name []byte, v value) {
	switch string(name) {
	case "type":
		e.kind = v
	case "key":
		e.key = v
	case "at":
		e.at = v
	case "seq":
		e.seq = v
	case "from":
		e.from = v
	case "agent":
		e.agent = v
	case "tag":
		e.tag = v
	case "of":
		e.of = v
	case "status":
		e.status = v
	case "reason":
		e.reason = v
	case "score":
		e.score = v
	case "comment":
		e.comment = v
	}
}

const (
	acceptedScore = "an integer from 1 to 5"
	acceptedSeq   = "an integer"
)

// event reads one event. Every known field is read and checked whatever the kind, because each takes part in the
// event's key and in the choice between its versions.
func (r *relato) event(v value) (conversation.Event, error) {
	if !v.isObject() {
		return conversation.Event{}, fmt.Errorf("%s is not an object", v.shown())
	}
	var raw eventFields
	v.members(raw.set)
	f := fields{latest: r.latest}
	kind := f.kind(raw)
	e := conversation.Event{
		Kind:    kind,
		At:      f.instant("at", raw.at),
		Key:     f.text("key", raw.key),
		Seq:     f.integer("seq", raw.seq, math.MinInt64, math.MaxInt64, acceptedSeq),
		From:    conversation.Sender(f.choice("from", raw.from, conversation.SenderNames)),
		Agent:   f.agent("agent", raw.agent),
		Tag:     f.tag("tag", raw.tag),
		Of:      f.id("of", raw.of),
		Status:  conversation.Delivery(f.choice("status", raw.status, conversation.DeliveryNames)),
		Reason:  conversation.Reason(f.choice("reason", raw.reason, conversation.ReasonNames)),
		Score:   int(f.integer("score", raw.score, 1, 5, acceptedScore)),
		Comment: f.text("comment", raw.comment),
	}
	if f.err != nil {
		return conversation.Event{}, f.err
	}
	if e.Kind == conversation.Message {
		e.Own, e.Status = e.Status, conversation.NoDelivery
	}
	if e.Key == "" {
		e.Key = e.DefaultKey()
	}
	return e, nil
}

// kind is the kind of an event, checked for the fields that it cannot do without.
func (f *fields) kind(e eventFields) conversation.Kind {
	if e.kind.absent() {
		f.missing("type", "one of "+listed(conversation.KindNames))
	}
	kind := conversation.Kind(f.choice("type", e.kind, conversation.KindNames))
	if f.err != nil {
		return kind
	}
	switch kind {
	case conversation.Message:
		f.needChoice("from", e.from, conversation.SenderNames)
	case conversation.Status:
		if e.of.absent() {
			f.missing("of", "the key of a message")
		}
		f.needChoice("status", e.status, conversation.DeliveryNames)
	case conversation.Tag, conversation.Untag:
		if e.tag.absent() {
			f.missing("tag", "a tag")
		}
	case conversation.Rating:
		if e.score.absent() {
			f.missing("score", acceptedScore)
		}
	}
	return kind
}

func (f *fields) needChoice(field string, v value, names []string) {
	if v.absent() {
		f.missing(field, "one of "+listed(names))
	}
}
