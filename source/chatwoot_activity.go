package source

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// chatwootActivity is a line that Chatwoot wrote into a conversation about what happened to it.
type chatwootActivity struct {
	id, at int64
	status string // that it tells of; empty = of none, or in words that are not known
}

// activitiesIn are the lines among messages, in order.
func activitiesIn(messages []json.RawMessage) (lines []chatwootActivity) {
	for _, raw := range messages {
		var m chatwootMessage
		m.pick(value(raw))
		if m.named() != "activity" {
			continue
		}
		id, _ := strconv.ParseInt(string(m.id), 10, 64)
		f := fields{latest: 1 << 62}
		at := f.instantOrUnix("created_at", m.created)
		if f.err != nil {
			continue // reading the messages has said so
		}
		lines = append(lines, chatwootActivity{id, at + untold, statusSaid(m, value(raw).at("content").word())})
	}
	slices.SortFunc(lines, func(a, b chatwootActivity) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	return lines
}

// statusSaid is the status that a line tells of. Since 4.13 Chatwoot says it beside the words; before, only words in the
// account's language do, of which those of three languages are known here. Other lines are not read: what they say, the
// conversation itself says better.
func statusSaid(m chatwootMessage, content string) string {
	if activity := m.attributes.at("activity"); activity.isObject() {
		if activity.at("type").word() != "conversation_status_changed" {
			return ""
		}
		return activity.at("status").word()
	}
	for _, sentence := range chatwootSentences {
		if strings.HasPrefix(content, sentence.begins) {
			return sentence.status
		}
	}
	return ""
}

// chatwootSentences are how lines about a status begin, where a beginning of several the longer ones first.
var chatwootSentences = []struct{ begins, status string }{
	{"Conversation was marked resolved by ", "resolved"},
	{"Conversation was resolved by ", "resolved"},
	{"Conversation was reopened by ", "open"},
	{"Conversation was marked open ", "open"},
	{"Conversation was marked as pending by ", "pending"},
	{"Conversation was snoozed by ", "snoozed"},
	{"System reopened the conversation ", "open"},

	{"Conversa foi marcada como resolvida por ", "resolved"},
	{"A conversa foi marcada como resolvida ", "resolved"},
	{"A conversa foi resolvida por ", "resolved"},
	{"Conversa foi reaberta por ", "open"},
	{"A conversa foi aberta por ", "open"},
	{"A conversa foi marcada como aberta ", "open"},
	{"Conversa foi marcada como pendente por ", "pending"},
	{"Conversa foi adiada por ", "snoozed"},
	{"O sistema reabriu a conversa ", "open"},

	{"La conversación fue marcada como pendiente por ", "pending"},
	{"La conversación fue marcada como resuelta ", "resolved"},
	{"La conversación fue marcada como abierta ", "open"},
	{"La conversación fue marcada por ", "resolved"},
	{"Conversación fue resuelta por ", "resolved"},
	{"La conversación fue reabierta por ", "open"},
	{"La conversación fue pospuesta por ", "snoozed"},
	{"El sistema reabrió la conversación ", "open"},
}
