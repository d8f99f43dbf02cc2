package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/db"
	"relato/report"
	"relato/views"
)

// personally guards what people keep: a token reads reports, and nothing is its own.
func (s *Server) personally(h withVisitor) echo.HandlerFunc {
	return s.signedIn(func(c echo.Context, v visitor) error {
		if v.token.Name != "" {
			return echo.NewHTTPError(http.StatusForbidden, "this is for people who sign in; a token reads reports alone")
		}
		return h(c, v)
	})
}

// mayShare tells whether a visitor may show what they see to others.
func (s *Server) mayShare(v visitor) bool { return db.MayShare(v.role(s)) }

// isAdmin tells whether a visitor may do everything.
func (s *Server) isAdmin(v visitor) bool { return v.role(s) == roleAdmin }

// saved is what a visitor keeps; nil of a token.
func (s *Server) saved(ctx context.Context, v visitor) (*views.SavedViews, error) {
	if v.token.Name != "" {
		return nil, nil
	}
	kept, err := s.DB.Views(ctx, v.user.ID)
	if err != nil {
		return nil, err
	}
	saved := &views.SavedViews{MayShare: s.mayShare(v)}
	for _, one := range kept {
		shown, err := s.savedView(one, v)
		if err != nil {
			return nil, err
		}
		saved.Views = append(saved.Views, shown)
	}
	return saved, nil
}

// savedView is a view as its pages show it to a visitor.
func (s *Server) savedView(one db.View, v visitor) (views.SavedView, error) {
	kept, err := keptOf(one.Saved)
	mine := one.Owner == v.user.ID
	return views.SavedView{
		ID: one.ID, Name: one.Name, Owner: one.OwnerName, Mine: mine, Shared: one.Shared,
		Deletable: mine || one.Shared && s.isAdmin(v), Kept: kept,
	}, err
}

// keptOf is an address as the database keeps it.
func keptOf(saved db.Saved) (views.Kept, error) {
	q, err := url.ParseQuery(saved.Query)
	return views.Kept{Path: "/" + saved.Report, Period: report.Relative(saved.Period), Query: q}, err
}

// keeping is a form about a report and its filter, which its address holds as the report's does.
type keeping struct {
	face  face
	query query
	today conversation.Date
}

// keeping reads the address of such a form.
func (s *Server) keeping(c echo.Context, v visitor) (keeping, error) {
	face, known := s.faces()[c.Param("report")]
	if !known {
		return keeping{}, echo.ErrNotFound
	}
	account, err := s.accountOf(c.Request().Context(), v)
	if err != nil {
		return keeping{}, err
	}
	values, err := report.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return keeping{}, err
	}
	q, err := face.parse(c, account, values, v.only)
	return keeping{face, q, todayOf(account)}, err
}

func todayOf(a report.Account) conversation.Date { return conversation.DateOf(a.Now.In(a.Zone)) }

// accountOf is the account as far as a visitor may see it.
func (s *Server) accountOf(ctx context.Context, v visitor) (report.Account, error) {
	if len(v.only) == 0 {
		return s.Index.Account(ctx)
	}
	waiting, err := s.Index.Waiting(ctx, v.only)
	if err != nil {
		return report.Account{}, err
	}
	return waiting.Account, nil
}

// fixedDates is the period of a form that does not move.
const fixedDates = "fixed"

// saved is what the form asks to keep, under the period that it names: without one, what its own first choice is.
func (k keeping) saved(period string) (db.Saved, error) {
	r := report.Relative(period)
	switch names := k.query.filter.Relatives(k.today); {
	case period == fixedDates || period == "" && len(names) == 0:
		r = ""
	case period == "":
		r = names[0]
	}
	kept := k.query.filter.Kept(r)
	if _, ok := r.Moved(kept, k.today); !ok {
		return db.Saved{}, &report.ParamError{Param: "period", Value: period, Accepted: "a period as the form offers it"}
	}
	return db.Saved{Report: strings.TrimPrefix(k.face.path, "/"), Period: string(r), Query: kept.Encode()}, nil
}

// show answers with a page in the frame about the form's report.
func (s *Server) show(c echo.Context, v visitor, k keeping, path string, view func(views.Page) templ.Component) error {
	return s.framed(c, v, k.query, path, k.query.account, view)
}

// newView is the form that saves a view.
func (s *Server) newView(c echo.Context, v visitor) error {
	k, err := s.keeping(c, v)
	if err != nil {
		return err
	}
	return s.showNewView(c, v, k, views.ViewForm{})
}

func (s *Server) showNewView(c echo.Context, v visitor, k keeping, f views.ViewForm) error {
	return s.show(c, v, k, "/views/new"+k.face.path, func(p views.Page) templ.Component {
		return views.NewView(p, k.face.path, f)
	})
}

// saveView saves a view and leads to it.
func (s *Server) saveView(c echo.Context, v visitor) error {
	k, err := s.keeping(c, v)
	if err != nil {
		return err
	}
	form := formOf(c.Request())
	saved, err := k.saved(form.Period)
	if err != nil {
		return err
	}
	if form.Shared && !s.mayShare(v) {
		return echo.NewHTTPError(http.StatusForbidden, "only managers and admins share views")
	}
	ctx := c.Request().Context()
	view := db.View{Name: form.Name, Owner: v.user.ID, Shared: form.Shared, Saved: saved}
	_, err = s.DB.SaveView(ctx, s.Now(), view, c.Request().PostFormValue("replace") == "1")
	if form.Problem = problemIn(err); form.Problem != views.NoProblem {
		return s.showNewView(c, v, k, form)
	}
	if err != nil {
		return err
	}
	return s.toKept(c, k.query, saved)
}

// formOf is what a form of a view sent.
func formOf(r *http.Request) views.ViewForm {
	return views.ViewForm{Name: r.PostFormValue("name"), Period: r.PostFormValue("period"), Shared: r.PostFormValue("shared") == "1"}
}

// problemIn is what a reader can do something about in an error; NoProblem of any other.
func problemIn(err error) views.FormProblem {
	switch {
	case errors.Is(err, db.ErrBadName):
		return views.BadName
	case errors.Is(err, db.ErrViewExists):
		return views.NameTaken
	case errors.Is(err, db.ErrTooManyViews):
		return views.TooMany
	}
	return views.NoProblem
}

// toKept leads to what is kept, as it is on this day.
func (s *Server) toKept(c echo.Context, q query, saved db.Saved) error {
	kept, err := keptOf(saved)
	if err != nil {
		return err
	}
	address, ok := kept.Address(todayOf(q.account))
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound, "this view asks for a period that there is not")
	}
	if q.asked != "" {
		address += "&lang=" + string(q.asked)
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// openView leads to a view's report.
func (s *Server) openView(c echo.Context, v visitor) error {
	view, q, err := s.viewOf(c, v)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return s.toKept(c, q, view.Saved)
}

// viewOf is the view that an address names, and the query of a page about it.
func (s *Server) viewOf(c echo.Context, v visitor) (db.View, query, error) {
	view, err := s.DB.View(c.Request().Context(), v.user.ID, c.Param("id"))
	if errors.Is(err, db.ErrNoView) {
		return db.View{}, query{}, echo.NewHTTPError(http.StatusNotFound, err.Error())
	}
	if err != nil {
		return db.View{}, query{}, err
	}
	q, err := s.listQuery(c, v)
	return view, q, err
}

// listQuery is the query of a page that is about no report.
func (s *Server) listQuery(c echo.Context, v visitor) (query, error) {
	account, err := s.accountOf(c.Request().Context(), v)
	if err != nil {
		return query{}, err
	}
	return s.details().parse(c, s, account, nil, v.only)
}

// editView is the form that renames, shares or deletes a view.
func (s *Server) editView(c echo.Context, v visitor) error {
	view, q, err := s.viewOf(c, v)
	if err != nil {
		return err
	}
	return s.showEditView(c, v, q, view, views.ViewForm{Name: view.Name, Shared: view.Shared})
}

func (s *Server) showEditView(c echo.Context, v visitor, q query, view db.View, f views.ViewForm) error {
	shown, err := s.savedView(view, v)
	if err != nil {
		return err
	}
	if !shown.Mine && !shown.Deletable {
		return echo.NewHTTPError(http.StatusForbidden, "this view is somebody else's")
	}
	return s.framed(c, v, q, "/views/"+view.ID+"/edit", q.account, func(p views.Page) templ.Component {
		return views.EditView(p, shown, f)
	})
}

// changeView renames a visitor's own view, or shares it or no longer.
func (s *Server) changeView(c echo.Context, v visitor) error {
	view, q, err := s.viewOf(c, v)
	if err != nil {
		return err
	}
	form := formOf(c.Request())
	err = s.DB.ChangeView(c.Request().Context(), v.user.ID, view.ID, form.Name, form.Shared && s.mayShare(v))
	if form.Problem = problemIn(err); form.Problem != views.NoProblem {
		return s.showEditView(c, v, q, view, form)
	}
	if errors.Is(err, db.ErrNoView) {
		return echo.NewHTTPError(http.StatusForbidden, "this view is somebody else's")
	}
	return orElse(err, func() error { return toList(c, q) })
}

// deleteView deletes a visitor's own view; admins also one that somebody shares.
func (s *Server) deleteView(c echo.Context, v visitor) error {
	view, q, err := s.viewOf(c, v)
	if err != nil {
		return err
	}
	err = s.DB.DeleteView(c.Request().Context(), v.user.ID, view.ID, s.isAdmin(v))
	if errors.Is(err, db.ErrNoView) {
		return echo.NewHTTPError(http.StatusForbidden, "this view is somebody else's")
	}
	return orElse(err, func() error { return toList(c, q) })
}

// toList leads to the page of all that is kept.
func toList(c echo.Context, q query) error {
	address := "/views"
	if q.asked != "" {
		address += "?lang=" + string(q.asked)
	}
	return c.Redirect(http.StatusSeeOther, address)
}
