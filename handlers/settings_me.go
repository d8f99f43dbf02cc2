package handlers

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/source"
	"relato/views"
)

const mePath = "/settings/me"

// mySettings shows the settings of the user who has signed in.
func (s *Server) mySettings(c echo.Context, v visitor) error {
	return s.showMe(c, v, http.StatusOK, func(*views.Me) {})
}

// showMe shows a user's own settings, changed by what was typed.
func (s *Server) showMe(c echo.Context, v visitor, status int, typed func(*views.Me)) error {
	ctx, current := c.Request().Context(), s.sessionID(c.Request())
	u, err := s.DB.UserByID(ctx, s.Now(), v.user.ID)
	if err != nil {
		return err
	}
	sessions, err := s.DB.Sessions(ctx, s.Now(), u.ID, current)
	if err != nil {
		return err
	}
	me := views.Me{
		Email: u.Email, Name: u.Name, Language: u.Language, SecondFactor: u.SecondFactor,
		Password: views.PasswordForm{Least: db.MinPassword},
	}
	for _, one := range sessions {
		me.Sessions = append(me.Sessions, views.Session{
			ID: one.ID, Browser: one.Browser, Address: one.Address, Begun: one.CreatedAt, Seen: one.SeenAt, Current: one.Current,
		})
	}
	typed(&me)
	return s.showPlain(c, v, status, func(p views.Page) templ.Component {
		p.Path = mePath
		return views.MySettings(p, me, c.QueryParam(views.Saved))
	})
}

// saveMe takes a user's own name and language.
func (s *Server) saveMe(c echo.Context, v visitor) error {
	name, language := strings.TrimSpace(c.FormValue("name")), c.FormValue("language")
	long := utf8.RuneCountInString(name) > views.MaxName
	if long || language != "" && !slices.Contains(source.Languages, language) {
		return s.showMe(c, v, http.StatusUnprocessableEntity, func(me *views.Me) {
			me.Name, me.NameWrong = name, long
		})
	}
	if err := s.DB.ChangeProfile(c.Request().Context(), v.user, name, language); err != nil {
		return err
	}
	return saved(c, mePath)
}

// changePassword changes a user's own password. All sessions end but this one, which goes on under a new id.
func (s *Server) changePassword(c echo.Context, v visitor) error {
	password := c.FormValue("password")
	wrong := passwordWrong(password, c.FormValue("again"))
	if !wrong.Any() {
		var err error
		if wrong.Current, err = s.deniesPassword(c, v, db.PasswordChanged); err != nil {
			return err
		}
	}
	if wrong.Any() {
		return s.showMe(c, v, http.StatusUnprocessableEntity, func(me *views.Me) { me.Password.Wrong = wrong })
	}
	session, err := s.DB.ChangePassword(c.Request().Context(), s.Now(), v.user, password)
	if err != nil {
		return err
	}
	if err := s.setSession(c.Response(), c.Request(), session); err != nil {
		return err
	}
	return savedAs(c, mePath, views.SavedPassword)
}

// endMySessions ends one session of the user, or all but the one that asks.
func (s *Server) endMySessions(c echo.Context, v visitor) error {
	ctx := c.Request().Context()
	var err error
	if id := c.FormValue("id"); id != "" {
		err = s.DB.EndSessionOf(ctx, s.Now(), v.user, id)
	} else {
		err = s.DB.EndOtherSessions(ctx, s.Now(), v.user, s.sessionID(c.Request()))
	}
	if err != nil {
		return err
	}
	return savedAs(c, mePath, views.SavedSessions)
}
