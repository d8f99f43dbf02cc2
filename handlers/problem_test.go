package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// TestProblemsSpeakTheReadersLanguage asks for what cannot be answered in each language: the page says why and what to
// do, in words of that language and none of English.
func TestProblemsSpeakTheReadersLanguage(t *testing.T) {
	a := newAccount(t)
	for _, tt := range []struct {
		name, method, target string
		header               []string
		status               int
		says                 map[string]string
	}{
		{"a date", "GET", "/overview?from=tomorrow", nil, 400, map[string]string{
			"pt-BR": "from=“tomorrow”, que não entendemos. Escreva a data como 2026-01-31.",
			"es":    "from=“tomorrow”, que no entendemos. Escriba la fecha como 2026-01-31.",
			"en":    "from=“tomorrow”, which we do not understand. Write the date as 2026-01-31.",
		}},
		{"a period that ends before it begins", "GET", "/tags?from=2026-01-02&to=2026-01-01", nil, 400, map[string]string{
			"pt-BR": "não pode vir depois da final, 2026-01-01. (from=“2026-01-02”)", "es": "no puede ser posterior a la final, 2026-01-01. (from=“2026-01-02”)",
			"en": "cannot be after the last, 2026-01-01. (from=“2026-01-02”)",
		}},
		{"a value of a list", "GET", "/overview?group=decade", nil, 400, map[string]string{
			"pt-BR": "Aceitamos: hour, day, week, month, total.", "es": "Aceptamos: hour, day", "en": "We accept: hour, day",
		}},
		{"a number", "GET", "/conversations?limit=501", nil, 400, map[string]string{
			"pt-BR": "número inteiro de 1 a 500", "es": "número entero de 1 a 500", "en": "whole number from 1 to 500",
		}},
		{"a moment", "GET", "/conversations?since=now", nil, 400, map[string]string{
			"pt-BR": "Escreva o instante como", "es": "Escriba el instante como", "en": "Write the moment as",
		}},
		{"a range", "GET", "/conversations?frt=long", nil, 400, map[string]string{
			"pt-BR": "Escreva segundos como 60-300", "es": "Escriba segundos como 60-300", "en": "Write seconds as 60-300",
		}},
		{"a value that is not encoded", "GET", "/tags?tag=10%25%", nil, 400, map[string]string{
			"pt-BR": "tag=“10%25%”, que não entendemos. Em endereços, escreva % como %25",
			"es":    "En direcciones, escriba % como %25", "en": "In addresses, write % as %25",
		}},
		{"parameters not separated by &", "GET", "/overview?from=2026-11-01;to=2026-11-02", nil, 400, map[string]string{
			"pt-BR": "from=“2026-11-01;to=2026-11-02”", "es": "separe los parámetros con &amp;.", "en": "separate parameters by &amp;.",
		}},
		{"too many rows", "GET", "/overview?group=hour&from=2000-01-01&to=2026-01-01", nil, 400, map[string]string{
			"pt-BR": "no máximo 10.000", "es": "como máximo 10.000", "en": "at most 10,000",
		}},
		{"no such page", "GET", "/nowhere", nil, 404, map[string]string{
			"pt-BR": "Confira o endereço", "es": "Revise la dirección", "en": "Check the address",
		}},
		{"no such conversation", "GET", "/conversations/c9", nil, 404, map[string]string{
			"pt-BR": "Esta conversa não existe", "es": "Esta conversación no existe", "en": "This conversation does not exist",
		}},
		{"not by this method", "PUT", "/overview", nil, 405, map[string]string{
			"pt-BR": "não aceita este tipo de pedido", "es": "no acepta este tipo de petición", "en": "does not take this kind of request",
		}},
		{"another site's form", "POST", "/login", []string{"Sec-Fetch-Site", "cross-site"}, 403, map[string]string{
			"pt-BR": "enviado por outro site", "es": "lo envió otro sitio", "en": "sent by another site",
		}},
		{"a form too large", "POST", "/login", []string{"Content-Length", "70000"}, 413, map[string]string{
			"pt-BR": "grande demais", "es": "demasiado grande", "en": "too large",
		}},
	} {
		for lang, say := range tt.says {
			body := strings.NewReader("")
			if tt.status == http.StatusRequestEntityTooLarge {
				body = strings.NewReader("email=" + strings.Repeat("x", 70_000))
			}
			r := httptest.NewRequest(tt.method, tt.target, body)
			r.URL.RawQuery += "&lang=" + lang
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(a.cookie)
			for i := 0; i < len(tt.header); i += 2 {
				r.Header.Set(tt.header[i], tt.header[i+1])
			}
			checkProblem(t, a.do(r), tt.name, lang, tt.status, say)
		}
	}
}

// TestWhoGuessesIsToldHowLongToWait signs in wrongly until that is refused.
func TestWhoGuessesIsToldHowLongToWait(t *testing.T) {
	a := newAccount(t)
	form := url.Values{"email": {email}, "password": {"wrong"}}.Encode()
	for range accountBurst + 1 {
		r := httptest.NewRequest(http.MethodPost, "/login?lang=es", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := a.do(r)
		if w.Code == http.StatusTooManyRequests {
			checkProblem(t, w, "too many attempts", "es", 429, "inténtelo de nuevo en")
			return
		}
	}
	t.Error("guessing was never refused")
}

func checkProblem(t *testing.T, w *httptest.ResponseRecorder, name, lang string, status int, say string) {
	t.Helper()
	page := w.Body.String()
	if w.Code != status {
		t.Errorf("%s: status %d, want %d", name, w.Code, status)
	}
	if !strings.Contains(page, `lang="`+lang+`"`) || !strings.Contains(page, say) {
		t.Errorf("%s in %s: there is no %q in\n%s", name, lang, say, page)
	}
	if english := http.StatusText(status); lang != "en" && strings.Contains(page, english) {
		t.Errorf("%s in %s says %q", name, lang, english)
	}
}

// TestProgramsAreToldInEnglish keeps the words of JSON whatever the language of whoever asks.
func TestProgramsAreToldInEnglish(t *testing.T) {
	a := newAccount(t)
	w := a.get("/overview.json?from=tomorrow", "Accept-Language", "es")
	if got := decode(t, w.Body)["error"]; got != `from="tomorrow" is not understood; accepted: a date as YYYY-MM-DD` {
		t.Errorf("the error is %q", got)
	}
}

// TestWhatCannotBeReadIsNotLeftOut asks for reports, by addresses of which a part cannot be read: without it they would show
// more than was asked for.
func TestWhatCannotBeReadIsNotLeftOut(t *testing.T) {
	a := newAccount(t)
	for _, path := range []string{
		"/overview", "/agents", "/tags", "/conversations", "/waiting", "/overview.csv", "/conversations.xlsx", "/tags.json",
		"/api/v1/agents", "/views/new/overview", "/shares/new/tags",
	} {
		for query, status := range map[string]int{
			"status=foo%": 400, "tag=a%zz": 400, "from=2026-11-01;to=2026-11-02": 400, "t%g=x": 400, "nobody=1;tag=x": 400, "token=x%": 400,
			strings.Repeat("&", 20_000) + "status=foo": 400,
			"nobody=50%": 200, "nobody=1;else=2": 200, ";": 200, "tag=100%25&tag=a%3Bb": 200,
		} {
			if w := a.get(path + "?" + query); w.Code != status {
				t.Errorf("%s?%.40s: %d, want %d", path, query, w.Code, status)
			}
		}
	}
	got := decode(t, a.get("/overview.json?lang=es&status=open&tag=10%").Body)
	if got["param"] != "tag" || got["error"] != `tag="10%" is not understood; accepted: percent-encoding, in which % is %25 and ; is %3B, and & between parameters` {
		t.Errorf("a program is told %v", got)
	}
}
