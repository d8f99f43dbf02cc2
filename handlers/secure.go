package handlers

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
)

// contentPolicy lets pages load and run nothing but our own files.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// secureHeaders are on every answer.
func secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderContentSecurityPolicy, contentPolicy)
		h.Set(echo.HeaderXContentTypeOptions, "nosniff")
		h.Set(echo.HeaderXFrameOptions, "DENY")
		h.Set(echo.HeaderReferrerPolicy, "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		return next(c)
	}
}

// sameOrigin refuses what other sites make a browser send.
func sameOrigin(protection *http.CrossOriginProtection) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return echo.NewHTTPError(http.StatusForbidden, "this form was sent by another site").SetInternal(err)
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

// loggedPath is a request's path without the secret of a share, which whoever reads the log could open.
func loggedPath(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, sharePath) {
		return sharePath + "…"
	}
	return r.URL.Path
}
