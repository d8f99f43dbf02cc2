package source

import (
	"strings"

	"relato/conversation"
)

// chat is the person at the other end of a chat as services on WhatsApp Web name one: by a phone number, by a LID (the
// number that WhatsApp gives to those whose phone number it hides), or by both.
type chat struct{ phone, lid string } // phone as it was sent; lid with its ending

// personServers are the endings of the addresses of persons, and otherServers those of groups, lists, channels and the
// like, which are no conversation with anybody.
var (
	phoneServers = map[string]bool{"s.whatsapp.net": true, "c.us": true, "hosted": true}
	lidServers   = map[string]bool{"lid": true, "hosted.lid": true}
	otherServers = map[string]bool{"g.us": true, "broadcast": true, "newsletter": true, "call": true, "bot": true, "interop": true}
)

const acceptedAddress = "an address like 5511912345678@s.whatsapp.net or 137189999999999@lid"

// meet takes an address of the chat. The first address of each kind counts. isOther tells that it is no person's; the
// addresses of WhatsApp itself, 0, is none either.
func (c *chat) meet(f *fields, field string, v value) (isOther bool) {
	address := f.keyIfAny(field, v)
	if address == "" {
		return false
	}
	user, server, ok := strings.Cut(address, "@")
	user, _, _ = strings.Cut(user, ":") // the device
	switch {
	case otherServers[server], ok && user == "0":
		return true
	case phoneServers[server] && digitsOf(user) != "":
		if c.phone == "" {
			c.phone = user
		}
	case lidServers[server] && user != "":
		if c.lid == "" {
			c.lid = user + "@lid"
		}
	default:
		f.bad(field, v, acceptedAddress)
	}
	return false
}

// id is what the contact is known by.
func (c chat) id() string {
	if c.phone == "" {
		return c.lid
	}
	return contactID(c.phone)
}

// talk takes events of a chat of a channel whose own address is us, and what is known of the person at the time of the
// last one. What the company writes to itself is a note.
func (d *collector) talk(channel, channelName string, us, c chat, name string, events ...conversation.Event) {
	id := c.id()
	if id == us.id() {
		d.ignore()
		return
	}
	d.channel(channel, channelName, phoneShown(us.phone))
	d.contact(id, events[len(events)-1].At, name, phoneShown(c.phone))
	d.same(id, c.lid)
	d.events(d.thread(channel, id), events...)
}

// messageKey is the key of a message that only its chat and direction make unique.
func messageKey(fromMe bool, id string) string {
	if fromMe {
		return "out:" + id
	}
	return "in:" + id
}

// The option that says who writes through a service's API, for services that do not: a flow unless it is "agent".
const apiOption = "api-writer"

// apiWriter is who writes through the API of a service.
func (d *collector) apiWriter() conversation.Sender {
	if strings.EqualFold(strings.TrimSpace(d.Options[apiOption]), "agent") {
		return conversation.FromAgent
	}
	return conversation.FromFlow
}

// The option that names the labels of WhatsApp Business, which come by number alone: "3=Pagamento pendente;4=Novo".
const labelsOption = "labels"

// labelNamed is the name of a label by its number. Without the option nobody wants labels, and it is empty; a label that
// the option does not name is bad.
func (d *collector) labelNamed(f *fields, field string, v value) string {
	id := f.key(field, v)
	if strings.TrimSpace(d.Options[labelsOption]) == "" || f.err != nil {
		return ""
	}
	for pair := range strings.SplitSeq(d.Options[labelsOption], ";") {
		if number, name, _ := strings.Cut(pair, "="); strings.TrimSpace(number) == id && tagNamed(name) != "" {
			return tagNamed(name)
		}
	}
	f.fail(field, "label %s has no name yet; add it to the source's labels, like %s=VIP", v.shown(), id)
	return ""
}
