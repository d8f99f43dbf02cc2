package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/reconcile"
	"relato/source"
	"relato/views"
)

const sourcesPath = "/settings/sources"

// shownUnread is how many deliveries in quarantine a source's page lists.
const shownUnread = 50

// NewSource is a source of a kind as its owner describes it: given are options by their names. missing are those that
// the kind needs.
func NewSource(h source.Hook, name, secret string, given map[string]string) (n db.NewSource, missing []string) {
	n = db.NewSource{Kind: h.Kind, Name: name, Secret: secret, Options: map[string]string{}, Sealed: map[string]string{}}
	for _, o := range h.Options {
		value, is := given[o.Name]
		switch {
		case !is && o.Required:
			missing = append(missing, o.Name)
		case is && o.Secret:
			n.Sealed[o.Name] = value
		case is:
			n.Options[o.Name] = value
		}
	}
	return n, missing
}

// sourcesSettings lists the live sources.
func (s *Server) sourcesSettings(c echo.Context, v visitor) error {
	stored, err := s.DB.Sources(c.Request().Context())
	if err != nil {
		return err
	}
	shown := make([]views.LiveSource, len(stored))
	for i, one := range stored {
		shown[i] = s.liveSource(c, one)
	}
	kinds := make([]string, len(s.Hooks))
	for i, h := range s.Hooks {
		kinds[i] = h.Kind
	}
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.Sources(p, shown, kinds, sourceNotice(c, p))
	})
}

func sourceNotice(c echo.Context, p views.Page) views.Notice {
	count := func(name string) string {
		n, _ := strconv.ParseUint(c.QueryParam(name), 10, 32) // 0 for what nobody sends
		return strconv.FormatUint(n, 10)
	}
	return views.SourceNotice(p, c.QueryParam(views.Saved), count(views.Tried), count(views.Understood))
}

// liveSource is a source as the pages show it.
func (s *Server) liveSource(c echo.Context, d db.Source) views.LiveSource {
	return views.LiveSource{
		ID: d.ID, Kind: d.Kind, Name: d.Name, Address: s.origin(c.Request()) + hooksPath + d.Kind + "/" + d.ID,
		Paused: d.Paused, Delivered: d.DeliveredAt, Refused: d.RefusedAt, Refusal: d.Refusal, Deliveries: d.Deliveries, Events: d.Events,
		Ignored: d.Ignored, Refusals: d.Refused, Waiting: d.Waiting,
	}
}

// newSourceForm shows the form of a source to be connected.
func (s *Server) newSourceForm(c echo.Context, v visitor) error {
	hook, known := s.intake.kinds[c.QueryParam("kind")]
	if !known {
		return echo.NewHTTPError(http.StatusNotFound, "there is no such kind of source")
	}
	return s.showSourceForm(c, v, http.StatusOK, sourceForm(hook, nil))
}

// sourceForm is the form of a kind with what was typed.
func sourceForm(h source.Hook, typed url.Values) views.SourceForm {
	f := views.SourceForm{
		Kind: h.Kind, Name: strings.TrimSpace(typed.Get("name")), Secret: views.SourceOption{Name: "secret", Secret: true, Required: true},
	}
	for _, o := range h.Options {
		f.Options = append(f.Options, views.SourceOption{
			Name: o.Name, Value: strings.TrimSpace(typed.Get(o.Name)), Required: o.Required, Secret: o.Secret,
		})
	}
	return f
}

func (s *Server) showSourceForm(c echo.Context, v visitor, status int, f views.SourceForm) error {
	return s.showPlain(c, v, status, func(p views.Page) templ.Component { return views.NewSource(p, f) })
}

// addSource connects a source, and leads to the address that its service needs.
func (s *Server) addSource(c echo.Context, v visitor) error {
	typed, err := sentForm(c)
	if err != nil {
		return err
	}
	hook, known := s.intake.kinds[typed.Get("kind")]
	if !known {
		return echo.NewHTTPError(http.StatusNotFound, "there is no such kind of source")
	}
	form := sourceForm(hook, typed)
	form.Secret.Missing = typed.Get("secret") == ""
	wrong := form.Secret.Missing
	given := map[string]string{}
	for i, o := range form.Options {
		if o.Value != "" {
			given[o.Name] = o.Value
		}
		form.Options[i].Missing = o.Required && o.Value == ""
		form.Options[i].Refused = refused(hook, o.Name, o.Value)
		wrong = wrong || form.Options[i].Missing || form.Options[i].Refused
	}
	if !wrong {
		n, _ := NewSource(hook, form.Name, typed.Get("secret"), given)
		added, err := s.DB.AddSource(c.Request().Context(), s.Now(), n)
		form.Taken, form.Long = errors.Is(err, db.ErrSourceExists), errors.Is(err, db.ErrSourceName)
		if !form.Taken && !form.Long {
			return orElse(err, func() error { return savedAs(c, sourcesPath+"/"+added.ID, views.SavedSource) })
		}
	}
	return s.showSourceForm(c, v, http.StatusUnprocessableEntity, form)
}

// ofSource guards what is about the source whose id is in the address.
func (s *Server) ofSource(h func(echo.Context, visitor, db.Source) error) echo.HandlerFunc {
	return s.admin(func(c echo.Context, v visitor) error {
		one, err := s.DB.SourceListed(c.Request().Context(), c.Param("id"))
		if err == nil {
			err = h(c, v, one)
		}
		if errors.Is(err, db.ErrNoSource) || errors.Is(err, db.ErrNoQuarantined) {
			return echo.NewHTTPError(http.StatusNotFound, err.Error())
		}
		return err
	})
}

// sourceSettings shows one source.
func (s *Server) sourceSettings(c echo.Context, v visitor, one db.Source) error {
	waiting, err := s.DB.Quarantine(c.Request().Context(), one.ID, shownUnread)
	if err != nil {
		return err
	}
	unread := make([]views.Unread, len(waiting))
	for i, q := range waiting {
		unread[i] = views.Unread{ID: q.ID, Received: q.ReceivedAt, Reasons: q.Reasons, Size: q.Size}
	}
	shown := s.liveSource(c, one)
	if shown.Sync, err = s.syncOf(c, one); err != nil {
		return err
	}
	shown.Tested = c.QueryParam("test") != ""
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component {
		return views.Source(p, shown, unread, sourceNotice(c, p))
	})
}

// syncOf is what is known of the fetching from a source; nil where its kind has nothing to fetch.
func (s *Server) syncOf(c echo.Context, one db.Source) (*views.SourceSync, error) {
	if !reconcile.Asked(one.Kind) {
		return nil, nil
	}
	stored, err := s.DB.Source(c.Request().Context(), one.ID) // whether there is a token is sealed
	if err != nil {
		return nil, err
	}
	now, err := s.DB.SyncOf(c.Request().Context(), s.Now(), one.ID)
	if err != nil {
		return nil, err
	}
	every, _ := reconcile.Every(stored)
	return &views.SourceSync{
		Possible: reconcile.CanSync(stored) == nil, Every: every, Running: now.Running, Began: now.BeganAt, Ended: now.EndedAt,
		Synced: now.SyncedAt, Failure: now.Failure, Listed: now.Listed, Expected: now.Expected, Fetched: now.SyncCounts.Fetched,
		Events: now.Events, Unread: now.Unread, Failed: now.Failed,
	}, nil
}

// syncSource fetches what a source did not send, in the background.
func (s *Server) syncSource(c echo.Context, _ visitor, one db.Source) error {
	err := s.Syncs.Start(c.Request().Context(), one.ID)
	switch {
	case err == nil, errors.Is(err, db.ErrSyncing): // it is under way, which is what was wanted
		return savedAs(c, sourcesPath+"/"+one.ID, views.SavedSync)
	case errors.Is(err, reconcile.ErrNothing):
		return echo.NewHTTPError(http.StatusConflict, err.Error())
	}
	return err
}

// pauseSource pauses a source, or goes on with it.
func (s *Server) pauseSource(c echo.Context, _ visitor, one db.Source) error {
	paused := c.FormValue("paused") == "1"
	if err := s.DB.PauseSource(c.Request().Context(), s.Now(), one.Name, paused); err != nil {
		return err
	}
	said := views.SavedResume
	if paused {
		said = views.SavedPause
	}
	return savedAs(c, sourcesPath+"/"+one.ID, said)
}

// askSourceRemoval asks whether a source is to be removed.
func (s *Server) askSourceRemoval(c echo.Context, v visitor, one db.Source) error {
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component { return views.RemoveSource(p, s.liveSource(c, one)) })
}

// removeSource forgets a source.
func (s *Server) removeSource(c echo.Context, _ visitor, one db.Source) error {
	if err := s.DB.RemoveSource(c.Request().Context(), s.Now(), one.Name); err != nil {
		return err
	}
	return savedAs(c, sourcesPath, views.SavedRemoval)
}

// replayQuarantine tries what lies in quarantine again.
func (s *Server) replayQuarantine(c echo.Context, _ visitor) error {
	done, err := Replay(c.Request().Context(), s.DB, s.Hooks, s.Now())
	if err != nil {
		return err
	}
	return leadTo(c, sourcesPath, url.Values{
		views.Saved: {views.SavedReplay}, views.Tried: {strconv.Itoa(done.Tried)}, views.Understood: {strconv.Itoa(done.Understood)},
	})
}

// quarantinedFile is the body of a delivery in quarantine as it came. It is never shown in the browser: strangers wrote it.
func (s *Server) quarantinedFile(c echo.Context, _ visitor, one db.Source) error {
	q, body, err := s.DB.Quarantined(c.Request().Context(), c.Param("delivery"))
	if err == nil && q.Source != one.ID {
		err = db.ErrNoQuarantined
	}
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+q.ID+`.txt"`)
	h.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, echo.MIMEOctetStream, body)
}
