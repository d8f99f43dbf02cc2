package handlers

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// tryFrom tries to sign in from an address, with what a proxy adds and the cookies of a browser.
func (a *account) tryFrom(address, forwarded, email, password string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(url.Values{"email": {email}, "password": {password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = net.JoinHostPort(address, "1234")
	if forwarded != "" {
		r.Header.Set("X-Forwarded-For", forwarded)
	}
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return a.do(r)
}

// cookieNamed is a cookie of an answer.
func cookieNamed(t *testing.T, w *httptest.ResponseRecorder, name string) *http.Cookie {
	t.Helper()
	for _, c := range w.Result().Cookies() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("there is no cookie %s, status %d", name, w.Code)
	return nil
}

// TestStrangersDoNotLockTheOwnerOut lets strangers guess one account's password, from many addresses and from the
// owner's, while the owner comes back to a browser that they have used before.
func TestStrangersDoNotLockTheOwnerOut(t *testing.T) {
	a := newAccount(t)
	const office = "203.0.113.1"
	device := cookieNamed(t, a.tryFrom(office, "", email, password), "relato-device")
	if !device.HttpOnly || strings.Contains(device.Value, email) {
		t.Errorf("the cookie of the browser is %+v", device)
	}
	for i := range 40 {
		a.tryFrom(fmt.Sprintf("198.51.100.%d", i), "", email, "a wrong guess")
	}
	for i := range addressBurst + 10 {
		a.tryFrom(office, "", fmt.Sprintf("user%d@example.com", i), "a wrong guess")
	}
	if w := a.tryFrom("192.0.2.9", "", email, password); w.Code != http.StatusTooManyRequests {
		t.Errorf("a new browser while strangers guess: %d", w.Code)
	}
	if w := a.tryFrom(office, "", email, password, device); w.Code != http.StatusSeeOther {
		t.Errorf("the owner's browser while strangers guess: %d", w.Code)
	}

	// Being known helps with one's own account only, and is no way to guess without end.
	if w := a.tryFrom(office, "", "chefe@example.com", password, device); w.Code != http.StatusTooManyRequests {
		t.Errorf("another account in the owner's browser: %d", w.Code)
	}
	forged := *device
	forged.Value = "x" + forged.Value
	if w := a.tryFrom(office, "", email, password, &forged); w.Code != http.StatusTooManyRequests {
		t.Errorf("a cookie that does not verify: %d", w.Code)
	}
	for range accountBurst {
		if w := a.tryFrom(office, "", email, "a wrong guess", device); w.Code != http.StatusUnauthorized {
			t.Errorf("a guess in the owner's browser: %d", w.Code)
		}
	}
	if w := a.tryFrom(office, "", email, password, device); w.Code != http.StatusTooManyRequests {
		t.Errorf("after %d guesses in the owner's browser: %d", accountBurst, w.Code)
	}
}

// TestForwardedAddresses says whose address counts: X-Forwarded-For is what anybody may write, unless a proxy is in front.
func TestForwardedAddresses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		behind bool
		peer   string
		same   bool // all attempts count as one address
	}{
		{"directly", false, "10.0.0.1", true},
		{"behind a proxy", true, "10.0.0.1", false},
		{"behind a proxy, from past it", true, "198.51.100.1", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newAccount(t, func(c *Config) { c.BehindProxy = tt.behind })
			for i := range addressBurst {
				a.tryFrom(tt.peer, fmt.Sprintf("203.0.113.%d", i), fmt.Sprintf("user%d@example.com", i), "a wrong guess")
			}
			w := a.tryFrom(tt.peer, "203.0.113.99", email, "a wrong guess")
			if same := w.Code == http.StatusTooManyRequests; same != tt.same {
				t.Errorf("after %d failures by as many forwarded addresses: %d", addressBurst, w.Code)
			}
		})
	}
}

// TestOneLineHasOneCount fails from many addresses of one network: of IPv6 everybody has as many as they like.
func TestOneLineHasOneCount(t *testing.T) {
	now := time.Now()
	for network, same := range map[string]bool{
		"2001:db8:1:2:%x::1": true, "2001:db8:1:2::%x": true, "2001:db8:1:%x::1": false, "fe80::%x%%eth0": true,
		"203.0.113.%d": false, "::ffff:203.0.113.%d": false,
	} {
		throttle := newThrottle()
		for i := range addressBurst {
			counts := throttle.strangersCounts(fmt.Sprintf(network, i+1), fmt.Sprintf("user%d@example.com", i))
			done, wait := throttle.begin(t.Context(), now, counts)
			if wait > 0 {
				t.Fatalf("%s: the attempt %d has to wait", network, i)
			}
			done(false)
		}
		_, wait := throttle.begin(t.Context(), now, throttle.strangersCounts(fmt.Sprintf(network, 99), "other@example.com"))
		if got := wait > 0; got != same {
			t.Errorf("%s: after %d failures by as many addresses the next one waits %s", network, addressBurst, wait)
		}
	}
}
