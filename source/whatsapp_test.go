package source

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// expected is what a sample says must come out of it.
type expected struct {
	DateOrder string `json:"date_order"`
	Messages  []struct {
		LocalTime string `json:"local_time"`
		Author    *string
		Kind      string
		Text      string
	}
	Counts struct {
		Messages int
		ByAuthor map[string]int `json:"by_author"`
	}
}

// parseChat is the parse of a chat as far as it does not need to know who is who.
func parseChat(t testing.TB, chat string, o Options) (string, []entry) {
	t.Helper()
	heads, _ := findHeads(chat)
	order, err := dateOrder(heads, o)
	if err != nil {
		t.Fatal(err)
	}
	return order, split(chat, heads, order, nil, o.Now)
}

func TestSamples(t *testing.T) {
	for _, name := range []string{"enus-android-12h", "ptbr-android-1to1", "ptbr-ios-1to1"} {
		t.Run(name, func(t *testing.T) {
			chat, want := sample(t, name)
			order, entries := parseChat(t, chat, Options{Now: now})
			if order != strings.ToLower(want.DateOrder) || len(entries) != len(want.Messages) {
				t.Fatalf("got order %s and %d entries, want %s and %d", order, len(entries), want.DateOrder, len(want.Messages))
			}
			byAuthor := map[string]int{}
			for i, e := range entries {
				w := want.Messages[i]
				got := time.Unix(e.local, 0).UTC().Format("2006-01-02T15:04:05")
				if strings.TrimSuffix(got, ":00") != strings.TrimSuffix(w.LocalTime, ":00") {
					t.Errorf("entry %d: got time %s, want %s", i, got, w.LocalTime)
				}
				author := ""
				if w.Author != nil {
					author = *w.Author
				}
				if e.author != author || isCall(e.body) != (w.Kind == "call") {
					t.Errorf("entry %d: got author %q, call %t; want %q, %s", i, e.author, isCall(e.body), author, w.Kind)
				}
				body, _ := strings.CutSuffix(withoutMarks(strings.ReplaceAll(e.body, "\r", "")), " <Mensagem editada>")
				if (w.Kind == "text" || w.Kind == "system") && body != w.Text {
					t.Errorf("entry %d: got text %q, want %q", i, body, w.Text)
				}
				if e.author != "" && !isCall(e.body) {
					byAuthor[e.author]++
				}
			}
			if !reflect.DeepEqual(byAuthor, want.Counts.ByAuthor) {
				t.Errorf("got %v, want %v", byAuthor, want.Counts.ByAuthor)
			}
		})
	}
}

func sample(t testing.TB, name string) (chat string, want expected) {
	t.Helper()
	text, err1 := os.ReadFile("testdata/" + name + ".txt")
	data, err2 := os.ReadFile("testdata/" + name + ".expected.json")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	return string(text), want
}

var saoPaulo = func() *time.Location {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		panic(err)
	}
	return zone
}()

func TestChatAsRecords(t *testing.T) {
	chat, _ := sample(t, "ptbr-android-1to1")
	records, err := readAll(t, "-", chat, Options{Us: "Loja Modelo", Zone: saoPaulo})
	if err != nil || len(records) != 3 {
		t.Fatalf("got %+v, %v", records, err)
	}
	if got, want := records[0].Item, (conversation.ChannelLine{ID: "Loja Modelo", Name: ptr("Loja Modelo")}); !reflect.DeepEqual(got, want) {
		t.Errorf("channel %+v", got)
	}
	if got, want := records[1].Item, (conversation.ContactLine{ID: "+5511912345678", At: math.MinInt64, Phone: ptr("+5511912345678")}); !reflect.DeepEqual(got, want) {
		t.Errorf("contact %+v", got)
	}
	events := records[2].Item.(conversation.ThreadEvents)
	want := conversation.Thread{ID: thread("Loja Modelo", "+5511912345678").ID, Channel: "Loja Modelo",
		Contact: "+5511912345678", Lifecycle: conversation.Inactivity}
	if events.Thread != want || records[2].Line != 2 || len(events.Events) != 9 {
		t.Errorf("thread %+v of line %d with %d events", events.Thread, records[2].Line, len(events.Events))
	}
	first := conversation.Event{Key: "2026-03-12T09:15 contact 0", Kind: conversation.Message,
		At: time.Date(2026, 3, 12, 12, 15, 0, 0, time.UTC).UnixMilli(), Seq: firstMinute, From: conversation.FromContact}
	second := first
	second.Key, second.Seq, second.From = "2026-03-12T09:15 agent 0", firstMinute+1, conversation.FromAgent
	if events.Events[0] != first || events.Events[1] != second || events.Events[2].Seq != wholeMinute {
		t.Errorf("events %+v", events.Events[:3])
	}
}

func TestZipIsTheSameAsItsText(t *testing.T) {
	o := Options{Us: "Loja Modelo", Zone: saoPaulo, Channel: "w1"}
	var got [2][]Record
	for i, name := range []string{"testdata/ptbr-ios-1to1.txt", "testdata/ptbr-ios-1to1.zip"} {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if got[i], err = readFrom(t, name, file, o); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(got[0], got[1]) || len(events(got[0])) != 8 {
		t.Errorf("text %+v\nzip  %+v", got[0], got[1])
	}
	if _, isContact := got[0][0].Item.(conversation.ContactLine); !isContact {
		t.Errorf("a channel that is named must keep its name: %+v", got[0][0])
	}
}

func TestGroupsAreRefused(t *testing.T) {
	for _, name := range []string{"testdata/real-ptbr-android.txt", "testdata/real-ptbr-android.zip"} {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		_, err = readFrom(t, name, file, Options{Us: "Franklin", Zone: saoPaulo})
		if err == nil || err.Error() != "this is the chat of a group: see line 2; reports are on conversations with one contact" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, line := range []string{
		"Você criou este grupo", "Ana criou o grupo \"Vendas: sul\"", "Ana saiu", "Ana entrou usando o link", "Ana adicionou Eva",
		"\u200eAna foi adicionado(a)", "You created group \"x\"", "Ana added you", "Ana left", "Ana joined using this group's invite link",
		"Ana removed Eva", "Creaste este grupo", "Ana creó el grupo \"x\"", "Añadiste a Eva", "Ana añadió a Eva", "Ana salió del grupo",
		"Eva se unió usando el enlace", "Ana eliminó a Eva",
	} {
		android := "25/03/2026 10:00 - " + line + "\n25/03/2026 10:00 - Ana: oi\n25/03/2026 10:00 - Loja: oi\n"
		ios := "[25/03/2026, 10:00:00] Vendas: \u200e" + line + "\r\n[25/03/2026, 10:00:01] Ana: oi\r\n[25/03/2026, 10:00:02] Loja: oi\r\n"
		for _, chat := range []string{android, ios} {
			_, err := readAll(t, "-", chat, Options{Us: "Loja", Zone: saoPaulo})
			if err == nil || !strings.HasPrefix(err.Error(), "this is the chat of a group: see line 1") {
				t.Errorf("%q: %v", chat, err)
			}
		}
	}
	three := "25/03/2026 10:00 - Ana: oi\n25/03/2026 10:00 - Loja: oi\n25/03/2026 10:01 - Eva: oi\n25/03/2026 10:02 - Eva: oi\n"
	_, err := readAll(t, "-", three, Options{Us: "Loja", Zone: saoPaulo})
	want := `this is the chat of a group: 3 authors write in it ("Ana" with 1 message, "Loja" with 1 message, "Eva" with 2 messages); reports are on conversations with one contact`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNoMessage(t *testing.T) {
	for _, test := range []struct {
		line     string // on iOS, of Ana or of Loja
		messages int
	}{
		{"\u200eAs mensagens e ligações são protegidas com a criptografia de ponta a ponta.", 0},
		{"\u200eMessages and calls are end-to-end encrypted. Only people in this chat can read them.", 0},
		{"Los mensajes y las llamadas están cifrados de extremo a extremo.", 0},
		{"\u200eYour security code with Ana changed. Tap to learn more.", 0},
		{"\u200eSeu código de segurança com Ana mudou.", 0},
		{"\u200eVocê ativou as mensagens temporárias.", 0}, {"\u200eLos mensajes temporales se activaron.", 0},
		{"\u200eMissed voice call", 0}, {"\u200eVideo call. \u200e3 min", 0}, {"\u200eLigação de vídeo perdida", 0},
		{"Llamada perdida", 0}, {"Videollamada perdida a las 10:15", 0}, {"Chamada de voz perdida às 22:10", 0},
		{"Voice call, please", 1}, {"null", 1}, {"", 1}, {"Ana saiu", 1}, {"Your security code with me changed", 1},
		{"\u200eimagem ocultada", 1}, {"\u200eThis message was deleted.", 1}, {"\u200eSe eliminó este mensaje.", 1},
		{"\u200eVocê apagou esta mensagem.", 1}, {"\u200eAna added Eva.pdf • \u200e2 pages \u200edocument omitted", 1},
		{"\u200e<anexado: 00000012-PHOTO.jpg>", 1}, {"a: b: c", 1},
	} {
		for _, who := range []struct{ author, path, us string }{
			{"Ana", "-", "Loja"}, {"Ana", "WhatsApp Chat - Ana.txt", "Loja"}, {"Ana", "WhatsApp Chat - Ana.txt", ""},
			{"Loja", "-", "Loja"}, {"Loja", "WhatsApp Chat - Ana.txt", ""},
		} {
			chat := "[25/03/2026, 10:00:00] Loja: oi\r\n[25/03/2026, 10:00:01] " + who.author + ": " + test.line + "\r\n[25/03/2026, 10:00:02] Ana: oi\r\n"
			records, err := readAll(t, who.path, chat, Options{Us: who.us, Zone: saoPaulo})
			if got := len(events(records)) - 2; err != nil || got != test.messages {
				t.Errorf("%q of %s, %s, us %q: got %d messages, %v", test.line, who.author, who.path, who.us, got, err)
			}
		}
	}
}

func TestPastedHeadersDoNotSplit(t *testing.T) {
	for _, test := range []struct {
		name, lines string
		messages    int
	}{
		{"other style", "[25/03/2026, 10:00:00] Eva: oi", 2},
		{"other separator", "25.03.2026 10:00 - Eva: oi", 2},
		{"seconds", "25/03/2026 10:00:00 - Eva: oi", 2},
		{"no date", "99/99/2026 10:00 - Eva: oi", 2},
		{"older, same authors", "24/03/2026 10:00 - Loja: oi\n24/03/2026 10:01 - Ana: oi", 2},
		{"older by two hours", "25/03/2026 08:00 - Loja: oi", 2},
		{"a stranger's, older by minutes", "25/03/2026 09:59 - Eva: oi", 2},
		{"a stranger's, from the future", "25/03/2026 11:00 - Eva: oi", 2},
		{"a little late", "25/03/2026 09:59 - Loja: oi", 3},
		{"in order", "25/03/2026 10:00 - Loja: oi", 3},
		{"no header", "oi 25/03/2026 10:00 - Loja: oi", 2},
	} {
		chat := "25/03/2026 09:00 - Ana: oi\n25/03/2026 10:00 - Loja: veja\n" + test.lines + "\n25/03/2026 10:01 - Ana: oi\n"
		records, err := readAll(t, "-", chat, Options{Us: "Loja", Zone: saoPaulo})
		if got := len(events(records)) - 1; err != nil || got != test.messages {
			t.Errorf("%s: got %d messages, %v", test.name, got, err)
		}
	}
}

func TestFutureMessagesAreRejectedAlone(t *testing.T) {
	chat := "25/03/2026 09:00 - Ana: oi\n25/03/2030 09:00 - Loja: oi\n25/03/2026 10:00 - Ana: oi\n"
	records, err := readAll(t, "-", chat, Options{Us: "Loja", Zone: saoPaulo, DateOrder: "dmy"})
	want := []string{"line 2: 2030-03-25 is more than 24 hours ahead of the clock"}
	if got := reasons(records); err != nil || !reflect.DeepEqual(got, want) || len(events(records)) != 2 {
		t.Errorf("got %q, %v, %d events", got, err, len(events(records)))
	}
}
