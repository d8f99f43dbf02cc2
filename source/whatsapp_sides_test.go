package source

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"relato/conversation"
)

const (
	anaAndLoja = "25/03/2026 10:00 - Ana: oi\n25/03/2026 10:00 - Loja: oi\n25/03/2026 10:01 - Ana: oi\n"
	onlyAna    = "25/03/2026 10:00 - Ana: oi\n"
)

func TestWhoIsTheCompany(t *testing.T) {
	for _, test := range []struct {
		name, path, chat, us, channel string
		want                          string // channel and contact, or the error
	}{
		{"given", "-", anaAndLoja, "Loja", "", "Loja/Ana"},
		{"given, the other one", "-", anaAndLoja, "Ana", "", "Ana/Loja"},
		{"with a channel", "-", anaAndLoja, "Loja", "w1", "w1/Ana"},
		{"not given", "-", anaAndLoja, "", "", `the file does not say who is the company; name it with --us: "Ana" with 2 messages, "Loja" with 1 message`},
		{"unknown", "-", anaAndLoja, "loja", "", `--us "loja" is none of the authors: "Ana" with 2 messages, "Loja" with 1 message`},
		{"pt file name", "/x/Conversa do WhatsApp com Ana.txt", anaAndLoja, "", "", "Loja/Ana"},
		{"en file name", `C:\x\WhatsApp Chat with Ana.TXT`, anaAndLoja, "", "", "Loja/Ana"},
		{"es file name", "Chat de WhatsApp con Ana (2).txt", anaAndLoja, "", "", "Loja/Ana"},
		{"ios file name", "WhatsApp Chat - Ana.txt", anaAndLoja, "", "", "Loja/Ana"},
		{"other file name", "WhatsApp Chat with Eva.txt", anaAndLoja, "", "", `the file does not say who is the company; name it with --us: "Ana" with 2 messages, "Loja" with 1 message`},
		{"phone", "Conversa do WhatsApp com +55 11 91234-5678.txt", strings.ReplaceAll(anaAndLoja, "Ana", "\u202a+55 11 91234\u20115678\u202c"), "", "", "Loja/+5511912345678"},
		{"company is a phone", "-", strings.ReplaceAll(anaAndLoja, "Loja", "+55 (11) 91234-5678"), "+5511912345678", "", "+5511912345678/Ana"},
		{"name with a colon, ours", "-", strings.ReplaceAll(anaAndLoja, "Loja", "Loja: Sul"), "Loja: Sul", "", "Loja: Sul/Ana"},
		{"name with a colon, the file's", "WhatsApp Chat with Dra: Ana.txt", strings.ReplaceAll(anaAndLoja, "Ana", "Dra: Ana"), "", "", "Loja/Dra: Ana"},
		{"decomposed", "WhatsApp Chat with Jose\u0301.txt", strings.ReplaceAll(anaAndLoja, "Ana", "José"), "", "", "Loja/José"},
		{"never answered", "WhatsApp Chat with Ana.txt", onlyAna, "Loja", "", "Loja/Ana"},
		{"never answered, channel", "WhatsApp Chat with Ana.txt", onlyAna, "", "w1", "w1/Ana"},
		{"never answered, no us", "WhatsApp Chat with Ana.txt", onlyAna, "", "", `the file does not say who is the company; name it with --us: "Ana" with 1 message`},
		{"never answered, no name", "-", onlyAna, "Loja", "", `--us "Loja" is none of the authors: "Ana" with 1 message`},
		{"only we wrote", "WhatsApp Chat with Eva.txt", onlyAna, "Ana", "", "Ana/Eva"},
		{"only we wrote, no name", "-", onlyAna, "Ana", "", `only "Ana" wrote, so the contact is known neither from the chat nor from the file's name; name the file "WhatsApp Chat with NAME.txt"`},
		{"nobody", "-", "25/03/2026 10:00 - Messages and calls are end-to-end encrypted.\n", "Ana", "", "nobody wrote in this chat"},
	} {
		records, err := readAll(t, test.path, test.chat, Options{Us: test.us, Channel: test.channel, Zone: saoPaulo})
		got := ""
		if err != nil {
			got = err.Error()
		} else if events, ok := records[len(records)-1].Item.(conversation.ThreadEvents); ok {
			got = events.Channel + "/" + events.Contact
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestZoneIsAskedFor(t *testing.T) {
	_, err := readAll(t, "-", anaAndLoja, Options{Us: "Loja"})
	if err == nil || err.Error() != "the times of a chat have no zone; name the phone's with --timezone, like America/Sao_Paulo" {
		t.Errorf("got %v", err)
	}
}

func TestTextBeforeTheChatIsReported(t *testing.T) {
	records, err := readAll(t, "-", "Chat:\n"+anaAndLoja, Options{Us: "Loja", Zone: saoPaulo})
	if got := reasons(records); err != nil || len(got) != 1 || got[0] != "line 1: text before the first message" || len(events(records)) != 3 {
		t.Errorf("got %q, %v", got, err)
	}
}

// zipped is a zip file of one entry, changed before it is closed.
func zipped(t testing.TB, header zip.FileHeader, content io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	header.Method = zip.Deflate
	entry, err := w.CreateHeader(&header)
	if err == nil {
		_, err = io.Copy(entry, content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZips(t *testing.T) {
	chat := func() io.Reader { return strings.NewReader(anaAndLoja) }
	whole := zipped(t, zip.FileHeader{Name: "_chat.txt"}, chat())
	corrupt := bytes.Clone(whole)
	corrupt[45] ^= 0xff
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"whole", whole, ""},
		{"in a folder", zipped(t, zip.FileHeader{Name: "x/WhatsApp Chat with Ana.txt"}, chat()), ""},
		{"leads out", zipped(t, zip.FileHeader{Name: "../../_chat.txt"}, chat()), "the zip file holds no chat: there is no .txt in it"},
		{"leads out on Windows", zipped(t, zip.FileHeader{Name: `..\_chat.txt`}, chat()), "the zip file holds no chat: there is no .txt in it"},
		{"absolute", zipped(t, zip.FileHeader{Name: "/_chat.txt"}, chat()), "the zip file holds no chat: there is no .txt in it"},
		{"no chat", zipped(t, zip.FileHeader{Name: "IMG.jpg"}, chat()), "the zip file holds no chat: there is no .txt in it"},
		{"Excel", zipped(t, zip.FileHeader{Name: "xl/workbook.xml"}, chat()), "this is a spreadsheet; save it as CSV"},
		{"LibreOffice", zipped(t, zip.FileHeader{Name: "content.xml"}, chat()), "this is a spreadsheet; save it as CSV"},
		{"encrypted", zipped(t, zip.FileHeader{Name: "_chat.txt", Flags: 1}, chat()), "the zip file is encrypted; unpack it and import the chat's .txt"},
		{"cut", whole[:len(whole)-30], "the zip file is cut short or damaged"},
		{"corrupt", corrupt, `unpacking "_chat.txt": reading the chat: `},
	} {
		for kind, r := range map[string]io.Reader{"file": bytes.NewReader(test.data), "stream": stream{bytes.NewReader(test.data)}} {
			records, err := readFrom(t, "x.zip", r, Options{Us: "Loja", Zone: saoPaulo})
			if test.want == "" && (err != nil || len(events(records)) != 3) {
				t.Errorf("%s, %s: %+v, %v", test.name, kind, records, err)
			}
			if test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)) {
				t.Errorf("%s, %s: got %v, want %s", test.name, kind, err, test.want)
			}
		}
	}
}

func TestZipBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("packs and unpacks 256 MiB")
	}
	bomb := zipped(t, zip.FileHeader{Name: "_chat.txt"}, &endless{MaxChat + 1})
	// The size in the directory is a lie, so that only counting helps.
	at := bytes.LastIndex(bomb, []byte("PK\x01\x02"))
	copy(bomb[at+24:], []byte{0xff, 0, 0, 0})
	_, err := readFrom(t, "x.zip", bytes.NewReader(bomb), Options{Us: "Loja", Zone: saoPaulo})
	if err == nil || !strings.Contains(err.Error(), "the chat is longer than 256 MiB") && !strings.Contains(err.Error(), "zip: ") {
		t.Errorf("got %v", err)
	}
	honest := zipped(t, zip.FileHeader{Name: "_chat.txt"}, &endless{MaxChat + 1})
	_, err = readFrom(t, "x.zip", bytes.NewReader(honest), Options{Us: "Loja", Zone: saoPaulo})
	if err == nil || err.Error() != `unpacking "_chat.txt": the chat is longer than 256 MiB, which no export is` {
		t.Errorf("got %v", err)
	}
}
