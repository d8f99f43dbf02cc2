package views

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"
)

// AccountForm is the account as its page shows it: what holds, or what was typed.
type AccountForm struct {
	Company, Timezone, Language string
	InactivityHours             string
	Wrong                       AccountWrong
}

// AccountWrong names the fields that were not taken.
type AccountWrong struct{ Company, Timezone, Language, Inactivity bool }

// Any tells whether any field was not taken.
func (w AccountWrong) Any() bool { return w != AccountWrong{} }

// MaxName is the most characters of a name that somebody types in.
const MaxName = 100

// AccountSettings is the page of the account: its name, time zone, language, and when silence ends a conversation.
func AccountSettings(p Page, f AccountForm, saved bool) templ.Component {
	return accountSettings(p, f, Notice{Saved: saved, Wrong: f.Wrong.Any()})
}

// unit is what stands after a number that somebody types in; what is none takes the form of many.
func (l Lang) unit(number string, p plural) string {
	n, err := strconv.Atoi(number)
	if err != nil {
		return p.Other
	}
	return l.form(n, p)
}

// fields are the lines of the form.
func (f AccountForm) fields(w accountWords) (company, timezone, language, inactivity input) {
	company = input{Name: "company", Label: w.Company, Hint: w.CompanyHint, Value: f.Company, Autocomplete: "organization", Max: MaxName}
	timezone = input{Name: "timezone", Label: w.Timezone, Hint: w.TimezoneHint, Value: f.Timezone, List: "timezones", Required: true}
	language = input{Name: "language", Label: w.Language, Hint: w.LanguageHint, Value: f.Language}
	inactivity = input{
		Name: "inactivity", Label: w.Inactivity, Hint: w.InactivityHint, Value: f.InactivityHours, Type: "number",
		Required: true,
	}
	if f.Wrong.Company {
		company.Wrong = fmt.Sprintf(w.TooLong, fmt.Sprint(MaxName))
	}
	if f.Wrong.Timezone {
		timezone.Wrong = w.TimezoneWrong
	}
	if f.Wrong.Inactivity {
		inactivity.Wrong = w.InactivityWrong
	}
	return company, timezone, language, inactivity
}

// languageOptions are the languages of the product, each in itself.
func languageOptions() []Option {
	options := make([]Option, len(Langs))
	for i, l := range Langs {
		options[i] = Option{string(l), l.words().Name}
	}
	return options
}

// commonZones are offered where a time zone is typed: Brazil's, then those of its neighbours and of the languages that
// the product speaks. Any other IANA zone is taken too.
var commonZones = []string{
	"America/Sao_Paulo", "America/Bahia", "America/Fortaleza", "America/Recife", "America/Belem", "America/Maceio",
	"America/Araguaina", "America/Cuiaba", "America/Campo_Grande", "America/Manaus", "America/Porto_Velho",
	"America/Boa_Vista", "America/Santarem", "America/Rio_Branco", "America/Eirunepe", "America/Noronha",
	"America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota", "America/Caracas", "America/Guayaquil",
	"America/La_Paz", "America/Lima", "America/Mexico_City", "America/Montevideo", "America/Panama", "America/Santiago",
	"America/Santo_Domingo", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York",
	"Africa/Luanda", "Africa/Maputo", "Atlantic/Azores", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "UTC",
}
