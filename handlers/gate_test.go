package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"relato/static"
)

// TestStartingSpeaksTheBrowsersLanguage asks a server that is not open yet: people see a page in their language, programs get a
// line in English, or in the language that they ask for.
func TestStartingSpeaksTheBrowsersLanguage(t *testing.T) {
	const browser = "text/html,application/xhtml+xml,*/*;q=0.8"
	for _, tt := range []struct{ path, accept, languages, begins, says string }{
		{"/overview", browser, "pt-BR,pt;q=0.9", "<!doctype html>", "<h1>O Relato está iniciando</h1>"},
		{"/overview", browser, "es-AR", "<!doctype html>", "<h1>Relato se está iniciando</h1>"},
		{"/", browser, "en", "<!doctype html>", "<h1>Relato is starting</h1>"},
		{"/overview", "*/*", "", "Relato is starting. ", "in a moment.\n"},
		{"/overview.csv", browser, "pt-BR", "O Relato está iniciando. ", "em instantes.\n"},
		{"/api/v1/overview", browser, "", "Relato is starting. ", "in a moment.\n"},
	} {
		w := askGate(tt.path, "Accept", tt.accept, "Accept-Language", tt.languages)
		body := w.Body.String()
		if w.Code != http.StatusServiceUnavailable || !strings.HasPrefix(body, tt.begins) || !strings.Contains(body, tt.says) {
			t.Errorf("%+v: %d %q", tt, w.Code, body)
		}
		h := w.Header()
		if h.Get("Retry-After") == "" || h.Get("Cache-Control") != "no-store" || h.Get("Content-Security-Policy") == "" {
			t.Errorf("%+v: headers %v", tt, h)
		}
		if again := h.Get("Refresh") != ""; again != strings.Contains(h.Get("Content-Type"), "html") {
			t.Errorf("%+v: a browser looks again: %t", tt, again)
		}
	}
}

// TestStartingHasItsFiles asks for what the page loads, and for what tells that the server is alive.
func TestStartingHasItsFiles(t *testing.T) {
	if w := askGate(static.URL("app.css")); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "@layer") {
		t.Errorf("the stylesheet: %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := askGate(static.Prefix + "nothing"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a file that is not there: %d", w.Code)
	}
	if w := askGate("/healthz"); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("/healthz: %d %q", w.Code, w.Body)
	}
}

// askGate asks a server that is not open yet, with headers.
func askGate(target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(header); i += 2 {
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	(&Gate{}).ServeHTTP(w, r)
	return w
}
