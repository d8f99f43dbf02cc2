package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/internal/fault"
)

// livePath is where an open report hears that there is new data: server-sent events.
const livePath = "/events"

const eventStream = "text/event-stream"

// maxListeners is how many open reports are told of new data at once; each holds a connection.
const maxListeners = 512

// How often the database is asked whether anything was committed, how often a silent connection is written to, so that
// proxies keep it and dead ones are found, and how long a write may take.
const (
	liveEvery    = time.Second
	beatEvery    = 25 * time.Second
	beatDeadline = 10 * time.Second
)

// live tells open reports that there is new data. One check serves all of them, and none is made while nobody listens.
type live struct {
	db   *db.DB
	fail func(error)
	end  chan struct{} // closed when the server stops

	mu        sync.Mutex
	listeners map[chan int64]struct{} // each holds the last revision that was not told yet
	stop      context.CancelFunc      // of the check; nil while nobody listens
	ended     bool
	watching  sync.WaitGroup
}

func newLive(d *db.DB, fail func(error)) *live {
	return &live{db: d, fail: fail, end: make(chan struct{}), listeners: map[chan int64]struct{}{}}
}

// join adds a listener, unless there are too many or the server stops. It hears of every commit, with the revision then.
func (l *live) join() (heard chan int64, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended || len(l.listeners) >= maxListeners {
		return nil, false
	}
	heard = make(chan int64, 1)
	l.listeners[heard] = struct{}{}
	if l.stop == nil {
		ctx, stop := context.WithCancel(context.Background())
		l.stop = stop
		l.watching.Go(func() { l.watch(ctx) })
	}
	return heard, true
}

func (l *live) leave(heard chan int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.listeners, heard)
	if len(l.listeners) == 0 && l.stop != nil {
		l.stop()
		l.stop = nil
	}
}

// count is how many listen.
func (l *live) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.listeners)
}

// close ends all listening, for good.
func (l *live) close() {
	l.mu.Lock()
	if !l.ended {
		l.ended = true
		close(l.end)
		if l.stop != nil {
			l.stop()
		}
	}
	l.mu.Unlock()
	l.watching.Wait()
}

// watch tells the listeners of every commit until nobody listens any more. What is committed before it looks first, they
// ask for themselves.
func (l *live) watch(ctx context.Context) {
	tick := time.NewTicker(liveEvery)
	defer tick.Stop()
	last := ""
	for {
		var version string
		var revision int64
		err := fault.Caught(func() (err error) {
			if version, err = l.db.Version(ctx); err == nil && version != last {
				revision, err = l.db.Revision(ctx)
			}
			return err
		})
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			l.fail(err)
		} else if version != last {
			last = version
			l.tell(revision)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// tell leaves a revision for every listener, instead of one that it has not taken yet.
func (l *live) tell(revision int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for heard := range l.listeners {
		select {
		case <-heard:
		default:
		}
		heard <- revision
	}
}

// EndStreams ends the answers that would go on for ever. A server that stops calls it before it waits for the others.
func (s *Server) EndStreams() {
	s.live.close()
	s.demo.endStreams()
}

// listen tells an open report of new data until it is closed, its session ends, or the server stops: an event "revision"
// at the start and whenever there is another one, and "end" when it is of no use to come again.
func (s *Server) listen(c echo.Context, _ visitor) error {
	heard, ok := s.live.join()
	if !ok {
		c.Response().Header().Set(echo.HeaderRetryAfter, "60")
		return echo.NewHTTPError(http.StatusTooManyRequests, fmt.Sprintf("%d open reports are told of new data already", maxListeners))
	}
	defer s.live.leave(heard)
	ctx := c.Request().Context()
	revision, err := s.DB.Revision(ctx)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, eventStream)
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies must pass on each event at once
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	out := http.NewResponseController(c.Response())
	_ = out.SetReadDeadline(time.Time{}) // the server's own would end the request; where there is no connection there is none
	send := func(event string) error {
		_ = out.SetWriteDeadline(time.Now().Add(beatDeadline))
		if _, err := c.Response().Write([]byte(event)); err != nil {
			return err
		}
		return out.Flush()
	}
	if err := send(revisionEvent(revision)); err != nil {
		return nil // nobody is there any more
	}
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		event := ": still here\n\n"
		select {
		case <-ctx.Done():
			return nil
		case <-s.live.end:
			return nil // the browser comes again by itself
		case now := <-heard:
			if now != revision {
				event = revisionEvent(now)
			}
			revision = now
		case <-beat.C:
		}
		// Whatever was committed may have been the end of the session.
		if _, err := s.recognized(c); errors.Is(err, db.ErrNoAccess) {
			_ = send("event: end\ndata:\n\n") // and be it in vain
			return nil
		}
		if err := send(event); err != nil {
			return nil
		}
	}
}

func revisionEvent(revision int64) string {
	return fmt.Sprintf("event: revision\ndata: %d\n\n", revision)
}
