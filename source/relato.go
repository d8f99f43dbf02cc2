package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"relato/conversation"
)

// lineTypes are the types of the lines of Relato NDJSON.
var lineTypes = []string{"settings", "agent", "channel", "contact", "conversation", "event"}

// relato reads Relato NDJSON (contract, "Relato NDJSON"), line by line.
type relato struct {
	lines  lines
	latest int64                // the last acceptable instant in Unix milliseconds
	events []conversation.Event // of the line under way, until their number is known
}

// looksLikeRelato tells whether a line at the start of a file is like those of Relato NDJSON, though it may be a bad one.
func looksLikeRelato(head []byte) bool {
	for line := range bytes.Lines(head) {
		if line = trimmed(line); bytes.HasPrefix(line, []byte("{")) && bytes.Contains(line, []byte(`"type"`)) {
			return true
		}
	}
	return false
}

func newRelato(r *bufio.Reader, now time.Time) *relato {
	return &relato{lines: lines{from: r, limit: MaxLine}, latest: now.Add(maxAhead).UnixMilli()}
}

func (r *relato) line() int64 { return r.lines.number }

// Next yields one record per line that is not blank.
func (r *relato) Next() (Record, error) {
	for {
		line, err := r.lines.next()
		switch {
		case err == errLongLine:
			return r.rejected(err), nil
		case err == io.EOF:
			return Record{}, io.EOF
		case err != nil:
			return Record{}, fmt.Errorf("reading after line %d: %w", r.lines.number, err)
		}
		if line = trimmed(line); len(line) > 0 {
			return r.record(line), nil
		}
	}
}

func (r *relato) rejected(err error) Record {
	return Record{Line: r.lines.number, Rejected: []Rejection{{Line: r.lines.number, Reason: err.Error()}}}
}

// record is what one line comes to.
func (r *relato) record(line []byte) Record {
	if err := checkObject(line); err != nil {
		return r.rejected(err)
	}
	var l lineFields
	value(line).members(l.set)
	f := fields{latest: r.latest}
	if l.kind.absent() {
		f.missing("type", "one of "+listed(lineTypes))
	}
	rec := Record{Line: r.lines.number}
	switch lineTypes[f.choice("type", l.kind, lineTypes)] {
	case "settings":
		rec.Item = f.settings(l)
	case "agent":
		rec.Item = f.agentLine(l)
	case "channel":
		rec.Item = conversation.ChannelLine{
			ID: f.needID("id", l.id), Name: f.optional("name", l.name), Phone: f.optional("phone", l.phone),
		}
	case "contact":
		rec.Item = f.contactLine(l)
	case "conversation":
		r.thread(&rec, &f, "id", l.id, l)
	case "event":
		r.thread(&rec, &f, "thread", l.thread, l)
	}
	if f.err != nil {
		return r.rejected(f.err)
	}
	return rec
}

// checkObject tells why a line is no JSON object in UTF-8.
func checkObject(line []byte) error {
	if !utf8.Valid(line) {
		return errors.New("not valid UTF-8")
	}
	if !json.Valid(line) {
		var parsed json.RawMessage
		err := json.Unmarshal(line, &parsed)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			return fmt.Errorf("not valid JSON: %w (at byte %d)", err, syntax.Offset)
		}
		return fmt.Errorf("not valid JSON: %w", err)
	}
	if line[0] != '{' {
		return fmt.Errorf("%s is not a JSON object like {\"type\":\"event\",…}", value(line).shown())
	}
	return nil
}

// thread puts the thread and events of a conversation or event line into rec. Fields of the thread that are bad
// reject the line, by f; bad events are rejected one by one.
func (r *relato) thread(rec *Record, f *fields, idField string, id value, l lineFields) {
	t := conversation.ThreadEvents{Thread: f.thread(idField, id, l)}
	r.events = r.events[:0]
	event := func(name string, v value) {
		e, err := r.event(v)
		switch {
		case err == nil:
			r.events = append(r.events, e)
		case len(rec.Rejected) < MaxRejections:
			rec.Rejected = append(rec.Rejected, Rejection{Line: rec.Line, Reason: name + ": " + err.Error()})
		default:
			rec.Unlisted++
		}
	}
	switch {
	case f.err != nil:
	case idField == "id":
		f.events(l.events, event)
	case l.event.absent():
		f.missing("event", "an object")
	default:
		event("event", l.event)
	}
	if len(r.events) > 0 {
		t.Events = slices.Clone(r.events)
	}
	rec.Item = t
}
