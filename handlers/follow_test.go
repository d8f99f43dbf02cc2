package handlers

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"relato/report"
)

// breaking is a database whose reading breaks down.
type breaking struct {
	report.Source
	asked chan struct{}
}

func (b breaking) Revision(context.Context) (int64, error) {
	b.asked <- struct{}{}
	panic("this was not foreseen")
}

// TestFollowingOutlivesAPanic: what breaks down behind the reports does not end the server.
func TestFollowingOutlivesAPanic(t *testing.T) {
	source := breaking{asked: make(chan struct{})}
	a := newAccount(t, func(c *Config) { c.Index = report.NewIndex(source, c.Now) })
	for range 2 {
		a.handler.(*Server).follower.changed()
		select {
		case <-source.asked:
		case <-time.After(10 * time.Second):
			t.Fatal("nobody follows any more")
		}
	}
}

// TestTheBackgroundOutlivesAPanic: neither what is written down after an answer nor watching for new data ends the server.
func TestTheBackgroundOutlivesAPanic(t *testing.T) {
	a := newAccount(t)
	s := a.handler.(*Server)
	s.note(echo.New().NewContext(httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()), func(context.Context) error { panic("ouch") })
	s.notes.wait.Wait()
	if !strings.Contains(a.log.String(), "was not noted") || !strings.Contains(a.log.String(), "ouch") {
		t.Errorf("the log says %s", &a.log)
	}
	failed := make(chan error, 1)
	l := newLive(nil, func(err error) { failed <- err }) // looking at no database panics
	heard, _ := l.join()
	if err := <-failed; err == nil {
		t.Error("watching has not failed")
	}
	l.leave(heard)
	l.close()
}
