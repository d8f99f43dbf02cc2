package handlers

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"relato/report"
	"relato/source"
)

var shownAddress = regexp.MustCompile(`value="(http://example\.com)(/hooks/postcards/[a-z0-9]+)"`)

// TestSourceInTheBrowser goes the whole way: connect, deliver, look at what was not understood, try again, pause, remove.
func TestSourceInTheBrowser(t *testing.T) {
	o := newPostOffice(t)
	o.signInAs(t, "chefe@example.com", "admin")
	if w := o.get("/settings/sources"); !strings.Contains(w.Body.String(), "/settings/sources/new?kind=postcards") {
		t.Fatalf("%d: no kind to connect:\n%.3000s", w.Code, w.Body)
	}
	if w := o.get("/settings/sources/new?kind=postcards"); !strings.Contains(w.Body.String(), `name="verify-token"`) {
		t.Errorf("the form does not ask for the option: %d", w.Code)
	}
	const token = "known to two" // nothing made at random has spaces
	form := url.Values{"kind": {"postcards"}, "name": {"Loja <b>"}, "secret": {hookSecret}, "verify-token": {token}}
	w := o.account.post("/settings/sources/new", form)
	page := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(page, "/settings/sources/") {
		t.Fatalf("%d %s\n%.3000s", w.Code, page, w.Body)
	}
	shown := o.get(page).Body.String()
	found := shownAddress.FindStringSubmatch(shown)
	if found == nil || !strings.Contains(shown, "Loja &lt;b&gt;") || strings.Contains(shown, hookSecret) || strings.Contains(shown, token) {
		t.Fatalf("the page of the source:\n%.3000s", shown)
	}
	address, page := found[2], strings.SplitN(page, "?", 2)[0]
	if w := o.post(address, "["+card("t1", "m1")+`,{"from":"<script>ghost"}]`); w.Code != 200 {
		t.Errorf("a delivery to the address that is shown: %d %s", w.Code, w.Body)
	}
	shown = o.get(page).Body.String()
	file := regexp.MustCompile(page + `/quarantine/[0-9a-f]+`).FindString(shown)
	if file == "" || !strings.Contains(shown, "&lt;script&gt;ghost is nobody") {
		t.Fatalf("what was not understood is not shown:\n%.5000s", shown)
	}
	raw := o.get(file)
	if !strings.Contains(raw.Body.String(), `{"from":"<script>ghost"}`) || !strings.HasPrefix(raw.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %s", raw.Header(), raw.Body)
	}
	if w := o.get("/settings/sources/" + o.source(t).ID + strings.TrimPrefix(file, page)); w.Code != http.StatusNotFound {
		t.Errorf("another source's quarantine: %d", w.Code)
	}
	if w := o.account.post("/settings/sources/replay", nil); !strings.Contains(w.Header().Get("Location"), "tried=1&understood=0") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	o.account.post(page+"/pause", url.Values{"paused": {"1"}})
	if w := o.post(address, "[]"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("paused: %d", w.Code)
	}
	o.account.post(page+"/pause", url.Values{"paused": {"0"}})
	if w := o.post(address, "[]"); w.Code != http.StatusOK {
		t.Errorf("resumed: %d", w.Code)
	}
	if w := o.get(page + "/remove"); !strings.Contains(w.Body.String(), "Remover a fonte Loja &lt;b&gt;?") {
		t.Errorf("%d %.3000s", w.Code, w.Body)
	}
	if w := o.account.post(page+"/remove", nil); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := o.get(page); w.Code != http.StatusNotFound {
		t.Errorf("removed: %d", w.Code)
	}
}

func TestSourceFormSaysWhatIsWrong(t *testing.T) {
	o := newPostOffice(t)
	o.signInAs(t, "chefe@example.com", "admin")
	whole := url.Values{"kind": {"postcards"}, "name": {"nova"}, "secret": {hookSecret}, "verify-token": {"v"}}
	for _, tt := range []struct {
		name, field, value string
		status             int
		has                string
	}{
		{"a name that is taken", "name", " office ", 422, "Já existe uma fonte com este nome"},
		{"no name", "name", " ", 422, "no máximo 100 caracteres"},
		{"a name that is too long", "name", strings.Repeat("é", 101), 422, "no máximo 100 caracteres"},
		{"no secret", "secret", "", 422, "Este campo é necessário"},
		{"no token", "verify-token", " ", 422, "Este campo é necessário"},
		{"no such kind", "kind", "pigeons", 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			form := url.Values{}
			for name := range whole {
				form.Set(name, whole.Get(name))
			}
			form.Set(tt.field, tt.value)
			w := o.account.post("/settings/sources/new", form)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.has) {
				t.Errorf("%d, want %d with %q:\n%.3000s", w.Code, tt.status, tt.has, w.Body)
			}
			if strings.Contains(w.Body.String(), hookSecret) {
				t.Error("the form shows the secret again")
			}
		})
	}
	if all, err := o.db.Sources(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d sources, %v", len(all), err)
	}
}

func TestSourcesAreForAdmins(t *testing.T) {
	o := newPostOffice(t) // a manager
	page := "/settings/sources/" + o.source(t).ID
	for _, target := range []string{"/settings/sources", "/settings/sources/new?kind=postcards", page, page + "/change", page + "/remove", page + "/quarantine/x"} {
		if w := o.get(target); w.Code != http.StatusForbidden {
			t.Errorf("GET %s: %d", target, w.Code)
		}
	}
	for _, target := range []string{"/settings/sources/new", "/settings/sources/replay", page + "/change", page + "/pause", page + "/remove"} {
		if w := o.account.post(target, url.Values{"paused": {"1"}}); w.Code != http.StatusForbidden {
			t.Errorf("POST %s: %d", target, w.Code)
		}
	}
}

// TestASourceIsTested asks a source's page whether deliveries arrive: before any does, after one that is refused, and
// after others.
func TestASourceIsTested(t *testing.T) {
	o := newPostOffice(t)
	o.signInAs(t, "chefe@example.com", "admin")
	page := sourcesPath + "/" + o.source(t).ID
	says := func(want string) {
		t.Helper()
		began := time.Now()
		for {
			shown := strings.ReplaceAll(o.get(page+"?test=1&lang=en").Body.String(), "\u00a0", " ")
			if strings.Contains(shown, want) {
				return
			}
			if time.Since(began) > 10*time.Second { // deliveries are counted a moment later
				t.Fatalf("it does not say %q:\n%.6000s", want, shown)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	if shown := o.get(page + "?lang=en").Body.String(); strings.Contains(shown, "Nothing has arrived") || !strings.Contains(shown, "test=1") {
		t.Error("without being asked it says whether deliveries arrive, or cannot be asked")
	}
	says("Nothing has arrived yet.")
	o.now = o.now.Add(time.Minute)
	o.send(o.path, "[]", "a wrong signature")
	says("(today 09:01) was refused: the signature is missing or wrong")
	again, err := New(t.Context(), Config{DB: o.db, Index: report.NewIndex(o.db, o.clock), Now: o.clock, Log: newLog(o.account), Hooks: []source.Hook{postcards}})
	check(t, err)
	t.Cleanup(again.Close)
	o.handler = again
	says("(today 09:01) was refused: the signature is missing or wrong") // after a restart too
	o.now = o.now.Add(time.Minute)
	o.post(o.path, "["+card("t1", "m1")+"]")
	says("Deliveries arrive (the last one: today 09:02), and all was understood.")
	o.post(o.path, `[{"from":"ghost"}]`)
	says("1 is in quarantine, because not all of it was understood.")
	o.account.post(page+"/pause", url.Values{"paused": {"1"}})
	says("Paused: what comes is sent back")
}

// TestEveryOptionHasWords looks at the form of every kind of source: nobody is asked for "api-writer".
func TestEveryOptionHasWords(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Hooks = source.Hooks() })
	a.signInAs(t, "chefe@example.com", "admin")
	label := regexp.MustCompile(`(?s)<label[^>]*>(.*?)</label>`)
	for _, h := range source.Hooks() {
		form := a.get("/settings/sources/new?kind=" + h.Kind).Body.String()
		said := ""
		for _, found := range label.FindAllStringSubmatch(form, -1) {
			said += found[1] + "\n"
		}
		for _, o := range h.Options {
			if !strings.Contains(form, `name="`+o.Name+`"`) || strings.Contains(said, ">"+o.Name+"<") || strings.Contains("\n"+said, "\n"+o.Name+"\n") {
				t.Errorf("%s asks for %s:\n%s", h.Kind, o.Name, said)
			}
		}
	}
}
