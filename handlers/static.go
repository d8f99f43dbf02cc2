package handlers

import (
	"net/http"

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
	http.ServeFileFS(c.Response(), r, static.FS, name)
	return nil
}
