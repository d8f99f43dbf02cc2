package handlers

import (
	"net/http"
	"time"

	"github.com/gorilla/sessions"
)

// newCookies makes a store of cookies that last so long. Those of sessions hold nothing but a session's random id, signed: what a session is
// stands in the database, where signing out ends it for good.
func newCookies(key []byte, life time.Duration) *sessions.CookieStore {
	store := sessions.NewCookieStore(key)
	store.Options = &sessions.Options{Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	store.MaxAge(int(life.Seconds()))
	return store
}

const sessionKey = "id"

// secure tells whether the browser speaks TLS, to us or to the proxy.
func (s *Server) secure(r *http.Request) bool { return r.TLS != nil || s.BehindProxy }

// cookieName is stricter where it can be: a __Host- cookie cannot be set by another host, but must be Secure, which
// plain http on a company's network is not.
func (s *Server) cookieName(r *http.Request) string {
	if s.secure(r) {
		return "__Host-relato"
	}
	return "relato"
}

// sessionID is the id of a request's session, empty without one. A cookie that does not verify is as good as none.
func (s *Server) sessionID(r *http.Request) string {
	cookie, err := s.cookies.New(r, s.cookieName(r))
	if err != nil {
		return ""
	}
	id, _ := cookie.Values[sessionKey].(string)
	return id
}

// setSession gives the browser a session's id, or with an empty one takes it away.
func (s *Server) setSession(w http.ResponseWriter, r *http.Request, id string) error {
	cookie := sessions.NewSession(s.cookies, s.cookieName(r))
	options := *s.cookies.Options
	options.Secure = s.secure(r)
	if id == "" {
		options.MaxAge = -1
	}
	cookie.Options = &options
	cookie.Values[sessionKey] = id
	return s.cookies.Save(r, w, cookie)
}
