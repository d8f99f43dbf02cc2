package source

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"relato/conversation"
)

var tableNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// readTable is what a table says, a line per item.
func readTable(t testing.TB, text string, o Options) (lines []string, rejected []string) {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = tableNow
	}
	if o.Zone == nil {
		zone, err := time.LoadLocation("America/Sao_Paulo")
		if err != nil {
			t.Fatal(err)
		}
		o.Zone = zone
	}
	f, err := Open("tabela.csv", strings.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for {
		r, err := f.Next()
		if err == io.EOF {
			return lines, rejected
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range r.Rejected {
			rejected = append(rejected, bad.Error())
		}
		switch i := r.Item.(type) {
		case conversation.AgentLine:
			lines = append(lines, "agent "+i.ID+" "+*i.Name+" "+text2(i.Email))
		case conversation.ChannelLine:
			lines = append(lines, "channel "+i.ID)
		case conversation.ContactLine:
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("contact %s %s %s", i.ID, text2(i.Name), text2(i.Phone))))
		case conversation.ThreadEvents:
			for _, e := range i.Events {
				line := fmt.Sprintf("%s %s %s %s", i.ID, time.UnixMilli(e.At).UTC().Format("2006-01-02T15:04:05"), e.Kind, e.Key)
				for _, more := range []string{e.From.String(), e.Agent, e.Own.String(), e.Comment} {
					if more != "" {
						line += " " + more
					}
				}
				lines = append(lines, line)
			}
		}
	}
}

func text2(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

const portugueseMessages = "Data e hora;Direção;Atendente;Cliente;Telefone;Status da mensagem;Etiquetas\r\n" +
	"31/01/2026 14:05;recebida;;José;+55 11 98888-7777;;cobrança\r\n" +
	"31/01/2026 14:07;enviada;Ana;José;+55 11 98888-7777;lida;\r\n" +
	"31/01/2026 14:07;enviada;Ana;José;+55 11 98888-7777;entregue;\r\n" +
	"31/01/2026 14:08;bot;;José;+55 11 98888-7777;;\r\n"

// portugueseTold is what portugueseMessages say, in every encoding.
var portugueseTold = []string{
	"contact +5511988887777 José +55 11 98888-7777",
	"csv::+5511988887777 2026-01-31T17:05:00 message message:1769879100000:contact: contact",
	"csv::+5511988887777 2026-01-31T17:05:00 tag tag:cobrança",
	"agent Ana Ana ",
	"csv::+5511988887777 2026-01-31T17:07:00 message message:1769879220000:Ana: agent Ana read",
	"csv::+5511988887777 2026-01-31T17:07:00 message message:1769879220000:Ana::2 agent Ana delivered",
	"csv::+5511988887777 2026-01-31T17:08:00 message message:1769879280000:flow: flow",
}

func TestTableOfMessages(t *testing.T) {
	windows, err := charmap.Windows1252.NewEncoder().String(portugueseMessages)
	if err != nil {
		t.Fatal(err)
	}
	wide := "\xff\xfe"
	for _, unit := range utf16.Encode([]rune(portugueseMessages)) {
		wide += string([]byte{byte(unit), byte(unit >> 8)})
	}
	for name, text := range map[string]string{
		"utf-8": portugueseMessages, "with mark": "\ufeff" + portugueseMessages, "windows-1252": windows, "utf-16": wide,
		"tabs": strings.ReplaceAll(portugueseMessages, ";", "\t"), "commas": strings.ReplaceAll(portugueseMessages, ";", ","),
		"gzip": string(gzipped(t, windows)), "Excel's": "sep=;\r\n" + portugueseMessages, "Excel's, marked": "\ufeff\"SEP=;\"\r\n" + portugueseMessages,
		"Excel's tabs": "sep=\t\n" + strings.ReplaceAll(portugueseMessages, ";", "\t"),
	} {
		lines, rejected := readTable(t, text, Options{})
		if diff := cmp.Diff(portugueseTold, lines); diff != "" || len(rejected) > 0 {
			t.Errorf("%s (-want +got):\n%s\n%s", name, diff, rejected)
		}
	}
}

func TestTableOfConversations(t *testing.T) {
	const text = `Ticket,Inicio,Cierre,Primera respuesta,Agente,Etiquetas,Calificación,Comentario,Origen,Nombre del contacto
15,2026-02-01 09:00:00,2026-02-01 10:00:00,2026-02-01 09:04:10,ana@example.com,"ventas, vip",5,"muy bien, gracias",inbound,Eva
16,2026-02-01 09:00:00,,,,,,,,Eva
`
	lines, rejected := readTable(t, text, Options{Channel: "w1"})
	want := []string{
		"contact csv:Eva Eva",
		"agent ana@example.com ana@example.com ana@example.com",
		"csv:w1:15 2026-02-01T12:00:00 open open",
		"csv:w1:15 2026-02-01T12:00:00 assign assign ana@example.com",
		"csv:w1:15 2026-02-01T12:00:00 tag tag:ventas",
		"csv:w1:15 2026-02-01T12:00:00 tag tag:vip",
		"csv:w1:15 2026-02-01T12:00:00 message start contact",
		"csv:w1:15 2026-02-01T12:04:10 message first-response agent ana@example.com",
		"csv:w1:15 2026-02-01T13:00:00 survey survey",
		"csv:w1:15 2026-02-01T13:00:00 rating rating muy bien, gracias",
		"csv:w1:15 2026-02-01T13:00:00 close close ana@example.com",
		"csv:w1:16 2026-02-01T12:00:00 open open",
	}
	if diff := cmp.Diff(want, lines); diff != "" || len(rejected) > 0 {
		t.Errorf("(-want +got):\n%s\n%s", diff, rejected)
	}
}

// TestOwnDetailsCanBeRead reads what Relato writes as the CSV of Details.
func TestOwnDetailsCanBeRead(t *testing.T) {
	const text = `conversation_id,status,origin,channel,contact_id,contact_name,contact_phone,conversation_tags,owner,owner_name,started_at,first_contact_message_at,first_response_at,frt_s,closed_at,csat_rating,csat_comment,url
c1~2,closed,flow,w1,p1,José,+5511988887777,a|b\|c,a1,Ana,2026-01-02T09:00:00-03:00,2026-01-02T09:01:00-03:00,2026-01-02T09:04:10-03:00,70,2026-01-02T10:00:00-03:00,4,,https://example.com
`
	lines, rejected := readTable(t, text, Options{})
	want := []string{
		"contact csv:p1 José +5511988887777",
		"channel w1",
		"agent a1 Ana ",
		"csv:w1:c1-2 2026-01-02T12:00:00 open open",
		"csv:w1:c1-2 2026-01-02T12:00:00 assign assign a1",
		"csv:w1:c1-2 2026-01-02T12:00:00 tag tag:a",
		"csv:w1:c1-2 2026-01-02T12:00:00 tag tag:b|c",
		"csv:w1:c1-2 2026-01-02T12:01:00 message start contact",
		"csv:w1:c1-2 2026-01-02T12:03:00 handoff handoff",
		"csv:w1:c1-2 2026-01-02T12:04:10 message first-response agent a1",
		"csv:w1:c1-2 2026-01-02T13:00:00 survey survey",
		"csv:w1:c1-2 2026-01-02T13:00:00 rating rating",
		"csv:w1:c1-2 2026-01-02T13:00:00 close close a1",
	}
	if diff := cmp.Diff(want, lines); diff != "" || len(rejected) > 0 {
		t.Errorf("(-want +got):\n%s\n%s", diff, rejected)
	}
}

// TestFirstResponsesOfTables folds a row per conversation that started at 09:00 and was first answered at 09:05: its first
// response time is what the table says, unless nothing shows that the contact wrote before.
func TestFirstResponsesOfTables(t *testing.T) {
	none := int64(conversation.None)
	for _, c := range []struct {
		header, cells string
		answered      string
		frt           int64
		origin        conversation.Origin
	}{
		{"", "", "09:05:00", 300, conversation.Inbound},
		{"origin", "", "09:05:00", 300, conversation.Inbound},
		{"origin", "inbound", "09:05:00", 300, conversation.Inbound},
		{"origin", "flow", "09:05:00", 300, conversation.Flow},
		{"origin", "site", "09:05:00", 300, conversation.Other},
		{"origin", "inbox", "09:05:00", none, conversation.Inbox},
		{"", "", "", none, conversation.Other},
		{"origin", "inbound", "", none, conversation.Inbound},
		{"", "", "09:00:00", 0, conversation.Inbound},
		{"origin,first_contact_message_at", "inbox,2026-01-02 09:03:00", "09:05:00", 120, conversation.Inbox},
		{"origin,first_contact_message_at", "inbox,2026-01-02 09:05:00", "09:05:00", 0, conversation.Inbox},
		{"origin,first_contact_message_at", "inbox,2026-01-02 09:06:00", "09:05:00", none, conversation.Inbox},
		{"origin,first_contact_message_at", "flow,", "09:05:00", 300, conversation.Flow},
		{"frt_s", "300", "09:05:00", 300, conversation.Inbound},
		{"frt_s", "60", "09:05:00", 60, conversation.Inbound},
		{"frt_s", "0", "09:05:00", 0, conversation.Inbound},
		{"frt_s", "400", "09:05:00", 300, conversation.Inbound},
		{"frt_s", "1 min", "09:05:00", 300, conversation.Inbound},
		{"frt_s", "60", "", none, conversation.Other},
		{"origin,frt_s", "inbox,60", "09:05:00", none, conversation.Inbox},
	} {
		answered := c.answered
		if answered != "" {
			answered = "2026-01-02 " + answered
		}
		text := "ticket,started_at,first_response_at,closed_at," + c.header + "\n1,2026-01-02 09:00:00," + answered + ",2026-01-02 10:00:00," + c.cells + "\n"
		records, err := readFrom(t, "x.csv", strings.NewReader(text), Options{Zone: time.UTC, Now: tableNow})
		if err != nil || len(reasons(records)) > 0 {
			t.Errorf("%q: %v, %v", text, err, reasons(records))
			continue
		}
		row := records[len(records)-1].Item.(conversation.ThreadEvents)
		folded := conversation.Fold(row.Thread, conversation.NewSet(row.Events), conversation.Rules{Now: tableNow})
		if len(folded) != 1 {
			t.Errorf("%q: %d conversations", text, len(folded))
			continue
		}
		frt := none
		if first := conversation.Measure(folded[0].Marks, nil).FirstResponse; first.Exists() {
			frt = first.Seconds()
		}
		if frt != c.frt || folded[0].Origin != c.origin {
			t.Errorf("%q: first response after %d s, origin %s; want %d and %s", text, frt, folded[0].Origin, c.frt, c.origin)
		}
	}
}

// TestStatusIsOfMessages reads a column that is headed by nothing but status.
func TestStatusIsOfMessages(t *testing.T) {
	lines, rejected := readTable(t, "at,from,contact,status,key\n1769879106,agent,p1,failed,k1\n1769879107,agent,p1,closed,k2\n", Options{})
	want := []string{
		"contact csv:p1 p1", "csv::csv:p1 2026-01-31T17:05:06 message k1 agent failed", "csv::csv:p1 2026-01-31T17:05:07 message k2 agent",
	}
	if diff := cmp.Diff(want, lines); diff != "" || len(rejected) > 0 {
		t.Errorf("(-want +got):\n%s\n%s", diff, rejected)
	}
	if _, there := guessColumns([]string{"conversation_id", "status", "started_at"})[fieldStatus]; there {
		t.Error("the status of a conversation was taken for that of a message")
	}
}

// TestConversationsWithoutIds reads two conversations of one contact, the first of them twice.
func TestConversationsWithoutIds(t *testing.T) {
	lines, rejected := readTable(t, "started_at,closed_at,phone\n2026-01-02 09:00:00,2026-01-02 10:00:00,5511988887777\n"+
		"2026-01-05 09:00:00,2026-01-05 10:00:00,5511988887777\n2026-01-02 09:00:00,2026-01-02 10:00:00,5511988887777\n", Options{})
	want := []string{
		"contact +5511988887777  5511988887777",
		"csv::+5511988887777:2026-01-02T12:00:00Z 2026-01-02T12:00:00 open open",
		"csv::+5511988887777:2026-01-02T12:00:00Z 2026-01-02T13:00:00 close close",
		"csv::+5511988887777:2026-01-05T12:00:00Z 2026-01-05T12:00:00 open open",
		"csv::+5511988887777:2026-01-05T12:00:00Z 2026-01-05T13:00:00 close close",
		"csv::+5511988887777:2026-01-02T12:00:00Z 2026-01-02T12:00:00 open open",
		"csv::+5511988887777:2026-01-02T12:00:00Z 2026-01-02T13:00:00 close close",
	}
	if diff := cmp.Diff(want, lines); diff != "" || len(rejected) > 0 {
		t.Errorf("(-want +got):\n%s\n%s", diff, rejected)
	}
}

// TestWhatClosedARow tells unanswered conversations from those that a flow has closed.
func TestWhatClosedARow(t *testing.T) {
	for cell, want := range map[string]string{"agent": "agent a1", "flow": "flow ", "API": "api ", "inactivity": "agent a1", "": "agent a1", "?": "agent a1"} {
		text := "ticket,started_at,closed_at,close_reason,owner\n1,2026-01-02 09:00:00,2026-01-02 10:00:00," + cell + ",a1\n"
		records, err := readFrom(t, "x.csv", strings.NewReader(text), Options{Zone: time.UTC, Now: tableNow})
		if err != nil || len(records) == 0 {
			t.Fatal(err)
		}
		row := records[len(records)-1].Item.(conversation.ThreadEvents)
		closed := conversation.Fold(row.Thread, conversation.NewSet(row.Events), conversation.Rules{Now: tableNow})[0]
		if got := closed.Reason.String() + " " + closed.ClosedBy; got != want || closed.ClosedAt-closed.StartedAt != 3600 {
			t.Errorf("%q: closed by %q, want %q", cell, got, want)
		}
	}
}

func TestTimesOfTables(t *testing.T) {
	for cell, want := range map[string]string{
		"2026-01-31T14:05:06-03:00": "17:05:06", "2026-01-31T14:05:06Z": "14:05:06", "2026-01-31t14:05:06z": "14:05:06", "2026-01-31 14:05": "17:05:00",
		"31/01/2026 14:05:06": "17:05:06", "31.01.2026, 2:05 PM": "17:05:00", "31-01-26 14:05": "17:05:00",
		"31/01/2026 2:05:06 p. m.": "17:05:06", "1769879106": "17:05:06", "1769879106123": "17:05:06",
		"2026/01/31 14:05:06.123": "17:05:06", "31/01/2026 14h05": "17:05:00", "31/01/2026 12:00 AM": "03:00:00",
	} {
		lines, rejected := readTable(t, "at;from;contact\n"+cell+";in;p1\n", Options{DateOrder: "dmy"})
		if len(lines) < 2 || !strings.Contains(lines[1], "2026-01-31T"+want) || len(rejected) > 0 {
			t.Errorf("%s: %v %v", cell, lines, rejected)
		}
	}
	for cell, want := range map[string]string{
		"": "at: missing", "soon": `"soon" is not a time`, "31/02/2026 10:00": "no such date", "31/01/2026 25:00": "is not a time",
		"31/01/2027 10:00": "ahead of the clock", "12": "is not a time", "-1": "is not a time",
	} {
		_, rejected := readTable(t, "at;from;contact\n"+cell+";in;p1\n", Options{DateOrder: "dmy"})
		if len(rejected) != 1 || !strings.Contains(rejected[0], want) || !strings.HasPrefix(rejected[0], "line 2: ") {
			t.Errorf("%q: %v, want %s", cell, rejected, want)
		}
	}
}

// TestTablesAsk checks what a table cannot say of itself, and that the answer helps.
func TestTablesAsk(t *testing.T) {
	utc := time.UTC
	for name, c := range map[string]struct {
		text   string
		o      Options
		option string
		says   string
	}{
		"zone":        {"at,from,contact\n2026-01-31 10:00,in,p1\n", Options{}, "timezone", "no offset"},
		"order":       {"at,from,contact\n02/01/2026 10:00,in,p1\n", Options{Zone: utc}, "date-order", "day/month or month/day"},
		"both orders": {"at,from,contact\n31/01/2026 10:00,in,p1\n01/31/2026 10:00,in,p1\n", Options{Zone: utc}, "date-order", "some dates"},
		"no times":    {"a,b\n1,2\n", Options{Format: FormatCSV}, "columns", "when and by whom"},
		"nobody":      {"at,from\n1769879106,in\n", Options{}, "columns", "contacts apart"},
		"broken":      {"A\"x\na,b\n1,2\n", Options{Format: FormatCSV}, "columns", "when and by whom"},
		"header":      {"at,from,contact\n1769879106,in,p1\n", Options{Columns: map[string]string{"key": "wamid"}}, "columns", "no column \"wamid\""},
		"other table": {"a,b\n1,2\n", Options{Columns: map[string]string{"at": "Quando"}}, "columns", "no column \"Quando\"; the columns are a, b"},
		"field":       {"at,from,contact\n1769879106,in,p1\n", Options{Columns: map[string]string{"colour": "at"}}, "columns", "is no field"},
	} {
		c.o.Now = tableNow
		_, err := Open("x.csv", strings.NewReader(c.text), c.o)
		var ask *OptionError
		if !errors.As(err, &ask) || ask.Option != c.option || !strings.Contains(ask.Reason, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Another date decides, and columns can be named.
	lines, rejected := readTable(t, "Quando;Quem;Nome\n02/01/2026 10:00;in;Eva\n31/01/2026 10:00;in;Eva\n", Options{
		Columns: map[string]string{"at": "quando", "from": "quem"}, // and so it is a table
	})
	if len(lines) != 3 || !strings.Contains(lines[1], "2026-01-02T13:00:00") || len(rejected) > 0 {
		t.Errorf("%v %v", lines, rejected)
	}
}

func TestBadRowsAreRejectedAlone(t *testing.T) {
	lines, rejected := readTable(t, "at,from,contact,rating\n1769879106,in,p1,\n1769879107,someone,p1,\n\n1769879108,in,,\na\"b,in,p1\n1769879109,out\n1769879110,out,p1\n", Options{})
	if len(lines) != 3 || len(rejected) != 4 {
		t.Fatalf("%q\n%q", lines, rejected)
	}
	for i, want := range []string{
		`line 3: from: "someone" does not tell who wrote`, "line 5: nothing in the row tells whose", "line 6: the row cannot be read", "line 7: nothing in the row",
	} {
		if !strings.HasPrefix(rejected[i], want) {
			t.Errorf("%q, want %q", rejected[i], want)
		}
	}
	// Lines count from the one that names the delimiter, which goes before what stands most often between cells.
	lines, rejected = readTable(t, "sep=;\nat;from;a,b,c,contact\n1769879106;in;p1\nsoon;in;p1\n", Options{Columns: map[string]string{"contact": "a,b,c,contact"}})
	if len(lines) != 2 || len(rejected) != 1 || !strings.HasPrefix(rejected[0], "line 4: at: ") {
		t.Errorf("below sep=: %q\n%q", lines, rejected)
	}
	f, err := Open("x.csv", io.MultiReader(strings.NewReader("at,from,contact\n1769879106,in,\"never"), strings.NewReader(strings.Repeat("x\n", MaxLine))), Options{Now: tableNow})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Next(); err == nil || !strings.Contains(err.Error(), "never closed") {
		t.Errorf("an open quote: %v", err)
	}
}

// FuzzTable reads anything as a table: it must not fail in another way than by an error.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{portugueseMessages, "at,from,contact\n1769879106,in,p1\n", "started_at|closed_at|contact\n1|2|3\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open("x.csv", strings.NewReader(string(data)), Options{Format: FormatCSV, Zone: time.UTC, DateOrder: "dmy", Now: tableNow})
		if err != nil {
			return
		}
		for range 2*strings.Count(string(data), "\n") + 10 {
			if _, err := file.Next(); err != nil {
				return
			}
		}
	})
}

func BenchmarkTable(b *testing.B) {
	var text strings.Builder
	text.WriteString("Data e hora;Direção;Atendente;Cliente;Telefone\n")
	r := rand.New(rand.NewPCG(1, 2))
	at := tableNow.AddDate(0, 0, -30)
	for range 20_000 {
		at = at.Add(time.Duration(r.IntN(100)) * time.Second)
		fmt.Fprintf(&text, "%s;%s;Ana;Cliente %d;+55119%08d\n", at.Format("02/01/2006 15:04:05"), []string{"recebida", "enviada"}[r.IntN(2)], r.IntN(1000), r.IntN(1000))
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if lines, _ := readTable(b, text.String(), Options{}); len(lines) < 20_000 {
			b.Fatal(len(lines))
		}
	}
}
