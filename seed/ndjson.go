package seed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"relato/conversation"
)

// WriteNDJSON writes items as lines of Relato's import format, in their order. Times carry the offset of the zone that
// a settings item named before them, else UTC.
func WriteNDJSON(w io.Writer, items iter.Seq[conversation.Item]) error {
	out := bufio.NewWriterSize(w, 1<<18)
	l := line{zone: time.UTC}
	n := 0
	for item := range items {
		n++
		l.buf = l.buf[:0]
		if err := l.item(item); err != nil {
			return fmt.Errorf("item %d: %w", n, err)
		}
		l.buf = append(l.buf, '\n')
		if _, err := out.Write(l.buf); err != nil {
			return fmt.Errorf("item %d: %w", n, err)
		}
	}
	return out.Flush()
}

// line builds one line by appending. Every field is written with a comma before it but the first, the type.
type line struct {
	buf  []byte
	zone *time.Location
}

func (l *line) item(item conversation.Item) error {
	switch i := item.(type) {
	case conversation.SettingsLine:
		return l.settings(i)
	case conversation.AgentLine:
		l.begin("agent")
		l.text("id", i.ID)
		l.optional("name", i.Name)
		l.optional("email", i.Email)
		if i.Active != nil {
			l.name("active")
			l.buf = strconv.AppendBool(l.buf, *i.Active)
		}
	case conversation.ChannelLine:
		l.begin("channel")
		l.text("id", i.ID)
		l.optional("name", i.Name)
		l.optional("phone", i.Phone)
	case conversation.ContactLine:
		l.contact(i)
	case conversation.ThreadEvents:
		l.thread(i)
	default:
		return fmt.Errorf("no line for a %T", item)
	}
	l.end()
	return nil
}

func (l *line) settings(s conversation.SettingsLine) error {
	l.begin("settings")
	l.optional("company", s.Company)
	l.optional("timezone", s.Timezone)
	l.optional("language", s.Language)
	if s.Timezone != nil {
		zone, err := time.LoadLocation(*s.Timezone)
		if err != nil {
			return fmt.Errorf("timezone of settings: %w", err)
		}
		l.zone = zone
	}
	if s.Hours != nil {
		l.name("hours")
		l.hours(*s.Hours)
	}
	if s.Holidays != nil {
		l.list("holidays", *s.Holidays)
	}
	if s.InactivityHours != nil {
		l.number("inactivity_hours", *s.InactivityHours)
	}
	l.end()
	return nil
}

func (l *line) hours(h conversation.Hours) {
	l.buf = append(l.buf, '{')
	for day, spans := range h {
		if len(spans) == 0 {
			continue
		}
		texts := make([]string, len(spans))
		for i, s := range spans {
			texts[i] = s.String()
		}
		l.list(conversation.Weekdays[day], texts)
	}
	l.end()
}

func (l *line) contact(c conversation.ContactLine) {
	l.begin("contact")
	l.text("id", c.ID)
	l.optional("name", c.Name)
	l.optional("phone", c.Phone)
	if c.Tags != nil {
		l.list("tags", *c.Tags)
	}
	if c.At != math.MinInt64 {
		l.time("at", c.At)
	}
}

func (l *line) thread(t conversation.ThreadEvents) {
	l.begin("conversation")
	l.text("id", t.ID)
	l.given("channel", t.Channel)
	l.given("contact", t.Contact)
	l.given("origin", t.Origin.String())
	l.given("lifecycle", t.Lifecycle.String())
	l.given("url", t.URL)
	l.name("events")
	l.buf = append(l.buf, '[')
	for i := range t.Events {
		if i > 0 {
			l.buf = append(l.buf, ',')
		}
		l.event(&t.Events[i])
	}
	l.buf = append(l.buf, ']')
}

func (l *line) event(e *conversation.Event) {
	l.begin(e.Kind.String())
	l.given("key", e.Key)
	l.time("at", e.At)
	if e.Seq != 0 {
		l.name("seq")
		l.buf = strconv.AppendInt(l.buf, e.Seq, 10)
	}
	l.given("from", e.From.String())
	switch {
	case e.Agent != "":
		l.text("agent", e.Agent)
	case e.Kind == conversation.Assign:
		l.name("agent")
		l.buf = append(l.buf, "null"...)
	}
	l.given("tag", e.Tag)
	l.given("of", e.Of)
	status := e.Status
	if e.Kind == conversation.Message {
		status = e.Own
	}
	l.given("status", status.String())
	l.given("reason", e.Reason.String())
	if e.Score != 0 {
		l.number("score", e.Score)
	}
	l.given("comment", e.Comment)
	l.end()
}

// begin opens an object with its type.
func (l *line) begin(kind string) {
	l.buf = append(l.buf, '{')
	l.text("type", kind)
}

func (l *line) end() { l.buf = append(l.buf, '}') }

// name writes the name of a field, which is plain.
func (l *line) name(name string) {
	if l.buf[len(l.buf)-1] != '{' {
		l.buf = append(l.buf, ',')
	}
	l.buf = append(l.buf, '"')
	l.buf = append(l.buf, name...)
	l.buf = append(l.buf, '"', ':')
}

func (l *line) text(name, value string) {
	l.name(name)
	l.buf = appendString(l.buf, value)
}

// given writes a field that is absent when empty.
func (l *line) given(name, value string) {
	if value != "" {
		l.text(name, value)
	}
}

func (l *line) optional(name string, value *string) {
	if value != nil {
		l.text(name, *value)
	}
}

func (l *line) number(name string, value int) {
	l.name(name)
	l.buf = strconv.AppendInt(l.buf, int64(value), 10)
}

func (l *line) time(name string, at int64) {
	l.name(name)
	l.buf = append(l.buf, '"')
	l.buf = time.UnixMilli(at).In(l.zone).AppendFormat(l.buf, time.RFC3339Nano)
	l.buf = append(l.buf, '"')
}

func (l *line) list(name string, values []string) {
	l.name(name)
	l.buf = append(l.buf, '[')
	for i, v := range values {
		if i > 0 {
			l.buf = append(l.buf, ',')
		}
		l.buf = appendString(l.buf, v)
	}
	l.buf = append(l.buf, ']')
}

// appendString appends a JSON string: as it is where JSON allows that, which is nearly always.
func appendString(buf []byte, s string) []byte {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] >= ' ' && s[i] != '"' && s[i] != '\\'
	}
	if !plain || !utf8.ValidString(s) {
		quoted, _ := json.Marshal(s) // a string always marshals
		return append(buf, quoted...)
	}
	buf = append(buf, '"')
	buf = append(buf, s...)
	return append(buf, '"')
}
