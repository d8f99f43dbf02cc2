package views

import (
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"relato/report"
)

// fileChunk is how many bytes of a file are gathered before they are written.
const fileChunk = 64 << 10

// CSV writes rows of a report as a file, a chunk at a time: in the plain dialect that programs read, or in the one that
// Excel opens correctly in any language.
type CSV[R any] struct {
	w       io.Writer
	account *report.Account
	columns []report.Column[R]
	dialect dialect
	cells   cells
	buf     []byte
	wide    []byte // buf in UTF-16
}

// dialect is how a file separates and encodes its cells.
type dialect struct {
	separator byte
	utf16     bool
}

// NewCSV starts a file: RFC 4180 in UTF-8.
func NewCSV[R any](w io.Writer, a *report.Account, columns []report.Column[R]) *CSV[R] {
	c := &CSV[R]{w: w, account: a, columns: columns, dialect: dialect{separator: ','}}
	c.cells = cells{clock: newClock(a.Zone), decimal: '.'}
	c.header()
	return c
}

// NewExcelCSV starts a file for Excel: UTF-16 with a byte order mark and tabs, which Excel splits into columns whatever
// list separator the computer has, and decimals as the language writes them. Times are account time without the offset,
// which Excel would not take for times, and texts that it would take for numbers, dates or truth values stay texts.
func NewExcelCSV[R any](w io.Writer, a *report.Account, columns []report.Column[R], l Lang) *CSV[R] {
	c := &CSV[R]{w: w, account: a, columns: columns, dialect: dialect{separator: '\t', utf16: true}}
	c.cells = cells{clock: newClock(a.Zone), decimal: ',', excel: true}
	if l == English {
		c.cells.decimal = '.'
	}
	c.buf = append(c.buf, "\ufeff"...)
	c.header()
	return c
}

func (c *CSV[R]) header() {
	for i, column := range c.columns {
		if i > 0 {
			c.buf = append(c.buf, c.dialect.separator)
		}
		c.buf = append(c.buf, column.Key...)
	}
	c.buf = append(c.buf, '\r', '\n')
}

// Row writes one row.
func (c *CSV[R]) Row(r *R) error {
	for i := range c.columns {
		if i > 0 {
			c.buf = append(c.buf, c.dialect.separator)
		}
		v := c.columns[i].Value(c.account, r)
		if v.Empty {
			continue
		}
		from := len(c.buf)
		c.buf = c.cells.append(c.buf, &v)
		if v.Kind == report.Text || v.Kind == report.Phone || v.Kind == report.List {
			c.buf = c.dialect.quote(c.buf, from)
		}
	}
	c.buf = append(c.buf, '\r', '\n')
	if len(c.buf) < fileChunk {
		return nil
	}
	return c.flush()
}

// Close writes what is left. It does not close the writer.
func (c *CSV[R]) Close() error { return c.flush() }

func (c *CSV[R]) flush() error {
	out := c.buf
	if c.dialect.utf16 {
		c.wide = appendUTF16(c.wide[:0], c.buf)
		out = c.wide
	}
	_, err := c.w.Write(out)
	c.buf = c.buf[:0]
	return err
}

// quote puts the cell that begins at from into quotes if it has to be.
func (d dialect) quote(b []byte, from int) []byte {
	quotes, special := 0, false
	for _, c := range b[from:] {
		switch c {
		case '"':
			quotes++
		case '\r', '\n', d.separator:
			special = true
		}
	}
	switch {
	case quotes > 0:
		cell := strings.ReplaceAll(string(b[from:]), `"`, `""`)
		b = append(append(b[:from], '"'), cell...)
	case special:
		b = slices.Insert(b, from, '"')
	default:
		return b
	}
	return append(b, '"')
}

// appendUTF16 appends valid UTF-8 in UTF-16, the smaller byte first.
func appendUTF16(b, text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		if first, second := utf16.EncodeRune(r); first != utf8.RuneError {
			b = binary.LittleEndian.AppendUint16(b, uint16(first))
			r = second
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return b
}
