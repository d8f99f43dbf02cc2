package source

import (
	"crypto/sha256"
	"errors"
	"strings"
)

// cloudAPI is Meta's WhatsApp Cloud API (docs/sources.md, "WhatsApp Cloud API"). A channel is a phone number id.
//
// What the company sends through the API never comes as a message, only as its statuses. So each status tells of a
// message too: versions of one event, of which the earliest stays, as do the echo of a message and its copy in the
// history that the WhatsApp Business app shares.
var cloudAPI = Hook{
	Kind:      "cloudapi",
	Options:   []Option{{Name: "verify-token", Required: true, Secret: true}},
	Handshake: shakeCloudAPI,
	Verify:    verifyCloudAPI,
	Read:      readCloudAPI,
}

func shakeCloudAPI(c Connection, r Request) (string, error) {
	if r.Query.Get("hub.mode") != "subscribe" {
		return "", errors.New(`hub.mode: must be "subscribe"`)
	}
	if !isSecret(r.Query.Get("hub.verify_token"), c.Options["verify-token"]) {
		return "", unsigned("hub.verify_token")
	}
	return r.Query.Get("hub.challenge"), nil
}

func verifyCloudAPI(c Connection, r Request) error {
	sum, ok := strings.CutPrefix(r.Header.Get("X-Hub-Signature-256"), "sha256=")
	if !ok || !signed(sha256.New, c.Secret, sum, r.Body) {
		return unsigned("X-Hub-Signature-256")
	}
	return nil
}

func readCloudAPI(c Connection, r Request) Delivery {
	d := newCollector(c, r)
	root, ok := d.root(r.Body)
	if !ok {
		return d.brought
	}
	f := d.fields()
	entries := root.at("entry")
	if entries.absent() {
		f.missing("entry", "a list")
		d.unread("", f.err, root)
	}
	d.each("entry", entries, func(where string, entry value) {
		changes := entry.at("changes")
		if changes.absent() {
			f := d.fields()
			f.missing("changes", "a list")
			d.unread(where, f.err, entry)
		}
		d.each(where+": change", changes, func(where string, change value) { readChange(d, where, change) })
	})
	return d.brought
}

// readChange reads what changed on one number. What it is about is told by the lists in it rather than by the field's
// name: messages come under several.
func readChange(d *collector, where string, change value) {
	var metadata, contacts, messages, statuses, echoes, history value
	change.at("value").pick(member{"metadata", &metadata}, member{"contacts", &contacts}, member{"messages", &messages},
		member{"statuses", &statuses}, member{"message_echoes", &echoes}, member{"history", &history})
	if messages.absent() && statuses.absent() && echoes.absent() && history.absent() {
		d.ignore() // templates, calls, the account itself, the address book of the app
		return
	}
	n := cloudNumber{collector: d}
	f := d.fields()
	var number value
	metadata.pick(member{"phone_number_id", &number}, member{"display_phone_number", &n.shown})
	if n.id = f.key("metadata.phone_number_id", number); f.err != nil {
		d.unread(where, f.err, change)
		return
	}
	n.meet(contacts)
	d.each(where+": message", messages, n.reading(n.message))
	d.each(where+": status", statuses, n.reading(n.status))
	d.each(where+": echo", echoes, n.reading(n.echo))
	d.each(where+": history", history, n.history)
}
