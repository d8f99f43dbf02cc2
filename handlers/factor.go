package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/views"
)

const factorPath = mePath + "/factor"

// factorSettings shows a user's own second factor.
func (s *Server) factorSettings(c echo.Context, v visitor) error {
	return s.showFactor(c, v, http.StatusOK, views.FactorForm{Secret: db.NewFactor()})
}

func (s *Server) showFactor(c echo.Context, v visitor, status int, form views.FactorForm) error {
	left, err := s.DB.RecoveryCodes(c.Request().Context(), v.user.ID)
	if err != nil {
		return err
	}
	form.Email, form.On, form.Left = v.user.Email, v.user.SecondFactor, left
	return s.showPlain(c, v, status, func(p views.Page) templ.Component {
		p.Path = factorPath
		return views.Factor(p, form)
	})
}

// turnOnFactor turns a user's second factor on, once they have shown that they know the password and that their device
// makes the right codes. Until then the secret is in the form alone.
func (s *Server) turnOnFactor(c echo.Context, v visitor) error {
	form := views.FactorForm{Secret: c.FormValue("secret")}
	var err error
	if form.WrongPassword, err = s.deniesPassword(c, v, db.FactorOn); err != nil {
		return err
	}
	if !form.WrongPassword {
		codes, err := s.DB.TurnOnFactor(c.Request().Context(), s.Now(), v.user, form.Secret, c.FormValue("code"))
		switch {
		case err == nil:
			return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
				p.Path = factorPath
				return views.RecoveryCodes(p, codes)
			})
		case errors.Is(err, db.ErrFactorOn):
			return echo.NewHTTPError(http.StatusConflict, err.Error())
		case !errors.Is(err, db.ErrNoAccess):
			return err
		}
		form.WrongCode = true
	}
	return s.showFactor(c, v, http.StatusUnprocessableEntity, form)
}

// turnOffFactor takes a user's own second factor away.
func (s *Server) turnOffFactor(c echo.Context, v visitor) error {
	wrong, err := s.deniesPassword(c, v, db.FactorOff)
	if err != nil {
		return err
	}
	if wrong {
		return s.showFactor(c, v, http.StatusUnprocessableEntity, views.FactorForm{Secret: db.NewFactor(), WrongPassword: true})
	}
	if err := s.DB.TurnOffFactor(c.Request().Context(), s.Now(), v.user.ID); err != nil {
		return err
	}
	return saved(c, mePath)
}

// turnOffUserFactor lets an admin help who has lost the device and the recovery codes.
func (s *Server) turnOffUserFactor(c echo.Context, _ visitor, u db.Person) error {
	if err := s.DB.TurnOffFactor(c.Request().Context(), s.Now(), u.ID); err != nil {
		return err
	}
	return saved(c, usersPath+"/"+u.ID)
}

// deniesPassword tells whether the present password in a form is wrong.
func (s *Server) deniesPassword(c echo.Context, v visitor, before db.Deed) (bool, error) {
	_, err := s.checkPassword(c, v.user.Email, c.FormValue("current"), before)
	if errors.Is(err, db.ErrNoAccess) {
		return true, nil
	}
	return false, err
}

// halfLife is how long somebody who has given the password may take to give the code.
const halfLife = 5 * time.Minute

// What the cookie of somebody between the two steps of signing in holds, signed.
const (
	halfUser  = "user"
	halfNext  = "next"
	halfUntil = "until"
)

const halfSuffix = "-code"

// setHalf notes in the browser that somebody has given their password, and goes on to ask for the code. An empty user
// takes the note away.
func (s *Server) setHalf(c echo.Context, user, next string) error {
	r := c.Request()
	cookie := sessions.NewSession(s.cookies, s.cookieName(r)+halfSuffix)
	options := *s.cookies.Options
	options.Secure, options.MaxAge = s.secure(r), int(halfLife.Seconds())
	if user == "" {
		options.MaxAge = -1
	}
	cookie.Options = &options
	cookie.Values[halfUser], cookie.Values[halfNext] = user, next
	cookie.Values[halfUntil] = s.Now().Add(halfLife).Unix()
	return s.cookies.Save(r, c.Response(), cookie)
}

// half is who has given their password and not yet the code, and where they want to go. Nobody has an empty id.
func (s *Server) half(c echo.Context) (user db.User, next string, err error) {
	cookie, err := s.cookies.New(c.Request(), s.cookieName(c.Request())+halfSuffix)
	if err != nil {
		return db.User{}, "", nil // it does not verify
	}
	id, _ := cookie.Values[halfUser].(string)
	next, _ = cookie.Values[halfNext].(string)
	until, _ := cookie.Values[halfUntil].(int64)
	if id == "" || s.Now().Unix() > until {
		return db.User{}, "", nil
	}
	p, err := s.DB.UserByID(c.Request().Context(), s.Now(), id)
	if errors.Is(err, db.ErrNoUser) || err == nil && !p.SecondFactor {
		return db.User{}, "", nil
	}
	return p.User, next, err
}

// codeForm asks for the code of the second step.
func (s *Server) codeForm(c echo.Context) error {
	user, next, err := s.half(c)
	if err != nil {
		return err
	}
	if user.ID == "" {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	return s.showCode(c, http.StatusOK, next)
}

func (s *Server) showCode(c echo.Context, status int, next string) error {
	asked := askedLang(c, next)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return render(c, status, views.SecondStep(s.doorLang(c, asked), asked, status != http.StatusOK))
}

// loginCode is the second step of signing in. Codes have counters of their own, by user and not by address: who is here
// knows the password, and few guesses are enough to be suspicious.
func (s *Server) loginCode(c echo.Context) error {
	user, next, err := s.half(c)
	if err != nil {
		return err
	}
	if user.ID == "" {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	name := user.ID
	if device := s.device(c.Request(), user.Email); device != "" {
		name = device
	}
	tried := db.Entry{Who: user.Email, Deed: db.SignedIn, About: user.Email, Detail: "code"}
	err = s.attempt(c, []count{{s.throttle.codes, name}}, tried, func() error {
		return s.DB.CheckFactor(c.Request().Context(), s.Now(), user, c.FormValue("code"))
	})
	if errors.Is(err, db.ErrNoAccess) {
		return s.showCode(c, http.StatusUnauthorized, next)
	}
	if err != nil {
		return err
	}
	return s.letIn(c, user, next)
}
