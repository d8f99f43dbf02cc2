package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/source"
)

// hooksPath is where live sources send to: the kind, the source's id, and what the service appends.
const hooksPath = "/hooks/"

// pausedSeconds is when a service should try a paused source again. Those that send again lose nothing by a pause.
const pausedSeconds = 300

// intake takes what live sources send.
type intake struct {
	kinds  map[string]source.Hook
	memory budget
	open   connections
}

func newIntake(hooks []source.Hook) *intake {
	in := &intake{kinds: map[string]source.Hook{}, open: connections{all: map[string]source.Connection{}}}
	for _, h := range hooks {
		in.kinds[h.Kind] = h
	}
	return in
}

// handshake answers a service that asks whether the address is ours.
func (s *Server) handshake(c echo.Context) error {
	connection, hook, err := s.connection(c)
	if err != nil {
		return err
	}
	if hook.Handshake == nil {
		c.Response().Header().Set(echo.HeaderAllow, http.MethodPost)
		return echo.NewHTTPError(http.StatusMethodNotAllowed, "this address takes POST alone")
	}
	answer, err := hook.Handshake(connection, s.hookRequest(c, nil))
	if err != nil {
		return echo.NewHTTPError(http.StatusForbidden, "this is not what the source was set up with: "+err.Error())
	}
	return c.String(http.StatusOK, answer)
}

// hook takes a delivery. It answers 200 when everything that it brings is on the disk.
func (s *Server) hook(c echo.Context) error {
	connection, hook, err := s.known(c)
	if err != nil {
		return err
	}
	body, free, err := s.intake.memory.read(c.Request())
	defer free()
	if err != nil {
		return err
	}
	r := s.hookRequest(c, body)
	if connection, err = s.verified(c, hook, connection, r); err != nil {
		return err
	}
	brought, err := hook.Try(connection, r)
	if err != nil {
		s.Log.Error("a delivery was not read and is in quarantine", "request", id(c), "source", connection.Name, "error", err)
	}
	// The delivery is stored also when its sender does not wait for the answer: some never send again.
	done, err := s.committer.Deliver(context.WithoutCancel(c.Request().Context()), delivery(connection, r, brought))
	switch {
	case errors.Is(err, db.ErrNoSource):
		s.intake.open.drop(connection.ID)
		return noSource()
	case err != nil:
		return err
	}
	if done.New > 0 {
		s.follower.changed()
	}
	return c.JSON(http.StatusOK, receipt{done.New, done.Known, brought.Ignored, len(brought.Unread)})
}

// receipt is the answer to a delivery.
type receipt struct {
	New         int `json:"new"`   // events
	Known       int `json:"known"` // events that were there already
	Ignored     int `json:"ignored"`
	Quarantined int `json:"quarantined"` // parts that were not understood
}

// verified is the source that a request comes from. It may have changed since it was last read.
func (s *Server) verified(c echo.Context, hook source.Hook, known source.Connection, r source.Request) (source.Connection, error) {
	if hook.Verify(known, r) == nil {
		return known, nil
	}
	now, _, err := s.connection(c)
	if err != nil {
		return now, err
	}
	if err := hook.Verify(now, r); err != nil {
		s.committer.Refused(now.ID, r.At, err.Error())
		return now, echo.NewHTTPError(http.StatusUnauthorized, err.Error())
	}
	return now, nil
}

// known is the source of an address as it was last read.
func (s *Server) known(c echo.Context) (source.Connection, source.Hook, error) {
	if connection, ok := s.intake.open.find(c.Param("source")); ok {
		if hook, ok := s.intake.kinds[connection.Kind]; ok && connection.Kind == c.Param("kind") {
			return connection, hook, nil
		}
	}
	return s.connection(c)
}

// connection reads the source of an address.
func (s *Server) connection(c echo.Context) (source.Connection, source.Hook, error) {
	id := c.Param("source")
	asOf := s.intake.open.changed()
	stored, err := s.DB.Source(c.Request().Context(), id)
	if err != nil && !errors.Is(err, db.ErrNoSource) {
		return source.Connection{}, source.Hook{}, err
	}
	hook, known := s.intake.kinds[c.Param("kind")]
	if err != nil || !known || stored.Kind != hook.Kind {
		s.intake.open.drop(id)
		return source.Connection{}, source.Hook{}, noSource()
	}
	if stored.Paused {
		s.intake.open.drop(id)
		return source.Connection{}, source.Hook{}, db.ErrPaused
	}
	connection := Opened(stored)
	s.intake.open.keep(connection, asOf)
	return connection, hook, nil
}

func noSource() error {
	return echo.NewHTTPError(http.StatusNotFound, "there is no such source; its address is in: relato source list")
}

// Opened is a source of the database as the functions of its kind take it.
func Opened(s db.Source) source.Connection {
	return source.Connection{Kind: s.Kind, ID: s.ID, Name: s.Name, Secret: s.Secret, Options: s.Options}
}

func (s *Server) hookRequest(c echo.Context, body []byte) source.Request {
	r := c.Request()
	return source.Request{
		Path: strings.Trim(c.Param("*"), "/"), Query: r.URL.Query(), Header: r.Header, Body: body, At: s.Now(),
	}
}

// delivery is what a request brings, as the database takes it.
func delivery(connection source.Connection, r source.Request, brought source.Delivery) db.Delivery {
	return db.Delivery{
		Source: connection.ID, At: r.At, Path: r.Path, Body: r.Body, Items: brought.Items, Ignored: brought.Ignored, Reasons: brought.Reasons(),
	}
}

// isHook tells whether a request comes from a live source.
func isHook(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, hooksPath) }
