package handlers

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/report"
	"relato/views"
)

// roleAdmin may do everything.
const roleAdmin = "admin"

// isPerson tells whether a visitor is somebody who has signed in, and no program.
func (v visitor) isPerson() bool { return v.user.ID != "" }

// person guards what is about the user who has signed in.
func (s *Server) person(h withVisitor) echo.HandlerFunc {
	return s.signedIn(func(c echo.Context, v visitor) error {
		if !v.isPerson() {
			return echo.NewHTTPError(http.StatusForbidden, "this page is for users who have signed in, not for tokens or the demo")
		}
		return h(c, v)
	})
}

// admin guards what only admins may do. In the demo, whose company is made up, everybody is one.
func (s *Server) admin(h withVisitor) echo.HandlerFunc { return s.signedIn(s.adminsOnly(h)) }

// adminFile guards a file that only admins may read.
func (s *Server) adminFile(h withVisitor) echo.HandlerFunc { return s.authorized(s.adminsOnly(h)) }

func (s *Server) adminsOnly(h withVisitor) withVisitor {
	return func(c echo.Context, v visitor) error {
		if v.role(s) != roleAdmin {
			return echo.NewHTTPError(http.StatusForbidden, "only users with the role admin may see this page; ask one of them")
		}
		return h(c, v)
	}
}

// role is what a visitor may do; empty = read reports with a token.
func (v visitor) role(s *Server) string {
	if s.Demo {
		return roleAdmin
	}
	return v.user.Role
}

// plainPage is what the frame needs on a page that no filter changes.
func (s *Server) plainPage(c echo.Context, v visitor) (views.Page, error) {
	ctx := c.Request().Context()
	account, err := s.Index.Account(ctx)
	if err != nil {
		return views.Page{}, err
	}
	filter, err := report.Parse(url.Values{}, report.Setting{
		Today: conversation.DateOf(account.Now.In(account.Zone)), Schedule: account.Schedule,
		Columns: report.Keys(report.DetailColumns),
	})
	if err != nil {
		return views.Page{}, err
	}
	if len(v.only) > 0 {
		waiting, err := s.Index.Waiting(ctx, v.only)
		if err != nil {
			return views.Page{}, err
		}
		account.Waiting = waiting.Total
	}
	p := s.frame(c, v, account)
	p.Path, p.Filter = c.Request().URL.Path, filter
	return p, nil
}

// frame is what the frame of every page shows of its reader and the account.
func (s *Server) frame(c echo.Context, v visitor, a report.Account) views.Page {
	return views.Page{
		Lang: s.lang(c, a.Language), Asked: views.Lang(c.QueryParam("lang")), Account: a,
		User: v.user.Email, Role: v.role(s), Sees: v.sees(), Demo: s.Demo, Leave: s.Guest, Live: s.Live,
	}
}

// showPlain answers with a page that no filter changes.
func (s *Server) showPlain(c echo.Context, v visitor, status int, view func(views.Page) templ.Component) error {
	p, err := s.plainPage(c, v)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, status, view(p))
}

// saved leads back to a settings page, which then says that what was sent holds.
func saved(c echo.Context, path string) error { return savedAs(c, path, views.SavedForm) }

// savedAs leads to a page that says what was done.
func savedAs(c echo.Context, path, what string) error {
	return leadTo(c, path, url.Values{views.Saved: {what}})
}

// leadTo leads to a page with such parameters, in the language that this address asks for.
func leadTo(c echo.Context, path string, q url.Values) error {
	if lang := c.QueryParam("lang"); lang != "" {
		q.Set("lang", lang)
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// wasSaved tells whether a settings page is shown because something was saved.
func wasSaved(c echo.Context) bool { return c.QueryParam(views.Saved) != "" }

// settingsHome leads to the first page of the settings that a visitor may see.
func (s *Server) settingsHome(c echo.Context, v visitor) error {
	if v.role(s) == roleAdmin {
		return c.Redirect(http.StatusSeeOther, "/settings/account")
	}
	return c.Redirect(http.StatusSeeOther, mePath)
}
