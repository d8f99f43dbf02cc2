package source

import (
	"crypto/sha512"
	"strings"

	"relato/conversation"
)

// waha is WAHA's webhooks (docs/sources.md, "WAHA"). A channel is a session.
var waha = Hook{
	Kind:    "waha",
	Options: []Option{{Name: apiOption, Check: checkWriter}, {Name: labelsOption, Check: checkLabels}},
	Verify:  verifyWAHA,
	Read:    readWAHA,
}

func verifyWAHA(c Connection, r Request) error {
	algorithm := r.Header.Get("X-Webhook-Hmac-Algorithm")
	if algorithm != "" && !strings.EqualFold(algorithm, "sha512") || !signed(sha512.New, c.Secret, r.Header.Get("X-Webhook-Hmac"), r.Body) {
		return unsigned("X-Webhook-Hmac")
	}
	return nil
}

func readWAHA(c Connection, r Request) Delivery {
	d := wahaReader{collector: newCollector(c, r)}
	root, ok := d.root(r.Body)
	if !ok {
		return d.brought
	}
	var event, session, me, payload value
	root.pick(member{"event", &event}, member{"session", &session}, member{"me", &me}, member{"payload", &payload},
		member{"timestamp", &d.sent})
	read := map[string]func(*fields, value){
		"message": d.message, "message.any": d.message, "message.ack": d.ack,
		"label.chat.added": d.label(conversation.Tag), "label.chat.deleted": d.label(conversation.Untag),
	}[event.word()]
	f := d.fields()
	switch {
	case event.absent():
		f.fail("event", "missing, must be the name of an event like message.any")
	case read == nil:
		d.ignore() // edits, reactions, presence, the state of the session
	case !payload.isObject():
		f.missing("payload", "an object")
	default:
		d.name = f.key("session", session)
		d.session = d.own(d.name)
		d.us.meet(d.fields(), "me.id", me.at("id"))
		d.us.meet(d.fields(), "me.lid", me.at("lid"))
		if f.err == nil {
			read(f, payload)
		}
	}
	if f.err != nil {
		d.unread("", f.err, root)
	}
	return d.brought
}

// wahaReader reads what one session sends.
type wahaReader struct {
	*collector
	session, name string
	us            chat
	sent          value // when it was sent, in Unix milliseconds
}

// wahaMessage names a message. WAHA's own id of it is DIRECTION_CHAT_ID, in groups with the writer after it.
type wahaMessage struct {
	chat
	fromMe  bool
	id      string
	isOther bool
}

// named reads what names a message: its id, its chat by all its addresses, its direction.
func (d *wahaReader) named(f *fields, v value) (m wahaMessage) {
	var id, fromMe, from, to, data value
	v.pick(member{"id", &id}, member{"fromMe", &fromMe}, member{"from", &from}, member{"to", &to}, member{"_data", &data})
	m.fromMe = fromMe.isTrue()
	whole := f.key("payload.id", id)
	parts := strings.SplitN(whole, "_", 4)
	if len(parts) < 3 || parts[2] == "" {
		f.bad("payload.id", id, "an id like false_5511912345678@c.us_3EB0")
		return m
	}
	m.id = parts[2]
	field, other, alternative := "payload.from", from, data.at("Info", "SenderAlt")
	if m.fromMe {
		field, other, alternative = "payload.to", to, data.at("Info", "RecipientAlt")
	}
	m.isOther = m.meet(f, "payload.id", quoted(parts[1])) || d.also(f, &m.chat, field, other) ||
		d.also(f, &m.chat, "payload._data.key.remoteJidAlt", data.at("key", "remoteJidAlt")) ||
		d.also(f, &m.chat, "payload._data.Info", alternative)
	return m
}

// also takes another address of a chat, unless it is our own: engines differ in what they call from and to.
func (d *wahaReader) also(f *fields, c *chat, field string, v value) (isOther bool) {
	var more chat
	isOther = more.meet(f, field, v)
	if id := more.id(); id != "" && id != d.us.id() && id != d.us.lid {
		c.meet(f, field, v)
	}
	return isOther
}

// wahaNotices are types of what stands among messages and is none.
var wahaNotices = map[string]bool{
	"e2e_notification": true, "notification": true, "notification_template": true, "call_log": true, "protocol": true,
	"gp2": true, "reaction": true, "revoked": true, "ciphertext": true, "debug": true, "poll_update": true, "pinned_message": true,
}

// message reads a message: of the customer, typed on the company's phone, or sent through the API.
func (d *wahaReader) message(f *fields, v value) {
	var at, source, ack, data value
	v.pick(member{"timestamp", &at}, member{"source", &source}, member{"ack", &ack}, member{"_data", &data})
	m := d.named(f, v)
	if m.isOther || wahaNotices[data.at("type").word()] {
		d.ignore()
		return
	}
	e := conversation.Event{Kind: conversation.Message, Key: messageKey(m.fromMe, m.id), At: f.protoUnix("payload.timestamp", at)}
	if f.err != nil {
		return
	}
	if !m.fromMe {
		e.From = conversation.FromContact
		d.bring(m.chat, clip(firstOf(data.at("notifyName"), data.at("pushName"), data.at("Info", "PushName")).word(), maxName), e)
		return
	}
	e.From, e.Own = conversation.FromAgent, wahaFate(ack)
	if source.word() == "api" {
		e.From = d.apiWriter()
	}
	d.bring(m.chat, "", e)
}

func (d *wahaReader) bring(c chat, name string, events ...conversation.Event) {
	d.talk(d.session, d.name, d.us, c, name, events...)
}

// wahaFate is what became of a message by WAHA's number for it.
func wahaFate(ack value) conversation.Delivery {
	switch string(ack) {
	case "-1":
		return conversation.Failed
	case "1":
		return conversation.Sent
	case "2":
		return conversation.Delivered
	case "3", "4":
		return conversation.Read
	}
	return conversation.NoDelivery
}

// ack reads what became of a message. Only that of ours matters.
func (d *wahaReader) ack(f *fields, v value) {
	m := d.named(f, v)
	became := wahaFate(v.at("ack"))
	if m.isOther || !m.fromMe || became == conversation.NoDelivery {
		d.ignore()
		return
	}
	of := messageKey(true, m.id)
	at := d.sentAt(f)
	if f.err == nil {
		d.bring(m.chat, "", conversation.Event{
			Kind: conversation.Status, Key: "status:" + became.String() + ":" + of, At: at, Of: of, Status: became,
		})
	}
}

// sentAt is the time of what has none but that of its sending.
func (d *wahaReader) sentAt(f *fields) int64 {
	const accepted = "a time in Unix milliseconds"
	if d.sent.absent() {
		f.missing("timestamp", accepted)
		return 0
	}
	at := f.integer("timestamp", d.sent, 1, 1<<53, accepted)
	return f.inTime("timestamp", d.sent, at)
}

// label reads that a chat got or lost a label of WhatsApp Business, whose name some engines tell.
func (d *wahaReader) label(kind conversation.Kind) func(f *fields, v value) {
	return func(f *fields, v value) {
		var label, id, chatID value
		v.pick(member{"label", &label}, member{"labelId", &id}, member{"chatId", &chatID})
		var c chat
		if c.meet(f, "payload.chatId", chatID) {
			d.ignore()
			return
		}
		if c.id() == "" {
			f.missing("payload.chatId", acceptedAddress)
		}
		tag := tagNamed(label.at("name").word())
		if tag == "" {
			tag = d.labelNamed(f, "payload.labelId", id)
		}
		at := d.sentAt(f)
		switch {
		case f.err != nil:
		case tag == "":
			d.ignore()
		default:
			d.bring(c, "", conversation.Event{Kind: kind, Key: keyAt(kind.String(), at) + ":" + tag, At: at, Tag: tag})
		}
	}
}
