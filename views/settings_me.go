package views

import (
	"cmp"
	"fmt"
	"time"

	"github.com/a-h/templ"
)

// Me is the page of the reader's own user: what holds, or what was typed.
type Me struct {
	Email, Name, Language string // Language empty = the account's
	NameWrong             bool
	Password              PasswordForm
	SecondFactor          bool
	Sessions              []Session
}

// Session is a browser in which the reader is signed in.
type Session struct {
	ID, Browser, Address string
	Begun, Seen          time.Time
	Current              bool
}

// MySettings are the settings of the reader's own user. said is what was done before they are shown.
func MySettings(p Page, m Me, said string) templ.Component {
	w := p.words().People
	n := Notice{Wrong: m.NameWrong || m.Password.Wrong.Any()}
	switch said {
	case SavedForm:
		n = Notice{Saved: true, Said: w.Users.Changed}
	case SavedPassword:
		n = Notice{Saved: true, Said: w.Me.PasswordChanged}
	case SavedSessions:
		n = Notice{Saved: true, Said: w.Me.Ended}
	}
	return mySettings(p, m, n)
}

// fields are the lines of the form of the profile.
func (m Me) fields(p Page) (email, name, language input) {
	w := p.words()
	email = input{Name: "email", Label: w.Email, Value: m.Email, Type: "email", ReadOnly: true, Autocomplete: "username"}
	name = input{Name: "name", Label: w.People.Users.Name, Value: m.Name, Max: MaxName, Autocomplete: "name"}
	language = input{Name: "language", Label: w.Language, Value: m.Language}
	if m.NameWrong {
		name.Wrong = fmt.Sprintf(w.Settings.Account.TooLong, fmt.Sprint(MaxName))
	}
	return email, name, language
}

// ownLanguages are the languages that a user may choose, or to follow the account.
func (p Page) ownLanguages() []Option {
	return append([]Option{{"", p.words().People.Me.AccountLanguage}}, languageOptions()...)
}

// current is the field of the present password.
func (f PasswordForm) current(w *words) input {
	in := input{
		Name: "current", Label: w.People.Password.Current, Type: "password", Autocomplete: "current-password", Required: true,
	}
	if f.Wrong.Current {
		in.Wrong = w.People.Password.CurrentWrong
	}
	return in
}

// browser names a session's browser.
func (p Page) browser(s Session) string {
	return cmp.Or(browserName(s.Browser), p.words().People.Me.SomeBrowser)
}

// since says when a session began and from where.
func (p Page) since(s Session) string {
	return dotted(s.Address, fmt.Sprintf(p.words().People.Me.Begun, p.at(s.Begun)))
}

// seen says when a session was last used, which is known to the hour.
func (p Page) seen(s Session) string {
	if s.Current {
		return p.words().People.Me.ThisOne
	}
	return fmt.Sprintf(p.words().People.Me.Seen, p.at(s.Seen))
}
