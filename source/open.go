package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// The formats of files, as Options and the command line name them.
const (
	FormatRelato   = "relato"
	FormatWhatsApp = "whatsapp"
	FormatCSV      = "csv"
)

// Formats are the names of all formats.
var Formats = []string{FormatRelato, FormatWhatsApp, FormatCSV}

// accepted says in errors what a file can be.
const accepted = "accepted are Relato NDJSON (one JSON object per line), WhatsApp chat exports (.txt or .zip), and tables of messages or conversations (CSV); each may be gzipped"

// File is a file whose format is known, ready to be read.
type File struct {
	Format string // one of Formats

	records numbered
	input   *input
	utf16   bool // it came in UTF-16
}

// numbered is a Reader that knows how many lines it has read.
type numbered interface {
	Reader
	line() int64
}

// Open finds out what r holds and reads it, as far as needed to tell that it can be read at all: a gzip file is checked
// and a chat parsed as a whole, while Relato NDJSON is streamed. The path gives its name only, from which a chat's
// contact may be known; "-" is a stream without a name. Errors name neither path nor program, and are an *OptionError
// where an option would help. The caller closes the File, and then r.
func Open(path string, r io.Reader, o Options) (*File, error) {
	if o.Format != "" && !slices.Contains(Formats, o.Format) {
		return nil, &OptionError{"format", fmt.Sprintf("%q is not a format; accepted are %s", o.Format, listed(Formats)), Formats}
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	f := &File{Format: o.Format, input: newInput(r)}
	if err := f.open(path, o); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// ErrEmpty says that there is nothing in a file.
var ErrEmpty = errors.New("the file is empty")

func (f *File) open(path string, o Options) error {
	text, zipped, err := f.start(o)
	switch {
	case err != nil:
		return err
	case zipped:
		return f.openZip(path, text, o)
	}
	switch f.Format {
	case FormatRelato:
		f.records = newRelato(text, o.Now)
		return nil
	case FormatCSV:
		f.records, err = newTable(text, o)
		return err
	}
	chat, err := readChat(text)
	if err != nil {
		return err
	}
	f.records, err = newWhatsApp(path, chat, o)
	return err
}

// start goes to where the text of a file starts, and finds out its format unless it is a zip file.
func (f *File) start(o Options) (text *bufio.Reader, zipped bool, err error) {
	text = bufio.NewReaderSize(f.input, bufferSize)
	magic, err := text.Peek(4)
	switch {
	case len(magic) == 0 && err == io.EOF:
		return nil, false, ErrEmpty
	case len(magic) == 0:
		return nil, false, fmt.Errorf("reading: %w", err)
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		if text, err = f.input.gunzip(text); err != nil {
			return nil, false, err
		}
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")), bytes.HasPrefix(magic, []byte("PK\x05\x06")):
		return text, true, nil
	}
	raw := text
	text = fromUTF16(text)
	f.utf16 = text != raw
	head, err := peekText(text)
	switch {
	case err != nil:
	case f.isBinary(head):
		err = errors.New("the file is binary; " + accepted)
	case f.Format == "":
		f.Format, err = detect(head, o)
	}
	return text, false, err
}

// isBinary tells whether the start of a file is no text. Relato NDJSON with a NUL in one of its lines is text: that line
// alone is rejected.
func (f *File) isBinary(head []byte) bool {
	if bytes.IndexByte(head, 0) < 0 {
		return false
	}
	may := f.Format == FormatRelato || f.Format == "" && trimmed(head)[0] == '{'
	return !may || !looksLikeRelato(head)
}

// openZip opens a WhatsApp export with media, of which only the chat's text is read.
func (f *File) openZip(path string, ahead *bufio.Reader, o Options) error {
	if f.Format == FormatRelato {
		return errors.New("this is a zip file; Relato NDJSON is plain text or gzip")
	}
	f.Format = FormatWhatsApp
	if err := f.input.rewind(ahead); err != nil {
		return err
	}
	chat, inner, err := chatInZip(io.NewSectionReader(f.input.again, f.input.start, f.input.size))
	if err != nil {
		return err
	}
	f.input.done.Store(f.input.size)
	if contactOfFile(path) == "" {
		path = inner
	}
	f.records, err = newWhatsApp(path, chat, o)
	return err
}

// peekText looks at the start of a text, past its byte order mark, and refuses one that is blank.
func peekText(text *bufio.Reader) ([]byte, error) {
	if bom, _ := text.Peek(3); string(bom) == "\ufeff" {
		_, _ = text.Discard(len(bom)) // they have just been peeked
	}
	head, err := text.Peek(bufferSize)
	switch {
	case err != nil && err != io.EOF:
		return nil, fmt.Errorf("reading: %w", err)
	case len(trimmed(head)) == 0:
		return nil, fmt.Errorf("%w: there is nothing but blank lines in it", ErrEmpty)
	}
	return head, nil
}

// detect tells the format of a text by its start. In Relato NDJSON the first line may be one that is rejected, so lines
// further down tell it too where they tell of nothing else. Where columns are named, what is nothing else is their table.
func detect(head []byte, o Options) (string, error) {
	start := trimmed(head)
	switch {
	case start[0] == '{':
		return FormatRelato, nil
	case looksLikeChat(start):
		return FormatWhatsApp, nil
	case looksLikeTable(start), len(o.Columns) > 0:
		return FormatCSV, nil
	case looksLikeRelato(start):
		return FormatRelato, nil
	}
	line, _, _ := bytes.Cut(start, []byte("\n"))
	return "", fmt.Errorf("the format is not known: the file starts with %q; %s", value(strings.ToValidUTF8(string(line), "�")).shown(), accepted)
}

// Next yields the next record; io.EOF ends them.
func (f *File) Next() (Record, error) { return f.records.Next() }

// Lines is the number of lines read so far, blank ones too.
func (f *File) Lines() int64 { return f.records.line() }

// Progress tells how many bytes of the file have been read and how many there are; total is 0 where that cannot be
// known. It may be called while another goroutine reads.
func (f *File) Progress() (done, total int64) { return f.input.done.Load(), f.input.size }

// Close removes what Open put on the disk. It does not close what Open was given.
func (f *File) Close() error { return f.input.Close() }
