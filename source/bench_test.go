package source

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// benchLine is a conversation of n events like real ones.
func benchLine(n int) string {
	at := time.Date(2026, 1, 2, 9, 0, 0, 0, saoPaulo)
	events := make([]string, n)
	for i := range events {
		at = at.Add(37 * time.Second)
		when := at.Format(time.RFC3339)
		switch i % 4 {
		case 0, 2:
			events[i] = fmt.Sprintf(`{"type":"message","key":"wamid.%08d","at":%q,"from":"contact"}`, i, when)
		case 1:
			events[i] = fmt.Sprintf(`{"type":"message","key":"wamid.%08d","at":%q,"from":"agent","agent":"a17"}`, i, when)
		case 3:
			events[i] = fmt.Sprintf(`{"type":"status","of":"wamid.%08d","at":%q,"status":"read"}`, i-2, when)
		}
	}
	return `{"type":"conversation","id":"c1","channel":"w1","contact":"p1","events":[` + strings.Join(events, ",") + "]}\n"
}

func BenchmarkRelato(b *testing.B) {
	single := `{"type":"event","thread":"c1","channel":"w1","contact":"p1","event":{"type":"message","key":"m9","at":"2026-01-02T09:00:00-03:00","from":"contact"}}` + "\n"
	for _, bench := range []struct {
		name, line string
		events     int
	}{{"conversations", benchLine(20), 20}, {"events", single, 1}} {
		text := strings.Repeat(bench.line, 100_000/bench.events)
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				drain(b, "x.ndjson", text, Options{})
			}
			b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

func BenchmarkWhatsApp(b *testing.B) {
	var chat strings.Builder
	at := time.Date(2025, 1, 13, 9, 0, 0, 0, time.UTC)
	for i := range 40_000 {
		at = at.Add(11 * time.Minute)
		fmt.Fprintf(&chat, "%s - %s: bom dia, tudo bem?\nsegunda linha\n", at.Format("02/01/2006 15:04"), []string{"Ana", "Loja"}[i%2])
	}
	b.SetBytes(int64(chat.Len()))
	for b.Loop() {
		drain(b, "x.txt", chat.String(), Options{Us: "Loja", Zone: saoPaulo})
	}
	b.ReportMetric(40_000*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

func drain(b *testing.B, path, text string, o Options) {
	f, err := Open(path, strings.NewReader(text), o)
	if err != nil {
		b.Fatal(err)
	}
	for err == nil {
		_, err = f.Next()
	}
	if err != io.EOF {
		b.Fatal(err)
	}
}
