package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/report"
	"relato/views"
)

// sharePath is where shares are; what follows is a secret.
const sharePath = "/share/"

// face is a report as a share shows it, whatever the types of its rows.
type face struct {
	path  string
	parse func(c echo.Context, a report.Account, values url.Values, only []string) (query, error)
	page  func(c echo.Context, q query, m *report.Mask, share *views.Shared) error
	files map[string]func(c echo.Context, q query, m *report.Mask) error // by ending
}

// faces are the reports by name.
func (s *Server) faces() map[string]face {
	return map[string]face{
		"overview": faceOf(s, s.overview()), "agents": faceOf(s, s.agents()), "tags": faceOf(s, s.tags()),
		"conversations": faceOf(s, s.details()),
	}
}

func faceOf[T, R any](s *Server, k kind[T, R]) face {
	file := func(send func(echo.Context, *Server, kind[T, R], query) error) func(echo.Context, query, *report.Mask) error {
		return func(c echo.Context, q query, m *report.Mask) error {
			q.filter.Page, q.filter.Limit = 1, 0 // a file has all rows
			return send(c, s, k.masked(m), q)
		}
	}
	return face{
		path: k.path,
		parse: func(c echo.Context, a report.Account, values url.Values, only []string) (query, error) {
			return k.parse(c, s, a, values, only)
		},
		page: func(c echo.Context, q query, m *report.Mask, share *views.Shared) error {
			return s.inTurn(c, func() (templ.Component, error) {
				p := views.Page{Share: share}
				results, err := k.masked(m).draw(c.Request().Context(), s, q, &p)
				if err != nil {
					return nil, err
				}
				return views.SharedReport(p, results), nil
			})
		},
		files: map[string]func(echo.Context, query, *report.Mask) error{
			".csv": file(sendCSV[T, R]), ".xlsx": file(sendXLSX[T, R]), ".json": file(sendJSON[T, R]),
		},
	}
}

// share shows the report of a link to whoever has it. Of the address nothing counts but the secret, the page of rows,
// and how the reader wants to read: the language, and the dialect of a file.
func (s *Server) share(c echo.Context) error {
	h := c.Response().Header()
	h.Set(echo.HeaderReferrerPolicy, "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set(echo.HeaderCacheControl, "no-store")
	ending := path.Ext(c.Param("secret"))
	secret := strings.TrimSuffix(c.Param("secret"), ending)
	ctx, now := c.Request().Context(), s.Now()
	share, stale, err := s.DB.ShareBySecret(ctx, now, secret)
	if errors.Is(err, db.ErrNoShare) {
		if s.throttle.guessed(now, c.RealIP()) {
			return s.noShare(c, ending, http.StatusTooManyRequests, views.ShareGuessed)
		}
		return s.noShare(c, ending, http.StatusNotFound, views.ShareUnknown)
	}
	if err != nil {
		return err
	}
	if share.Ended(now) != db.ShareOpen || share.Maker == "" && !s.Demo {
		return s.noShare(c, ending, http.StatusGone, views.ShareGone)
	}
	answer, err := s.shared(c, share, secret, ending)
	if err != nil {
		return err
	}
	if stale {
		s.note(c, func(ctx context.Context) error { return s.DB.SawShare(ctx, now, share.ID) })
	}
	return answer()
}

// shared makes the answer to who opened a share, or to who took one of its files.
func (s *Server) shared(c echo.Context, share db.Share, secret, ending string) (answer func() error, err error) {
	account, err := s.Index.Account(c.Request().Context())
	if err != nil {
		return nil, err
	}
	kept, err := keptOf(share.Saved)
	if err != nil {
		return nil, err
	}
	face := s.faces()[share.Report]
	values, ok := kept.Period.Moved(kept.Query, todayOf(account))
	if !ok || face.path == "" {
		return nil, echo.NewHTTPError(http.StatusGone, "this link shows a report that there is not")
	}
	if page := c.QueryParam("page"); page != "" {
		values.Set("page", page)
	}
	q, err := face.parse(c, account, values, nil)
	if err != nil {
		return nil, err
	}
	if q.filter.Reveals() != "" {
		return nil, echo.NewHTTPError(http.StatusGone, "this link would tell what it hides")
	}
	q.filter = q.filter.Unordered()
	mask := report.NewMask(share.Mask, q.lang.MaskName())
	if file, known := face.files[ending]; known {
		return func() error { return file(c, q, mask) }, nil
	}
	if ending != "" {
		return nil, echo.ErrNotFound
	}
	return func() error {
		return face.page(c, q, mask, &views.Shared{Path: sharePath + secret, Expires: share.ExpiresAt})
	}, nil
}

// noShare answers that a link shows nothing.
func (s *Server) noShare(c echo.Context, ending string, status int, end views.SharesEnd) error {
	if ending != "" {
		return echo.NewHTTPError(status, map[views.SharesEnd]string{
			views.ShareUnknown: "there is no such link", views.ShareGone: "this link is no longer valid",
			views.ShareGuessed: "too many attempts; wait a minute",
		}[end])
	}
	return render(c, status, views.NoShare(s.problemLang(c), end))
}
