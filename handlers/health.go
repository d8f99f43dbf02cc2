package handlers

import (
	"cmp"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"relato/views"
)

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readyz says whether reports can be answered.
func (s *Server) readyz(c echo.Context) error {
	if _, err := s.Index.Account(c.Request().Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// Gate answers for a server that is still opening its database: it is alive, but not ready.
type Gate struct{ open atomic.Pointer[http.Handler] }

// Open lets requests through to a handler from now on.
func (g *Gate) Open(h http.Handler) { g.open.Store(&h) }

func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := g.open.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	w.Header().Set(echo.HeaderContentType, echo.MIMETextPlainCharsetUTF8)
	w.Header().Set(echo.HeaderCacheControl, "no-store")
	// Who says no language is a program.
	lang := views.MatchLang("", "", "", cmp.Or(r.Header.Get("Accept-Language"), string(views.English)))
	status, text := http.StatusServiceUnavailable, views.Starting(lang)+"\n"
	if r.URL.Path == "/healthz" {
		status, text = http.StatusOK, "ok\n"
	} else {
		w.Header().Set(echo.HeaderRetryAfter, "2")
		w.Header().Set("Refresh", "1") // a browser looks again by itself
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // who is gone needs no answer
}
