package handlers

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
)

// TestNothingMovesWhileItComes loads every page over a slow line, which shows as much of it as has come: what is painted stays
// where it is when the rest follows.
func TestNothingMovesWhileItComes(t *testing.T) {
	t.Parallel()
	a := newOfficeOf(t, 400)
	b := newBrowser(t)
	call(t, b, network.Enable, network.EnableParams{})
	call(t, b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	for _, s := range screens(t, a) {
		if s.then != nil { // what is done on a page that is there
			continue
		}
		handler := a.handler
		if s.site != nil {
			handler = s.site.Config.Handler
		}
		s.site = httptest.NewServer(slowly(handler, s.path))
		defer s.site.Close()
		for _, width := range []int64{390, 1440} {
			b.view(t, width, "light")
			b.visit(t, s.site, a, s)
			b.still(t, s.name+" at "+strconv.FormatInt(width, 10)+" px")
		}
	}
}

// slowly answers an address in pieces, between which a browser has the time to paint.
func slowly(handler http.Handler, address string) http.Handler {
	const (
		pieces = 24
		pause  = 20 * time.Millisecond // longer than a frame
	)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RequestURI() != address {
			handler.ServeHTTP(w, r)
			return
		}
		r.Header.Del("Accept-Encoding")
		whole := httptest.NewRecorder()
		handler.ServeHTTP(whole, r)
		for name, values := range whole.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(whole.Code)
		head, body, found := bytes.Cut(whole.Body.Bytes(), []byte("<body"))
		_, _ = w.Write(head)
		if !found {
			return
		}
		_, _ = w.Write([]byte("<body"))
		for i := range pieces {
			_, _ = w.Write(body[len(body)*i/pieces : len(body)*(i+1)/pieces])
			_ = http.NewResponseController(w).Flush()
			time.Sleep(pause)
		}
	})
}
