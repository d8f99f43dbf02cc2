package handlers

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"relato/db"
)

// TestPeopleInTheBrowser adds a user as an admin would, and then is that user.
func TestPeopleInTheBrowser(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	check(t, a.db.AddUser(t.Context(), a.now, db.NewUser{Email: "chefe@example.com", Role: "admin", Password: password}))
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	signIn := func(email, password string) {
		b.run(t,
			chromedp.SendKeys(`input[name="email"]`, email),
			chromedp.SendKeys(`input[name="password"]`, password),
			chromedp.Submit(`input[name="password"]`),
		)
	}

	b.run(t, chromedp.Navigate(web.URL+"/settings/users"))
	signIn("chefe@example.com", password)
	b.until(t, `document.querySelectorAll("tbody tr").length === 2`)
	b.eval(t, `document.querySelector('a[href="/settings/users/new"]').click()`)
	b.until(t, `location.pathname === "/settings/users/new"`)
	b.run(t, chromedp.SendKeys(`#email`, "bia@example.com"), chromedp.SendKeys(`#name`, "Bia"), chromedp.Submit(`#name`))
	b.until(t, `document.getElementById("secret") !== null`)
	link := b.eval(t, `document.getElementById("secret").value`)
	b.eval(t, `document.querySelector('form[action="/logout"]').requestSubmit()`)
	b.until(t, `location.pathname === "/login"`)

	b.expect("status of 422")
	// Typing two different passwords is shown beside the field, and neither comes back.
	b.run(t, chromedp.Navigate(link),
		chromedp.SendKeys(`#password`, "a long password"), chromedp.SendKeys(`#again`, "another password"), chromedp.Submit(`#again`))
	b.until(t, `document.getElementById("again-wrong") !== null && document.getElementById("password").value === ""`)
	b.run(t, chromedp.SendKeys(`#password`, "a long password"), chromedp.SendKeys(`#again`, "a long password"), chromedp.Submit(`#again`))
	b.until(t, `location.pathname === "/login" && document.querySelector(".notice") !== null`)
	signIn("bia@example.com", "a long password")
	b.until(t, `location.pathname === "/overview"`)
	if admins := b.eval(t, `document.querySelector('a[href="/settings/users"]') !== null`); admins != "false" {
		t.Error("a manager is led to the users")
	}

	// The link opens nothing any more.
	b.expect("status of 404")
	b.run(t, chromedp.Navigate(link))
	b.until(t, `document.querySelector("h1") !== null && document.getElementById("password") === null`)

	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.errors {
		if !isStatus(e) {
			t.Errorf("in the browser: %s", e)
		}
	}
}

// isStatus tells whether a browser only says that a page was answered with an error, as it should be.
func isStatus(said string) bool {
	return strings.Contains(said, "the server responded with a status of 4")
}
