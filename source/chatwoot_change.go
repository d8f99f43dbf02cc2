package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"relato/conversation"
)

// chatwootChange is one attribute's change.
type chatwootChange struct{ before, after value }

// changed reads what happened to a conversation: begun, closed, opened again, given to somebody, labelled.
func (d *chatwootReader) changed(f *fields, root value, event string) {
	if d.isForeign(root.at("account")) {
		d.ignore()
		return
	}
	c, err := d.conversation(f, root)
	if err != nil {
		d.ignore()
	}
	if err != nil || f.err != nil {
		return
	}
	changes := map[string]chatwootChange{}
	at := c.updated
	if c.changes.isArray() {
		c.changes.elements(func(v value) {
			if v.isObject() {
				v.members(func(name []byte, m value) {
					var change chatwootChange
					m.pick(member{"previous_value", &change.before}, member{"current_value", &change.after})
					changes[string(name)] = change
				})
			}
		})
	}
	if exact := changes["updated_at"].after; !exact.absent() { // later changes may be in updated_at already
		at = f.instantOrUnix("changed_attributes.updated_at", exact)
	}
	var events []conversation.Event
	if event == "conversation_created" {
		events = append(events, c.begun(f)...)
	}
	if change, ok := changes["status"]; ok {
		events = append(events, c.turned(change.before.word(), change.after.word(), at)...)
	} else if event != "conversation_created" && event != "conversation_updated" {
		events = append(events, c.turned("", c.status, at)...)
	}
	if change, ok := changes["assignee_id"]; ok {
		events = append(events, d.assigned(f, change.after, at))
	}
	events = append(events, labelled(f, changes, at)...)
	switch {
	case f.err != nil:
	case len(events) == 0:
		d.ignore()
	default:
		d.events(c.Thread, events...)
	}
}

// begun is what a conversation begins with.
func (c chatwootConversation) begun(f *fields) []conversation.Event {
	events := []conversation.Event{{Kind: conversation.Open, Key: "open:created", At: c.created}}
	if c.agent != "" {
		events = append(events, conversation.Event{Kind: conversation.Assign, Key: "assign:created", At: c.created, Agent: c.agent})
	}
	for _, tag := range labelsIn(f, c.labels) {
		events = append(events, conversation.Event{Kind: conversation.Tag, Key: "tag:created:" + tag, At: c.created, Tag: tag})
	}
	return events
}

// turned is what a change of status means. Pending conversations are a bot's: from there to open, it gives them to
// humans, and from there to resolved, it ends them. Snoozed ones are open.
func (c chatwootConversation) turned(before, after string, at int64) []conversation.Event {
	switch {
	case after == before:
	case after == "resolved" && before == "pending":
		return []conversation.Event{{Kind: conversation.Close, Key: keyAt("close", at), At: at, Reason: conversation.ByFlow}}
	case after == "resolved":
		return []conversation.Event{c.closing("close", at)}
	case before == "resolved", before == "" && after == "open":
		return []conversation.Event{{Kind: conversation.Open, Key: keyAt("open", at), At: at}}
	case before == "pending" && after == "open":
		return []conversation.Event{{Kind: conversation.Handoff, Key: keyAt("handoff", at), At: at}}
	}
	return nil
}

// closing is the end of a conversation. Chatwoot does not say who resolved it; like its own reports, this credits whom
// it is assigned to.
func (c chatwootConversation) closing(name string, at int64) conversation.Event {
	e := conversation.Event{Kind: conversation.Close, Key: keyAt(name, at), At: at, Agent: c.agent}
	if c.bot {
		e.Reason = conversation.ByFlow
	}
	return e
}

// assigned is that a conversation was given to an agent, or to nobody.
func (d *chatwootReader) assigned(f *fields, to value, at int64) conversation.Event {
	id := f.keyIfAny("changed_attributes.assignee_id", to)
	e := conversation.Event{Kind: conversation.Assign, Key: keyAt("assign", at) + ":" + id, At: at}
	if id != "" {
		e.Agent = d.own(id)
	}
	return e
}

// labelled is what a change of labels adds and takes away.
func labelled(f *fields, changes map[string]chatwootChange, at int64) (events []conversation.Event) {
	change, ok := changes["label_list"]
	if !ok {
		change = changes["cached_label_list"]
	}
	before, after := labelsIn(f, change.before), labelsIn(f, change.after)
	for _, tag := range after {
		if !slices.Contains(before, tag) {
			events = append(events, conversation.Event{Kind: conversation.Tag, Key: keyAt("tag", at) + ":" + tag, At: at, Tag: tag})
		}
	}
	for _, tag := range before {
		if !slices.Contains(after, tag) {
			events = append(events, conversation.Event{Kind: conversation.Untag, Key: keyAt("untag", at) + ":" + tag, At: at, Tag: tag})
		}
	}
	return events
}

// labelsIn are labels, each once: a list, or one text with commas. A label that is a reserved word is none.
func labelsIn(f *fields, v value) (tags []string) {
	take := func(s string) {
		if tag := tagNamed(s); tag != "" && len(tags) < maxLabels && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	if v.isString() {
		for s := range strings.SplitSeq(v.word(), ",") {
			take(s)
		}
		return tags
	}
	f.list("labels", v, "a list of labels", take)
	return tags
}

// tagNamed is the tag that a label is; empty where it can be none.
func tagNamed(label string) string {
	tag := norm.NFC.String(strings.TrimSpace(label))
	if tag == reserved || len(tag) > maxID {
		return ""
	}
	return tag
}

// maxLabels is the most labels that a conversation or contact has.
const maxLabels = 1000

// keyAt is the key of something that happens at most once at a time.
func keyAt(name string, at int64) string { return name + ":" + strconv.FormatInt(at, 10) }

// person reads a contact. Its labels are there where Chatwoot sends them.
func (d *chatwootReader) person(f *fields, root value) {
	var id, name, phone, account, labels, changes value
	root.pick(member{"id", &id}, member{"name", &name}, member{"phone_number", &phone}, member{"account", &account},
		member{"labels", &labels}, member{"changed_attributes", &changes})
	if d.isForeign(account) {
		d.ignore()
		return
	}
	line := conversation.ContactLine{
		ID: d.own(f.key("id", id)), At: d.came, Name: given(clip(name.word(), maxName)), Phone: given(phoneShown(phone.word())),
	}
	if changes.isArray() {
		changes.elements(func(v value) {
			if list := v.at("label_list", "current_value"); labels.absent() {
				labels = list
			}
			if at := v.at("updated_at", "current_value"); !at.absent() {
				line.At = f.instantOrUnix("changed_attributes.updated_at", at)
			}
		})
	}
	if !labels.absent() {
		tags := append([]string{}, labelsIn(f, labels)...)
		line.Tags = &tags
	}
	switch {
	case f.err != nil:
	case line.Name == nil && line.Phone == nil && line.Tags == nil:
		d.ignore()
	default:
		d.once(fmt.Sprint("contact line ", line.ID), line)
	}
}
