package source

import (
	"strings"

	"relato/conversation"
)

// cloudStatuses are what becomes of a message; a voice message that was played was read.
var cloudStatuses = map[string]conversation.Delivery{
	"sent": conversation.Sent, "delivered": conversation.Delivered, "read": conversation.Read,
	"played": conversation.Read, "failed": conversation.Failed,
}

// status reads an entry of statuses: what became of a message that the company sent, and mostly the only sign of it.
func (n *cloudNumber) status(f *fields, v value) {
	var id, status, at, phone, user, group, kind, data value
	v.pick(member{"id", &id}, member{"status", &status}, member{"timestamp", &at}, member{"recipient_id", &phone},
		member{"recipient_user_id", &user}, member{"recipient_type", &group}, member{"type", &kind},
		member{"biz_opaque_callback_data", &data})
	if group.word() == "group" || kind.word() == "call" {
		n.ignore()
		return
	}
	name := status.word()
	became, known := cloudStatuses[name]
	switch {
	case name == "deleted", name == "warning":
		n.ignore()
		return
	case status.absent():
		f.missing("status", "sent, delivered, read, played or failed")
	case !known:
		f.bad("status", status, "one of sent, delivered, read, played, failed")
	}
	p := n.party(f, "recipient_id", phone, "recipient_user_id", user)
	message := conversation.Event{Kind: conversation.Message, Key: f.key("id", id), At: f.unix("timestamp", at)}
	if f.err != nil {
		return
	}
	message.From, message.Agent = senderIn(data.word())
	n.bring(p, message, conversation.Event{
		Kind: conversation.Status, Key: "status:" + name + ":" + message.Key, At: message.At, Of: message.Key, Status: became,
	})
}

// senderIn is who sent a message through the API, by what its sender put into biz_opaque_callback_data: "agent=ID" or
// "flow=NAME" among other pairs, parted by semicolons. A message of a flow is nobody's, whoever else is named. Without
// either it is from an agent without a name.
func senderIn(data string) (from conversation.Sender, agent string) {
	from = conversation.FromAgent
	for pair := range strings.SplitSeq(data, ";") {
		name, v, _ := strings.Cut(pair, "=")
		v = strings.TrimSpace(v)
		if v == "" || v == reserved || len(v) > maxID {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "flow":
			from = conversation.FromFlow
		case "agent":
			agent = v
		}
	}
	if from == conversation.FromFlow {
		agent = ""
	}
	return from, agent
}
