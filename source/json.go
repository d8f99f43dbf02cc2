package source

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// value is the text of one value inside a line that json.Valid has passed, without space around it; empty = the field
// is not there. Walking validated text needs no checks of its own, allocates nothing and stays fast: that is why lines
// are not unmarshalled.
type value []byte

// absent tells whether the field is not there; null says the same.
func (v value) absent() bool { return len(v) == 0 || v[0] == 'n' }

func (v value) isObject() bool { return len(v) > 0 && v[0] == '{' }
func (v value) isArray() bool  { return len(v) > 0 && v[0] == '[' }
func (v value) isString() bool { return len(v) > 0 && v[0] == '"' }

// raw is what stands between the quotes of a string that is written without escapes.
func (v value) raw() (inner []byte, ok bool) {
	if !v.isString() || bytes.IndexByte(v, '\\') >= 0 {
		return nil, false
	}
	return v[1 : len(v)-1], true
}

// text is the string that v holds.
func (v value) text() (s string, ok bool) {
	if inner, ok := v.raw(); ok {
		return string(inner), true
	}
	if !v.isString() {
		return "", false
	}
	return s, json.Unmarshal(v, &s) == nil
}

// shown is v for a message: at most 60 bytes of it.
func (v value) shown() string {
	const most = 60
	if len(v) <= most {
		return string(v)
	}
	cut := most
	for !utf8.RuneStart(v[cut]) {
		cut--
	}
	return string(v[:cut]) + "…"
}

// members calls visit for every member of an object, in order and with duplicates.
func (v value) members(visit func(name []byte, v value)) {
	i := skipSpace(v, 1)
	for v[i] != '}' {
		end := stringEnd(v, i)
		name := value(v[i:end])
		i = skipSpace(v, end)
		i = skipSpace(v, i+1) // the colon
		end = valueEnd(v, i)
		if inner, ok := name.raw(); ok {
			visit(inner, v[i:end])
		} else if text, ok := name.text(); ok {
			visit([]byte(text), v[i:end])
		}
		i = skipSpace(v, end)
		if v[i] == ',' {
			i = skipSpace(v, i+1)
		}
	}
}

// elements calls visit for every element of an array, in order.
func (v value) elements(visit func(v value)) {
	i := skipSpace(v, 1)
	for v[i] != ']' {
		end := valueEnd(v, i)
		visit(v[i:end])
		i = skipSpace(v, end)
		if v[i] == ',' {
			i = skipSpace(v, i+1)
		}
	}
}

// skipSpace is the first position from i on that is not space.
func skipSpace(v value, i int) int {
	for v[i] == ' ' || v[i] == '\t' || v[i] == '\r' || v[i] == '\n' {
		i++
	}
	return i
}

// stringEnd is the position after the string that starts at i.
func stringEnd(v value, i int) int {
	for i++; ; i++ {
		i += bytes.IndexByte(v[i:], '"')
		escapes := 0
		for v[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return i + 1
		}
	}
}

// valueEnd is the position after the value that starts at i.
func valueEnd(v value, i int) int {
	switch v[i] {
	case '"':
		return stringEnd(v, i)
	case '{', '[':
		return nestEnd(v, i)
	}
	for i < len(v) && strings.IndexByte(",]} \t\r\n", v[i]) < 0 {
		i++
	}
	return i
}

// nestEnd is the position after the object or array that starts at i.
func nestEnd(v value, i int) int {
	for depth := 0; ; {
		switch v[i] {
		case '"':
			i = stringEnd(v, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		i++
		if depth == 0 {
			return i
		}
	}
}

// quoted is a value that holds a text.
func quoted(s string) value {
	text, _ := json.Marshal(s) // a string always encodes
	return text
}
