package handlers

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"relato/db"
)

// person is the user with an email.
func (a *account) person(t *testing.T, email string) db.Person {
	t.Helper()
	u, err := a.db.UserByEmail(t.Context(), a.now, email)
	check(t, err)
	return u
}

// loginAs signs in with a password, and gives the answer.
func (a *account) loginAs(email, password string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(url.Values{"email": {email}, "password": {password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return a.do(r)
}

var linkKey = regexp.MustCompile(`http://example\.com/password\?key=([A-Z0-9]+)`)

// keyOn is the key of the link that a page shows.
func keyOn(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	found := linkKey.FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || found == nil {
		t.Fatalf("there is no link, status %d:\n%.3000s", w.Code, w.Body)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page with a link has Cache-Control %q", got)
	}
	return found[1]
}

// TestAnInvitationLetsSomebodyIn goes the whole way from adding a user to their first report.
func TestAnInvitationLetsSomebodyIn(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	admin := a.cookie
	key := keyOn(t, a.post("/settings/users/new", url.Values{"email": {" Bia@Example.com "}, "name": {"Bia <b>"}, "role": {"manager"}}))
	list := a.get("/settings/users").Body.String()
	for _, want := range []string{"Bia &lt;b&gt;", "Bia@Example.com", "Convite válido até", "Gestor"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list has no %q", want)
		}
	}
	if strings.Contains(list, key) {
		t.Error("the list shows the link again")
	}
	a.cookie = nil
	if w := a.loginAs("bia@example.com", ""); w.Code != http.StatusUnauthorized {
		t.Errorf("who has no password signs in with none: %d", w.Code)
	}
	for range 2 { // looking does not use it
		if w := a.getAs("/password?key=" + key); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Bia@Example.com") {
			t.Fatalf("the page of the link: %d", w.Code)
		}
	}
	for _, bad := range [][2]string{{"short", "short"}, {"a long password", "another password"}, {strings.Repeat("x", 1025), strings.Repeat("x", 1025)}} {
		w := a.post("/password", url.Values{"key": {key}, "password": {bad[0]}, "again": {bad[1]}})
		if w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), bad[0]+`"`) {
			t.Errorf("%.20s and %.20s: %d", bad[0], bad[1], w.Code)
		}
	}
	good := url.Values{"key": {key}, "password": {"a long password"}, "again": {"a long password"}}
	if w := a.post("/password", good); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login?saved=password" {
		t.Fatalf("setting it: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := a.post("/password", good); w.Code != http.StatusNotFound {
		t.Errorf("a used link: %d", w.Code)
	}
	w := a.loginAs("bia@example.com", "a long password")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("signing in: %d", w.Code)
	}
	a.cookie = w.Result().Cookies()[0]
	if w := a.get("/agents"); w.Code != http.StatusOK {
		t.Errorf("the first report: %d", w.Code)
	}
	a.cookie = admin
	if bia := a.person(t, "bia@example.com"); bia.Sessions != 1 || !bia.SignedInAt.Equal(a.now) || !bia.LinkUntil.IsZero() {
		t.Errorf("Bia is %+v", bia)
	}
}

func TestLinksEnd(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	ana := a.person(t, email).ID
	first := keyOn(t, a.post("/settings/users/"+ana+"/link", nil))
	second := keyOn(t, a.post("/settings/users/"+ana+"/link", nil))
	if w := a.getAs("/password?key=" + first); w.Code != http.StatusNotFound {
		t.Errorf("a link that another has replaced: %d", w.Code)
	}
	if w := a.loginAs(email, password); w.Code != http.StatusSeeOther {
		t.Errorf("the old password before the link is used: %d", w.Code)
	}
	for _, key := range []string{"", "x", second + "x"} {
		if w := a.getAs("/password?key=" + key); w.Code != http.StatusNotFound {
			t.Errorf("the key %q: %d", key, w.Code)
		}
	}
	a.now = a.now.Add(3*24*time.Hour + time.Second)
	if w := a.post("/password", url.Values{"key": {second}, "password": {"a long password"}, "again": {"a long password"}}); w.Code != http.StatusNotFound {
		t.Errorf("a link after three days: %d", w.Code)
	}
}

// TestChangesEndSessions looks at what opens nothing any more after each change to a user.
func TestChangesEndSessions(t *testing.T) {
	tests := []struct {
		name string
		do   func(a *account, id string) *httptest.ResponseRecorder
		ends bool
	}{
		{"another role", func(a *account, id string) *httptest.ResponseRecorder {
			return a.post("/settings/users/"+id, url.Values{"name": {"Ana"}, "role": {"agent"}})
		}, true},
		{"another name", func(a *account, id string) *httptest.ResponseRecorder {
			return a.post("/settings/users/"+id, url.Values{"name": {"Ana Maria"}, "role": {"manager"}})
		}, false},
		{"a link", func(a *account, id string) *httptest.ResponseRecorder {
			return a.post("/settings/users/"+id+"/link", nil)
		}, false},
		{"a password by a link", func(a *account, id string) *httptest.ResponseRecorder {
			key := linkKey.FindStringSubmatch(a.post("/settings/users/"+id+"/link", nil).Body.String())[1]
			return a.post("/password", url.Values{"key": {key}, "password": {"a long password"}, "again": {"a long password"}})
		}, true},
		{"an end to all", func(a *account, id string) *httptest.ResponseRecorder {
			return a.post("/settings/users/"+id+"/sessions", nil)
		}, true},
		{"a removal", func(a *account, id string) *httptest.ResponseRecorder {
			return a.post("/settings/users/"+id+"/remove", nil)
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := newAccount(t)
			anas := a.cookie
			a.signInAs(t, "chefe@example.com", "admin")
			if w := tt.do(a, a.person(t, email).ID); w.Code >= 400 {
				t.Fatalf("doing it: %d", w.Code)
			}
			if w := a.get("/settings/users"); w.Code != http.StatusOK {
				t.Errorf("who did it sees %d", w.Code)
			}
			a.cookie = anas
			if ended := a.get("/agents.csv").Code == http.StatusUnauthorized; ended != tt.ends {
				t.Errorf("the session ended: %v, want %v", ended, tt.ends)
			}
		})
	}
}

func TestTheLastAdminStays(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	self := "/settings/users/" + a.person(t, "chefe@example.com").ID
	// Somebody who was only invited cannot help yet.
	keyOn(t, a.post("/settings/users/new", url.Values{"email": {"nova@example.com"}, "role": {"admin"}}))
	if w := a.post(self+"/remove", nil); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "administradora") {
		t.Errorf("removing the last admin: %d", w.Code)
	}
	w := a.post(self, url.Values{"name": {"Chefe"}, "role": {"agent"}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "role-wrong") {
		t.Errorf("demoting the last admin: %d", w.Code)
	}
	if u := a.person(t, "chefe@example.com"); u.Role != "admin" || u.Name != "" || u.Sessions != 1 {
		t.Errorf("a refused change left %+v", u)
	}
	check(t, a.db.AddUser(t.Context(), a.now, db.NewUser{Email: "outra@example.com", Role: "admin", Password: password}))
	if w := a.post(self, url.Values{"role": {"manager"}}); w.Code != http.StatusSeeOther {
		t.Errorf("demoting one of two: %d", w.Code)
	}
	if w := a.get("/settings/users"); w.Code != http.StatusSeeOther {
		t.Errorf("who is no admin any more sees %d", w.Code)
	}
}

// TestAdminsCannotRemoveEachOtherAtOnce lets several admins go for one another at the same time.
func TestAdminsCannotRemoveEachOtherAtOnce(t *testing.T) {
	a := newAccount(t)
	var ids []string
	for _, name := range []string{"a", "b", "c", "d"} {
		email := name + "@example.com"
		check(t, a.db.AddUser(t.Context(), a.now, db.NewUser{Email: email, Role: "admin", Password: password}))
		ids = append(ids, a.person(t, email).ID)
	}
	var wait sync.WaitGroup
	for i, id := range ids {
		wait.Go(func() {
			err := a.db.RemoveUser(t.Context(), a.now, id)
			if i%2 == 0 {
				err = errors.Join(err, a.db.ChangeUser(t.Context(), a.now, ids[i+1], "", "agent"))
			}
			if err != nil && !errors.Is(err, db.ErrLastAdmin) && !errors.Is(err, db.ErrNoUser) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	users, err := a.db.Users(t.Context(), a.now)
	check(t, err)
	admins := 0
	for _, u := range users {
		if u.Role == "admin" {
			admins++
		}
	}
	if admins != 1 {
		t.Errorf("%d admins are left, want 1", admins)
	}
}

func TestWrongUsersAreShownAgain(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	for name, form := range map[string]url.Values{
		"email-wrong":    {"email": {"bia"}, "name": {"Bia"}, "role": {"manager"}},
		"email-wrong\" ": {"email": {"ANA@example.com"}, "name": {"Bia"}, "role": {"manager"}}, // taken
		"name-wrong":     {"email": {"bia@example.com"}, "name": {strings.Repeat("é", 101)}, "role": {"manager"}},
		"role":           {"email": {"bia@example.com"}, "name": {"Bia"}, "role": {"boss"}},
	} {
		w := a.post("/settings/users/new", form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), strings.TrimSuffix(name, "\" ")) ||
			!strings.Contains(w.Body.String(), form.Get("name")) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if users, err := a.db.Users(t.Context(), a.now); err != nil || len(users) != 2 {
		t.Errorf("%d users, %v", len(users), err)
	}
	if w := a.get("/settings/users/NOBODY"); w.Code != http.StatusNotFound {
		t.Errorf("no such user: %d", w.Code)
	}
}
