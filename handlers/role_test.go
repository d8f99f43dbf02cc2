package handlers

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"relato/db"
)

// signInAs adds a user with a role and signs them in instead of who was.
func (a *account) signInAs(t *testing.T, email, role string) {
	t.Helper()
	check(t, a.db.AddUser(t.Context(), a.now, db.NewUser{Email: email, Role: role, Password: password}))
	form := url.Values{"email": {email}, "password": {password}}
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := a.do(r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("signing in: %d", w.Code)
	}
	a.cookie = w.Result().Cookies()[0]
}

// column is a column of a CSV answer.
func (a *account) column(t *testing.T, target, key string) []string {
	t.Helper()
	w := a.get(target)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", target, w.Code)
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	check(t, err)
	at := slices.Index(rows[0], key)
	var values []string
	for _, row := range rows[1:] {
		values = append(values, row[at])
	}
	return values
}

// TestAgentsSeeTheirOwn signs in as an agent: whatever the address says, only conversations that they take part in.
func TestAgentsSeeTheirOwn(t *testing.T) {
	const all = "/conversations.csv?" + january
	a := newAccount(t)
	everybodys := a.column(t, all, "conversation_id")
	bias := a.column(t, all+"&agent=a2", "conversation_id")
	if len(bias) == 0 || len(bias) >= len(everybodys) {
		t.Fatalf("%d of %d conversations are Bia's", len(bias), len(everybodys))
	}
	a.signInAs(t, "BIA@example.com", "agent")
	for _, query := range []string{"", "&agent=a2"} {
		if got := a.column(t, all+query, "conversation_id"); !slices.Equal(got, bias) {
			t.Errorf("%s: %v, want %v", query, got, bias)
		}
	}
	if got := a.column(t, all+"&agent=none", "conversation_id"); len(got) != 0 {
		t.Errorf("conversations of nobody: %v", got)
	}
	for _, id := range everybodys {
		want := http.StatusNotFound
		if slices.Contains(bias, id) {
			want = http.StatusOK
		}
		if w := a.get("/conversations/" + url.PathEscape(id)); w.Code != want {
			t.Errorf("%s: %d, want %d", id, w.Code, want)
		}
	}
	a.signInAs(t, "nobody@example.com", "agent")
	if got := a.column(t, all, "conversation_id"); len(got) != 0 {
		t.Errorf("an agent whom no source knows sees %v", got)
	}
}

// TestPagesSayWhoseConversationsTheyShow reads every page of figures as a manager, as an agent, and as one whom no source
// knows.
func TestPagesSayWhoseConversationsTheyShow(t *testing.T) {
	own := map[string]string{"pt-BR": "só as suas conversas", "es": "solo sus conversaciones", "en": "only your conversations"}
	unknown := map[string]string{"pt-BR": "Nenhum agente tem o seu e-mail", "es": "Ningún agente tiene su correo", "en": "No agent has your email"}
	a := newAccount(t)
	read := func(who string, isOwn, isUnknown bool) {
		t.Helper()
		for path := range strings.FieldsSeq("/overview /agents /tags /conversations /waiting") {
			for lang := range own {
				for _, header := range [][]string{nil, {"HX-Request", "true"}} {
					page := a.get(path+"?"+january+"&lang="+lang, header...).Body.String()
					if strings.Contains(page, own[lang]) != isOwn {
						t.Errorf("%s as %s in %s: want %v of %q", path, who, lang, isOwn, own[lang])
					}
					if strings.Contains(page, unknown[lang]) != isUnknown {
						t.Errorf("%s as %s in %s: want %v of %q", path, who, lang, isUnknown, unknown[lang])
					}
				}
			}
		}
	}
	read("a manager", false, false)
	a.signInAs(t, "BIA@example.com", "agent")
	read("Bia", true, false)
	page := a.get("/overview?from=2001-01-01&to=2001-01-02").Body.String()
	if !strings.Contains(page, "nenhuma conversa de que você participa começou") {
		t.Error("an agent's empty period is said to be everybody's")
	}
	a.signInAs(t, "nobody@example.com", "agent")
	read("nobody", true, true)
	page = a.get("/overview?" + january).Body.String()
	if !strings.Contains(page, "nobody@example.com, e nenhum tem") || strings.Contains(page, "período maior") {
		t.Error("who is no agent is not told what to do")
	}
}
