package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/sessions"
)

// deviceLife is how long a browser is known after signing in.
const deviceLife = 365 * 24 * time.Hour

// What a browser that is known carries: a name of its own, and whose account it has signed in to.
const (
	deviceName    = "device"
	deviceAccount = "account"
)

// accountName is an email as failures are counted by.
func accountName(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// device is the name of a request's browser if an account has signed in there before, else empty. It opens nothing: it only
// keeps a counter of its own for its failures, so that strangers who guess passwords cannot lock the owner out.
func (s *Server) device(r *http.Request, email string) string {
	cookie, err := s.devices.New(r, s.cookieName(r)+deviceSuffix)
	if err != nil || cookie.Values[deviceAccount] != accountMark(email) {
		return ""
	}
	name, _ := cookie.Values[deviceName].(string)
	return name
}

// rememberDevice lets a browser be known from now on.
func (s *Server) rememberDevice(w http.ResponseWriter, r *http.Request, email string) error {
	name := s.device(r, email)
	if name == "" {
		name = rand.Text()
	}
	cookie := sessions.NewSession(s.devices, s.cookieName(r)+deviceSuffix)
	options := *s.devices.Options
	options.Secure = s.secure(r)
	cookie.Options = &options
	cookie.Values[deviceName], cookie.Values[deviceAccount] = name, accountMark(email)
	return s.devices.Save(r, w, cookie)
}

const deviceSuffix = "-device"

// accountMark stands for an account in a cookie: an email need not be readable there.
func accountMark(email string) string {
	sum := sha256.Sum256([]byte(accountName(email)))
	return hex.EncodeToString(sum[:16])
}
