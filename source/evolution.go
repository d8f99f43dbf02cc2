package source

import (
	"cmp"
	"strings"
	"time"

	"relato/conversation"
)

// evolution is Evolution API's webhooks (docs/sources.md, "Evolution API"). A channel is an instance.
var evolution = Hook{
	Kind:    "evolution",
	Options: []Option{{Name: headerOption, Check: checkHeader}, {Name: apiOption, Check: checkWriter}, {Name: labelsOption, Check: checkLabels}},
	Verify:  verifyEvolution,
	Read:    readEvolution,
}

// The option that says in which header the secret comes.
const headerOption = "header"

// verifyEvolution takes the secret in a header that the instance was told to send, or a token signed with it.
func verifyEvolution(c Connection, r Request) error {
	name := cmp.Or(c.Options[headerOption], "Authorization")
	shown := r.Header.Get(name)
	bearer, _ := strings.CutPrefix(shown, "Bearer ")
	if isSecret(shown, c.Secret) || isSecret(bearer, c.Secret) || isToken(r.Header.Get("Authorization"), c.Secret, r.At) {
		return nil
	}
	return unsigned(name)
}

func readEvolution(c Connection, r Request) Delivery {
	d := evolutionReader{collector: newCollector(c, r), came: r.At.UnixMilli()}
	root, ok := d.root(r.Body)
	if !ok {
		return d.brought
	}
	var event, instance, data, owner value
	root.pick(member{"event", &event}, member{"instance", &instance}, member{"data", &data}, member{"sender", &owner},
		member{"date_time", &d.shown})
	name := strings.NewReplacer("_", ".", "-", ".").Replace(strings.ToLower(cmp.Or(event.word(), r.Path)))
	read := map[string]func(*fields, value){
		"messages.upsert": d.message, "messages.set": d.message, "send.message": d.sent, "messages.update": d.update,
		"labels.association": d.label,
	}[name]
	f := d.fields()
	switch {
	case name == "":
		f.fail("event", "missing, must be the name of an event like messages.upsert")
	case read == nil:
		d.ignore() // contacts, presence, the state of the instance
	default:
		id := f.key("instance", instance)
		var us chat
		if us.meet(d.fields(), "sender", owner); f.err == nil {
			d.instance, d.name, d.us = d.own(id), id, us
			d.all(data, read)
		}
	}
	if f.err != nil {
		d.unread("", f.err, root)
	}
	return d.brought
}

// evolutionReader reads what one instance sends.
type evolutionReader struct {
	*collector
	instance, name string
	us             chat
	came           int64 // when it came, in Unix milliseconds
	shown          value // when it was sent, by the wall clock of the server
}

// all reads the data of an event: one entry, a list of them, or an object with a list of messages.
func (d *evolutionReader) all(data value, read func(*fields, value)) {
	one := func(where string, v value) {
		f := d.fields()
		read(f, v)
		if f.err != nil {
			d.unread(where, f.err, v)
		}
	}
	if list := data.at("messages"); list.isArray() {
		data = list
	}
	if data.isArray() {
		d.each("data", data, one)
		return
	}
	one("data", data)
}

// bring takes events of a chat on this instance.
func (d *evolutionReader) bring(c chat, name string, events ...conversation.Event) {
	d.talk(d.instance, d.name, d.us, c, name, events...)
}

// when is the time of what has none but that of its sending. Evolution writes that as the server's wall clock with a Z
// that is not true; how far the clock is from ours, to a quarter of an hour, is told by when it came. Of two deliveries
// of the same event the earlier time stays, which is that of the one less delayed.
func (d *evolutionReader) when() int64 {
	const quarter, farthest = int64(15 * time.Minute / time.Millisecond), int64(14 * time.Hour / time.Millisecond)
	t, err := time.Parse(time.RFC3339, d.shown.word())
	if err != nil {
		return d.came
	}
	away := d.came - t.UnixMilli()
	if away < -farthest || away > farthest {
		return d.came
	}
	quarters := (away + farthest*2 + quarter/2) / quarter * quarter // rounded, and never of a negative number
	return t.UnixMilli() + quarters - farthest*2
}
