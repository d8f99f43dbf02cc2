package handlers

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// stream is an open report as the server sees it.
type stream struct {
	*http.Response
	lines chan string // closed at the end
}

// hear begins to listen.
func (a *account) hear(t *testing.T, web *httptest.Server, header ...string) *stream {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+"/events", nil)
	check(t, err)
	r.AddCookie(a.cookie)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := web.Client().Do(r)
	check(t, err)
	s := &stream{answer, make(chan string, 100)}
	go func() {
		defer close(s.lines)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			s.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() { _ = answer.Body.Close() })
	return s
}

// next is the data of the next event with a name; empty at the end.
func (s *stream) next(t *testing.T, name string) string {
	t.Helper()
	late := time.After(10 * time.Second)
	event := ""
	for {
		select {
		case line, more := <-s.lines:
			if !more {
				return ""
			}
			key, value, _ := strings.Cut(line, ": ")
			if key == "event" {
				event = value
			}
			if strings.HasPrefix(key, "data") && event == name {
				return value
			}
		case <-late:
			t.Fatalf("there was no %q in time", name)
		}
	}
}

// connect serves over real connections, each of whose requests has some time.
func (a *account) connect(t *testing.T, patience time.Duration) *httptest.Server {
	t.Helper()
	web := httptest.NewUnstartedServer(a.handler)
	web.Config.ReadTimeout, web.Config.WriteTimeout = patience, patience
	web.Start()
	t.Cleanup(web.Close)
	t.Cleanup(a.handler.(*Server).EndStreams) // else closing waits for them
	return web
}

func TestOpenReportsHearOfNewData(t *testing.T) {
	a := newAccount(t)
	const patience = 500 * time.Millisecond
	web := a.connect(t, patience)
	one, two := a.hear(t, web, "Accept-Encoding", "gzip"), a.hear(t, web)
	if kind, coding := one.Header.Get("Content-Type"), one.Header.Get("Content-Encoding"); kind != "text/event-stream" || coding != "" {
		t.Errorf("%q, %q", kind, coding)
	}
	first := one.next(t, "revision")
	if other := two.next(t, "revision"); first == "" || other != first {
		t.Fatalf("at first %q and %q", first, other)
	}
	time.Sleep(patience + patience/2) // for a stream it does not hold
	a.append(t, newThread("s1"))
	second := one.next(t, "revision")
	if second == "" || second == first {
		t.Errorf("%q after %q", second, first)
	}
	if other := two.next(t, "revision"); other != second {
		t.Errorf("one heard %q, the other %q", second, other)
	}
}

// TestNobodyListensOn ends sessions, connections and the server, and expects that nothing is left of them.
func TestNobodyListensOn(t *testing.T) {
	a := newAccount(t)
	web := a.connect(t, 10*time.Second)
	live := a.handler.(*Server).live
	gone := func(left int) {
		t.Helper()
		for began := time.Now(); live.count() != left; time.Sleep(10 * time.Millisecond) {
			if time.Since(began) > 10*time.Second {
				t.Fatalf("%d listen still, not %d", live.count(), left)
			}
		}
	}
	before := runtime.NumGoroutine()
	leaving := a.hear(t, web)
	leaving.next(t, "revision")
	check(t, leaving.Body.Close())
	gone(0)

	staying := a.hear(t, web, "Authorization", "Bearer "+a.token)
	staying.next(t, "revision")
	signingOut := a.hear(t, web)
	signingOut.next(t, "revision")
	out := httptest.NewRequest(http.MethodPost, "/logout", nil)
	out.AddCookie(a.cookie)
	a.do(out)
	signingOut.next(t, "end")
	gone(1)
	if left := signingOut.next(t, "revision"); left != "" {
		t.Errorf("after signing out: %q", left)
	}
	a.handler.(*Server).EndStreams()
	if end := staying.next(t, "revision"); end != "" {
		t.Errorf("after the end: %q", end)
	}
	gone(0)
	web.CloseClientConnections()
	for began := time.Now(); runtime.NumGoroutine() > before; time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > 5*time.Second {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
	if w := a.getAs("/events", "Authorization", "Bearer "+a.token); w.Code != http.StatusTooManyRequests {
		t.Errorf("who comes after the end: %d", w.Code)
	}
}

func TestListenersAreBounded(t *testing.T) {
	a := newAccount(t)
	s := a.handler.(*Server)
	for range maxListeners {
		heard, ok := s.live.join()
		if !ok {
			t.Fatal("too few may listen")
		}
		defer s.live.leave(heard)
	}
	if w := a.get("/events"); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("one more: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if w := a.getAs("/events"); w.Code != http.StatusUnauthorized {
		t.Errorf("a stranger: %d", w.Code)
	}
}

// TestTellingDoesNotWait tells who takes nothing: only the last is kept for them.
func TestTellingDoesNotWait(t *testing.T) {
	a := newAccount(t)
	l := newLive(a.db, func(error) {})
	slow := make(chan int64, 1)
	l.listeners[slow] = struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	told := make(chan struct{})
	go func() {
		defer close(told)
		for n := range 1000 {
			l.tell(int64(n))
		}
	}()
	select {
	case <-told:
	case <-ctx.Done():
		t.Fatal("it waits for a listener that does not take anything")
	}
	if last := <-slow; last < 999 {
		t.Errorf("the last that is left to hear is %d", last)
	}
}
