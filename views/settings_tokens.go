package views

import (
	"fmt"
	"net/url"
	"time"

	"github.com/a-h/templ"
)

// Token is a token as its list shows it. Times are zero where they do not exist.
type Token struct {
	Name                   string
	MayWrite               bool
	Created, Used, Expires time.Time
	Filter                 string // query of what it is limited to
	State                  TokenState
}

// TokenState says whether a token opens anything.
type TokenState int

// The states of a token, in the order of the list.
const (
	TokenInUse TokenState = iota
	TokenExpired
	TokenOver
)

// What a token may do, as its form says.
const (
	MayRead  = "read"
	MayWrite = "write"
)

// TokenForm is a token as it was typed.
type TokenForm struct {
	Name, May, Days, Limit string
	Wrong                  TokenWrong
}

// TokenWrong names what was not taken. Limit is the part of it that is no filter.
type TokenWrong struct {
	Name, Taken, May, Days, LimitWrites bool
	Limit                               string
}

// Any tells whether anything was not taken.
func (w TokenWrong) Any() bool { return w != TokenWrong{} }

// Tokens is the list of tokens. said is what was done before it is shown.
func Tokens(p Page, list []Token, said string) templ.Component {
	n := Notice{}
	if said == SavedRemoval {
		n = Notice{Saved: true, Said: p.words().People.Tokens.Revoked}
	}
	return tokens(p, list, n)
}

// NewToken is the form of a token to be made.
func NewToken(p Page, f TokenForm) templ.Component { return newToken(p, f) }

// TokenSecret is the page that shows a token once, with an address that it opens.
func TokenSecret(p Page, name, secret, example string) templ.Component {
	p.Path = tokensPath // which can be asked for again, in another language
	return tokenSecret(p, name, secret, example)
}

// RevokeToken asks whether a token is to end.
func RevokeToken(p Page, t Token) templ.Component { return revokeToken(p, t) }

func (f TokenForm) fields(p Page) (name, may, days, limit input) {
	w := p.words().People.Tokens
	name = input{Name: "name", Label: w.Name, Hint: w.NameHint, Value: f.Name, Required: true, Max: MaxName, Autocomplete: "off"}
	may = input{Name: "may", Label: w.May, Value: f.May}
	days = input{Name: "days", Label: w.Expires, Value: f.Days}
	limit = input{Name: "limit_to", Label: w.Limit, Hint: w.LimitHint, Value: f.Limit, Autocomplete: "off"}
	switch {
	case f.Wrong.Taken:
		name.Wrong = w.Taken
	case f.Wrong.Name:
		name.Wrong = fmt.Sprintf(w.NameWrong, fmt.Sprint(MaxName))
	}
	switch {
	case f.Wrong.LimitWrites:
		limit.Wrong = w.LimitWrites
	case f.Wrong.Limit != "":
		limit.Wrong = fmt.Sprintf(w.LimitWrong, f.Wrong.Limit)
	}
	return name, may, days, limit
}

// abilities are what a token may do.
func (p Page) abilities() []radio {
	w := p.words().People.Tokens
	return []radio{{MayRead, w.Read}, {MayWrite, w.Write}}
}

// lives are how long a token may last.
func (p Page) lives() []Option {
	w := p.words().People.Tokens
	return []Option{
		{"30", fmt.Sprintf(w.Days, "30")}, {"90", fmt.Sprintf(w.Days, "90")}, {"365", w.Year}, {"0", w.NoEnd},
	}
}

// ability names what a token may do.
func (p Page) ability(t Token) string {
	if t.MayWrite {
		return p.words().People.Tokens.Write.Name
	}
	return p.words().People.Tokens.Read.Name
}

// ends says when a token ends, or that it has.
func (p Page) ends(t Token) string {
	w := p.words().People.Tokens
	switch {
	case t.State == TokenOver:
		return w.IsRevoked
	case t.State == TokenExpired:
		return w.IsExpired
	case t.Expires.IsZero():
		return w.NoEnd
	}
	return p.at(t.Expires)
}

// revocation is where a token is ended.
func (p Page) revocation(t Token) templ.SafeURL {
	q := url.Values{"name": {t.Name}}
	if p.Asked != "" {
		q.Set("lang", string(p.Asked))
	}
	return templ.SafeURL(tokensPath + "/revoke?" + q.Encode())
}

// limitText is what a token is limited to, as people read an address.
func limitText(query string) string {
	if text, err := url.QueryUnescape(query); err == nil {
		return text
	}
	return query
}
