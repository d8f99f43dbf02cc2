package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/db"
	"relato/views"
)

// defaultShare is how many days a share lasts unless its maker says otherwise.
const defaultShare = "30"

// sharing guards what only who may share may do.
func (s *Server) sharing(h withVisitor) echo.HandlerFunc {
	return s.personally(func(c echo.Context, v visitor) error {
		if !s.mayShare(v) {
			return echo.NewHTTPError(http.StatusForbidden, "only managers and admins share reports")
		}
		return h(c, v)
	})
}

// list is the page of what a visitor keeps and shares.
func (s *Server) list(c echo.Context, v visitor) error {
	q, err := s.listQuery(c, v)
	if err != nil {
		return err
	}
	return s.showList(c, v, q, nil)
}

// showList shows the page; made is nil unless a share was just made.
func (s *Server) showList(c echo.Context, v visitor, q query, made *views.MadeShare) error {
	var shares []views.SavedShare
	if s.mayShare(v) {
		all, err := s.DB.Shares(c.Request().Context(), v.user.ID, s.isAdmin(v))
		if err != nil {
			return err
		}
		for _, one := range all {
			shown, err := s.savedShare(one, v)
			if err != nil {
				return err
			}
			shares = append(shares, shown)
		}
	}
	return s.framed(c, v, q, "/views", q.account, func(p views.Page) templ.Component {
		return views.SavedList(p, shares, made)
	})
}

// savedShare is a share as the list shows it to a visitor.
func (s *Server) savedShare(one db.Share, v visitor) (views.SavedShare, error) {
	kept, err := keptOf(one.Saved)
	shown := views.SavedShare{
		ID: one.ID, Name: one.Name, Expires: one.ExpiresAt, Used: one.UsedAt, Kept: kept,
		State: map[db.ShareEnd]views.ShareState{
			db.ShareOpen: views.ShareActive, db.ShareRevoked: views.ShareRevoked,
			db.ShareExpired: views.ShareExpired, db.ShareOrphaned: views.ShareOrphaned,
		}[one.Ended(s.Now())],
	}
	if one.Maker != v.user.ID {
		shown.Maker = one.MakerName
	}
	return shown, err
}

// newShare is the form that makes a share.
func (s *Server) newShare(c echo.Context, v visitor) error {
	k, err := s.keeping(c, v)
	if err != nil {
		return err
	}
	return s.showNewShare(c, v, k, views.ShareForm{Expires: defaultShare})
}

func (s *Server) showNewShare(c echo.Context, v visitor, k keeping, f views.ShareForm) error {
	return s.show(c, v, k, "/shares/new"+k.face.path, func(p views.Page) templ.Component {
		return views.NewShare(p, k.face.path, f)
	})
}

// makeShare makes a share and shows its link. The answer is a page, not a way to one: the link is never known again.
func (s *Server) makeShare(c echo.Context, v visitor) error {
	k, err := s.keeping(c, v)
	if err != nil {
		return err
	}
	r := c.Request()
	form := views.ShareForm{
		Name: r.PostFormValue("name"), Period: r.PostFormValue("period"),
		Expires: r.PostFormValue("expires"), Until: r.PostFormValue("until"),
	}
	if k.query.filter.Reveals() != "" {
		return s.showNewShare(c, v, k, form) // which says why
	}
	k.query.filter = k.query.filter.Unordered()
	saved, err := k.saved(form.Period)
	if err != nil {
		return err
	}
	expires, ok := s.expiry(form, k)
	if !ok {
		form.Problem = views.BadDate
		return s.showNewShare(c, v, k, form)
	}
	secret, err := s.DB.AddShare(r.Context(), s.Now(), db.Share{Name: form.Name, Maker: v.user.ID, Saved: saved, ExpiresAt: expires})
	if errors.Is(err, db.ErrBadName) {
		form.Problem = views.BadName
		return s.showNewShare(c, v, k, form)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return s.showList(c, v, k.query, &views.MadeShare{Name: form.Name, Address: s.origin(r) + sharePath + secret})
}

// expiry is when a share ends that a form asks for: after some days, or with a day; false when that is none.
func (s *Server) expiry(f views.ShareForm, k keeping) (end time.Time, ok bool) {
	now := s.Now()
	if f.Expires != "date" {
		days, err := strconv.Atoi(f.Expires)
		end = now.Add(time.Duration(days) * 24 * time.Hour)
		return end, err == nil && days > 0 && days <= int(db.MaxShare/(24*time.Hour))
	}
	day, err := conversation.ParseDate(f.Until)
	if err != nil || day.Compare(k.today) < 0 {
		return time.Time{}, false
	}
	end = time.Unix(day.Add(1).Instant(0, k.query.account.Zone), 0)
	return end, end.After(now) && end.Sub(now) <= db.MaxShare
}

// revokeShare ends a share.
func (s *Server) revokeShare(c echo.Context, v visitor) error {
	return s.endShare(c, v, s.DB.RevokeShare(c.Request().Context(), s.Now(), v.user.ID, c.Param("id"), s.isAdmin(v)))
}

// deleteShare takes a share off the list.
func (s *Server) deleteShare(c echo.Context, v visitor) error {
	return s.endShare(c, v, s.DB.DeleteShare(c.Request().Context(), s.Now(), v.user.ID, c.Param("id"), s.isAdmin(v)))
}

func (s *Server) endShare(c echo.Context, v visitor, err error) error {
	if errors.Is(err, db.ErrNoShare) {
		return echo.NewHTTPError(http.StatusNotFound, err.Error())
	}
	if err != nil {
		return err
	}
	q, err := s.listQuery(c, v)
	return orElse(err, func() error { return toList(c, q) })
}
