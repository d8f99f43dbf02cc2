package handlers

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/imports"
)

const twoConversations = `{"type":"agent","id":"a7","name":"Caio"}
{"type":"conversation","id":"n1","contact":"n1","events":[{"type":"message","at":"2026-01-20T09:00:00-03:00","from":"contact"},{"type":"message","at":"2026-01-20T09:04:10-03:00","from":"agent","agent":"a7"}]}
{"type":"dance"}
{"type":"conversation","id":"n2","contact":"n2","events":[{"type":"message","at":"2026-01-21T09:00:00-03:00","from":"contact"}]}
`

const chat = `02/01/2026 09:00 - José: Olá
02/01/2026 09:04 - Loja: Bom dia, José
`

// sentFile is a file that a browser sends.
type sentFile struct{ name, content string }

// uploadRequest is what a browser sends from the form of the import.
func uploadRequest(t *testing.T, fields map[string]string, files ...sentFile) *http.Request {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range files {
		part, err := w.CreateFormFile("files", f.name)
		check(t, err)
		_, err = io.WriteString(part, f.content)
		check(t, err)
	}
	for name, value := range fields {
		check(t, w.WriteField(name, value))
	}
	check(t, w.Close())
	r := httptest.NewRequest(http.MethodPost, "/settings/import?lang=en", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

// upload sends files as who is signed in.
func (a *account) upload(t *testing.T, fields map[string]string, files ...sentFile) *httptest.ResponseRecorder {
	t.Helper()
	r := uploadRequest(t, fields, files...)
	r.AddCookie(a.cookie)
	return a.do(r)
}

// outcome waits until the page of an import says something, and gives its text without markup.
func (a *account) outcome(t *testing.T, address, says string) string {
	t.Helper()
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		w := a.get(address)
		text := plainText(w.Body.String())
		if strings.Contains(text, says) {
			return text
		}
		if w.Code != http.StatusOK || time.Since(began) > 20*time.Second {
			t.Fatalf("%s: %d, never %q but\n%s", address, w.Code, says, text)
		}
	}
}

var markup = regexp.MustCompile(`<[^>]*>`)

func plainText(page string) string {
	_, page, _ = strings.Cut(page, `id="import"`)
	return strings.Join(strings.Fields(markup.ReplaceAllString(page, " ")), " ")
}

func newImporter(t *testing.T, change ...func(*Config)) *account {
	t.Helper()
	a := newAccount(t, change...)
	a.signInAs(t, "chefe@example.com", "admin")
	return a
}

func TestImport(t *testing.T) {
	a := newImporter(t)
	before := a.column(t, "/conversations.csv?"+january, "conversation_id")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := io.WriteString(z, twoConversations)
	check(t, err)
	check(t, z.Close())
	w := a.upload(t, nil, sentFile{"conversas.ndjson", twoConversations}, sentFile{`C:\temp\again.gz`, packed.String()}, sentFile{"x.bin", "\x00"})
	address := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(address, "/settings/import/") || !strings.HasSuffix(address, "?lang=en") {
		t.Fatalf("uploading: %d to %q\n%s", w.Code, address, w.Body)
	}
	text := a.outcome(t, address, "Import done")
	for _, want := range []string{
		"conversas.ndjson 1 KB 4 3 0 1", "line 3: ", "again.gz 1 KB 4 0 3 1", "x.bin 1 KB 0 0 0 0", "It could not be read: the file is binary",
		"All files 8 3 3 2",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	page := a.get(address).Body.String()
	if strings.Contains(page, "every 1s") || strings.Contains(page, `http-equiv="refresh"`) {
		t.Error("an import that has ended is asked for again and again")
	}
	link := regexp.MustCompile(`href="(/overview[^"]*)"`).FindAllStringSubmatch(page, -1)
	if last := link[len(link)-1][1]; !strings.Contains(last, "from=2026-01-20&amp;") || !strings.Contains(last, "to=2026-01-21") {
		t.Errorf("the reports of it are at %s", last)
	}
	if after := a.column(t, "/conversations.csv?"+january, "conversation_id"); len(after) != len(before)+2 {
		t.Errorf("there are %d conversations after %d", len(after), len(before))
	}
	if list := plainText(strings.ReplaceAll(a.get("/settings/import?lang=en").Body.String(), `<ul class="imports">`, `id="import"`)); !strings.Contains(list, "conversas.ndjson +2") {
		t.Errorf("the list of imports is %s", list)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(a.db.Path), ".relato-upload-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, %v", left, err)
	}
}

func TestImportAsksForWhatAFileDoesNotSay(t *testing.T) {
	a, _, link := newInstallation(t)
	w := a.post("/setup", firstForm(link))
	a.cookie = w.Result().Cookies()[0]
	check(t, a.db.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM setting WHERE key = 'timezone'")
		return err
	}))
	address := a.upload(t, nil, sentFile{"Conversa.txt", chat}, sentFile{"x.ndjson", twoConversations}).Header().Get("Location")

	a.outcome(t, address, "An answer is missing In which order are the dates? The dates in Conversa.txt can be read in more than one way. day/month/year")
	if w := a.post(address, url.Values{"option": {"us"}, "answer": {"Loja"}}); w.Code != http.StatusSeeOther {
		t.Errorf("an answer to what is not asked: %d", w.Code)
	}
	if w := a.post(address, url.Values{"option": {"format"}, "answer": {"relato"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an answer that nothing asks for: %d", w.Code)
	}
	if strings.Contains(a.get(address).Body.String(), "every 1s") {
		t.Error("it looks again although it waits for an answer")
	}
	a.post(address, url.Values{"option": {"date-order"}, "answer": {"dmy"}})

	a.outcome(t, address, "Who is the company in this chat? The file Conversa.txt does not say who wrote for the company. José Loja Another name")
	a.post(address, url.Values{"option": {"us"}, "answer": {"Loja"}, "other": {""}})

	a.outcome(t, address, "Time zone of the file The times in Conversa.txt have no zone")
	if w := a.post(address, url.Values{"option": {"timezone"}, "other": {"Mars"}}); w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(w.Body.String(), `value="Mars"`) || !strings.Contains(w.Body.String(), "With this answer") {
		t.Errorf("a zone that is none: %d", w.Code)
	}
	a.post(address, url.Values{"option": {"timezone"}, "other": {"America/Sao_Paulo"}})
	text := a.outcome(t, address, "Import done")
	for _, want := range []string{"Conversa.txt 1 KB 2 2 0 0", "x.ndjson 1 KB 4 3 0 1", "time zone is still UTC"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	if first := a.column(t, "/conversations.csv?from=2026-01-02&to=2026-01-02", "started_at"); len(first) != 1 || first[0] != "2026-01-02T12:00:00+00:00" {
		t.Errorf("the chat began at %v", first)
	}
}

func TestImportAsksWhatTheColumnsOfATableHold(t *testing.T) {
	a := newImporter(t)
	const table = "at,contact_phone,X,Y\n2026-01-20T09:00:00-03:00,+5511988887777,contact,x\n2026-01-20T09:05:00-03:00,+5511988887777,agent,y\n"
	address := a.upload(t, nil, sentFile{"mensagens.csv", table}).Header().Get("Location")
	if text := a.outcome(t, address, "These columns are not enough"); !strings.Contains(text, "first rows of mensagens.csv") || strings.Contains(text, "Import like this") {
		t.Fatalf("it asks %s", text)
	}
	a.post(address, url.Values{"option": {"table"}, "file": {"0"}, "do": {"import"}, "field": {"at", "contact_phone", "", ""}})
	a.outcome(t, address, "These columns are not enough")
	a.post(address, url.Values{"option": {"table"}, "file": {"0"}, "do": {"import"}, "field": {"at", "contact_phone", "from", ""}})
	if text := a.outcome(t, address, "Import done"); !strings.Contains(text, "mensagens.csv 1 KB 3 2 0 0") {
		t.Errorf("it ends with %s", text)
	}
}

func TestUploadsThatAreNotTaken(t *testing.T) {
	const most = 1 << 20
	a := newImporter(t, func(c *Config) { c.MaxUpload = most })
	large := sentFile{"large.ndjson", strings.Repeat("\n", most)}
	many := make([]sentFile, imports.MaxFiles+1)
	for i := range many {
		many[i] = sentFile{fmt.Sprint(i), "x"}
	}
	unknown := uploadRequest(t, nil, large)
	unknown.ContentLength = -1
	cut := uploadRequest(t, nil, sentFile{"cut.ndjson", twoConversations})
	whole, err := io.ReadAll(cut.Body)
	check(t, err)
	cut.Body, cut.ContentLength = io.NopCloser(bytes.NewReader(whole[:len(whole)/2])), -1
	form := httptest.NewRequest(http.MethodPost, "/settings/import?lang=en", strings.NewReader("us=Loja"))
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, tt := range []struct {
		name    string
		request *http.Request
		status  int
		says    string
	}{
		{"no file", uploadRequest(t, map[string]string{"us": "Loja <b>"}, sentFile{"", ""}), 422, "Choose at least one file"},
		{"no files at all", form, 422, "Choose at least one file"},
		{"too large", uploadRequest(t, nil, large), 413, "up to 1.0 MB at a time"},
		{"too large, and not said before", unknown, 413, "up to 1.0 MB at a time"},
		{"too many", uploadRequest(t, nil, many...), 422, "at most 100"},
		{"cut short", cut, 400, "The upload was interrupted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.request.AddCookie(a.cookie)
			w := a.do(tt.request)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("%d without %q in\n%s", w.Code, tt.says, plainText(w.Body.String()))
			}
			if tt.name == "no file" && !strings.Contains(w.Body.String(), `value="Loja &lt;b&gt;"`) {
				t.Error("what was typed is gone")
			}
		})
	}
	if strings.Contains(a.get("/settings/import?lang=en").Body.String(), "Imports since") {
		t.Error("an upload that was not taken is in the list")
	}
	// Only uploads may be larger than a form.
	r := httptest.NewRequest(http.MethodPost, "/settings/account", strings.NewReader(strings.Repeat("x", 100<<10)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(a.cookie)
	if w := a.do(r); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 100 KB answers %d", w.Code)
	}
}

func TestTheDemoTakesNoData(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Demo = true })
	if page := a.getAs("/settings/import?lang=en").Body.String(); !strings.Contains(page, "The demo takes no data") || strings.Contains(page, `type="file"`) {
		t.Error("it offers to import")
	}
	if w := a.do(uploadRequest(t, nil, sentFile{"x.ndjson", twoConversations})); w.Code != http.StatusForbidden {
		t.Errorf("an upload answers %d", w.Code)
	}
}

// occupied keeps the database busy until the test lets go of it.
func (a *account) occupied(t *testing.T) (release func()) {
	t.Helper()
	taken, done, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- a.db.Write(t.Context(), func(*sql.Tx) error {
			close(taken)
			<-done
			return nil
		})
	}()
	<-taken
	return func() {
		close(done)
		check(t, <-ended)
	}
}

func TestOneImportAtATime(t *testing.T) {
	a := newImporter(t)
	release := a.occupied(t)
	var addresses []string
	for range 4 {
		addresses = append(addresses, a.upload(t, nil, sentFile{"x.ndjson", twoConversations}).Header().Get("Location"))
	}
	a.outcome(t, addresses[0], "Importing file 1 of 1")
	page := a.get(addresses[0]).Body.String()
	if !strings.Contains(page, "every 1s") || !strings.Contains(page, `<noscript><meta http-equiv="refresh" content="2"></noscript>`) {
		t.Error("the page does not look again by itself")
	}
	if text := a.outcome(t, addresses[1], "Waiting for its turn"); strings.Contains(text, "See it in the reports") {
		t.Errorf("it waits and says %s", text)
	}
	if w := a.upload(t, nil, sentFile{"x.ndjson", twoConversations}); w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), "Too many imports") {
		t.Errorf("a fifth import: %d", w.Code)
	}
	if w := a.get("/overview"); w.Code != http.StatusOK {
		t.Errorf("reports answer %d meanwhile", w.Code)
	}
	if w := a.post(strings.Replace(addresses[1], "?", "/cancel?", 1), nil); w.Header().Get("Location") != addresses[1] {
		t.Errorf("cancelling: %d to %q", w.Code, w.Header().Get("Location"))
	}
	odd := strings.TrimSuffix(addresses[1], "en") + "%26who%3Dme" // no language, and no second parameter
	if w := a.post(strings.Replace(odd, "?", "/cancel?", 1), nil); w.Header().Get("Location") != odd {
		t.Errorf("cancelling in an odd language: to %q, want %q", w.Header().Get("Location"), odd)
	}
	a.outcome(t, addresses[1], "Import cancelled")
	release()
	a.outcome(t, addresses[0], "Import done")
	a.outcome(t, addresses[3], "Import done")
	if text := a.outcome(t, addresses[1], "Import cancelled"); !strings.Contains(text, "doubles nothing") {
		t.Errorf("a cancelled import says %s", text)
	}
}

func TestImportsEndWithTheServer(t *testing.T) {
	a := newImporter(t)
	release := a.occupied(t)
	address := a.upload(t, nil, sentFile{"x.ndjson", twoConversations}).Header().Get("Location")
	a.outcome(t, address, "Importing file 1 of 1")
	a.handler.(*Server).Close()
	release()
	a.outcome(t, address, "Import cancelled")
	w := a.get("/settings/import/OFANOTHERSTART?lang=en")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "What was stored by then stays") {
		t.Errorf("an import of an earlier start: %d", w.Code)
	}
}

// inUse is how many bytes of memory are in use, without what the garbage collector will give back.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestUploadsDoNotFillTheMemory sends a file over a real connection that is much larger than what may be in use.
func TestUploadsDoNotFillTheMemory(t *testing.T) {
	const size, piece, most = 96 << 20, 8 << 20, 32 << 20
	a := newImporter(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	pr, pw := io.Pipe()
	form := multipart.NewWriter(pw)
	text := bytes.Repeat([]byte("x"), piece)
	before, peak := inUse(), uint64(0)
	go func() {
		part, err := form.CreateFormFile("files", "huge.txt")
		for sent := 0; err == nil && sent < size; sent += piece {
			_, err = part.Write(text)
			peak = max(peak, inUse())
		}
		pw.CloseWithError(errors.Join(err, form.Close()))
	}()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, web.URL+"/settings/import?lang=en", pr)
	check(t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(a.cookie)
	answer, err := http.DefaultTransport.RoundTrip(r)
	check(t, err)
	defer answer.Body.Close()
	address := answer.Header.Get("Location")
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d", answer.StatusCode)
	}
	if text := a.outcome(t, address, "Import done"); !strings.Contains(text, "huge.txt 96.0 MB 0 0 0 0 It could not be read: the format is not known") {
		t.Error(text)
	}
	if peak > before+most {
		t.Errorf("%d MB were in use while %d MB came, and %d before", peak>>20, size>>20, before>>20)
	}
	if left, err := os.ReadDir(filepath.Dir(a.db.Path)); err != nil || len(left) > 3 {
		t.Errorf("it leaves %v, %v", left, err)
	}
}

// TestImportChangesSettings imports files whose lines change settings, one of them forth and back.
func TestImportChangesSettings(t *testing.T) {
	a := newImporter(t)
	a.append(t, `{"type":"settings","timezone":"UTC","language":"pt-BR","inactivity_hours":24,"hours":{"mon":["09:00-18:00"]}}`)
	w := a.upload(t, nil,
		sentFile{"one.ndjson", `{"type":"settings","timezone":"America/Bahia","language":"es","inactivity_hours":48}` + "\n" + twoConversations},
		sentFile{"two.ndjson", `{"type":"settings","timezone":"America/Sao_Paulo","inactivity_hours":24}`},
	)
	address := w.Header().Get("Location")
	text := a.outcome(t, address, "Import done")
	if want := "The import changed settings of the account. Time zone: UTC → America/Sao_Paulo; Language: Português (Brasil) → Español."; !strings.Contains(text, want) {
		t.Errorf("there is no %q in\n%s", want, text)
	}
	if page := a.get(address).Body.String(); !strings.Contains(page, "Time zone: America/Sao_Paulo") || strings.Contains(page, "Time zone: UTC</") {
		t.Error("the page's own frame is of the settings before")
	}
	if got := a.get(address, "HX-Request", "true").Header().Get("HX-Refresh"); got != "true" {
		t.Error("a page that looks again keeps its frame")
	}
	want := `chefe@example.com setting_change timezone "UTC" → "America/Bahia"`
	if lines := a.logged(t, "what=setting_change"); !slices.Contains(lines, want) {
		t.Errorf("no line is %s:\n%s", want, strings.Join(lines, "\n"))
	}
	plain := a.upload(t, nil, sentFile{"one.ndjson", twoConversations}).Header().Get("Location")
	if text := a.outcome(t, plain, "Import done"); strings.Contains(text, "changed settings") {
		t.Errorf("a file without settings changed some:\n%s", text)
	}
	if got := a.get(plain, "HX-Request", "true").Header().Get("HX-Refresh"); got != "" {
		t.Error("a page whose frame still holds is loaded again")
	}
}
