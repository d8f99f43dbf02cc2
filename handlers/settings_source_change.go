package handlers

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/source"
	"relato/views"
)

// sourceChangeForm shows the form by which the secrets and options of a source are changed, without its secrets.
func (s *Server) sourceChangeForm(c echo.Context, v visitor, one db.Source) error {
	hook, known := s.intake.kinds[one.Kind]
	if !known {
		return echo.NewHTTPError(http.StatusNotFound, "this version knows no such kind of source")
	}
	typed := url.Values{}
	for name, value := range one.Options {
		typed.Set(name, value)
	}
	return s.showSourceChange(c, v, http.StatusOK, one, changeForm(hook, one, typed))
}

// changeForm is the form of what may be changed of a source with what was typed.
func changeForm(h source.Hook, one db.Source, typed url.Values) views.SourceForm {
	f := sourceForm(h, typed)
	f.Change, f.Name, f.Secret.Required = true, one.Name, false
	options := f.Options
	f.Options = nil
	for i, o := range h.Options {
		if o.Lasting && one.Options[o.Name] != "" {
			continue
		}
		options[i].Required = o.Required && !o.Secret // a secret that is not typed stays
		f.Options = append(f.Options, options[i])
	}
	return f
}

func (s *Server) showSourceChange(c echo.Context, v visitor, status int, one db.Source, f views.SourceForm) error {
	return s.showPlain(c, v, status, func(p views.Page) templ.Component { return views.ChangeSource(p, s.liveSource(c, one), f) })
}

// changeSource changes the secrets and options of a source.
func (s *Server) changeSource(c echo.Context, v visitor, one db.Source) error {
	hook, known := s.intake.kinds[one.Kind]
	if !known {
		return echo.NewHTTPError(http.StatusNotFound, "this version knows no such kind of source")
	}
	typed, err := sentForm(c)
	if err != nil {
		return err
	}
	form := changeForm(hook, one, typed)
	change := db.SourceChange{Secret: typed.Get("secret"), Options: map[string]string{}, Sealed: map[string]string{}}
	for name, value := range one.Options { // what this version has no field for stays
		change.Options[name] = value
	}
	stored, err := s.DB.Source(c.Request().Context(), one.ID)
	if err != nil {
		return err
	}
	wrong := false
	for i, o := range form.Options {
		form.Options[i].Missing = o.Required && o.Value == ""
		form.Options[i].Refused = o.Value != one.Options[o.Name] && refused(hook, o.Name, o.Value)
		wrong = wrong || form.Options[i].Missing || form.Options[i].Refused
		switch {
		case o.Secret:
			change.Sealed[o.Name] = o.Value
		case o.Value == "":
			delete(change.Options, o.Name)
		default:
			change.Options[o.Name] = o.Value
		}
	}
	for i, o := range form.Options {
		form.Options[i].Elsewhere = o.Value == "" && goesElsewhere(hook, o.Name, stored.Options, change.Options)
		wrong = wrong || form.Options[i].Elsewhere
	}
	if wrong {
		return s.showSourceChange(c, v, http.StatusUnprocessableEntity, one, form)
	}
	if err := s.DB.ChangeSource(c.Request().Context(), s.Now(), one.ID, change); err != nil {
		return err
	}
	s.intake.open.forget(one.ID)
	return savedAs(c, sourcesPath+"/"+one.ID, views.SavedChange)
}

// refused tells whether an option cannot have a value.
func refused(h source.Hook, option, value string) bool {
	return slices.ContainsFunc(h.Options, func(o source.Option) bool { return o.Name == option && o.Wrong(value) != nil })
}

// goesElsewhere tells whether an option that is kept would be sent to another address than before: whoever sits at an
// admin's open browser could learn a secret there.
func goesElsewhere(h source.Hook, secret string, before, after map[string]string) bool {
	return before[secret] != "" && slices.ContainsFunc(h.Options, func(o source.Option) bool {
		to := after[o.Name]
		return o.Receives == secret && to != "" && to != before[o.Name]
	})
}
