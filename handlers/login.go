package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/views"
)

// loginForm shows the form for signing in, or to who already is the page that was asked for.
func (s *Server) loginForm(c echo.Context) error {
	next := localAddress(c.QueryParam("next"))
	switch _, err := s.visitor(c); {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, next)
	case !errors.Is(err, db.ErrNoAccess):
		return err
	}
	empty, err := s.withoutUsers(c.Request().Context())
	if err != nil {
		return err
	}
	if empty {
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
		return render(c, http.StatusOK, views.NobodyYet(setupLang(c)))
	}
	return s.showLogin(c, http.StatusOK, views.LoginForm{Next: next, PasswordSet: c.QueryParam(views.Saved) == views.SavedPassword})
}

func (s *Server) showLogin(c echo.Context, status int, form views.LoginForm) error {
	form.Asked = askedLang(c, form.Next)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, status, views.Login(s.doorLang(c, form.Asked), form))
}

// askedLang is the language that the address of a page before signing in names, else the address that it leads to; empty
// = none.
func askedLang(c echo.Context, next string) views.Lang {
	asked := []string{c.QueryParam("lang")}
	if u, err := url.Parse(next); err == nil {
		asked = append(asked, u.Query().Get("lang"))
	}
	for _, name := range asked {
		if l := views.Lang(name); slices.Contains(views.Langs, l) {
			return l
		}
	}
	return ""
}

// doorLang is the language of a page before signing in. Nobody knows yet who reads it, so that the browser says it before
// the account does.
func (s *Server) doorLang(c echo.Context, asked views.Lang) views.Lang {
	language := ""
	if account, err := s.Index.Account(c.Request().Context()); err == nil { // the page must not depend on what may be broken
		language = account.Language
	}
	return views.MatchLang(string(asked), c.Request().Header.Get("Accept-Language"), language, "")
}

// inLang is an address of ours in a language; empty = in the one that it has.
func inLang(address string, l views.Lang) string {
	u, err := url.Parse(address)
	if err != nil || l == "" || u.Query().Get("lang") == string(l) {
		return address
	}
	if q := u.Query(); q.Has("lang") {
		q.Set("lang", string(l))
		u.RawQuery = q.Encode()
	} else {
		u.RawQuery = strings.TrimPrefix(u.RawQuery+"&lang="+string(l), "&")
	}
	return u.String()
}

// login signs in: an old session of the browser ends, and one with a new id begins.
func (s *Server) login(c echo.Context) error {
	email, next := c.FormValue("email"), localAddress(c.FormValue("next"))
	user, err := s.checkPassword(c, email, c.FormValue("password"), db.SignedIn)
	if errors.Is(err, db.ErrNoAccess) {
		return s.showLogin(c, http.StatusUnauthorized, views.LoginForm{Email: email, Next: next, Failed: true})
	}
	if err != nil {
		return err
	}
	next = inLang(next, askedLang(c, next))
	if user.SecondFactor {
		if err := s.setHalf(c, user.ID, next); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/login/code")
	}
	return s.letIn(c, user, next)
}

// letIn begins a session and remembers the browser.
func (s *Server) letIn(c echo.Context, user db.User, next string) error {
	r := c.Request()
	session, err := s.DB.StartSession(r.Context(), s.Now(), user, s.sessionID(r))
	if err != nil {
		return err
	}
	if err := s.setSession(c.Response(), r, session); err != nil {
		return err
	}
	if err := s.rememberDevice(c.Response(), r, user.Email); err != nil {
		return err
	}
	if user.SecondFactor {
		if err := s.setHalf(c, "", ""); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// checkPassword is the user with an email and a password, asked for before a deed. Who fails often has to wait; but
// strangers who do so do not make those wait who have signed in here before.
func (s *Server) checkPassword(c echo.Context, email, password string, before db.Deed) (db.User, error) {
	counts := s.throttle.strangersCounts(c.RealIP(), accountName(email))
	if device := s.device(c.Request(), email); device != "" {
		counts = []count{{s.throttle.devices, device}}
	}
	var user db.User
	err := s.attempt(c, counts, db.Entry{Who: email, Deed: before, About: email}, func() (err error) {
		user, err = s.DB.UserByPassword(c.Request().Context(), email, password)
		return err
	})
	return user, err
}

// attempt checks a password or code if there have not been too many failures. One more, db.ErrNoAccess, is counted and
// written down.
func (s *Server) attempt(c echo.Context, counts []count, e db.Entry, check func() error) error {
	ctx := c.Request().Context()
	done, wait := s.throttle.begin(ctx, s.Now(), counts)
	if wait > 0 {
		s.metrics.signIns.WithLabelValues("throttled").Inc()
		return tooMany(c, wait)
	}
	refused := true
	defer func() { done(!refused) }() // whatever happens: few checks are made at a time
	err := check()
	if refused = errors.Is(err, db.ErrNoAccess); refused {
		s.metrics.signIns.WithLabelValues("refused").Inc()
		e.At, e.Refused = s.Now(), true
		if failed := s.DB.Log(ctx, e); failed != nil {
			return failed
		}
	} else if err == nil {
		s.metrics.signIns.WithLabelValues("done").Inc()
	}
	return err
}

// tooMany tells who fails often how long to wait.
func tooMany(c echo.Context, wait time.Duration) error {
	seconds := strconv.Itoa(int(wait.Seconds()) + 1)
	c.Response().Header().Set(echo.HeaderRetryAfter, seconds)
	return echo.NewHTTPError(http.StatusTooManyRequests, "too many attempts to sign in; try again in "+seconds+" seconds")
}

// logout ends the session, wherever its cookie may have been copied to.
func (s *Server) logout(c echo.Context) error {
	r := c.Request()
	if session := s.sessionID(r); session != "" {
		if err := s.DB.EndSession(r.Context(), s.Now(), session); err != nil {
			return err
		}
	}
	if err := s.setSession(c.Response(), r, ""); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login")
}

// localAddress is an address to go to after signing in, if it is one of ours, else the first page.
func localAddress(next string) string {
	u, err := url.Parse(next)
	ours := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil &&
		strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") && !strings.ContainsAny(next, "\\\r\n\t")
	if !ours || strings.HasPrefix(u.Path, "/login") || u.Path == "/logout" {
		return "/"
	}
	return next
}
