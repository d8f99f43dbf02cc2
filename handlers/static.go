package handlers

import (
	"bytes"
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/labstack/echo/v4"

	"relato/static"
)

// static serves the files that pages load.
func (s *Server) static(c echo.Context) error {
	if !serveStatic(c.Response(), c.Request(), c.Param("*")) {
		return echo.ErrNotFound
	}
	return nil
}

// serveStatic serves a file that pages load; false where there is none of that name. An address with the hash of its content
// may be kept forever.
func serveStatic(w http.ResponseWriter, r *http.Request, name string) bool {
	hash := static.Hash(name)
	if hash == "" {
		return false
	}
	h := w.Header()
	h.Set("ETag", `W/"`+hash+`"`)
	h.Set(echo.HeaderCacheControl, "no-cache")
	if r.URL.Query().Get("v") == hash {
		h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	r.Header.Del("Range") // a part of a file and its compression do not go together
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if takesGzip(r.Header) {
		h.Set(echo.HeaderContentEncoding, "gzip")
		h.Set(echo.HeaderContentType, mime.TypeByExtension(path.Ext(name)))
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(static.Gzipped(name)))
		return true
	}
	http.ServeFileFS(w, r, static.FS, name)
	return true
}
