package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAFormThatCannotBeReadIsItsSendersFault posts what no browser sends.
func TestAFormThatCannotBeReadIsItsSendersFault(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	for _, path := range []string{"/settings/hours", "/settings/sources/new", "/taste"} {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("x=%zz"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(a.cookie)
		if w := a.do(r); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestWhoAsksChangesNoRequest: finding out who sends a request, again and again, leaves the request as it is.
func TestWhoAsksChangesNoRequest(t *testing.T) {
	a := newAccount(t)
	r := httptest.NewRequest(http.MethodGet, "/events", nil)
	r.AddCookie(a.cookie)
	s := a.handler.(*Server)
	c := s.app.NewContext(r, httptest.NewRecorder())
	if v, err := s.recognized(c); err != nil || v.name() == demoName || c.Request() != r {
		t.Errorf("%q, %v, the same request: %t", v.name(), err, c.Request() == r)
	}
}
