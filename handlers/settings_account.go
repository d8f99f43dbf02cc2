package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/source"
	"relato/views"
)

// accountSettings shows the account's settings.
func (s *Server) accountSettings(c echo.Context, v visitor) error {
	settings, err := s.DB.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	form := views.AccountForm{
		Company: settings.Company, Timezone: settings.Timezone, Language: settings.Language,
		InactivityHours: strconv.Itoa(settings.InactivityHours),
	}
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.AccountSettings(p, form, wasSaved(c))
	})
}

// saveAccount takes all of the account's settings, or none.
func (s *Server) saveAccount(c echo.Context, v visitor) error {
	form := views.AccountForm{
		Company: strings.TrimSpace(c.FormValue("company")), Timezone: strings.TrimSpace(c.FormValue("timezone")),
		Language: c.FormValue("language"), InactivityHours: strings.TrimSpace(c.FormValue("inactivity")),
	}
	line := accountLine(&form)
	if form.Wrong.Any() {
		return s.showPlain(c, v, http.StatusUnprocessableEntity, func(p views.Page) templ.Component {
			return views.AccountSettings(p, form, false)
		})
	}
	if _, err := s.DB.Append(c.Request().Context(), s.Now(), []conversation.Item{line}); err != nil {
		return err
	}
	return saved(c, "/settings/account")
}

// accountLine is what a form of the account says, and notes in it what cannot be taken.
func accountLine(form *views.AccountForm) conversation.SettingsLine {
	hours, err := strconv.Atoi(form.InactivityHours)
	form.Wrong = views.AccountWrong{
		Company:    utf8.RuneCountInString(form.Company) > views.MaxName,
		Timezone:   !source.IsZone(form.Timezone),
		Language:   !slices.Contains(source.Languages, form.Language),
		Inactivity: err != nil || hours < source.MinInactivity || hours > source.MaxInactivity,
	}
	return conversation.SettingsLine{
		Company: &form.Company, Timezone: &form.Timezone, Language: &form.Language, InactivityHours: &hours,
	}
}
