package views

import (
	"fmt"

	"github.com/a-h/templ"
)

// PasswordForm is the page on which somebody who has a link sets a password. Passwords are never shown again.
type PasswordForm struct {
	Email string
	Key   string // of the link
	Least int    // characters
	Asked Lang   // the language that the address names; empty = none
	Wrong PasswordWrong
}

// PasswordWrong names what was not taken.
type PasswordWrong struct{ Current, Short, Long, Different bool }

// Any tells whether anything was not taken.
func (w PasswordWrong) Any() bool { return w != PasswordWrong{} }

// SetPassword is the page that sets a password by a link.
func SetPassword(l Lang, f PasswordForm) templ.Component {
	w := l.words()
	newOne, again := f.fields(w)
	return bare(l, w.People.Password.Title, setPassword(w, f, newOne, again))
}

// LinkGone says that a link does not work any more.
func LinkGone(l, asked Lang) templ.Component {
	w := l.words()
	return bare(l, w.People.Password.Gone.Name, linkGone(w, asked))
}

func (f PasswordForm) fields(w *words) (newOne, again input) {
	p := w.People.Password
	least := fmt.Sprint(f.Least)
	newOne = input{
		Name: "password", Label: p.New, Hint: fmt.Sprintf(p.Hint, least), Type: "password", Autocomplete: "new-password", Required: true,
	}
	again = input{Name: "again", Label: p.Again, Type: "password", Autocomplete: "new-password", Required: true}
	switch {
	case f.Wrong.Short:
		newOne.Wrong = fmt.Sprintf(p.TooShort, least)
	case f.Wrong.Long:
		newOne.Wrong = p.TooLong
	}
	if f.Wrong.Different {
		again.Wrong = p.Different
	}
	return newOne, again
}
