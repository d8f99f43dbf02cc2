package views

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"
)

// settingsPath is where all settings are.
const settingsPath = "/settings"

// The settings' pages.
const (
	accountPath = settingsPath + "/account"
	hoursPath   = settingsPath + "/hours"
	importPath  = settingsPath + "/import"
	sourcesPath = settingsPath + "/sources"
	usersPath   = settingsPath + "/users"
	tokensPath  = settingsPath + "/tokens"
	logPath     = settingsPath + "/log"
	mePath      = settingsPath + "/me"
	factorPath  = mePath + "/factor"
)

// Saved is the query parameter by which a settings page says that what was sent holds now.
const Saved = "saved"

// settingsWords are the words of the settings.
type settingsWords struct {
	Settings, Sections, Save, SavedNow, NotSaved string
	Account                                      accountWords
	Hours                                        hoursWords
	Import                                       importWords
}

// accountWords are the words of the page of the account.
type accountWords struct {
	Account                               term
	Company, CompanyHint                  string
	Timezone, TimezoneHint, TimezoneWrong string
	Language, LanguageHint                string
	Inactivity, InactivityHint            string
	InactivityUnit                        plural // after the number
	InactivityWrong                       string
	TooLong                               string // most characters
}

// settingsTabs are the settings that the reader may see.
func (p Page) settingsTabs() []tab {
	w := p.words()
	var tabs []tab
	if p.Role == "admin" {
		tabs = append(tabs, tab{accountPath, "open", w.Settings.Account.Account.Name})
		tabs = append(tabs, tab{hoursPath, "cal", w.Settings.Hours.Hours.Name})
		tabs = append(tabs, tab{sourcesPath, "in", w.Sources.Sources.Name})
		tabs = append(tabs, tab{importPath, "down", w.Settings.Import.Import.Name})
		tabs = append(tabs, tab{usersPath, "people", w.People.Users.Users.Name})
		tabs = append(tabs, tab{tokensPath, "key", w.People.Tokens.Tokens.Name})
		tabs = append(tabs, tab{logPath, "log", w.People.Log.Log.Name})
	}
	if p.User != "" {
		tabs = append(tabs, tab{mePath, "user", w.People.Me.Me.Name})
	}
	return tabs
}

// inTab tells whether a page is the one of a tab, or below it.
func (p Page) inTab(path string) bool { return p.Path == path || strings.HasPrefix(p.Path, path+"/") }

// hasSettings tells whether there is any settings page for the reader.
func (p Page) hasSettings() bool { return len(p.settingsTabs()) > 0 }

// settingsHome is the first settings page that the reader may see; empty = none.
func (p Page) settingsHome() templ.SafeURL {
	for _, t := range p.settingsTabs() {
		return p.plain(t.Path)
	}
	return ""
}

// plain is the address of a page that no filter changes.
func (p Page) plain(path string) templ.SafeURL {
	if p.Asked == "" {
		return templ.SafeURL(path)
	}
	return templ.SafeURL(path + "?lang=" + string(p.Asked))
}

// plainWith is plain with one parameter.
func (p Page) plainWith(path, name, value string) templ.SafeURL {
	q := url.Values{name: {value}}
	if p.Asked != "" {
		q.Set("lang", string(p.Asked))
	}
	return templ.SafeURL(path + "?" + q.Encode())
}

// inSettings tells whether the page is one of the settings.
func (p Page) inSettings() bool {
	return p.Path == settingsPath || strings.HasPrefix(p.Path, settingsPath+"/")
}

// Notice is what a settings page says above its form.
type Notice struct {
	Saved bool
	Wrong bool   // some field is wrong, and nothing was saved
	Said  string // what was done; empty = the reports use new values
}

// input is one line of a form.
type input struct {
	Name, Label, Hint string
	Value             string
	Wrong             string // why it was not taken; empty = it was
	Type              string // of the input; empty = text
	Autocomplete      string
	InputMode         string // the keyboard of a phone; empty = that of the type
	Unit              string // after the input
	List              string // id of the list of what is common
	Required          bool
	ReadOnly          bool
	Max               int // characters; 0 = not limited here
}

// described is what a screen reader says of a field besides its label.
func (f input) described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Wrong != "" {
		ids = append(ids, f.Name+"-wrong")
	}
	return strings.Join(ids, " ")
}

// Option is one choice of a list.
type Option struct{ Value, Name string }

func orText(kind string) string {
	if kind == "" {
		return "text"
	}
	return kind
}
