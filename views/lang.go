package views

import (
	"golang.org/x/text/language"
)

// Lang is a language that the pages speak.
type Lang string

// The languages. Portuguese is the default.
const (
	Portuguese Lang = "pt-BR"
	Spanish    Lang = "es"
	English    Lang = "en"
)

// Langs are all languages, the default first.
var Langs = []Lang{Portuguese, Spanish, English}

var (
	tags    = []language.Tag{language.BrazilianPortuguese, language.Spanish, language.English}
	matcher = language.NewMatcher(tags)
)

// MatchLang picks the language of a page: the first that is asked for and known, of the address's parameter, the
// user's choice, the account's default and the browser's Accept-Language header. Before somebody signs in, the browser's
// wish stands for the user's choice. Empty values ask for nothing.
func MatchLang(param, user, account, acceptLanguage string) Lang {
	for _, asked := range []string{param, user, account, acceptLanguage} {
		wanted, _, err := language.ParseAcceptLanguage(asked)
		if err != nil || len(wanted) == 0 {
			continue
		}
		if _, i, confidence := matcher.Match(wanted...); confidence >= language.Low {
			return Langs[i]
		}
	}
	return Portuguese
}

// words are the language's messages.
func (l Lang) words() *words {
	switch l {
	case Spanish:
		return &spanish
	case English:
		return &english
	}
	return &portuguese
}
