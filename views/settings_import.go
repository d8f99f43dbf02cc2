package views

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"relato/conversation"
)

// ImportForm is the page where files are handed in.
type ImportForm struct {
	Us, Channel string
	Wrong       ImportWrong
	Max         int64    // bytes of all files of one import
	Recent      []Import // the latest first
}

// ImportWrong is why files were not taken.
type ImportWrong int

// The reasons.
const (
	ImportTaken ImportWrong = iota
	ImportNoFile
	ImportTooLarge
	ImportTooMany     // files
	ImportBusy        // too many imports are under way
	ImportNoRoom      // on the server's disk
	ImportInterrupted // they did not come whole
)

// Import is an import under way, or what came of it.
type Import struct {
	ID       string
	At       time.Time
	State    ImportState
	Files    []ImportFile
	Total    ImportSums
	Question ImportQuestion // of the state ImportAsking
	Preview  ImportPreview  // of the state ImportPreviewing
	NoZone   bool           // the account has no time zone yet
}

// ImportState is how far an import is.
type ImportState int

// The states. The last two are ends.
const (
	ImportWaiting ImportState = iota
	ImportChecking
	ImportAsking
	ImportPreviewing
	ImportStoring
	ImportDone
	ImportCancelled
)

// ImportFile is one file of an import.
type ImportFile struct {
	Name   string
	Size   int64
	Ended  bool
	Read   int64 // bytes of Size
	Sums   ImportSums
	Failed string // why it was not stored, or not as a whole; empty = it was
	Empty  ImportEmpty
}

// ImportEmpty is in which way there is nothing in a file.
type ImportEmpty int

// The ways.
const (
	ImportNotEmpty ImportEmpty = iota
	ImportNothing
	ImportHeaderOnly
)

// ImportSums count what came of files.
type ImportSums struct {
	Lines, New, Known, Rejected int64
	Reasons                     []ImportReason // of the first that were rejected
	First, Last                 int64          // Unix milliseconds of events; 0 = there was none
	Settings                    []ImportSetting
}

// ImportSetting is a setting that a file changed, as the audit log tells of it.
type ImportSetting struct{ Key, Change string }

// ImportReason says why something on a line was rejected.
type ImportReason struct {
	Line int64
	Text string // in English

	Problem, Field, Value string // what is wrong, with which field of a table, and what it says; no Problem = Text alone says it
}

// More is how many were rejected beside those whose reasons are given.
func (s ImportSums) More() int64 { return s.Rejected - int64(len(s.Reasons)) }

// ImportQuestion is what a file cannot be read without.
type ImportQuestion struct {
	File    string
	Option  string // "us", "timezone" or "date-order"
	Choices []string
	Given   string // an answer that was not taken; empty = none was given
}

// The fields of the answer to a question.
const (
	ImportOption = "option"
	ImportAnswer = "answer" // one of the choices
	ImportOther  = "other"  // what was typed instead
	ImportField  = "field"  // what a column of a table holds, once for each; empty = nothing
)

// importWords are the words of the import.
type importWords struct {
	Import                                  term
	Files                                   string
	FilesHint                               string // most, as a size
	WhatsApp                                term
	Us, UsHint, Channel, ChannelHint, Start string
	NoFile, TooLarge, TooMany, Busy, NoRoom string // TooLarge with a size, TooMany with a number
	Interrupted, Sending                    string
	Demo                                    term
	Waiting, Checking, Asking, Storing      string // Checking and Storing: file, files
	Done, Cancelled, CancelledNote, Cancel  string
	Progress                                string // a percentage
	File, Lines, New, Known, Rejected       string
	Line                                    string // number, reason
	MoreRejected                            plural
	Failed, Queued, AllFiles                string
	NoZone, SetZone                         string
	SettingsNow                             string // which, and what they became
	ToReports, Another, Recent              string
	AskUs, AskZone, AskOrder, AskOther      term // each with the file
	OtherName, NotTaken, Continue           string
	DMY, MDY, YMD                           string
	Gone                                    term
	SizeKB, SizeMB, SizeGB                  string // each with a number
	Empty, EmptyAdmin, EmptyOther           string
	GoImport, ConnectTo                     string
	Preview                                 previewWords
}

// ImportSettings is the page where files are handed in.
func ImportSettings(p Page, f ImportForm) templ.Component { return importSettings(p, f) }

// importRefresh is how often, in seconds, a page without a script looks how far an import is.
const importRefresh = 2

// ImportProgress is the page of one import, which looks again by itself until the import has ended.
func ImportProgress(p Page, i Import) templ.Component {
	if i.moves() {
		p.Refresh = importRefresh
	}
	return importProgress(p, i)
}

// ImportGone is the page of an import that there is not, or not any more.
func ImportGone(p Page) templ.Component { return importGone(p) }

// moves tells whether the import goes on by itself.
func (i Import) moves() bool {
	return i.State == ImportWaiting || i.State == ImportChecking || i.State == ImportStoring
}

// ended tells whether nothing more will come of the import.
func (i Import) ended() bool { return i.State == ImportDone || i.State == ImportCancelled }

// failed says why a file was not stored, or not as a whole; empty = it was.
func (f ImportFile) failed(w importWords) string {
	switch {
	case f.Empty == ImportNothing:
		return w.Preview.Empty
	case f.Empty == ImportHeaderOnly:
		return w.Preview.NoRows
	case f.Failed != "":
		return fmt.Sprintf(w.Failed, f.Failed)
	}
	return ""
}

// settings are the settings that files changed, and what they are now: "Time zone: UTC → America/Sao_Paulo".
func (p Page) settings(s ImportSums) string {
	var texts []string
	for _, c := range s.Settings {
		name, detail := p.change(LogEntry{About: c.Key, Detail: c.Change})
		texts = append(texts, name+": "+detail)
	}
	return strings.Join(texts, "; ")
}

// current is the number, from 1, of the file under way.
func (i Import) current() int {
	for n, f := range i.Files {
		if !f.Ended {
			return n + 1
		}
	}
	return len(i.Files)
}

// headline says how far the import is.
func (i Import) headline(w importWords) string {
	switch i.State {
	case ImportWaiting:
		return w.Waiting
	case ImportChecking:
		return fmt.Sprintf(w.Checking, strconv.Itoa(i.current()), strconv.Itoa(len(i.Files)))
	case ImportStoring:
		return fmt.Sprintf(w.Storing, strconv.Itoa(i.current()), strconv.Itoa(len(i.Files)))
	case ImportAsking:
		return w.Asking
	case ImportPreviewing:
		return w.Preview.Title.Name
	case ImportCancelled:
		return w.Cancelled
	}
	return w.Done
}

// read is how many bytes of all files have been read, and size how many they have.
func (i Import) read() (read, size int64) {
	for _, f := range i.Files {
		size += f.Size
		if f.Ended {
			read += f.Size
		} else {
			read += min(f.Read, f.Size)
		}
	}
	return read, size
}

func (i Import) address() string { return importPath + "/" + i.ID }

// wrong says why files were not taken.
func (f ImportForm) wrong(l Lang) string {
	w := l.words().Settings.Import
	switch f.Wrong {
	case ImportNoFile:
		return w.NoFile
	case ImportTooLarge:
		return fmt.Sprintf(w.TooLarge, l.size(f.Max))
	case ImportTooMany:
		return w.TooMany
	case ImportBusy:
		return w.Busy
	case ImportNoRoom:
		return w.NoRoom
	case ImportInterrupted:
		return w.Interrupted
	}
	return ""
}

// fields are the lines of the form.
func (f ImportForm) fields(w importWords) (us, channel input) {
	us = input{Name: "us", Label: w.Us, Hint: w.UsHint, Value: f.Us, Max: MaxName}
	channel = input{Name: "channel", Label: w.Channel, Hint: w.ChannelHint, Value: f.Channel, Max: MaxName}
	return us, channel
}

// words are the question, and what it is about.
func (q ImportQuestion) words(w importWords) term {
	about := w.AskOther
	switch q.Option {
	case "us":
		about = w.AskUs
	case "timezone":
		about = w.AskZone
	case "date-order":
		about = w.AskOrder
	}
	return about
}

// options are the choices of a question in words.
func (q ImportQuestion) options(w importWords) []Option {
	var all []Option
	for _, c := range q.Choices {
		name := c
		if q.Option == "date-order" {
			name = map[string]string{"dmy": w.DMY, "mdy": w.MDY, "ymd": w.YMD}[c]
		}
		all = append(all, Option{c, name})
	}
	return all
}

// other is the field for an answer that is not among the choices.
func (q ImportQuestion) other(w importWords) input {
	f := input{Name: ImportOther, Label: w.Us, Value: q.Given, Max: MaxName}
	if q.Option == "timezone" {
		f.Label, f.List, f.Required = w.AskZone.Name, "timezones", true
	}
	if q.Given != "" {
		f.Wrong = w.NotTaken
	}
	return f
}

// reports is the address of the overview over the days that an import has brought.
func (p Page) reports(s ImportSums) templ.SafeURL {
	f := p.Filter
	if s.First != 0 {
		f.From = conversation.DateOf(time.UnixMilli(s.First).In(p.zone()))
		f.To = conversation.DateOf(time.UnixMilli(s.Last).In(p.zone()))
	}
	const manyDays = 92
	if f.To.Sub(f.From) > manyDays {
		f.Group = "month"
	}
	return templ.SafeURL(p.address(overviewPath, f))
}

// size writes bytes.
func (l Lang) size(bytes int64) string {
	w := l.words().Settings.Import
	const kilo, mega, giga = 1 << 10, 1 << 20, 1 << 30
	switch {
	case bytes < mega:
		return fmt.Sprintf(w.SizeKB, l.number((bytes+kilo-1)/kilo))
	case bytes < giga:
		return fmt.Sprintf(w.SizeMB, l.ratio(bytes, mega, 1))
	}
	return fmt.Sprintf(w.SizeGB, l.ratio(bytes, giga, 1))
}
