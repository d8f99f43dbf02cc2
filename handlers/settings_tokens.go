package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/db"
	"relato/report"
	"relato/views"
)

const tokensPath = "/settings/tokens"

// tokensSettings lists the tokens, those in use first.
func (s *Server) tokensSettings(c echo.Context, v visitor) error {
	tokens, err := s.DB.Tokens(c.Request().Context())
	if err != nil {
		return err
	}
	list := make([]views.Token, len(tokens))
	for i, t := range tokens {
		list[i] = s.tokenShown(t)
	}
	slices.SortStableFunc(list, func(a, b views.Token) int { return int(a.State) - int(b.State) })
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.Tokens(p, list, c.QueryParam(views.Saved))
	})
}

func (s *Server) tokenShown(t db.Token) views.Token {
	states := map[db.TokenState]views.TokenState{db.TokenInUse: views.TokenInUse, db.TokenExpired: views.TokenExpired, db.TokenOver: views.TokenOver}
	return views.Token{
		Name: t.Name, MayWrite: t.MayWrite, Created: t.CreatedAt, Used: t.UsedAt, Expires: t.ExpiresAt, Filter: t.Filter,
		State: states[t.State(s.Now())],
	}
}

// newTokenForm shows the form of a token to be made.
func (s *Server) newTokenForm(c echo.Context, v visitor) error {
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.NewToken(p, views.TokenForm{May: views.MayRead, Days: "365", Limit: c.QueryParam("limit_to")})
	})
}

// addToken makes a token and shows its secret, this once.
func (s *Server) addToken(c echo.Context, v visitor) error {
	form := views.TokenForm{
		Name: strings.TrimSpace(c.FormValue("name")), May: c.FormValue("may"), Days: c.FormValue("days"),
		Limit: strings.TrimSpace(c.FormValue("limit_to")),
	}
	token, err := s.typedToken(c.Request().Context(), &form)
	if err != nil {
		return err
	}
	if !form.Wrong.Any() {
		secret, err := s.DB.MakeToken(c.Request().Context(), s.Now(), token)
		if err == nil {
			example := s.origin(c.Request()) + "/overview.csv?token=" + secret
			return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
				return views.TokenSecret(p, token.Name, secret, example)
			})
		}
		if form.Wrong.Taken = errors.Is(err, db.ErrTokenExists); !form.Wrong.Taken {
			return err
		}
	}
	return s.showPlain(c, v, http.StatusUnprocessableEntity, func(p views.Page) templ.Component {
		return views.NewToken(p, form)
	})
}

// typedToken is the token that a form asks for, and notes in it what cannot be taken.
func (s *Server) typedToken(ctx context.Context, form *views.TokenForm) (db.NewToken, error) {
	token := db.NewToken{Name: form.Name, MayWrite: form.May == views.MayWrite}
	form.Wrong.Name = form.Name == "" || utf8.RuneCountInString(form.Name) > views.MaxName
	form.Wrong.May = form.May != views.MayRead && form.May != views.MayWrite
	days, known := tokenDays[form.Days]
	form.Wrong.Days = !known
	if days > 0 {
		token.ExpiresAt = s.Now().AddDate(0, 0, days)
	}
	if form.Limit == "" {
		return token, nil
	}
	if token.MayWrite {
		form.Wrong.LimitWrites = true // what is written is not of one report
		return token, nil
	}
	account, err := s.Index.Account(ctx)
	if err != nil {
		return token, err
	}
	address, err := url.Parse(form.Limit)
	if err != nil {
		form.Wrong.Limit = form.Limit
		return token, nil
	}
	conditions, err := url.ParseQuery(address.RawQuery)
	if err != nil { // what is left out of it would be no limit
		form.Wrong.Limit = form.Limit
		return token, nil
	}
	within, query, err := limit(conditions, account)
	var bad *report.ParamError
	switch {
	case errors.As(err, &bad):
		form.Wrong.Limit = bad.Param + "=" + bad.Value
	case within == nil:
		form.Wrong.Limit = form.Limit
	}
	token.Filter = query.Encode()
	return token, nil
}

// tokenDays are the lives that a token may have.
var tokenDays = map[string]int{"30": 30, "90": 90, "365": 365, "0": 0}

// limit reads the conditions of an address for who may see nothing else.
func limit(query url.Values, account report.Account) (*report.Filter, url.Values, error) {
	return report.ParseWithin(query, report.Setting{
		Today: conversation.DateOf(account.Now.In(account.Zone)), Schedule: account.Schedule,
	}, account.Zone)
}

// within is what a visitor's token limits reports to; nil = it does not. A limit that cannot be read any more, for instance
// by working hours that the account has no longer, shows nothing rather than all.
func (v visitor) within(account report.Account) (*report.Filter, error) {
	if v.token.Filter == "" {
		return nil, nil
	}
	query, err := url.ParseQuery(v.token.Filter)
	if err != nil {
		return nil, fmt.Errorf("limit of the token %s: %w", v.token.Name, err)
	}
	within, _, err := limit(query, account)
	if err != nil || within == nil {
		return nil, echo.NewHTTPError(http.StatusForbidden,
			"what this token is limited to does not exist any more; ask an admin for another token")
	}
	return within, nil
}

// askRevocation asks whether a token is to end.
func (s *Server) askRevocation(c echo.Context, v visitor) error {
	tokens, err := s.DB.Tokens(c.Request().Context())
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.Name == c.QueryParam("name") && t.State(s.Now()) == db.TokenInUse {
			return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
				p.Path = tokensPath
				return views.RevokeToken(p, s.tokenShown(t))
			})
		}
	}
	return echo.NewHTTPError(http.StatusNotFound, db.ErrNoToken.Error())
}

// revokeToken ends a token.
func (s *Server) revokeToken(c echo.Context, _ visitor) error {
	err := s.DB.RevokeToken(c.Request().Context(), s.Now(), c.FormValue("name"))
	if errors.Is(err, db.ErrNoToken) {
		return echo.NewHTTPError(http.StatusNotFound, err.Error())
	}
	if err != nil {
		return err
	}
	return savedAs(c, tokensPath, views.SavedRemoval)
}
