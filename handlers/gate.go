package handlers

import (
	"cmp"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"relato/static"
	"relato/views"
)

// Gate answers for a server that is still opening its database: it is alive, but not ready.
type Gate struct{ open atomic.Pointer[http.Handler] }

// Open lets requests through to a handler from now on.
func (g *Gate) Open(h http.Handler) { g.open.Store(&h) }

func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := g.open.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	protect(w.Header())
	if name, isStatic := strings.CutPrefix(r.URL.Path, static.Prefix); isStatic && serveStatic(w, r, name) {
		return
	}
	w.Header().Set(echo.HeaderCacheControl, "no-store")
	if r.URL.Path == "/healthz" {
		w.Header().Set(echo.HeaderContentType, echo.MIMETextPlainCharsetUTF8)
		_, _ = io.WriteString(w, "ok\n") // who is gone needs no answer
		return
	}
	sayStarting(w, r)
}

// sayStarting says that there soon is what was asked for: people see a page that looks again by itself, programs get a line.
func sayStarting(w http.ResponseWriter, r *http.Request) {
	lang := views.MatchLang("", "", "", cmp.Or(r.Header.Get("Accept-Language"), string(views.English)))
	h := w.Header()
	h.Set(echo.HeaderRetryAfter, "2")
	if forPrograms(r.URL.Path) || !strings.Contains(r.Header.Get(echo.HeaderAccept), echo.MIMETextHTML) {
		h.Set(echo.HeaderContentType, echo.MIMETextPlainCharsetUTF8)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, views.StartingLine(lang)+"\n")
		return
	}
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	h.Set("Refresh", "1")
	w.WriteHeader(http.StatusServiceUnavailable)
	_ = views.Starting(lang).Render(r.Context(), w)
}
