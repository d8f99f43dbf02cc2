package source

import (
	"strings"

	"relato/conversation"
)

// chatwootConversation is a conversation as Chatwoot shows it, with the people in it.
type chatwootConversation struct {
	conversation.Thread
	created, updated int64
	status           string
	agent            string // the assignee's id as Relato knows it; empty = nobody, or a bot
	bot              bool   // the assignee is one
	assigned         string // the assignee's id as Chatwoot has it; empty = nobody, or a bot
	labels, changes  value
}

// conversation reads a conversation and says who and where it is. It is errOther when it is none on WhatsApp, and
// otherwise brings what is known of its people: f.err tells whether it could be read.
func (d *chatwootReader) conversation(f *fields, v value) (c chatwootConversation, err error) {
	var id, inbox, channel, contactInbox, meta, created, updated, active, status, more value
	v.pick(member{"id", &id}, member{"inbox_id", &inbox}, member{"channel", &channel}, member{"contact_inbox", &contactInbox},
		member{"meta", &meta}, member{"created_at", &created}, member{"updated_at", &updated}, member{"status", &status},
		member{"labels", &c.labels}, member{"changed_attributes", &c.changes}, member{"additional_attributes", &more},
		member{"last_activity_at", &active})
	channel = firstOf(channel, meta.at("channel"))
	address := contactInbox.at("source_id").word()
	if d.addresses != nil {
		address = d.addresses[string(inbox)]
	}
	_, onTwilio := strings.CutPrefix(address, "whatsapp:")
	if chatwootOthers[channel.word()] || channel.word() == "Channel::TwilioSms" && !onTwilio {
		return c, errOther
	}
	display := f.key("conversation.id", id)
	inboxID := f.key("conversation.inbox_id", inbox)
	c.created = f.instantOrUnix("conversation.created_at", created)
	c.updated = c.created
	switch {
	case !updated.absent():
		c.updated = f.instantOrUnix("conversation.updated_at", updated)
	case d.addresses != nil && !active.absent(): // versions before 4.1 list no updated_at
		c.updated = max(c.created, f.instantOrUnix("conversation.last_activity_at", active)+untold)
	}
	var sender, assignee, kind value
	meta.pick(member{"sender", &sender}, member{"assignee", &assignee}, member{"assignee_type", &kind})
	person := f.key("conversation.meta.sender.id", firstOf(contactInbox.at("contact_id"), sender.at("id")))
	assigneeID := f.keyIfAny("conversation.meta.assignee.id", assignee.at("id"))
	if f.err != nil {
		return c, nil
	}
	c.status = status.word()
	c.Thread = conversation.Thread{
		ID: d.Kind + "-" + d.own(display), Channel: d.own(inboxID), Contact: d.own(person),
		Lifecycle: conversation.Explicit, URL: d.link(display),
	}
	if !more.at("campaign_id").absent() {
		c.Origin = conversation.Flow
	}
	switch c.bot = strings.Contains(kind.word(), "Bot"); {
	case assigneeID == "" || c.bot:
	default:
		c.agent, c.assigned = d.known(assigneeID, assignee), assigneeID
	}
	d.meet(c, sender)
	d.joined(c, channel.word(), address)
	return c, nil
}

// meet says what is known of a contact.
func (d *chatwootReader) meet(c chatwootConversation, sender value) {
	var name, phone value
	sender.pick(member{"name", &name}, member{"phone_number", &phone})
	d.contact(c.Contact, c.updated, clip(name.word(), maxName), phoneShown(phone.word()))
}

// joined says whom WhatsApp itself knows as the contact. The address that it gave is proof; the phone number beside the
// name is what somebody typed.
func (d *chatwootReader) joined(c chatwootConversation, channel, address string) {
	if number, ok := strings.CutPrefix(address, "whatsapp:"); ok || channel == "Channel::Whatsapp" {
		if digitsOf(number) != "" {
			d.same(contactID(number), c.Contact)
		}
	}
}

// known is an agent's id as Relato knows it, after saying the agent's name.
func (d *chatwootReader) known(id string, v value) string {
	var name, email value
	v.pick(member{"name", &name}, member{"email", &email})
	d.agent(d.own(id), clip(name.word(), maxName), clip(email.word(), maxName))
	return d.own(id)
}

// link is where people read a conversation, if the account's place was given.
func (d *chatwootReader) link(display string) string {
	base, account := strings.TrimRight(d.Options["url"], "/"), d.Options["account"]
	if base == "" || account == "" {
		return ""
	}
	return base + "/app/accounts/" + account + "/conversations/" + display
}

// firstOf is the first value that is there.
func firstOf(values ...value) value {
	for _, v := range values {
		if !v.absent() {
			return v
		}
	}
	return nil
}
