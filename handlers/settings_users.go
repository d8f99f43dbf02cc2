package handlers

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/views"
)

const usersPath = "/settings/users"

// usersSettings lists the users.
func (s *Server) usersSettings(c echo.Context, v visitor) error {
	users, err := s.DB.Users(c.Request().Context(), s.Now())
	if err != nil {
		return err
	}
	people := make([]views.Person, len(users))
	for i, u := range users {
		people[i] = personOf(u, v)
	}
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.Users(p, people, c.QueryParam(views.Saved))
	})
}

// personOf is a user as the pages show them.
func personOf(u db.Person, v visitor) views.Person {
	return views.Person{
		ID: u.ID, Email: u.Email, Name: u.Name, Role: u.Role, SignedIn: u.SignedInAt, Sessions: u.Sessions,
		LinkUntil: u.LinkUntil, HasPassword: u.HasPassword, SecondFactor: u.SecondFactor, You: u.ID == v.user.ID,
	}
}

// newUserForm shows the form of a user to be added.
func (s *Server) newUserForm(c echo.Context, v visitor) error {
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.NewUser(p, views.UserForm{Role: "manager"})
	})
}

// addUser adds a user, and shows the link by which they set their password.
func (s *Server) addUser(c echo.Context, v visitor) error {
	form := userForm(c)
	form.Email = strings.TrimSpace(c.FormValue("email"))
	if !form.Wrong.Any() {
		id, secret, _, err := s.DB.Invite(c.Request().Context(), s.Now(), db.NewUser{Email: form.Email, Name: form.Name, Role: form.Role})
		if err == nil {
			return s.showLink(c, v, id, secret)
		}
		if err := form.refuse(err); err != nil {
			return err
		}
	}
	return s.showPlain(c, v, http.StatusUnprocessableEntity, func(p views.Page) templ.Component {
		return views.NewUser(p, form.UserForm)
	})
}

// typedUser is a user as a form says.
type typedUser struct{ views.UserForm }

func userForm(c echo.Context) typedUser {
	f := views.UserForm{Name: strings.TrimSpace(c.FormValue("name")), Role: c.FormValue("role")}
	f.Wrong.Name = utf8.RuneCountInString(f.Name) > views.MaxName
	return typedUser{f}
}

// refuse notes in the form why the database did not take it. Another error it gives back.
func (f *typedUser) refuse(err error) error {
	var bad *db.FieldError
	switch {
	case errors.Is(err, db.ErrUserExists):
		f.Wrong.Taken = true
	case errors.Is(err, db.ErrLastAdmin):
		f.Wrong.LastAdmin = true
	case errors.As(err, &bad) && bad.Field == "email":
		f.Wrong.Email = true
	case errors.As(err, &bad) && bad.Field == "role":
		f.Wrong.Role = true
	default:
		return err
	}
	return nil
}

// showLink shows a link to set a password, this once: only its fingerprint is kept.
func (s *Server) showLink(c echo.Context, v visitor, id, secret string) error {
	u, err := s.DB.UserByID(c.Request().Context(), s.Now(), id)
	if err != nil {
		return err
	}
	address := s.origin(c.Request()) + "/password?key=" + secret
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		p.Path = usersPath + "/" + id // which the language can be changed on: this page cannot be asked for again
		return views.PasswordLink(p, personOf(u, v), address)
	})
}

// origin is our address as the browser knows it.
func (s *Server) origin(r *http.Request) string {
	if s.secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// ofUser guards what is about the user whose id is in the address.
func (s *Server) ofUser(h func(echo.Context, visitor, db.Person) error) echo.HandlerFunc {
	return s.admin(func(c echo.Context, v visitor) error {
		u, err := s.DB.UserByID(c.Request().Context(), s.Now(), c.Param("id"))
		if err == nil {
			err = h(c, v, u)
		}
		if errors.Is(err, db.ErrNoUser) {
			return echo.NewHTTPError(http.StatusNotFound, err.Error())
		}
		return err
	})
}

// userSettings shows one user.
func (s *Server) userSettings(c echo.Context, v visitor, u db.Person) error {
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.User(p, personOf(u, v), views.UserForm{Email: u.Email, Name: u.Name, Role: u.Role}, c.QueryParam(views.Saved))
	})
}

// saveUser takes a user's name and role. Another role ends the user's sessions.
func (s *Server) saveUser(c echo.Context, v visitor, u db.Person) error {
	form := userForm(c)
	form.Email = u.Email
	if !form.Wrong.Any() {
		err := s.DB.ChangeUser(c.Request().Context(), s.Now(), u.ID, form.Name, form.Role)
		if err == nil {
			return saved(c, usersPath+"/"+u.ID)
		}
		if err := form.refuse(err); err != nil {
			return err
		}
	}
	return s.showPlain(c, v, http.StatusUnprocessableEntity, func(p views.Page) templ.Component {
		return views.User(p, personOf(u, v), form.UserForm, "")
	})
}

// makeLink makes a link by which a user sets a new password.
func (s *Server) makeLink(c echo.Context, v visitor, u db.Person) error {
	secret, _, err := s.DB.MakeLink(c.Request().Context(), s.Now(), u.ID)
	if err != nil {
		return err
	}
	return s.showLink(c, v, u.ID, secret)
}

// endUserSessions signs a user out everywhere.
func (s *Server) endUserSessions(c echo.Context, _ visitor, u db.Person) error {
	if err := s.DB.EndSessions(c.Request().Context(), s.Now(), u.ID); err != nil {
		return err
	}
	return savedAs(c, usersPath+"/"+u.ID, views.SavedSessions)
}

// askRemoval asks whether a user is to be removed.
func (s *Server) askRemoval(c echo.Context, v visitor, u db.Person) error {
	return s.showRemoval(c, v, u, http.StatusOK)
}

func (s *Server) showRemoval(c echo.Context, v visitor, u db.Person, status int) error {
	return s.showPlain(c, v, status, func(p views.Page) templ.Component {
		return views.RemoveUser(p, personOf(u, v), status != http.StatusOK)
	})
}

// removeUser removes a user, unless nobody would be left who can.
func (s *Server) removeUser(c echo.Context, v visitor, u db.Person) error {
	err := s.DB.RemoveUser(c.Request().Context(), s.Now(), u.ID)
	if errors.Is(err, db.ErrLastAdmin) {
		return s.showRemoval(c, v, u, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return savedAs(c, usersPath, views.SavedRemoval)
}
