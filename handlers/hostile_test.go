package handlers

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"relato/conversation"
	"relato/db"
)

// hostile are names as strangers choose them. Contacts, agents, channels, tags and comments have every one of them.
var hostile = []string{
	`</script><script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`'-alert(1)-'`,
	"`${alert(1)}`",
	`{{constructor.constructor("alert(1)")()}}`,
	`<!--<svg onload=alert(1)>`,
	`javascript:alert(1)`,
	`@number`,       // a formatter's name to the charts
	`var(--accent)`, // a colour's
	`a{b|c}%d%s\n\`,
	`a|b\|c`,
	`=HYPERLINK("http://evil.example";"x")`,
	`+1+1`,
	`-2+3`,
	`@SUM(1)`,
	"\t=1+1",
	"\r=2+2",
	"first line\nsecond line",
	"\u202Eoverride to the right \u2066and isolate",
	"\u05D0\u05D1\u05D2 \u0627\u0644\u0639\u0631\u0628\u064A\u0629",
	strings.Repeat("x", 10_000),
	strings.Repeat("long and wide ", 700),
	"👩‍👩‍👧‍👦🏳️‍🌈" + strings.Repeat("🧨", 40),
	"null\x00byte and \x01\x1b[31mcontrol\x7f",
	"z" + strings.Repeat("\u0301\u0489", 200),
	"line\u2028separator\u2029paragraph",
	"\ufeff\u200b\u00ad invisible",
	`<b>100%25 & &amp; &lt;`,
	`../../etc/passwd?x=1#y`,
	` leading and trailing `,
}

const february = "from=2026-02-01&to=2026-02-28"

// newHostile is a server over an account of hostile names, with somebody signed in. Every name has a conversation with
// an answer and a rating, and one that waits.
func newHostile(t *testing.T) *account {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hostile.ndjson")
	f, err := os.Create(path)
	check(t, err)
	defer f.Close()
	line := json.NewEncoder(f)
	type object = map[string]any
	write := func(v object) { check(t, line.Encode(v)) }
	write(object{"type": "settings", "timezone": "America/Sao_Paulo", "language": "en", "hours": object{"mon": []string{"09:00-18:00"}}})
	begin := time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	for i, name := range hostile {
		at := func(minutes int) string {
			return begin.Add(time.Duration(i)*13*time.Hour + time.Duration(minutes)*time.Minute).Format(time.RFC3339)
		}
		agent, channel, contact := "a"+name, "w"+name, "p"+name
		write(object{"type": "agent", "id": agent, "name": name, "email": name})
		write(object{"type": "channel", "id": channel, "name": name, "phone": name})
		write(object{"type": "contact", "id": contact, "name": name, "phone": name, "tags": []string{name}, "at": at(0)})
		events := []object{
			{"type": "message", "key": "1" + name, "at": at(0), "from": "contact"},
			{"type": "assign", "at": at(1), "agent": agent},
			{"type": "message", "key": "2" + name, "at": at(2), "from": "agent", "agent": agent},
			{"type": "tag", "at": at(3), "tag": name},
			{"type": "close", "at": at(4), "reason": "agent", "agent": agent},
			{"type": "survey", "at": at(5)},
			{"type": "rating", "at": at(6), "score": 1 + i%5, "comment": name},
		}
		write(object{"type": "conversation", "id": "c" + name, "channel": channel, "contact": contact, "url": name, "events": events})
		write(object{"type": "conversation", "id": "d" + name, "channel": channel, "contact": contact, "origin": name, "events": []object{
			{"type": "message", "key": "1", "at": at(60), "from": "contact"},
			{"type": "assign", "at": at(61), "agent": agent},
		}})
	}
	a := &account{now: time.Date(2026, 2, 20, 12, 0, 0, 0, time.UTC)}
	a.db, err = db.Open(t.Context(), filepath.Join(t.TempDir(), "hostile.db"))
	check(t, err)
	t.Cleanup(func() { check(t, a.db.Close()) })
	_, err = a.db.Append(t.Context(), a.now, readItems(t, path, a.now))
	check(t, err)
	_, err = a.db.Settle(t.Context(), a.now)
	check(t, err)
	_, err = a.db.Append(t.Context(), a.now, []conversation.Item{conversation.SettingsLine{Company: &hostile[0]}})
	check(t, err)
	a.serve(t)
	return a
}

// hostileAddresses are all pages that show hostile names, with every filter that takes one.
func hostileAddresses() []string {
	addresses := []string{"/waiting"}
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		addresses = append(addresses, path+"?limit=500&"+february)
	}
	for _, name := range hostile {
		addresses = append(addresses, "/conversations/"+url.PathEscape("c"+name)+"?"+february, "/conversations/"+url.PathEscape("d"+name))
	}
	for i, param := range []string{"agent", "tag", "contact_tag", "channel", "q", "owner", "with_tag"} {
		for j := i % 3; j < len(hostile); j += 3 {
			name := hostile[j]
			value := map[string]string{"agent": "a" + name, "owner": "a" + name, "channel": "w" + name}[param]
			if value == "" {
				value = name
			}
			path := []string{"/overview", "/agents", "/tags", "/conversations"}[(i+j)%4]
			addresses = append(addresses, path+"?"+url.Values{param: {value}}.Encode()+"&"+february)
		}
	}
	return addresses
}

// TestHostileNamesStayText reads every page as a browser would: no element, attribute or address is made of a name.
func TestHostileNamesStayText(t *testing.T) {
	t.Parallel()
	a := newHostile(t)
	for _, address := range hostileAddresses() {
		w := a.get(address)
		if w.Code == http.StatusBadRequest && strings.Contains(address, "?q=") {
			continue // a text too long to search for
		}
		if w.Code != http.StatusOK {
			t.Errorf("%.200q: %d", address, w.Code)
			continue
		}
		doc, err := html.Parse(w.Body)
		check(t, err)
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			attr := map[string]string{}
			for _, one := range n.Attr {
				attr[one.Key] = one.Val
				if strings.HasPrefix(one.Key, "on") || one.Key == "style" || strings.HasPrefix(one.Val, "javascript:") && one.Key == "href" {
					t.Errorf("%.200q: <%s %s=%.100q>", address, n.Data, one.Key, one.Val)
				}
			}
			switch n.Data {
			case "img", "iframe", "object", "base":
				t.Errorf("%.200q: <%s>", address, n.Data)
			case "script":
				ours := strings.HasPrefix(attr["src"], "/static/")
				data := attr["type"] == "application/json" && json.Valid([]byte(n.FirstChild.Data))
				if !ours && !data {
					t.Errorf("%.200q: a script of type %q: %.200q", address, attr["type"], text(n))
				}
			}
		}
	}
}

// TestHostileNamesInFiles opens every file as its program would: as many rows as there are, nothing that a spreadsheet
// calculates, nothing that a reader of text cannot read.
func TestHostileNamesInFiles(t *testing.T) {
	a := newHostile(t)
	for path, rows := range map[string]int{"/agents": len(hostile), "/tags": len(hostile) + 1, "/conversations": 2 * len(hostile)} {
		for _, excel := range []string{"", "&excel=1"} {
			checkCSV(t, a, path+".csv?"+february+excel, rows)
		}
		checkWorkbook(t, a, path, rows)
		object := decode(t, a.get(path+".json?"+february).Body)
		if got := len(object["rows"].([]any)); got < rows {
			t.Errorf("%s.json has %d rows, want %d", path, got, rows)
		}
	}
	names := map[string]bool{}
	for _, row := range decode(t, a.get("/conversations.json?"+february).Body)["rows"].([]any) {
		names[row.(map[string]any)["contact_name"].(string)] = true
	}
	for _, name := range hostile {
		if !names[name] {
			t.Errorf("JSON has no contact %.100q", name)
		}
	}
}

func checkCSV(t *testing.T, a *account, address string, rows int) {
	t.Helper()
	content := a.get(address).Body.Bytes()
	excel := strings.Contains(address, "excel=1")
	if excel {
		wide := make([]uint16, len(content)/2)
		for i := range wide {
			wide[i] = uint16(content[2*i]) | uint16(content[2*i+1])<<8
		}
		content = []byte(strings.TrimPrefix(string(utf16.Decode(wide)), "\ufeff"))
	}
	if !utf8.Valid(content) || slices.Contains(content, 0) {
		t.Errorf("%s holds what no text may", address)
	}
	r := csv.NewReader(strings.NewReader(string(content)))
	if excel {
		r.Comma = '\t'
	}
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	if len(lines) < 1+rows {
		t.Errorf("%s has %d lines, want %d", address, len(lines), 1+rows)
	}
	for _, line := range lines {
		for i, cell := range line {
			if cell != "" && strings.Contains("=+-@\t\r", cell[:1]) && !strings.HasPrefix(cell, `="`) {
				t.Errorf("%s: in column %d a spreadsheet calculates %.100q", address, i, cell)
			}
		}
	}
}

func checkWorkbook(t *testing.T, a *account, path string, rows int) {
	t.Helper()
	book, err := excelize.OpenReader(a.get(path + ".xlsx?" + february).Body)
	check(t, err)
	sheet := strings.TrimPrefix(path, "/")
	lines, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	check(t, err)
	if len(lines) < 1+rows {
		t.Errorf("%s.xlsx has %d rows, want %d", path, len(lines), 1+rows)
	}
	for y, line := range lines {
		for x := range line {
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			check(t, err)
			formula, err := book.GetCellFormula(sheet, cell)
			check(t, err)
			if formula != "" {
				t.Errorf("%s.xlsx calculates %s: %.100q", path, cell, formula)
			}
		}
	}
}

// TestHostileNamesAreFound asks for the conversations of every name by every filter that takes one.
func TestHostileNamesAreFound(t *testing.T) {
	a := newHostile(t)
	for _, name := range hostile {
		for param, want := range map[string]struct {
			value string
			n     int
		}{
			"agent": {"a" + name, 2}, "channel": {"w" + name, 2}, "tag": {name, 1}, "contact_tag": {name, 2},
		} {
			query := url.Values{param: {want.value}}.Encode() + "&" + february
			if got := a.conversations(t, "/conversations?"+query); got != want.n {
				t.Errorf("%s=%.60q has %d conversations, want %d", param, want.value, got, want.n)
			}
		}
	}
}
