package conversation

import (
	"encoding/json"
	"strconv"
	"strings"
)

// canonical writes the fields that are there, a message's own status left out, as JSON with sorted keys and no
// spaces. It decides between versions of one event, so key and time are the same on both sides and are left out.
func (e Event) canonical() string {
	var b strings.Builder
	text := func(key, value string) {
		if value == "" {
			return
		}
		b.WriteString(`,"` + key + `":`)
		b.WriteString(quote(value))
	}
	number := func(key string, value int64) {
		if value != 0 {
			b.WriteString(`,"` + key + `":` + strconv.FormatInt(value, 10))
		}
	}
	text("agent", e.Agent)
	text("comment", e.Comment)
	text("from", e.From.String())
	text("of", e.Of)
	text("reason", e.Reason.String())
	number("score", int64(e.Score))
	number("seq", e.Seq)
	text("status", e.Status.String())
	text("tag", e.Tag)
	text("type", e.Kind.String())
	return "{" + strings.TrimPrefix(b.String(), ",") + "}"
}

// quote writes a JSON string as UTF-8, escaping only what JSON demands, and U+2028 and U+2029, as encoding/json does.
func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes, and a Builder never fails
	return strings.TrimSuffix(b.String(), "\n")
}

// DefaultKey is the key of an event whose source gives none: KIND:UNIX-MS:ACTOR:PAYLOAD, so that the same line twice
// is one event.
func (e Event) DefaultKey() string {
	actor := e.Agent
	if actor == "" {
		actor = e.From.String()
	}
	payload := ""
	switch e.Kind {
	case Tag, Untag:
		payload = e.Tag
	case Status:
		payload = e.Of + ":" + e.Status.String()
	case Rating:
		payload = strconv.Itoa(e.Score)
	case Close:
		payload = e.Reason.String()
	}
	return e.Kind.String() + ":" + strconv.FormatInt(e.At, 10) + ":" + actor + ":" + payload
}
