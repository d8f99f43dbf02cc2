package handlers

import (
	"bytes"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"relato/static"
)

// static serves the files that pages load. An address with the hash of its content may be kept forever.
func (s *Server) static(c echo.Context) error {
	name := c.Param("*")
	hash := static.Hash(name)
	if hash == "" {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("ETag", `W/"`+hash+`"`)
	h.Set(echo.HeaderCacheControl, "no-cache")
	if c.QueryParam("v") == hash {
		h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	r := c.Request()
	r.Header.Del("Range") // a part of a file and its compression do not go together
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if strings.Contains(r.Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		h.Set(echo.HeaderContentEncoding, "gzip")
		h.Set(echo.HeaderContentType, mime.TypeByExtension(path.Ext(name)))
		http.ServeContent(c.Response(), r, name, time.Time{}, bytes.NewReader(static.Gzipped(name)))
		return nil
	}
	http.ServeFileFS(c.Response(), r, static.FS, name)
	return nil
}
