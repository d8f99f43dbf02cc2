package handlers

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// authenticator is an app that makes the codes of a secret.
type authenticator string

func (a authenticator) code(t *testing.T, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.DecodeString(string(a))
	check(t, err)
	mac := hmac.New(sha1.New, key)
	check(t, binary.Write(mac, binary.BigEndian, at.Unix()/30))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff)%1_000_000)
}

var (
	secretField = regexp.MustCompile(`name="secret" value="([A-Z2-7]{32})"`)
	recoveryRow = regexp.MustCompile(`[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}`)
)

// enrol turns on the second factor of who is signed in.
func (a *account) enrol(t *testing.T) (app authenticator, recovery []string) {
	t.Helper()
	page := a.get("/settings/me/factor").Body.String()
	found := secretField.FindStringSubmatch(page)
	if found == nil || !strings.Contains(page, "otpauth://totp/Relato:ana@example.com?issuer=Relato&amp;secret="+found[1]) ||
		!strings.Contains(page, `<svg class="qr"`) {
		t.Fatalf("there is nothing to enrol with:\n%s", page)
	}
	app = authenticator(found[1])
	w := a.post("/settings/me/factor", url.Values{"secret": {found[1]}, "code": {app.code(t, a.now)}, "current": {password}})
	recovery = recoveryRow.FindAllString(w.Body.String(), -1)
	if w.Code != http.StatusOK || len(recovery) != 10 || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("turning it on: %d with %d recovery codes\n%s", w.Code, len(recovery), w.Body)
	}
	return app, recovery
}

// half signs in by password, and gives the cookies of who now has to give a code.
func (a *account) half(t *testing.T) []*http.Cookie {
	t.Helper()
	w := a.signIn(t, password)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login/code" {
		t.Fatalf("the first step: %d to %s", w.Code, w.Header().Get("Location"))
	}
	return w.Result().Cookies()
}

// second gives a code.
func (a *account) second(code string, cookies []*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/login/code", strings.NewReader(url.Values{"code": {code}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return a.do(r)
}

func TestSigningInByTwoSteps(t *testing.T) {
	a := newAccount(t)
	app, recovery := a.enrol(t)
	if again := a.get("/settings/me/factor").Body.String(); strings.Contains(again, string(app)) || strings.Contains(again, recovery[0]) {
		t.Error("the secret or the recovery codes are shown again")
	}
	a.now = a.now.Add(time.Minute)
	half := a.half(t)
	for _, c := range half {
		a.cookie = c
		if w := a.get("/agents.csv"); w.Code != http.StatusUnauthorized {
			t.Errorf("the password alone opens the reports: %d", w.Code)
		}
	}
	if w := a.second("000000", half); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "wrong") {
		t.Errorf("a wrong code: %d", w.Code)
	}
	w := a.second(app.code(t, a.now), half)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/agents?from=2026-01-01" {
		t.Fatalf("the second step: %d to %s", w.Code, w.Header().Get("Location"))
	}
	a.cookie = w.Result().Cookies()[0]
	if w := a.get("/agents.csv"); w.Code != http.StatusOK {
		t.Errorf("after both steps: %d", w.Code)
	}
	if w := a.second(app.code(t, a.now), a.half(t)); w.Code != http.StatusUnauthorized {
		t.Errorf("the same code again: %d", w.Code)
	}
	if w := a.second(strings.ToLower(recovery[0]), a.half(t)); w.Code != http.StatusSeeOther {
		t.Errorf("a recovery code: %d", w.Code)
	}
	if w := a.second(recovery[0], a.half(t)); w.Code != http.StatusUnauthorized {
		t.Errorf("the same recovery code again: %d", w.Code)
	}
}

func TestBetweenTheSteps(t *testing.T) {
	a := newAccount(t)
	app, _ := a.enrol(t)
	a.now = a.now.Add(time.Hour)
	code := app.code(t, a.now)
	half := a.half(t)
	toLogin := func(name string, cookies []*http.Cookie) {
		t.Helper()
		if w := a.second(app.code(t, a.now), cookies); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login" {
			t.Errorf("%s: %d to %s", name, w.Code, w.Header().Get("Location"))
		}
	}
	toLogin("without the first step", nil)
	forged := *half[0]
	forged.Value = "x" + forged.Value
	toLogin("a note that does not verify", []*http.Cookie{&forged})
	renamed := *a.cookie
	renamed.Name = half[0].Name
	toLogin("a session's cookie as the note", []*http.Cookie{&renamed})
	if w := a.getAs("/login/code"); w.Header().Get("Location") != "/login" {
		t.Errorf("the form without the first step: %d", w.Code)
	}
	a.now = a.now.Add(halfLife + time.Second)
	toLogin("too late", half)

	// Codes have few tries; the password is not blocked by them.
	half = a.half(t)
	for range codeBurst {
		if w := a.second(code, half); w.Code != http.StatusUnauthorized {
			t.Errorf("an old code: %d", w.Code)
		}
	}
	if w := a.second(app.code(t, a.now), half); w.Code != http.StatusTooManyRequests {
		t.Errorf("after %d tries: %d", codeBurst, w.Code)
	}
	a.half(t)
}

func TestTurningTheSecondFactorOff(t *testing.T) {
	a := newAccount(t)
	page := secretField.FindStringSubmatch(a.get("/settings/me/factor").Body.String())[1]
	for name, form := range map[string]url.Values{
		"code-wrong":    {"secret": {page}, "code": {"000000"}, "current": {password}},
		"current-wrong": {"secret": {page}, "code": {authenticator(page).code(t, a.now)}, "current": {"a wrong guess"}},
	} {
		w := a.post("/settings/me/factor", form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), name) || !strings.Contains(w.Body.String(), page) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	a.enrol(t)
	if w := a.post("/settings/me/factor/off", url.Values{"current": {"a wrong guess"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("off without the password: %d", w.Code)
	}
	a.half(t)
	if w := a.post("/settings/me/factor/off", url.Values{"current": {password}}); w.Code != http.StatusSeeOther {
		t.Errorf("off: %d", w.Code)
	}
	if w := a.signIn(t, password); w.Header().Get("Location") != "/agents?from=2026-01-01" {
		t.Errorf("signing in by one step leads to %s", w.Header().Get("Location"))
	}

	// An admin helps who has lost everything; a link for a new password does not.
	a.now = a.now.Add(time.Minute)
	a.enrol(t)
	ana := a.person(t, email).ID
	a.signInAs(t, "chefe@example.com", "admin")
	key := keyOn(t, a.post("/settings/users/"+ana+"/link", nil))
	a.post("/password", url.Values{"key": {key}, "password": {password}, "again": {password}})
	a.half(t)
	if w := a.post("/settings/users/"+ana+"/factor", nil); w.Code != http.StatusSeeOther {
		t.Errorf("off by an admin: %d", w.Code)
	}
	if w := a.signIn(t, password); w.Header().Get("Location") != "/agents?from=2026-01-01" {
		t.Errorf("signing in after the admin's help leads to %s", w.Header().Get("Location"))
	}
}
