package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/internal/fault"
	"relato/report"
	"relato/views"
)

// visitor is who sends a request.
type visitor struct {
	user  db.User  // of a session
	token db.Token // of a program
	only  []string // ids of the agents whose conversations alone the visitor may see; empty = all
}

// demoName is what whoever looks at the demo is called.
const demoName = "demo"

// name is what a visitor is called where it is noted who did something.
func (v visitor) name() string {
	switch {
	case v.user.Email != "":
		return v.user.Email
	case v.token.Name != "":
		return tokenName(v.token)
	}
	return demoName
}

func tokenName(t db.Token) string { return "token " + t.Name }

// ownLanguage is where a request keeps the language that its user has chosen, for every page, also that of an error.
const ownLanguage = "language"

// withVisitor is a handler for those who are signed in.
type withVisitor func(echo.Context, visitor) error

// signedIn guards a page: strangers are sent to sign in and come back.
func (s *Server) signedIn(h withVisitor) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := s.visitor(c)
		if !errors.Is(err, db.ErrNoAccess) {
			return orElse(errors.Join(err, v.seesAll()), func() error { return h(c, v) })
		}
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
		login := "/login?next=" + url.QueryEscape(returnTo(c.Request()))
		if c.Request().Header.Get("HX-Request") == "true" {
			c.Response().Header().Set("HX-Redirect", login)
			return c.NoContent(http.StatusUnauthorized)
		}
		return c.Redirect(http.StatusSeeOther, login)
	}
}

// authorized guards what programs read: strangers are told so.
func (s *Server) authorized(h withVisitor) echo.HandlerFunc {
	return s.limited(func(c echo.Context, v visitor) error {
		return orElse(v.seesAll(), func() error { return h(c, v) })
	})
}

// seesAll refuses tokens that are limited to a filter: only what says that it keeps to the limit is open to them.
func (v visitor) seesAll() error {
	if v.token.Filter != "" {
		return echo.NewHTTPError(http.StatusForbidden, "this token is limited to a filter and reads reports only: their files (.csv, .xlsx or .json) and /api/v1/overview, agents, tags and conversations")
	}
	return nil
}

// limited is authorized for what keeps to a token's limit, as everything does that parse has read the filter of.
func (s *Server) limited(h withVisitor) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := s.visitor(c)
		if errors.Is(err, db.ErrNoAccess) {
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="Relato"`)
			return echo.NewHTTPError(http.StatusUnauthorized, "sign in, or send a read token as \"Authorization: Bearer TOKEN\" or ?token=TOKEN")
		}
		return orElse(err, func() error { return h(c, v) })
	}
}

// mayWrite guards what stores events. Only a token that was made for it opens it, and only in a header: addresses stand in
// the logs of proxies.
func (s *Server) mayWrite(h echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, now := c.Request().Context(), s.Now()
		secret, _ := bearer(c.Request()) // nobody has an empty one
		t, stale, err := s.DB.TokenBySecret(ctx, now, secret)
		switch {
		case errors.Is(err, db.ErrNoAccess):
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="Relato"`)
			return echo.NewHTTPError(http.StatusUnauthorized, "send a write token as \"Authorization: Bearer TOKEN\"; make one with: relato token add NAME --write")
		case err != nil:
			return err
		case !t.MayWrite:
			return echo.NewHTTPError(http.StatusForbidden, "this token may only read; make one that may write with: relato token add NAME --write")
		case stale:
			s.note(c, func(ctx context.Context) error { return s.DB.SawToken(ctx, now, t.Name) })
		}
		named(c, tokenName(t))
		return h(c)
	}
}

func orElse(err error, next func() error) error {
	if err != nil {
		return err
	}
	return next()
}

// visitor finds out who sends a request, and says so of what it does from here on; db.ErrNoAccess is a stranger.
func (s *Server) visitor(c echo.Context) (visitor, error) {
	v, err := s.recognized(c)
	if err == nil {
		named(c, v.name())
		c.Set(ownLanguage, v.user.Language)
	}
	return v, err
}

// recognized is who sends a request; db.ErrNoAccess is a stranger. A token decides alone: a wrong one is not saved by a cookie.
func (s *Server) recognized(c echo.Context) (visitor, error) {
	if s.Demo {
		return visitor{}, nil
	}
	ctx, now := c.Request().Context(), s.Now()
	if secret, sent := tokenOf(c.Request()); sent {
		t, stale, err := s.DB.TokenBySecret(ctx, now, secret)
		if err == nil && stale {
			s.note(c, func(ctx context.Context) error { return s.DB.SawToken(ctx, now, t.Name) })
		}
		return visitor{token: t}, err
	}
	session := s.sessionID(c.Request())
	if session == "" {
		return visitor{}, db.ErrNoAccess
	}
	u, stale, err := s.DB.UserBySession(ctx, now, session)
	if err == nil && stale {
		s.note(c, func(ctx context.Context) error { return s.DB.SawSession(ctx, now, session) })
	}
	if err != nil {
		return visitor{}, err
	}
	only, err := s.only(ctx, u)
	return visitor{user: u, only: only}, err
}

// named says who does what a request does from here on.
func named(c echo.Context, name string) {
	r := c.Request()
	actor := db.ActorOf(r.Context())
	actor.Name = name
	c.SetRequest(r.WithContext(db.As(r.Context(), actor)))
}

// noAgent is an id that no agent has: ids are never empty, and none is reserved.
const noAgent = report.Nobody + "\x00"

// sees is whose conversations a visitor sees.
func (v visitor) sees() views.Sight {
	switch {
	case len(v.only) == 0:
		return views.SeesAll
	case v.only[0] == noAgent:
		return views.SeesNone
	}
	return views.SeesOwn
}

// only are the agents whose conversations alone a user may see: users with the role agent are the agents with their e-mail
// address, and see nothing while there is none.
func (s *Server) only(ctx context.Context, u db.User) ([]string, error) {
	if u.Role != "agent" {
		return nil, nil
	}
	ids, err := s.Index.AgentsWithEmail(ctx, u.Email)
	if len(ids) == 0 {
		ids = []string{noAgent}
	}
	return ids, err
}

// tokenOf is the token that a request carries, if it carries any.
func tokenOf(r *http.Request) (token string, sent bool) {
	if token, sent = bearer(r); sent {
		return token, true
	}
	token = r.URL.Query().Get("token")
	return token, token != ""
}

// bearer is the token in a request's header, if there is one.
func bearer(r *http.Request) (token string, sent bool) {
	scheme, token, _ := strings.Cut(r.Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(token), true
}

// notes are what is written down after an answer.
type notes struct {
	busy atomic.Bool
	wait sync.WaitGroup
}

// noteTimeout is how long noting that somebody was here may take.
const noteTimeout = 30 * time.Second

// note writes down that somebody was here, without making them wait while an import holds the database. One at a time:
// what is left out is written at the next request.
func (s *Server) note(c echo.Context, write func(context.Context) error) {
	if !s.notes.busy.CompareAndSwap(false, true) {
		return
	}
	request := id(c) // the context is not ours any more once the handler is done
	s.notes.wait.Go(func() {
		defer s.notes.busy.Store(false)
		ctx, cancel := context.WithTimeout(context.Background(), noteTimeout)
		defer cancel()
		if err := fault.Caught(func() error { return write(ctx) }); err != nil {
			s.Log.Warn("the last use of a session or token was not noted", "request", request, "error", err)
		}
	})
}

// returnTo is the address that a stranger asked for, as they wrote it, but without a token.
func returnTo(r *http.Request) string {
	pairs := strings.Split(r.URL.RawQuery, "&")
	pairs = slices.DeleteFunc(pairs, func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		return pair == "" || err == nil && name == "token"
	})
	if len(pairs) == 0 {
		return r.URL.EscapedPath()
	}
	return r.URL.EscapedPath() + "?" + strings.Join(pairs, "&")
}
