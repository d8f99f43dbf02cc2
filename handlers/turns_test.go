package handlers

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"
)

// slowReader is a browser that takes in nothing until it is let go on.
type slowReader struct {
	*httptest.ResponseRecorder
	sent chan<- struct{} // is told whenever something is sent
	goOn <-chan struct{}
}

func (w *slowReader) Write(b []byte) (int, error) {
	select {
	case w.sent <- struct{}{}:
	case <-w.goOn:
	}
	<-w.goOn
	return w.ResponseRecorder.Write(b)
}

// TestSlowReadersHoldUpNobody asks for pages that nobody takes in, more than there are turns.
func TestSlowReadersHoldUpNobody(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		var reading sync.WaitGroup
		sent, goOn := make(chan struct{}), make(chan struct{})
		readers := 2 * runtime.GOMAXPROCS(0)
		for range readers {
			reading.Go(func() {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.AddCookie(a.cookie)
				a.handler.ServeHTTP(&slowReader{httptest.NewRecorder(), sent, goOn}, r)
			})
		}
		late := time.After(30 * time.Second)
		for reader := range readers {
			select {
			case <-sent:
				continue
			case <-late:
				t.Errorf("%s: a page was sent to no more than %d of %d", path, reader, readers)
			}
			break
		}
		if a.handler.(*Server).turns.Taken() {
			t.Errorf("%s: who reads has a turn", path)
		}
		close(goOn)
		reading.Wait()
	}
}

// TestPagesTakeTurns asks for pages while all turns are taken.
func TestPagesTakeTurns(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	turns := a.handler.(*Server).turns
	for range cap(turns) {
		turns <- struct{}{}
	}
	answers := make(chan int)
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		go func() { answers <- a.get(path).Code }()
	}
	if w := a.get("/overview.csv"); w.Code != http.StatusOK { // files wait for no page
		t.Errorf("a file: %d", w.Code)
	}
	select {
	case code := <-answers:
		t.Errorf("a page out of turn: %d", code)
	default:
	}
	<-turns // one after the other takes it
	for range 4 {
		if code := <-answers; code != http.StatusOK {
			t.Errorf("a page: %d", code)
		}
	}
}
