package source

import (
	"slices"

	"relato/conversation"
)

// cloudTypes are the types of messages, and cloudOthers those of entries that stand among messages and are none. An
// unsupported message is one that the customer did write. A type in neither list may be either, so it is unread.
var (
	cloudTypes = []string{
		"text", "image", "video", "audio", "voice", "document", "sticker", "gif", "ptv", "location", "live_location",
		"contacts", "button", "interactive", "order", "product", "product_list", "template", "list", "poll", "event",
		"media_placeholder", "ephemeral", "unsupported", "unknown",
	}
	cloudOthers = []string{"reaction", "edit", "revoke", "request_welcome", "errors", "poll_update", "pin"}
)

// cloudMessage is an entry in a list of messages or echoes.
type cloudMessage struct{ id, at, kind, from, fromUser, to, toUser, group, system, history value }

func readCloudMessage(v value) (m cloudMessage) {
	v.pick(member{"id", &m.id}, member{"timestamp", &m.at}, member{"type", &m.kind}, member{"from", &m.from},
		member{"from_user_id", &m.fromUser}, member{"to", &m.to}, member{"to_user_id", &m.toUser},
		member{"group_id", &m.group}, member{"system", &m.system}, member{"history_context", &m.history})
	return m
}

// isOther tells whether an entry is no message of a conversation with one person.
func (m cloudMessage) isOther() bool {
	return !m.group.absent() || slices.Contains(cloudOthers, m.kind.word())
}

// event is the message, without its sender.
func (m cloudMessage) event(f *fields) conversation.Event {
	if m.kind.absent() {
		f.missing("type", "one of "+listed(cloudTypes))
	}
	f.choice("type", m.kind, cloudTypes)
	return conversation.Event{Kind: conversation.Message, Key: f.key("id", m.id), At: f.unix("timestamp", m.at)}
}

// message reads an entry of messages: nearly always what a customer wrote.
func (n *cloudNumber) message(f *fields, v value) {
	m := readCloudMessage(v)
	switch {
	case m.kind.word() == "system":
		n.system(f, m)
		return
	case m.isOther():
		n.ignore()
		return
	case n.isUs(m.from.word()): // more of a message that an echo or the history told of
		if m.to.absent() && m.toUser.absent() {
			n.ignore()
		} else {
			n.sent(f, m)
		}
		return
	}
	p := n.party(f, "from", m.from, "from_user_id", m.fromUser)
	e := m.event(f)
	if f.err == nil {
		e.From = conversation.FromContact
		n.bring(p, e)
	}
}

// echo reads an entry of echoes: what somebody of the company wrote in the WhatsApp Business app.
func (n *cloudNumber) echo(f *fields, v value) {
	if m := readCloudMessage(v); m.isOther() {
		n.ignore()
	} else {
		n.sent(f, m)
	}
}

// sent takes a message that somebody of the company wrote; who is never said.
func (n *cloudNumber) sent(f *fields, m cloudMessage) {
	p := n.party(f, "to", m.to, "to_user_id", m.toUser)
	e := m.event(f)
	if f.err == nil {
		e.From = conversation.FromAgent
		n.bring(p, e)
	}
}

// system reads a notice. The ones that matter say that a person goes on under another number or user id.
func (n *cloudNumber) system(f *fields, m cloudMessage) {
	var phone, newPhone, user, oldUser value
	m.system.pick(member{"wa_id", &phone}, member{"new_wa_id", &newPhone}, member{"user_id", &user},
		member{"previous_user_id", &oldUser})
	if phone.absent() {
		phone = newPhone
	}
	now := party{phone: f.keyIfAny("system.wa_id", phone), user: f.keyIfAny("system.user_id", user)}
	before := party{phone: f.keyIfAny("from", m.from), user: f.keyIfAny("system.previous_user_id", oldUser)}
	if now.phone == "" && now.user == "" || f.err != nil {
		if f.err == nil {
			n.ignore()
		}
		return
	}
	at := f.unix("timestamp", m.at)
	if f.err != nil {
		return
	}
	n.contact(now.id(), at, "", phoneShown(now.phone))
	n.same(now.id(), now.user)
	n.same(now.id(), before.user)
	if before.phone != "" {
		n.same(now.id(), contactID(before.phone))
	}
}
