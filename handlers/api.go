package handlers

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"relato/views"
)

// apiPath begins every address of the API.
const apiPath = "/api/v1"

// conversationJSON is one conversation for programs.
func (s *Server) conversationJSON(c echo.Context, v visitor) error {
	// The version, not the revision: what became of a message is in the timeline, and in no report.
	version, err := s.DB.Version(c.Request().Context())
	if err != nil {
		return err
	}
	story, err := s.story(c, v, apiPath+"/conversations/")
	if err != nil {
		return err
	}
	if same, err := unchanged(c, c.Request().URL.RequestURI(), version, story.Account.State(), v); same || err != nil {
		return err
	}
	return answerJSON(c, views.NewStoryJSON(story))
}

// waitingJSON is who waits now for programs.
func (s *Server) waitingJSON(c echo.Context, v visitor) error {
	waiting, err := s.Index.Waiting(c.Request().Context(), v.only)
	if err != nil {
		return err
	}
	if same, err := unchanged(c, c.Request().URL.RequestURI(), waiting.Account.State(), v); same || err != nil {
		return err
	}
	return s.stream(c, echo.MIMEApplicationJSON, func(w io.Writer) error { return views.WriteWaitingJSON(w, waiting) })
}

// choicesJSON is what filters can name for programs.
func (s *Server) choicesJSON(c echo.Context, v visitor) error {
	account, err := s.Index.Account(c.Request().Context())
	if err != nil {
		return err
	}
	if same, err := unchanged(c, c.Request().URL.RequestURI(), account.State(), v); same || err != nil {
		return err
	}
	choices, err := s.Index.Choices(c.Request().Context(), v.only)
	if err != nil {
		return err
	}
	return answerJSON(c, views.NewChoicesJSON(choices))
}

func answerJSON(c echo.Context, value any) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
	return c.JSON(http.StatusOK, value)
}
