package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/report"
	"relato/views"
)

// conversation is the page of one conversation. Its query is that of Details, so that the way back leads to where the
// reader came from.
func (s *Server) conversation(c echo.Context, v visitor) error {
	q, err := parse(c, s, s.details(), v)
	if err != nil {
		return err
	}
	story, err := s.story(c, v, "/conversations/")
	if err != nil {
		return err
	}
	if len(v.only) > 0 {
		waiting, err := s.Index.Waiting(c.Request().Context(), v.only)
		if err != nil {
			return err
		}
		story.Account.Waiting = waiting.Total
	}
	return s.framed(c, v, q, views.ConversationPath(story.Row.ID), story.Account, func(p views.Page) templ.Component {
		return views.Story(p, story)
	})
}

// story is the conversation that a path names after its beginning, if its visitor may see it.
func (s *Server) story(c echo.Context, v visitor, begin string) (*report.Story, error) {
	ctx := c.Request().Context()
	// The path, not a parameter of the route: it is unescaped once whatever the id holds.
	asked := views.ConversationID(strings.TrimPrefix(c.Request().URL.Path, begin))
	timeline, err := s.DB.Timeline(ctx, s.Now(), asked)
	if errors.Is(err, db.ErrNoConversation) {
		return nil, errNoConversation(err)
	}
	if err != nil {
		return nil, err
	}
	story, err := s.Index.Conversation(ctx, timeline, v.only)
	if err != nil {
		return nil, err
	}
	if story == nil {
		return nil, errNoConversation(db.ErrNoConversation)
	}
	return story, nil
}

// errNoConversation says that there is none, in English to programs.
func errNoConversation(err error) error {
	return echo.NewHTTPError(http.StatusNotFound, db.ErrNoConversation.Error()).SetInternal(err)
}

// waiting is the page of what waits now, or to HTMX the list alone.
func (s *Server) waiting(c echo.Context, v visitor) error {
	q, err := parse(c, s, s.details(), v)
	if err != nil {
		return err
	}
	waiting, err := s.Index.Waiting(c.Request().Context(), v.only)
	if err != nil {
		return err
	}
	return s.framed(c, v, q, "/waiting", waiting.Account, func(p views.Page) templ.Component {
		if wantsPart(c.Request()) {
			return views.WaitingPart(p, waiting)
		}
		return views.Waiting(p, waiting)
	})
}

// framed answers with a page that is no report but stands in the same frame.
func (s *Server) framed(c echo.Context, v visitor, q query, path string, a report.Account,
	view func(views.Page) templ.Component) error {
	choices, err := s.Index.Choices(c.Request().Context(), v.only)
	if err != nil {
		return err
	}
	saved, err := s.saved(c.Request().Context(), v)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Add(echo.HeaderVary, "HX-Request")
	h.Set(echo.HeaderCacheControl, "private, no-cache")
	p := s.frame(c, v, a)
	p.Path, p.Filter, p.Choices = path, q.filter, choices
	p.Saved = saved
	return render(c, http.StatusOK, view(p))
}
