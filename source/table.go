package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"relato/conversation"
)

// delimiters are what can stand between the cells of a table.
var delimiters = []rune{',', ';', '\t', '|'}

// table reads a table with a row per message or per conversation. What its columns hold is told or guessed by their
// headers (docs/import.md).
//
// A row per conversation says when it started, was first answered, closed and rated, but not how many messages it had:
// only the messages that those times stand for are counted.
type table struct {
	columns tableColumns
	clock   tableClock
	channel string // of rows that name none
	header  []string
	sample  [][]string // rows at the start; nil once they have told what they can

	rows     *csv.Reader
	limit    *rowLimit
	number   int64    // of the last line read
	waiting  []Record // made, not yet given
	said     map[string]string
	repeated map[string]int // how often a message without a key was seen
}

// newTable reads a table whose columns and times are clear.
func newTable(text *bufio.Reader, o Options) (*table, error) {
	t, err := startTable(text, o)
	if err != nil {
		return nil, err
	}
	return t, t.understand(o)
}

// startTable reads the header of a table, and enough of it to know how its times are written.
func startTable(text *bufio.Reader, o Options) (*table, error) {
	head, err := text.Peek(bufferSize)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading: %w", err)
	}
	t := &table{channel: o.Channel, said: map[string]string{}, repeated: map[string]int{}}
	comma := delimiterOf(head)
	t.header, t.sample = sampleOf(head, comma)
	if len(t.header) == 0 {
		return nil, errors.New("the table has no header line that names its columns")
	}
	t.limit = &rowLimit{from: text, left: MaxLine}
	t.rows = csv.NewReader(t.limit)
	t.rows.Comma, t.rows.FieldsPerRecord, t.rows.ReuseRecord = comma, -1, true
	_, bad, err := t.read() // the header, which is known to be there, below rows that cannot be read
	_, _, above := declared(head)
	for (bad != nil || above) && err == nil {
		above = false
		_, bad, err = t.read()
	}
	return t, err
}

// timeFields are the fields that hold times.
var timeFields = []string{fieldAt, fieldStartedAt, fieldFirstContact, fieldFirstResponse, fieldClosedAt}

// understand decides what the columns hold and how times are written; the error is an *OptionError where that is not
// clear.
func (t *table) understand(o Options) (err error) {
	if t.columns, err = chooseColumns(t.header, o); err != nil {
		return err
	}
	var times []string
	for _, row := range t.sample {
		for _, field := range timeFields {
			if s := t.columns.cell(row, field); s != "" {
				times = append(times, s)
			}
		}
	}
	t.sample = nil
	t.clock, err = newTableClock(times, o)
	return err
}

// declared is the delimiter that a first line like "sep=;" names, which Excel understands; rest is what stands below.
func declared(head []byte) (delimiter rune, rest []byte, ok bool) {
	line, rest, _ := bytes.Cut(head, []byte("\n"))
	name, ok := strings.CutPrefix(strings.ToLower(strings.Trim(string(bytes.TrimRight(line, "\r")), `"`)), "sep=")
	for _, d := range delimiters {
		if ok && name == string(d) {
			return d, rest, true
		}
	}
	return 0, head, false
}

// delimiterOf is what a table says that stands between its cells, else what stands between those of its header most often,
// outside of quotes.
func delimiterOf(head []byte) rune {
	if d, _, ok := declared(head); ok {
		return d
	}
	best, most := delimiters[0], 0
	for _, d := range delimiters {
		r := csv.NewReader(strings.NewReader(string(head)))
		r.Comma, r.FieldsPerRecord = d, -1
		if header, err := r.Read(); err == nil && len(header) > most {
			best, most = d, len(header)
		}
	}
	return best
}

// sampleOf are the header and the rows that the start of a table holds whole.
func sampleOf(head []byte, comma rune) (header []string, rows [][]string) {
	_, below, _ := declared(head)
	whole := string(below)
	if len(head) == bufferSize {
		whole = whole[:strings.LastIndexByte(whole, '\n')+1]
	}
	r := csv.NewReader(strings.NewReader(whole))
	r.Comma, r.FieldsPerRecord = comma, -1
	for {
		row, err := r.Read()
		if err == io.EOF {
			return header, rows
		}
		switch {
		case err != nil, isBlank(row):
		case header == nil:
			for _, cell := range row {
				header = append(header, strings.TrimSpace(inUTF8(cell)))
			}
		default:
			rows = append(rows, row)
		}
	}
}

// looksLikeTable tells whether a text starts with a header that names the columns of a table.
func looksLikeTable(head []byte) bool {
	header, _ := sampleOf(head, delimiterOf(head))
	columns := guessColumns(header)
	_, at := columns[fieldAt]
	_, from := columns[fieldFrom]
	return len(header) > 1 && (at && from || columns.perConversation())
}

func (t *table) line() int64 { return t.number }

// end is the line of the file that has been reached: that in which the last row read begins.
func (t *table) end() int64 {
	line, _ := t.rows.FieldPos(0)
	return int64(line)
}

// Next yields the records of one row after the other.
func (t *table) Next() (Record, error) {
	for len(t.waiting) == 0 {
		row, bad, err := t.read()
		if err != nil {
			return Record{}, err
		}
		if bad != nil {
			return t.rejected(bad), nil
		}
		items, err := t.row(row)
		if err != nil {
			return t.rejected(err), nil
		}
		for _, item := range items {
			t.waiting = append(t.waiting, Record{Line: t.number, Item: item})
		}
	}
	first := t.waiting[0]
	t.waiting = t.waiting[1:]
	return first, nil
}

// read is the next row that is not blank, valid until the following call, or why that row alone cannot be read.
func (t *table) read() (row []string, bad, err error) {
	for {
		t.limit.left = MaxLine
		row, err := t.rows.Read()
		var wrong *csv.ParseError
		switch {
		case err == io.EOF:
			return nil, nil, io.EOF
		case errors.As(err, &wrong):
			t.number = int64(wrong.Line)
			return nil, fmt.Errorf("the row cannot be read: %w", wrong.Err), nil
		case err != nil:
			return nil, nil, fmt.Errorf("reading after line %d: %w", t.number, err)
		}
		t.number = t.end()
		if !isBlank(row) {
			return row, nil, nil
		}
	}
}

func (t *table) rejected(err error) Record {
	return Record{Line: t.number, Rejected: []Rejection{{t.number, err.Error(), cellOf(err)}}}
}

func isBlank(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

// cell is what a row holds of a field; empty where it has no such column.
func (c tableColumns) cell(row []string, field string) string {
	at, there := c[field]
	if !there || at >= len(row) {
		return ""
	}
	return strings.TrimSpace(inUTF8(row[at]))
}

// row is what one row comes to: what it says of the agent, channel and contact where that is new, and its events.
func (t *table) row(row []string) ([]conversation.Item, error) {
	r := tableRow{table: t, cells: row}
	var events conversation.ThreadEvents
	if t.columns.perConversation() {
		events = r.conversation()
	} else {
		events = r.message()
	}
	if r.err != nil {
		return nil, r.err
	}
	return append(r.items, events), nil
}

// rowLimit lets a row be so long and no longer: a quote that is never closed would swallow the file.
type rowLimit struct {
	from io.Reader
	left int
}

// Read implements io.Reader.
func (l *rowLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("a row is longer than %d MiB; is there a quote that is never closed?", MaxLine>>20)
	}
	n, err := l.from.Read(p)
	l.left -= n
	return n, err
}
