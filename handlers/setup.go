package handlers

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/db"
	"relato/source"
	"relato/views"
)

// firstRun is the door through which the first user comes. Of its key only a hash is kept, in memory: another start of
// the server makes another.
type firstRun struct {
	key  [sha256.Size]byte
	open atomic.Bool // there is a key
	over atomic.Bool // somebody can sign in, so the door never opens again
}

// OpenSetup opens the page of the first run, and gives the address, from its path on, of its one-time link. It is empty
// when somebody can sign in already. The link dies as soon as there is a user, however it came to be.
func (s *Server) OpenSetup(ctx context.Context) (address string, err error) {
	empty, err := s.withoutUsers(ctx)
	if err != nil || !empty {
		return "", err
	}
	key := rand.Text()
	s.first.key = sha256.Sum256([]byte(key))
	s.first.open.Store(true)
	return views.SetupPath + "?key=" + key, nil
}

// withoutUsers tells whether nobody can sign in yet.
func (s *Server) withoutUsers(ctx context.Context) (bool, error) {
	if s.Demo || s.first.over.Load() {
		return false, nil
	}
	exist, err := s.DB.HasUsers(ctx)
	if exist {
		s.first.over.Store(true)
	}
	return !exist && err == nil, err
}

// setupWith is a handler for those who have the link.
type setupWith func(c echo.Context, key string) error

// firstVisit guards the first run: who comes without the link is told where it is, and who guesses has to wait.
func (s *Server) firstVisit(h setupWith) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
		empty, err := s.withoutUsers(c.Request().Context())
		switch {
		case err != nil:
			return err
		case !empty:
			return c.Redirect(http.StatusSeeOther, "/login")
		}
		key := c.FormValue("key") // of the query or the form
		if key == "" {
			return render(c, http.StatusForbidden, views.SetupClosed(setupLang(c), false))
		}
		done, wait := s.throttle.begin(c.Request().Context(), s.Now(), s.throttle.strangersCounts(c.RealIP(), views.SetupPath+" "+placeOf(c.RealIP())))
		if wait > 0 {
			return tooMany(c, wait)
		}
		hash := sha256.Sum256([]byte(key))
		right := s.first.open.Load() && subtle.ConstantTimeCompare(hash[:], s.first.key[:]) == 1
		done(right)
		if !right {
			return render(c, http.StatusForbidden, views.SetupClosed(setupLang(c), true))
		}
		return h(c, key)
	}
}

// setupLang is the language of the first run: the account has none yet.
func setupLang(c echo.Context) views.Lang {
	return views.MatchLang(c.QueryParam("lang"), "", "", c.Request().Header.Get("Accept-Language"))
}

var passwordLimits = views.PasswordLimits{Min: db.MinPassword, Max: db.MaxPassword}

// setupForm shows the form of the first run, with what most companies will leave as it is.
func (s *Server) setupForm(c echo.Context, key string) error {
	lang := setupLang(c)
	form := views.SetupForm{
		Key: key, Lang: c.QueryParam("lang"), Language: string(lang), Year: s.Now().Year(), Brazil: lang == views.Portuguese,
	}
	form.Weekdays[0] = views.SpanForm{From: "09:00", To: "18:00"}
	return render(c, http.StatusOK, views.Setup(lang, form, passwordLimits))
}

// setUp makes the first user and takes the settings, all of it or nothing, and signs in.
func (s *Server) setUp(c echo.Context, key string) error {
	values, err := sentForm(c)
	if err != nil {
		return err
	}
	form, hours := readSetup(values, s.Now().Year())
	form.Key, form.Lang = key, c.QueryParam("lang")
	if form.Any() {
		return render(c, http.StatusUnprocessableEntity, views.Setup(setupLang(c), form, passwordLimits))
	}
	ctx, now := c.Request().Context(), s.Now()
	user, err := s.DB.SetUp(ctx, now,
		db.NewUser{Email: form.Email, Name: form.Name, Role: roleAdmin, Password: values.Get("password")}, setupLine(form, hours))
	if errors.Is(err, db.ErrSetUp) { // somebody was faster
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	if err != nil {
		return fmt.Errorf("set up: %w", err)
	}
	return s.letIn(c, user, views.SetupPath+"/next")
}

// readSetup is what the form of the first run says, with what cannot be taken noted in it.
func readSetup(values url.Values, year int) (views.SetupForm, conversation.Hours) {
	text := func(name string) string { return strings.TrimSpace(values.Get(name)) }
	form := views.SetupForm{
		Name: text("name"), Email: text("email"), Company: text("company"), Timezone: text("timezone"), Language: text("language"),
		Brazil: values.Get("brazil") != "", Year: year,
	}
	password := passwordWrong(values.Get("password"), values.Get("again"))
	form.Wrong = views.SetupWrong{
		Name:          form.Name == "" || utf8.RuneCountInString(form.Name) > views.MaxName,
		Email:         db.CheckEmail(form.Email) != nil,
		Company:       utf8.RuneCountInString(form.Company) > views.MaxName,
		Timezone:      !source.IsZone(form.Timezone),
		Language:      !slices.Contains(source.Languages, form.Language),
		PasswordShort: password.Short,
		PasswordLong:  password.Long,
		PasswordOther: password.Different,
	}
	var hours conversation.Hours
	read := func(day, i int) views.SpanForm {
		from, to := values[conversation.Weekdays[day]+"-from"], values[conversation.Weekdays[day]+"-to"]
		if i >= min(len(from), len(to)) || strings.TrimSpace(from[i]+to[i]) == "" {
			return views.SpanForm{}
		}
		typed, span := readSpan(from[i], to[i])
		if typed.Wrong == views.SpanTaken {
			hours[day] = append(hours[day], span)
		}
		return typed
	}
	form.Weekdays, form.Saturday = [2]views.SpanForm{read(1, 0), read(1, 1)}, read(6, 0)
	for day := 2; day <= 5; day++ {
		hours[day] = hours[1]
	}
	return form, hours
}

// setupLine is what a form without mistakes tells the account.
func setupLine(form views.SetupForm, hours conversation.Hours) conversation.SettingsLine {
	line := conversation.SettingsLine{
		Company: &form.Company, Timezone: &form.Timezone, Language: &form.Language, Hours: &hours,
	}
	if form.Brazil {
		dates := []string{}
		for year := form.Year; year <= form.Year+1; year++ {
			for _, d := range conversation.NationalHolidays(year) {
				dates = append(dates, d.Date.String())
			}
		}
		line.Holidays = &dates
	}
	return line
}

// welcome shows the ways to go on after the first run.
func (s *Server) welcome(c echo.Context, v visitor) error {
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component { return views.Welcome(p, s.demo.make != nil) })
}
