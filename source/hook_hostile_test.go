package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"relato/conversation"
)

// checkBrought checks what holds of every delivery, whatever the body: each item is one that the database takes, and no
// longer than what it was made of allows.
func checkBrought(t testing.TB, kind, body string) {
	t.Helper()
	d := brought(t, kind, body)
	if again := brought(t, kind, body); told(d) != told(again) {
		t.Errorf("twice the same body, two results:\n%s\n%s", told(d), told(again))
	}
	id := func(what, s string) {
		if s == "" || s == reserved || len(s) > maxID+len("c0ffee-status:delivered:") || !utf8.ValidString(s) ||
			strings.ContainsFunc(s, unicode.IsControl) {
			t.Errorf("%s is %q", what, s)
		}
	}
	for _, item := range d.Items {
		switch i := item.(type) {
		case conversation.ThreadEvents:
			id("thread", i.ID)
			id("channel", i.Channel)
			id("contact", i.Contact)
			if endsInNumber(i.ID) || i.Lifecycle == conversation.NoLifecycle || len(i.Events) == 0 {
				t.Errorf("thread %+v", i)
			}
			for _, e := range i.Events {
				checkEvent(t, e)
			}
		case conversation.ContactLine:
			id("contact", i.ID)
			if i.At <= 0 || len(orEmpty(i.Name)) > maxName {
				t.Errorf("contact %+v", i)
			}
		case conversation.SamePerson:
			id("person", i.Contact)
			id("person", i.Other)
		case conversation.ChannelLine:
			id("channel", i.ID)
		case conversation.AgentLine:
			id("agent", i.ID)
		}
	}
	for _, u := range d.Unread {
		if u.Reason == "" || len(u.Reason) > 2000 || !json.Valid(u.Raw) || len(u.Raw) > 6*len(body)+8 {
			t.Errorf("unread %q: %d bytes of %d", u.Reason, len(u.Raw), len(body))
		}
	}
}

func checkEvent(t testing.TB, e conversation.Event) {
	t.Helper()
	latest := now.Add(maxAhead).UnixMilli()
	if e.Key == "" || e.At <= 0 || e.At > latest || len(e.Key) > 2*maxID || len(e.Comment) > maxComment || len(e.Tag) > maxID ||
		e.Score < 0 || e.Score > 5 || e.Agent == reserved || e.Tag == reserved || e.Tag != strings.TrimSpace(e.Tag) {
		t.Errorf("event %+v", e)
	}
	need := map[conversation.Kind]bool{
		conversation.Message: e.From != conversation.NoSender,
		conversation.Status:  e.Of != "" && e.Status != conversation.NoDelivery,
		conversation.Rating:  e.Score > 0,
		conversation.Tag:     e.Tag != "",
		conversation.Untag:   e.Tag != "",
	}
	if has, checked := need[e.Kind]; checked && !has {
		t.Errorf("event %+v lacks what its kind needs", e)
	}
}

func FuzzCloudAPI(f *testing.F)  { fuzzHook(f, "cloudapi") }
func FuzzChatwoot(f *testing.F)  { fuzzHook(f, "chatwoot") }
func FuzzEvolution(f *testing.F) { fuzzHook(f, "evolution") }
func FuzzWAHA(f *testing.F)      { fuzzHook(f, "waha") }

// fuzzHook: no body breaks a kind's parser, and whatever it brings can be stored.
func fuzzHook(f *testing.F, kind string) {
	for _, s := range samplesOf(f, kind) {
		f.Add(s.body)
	}
	f.Fuzz(func(t *testing.T, body string) { checkBrought(t, kind, body) })
}

// TestMalformedBodies reads 100,000 bodies that were real ones until something happened to them.
func TestMalformedBodies(t *testing.T) {
	const bodies = 100_000
	random := rand.New(rand.NewPCG(4, 4))
	var all [][2]string
	for _, h := range Hooks() {
		for _, s := range samplesOf(t, h.Kind) {
			var compact bytes.Buffer
			if err := json.Compact(&compact, []byte(s.body)); err != nil {
				t.Fatal(err)
			}
			all = append(all, [2]string{h.Kind, compact.String()})
		}
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start, most := time.Now(), 0
	for i := range bodies {
		s := all[i%len(all)]
		body := s[1]
		for range 1 + random.IntN(3) {
			body = mutated(random, body)
		}
		most = max(most, len(body))
		d := brought(t, s[0], body)
		if i%20 == 0 {
			checkBrought(t, s[0], body)
		}
		if parts := len(d.Items) + len(d.Unread) + d.Ignored; parts > 2+len(body)/8 {
			t.Fatalf("%d parts of %d bytes", parts, len(body))
		}
	}
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 32<<20 {
		t.Errorf("%d bytes more in use after it", grown)
	}
	t.Logf("%d bodies of up to %d bytes in %v", bodies, most, took)
}

// mutated damages a body once.
func mutated(random *rand.Rand, body string) string {
	if body == "" {
		return "{"
	}
	at := random.IntN(len(body))
	to := min(len(body), at+1+random.IntN(40))
	switch random.IntN(6) {
	case 0: // cut off
		return body[:at]
	case 1: // cut out
		return body[:at] + body[to:]
	case 2: // doubled
		return body[:to] + body[at:]
	case 3: // other bytes
		return body[:at] + string([]byte{byte(random.Uint32()), byte(random.Uint32())}) + body[to:]
	default: // another value in place of one
		const values = `null|true|0|-1|1e999|1772452800|99999999999999999999|""|"none"|"\u0000"|"\ud800"|[]|{}|[[]]|{"":{}}|[null,7,"x",{}]|"2026-03-02T12:00:00.000Z"|"🎈"`
		choices := strings.Split(values, "|")
		if !json.Valid([]byte(body)) || body[0] != '{' {
			return body[:at] + choices[random.IntN(len(choices))] + body[to:]
		}
		start, end := randomValue(random, value(body), 0)
		return body[:start] + choices[random.IntN(len(choices))] + body[end:]
	}
}

// randomValue is where some value inside an object or list stands, which begins at an offset of the body.
func randomValue(random *rand.Rand, v value, offset int) (start, end int) {
	var inner []value
	switch {
	case v.isObject():
		v.members(func(_ []byte, m value) { inner = append(inner, m) })
	case v.isArray():
		v.elements(func(e value) { inner = append(inner, e) })
	}
	if len(inner) == 0 || offset > 0 && random.IntN(6) == 0 {
		return offset, offset + len(v)
	}
	chosen := inner[random.IntN(len(inner))]
	return randomValue(random, chosen, offset+cap(v)-cap(chosen))
}

// TestEmptyEvents: an event that lacks all else is unread, and what is missing can still be written as JSON.
func TestEmptyEvents(t *testing.T) {
	for kind, events := range map[string][]string{
		"cloudapi":  {""},
		"chatwoot":  {"", "message_created", "conversation_created", "conversation_updated", "contact_updated"},
		"evolution": {"", "messages.upsert", "messages.set", "send.message", "messages.update", "labels.association"},
		"waha":      {"", "message", "message.ack", "label.chat.added"},
	} {
		for _, event := range events {
			for _, more := range []string{``, `,"instance":"0","session":"0","id":1,"payload":{},"entry":[{}]`} {
				body := fmt.Sprintf(`{"event":%q%s}`, event, more)
				checkBrought(t, kind, body)
				if d := brought(t, kind, body); len(d.Unread)+d.Ignored == 0 || len(eventsOf(d.Items)) > 0 {
					t.Errorf("%s %s: %s", kind, body, told(d))
				}
			}
		}
	}
}

// TestDeepBodies: nesting costs no more than reading it.
func TestDeepBodies(t *testing.T) {
	for _, h := range Hooks() {
		for _, open := range []string{"[", `{"entry":[`, `{"data":`, `{"conversation":`, `{"payload":`} {
			checkBrought(t, h.Kind, strings.Repeat(open, 100_000))
			checkBrought(t, h.Kind, `{"event":"x","entry":`+strings.Repeat("[", 9_000)+strings.Repeat("]", 9_000)+"}")
		}
	}
}

// TestLargeBodies: a body as large as they may be costs time and memory in proportion to it.
func TestLargeBodies(t *testing.T) {
	const n = 50_000
	list := func(format string) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, format, i)
		}
		return "[" + b.String() + "]"
	}
	history := list(`{"from":"5511912345678","id":"wamid.%[1]d","timestamp":"%[1]d1","type":"text"}`)
	for _, test := range []struct {
		kind, body     string
		events, unread int
	}{
		{"cloudapi", `{"entry":` + list(`%d`) + `}`, 0, MaxRejections + 1},
		{"cloudapi", `{"entry":` + list(`{"changes":[{"value":{"messages":[%d]}}]}`) + `}`, 0, MaxRejections + 1},
		{"cloudapi", cloudBody("1", `"history":[{"threads":[{"id":"5511912345678","messages":`+history+`}]}]`), n, 0},
		{"cloudapi", cloudBody("1", `"contacts":`+list(`{"wa_id":"%d00000","user_id":"BR.%[1]d","profile":{"name":"Ana"}}`)+
			`,"messages":`+list(`{"from_user_id":"BR.%d","id":"wamid.%[1]d","timestamp":"1772452800","type":"text"}`)), n, 0},
		{"chatwoot", wootChange("conversation_created", woot("1772452800.5", "open", `,"labels":`+list(`"tag %d"`)), ""), 2 + maxLabels, 0},
		{"chatwoot", wootChange("conversation_updated", woot("1772452800.5", "open", ""), list(`{"label_list":{"current_value":["%d"]}}`)[1:]), 0, 1},
		{"evolution", evo("messages.set", list(`{"key":{"remoteJid":"%[1]d00000@c.us","id":"%[1]d"},"messageType":"x","messageTimestamp":1772452800}`)), n, 0},
		{"evolution", evo("messages.set", list(`%d`)), 0, MaxRejections + 1},
		{"waha", wahaBody("message", `{"id":`+list(`%d`)+`}`), 0, 1},
	} {
		d := brought(t, test.kind, test.body)
		if got := len(eventsOf(d.Items)); got != test.events || len(d.Unread) != test.unread {
			t.Errorf("%s, %d bytes: %d events, %d unread; want %d, %d", test.kind, len(test.body), got, len(d.Unread), test.events, test.unread)
		}
	}
}

// TestNoTextIsKept puts a word into everything that people write, and looks for it in the items.
func TestNoTextIsKept(t *testing.T) {
	const secret = "segredo"
	written := []string{"body", "caption", "content", "conversation", "text", "title", "description", "emoji", "filename",
		"headline", "address", "latitude", "selectedDisplayText", "quotedMessage", "response_json", "processed_message_content"}
	var put func(v any) any
	put = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				if _, isText := inner.(string); isText && slices.Contains(written, key) {
					v[key] = secret
				} else {
					v[key] = put(inner)
				}
			}
		case []any:
			for i := range v {
				v[i] = put(v[i])
			}
		}
		return v
	}
	for _, h := range Hooks() {
		found := 0
		for _, s := range samplesOf(t, h.Kind) {
			var body any
			if err := json.Unmarshal([]byte(s.body), &body); err != nil {
				t.Fatal(err)
			}
			text, _ := json.Marshal(put(body))
			found += strings.Count(string(text), secret)
			items, _ := json.Marshal(brought(t, h.Kind, string(text)).Items)
			if strings.Contains(string(items), secret) {
				t.Errorf("%s %s keeps text: %s", h.Kind, s.name, items)
			}
		}
		if found == 0 {
			t.Errorf("no sample of %s has text", h.Kind)
		}
	}
}

func BenchmarkHooks(b *testing.B) {
	for _, h := range Hooks() {
		b.Run(h.Kind, func(b *testing.B) {
			var bodies []string
			for _, s := range samplesOf(b, h.Kind) {
				if len(eventsOf(brought(b, h.Kind, s.body).Items)) > 0 {
					bodies = append(bodies, s.body)
				}
			}
			benchmarkHook(b, h, bodies)
		})
	}
	messages := strings.Repeat(`{"from":"5511912345678","id":"wamid.HBgMOTE3NTA2MDgwNDgwFQIAEhgU","timestamp":"1772452800","type":"text",`+
		`"text":{"body":"Bom dia, tudo bem?"},"history_context":{"status":"READ"}},`, 5_000)
	b.Run("cloudapi history", func(b *testing.B) {
		benchmarkHook(b, cloudAPI, []string{cloudBody("1", `"history":[{"threads":[{"id":"5511912345678","messages":[`+
			strings.TrimSuffix(messages, ",")+`]}]}]`)})
	})
}

func benchmarkHook(b *testing.B, h Hook, bodies []string) {
	events, size := 0, 0
	for _, body := range bodies {
		events, size = events+len(eventsOf(brought(b, h.Kind, body).Items)), size+len(body)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, body := range bodies {
			h.Read(connected(h.Kind), posted(body))
		}
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(len(bodies)*b.N)/b.Elapsed().Seconds(), "bodies/s")
}

// eventsOf are all events of items.
func eventsOf(items []conversation.Item) (all []conversation.Event) {
	for _, item := range items {
		if t, ok := item.(conversation.ThreadEvents); ok {
			all = append(all, t.Events...)
		}
	}
	return all
}
