// Package source turns foreign bytes into the items that the rest of Relato knows. Each format has files of its own;
// a source yields items and rejections and never touches the database.
package source

import (
	"fmt"
	"time"

	"relato/conversation"
)

// Record is what one line of a file came to.
type Record struct {
	Line     int64             // from 1
	Item     conversation.Item // nil when the whole line was rejected
	Rejected []Rejection       // the line itself, or single events of it
	Unlisted int64             // events of the line that were rejected beyond the MaxRejections in Rejected
}

// MaxRejections is how many rejected events of one line are listed with their reasons; the rest are only counted, so
// that a hostile line cannot fill the memory with reasons.
const MaxRejections = 1000

// Rejection says what was not taken, where, and why.
type Rejection struct {
	Line   int64
	Reason string     // names the field and what is accepted
	Cell   *CellError // the same in parts; nil where that is not known
}

func (r Rejection) Error() string { return fmt.Sprintf("line %d: %s", r.Line, r.Reason) }

// Reader yields the records of one file in order; io.EOF ends them. Any other error means that the file as a whole
// cannot be read on.
type Reader interface {
	Next() (Record, error)
}

// Options are what a file cannot say of itself.
type Options struct {
	Format    string            // one of Formats, or empty = detected
	Us        string            // WhatsApp exports: the author who is the company
	Zone      *time.Location    // WhatsApp exports: the phone's zone when it exported; tables: that of times without offset; nil = not known
	DateOrder string            // WhatsApp exports and tables: "dmy", "mdy", "ymd" or empty = inferred
	Channel   string            // WhatsApp exports: id of the channel; empty = the name of Us
	Columns   map[string]string // tables: the header of the column that holds a field; an empty one leaves the field out
	Fields    []string          // tables: what each of the first columns holds, "" = nothing, instead of Columns; nil = not told
	Now       time.Time         // events more than 24 h after it are rejected; zero = the clock when the file is opened
}

// OptionError says that a file cannot be read without an option that only its owner knows, or not with the one given.
type OptionError struct {
	Option  string   // the flag without dashes: "format", "us", "timezone", "date-order" or "columns"
	Reason  string   // whole, with what to do
	Choices []string // values that would work, where they are known
}

func (e *OptionError) Error() string { return e.Reason }
