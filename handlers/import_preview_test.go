package handlers

import (
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"relato/db"
	"relato/imports"
	"relato/source"
)

// attendances is a table whose guess is half right: the agent is in a column that nothing is known of.
const attendances = "Data e hora;Direção;Cliente;Responsável técnico;Assunto\n" +
	"20/01/2026 09:00;recebida;<b>José</b>;;troca\n" +
	"20/01/2026 09:04;enviada;<b>José</b>;Ana;\n" +
	"20/01/2026 09:05;alguém;Eva;;\n" +
	"21/01/2026 10:00;recebida;Eva;;\n"

var (
	previewSelect = regexp.MustCompile(`(?s)<select name="field".*?</select>`)
	selected      = regexp.MustCompile(`<option value="([^"]*)" selected>`)
)

// chosen are the fields that a preview's columns are taken for, with commas between them.
func chosen(page io.Reader) string {
	text, _ := io.ReadAll(page) // a recorder's body does not fail
	var fields []string
	for _, column := range previewSelect.FindAllString(string(text), -1) {
		field := ""
		if found := selected.FindStringSubmatch(column); found != nil {
			field = found[1]
		}
		fields = append(fields, field)
	}
	return strings.Join(fields, ",")
}

// importedByHand is what the command line makes of a table in a database of its own.
func importedByHand(t *testing.T, text string, o source.Options) imports.Summary {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	check(t, err)
	defer func() { check(t, d.Close()) }()
	file, err := source.Open("x.csv", strings.NewReader(text), o)
	check(t, err)
	s, err := imports.Store(t.Context(), d, file, o.Now, imports.Options{})
	check(t, err)
	check(t, file.Close())
	return s
}

// TestATableIsShownBeforeItIsImported takes a table from its guess over another mapping to its import.
func TestATableIsShownBeforeItIsImported(t *testing.T) {
	a := newImporter(t)
	before := a.column(t, "/conversations.csv?"+january, "conversation_id")
	address := a.upload(t, nil, sentFile{"a.csv", attendances}).Header().Get("Location")
	text := a.outcome(t, address, "Check before importing")
	for _, want := range []string{
		"first rows of a.csv", "Each row is a message", "Delimiter semicolon", "Encoding UTF-8", "20/01/2026 09:00 read as 20 Jan 2026 09:00:00",
		"recebida read as contact", "enviada read as agent", "&lt;b&gt;José&lt;/b&gt;", "as the dates tell: day/month/year",
		"Rows that would be rejected line 4: Message: who wrote: “alguém” does not tell who wrote.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	page := a.get(address)
	if got := chosen(page.Body); got != "at,from,contact_name,,tags" {
		t.Errorf("the columns are taken for %s", got)
	}
	if strings.Contains(a.get(address).Body.String(), "every 1s") {
		t.Error("it looks again although it waits for an answer")
	}
	if after := a.column(t, "/conversations.csv?"+january, "conversation_id"); len(after) != len(before) {
		t.Error("something is stored before it was agreed to")
	}
	fields := []string{"at", "from", "contact_name", "agent", ""}
	form := url.Values{"option": {"table"}, "file": {"0"}, "do": {"show"}, "field": fields, "order": {"dmy"}, "zone": {"Mars"}}
	if w := a.post(address, form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="Mars"`) ||
		chosen(w.Body) != "at,from,contact_name,agent," {
		t.Errorf("a zone that is none: %d", w.Code)
	}
	form.Set("zone", "UTC")
	a.post(address, form)
	a.outcome(t, address, "20/01/2026 09:00 read as 20 Jan 2026 06:00:00")
	if got := chosen(a.get(address).Body); got != "at,from,contact_name,agent," {
		t.Errorf("after a change the columns are taken for %s", got)
	}
	form.Set("zone", "America/Sao_Paulo")
	form.Set("do", "import")
	a.post(address, form)
	a.outcome(t, address, "Import done")
	zone, err := time.LoadLocation("America/Sao_Paulo")
	check(t, err)
	want := importedByHand(t, attendances, source.Options{
		Zone: zone, Now: a.clock(), Columns: map[string]string{"agent": "Responsável técnico", "tags": ""},
	})
	got := a.handler.(*Server).desk.Jobs()[0].Total
	if got.Lines != want.Lines || got.Appended.New != want.Appended.New || got.Appended.Known != want.Appended.Known || got.Rejected != want.Rejected || want.Rejected != 1 || got.First != want.First || got.Last != want.Last {
		t.Errorf("it is imported as %+v, and by the command line as %+v", got, want)
	}
}

// TestEachTableIsShownInItsTurn hands in several, one of them without rows and one hostile.
func TestEachTableIsShownInItsTurn(t *testing.T) {
	a := newImporter(t)
	const hostile = "at,from,contact,\"<script>alert(1)</script>\"\n2026-01-20 09:00,in,\"=cmd()\"\"'><img src=x>\",x\n"
	address := a.upload(t, nil, sentFile{"a.csv", attendances}, sentFile{"header.csv", "at,from,contact\n"}, sentFile{"b.csv", hostile},
		sentFile{"none.csv", ""}, sentFile{"x.ndjson", twoConversations}).Header().Get("Location")
	a.outcome(t, address, "first rows of a.csv")
	first := url.Values{"option": {"table"}, "file": {"0"}, "do": {"import"}, "field": {"at", "from", "contact_name", "", "tags"}, "zone": {"UTC"}}
	for name, bad := range map[string]url.Values{
		"another file": {"file": {"2"}}, "too few columns": {"field": {"at"}}, "no such field": {"field": {"at", "from", "x", "", ""}},
	} {
		form := url.Values{}
		for key, value := range first {
			form[key] = value
		}
		for key, value := range bad {
			form[key] = value
		}
		if w := a.post(address, form); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d", name, w.Code)
		}
		a.outcome(t, address, "first rows of a.csv")
	}
	a.post(address, first)
	a.outcome(t, address, "first rows of b.csv")
	page := a.get(address).Body.String()
	if strings.Contains(page, "<script>alert") || strings.Contains(page, "<img src=x") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("what the file holds is markup")
	}
	a.post(address, first) // again, as a page that was left open would
	a.outcome(t, address, "first rows of b.csv")
	a.post(address, url.Values{"option": {"table"}, "file": {"2"}, "do": {"import"}, "field": {"at", "from", "contact", ""}, "zone": {"UTC"}})
	text := a.outcome(t, address, "Import done")
	for _, want := range []string{"header.csv 1 KB 0 0 0 0 The file has a header only", "none.csv 0 KB 0 0 0 0 The file is empty.", "x.ndjson 1 KB 4 3 0 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}
