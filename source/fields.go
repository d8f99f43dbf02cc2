package source

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// reserved is the tag and agent id that stands for nothing and nobody in reports; no source may use it.
const reserved = "none"

// maxAhead is how far ahead of the clock an event may be (definitions, section 2).
const maxAhead = 24 * time.Hour

// fields reads and validates the fields of one object. The first bad one stays in err and makes every later read
// give zero, so that a caller reads all fields and checks once.
type fields struct {
	latest int64 // the last acceptable instant in Unix milliseconds
	err    error
}

func (f *fields) fail(field, format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(field+": "+format, args...)
	}
}

// missing reports a field that has to be there.
func (f *fields) missing(field, accepted string) { f.fail(field, "missing, must be %s", accepted) }

func (f *fields) bad(field string, v value, accepted string) {
	f.fail(field, "%s is not %s", v.shown(), accepted)
}

// text is a string field; empty when absent.
func (f *fields) text(field string, v value) string {
	if v.absent() {
		return ""
	}
	s, ok := v.text()
	if !ok {
		f.bad(field, v, "a string")
	}
	return s
}

// optional is a string field that keeps the difference between absent and empty.
func (f *fields) optional(field string, v value) *string {
	if v.absent() {
		return nil
	}
	s := f.text(field, v)
	return &s
}

// id is a string field that may be absent but not empty.
func (f *fields) id(field string, v value) string {
	s := f.text(field, v)
	if s == "" && !v.absent() {
		f.fail(field, "must not be empty")
	}
	return s
}

// needID is an id that has to be there.
func (f *fields) needID(field string, v value) string {
	if v.absent() {
		f.missing(field, "a string that is not empty")
	}
	return f.id(field, v)
}

// agent is the id of an agent; empty = nobody.
func (f *fields) agent(field string, v value) string {
	s := f.id(field, v)
	if s == reserved {
		f.fail(field, "%q is reserved and cannot be an agent's id", reserved)
	}
	return s
}

// tag is a tag as it is stored and compared: trimmed and in NFC.
func (f *fields) tag(field string, v value) string {
	s := norm.NFC.String(strings.TrimSpace(f.text(field, v)))
	switch {
	case f.err != nil || v.absent():
	case s == "":
		f.fail(field, "must not be empty")
	case s == reserved:
		f.fail(field, "%q is reserved and cannot be a tag", reserved)
	}
	return s
}

// choice is the index in names of a field that holds one of them. An empty name stands for the absent field and is
// not accepted in it.
func (f *fields) choice(field string, v value, names []string) int {
	if v.absent() {
		return 0
	}
	if inner, ok := v.raw(); ok {
		for i, name := range names {
			if name != "" && string(inner) == name {
				return i
			}
		}
	} else if s, ok := v.text(); ok && s != "" {
		if i := slices.Index(names, s); i >= 0 {
			return i
		}
	}
	f.bad(field, v, "one of "+listed(names))
	return 0
}

// listed writes the names of a list for a message.
func listed(names []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == "" }), ", ")
}

// integer is a whole number between least and most; 0 when absent.
func (f *fields) integer(field string, v value, least, most int64, accepted string) int64 {
	if v.absent() {
		return 0
	}
	n, err := strconv.ParseInt(string(v), 10, 64)
	if err != nil || n < least || n > most {
		f.bad(field, v, accepted)
		return 0
	}
	return n
}

// boolean is true or false; nil when absent.
func (f *fields) boolean(field string, v value) *bool {
	if v.absent() {
		return nil
	}
	b := v[0] == 't'
	if !b && v[0] != 'f' {
		f.bad(field, v, "true or false")
	}
	return &b
}

const acceptedInstant = "a time with offset like 2026-01-02T09:00:00-03:00"

// instant is an RFC 3339 time in Unix milliseconds, of which a finer fraction is cut off. The field has to be there.
func (f *fields) instant(field string, v value) int64 {
	if v.absent() {
		f.missing(field, acceptedInstant)
		return 0
	}
	text, ok := v.raw()
	if !ok && v.isString() { // some writers escape the + of the offset
		s, _ := v.text()
		text, ok = []byte(s), true
	}
	if n := len(text); n > 10 && (text[10] == 't' || text[n-1] == 'z') { // RFC 3339 allows both, package time neither
		text = bytes.ToUpper(text)
	}
	var t time.Time
	if !ok || !isStrict(text) || t.UnmarshalText(text) != nil {
		f.bad(field, v, acceptedInstant)
		return 0
	}
	at := t.UnixMilli()
	switch {
	case at < 0:
		f.fail(field, "%s is before 1970", v.shown())
	case at > f.latest:
		f.fail(field, "%s is more than 24 hours ahead of the clock", v.shown())
	}
	return at
}

// isStrict tells apart what package time takes for RFC 3339 and is not: hours of one digit, a comma before the
// fraction, offsets of a whole day.
func isStrict(text []byte) bool {
	const shortest = len("2006-01-02T15:04:05Z")
	if len(text) < shortest || text[13] != ':' || bytes.IndexByte(text, ',') >= 0 {
		return false
	}
	return text[len(text)-1] == 'Z' || string(text[len(text)-len("24:00"):]) < "24:00"
}

// list calls each for every string of an array field and tells whether the field is there.
func (f *fields) list(field string, v value, accepted string, each func(s string)) bool {
	if v.absent() {
		return false
	}
	if !v.isArray() {
		f.bad(field, v, accepted)
		return true
	}
	v.elements(func(v value) {
		s, ok := v.text()
		if !ok {
			f.bad(field, v, "a string; "+field+" must be "+accepted)
			return
		}
		each(s)
	})
	return true
}

// trimmed is a line without the space around it.
func trimmed(line []byte) []byte { return bytes.Trim(line, " \t\r\n") }
