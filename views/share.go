package views

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"relato/conversation"
)

// Shared is the link whose page it is.
type Shared struct {
	Path    string // with its secret
	Expires time.Time
}

// at is the share's address of a page of rows or a file. Nothing else can be asked of it.
func (s *Shared) at(extension string, page int, asked Lang) templ.SafeURL {
	q := url.Values{"page": {strconv.Itoa(max(1, page))}}
	if extension != "" {
		q.Del("page")
	}
	if asked != "" {
		q.Set("lang", string(asked))
	}
	return templ.SafeURL(s.Path + extension + "?" + q.Encode())
}

// MaskName is what a contact is called whose name is hidden, with a %s for a code.
func (l Lang) MaskName() string { return l.words().Sharing.Contact }

// SharedReport is the document that a share shows around a report's results. Whatever leads elsewhere is taken out of
// them.
func SharedReport(p Page, drawn templ.Component) templ.Component {
	return sharedReport(p, matching(drawn), enclosed(drawn, p.Share.Path+"?"))
}

// SharesEnd is why a link shows nothing.
type SharesEnd uint8

// The ends that a reader is told.
const (
	ShareUnknown SharesEnd = iota
	ShareGone
	ShareGuessed
)

// NoShare is the page of a link that shows nothing.
func NoShare(l Lang, end SharesEnd) templ.Component {
	w := l.words().Sharing
	said := map[SharesEnd]term{ShareUnknown: w.Unknown, ShareGone: w.Gone, ShareGuessed: w.GuessedTooOften}[end]
	return sealed(l, said.Name, noShare(said))
}

// ShareProblem is the page that says what went wrong with a share. Its reader has nowhere to go back to.
func ShareProblem(l Lang, status int, message, requestID string) templ.Component {
	return sealed(l, l.words().problem(status), problemSaid(l.words(), status, message, requestID))
}

// enclosed is a component without ways out of it: of its links only those whose address begins with a prefix are kept,
// the others are plain text, and nothing loads, sends or offers to. It holds for whatever a report draws, now and later.
func enclosed(c templ.Component, prefix string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var drawn bytes.Buffer
		if err := c.Render(ctx, &drawn); err != nil {
			return err
		}
		e := enclosure{prefix: prefix, tags: html.NewTokenizer(&drawn)}
		for {
			part, err := e.next()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
	})
}

// enclosure goes through a document and leaves out what leads elsewhere.
type enclosure struct {
	prefix string
	tags   *html.Tokenizer
	open   bool   // inside a link that is kept
	within string // the element that is left out with all that is in it; empty = none
	depth  int    // of elements of that name
}

// next is the next part of the document, which is empty where something is left out.
func (e *enclosure) next() ([]byte, error) {
	kind := e.tags.Next()
	if kind == html.ErrorToken {
		return nil, e.tags.Err()
	}
	raw := bytes.Clone(e.tags.Raw()) // reading a token may overwrite it
	t := e.tags.Token()
	starts, ends := kind == html.StartTagToken, kind == html.EndTagToken
	if e.within != "" {
		switch {
		case starts && t.Data == e.within:
			e.depth++
		case ends && t.Data == e.within:
			e.depth--
		}
		if e.depth == 0 {
			e.within = ""
		}
		return nil, nil
	}
	switch {
	case starts && isControl(t):
		e.within, e.depth = t.Data, 1
		return nil, nil
	case t.Data == "input":
		return nil, nil
	case starts && t.Data == "a":
		if e.open = strings.HasPrefix(valueOf(t, "href"), e.prefix); !e.open {
			t.Data = "span"
		}
		return []byte(harmless(t).String()), nil
	case ends && t.Data == "a" && !e.open:
		return []byte("</span>"), nil
	case starts || kind == html.SelfClosingTagToken:
		if clean := harmless(t); len(clean.Attr) < len(t.Attr) {
			return []byte(clean.String()), nil
		}
	}
	return raw, nil
}

// isControl tells whether an element is there to send something: a form, a menu of choices.
func isControl(t html.Token) bool {
	switch t.Data {
	case "form", "select", "textarea":
		return true
	case "details":
		return slices.Contains(strings.Fields(valueOf(t, "class")), "menu")
	case "button":
		return valueOf(t, "popovertarget") == "" // the rule behind a term may be opened
	}
	return false
}

// harmless is a tag without what makes HTMX load, and a span without what makes a link.
func harmless(t html.Token) html.Token {
	var kept []html.Attribute
	for _, a := range t.Attr {
		if strings.HasPrefix(strings.TrimPrefix(a.Key, "data-"), "hx-") || t.Data == "span" && a.Key == "href" {
			continue
		}
		kept = append(kept, a)
	}
	t.Attr = kept
	return t
}

func valueOf(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// ShareForm is what the form of a share holds.
type ShareForm struct {
	Name    string
	Period  string
	Expires string // days, or "date"
	Until   string // the date
	Problem FormProblem
}

// ShareDays are the lengths of time that a form offers.
var ShareDays = []int{1, 7, 30, 90}

// NewShare is the page that makes a share of a report; p.Filter is the report's.
func NewShare(p Page, path string, f ShareForm) templ.Component {
	return newShare(p, p.reportAt(path), f)
}

// expiryOptions are the ends that the form offers.
func (p Page) expiryOptions(chosen string) []option {
	options := make([]option, len(ShareDays))
	for i, days := range ShareDays {
		value := strconv.Itoa(days)
		options[i] = option{value, p.Lang.count(days, p.words().Sharing.Days), value == chosen}
	}
	return options
}

// defaultUntil is the date that the form proposes.
func (p Page) defaultUntil(until string) string {
	if until != "" {
		return until
	}
	return p.today().Add(30).String()
}

// lastUntil is the last date that a share may end on.
func (p Page) lastUntil() string { return p.today().Add(365).String() }

// withoutSearch is the form of a share without the search, which would tell whose conversations these are.
func (p Page) withoutSearch() templ.SafeURL {
	p.Filter.Search = ""
	return p.keeping(newSharePath)
}

// ShareState is how a share stands.
type ShareState uint8

// The states of a share.
const (
	ShareActive ShareState = iota
	ShareRevoked
	ShareExpired
	ShareOrphaned
)

// SavedShare is a share in a list.
type SavedShare struct {
	ID, Name string
	Maker    string // name; empty = the visitor
	State    ShareState
	Expires  time.Time
	Used     time.Time // zero = never
	Kept
}

// MadeShare is a share that was just made: the only time that its address is known.
type MadeShare struct{ Name, Address string }

// SavedList is the page of everything that is kept. made is nil unless a share was just made.
func SavedList(p Page, shares []SavedShare, made *MadeShare) templ.Component {
	var lines []shareLine
	for _, s := range shares {
		lines = append(lines, p.shareLine(s))
	}
	var own, others []savedLine
	for _, v := range p.Saved.Views {
		line := p.savedLine(v)
		if v.Mine || v.Deletable {
			line.Edit = p.editing(v)
		}
		if v.Mine {
			own = append(own, line)
		} else {
			others = append(others, line)
		}
	}
	return savedList(p, append(own, others...), lines, made)
}

// shareLine is a share in the list, ready to be drawn.
type shareLine struct {
	savedLine
	ID          string
	State, Used string
	Active      bool
}

func (p Page) shareLine(s SavedShare) shareLine {
	w := p.words().Sharing
	line := shareLine{savedLine: p.keptLine(s.Name, s.Kept), ID: s.ID, Active: s.State == ShareActive, Used: w.Never}
	line.State = map[ShareState]string{
		ShareActive:  dotted(w.Active, fmt.Sprintf(w.Until, p.dayOf(s.Expires))),
		ShareRevoked: w.Revoked, ShareExpired: w.Expired, ShareOrphaned: w.Orphaned,
	}[s.State]
	if !s.Used.IsZero() {
		line.Used = p.Lang.moment(s.Used.Unix(), p.account())
	}
	if s.Maker != "" {
		line.By = fmt.Sprintf(w.By, isolated(s.Maker))
	}
	return line
}

// dayOf is the last day on which what ends at a time is there.
func (p Page) dayOf(end time.Time) string {
	d := conversation.DateOf(end.Add(-time.Millisecond).In(p.zone()))
	return p.Lang.days(d, d)
}

// reveals names the search that keeps a report from being shared; empty when nothing does.
func (p Page) reveals() string {
	if p.Filter.Reveals() == "" {
		return ""
	}
	return fmt.Sprintf(p.words().Sharing.SearchInside, isolated(p.Filter.Search))
}
