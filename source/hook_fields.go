package source

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxID is the most bytes of an id that a service gives. Real ones are far shorter.
const maxID = 255

// member is a member of an object that pick looks for.
type member struct {
	name string
	into *value
}

// pick finds members of an object in one pass; those that are not there stay absent, and so do all of what is no object.
// Of a member that is there twice the last counts.
func (v value) pick(members ...member) {
	if !v.isObject() {
		return
	}
	v.members(func(name []byte, found value) {
		for _, m := range members {
			if string(name) == m.name {
				*m.into = found
				return
			}
		}
	})
}

// at is what stands at the end of a path of members.
func (v value) at(path ...string) value {
	for _, name := range path {
		var next value
		v.pick(member{name, &next})
		v = next
	}
	return v
}

// word is the string that v holds, or nothing: for fields that choose between meanings, of which an unknown one has none.
func (v value) word() string {
	s, _ := v.text()
	return s
}

// isTrue tells whether v is true.
func (v value) isTrue() bool { return len(v) > 0 && v[0] == 't' }

// key is an id that has to be there: a string or a whole number, since services change between the two.
func (f *fields) key(field string, v value) string {
	s := f.keyIfAny(field, v)
	if s == "" {
		f.missing(field, "a string that is not empty, or a number")
	}
	return s
}

// keyIfAny is an id that may be missing or empty.
func (f *fields) keyIfAny(field string, v value) string {
	if v.absent() {
		return ""
	}
	s, ok := v.text()
	if !ok {
		if _, err := strconv.ParseInt(string(v), 10, 64); err != nil {
			f.bad(field, v, "a string or a whole number")
			return ""
		}
		s = string(v)
	}
	s = strings.TrimSpace(s)
	switch {
	case len(s) > maxID:
		f.fail(field, "longer than %d bytes", maxID)
	case s == reserved:
		f.fail(field, "%q is reserved and cannot be an id", reserved)
	case strings.ContainsFunc(s, unicode.IsControl):
		f.fail(field, "must not have control characters")
	}
	return s
}

const acceptedUnix = "a time in Unix seconds like 1767355200"

// unix is a time in Unix seconds, as a number or a string, whole or with a fraction, in milliseconds. It has to be there.
func (f *fields) unix(field string, v value) int64 {
	text := string(v)
	if v.isString() {
		text = v.word()
	}
	if v.absent() {
		f.missing(field, acceptedUnix)
		return 0
	}
	at, ok := milliseconds(text)
	if !ok || at <= 0 {
		f.bad(field, v, acceptedUnix)
		return 0
	}
	return f.inTime(field, v, at)
}

// inTime refuses a time that is too far ahead of the clock.
func (f *fields) inTime(field string, v value, at int64) int64 {
	if at > f.latest {
		f.fail(field, "%s is more than 24 hours ahead of the clock", v.shown())
	}
	return at
}

// protoUnix is a time in Unix seconds that may also be written as the halves of a 64-bit number, {"low":…,"high":…}.
func (f *fields) protoUnix(field string, v value) int64 {
	if v.isObject() {
		v = v.at("low")
	}
	return f.unix(field, v)
}

// milliseconds are the seconds that a text says, exactly; what is finer is cut off.
func milliseconds(text string) (ms int64, ok bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds < 0 || seconds > math.MaxInt64/1000-1 || strings.Trim(fraction, "0123456789") != "" {
		return 0, false
	}
	ms, _ = strconv.ParseInt((fraction + "000")[:3], 10, 64)
	return seconds*1000 + ms, true
}

// instantOrUnix is a time that one version of a service writes in RFC 3339 and another in Unix seconds.
func (f *fields) instantOrUnix(field string, v value) int64 {
	if v.isString() && strings.Contains(v.word(), "T") {
		return f.instant(field, v)
	}
	return f.unix(field, v)
}

// maxName and maxComment are the most bytes of a name and of a rating's comment that are kept.
const (
	maxName    = 1000
	maxComment = 4096
)

// clip is the start of a text, at most so many bytes of it.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
