package handlers

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
)

// contentPolicy lets pages load and run nothing but our own files.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// onlyTLS tells a browser that came by TLS to come by nothing else for a year. It says nothing of other hosts of the domain:
// those are not ours.
const onlyTLS = "max-age=31536000"

// secureHeaders are on every answer.
func (s *Server) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		if s.secure(c.Request()) {
			h.Set(echo.HeaderStrictTransportSecurity, onlyTLS)
		}
		protect(h)
		return next(c)
	}
}

// protect says what a browser may do with an answer.
func protect(h http.Header) {
	h.Set(echo.HeaderContentSecurityPolicy, contentPolicy)
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderXFrameOptions, "DENY")
	h.Set(echo.HeaderReferrerPolicy, "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// crossOrigin protects everything that a browser's cookies open. Hooks are opened by signatures, and events by a header
// that no browser adds by itself.
func crossOrigin() *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	p.AddInsecureBypassPattern("POST " + hooksPath)
	p.AddInsecureBypassPattern("POST " + eventsPath)
	return p
}

// errOtherSite refuses a form that another site made a browser send.
var errOtherSite = errors.New("this form was sent by another site")

// sameOrigin refuses what other sites make a browser send.
func sameOrigin(protection *http.CrossOriginProtection) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return echo.NewHTTPError(http.StatusForbidden, errOtherSite.Error()).SetInternal(errors.Join(errOtherSite, err))
			}
			return next(c)
		}
	}
}

// requestID names every request in its answer and in the log. A name that the request brings is not taken: it would
// stand in the log as if it were ours.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, rand.Text()[:16])
		return next(c)
	}
}

// actor says from where a request does what it does; who it is becomes known later.
func actor(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		c.SetRequest(r.WithContext(db.As(r.Context(), db.Actor{Name: stranger, Address: c.RealIP(), Browser: r.UserAgent()})))
		return next(c)
	}
}

// stranger is who has not said who they are.
const stranger = "?"

// id is the name of a request.
func id(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// logRequest logs and counts requests by path: query strings hold tokens and the names that people searched for.
func (s *Server) logRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err) // renders it, so that its status is known here
		}
		r, w := c.Request(), c.Response()
		took := time.Since(began)
		s.metrics.request(c, took)
		s.Log.Debug("request", "request", id(c), "method", r.Method, "path", loggedPath(r), "status", w.Status,
			"bytes", w.Size, "took", took.Round(time.Microsecond))
		return nil
	}
}

// loggedPath is a request's path as the log may have it: without the secret of a share, which whoever reads the log could
// open, and without the address of a source, to which they could send.
func loggedPath(r *http.Request) string {
	path := r.URL.Path
	if strings.HasPrefix(path, sharePath) {
		return sharePath + "…"
	}
	if rest, ok := strings.CutPrefix(path, hooksPath); ok {
		if kind, id, _ := strings.Cut(rest, "/"); id != "" {
			return hooksPath + kind + "/…"
		}
	}
	return path
}
