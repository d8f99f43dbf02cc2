package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/report"
	"relato/views"
)

// problem is an error as its reader sees it.
type problem struct {
	Status    int    `json:"-"`
	Message   string `json:"error"`
	Param     string `json:"param,omitempty"`
	Accepted  string `json:"accepted,omitempty"`
	RequestID string `json:"request_id,omitempty"`

	RetryAfter int `json:"-"` // seconds; 0 = nothing is promised
}

// laterSeconds is when to send again what could not be stored.
const laterSeconds = 5

// problemOf decides what to tell of an error. Of our own failures it is only the request's name, by which they can be
// found in the log.
func problemOf(err error, request string) problem {
	var bad *report.ParamError
	if errors.As(err, &bad) {
		return problem{Status: http.StatusBadRequest, Message: bad.Error(), Param: bad.Param, Accepted: bad.Accepted}
	}
	var known *echo.HTTPError
	if errors.As(err, &known) && known.Code < http.StatusInternalServerError {
		return problem{Status: known.Code, Message: fmt.Sprint(known.Message)}
	}
	if errors.Is(err, db.ErrLater) {
		return problem{
			Status: http.StatusServiceUnavailable, RequestID: request, RetryAfter: laterSeconds,
			Message: "this cannot be stored now; send the same again later: nothing is stored twice",
		}
	}
	return problem{
		Status: http.StatusInternalServerError, RequestID: request,
		Message: "something went wrong here; the server's log has the cause under request " + request,
	}
}

// renderError is the one place that answers errors: files and programs get JSON, people a page.
func (s *Server) renderError(err error, c echo.Context) {
	r := c.Request()
	if c.Response().Committed {
		return
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody is there any more to be told
	}
	p := problemOf(err, id(c))
	if p.Status >= http.StatusInternalServerError {
		s.Log.Error("request failed", "request", id(c), "method", r.Method, "path", loggedPath(r), "error", err)
	}
	h := c.Response().Header()
	h.Del(echo.HeaderContentDisposition)
	h.Del(echo.HeaderContentType) // of the file that it would have been
	h.Del("ETag")
	h.Set(echo.HeaderCacheControl, "no-store")
	if p.RetryAfter > 0 {
		h.Set(echo.HeaderRetryAfter, strconv.Itoa(p.RetryAfter))
	}
	switch {
	case r.Method == http.MethodHead:
		err = c.NoContent(p.Status)
	case forPrograms(r.URL.Path):
		err = c.JSON(p.Status, p)
	case strings.HasPrefix(r.URL.Path, sharePath):
		err = render(c, p.Status, views.ShareProblem(s.problemLang(c), p.Status, p.Message, p.RequestID))
	default:
		err = render(c, p.Status, views.Problem(s.problemLang(c), p.Status, p.Message, p.RequestID))
	}
	if err != nil {
		s.Log.Error("the error was not answered", "request", id(c), "error", err)
	}
}

// problemLang is the language of an error page: it must not depend on what may be broken.
func (s *Server) problemLang(c echo.Context) views.Lang {
	account, err := s.Index.Account(c.Request().Context())
	if err != nil {
		return s.lang(c, "")
	}
	return s.lang(c, account.Language)
}

// forPrograms tells whether an address is read by programs.
func forPrograms(path string) bool {
	for _, ending := range []string{".csv", ".json", ".xlsx"} {
		if strings.HasSuffix(path, ending) {
			return true
		}
	}
	return path == livePath || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/hooks/")
}

// panicked makes an error of a panic, with where it was.
func panicked(_ echo.Context, err error, stack []byte) error {
	return fmt.Errorf("panic: %w\n%s", err, stack)
}
