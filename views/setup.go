package views

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"relato/conversation"
)

// SetupPath is where the first user sets Relato up.
const SetupPath = "/setup"

// startPath is where the first user goes on.
const startPath = SetupPath + "/next"

// SetupForm is what the first run asks: what is proposed, or what was typed. Passwords are never shown again.
type SetupForm struct {
	Key  string // of the link that was printed
	Lang string // the language that the address asks for; empty = none

	Name, Email                 string
	Company, Timezone, Language string
	Weekdays                    [2]SpanForm // of each day from Monday to Friday
	Saturday                    SpanForm
	Brazil                      bool // add Brazil's national holidays
	Year                        int  // those of this year and the next
	Wrong                       SetupWrong
}

// SetupWrong names the fields that were not taken.
type SetupWrong struct {
	Name, Email, Company, Timezone, Language bool
	PasswordShort, PasswordLong              bool
	PasswordOther                            bool // the two are not the same
}

// Any tells whether anything was not taken.
func (f SetupForm) Any() bool {
	return f.Wrong != SetupWrong{} || f.Weekdays[0].Wrong+f.Weekdays[1].Wrong+f.Saturday.Wrong > 0
}

// PasswordLimits are the fewest characters and the most bytes of a password.
type PasswordLimits struct{ Min, Max int }

// setupWords are the words of the first run.
type setupWords struct {
	Title, Lead                                string
	You, Company, Hours                        term
	Name, NameHint, NameWrong                  string
	EmailHint, EmailWrong                      string
	PasswordHint, PasswordShort, PasswordLong  string // each with the number
	Again, AgainHint, PasswordOther, TypeAgain string
	Weekdays, Saturday, HoursHint, Brazil      string // Brazil: this year, next year
	Finish, InLanguage                         string
	Closed                                     term // nobody may see the form
	ClosedWrong                                string
	Nobody                                     term // nobody can sign in yet
	OnConsole, OrCommand                       string
	Welcome, WelcomeLead                       string
	ChooseImport, ChooseSource, ChooseDemo     term
	GoImport, GoSource, GoDemo, DemoHow, Now   string
	LeaveDemo                                  string
}

// Setup is the form of the first run.
func Setup(l Lang, f SetupForm, limits PasswordLimits) templ.Component {
	return wide(l, l.words().Setup.Title, setup(l, f, limits))
}

// SetupClosed says where the link is that opens the form; wrong says that there was one and that it opens nothing.
func SetupClosed(l Lang, wrong bool) templ.Component {
	w := l.words().Setup
	return bare(l, w.Closed.Name, setupClosed(w, wrong))
}

// NobodyYet is the page for signing in while nobody can.
func NobodyYet(l Lang) templ.Component {
	w := l.words().Setup
	return bare(l, w.Nobody.Name, nobodyYet(w))
}

// Welcome is the page after the first run: three ways to go on. demo tells whether this server can show one.
func Welcome(p Page, demo bool) templ.Component { return welcome(p, demo) }

// address is where the form is, in a language.
func (f SetupForm) address(l Lang) templ.SafeURL {
	return templ.SafeURL(SetupPath + "?" + setupQuery(f.Key, string(l)))
}

// person are the fields about the first user.
func (f SetupForm) person(w *words, limits PasswordLimits) (name, email, password, again input) {
	s := w.Setup
	name = input{Name: "name", Label: s.Name, Hint: s.NameHint, Value: f.Name, Autocomplete: "name", Required: true, Max: MaxName}
	email = input{Name: "email", Label: w.Email, Hint: s.EmailHint, Value: f.Email, Type: "email", Autocomplete: "username", Required: true}
	password = input{Name: "password", Label: w.Password, Type: "password", Autocomplete: "new-password", Required: true,
		Hint: fmt.Sprintf(s.PasswordHint, strconv.Itoa(limits.Min))}
	again = input{Name: "again", Label: s.Again, Hint: s.AgainHint, Type: "password", Autocomplete: "new-password", Required: true}
	if f.Wrong.Name {
		name.Wrong = s.NameWrong
	}
	if f.Wrong.Email {
		email.Wrong = s.EmailWrong
	}
	switch {
	case f.Wrong.PasswordShort:
		password.Wrong = fmt.Sprintf(s.PasswordShort, strconv.Itoa(limits.Min))
	case f.Wrong.PasswordLong:
		password.Wrong = fmt.Sprintf(s.PasswordLong, strconv.Itoa(limits.Max))
	case f.Wrong.PasswordOther:
		again.Wrong = s.PasswordOther
	case f.Any():
		password.Wrong = s.TypeAgain
	}
	return name, email, password, again
}

// account are the fields about the company, which the page of the account's settings has too.
func (f SetupForm) account(w accountWords) (company, timezone, language input) {
	company, timezone, language, _ = AccountForm{
		Company: f.Company, Timezone: f.Timezone, Language: f.Language,
		Wrong: AccountWrong{Company: f.Wrong.Company, Timezone: f.Wrong.Timezone, Language: f.Wrong.Language},
	}.fields(w)
	return company, timezone, language
}

// workdays are the lines of the working hours: the key of their fields, their name and their intervals.
func (f SetupForm) workdays(w setupWords) []workday {
	return []workday{
		{conversation.Weekdays[1], w.Weekdays, f.Weekdays[:]},
		{conversation.Weekdays[6], w.Saturday, []SpanForm{f.Saturday}},
	}
}

type workday struct {
	Key, Name string
	Spans     []SpanForm
}

// holidays is what the box for Brazil's holidays says.
func (f SetupForm) holidays(w setupWords) string {
	return fmt.Sprintf(w.Brazil, strconv.Itoa(f.Year), strconv.Itoa(f.Year+1))
}

// query is what the form's address keeps.
func (f SetupForm) query() string {
	if f.Lang == "" {
		return ""
	}
	return "?lang=" + url.QueryEscape(f.Lang)
}

// setupQuery is the query of the form's address.
func setupQuery(key, lang string) string {
	q := url.Values{"key": {key}}
	if lang != "" {
		q.Set("lang", lang)
	}
	return q.Encode()
}
