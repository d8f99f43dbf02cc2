package source

import (
	"strings"

	"relato/conversation"
)

// evolutionKey names a message: its chat, by every address that is shown, its direction and id.
type evolutionKey struct {
	chat
	fromMe  bool
	id      string
	isOther bool // the chat is no person
}

// key reads the key of a message. The fields that name the sender name the chat only where that is not us.
func (d *evolutionReader) key(f *fields, v value) (k evolutionKey) {
	var id, fromMe, remote, alternative, previous, phone, lid value
	v.pick(member{"id", &id}, member{"fromMe", &fromMe}, member{"remoteJid", &remote}, member{"remoteJidAlt", &alternative},
		member{"previousRemoteJid", &previous}, member{"senderPn", &phone}, member{"senderLid", &lid})
	k.fromMe = fromMe.isTrue()
	addresses := []member{{"remoteJid", &remote}, {"remoteJidAlt", &alternative}, {"previousRemoteJid", &previous}}
	if !k.fromMe {
		addresses = append(addresses, member{"senderPn", &phone}, member{"senderLid", &lid})
	}
	for _, a := range addresses {
		if k.isOther = k.meet(f, "key."+a.name, *a.into); k.isOther {
			return k
		}
	}
	if k.phone == "" && k.lid == "" {
		f.missing("key.remoteJid", acceptedAddress)
	}
	k.id = f.key("key.id", id)
	return k
}

// notMessages are types of what stands among messages and is none.
var notMessages = map[string]bool{
	"reactionMessage": true, "encReactionMessage": true, "protocolMessage": true, "editedMessage": true, "pollUpdateMessage": true,
	"keepInChatMessage": true, "pinInChatMessage": true, "senderKeyDistributionMessage": true, "messageContextInfo": true,
	"encEventResponseMessage": true, "encCommentMessage": true, "secretEncryptedMessage": true, "albumMessage": true,
	"placeholderMessage": true, "callLogMesssage": true, "messageHistoryBundle": true, "messageHistoryNotice": true,
}

// message reads a message of the customer, or one that somebody typed on the company's phone.
func (d *evolutionReader) message(f *fields, v value) { d.written(f, v, conversation.FromAgent, 1) }

// sent reads a message that was sent through the API. It may come as a message of the phone too: then this is the version
// that stays, because it is a millisecond earlier.
func (d *evolutionReader) sent(f *fields, v value) { d.written(f, v, d.apiWriter(), 0) }

// written reads a message, which is from a sender if it is ours, and then so many milliseconds later.
func (d *evolutionReader) written(f *fields, v value, ours conversation.Sender, later int64) {
	var key, name, status, kind, at, content, stub value
	v.pick(member{"key", &key}, member{"pushName", &name}, member{"status", &status}, member{"messageType", &kind},
		member{"messageTimestamp", &at}, member{"message", &content}, member{"messageStubType", &stub})
	if key.absent() {
		f.missing("key", "an object")
		return
	}
	k := d.key(f, key)
	if k.isOther || notMessages[kind.word()] || content.absent() && !stub.absent() {
		d.ignore()
		return
	}
	if kind.word() == "" && !content.isObject() {
		f.missing("messageType", "the type of the message, like conversation")
	}
	e := conversation.Event{Kind: conversation.Message, Key: messageKey(k.fromMe, k.id), At: f.protoUnix("messageTimestamp", at)}
	if f.err != nil {
		return
	}
	if !k.fromMe {
		e.From = conversation.FromContact
		d.bring(k.chat, clip(name.word(), maxName), e)
		return
	}
	e.From, e.At, e.Own = ours, e.At+later, webFate(status)
	d.bring(k.chat, "", e)
}

// webFate is what became of a message by WhatsApp Web's word or number for it.
func webFate(status value) conversation.Delivery {
	word := status.word()
	if word == "" {
		word = string(status)
	}
	switch strings.ToUpper(word) {
	case "ERROR", "0":
		return conversation.Failed
	case "SERVER_ACK", "2":
		return conversation.Sent
	case "DELIVERY_ACK", "3":
		return conversation.Delivered
	case "READ", "PLAYED", "4", "5":
		return conversation.Read
	}
	return conversation.NoDelivery
}

// update reads what became of a message. Only that of ours matters.
func (d *evolutionReader) update(f *fields, v value) {
	var key, id, remote, fromMe, update, status value
	v.pick(member{"key", &key}, member{"keyId", &id}, member{"remoteJid", &remote}, member{"fromMe", &fromMe},
		member{"update", &update}, member{"status", &status})
	if key.isObject() {
		var inner value
		key.pick(member{"id", &inner}, member{"remoteJid", &remote}, member{"fromMe", &fromMe})
		id = firstOf(id, inner)
	}
	if id.absent() {
		id = v.at("id")
	}
	became := webFate(firstOf(status, update.at("status")))
	var c chat
	if !fromMe.isTrue() || became == conversation.NoDelivery || c.meet(f, "remoteJid", remote) {
		d.ignore()
		return
	}
	if c.id() == "" {
		f.missing("remoteJid", acceptedAddress)
	}
	of := messageKey(true, f.key("keyId", id))
	if f.err == nil {
		d.bring(c, "", conversation.Event{
			Kind: conversation.Status, Key: "status:" + became.String() + ":" + of, At: d.when(), Of: of, Status: became,
		})
	}
}

// label reads that a chat got or lost a label of WhatsApp Business.
func (d *evolutionReader) label(f *fields, v value) {
	var kind, id, label value
	v.pick(member{"type", &kind}, member{"chatId", &id}, member{"labelId", &label})
	var c chat
	if c.meet(f, "chatId", id) {
		d.ignore()
		return
	}
	if c.id() == "" {
		f.missing("chatId", acceptedAddress)
	}
	tag := d.labelNamed(f, "labelId", label)
	e := conversation.Event{At: d.when(), Tag: tag}
	switch kind.word() {
	case "add":
		e.Kind = conversation.Tag
	case "remove":
		e.Kind = conversation.Untag
	default:
		f.fail("type", "must be add or remove")
	}
	switch {
	case f.err != nil:
	case tag == "":
		d.ignore()
	default:
		e.Key = e.Kind.String() + ":" + label.word() + ":" + clip(d.shown.word(), maxID)
		if d.shown.absent() {
			e.Key = keyAt(e.Kind.String()+":"+label.word(), e.At)
		}
		d.bring(c, "", e)
	}
}
