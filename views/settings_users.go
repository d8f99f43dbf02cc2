package views

import (
	"cmp"
	"fmt"
	"time"

	"github.com/a-h/templ"
)

// Person is a user as the pages about users show them.
type Person struct {
	ID, Email, Name, Role string
	SignedIn              time.Time // zero = never
	Sessions              int       // that are open now
	LinkUntil             time.Time // until when a link to set a password waits; zero = none does
	HasPassword           bool
	SecondFactor          bool
	You                   bool // it is the reader
}

// called is what a person is called.
func (u Person) called() string { return cmp.Or(u.Name, u.Email) }

// UserForm is a user as it was typed, or as it is.
type UserForm struct {
	Email, Name, Role string
	Wrong             UserWrong
}

// UserWrong names what was not taken.
type UserWrong struct{ Email, Taken, Name, Role, LastAdmin bool }

// Any tells whether anything was not taken.
func (w UserWrong) Any() bool { return w != UserWrong{} }

// What a page of the settings says was done: values of the parameter Saved.
const (
	SavedForm     = "1"
	SavedSessions = "sessions"
	SavedRemoval  = "removed"
	SavedPassword = "password"
)

// Users is the list of users. said is what was done before it is shown.
func Users(p Page, people []Person, said string) templ.Component {
	n := Notice{}
	if said == SavedRemoval {
		n = Notice{Saved: true, Said: p.words().People.Users.Removed}
	}
	return users(p, people, n)
}

// NewUser is the form of a user to be added.
func NewUser(p Page, f UserForm) templ.Component { return newUser(p, f) }

// User is the page of one user, with the form as typed. said is what was done before it is shown.
func User(p Page, u Person, f UserForm, said string) templ.Component {
	w := p.words().People.Users
	n := Notice{Wrong: f.Wrong.Any()}
	switch said {
	case SavedForm:
		n = Notice{Saved: true, Said: w.Changed}
	case SavedSessions:
		n = Notice{Saved: true, Said: w.Ended}
	}
	return user(p, u, f, n)
}

// RemoveUser asks whether a user is to be removed. lastAdmin says why they cannot be.
func RemoveUser(p Page, u Person, lastAdmin bool) templ.Component { return removeUser(p, u, lastAdmin) }

// PasswordLink is the page that shows a link to set a password, once.
func PasswordLink(p Page, u Person, address string) templ.Component {
	return passwordLink(p, u, address)
}

// fields are the lines of the form. The email of a user who exists stays.
func (f UserForm) fields(p Page, exists bool) (email, name, role input) {
	w := p.words().People.Users
	email = input{
		Name: "email", Label: p.words().Email, Hint: w.EmailHint, Value: f.Email, Type: "email", Required: true, Autocomplete: "off",
	}
	name = input{Name: "name", Label: w.Name, Value: f.Name, Max: MaxName, Autocomplete: "off"}
	role = input{Name: "role", Label: w.Role, Value: f.Role}
	switch {
	case exists:
		email.Hint, email.ReadOnly = "", true
	case f.Wrong.Taken:
		email.Wrong = w.EmailTaken
	case f.Wrong.Email:
		email.Wrong = w.EmailWrong
	}
	if f.Wrong.Name {
		name.Wrong = fmt.Sprintf(p.words().Settings.Account.TooLong, fmt.Sprint(MaxName))
	}
	if f.Wrong.LastAdmin {
		role.Wrong = w.LastAdmin
	}
	return email, name, role
}

// radio is one choice of a few, and what it means.
type radio struct {
	Value string
	term
}

// roles are the roles with what each may do.
func (p Page) roles() []radio {
	w := p.words().People.Users
	return []radio{{"admin", w.Admin}, {"manager", w.Manager}, {"agent", w.Agent}}
}

// role names a role.
func (w usersWords) role(role string) string {
	switch role {
	case "admin":
		return w.Admin.Name
	case "manager":
		return w.Manager.Name
	case "agent":
		return w.Agent.Name
	}
	return role
}

// signedIn says when somebody was here last, or what keeps them from coming.
func (p Page) signedIn(u Person) string {
	w := p.words().People.Users
	switch {
	case !u.HasPassword && !u.LinkUntil.IsZero():
		return fmt.Sprintf(w.Invited, p.at(u.LinkUntil))
	case !u.HasPassword:
		return w.LinkOver
	}
	return p.atOrNever(u.SignedIn)
}

// at writes an instant in account time.
func (p Page) at(t time.Time) string { return p.Lang.moment(t.Unix(), p.account()) }

// atOrNever is at, or what stands for an instant that never came.
func (p Page) atOrNever(t time.Time) string {
	if t.IsZero() {
		return p.words().People.Users.Never
	}
	return p.at(t)
}
