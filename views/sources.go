package views

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"
)

// LiveSource is a live source as its pages show it.
type LiveSource struct {
	ID, Kind, Name                                 string
	Address                                        string // where its service sends to, whole
	Paused                                         bool
	Delivered, Refused                             time.Time // the last ones; zero = none yet
	Deliveries, Events, Ignored, Refusals, Waiting int64
	Sync                                           *SourceSync // nil = this kind has nothing to fetch, or the list shows it
	Tested                                         bool        // say whether deliveries arrive
	Refusal                                        string      // why the last one was refused, in English; empty = not known
}

// SourceSync is the fetching of what a source did not send.
type SourceSync struct {
	Possible             bool          // all that it needs was given
	Every                time.Duration // between two runs; 0 = only when somebody wants it
	Running              bool
	Began, Ended, Synced time.Time // zero = never, or not yet
	Failure              string    // why the last run did not come to its end
	Listed, Expected     int64     // conversations
	Fetched, Events      int64
	Unread, Failed       int64
}

// Unread is a delivery in quarantine.
type Unread struct {
	ID       string
	Received time.Time
	Reasons  []string
	Size     int64
}

// SourceForm is a source to be connected, as it was typed. Secrets are never shown again.
type SourceForm struct {
	Change      bool // the source is connected, and what is not typed of its secrets stays
	Kind, Name  string
	Options     []SourceOption
	Secret      SourceOption
	Taken, Long bool // what is wrong with the name
}

// SourceOption is one field of a kind of source.
type SourceOption struct {
	Name, Value      string
	Required, Secret bool
	Missing          bool
	Refused          bool // it cannot have this value
	Elsewhere        bool // the address that it is sent to is another now
}

// What the pages of sources say was done: values of the parameter Saved.
const (
	SavedSource = "connected"
	SavedChange = "changed"
	SavedPause  = "paused"
	SavedResume = "resumed"
	SavedSync   = "syncing"
	SavedReplay = "replayed" // with Tried and Understood
	Tried       = "tried"
	Understood  = "understood"
)

// Sources is the list of live sources, and the kinds that can be connected.
func Sources(p Page, sources []LiveSource, kinds []string, done Notice) templ.Component {
	return liveSources(p, sources, kinds, done)
}

// NewSource is the form of a source to be connected.
func NewSource(p Page, f SourceForm) templ.Component { return newSource(p, f) }

// Source is the page of one source with what of it lies in quarantine.
func Source(p Page, s LiveSource, unread []Unread, done Notice) templ.Component {
	return liveSource(p, s, unread, done)
}

// ChangeSource is the form by which the secrets and options of a source are changed.
func ChangeSource(p Page, s LiveSource, f SourceForm) templ.Component { return changeSource(p, s, f) }

// RemoveSource asks whether a source is to be removed.
func RemoveSource(p Page, s LiveSource) templ.Component { return removeSource(p, s) }

// SourceNotice says what was done before a page of sources is shown.
func SourceNotice(p Page, said, tried, understood string) Notice {
	w := p.words().Sources
	switch said {
	case SavedSource:
		return Notice{Saved: true, Said: w.Connected}
	case SavedChange:
		return Notice{Saved: true, Said: w.Changed}
	case SavedPause:
		return Notice{Saved: true, Said: w.NowPaused}
	case SavedResume:
		return Notice{Saved: true, Said: w.NowRunning}
	case SavedSync:
		return Notice{Saved: true, Said: w.NowSyncing}
	case SavedRemoval:
		return Notice{Saved: true, Said: w.Removed}
	case SavedReplay:
		return Notice{Saved: true, Said: fmt.Sprintf(w.Replayed, tried, understood)}
	}
	return Notice{}
}

// kindNames are the services by the names that they have themselves.
var kindNames = map[string]string{
	"cloudapi": "WhatsApp Cloud API", "chatwoot": "Chatwoot", "evolution": "Evolution API", "waha": "WAHA",
}

// KindName is what a kind of source is called.
func KindName(kind string) string {
	if name, known := kindNames[kind]; known {
		return name
	}
	return kind
}

// todo is what the owner has to do in the service.
func (w sourcesWords) todo(kind string) string {
	return map[string]string{"cloudapi": w.CloudAPI, "chatwoot": w.Chatwoot, "evolution": w.Evolution, "waha": w.WAHA}[kind]
}

// fields are the lines of the form.
func (f SourceForm) fields(p Page) []input {
	w := p.words().Sources
	name := input{Name: "name", Label: w.Name, Hint: w.NameHint, Value: f.Name, Required: true, Autocomplete: "off"}
	switch {
	case f.Taken:
		name.Wrong = w.NameTaken
	case f.Long:
		name.Wrong = w.NameWrong
	}
	secret := input{
		Name: f.Secret.Name, Label: w.Secret, Hint: w.SecretHint, Type: "password", Autocomplete: "new-password", Required: f.Secret.Required,
	}
	if f.Secret.Missing {
		secret.Wrong = w.Needed
	}
	lines := []input{name, secret}
	if f.Change {
		lines[1].Hint = w.KeepHint
		lines = lines[1:]
	}
	for _, o := range f.Options {
		named := w.Options.named(o.Name)
		line := input{Name: o.Name, Label: named.Name, Hint: named.Rule, Value: o.Value, Required: o.Required, Autocomplete: "off"}
		if o.Secret {
			line.Type, line.Value, line.Autocomplete = "password", "", "new-password"
			if f.Change {
				line.Hint = w.KeepHint
			}
		}
		switch {
		case o.Missing:
			line.Wrong = w.Needed
		case o.Refused:
			line.Wrong = w.NotAccepted
		case o.Elsewhere:
			line.Wrong = w.Elsewhere
		}
		lines = append(lines, line)
	}
	return lines
}

// wrong tells whether any field is.
func (f SourceForm) wrong(p Page) bool {
	for _, line := range f.fields(p) {
		if line.Wrong != "" {
			return true
		}
	}
	return false
}

// state says whether a source is taken.
func (w sourcesWords) state(s LiveSource) string {
	if s.Paused {
		return w.Paused
	}
	return w.Running
}

// verdict says whether deliveries of a source arrive, and if not what to do.
func (p Page) verdict(s LiveSource) (well bool, text string) {
	w := p.words().Sources
	switch {
	case s.Paused:
		return false, w.NowPaused
	case s.Refused.After(s.Delivered):
		return false, fmt.Sprintf(w.Refuses, p.at(s.Refused), cmp.Or(s.Refusal, "?"))
	case s.Delivered.IsZero():
		return false, w.NothingYet
	case s.Waiting > 0:
		return true, fmt.Sprintf(p.Lang.form(int(s.Waiting), w.ArrivesUnread), p.at(s.Delivered), p.Lang.number(s.Waiting))
	}
	return true, fmt.Sprintf(w.Arrives, p.at(s.Delivered))
}

// came writes an instant, or that there was none.
func (p Page) came(t time.Time) string {
	if t.IsZero() {
		return p.words().Sources.Never
	}
	return p.at(t)
}

// sourcePath is where a source's pages are.
func (s LiveSource) path() string { return sourcesPath + "/" + s.ID }

// sourceFact is one figure of a source.
type sourceFact struct{ Name, Value string }

func (p Page) sourceFacts(s LiveSource) []sourceFact {
	w := p.words().Sources
	n := p.Lang.number
	return []sourceFact{
		{w.State, w.state(s)}, {w.Last, p.came(s.Delivered)}, {w.Deliveries, n(s.Deliveries)}, {w.Events, n(s.Events)},
		{w.Ignored, n(s.Ignored)}, {w.Quarantine, n(s.Waiting)}, {w.Refused, n(s.Refusals)}, {w.RefusedAt, p.came(s.Refused)},
	}
}

// syncFacts are the figures of the last run, or of the one under way.
func (p Page) syncFacts(s SourceSync) []sourceFact {
	w, n := p.words().Sources, p.Lang.number
	state := w.SyncIdle
	switch {
	case s.Running && s.Expected > 0:
		state = fmt.Sprintf(p.Lang.form(int(s.Expected), w.SyncFar), n(min(s.Listed, s.Expected)), n(s.Expected))
	case s.Running:
		state = w.SyncRunning
	case s.Failure != "":
		state = w.SyncFailed
	case s.Ended.IsZero() && !s.Began.IsZero():
		state = w.SyncCut
	}
	every := w.SyncNever
	if s.Every > 0 {
		every = fmt.Sprintf(w.SyncMinutes, n(int64(s.Every/time.Minute)))
	}
	facts := []sourceFact{
		{w.State, state}, {w.SyncBegan, p.came(s.Began)}, {w.SyncEnded, p.came(s.Ended)}, {w.SyncedTo, p.came(s.Synced)}, {w.SyncAuto, every},
		{w.SyncListed, n(s.Listed)}, {w.SyncFetched, n(s.Fetched)}, {w.SyncEvents, n(s.Events)}, {w.SyncUnread, n(s.Unread)}, {w.SyncLeft, n(s.Failed)},
	}
	if s.Failure != "" {
		facts = append(facts, sourceFact{w.SyncFailure, s.Failure})
	}
	return facts
}

// reason is why a delivery was not understood, on one line.
func (u Unread) reason() string { return strings.Join(u.Reasons, "; ") }
