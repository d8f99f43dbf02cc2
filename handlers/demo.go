package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"relato/views"
)

// MakeDemo makes the server of a made-up company; end removes it once the server is closed.
type MakeDemo func(context.Context) (server *Server, end func() error, err error)

// guestDemo is the made-up company that admins may look at before they bring data of their own: a server over a database of
// its own, there from when somebody asks for it until somebody leaves it. Who looks at it carries a cookie, which opens
// nothing: every request is an admin's, or the demo does not answer it.
type guestDemo struct {
	make   MakeDemo
	mu     sync.RWMutex // held to read while it answers
	server *Server      // nil = it is not there
	end    func() error
}

// demoCookie is in browsers that show the demo instead of the account.
const demoCookie = "relato-demo"

// demoRooms are what the demo shows, by the first part of the path. All else stays the account's, its settings too.
var demoRooms = []string{"", "overview", "agents", "tags", "conversations", "waiting", "events", "views", "shares"}

// open makes the demo unless it is there.
func (d *guestDemo) open(ctx context.Context) (err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.server == nil {
		d.server, d.end, err = d.make(ctx)
	}
	return err
}

// close removes the demo. Who listens to it still is told to go first.
func (d *guestDemo) close() error {
	d.endStreams()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.server == nil {
		return nil
	}
	d.server.Close()
	d.server = nil
	return d.end()
}

func (d *guestDemo) endStreams() {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.server != nil {
		d.server.EndStreams()
	}
}

// answer lets the demo answer, if it is there.
func (d *guestDemo) answer(w http.ResponseWriter, r *http.Request) (answered bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.server == nil {
		return false
	}
	d.server.ServeHTTP(w, r)
	return true
}

// throughDemo answers by the demo in a browser in which an admin looks at it.
func (s *Server) throughDemo(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !asksDemo(c.Request()) {
			return next(c)
		}
		v, err := s.visitor(c)
		if err != nil || !s.isAdmin(v) || !s.demo.answer(c.Response(), c.Request()) {
			return next(c) // which says what is wrong
		}
		return nil
	}
}

// asksDemo tells whether a request is for the demo, if its sender may see that.
func asksDemo(r *http.Request) bool {
	if _, err := r.Cookie(demoCookie); err != nil {
		return false
	}
	room, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	room, _, _ = strings.Cut(room, ".") // of a file
	return slices.Contains(demoRooms, room)
}

// enterDemo shows the demo from now on, in the language of who asks.
func (s *Server) enterDemo(c echo.Context, _ visitor) error {
	if s.demo.make == nil {
		return echo.ErrNotFound
	}
	ctx := c.Request().Context()
	account, err := s.Index.Account(ctx)
	if err != nil {
		return err
	}
	if err := s.demo.open(context.WithoutCancel(ctx)); err != nil { // who goes away finds it made
		return err
	}
	s.setDemoCookie(c, 0)
	return c.Redirect(http.StatusSeeOther, "/overview?lang="+string(s.lang(c, account.Language)))
}

// leaveDemo goes back to the account.
func (s *Server) leaveDemo(c echo.Context, _ visitor) error {
	s.setDemoCookie(c, -1)
	if err := s.demo.close(); err != nil {
		s.Log.Warn("the demo was not removed", "request", id(c), "error", err)
	}
	return c.Redirect(http.StatusSeeOther, views.SetupPath+"/next")
}

// setDemoCookie gives a browser the cookie until it is closed, or takes it away.
func (s *Server) setDemoCookie(c echo.Context, maxAge int) {
	c.SetCookie(&http.Cookie{
		Name: demoCookie, Value: "1", Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure(c.Request()),
	})
}
