package handlers

import (
	"errors"
	"net/http"
	"net/url"
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
	return s.showLogin(c, http.StatusOK, "", next)
}

func (s *Server) showLogin(c echo.Context, status int, email, next string) error {
	account, err := s.Index.Account(c.Request().Context())
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, status, views.Login(s.lang(c, account.Language), email, next, status != http.StatusOK))
}

// login signs in: an old session of the browser ends, and one with a new id begins.
func (s *Server) login(c echo.Context) error {
	email, next := c.FormValue("email"), localAddress(c.FormValue("next"))
	user, err := s.checkPassword(c, email, c.FormValue("password"))
	if errors.Is(err, db.ErrNoAccess) {
		return s.showLogin(c, http.StatusUnauthorized, email, next)
	}
	if err != nil {
		return err
	}
	r := c.Request()
	session, err := s.DB.StartSession(r.Context(), s.Now(), user, s.sessionID(r))
	if err != nil {
		return err
	}
	if err := s.setSession(c.Response(), r, session); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// checkPassword is the user with an email and a password. Who fails often has to wait.
func (s *Server) checkPassword(c echo.Context, email, password string) (db.User, error) {
	done, wait := s.throttle.begin(c.Request().Context(), s.Now(), c.RealIP(), email)
	if wait > 0 {
		s.metrics.signIns.WithLabelValues("throttled").Inc()
		return db.User{}, tooMany(c, wait)
	}
	user, err := s.DB.UserByPassword(c.Request().Context(), email, password)
	refused := errors.Is(err, db.ErrNoAccess)
	done(!refused)
	switch {
	case refused:
		s.metrics.signIns.WithLabelValues("refused").Inc()
	case err == nil:
		s.metrics.signIns.WithLabelValues("done").Inc()
	}
	return user, err
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
		if err := s.DB.EndSession(r.Context(), session); err != nil {
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
	if !ours || u.Path == "/login" || u.Path == "/logout" {
		return "/"
	}
	return next
}
