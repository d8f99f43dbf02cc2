package source

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"relato/conversation"
)

// FuzzRelato: no line breaks the reader; what it yields keeps the promises of its types.
func FuzzRelato(f *testing.F) {
	for _, seed := range []string{
		agentLine, benchLine(3), `{"type":"contact","id":"p","tags":["a",null],"at":"2026-01-02T12:00:00Z"}`,
		`{"type":"settings","hours":{"mon":["09:00-18:00"]},"holidays":["2026-12-25"],"language":"en","timezone":"UTC"}`,
		`{"type":"event","thread":"c","event":{"type":"tag","tag":"\u0000\ud800","at":"2026-01-02T12:00:00Z"}}`,
		"{\"a\":\"\\\\\",\"b\":[[[]],{\"\\\"\":1e5}]}\n\xff\n[\n{}\n\x00", `{"type":"conversation","id":"c","events":[{"type":`,
		`{"":[{"":""}] , "type" : "agent" }`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		records, err := readAll(t, "-", text, Options{Format: FormatRelato})
		if err != nil {
			return
		}
		for _, rec := range records {
			if rec.Item == nil && len(rec.Rejected) != 1 {
				t.Errorf("line %d is neither taken nor rejected", rec.Line)
			}
			if _, ok := rec.Item.(conversation.AgentLine); ok && !isAgent(lineOf(text, rec.Line)) {
				t.Errorf("line %d is no agent for encoding/json", rec.Line)
			}
		}
		for _, e := range events(records) {
			if e.Key == "" || e.At < 0 || e.Tag != strings.TrimSpace(e.Tag) || e.Score < 0 || e.Score > 5 || !utf8.ValidString(e.Key) {
				t.Errorf("event %+v", e)
			}
		}
	})
}

// isAgent is what the standard library makes of a line: the independent second opinion.
func isAgent(line string) bool {
	var fields map[string]any
	err := json.Unmarshal([]byte(line), &fields)
	return err == nil && fields["type"] == "agent" && fields["id"] != ""
}

func lineOf(text string, number int64) string {
	return strings.TrimPrefix(strings.Split(text, "\n")[number-1], "\ufeff")
}

// FuzzWhatsApp: no chat breaks the parser; every message is in the file, and a second reading is the same.
func FuzzWhatsApp(f *testing.F) {
	for _, name := range []string{"enus-android-12h", "ptbr-android-1to1", "ptbr-ios-1to1", "ambiguous-date-order", "real-ptbr-android"} {
		text, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), "Loja Modelo", "dmy")
	}
	f.Add(anaAndLoja, "Loja", "")
	f.Add("1/1/26, 1:15 a. m. - \u200e: \n1/1/26, 1:15 a. m. - \xff: \xff", "Loja", "mdy")
	f.Fuzz(func(t *testing.T, chat, us, order string) {
		o := Options{Format: FormatWhatsApp, Us: us, Zone: saoPaulo, DateOrder: order}
		records, err := readAll(t, "WhatsApp Chat with Ana.txt", chat, o)
		if err != nil {
			return
		}
		keys := map[string]bool{}
		for _, e := range events(records) {
			if keys[e.Key] {
				t.Errorf("two messages are %s", e.Key)
			}
			keys[e.Key] = true
		}
		if lines := strings.Count(chat, "\n") + 1; len(keys) > lines {
			t.Errorf("%d messages in %d lines", len(keys), lines)
		}
	})
}
