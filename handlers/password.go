package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/views"
)

// passwordForm shows the form of who has a link to set a password. Looking at it does not use the link: programs that
// preview messages look at links too.
func (s *Server) passwordForm(c echo.Context) error {
	key := c.QueryParam("key")
	u, err := s.DB.UserByLink(c.Request().Context(), s.Now(), key)
	if err != nil {
		return s.linkGone(c, err)
	}
	return s.showPassword(c, http.StatusOK, views.PasswordForm{Email: u.Email, Key: key})
}

func (s *Server) showPassword(c echo.Context, status int, form views.PasswordForm) error {
	form.Least, form.Asked = db.MinPassword, askedLang(c, "")
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, status, views.SetPassword(s.doorLang(c, form.Asked), form))
}

// linkGone says that a link opens nothing. Other errors it gives back.
func (s *Server) linkGone(c echo.Context, err error) error {
	if !errors.Is(err, db.ErrNoAccess) {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	asked := askedLang(c, "")
	return render(c, http.StatusNotFound, views.LinkGone(s.doorLang(c, asked), asked))
}

// savePassword sets a password by a link. Signing in with it is the next step, and the only way in: a link never passes
// by the second factor.
func (s *Server) savePassword(c echo.Context) error {
	ctx, key := c.Request().Context(), c.FormValue("key")
	u, err := s.DB.UserByLink(ctx, s.Now(), key)
	if err != nil {
		return s.linkGone(c, err)
	}
	form := views.PasswordForm{Email: u.Email, Key: key}
	password := c.FormValue("password")
	if form.Wrong = passwordWrong(password, c.FormValue("again")); form.Wrong.Any() {
		return s.showPassword(c, http.StatusUnprocessableEntity, form)
	}
	if err := s.DB.UseLink(ctx, s.Now(), key, password); err != nil {
		return s.linkGone(c, err)
	}
	return savedAs(c, "/login", views.SavedPassword)
}

// passwordWrong says why a new password cannot be taken.
func passwordWrong(password, again string) views.PasswordWrong {
	err := db.CheckPassword(password)
	return views.PasswordWrong{
		Short: errors.Is(err, db.ErrPasswordShort), Long: errors.Is(err, db.ErrPasswordLong), Different: password != again,
	}
}
