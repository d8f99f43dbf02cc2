package source

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"relato/conversation"
)

// What a preview shows at most.
const (
	MaxPreviewed   = 60 // columns
	previewedRows  = 6
	previewedRunes = 60 // of a cell
)

// ErrNoRows says that a table has a header and nothing below it.
var ErrNoRows = errors.New("the table has a header but no rows below it")

// Preview is how the start of a table is read, before anything of it is taken.
type Preview struct {
	Delimiter       rune
	Encoding        string          // "UTF-8", "UTF-16" or "Windows-1252"
	Columns         []PreviewColumn // the first MaxPreviewed
	More            int             // columns beside those
	PerConversation bool            // a row is a conversation, not a message
	Rows            []PreviewRow    // the first that are not blank
	Local           bool            // there are times without an offset, which are taken to be of
	Zone            *time.Location  // this zone; nil = not known
	Dated           bool            // there are dates whose day and month could be in either order, taken to be in
	Order           string          // this order; empty = not known
	Problem         *OptionError    // why the table cannot be read like this; nil = it can
}

// PreviewColumn is a column of a table.
type PreviewColumn struct {
	Header string // cut
	Field  string // what it is taken for, one of TableFields; empty = nothing
}

// PreviewRow is a row of a table.
type PreviewRow struct {
	Line     int64         // from 1
	Cells    []PreviewCell // as many as Columns; nil where the row cannot be read
	Rejected string        // why it would not be taken; empty = it would, or that is not known for a Problem
	Wrong    *CellError    // the same in parts; nil where that is not known
}

// PreviewCell is a cell of a table.
type PreviewCell struct {
	Text string              // cut, without control characters
	At   *int64              // the instant it is read as, in Unix milliseconds; nil = none
	From conversation.Sender // who it says wrote; NoSender = it says nothing of that
}

// PreviewTable reads the start of a file like Open, if it is a table; nil and no error if it is something else. What a
// table cannot say of itself is the Problem of its preview and no error. It is ErrEmpty or ErrNoRows where there is
// nothing to show.
func PreviewTable(r io.Reader, o Options) (p *Preview, err error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	f := &File{Format: o.Format, input: newInput(r)}
	defer func() { err = errors.Join(err, f.Close()) }()
	text, zipped, err := f.start(o)
	if err != nil || zipped || f.Format != FormatCSV {
		return nil, err
	}
	encoding := encodingOf(text)
	if f.utf16 {
		encoding = "UTF-16"
	}
	t, err := startTable(text, o)
	if err != nil {
		return nil, err
	}
	p, err = t.preview(o)
	if err != nil {
		return nil, err
	}
	p.Encoding = encoding
	return p, nil
}

// encodingOf tells how the start of a text that is not in UTF-16 is encoded.
func encodingOf(text *bufio.Reader) string {
	head, _ := text.Peek(bufferSize) // it was read before
	for cut := range min(utf8.UTFMax, len(head)+1) {
		if utf8.Valid(head[:len(head)-cut]) { // the last letter may not be there whole
			return "UTF-8"
		}
	}
	return "Windows-1252"
}

func (t *table) preview(o Options) (*Preview, error) {
	err := t.understand(o)
	p := &Preview{Delimiter: t.rows.Comma, PerConversation: t.columns.perConversation(), More: max(len(t.header)-MaxPreviewed, 0)}
	if err != nil && !errors.As(err, &p.Problem) {
		return nil, err
	}
	p.Local, p.Zone, p.Dated, p.Order = t.clock.local, t.clock.zone, t.clock.dated, t.clock.order
	for _, header := range t.header[:len(t.header)-p.More] {
		p.Columns = append(p.Columns, PreviewColumn{Header: previewed(header)})
	}
	for field, at := range t.columns {
		if at < len(p.Columns) {
			p.Columns[at].Field = field
		}
	}
	for len(p.Rows) < previewedRows {
		cells, bad, err := t.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		p.Rows = append(p.Rows, t.previewRow(p, cells, bad))
	}
	if len(p.Rows) == 0 {
		return nil, ErrNoRows
	}
	return p, nil
}

// previewRow shows a row, and how it is read unless the table as a whole cannot be.
func (t *table) previewRow(p *Preview, cells []string, bad error) PreviewRow {
	row := PreviewRow{Line: t.number}
	if bad != nil {
		row.Rejected = bad.Error()
		return row
	}
	row.Cells = make([]PreviewCell, len(p.Columns))
	for i := range min(len(cells), len(p.Columns)) {
		row.Cells[i].Text = previewed(strings.TrimSpace(inUTF8(cells[i])))
	}
	if p.Problem != nil {
		return row
	}
	for _, field := range timeFields {
		at, there := t.columns[field]
		if s := t.columns.cell(cells, field); there && s != "" && at < len(row.Cells) {
			if instant, err := t.clock.instant(field, s); err == nil {
				row.Cells[at].At = &instant
			}
		}
	}
	if at, there := t.columns[fieldFrom]; there && at < len(row.Cells) && !p.PerConversation {
		one := tableRow{table: t, cells: cells}
		row.Cells[at].From = one.sender()
	}
	if _, err := t.row(cells); err != nil {
		row.Rejected, row.Wrong = err.Error(), cellOf(err)
	}
	return row
}

// previewed is a text as a preview holds it: no longer than can be shown, and without what could disturb what is around
// it, like line ends and marks that turn the direction of writing.
func previewed(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == previewedRunes {
			return b.String() + "…"
		}
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			r = ' '
		case unicode.Is(unicode.Cf, r):
			continue
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}
