package source

import (
	"strings"

	"relato/conversation"
)

// history reads a chunk of what the WhatsApp Business app held before the number came to the API. Chunks may come in any
// order, and what they hold may have come live as well.
func (n *cloudNumber) history(where string, chunk value) {
	var threads, errors value
	chunk.pick(member{"threads", &threads}, member{"errors", &errors})
	if threads.absent() && !errors.absent() {
		n.ignore() // the company shares no history
		return
	}
	if threads.absent() {
		f := n.fields()
		f.missing("threads", "a list")
		n.unread(where, f.err, chunk)
		return
	}
	n.each(where+": thread", threads, func(where string, thread value) {
		var id, context, messages value
		thread.pick(member{"id", &id}, member{"context", &context}, member{"messages", &messages})
		f := n.fields()
		phone, user := context.at("wa_id"), context.at("user_id")
		if phone.absent() && (user.absent() || id.word() != user.word()) {
			phone = id
		}
		p := n.party(f, "id", phone, "context.user_id", user)
		if f.err != nil {
			n.unread(where, f.err, thread)
			return
		}
		n.each(where+": message", messages, n.reading(func(f *fields, v value) { n.remembered(f, p, v) }))
	})
}

// remembered reads a message in the history of a person's thread.
func (n *cloudNumber) remembered(f *fields, p party, v value) {
	m := readCloudMessage(v)
	if m.isOther() || m.kind.word() == "system" {
		n.ignore()
		return
	}
	var status, ours value
	m.history.pick(member{"status", &status}, member{"from_me", &ours})
	from, user := f.keyIfAny("from", m.from), f.keyIfAny("from_user_id", m.fromUser)
	e := m.event(f)
	switch {
	case from != "" && contactID(from) == p.id(), from == "" && user != "" && user == p.user:
		e.From = conversation.FromContact
	case n.isUs(from), ours.isTrue(), !m.to.absent(), !m.toUser.absent():
		e.From, e.Own = conversation.FromAgent, historyStatus(status.word())
	default:
		f.bad("from", m.from, "the number of the contact or of the company")
	}
	if f.err == nil {
		n.bring(p, e)
	}
}

// historyStatus is what became of a message of the company by the word of the history.
func historyStatus(word string) conversation.Delivery {
	word = strings.ToLower(word)
	if word == "error" {
		return conversation.Failed
	}
	return cloudStatuses[word]
}
