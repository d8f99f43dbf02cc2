package views

import (
	"fmt"
	"strconv"

	"relato/conversation"
)

// ImportPreview is how the start of a table would be read.
type ImportPreview struct {
	File            string
	Number          int // of the file in its import, from 0
	Delimiter       rune
	Encoding        string
	PerConversation bool
	Columns         []PreviewColumn
	Fields          []string // what a column can hold
	More            int      // columns that are not shown
	Rows            []PreviewRow
	Local           bool   // there are times without an offset
	Zone            string // of these; empty = not known
	WrongZone       bool   // Zone is none
	Dated           bool   // day and month could be in either order
	Order           string // in which they are read: "dmy", "mdy" or "ymd"; empty = not known
	OrderChosen     bool   // somebody said so
	Problem         PreviewProblem
}

// PreviewProblem is why a table cannot be read.
type PreviewProblem int

// The problems.
const (
	PreviewFine PreviewProblem = iota
	PreviewColumnsMissing
	PreviewColumnTwice
	PreviewZoneMissing
	PreviewOrderOpen
)

// PreviewColumn is a column of a table.
type PreviewColumn struct {
	Header string
	Field  string // what it is taken for; empty = nothing
}

// PreviewRow is a row of a table.
type PreviewRow struct {
	Line     int64
	Cells    []PreviewCell
	Rejected *ImportReason // why it would not be taken; nil = it would
}

// PreviewCell is a cell of a table.
type PreviewCell struct {
	Text string
	At   *int64              // the instant it is read as, in Unix milliseconds; nil = none
	From conversation.Sender // who it says wrote
}

// The fields of the form of a preview, beside ImportOption and, once for each column, ImportField.
const (
	PreviewOption = "table" // the value of ImportOption
	PreviewFile   = "file"  // the number of the file
	PreviewZone   = "zone"
	PreviewOrder  = "order"
	PreviewDo     = "do"
	PreviewTake   = "import" // the value of PreviewDo that imports; with any other the table is shown again
)

// delimiter names what divides the cells.
func (v ImportPreview) delimiter(w previewWords) string {
	switch v.Delimiter {
	case ';':
		return w.Semicolon
	case '\t':
		return w.Tab
	case '|':
		return w.Bar
	}
	return w.Comma
}

func (v ImportPreview) rows(w previewWords) string {
	if v.PerConversation {
		return w.PerConversation
	}
	return w.PerMessage
}

// problem says what to do so that the table can be read; empty = nothing.
func (v ImportPreview) problem(w previewWords) string {
	switch v.Problem {
	case PreviewColumnsMissing:
		return w.AskColumns
	case PreviewColumnTwice:
		return w.AskTwice
	case PreviewZoneMissing:
		return w.AskZone
	case PreviewOrderOpen:
		return w.AskOrder
	}
	return ""
}

// rejects tells whether one of the rows would not be taken.
func (v ImportPreview) rejects() bool {
	for _, r := range v.Rows {
		if r.Rejected != nil {
			return true
		}
	}
	return false
}

// zoneInput is the field for the zone of times without one.
func (v ImportPreview) zoneInput(w importWords) input {
	f := input{Name: PreviewZone, Label: w.Preview.Zone, Hint: w.Preview.ZoneHint, Value: v.Zone, List: "timezones", Required: true, Max: MaxName}
	if v.WrongZone {
		f.Wrong = w.NotTaken
	}
	return f
}

// orders are the orders in which dates can be read.
func (v ImportPreview) orders(w importWords) []Option {
	names := map[string]string{"dmy": w.DMY, "mdy": w.MDY, "ymd": w.YMD}
	told := Option{"", w.Preview.OrderTold}
	if v.Order != "" && !v.OrderChosen {
		told.Name = fmt.Sprintf(w.Preview.OrderFrom, names[v.Order])
	}
	return []Option{told, {"dmy", names["dmy"]}, {"mdy", names["mdy"]}, {"ymd", names["ymd"]}}
}

// chosenOrder is the order among orders that is chosen.
func (v ImportPreview) chosenOrder() string {
	if v.OrderChosen {
		return v.Order
	}
	return ""
}

// readAs says what a cell is read as, where that is not what it says; empty = nothing.
func (c PreviewCell) readAs(p Page) string {
	w := p.words().Settings.Import.Preview
	switch {
	case c.At != nil:
		return p.instant(*c.At)
	case c.From == conversation.FromContact:
		return w.FromContact
	case c.From == conversation.FromAgent:
		return w.FromAgent
	case c.From == conversation.FromFlow:
		return w.FromFlow
	}
	return ""
}

// instant writes an instant, in Unix milliseconds, whole and in the account's time.
func (p Page) instant(ms int64) string {
	t := unixIn(ms/1000, p.zone())
	day := conversation.DateOf(t)
	return p.Lang.date(day) + space + strconv.Itoa(day.Year) + space + t.Format("15:04:05")
}
