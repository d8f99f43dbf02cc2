package naive

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"relato/conversation"
)

// distinct is the set of a thread's events: "Duplicates (same thread and key) are one event". What versions say of
// their own status is left out of it: failed asks them all.
func distinct(raw []conversation.Event) []conversation.Event {
	var set []conversation.Event
	for _, e := range raw {
		e.Own = conversation.NoDelivery
		i := slices.IndexFunc(set, func(other conversation.Event) bool { return other.Key == e.Key })
		if i < 0 {
			set = append(set, e)
		} else if stays(e, set[i]) {
			set[i] = e
		}
	}
	return set
}

// stays tells whether version a is kept rather than b: "of two versions that differ, the one with the earlier time
// stays, else the one whose known fields (absent ones left out, own `status` too) as JSON with sorted keys and no
// spaces are smaller as bytes".
func stays(a, b conversation.Event) bool {
	if a.At != b.At {
		return a.At < b.At
	}
	return bytes.Compare(knownFields(a), knownFields(b)) < 0
}

func knownFields(e conversation.Event) []byte {
	fields := map[string]any{"type": e.Kind.String(), "at": e.At}
	for name, value := range map[string]string{
		"key":     e.Key,
		"from":    e.From.String(),
		"agent":   e.Agent,
		"tag":     e.Tag,
		"of":      e.Of,
		"status":  e.Status.String(),
		"reason":  e.Reason.String(),
		"comment": e.Comment,
	} {
		if value != "" {
			fields[name] = value
		}
	}
	if e.Seq != 0 {
		fields["seq"] = e.Seq
	}
	if e.Score != 0 {
		fields["score"] = e.Score
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(fields); err != nil {
		panic(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// failed tells whether a message never counts: "A message is failed when any version of it that ever came, or any
// `status` of it, says so."
func failed(message conversation.Event, raw, set []conversation.Event) bool {
	for _, version := range raw {
		if version.Key == message.Key && version.Own == conversation.Failed {
			return true
		}
	}
	for _, e := range set {
		if e.Kind == conversation.Status && e.Of == message.Key && e.Status == conversation.Failed {
			return true
		}
	}
	return false
}

// earlier is the order of events: "by time (milliseconds), then by the source's sequence number where it gives one
// (`seq`, absent = 0), then by kind (open, assign, tag, untag, message, handoff, survey, rating, close, status), then
// by key as bytes".
func earlier(a, b conversation.Event) int {
	switch {
	case a.At != b.At:
		return sign(a.At < b.At)
	case a.Seq != b.Seq:
		return sign(a.Seq < b.Seq)
	case a.Kind != b.Kind:
		return sign(place(a.Kind) < place(b.Kind))
	}
	return strings.Compare(a.Key, b.Key)
}

func place(k conversation.Kind) int {
	return slices.Index([]conversation.Kind{
		conversation.Open, conversation.Assign, conversation.Tag, conversation.Untag, conversation.Message,
		conversation.Handoff, conversation.Survey, conversation.Rating, conversation.Close, conversation.Status,
	}, k)
}

func sign(less bool) int {
	if less {
		return -1
	}
	return 1
}

// second is an event's time: "for everything else, from silence to duration, event times are first rounded down to
// whole seconds".
func second(e conversation.Event) int64 { return e.At / 1000 }
