package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relato/conversation"
)

// chatwootSamples are the deliveries of testdata/chatwoot.ndjson: one conversation, as Chatwoot 4.11 signs it.
func chatwootSamples(t testing.TB) []Request {
	t.Helper()
	content, err := os.ReadFile("testdata/chatwoot.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	var requests []Request
	for line := range bytes.Lines(content) {
		var sample struct {
			Headers map[string]string `json:"headers"`
			Body    string            `json:"raw_body"`
		}
		if err := json.Unmarshal(line, &sample); err != nil {
			t.Fatal(err)
		}
		r := Request{Header: http.Header{}, Body: []byte(sample.Body), At: time.Unix(1772452801, 0)}
		for name, value := range sample.Headers {
			r.Header.Set(name, value)
		}
		requests = append(requests, r)
	}
	return requests
}

var chatwootConnection = Connection{Kind: "chatwoot", ID: "k1", Secret: "chatwoot-webhook-secret"}

// heard is what deliveries come to.
type heard struct {
	threads map[string]conversation.ThreadEvents
	agents  map[string]string
	names   map[string]string // of channels and contacts
	people  []conversation.SamePerson
}

func hear(t testing.TB, h Hook, c Connection, requests ...Request) heard {
	t.Helper()
	all := heard{map[string]conversation.ThreadEvents{}, map[string]string{}, map[string]string{}, nil}
	for _, r := range requests {
		d := h.Read(c, r)
		for _, u := range d.Unread {
			t.Fatalf("not read: %s\n%s", u.Reason, u.Raw)
		}
		for _, item := range d.Items {
			switch i := item.(type) {
			case conversation.ThreadEvents:
				old := all.threads[i.ID]
				all.threads[i.ID] = conversation.ThreadEvents{
					Thread: conversation.Thread{ID: i.ID}.With(old.Thread).With(i.Thread), Events: append(slices.Clip(old.Events), i.Events...),
				}
			case conversation.AgentLine:
				all.agents[i.ID] = text2(i.Name)
			case conversation.ChannelLine:
				all.names[i.ID] = text2(i.Name)
			case conversation.ContactLine:
				all.names[i.ID] = strings.TrimSpace(text2(i.Name) + " " + text2(i.Phone))
			case conversation.SamePerson:
				all.people = append(all.people, i)
			}
		}
	}
	return all
}

// folded are the conversations of a thread.
func (h heard) folded(thread string, now time.Time) []conversation.Conversation {
	t := h.threads[thread]
	return conversation.Fold(t.Thread, conversation.NewSet(t.Events), conversation.Rules{Inactivity: 24 * time.Hour, Now: now})
}

func TestChatwoot(t *testing.T) {
	requests := chatwootSamples(t)
	all := hear(t, chatwoot, chatwootConnection, requests...)
	const thread, bruno = "chatwoot:k1:c301", "chatwoot:k1:a7"
	if len(all.threads) != 1 || all.agents[bruno] != "Bruno" || all.names["chatwoot:k1:i2"] != "WhatsApp Vendas" ||
		all.names["chatwoot:k1:p55"] != "Ana +5511912345678" {
		t.Fatalf("%+v", all)
	}
	now := time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)
	got := all.folded(thread, now)
	if len(got) != 2 {
		t.Fatalf("%d conversations", len(got))
	}
	first, second := got[0], got[1]
	m := conversation.Measure(first.Marks, nil)
	at := func(s string) int64 {
		instant, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return instant.Unix()
	}
	type facts struct {
		Origin                  conversation.Origin
		Owner, ClosedBy         string
		In, Agent, Flow, Rating int
		Comment                 string
		Response, Duration      int64
		Tags                    []string
		ClosedAt                int64
	}
	want := facts{
		Origin: conversation.Inbound, Owner: bruno, ClosedBy: bruno, In: 1, Agent: 2, Flow: 1, Rating: 4, Comment: "Bom",
		Response: 300, Duration: 3600, Tags: []string{"billing", "vip"}, ClosedAt: at("2026-03-02T13:00:00Z"),
	}
	found := facts{
		Origin: first.Origin, Owner: first.Owner, ClosedBy: first.ClosedBy, In: m.In, Agent: m.Agent, Flow: m.Flow, Rating: first.Rating,
		Comment: first.Comment, Response: m.FirstResponse.Seconds(), Duration: first.Duration(m).Seconds(), Tags: first.Tags, ClosedAt: first.ClosedAt,
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("the first conversation (-want +got):\n%s", diff)
	}
	if !second.IsOpen() || second.StartedAt != at("2026-03-02T15:00:00Z") || second.Origin != conversation.Inbound {
		t.Errorf("the second: %+v", second)
	}
	again := slices.Concat(requests, requests)
	slices.Reverse(again)
	if diff := cmp.Diff(got, hear(t, chatwoot, chatwootConnection, again...).folded(thread, now)); diff != "" {
		t.Errorf("twice and backwards:\n%s", diff)
	}
}

func TestChatwootSignatures(t *testing.T) {
	signedOne := chatwootSamples(t)[0]
	bare := Request{Header: http.Header{}, Query: url.Values{}, Body: signedOne.Body, At: signedOne.At}
	change := func(r Request, f func(*Request)) Request {
		r.Header = r.Header.Clone()
		f(&r)
		return r
	}
	for name, c := range map[string]struct {
		r  Request
		ok bool
	}{
		"signed":             {signedOne, true},
		"another body":       {change(signedOne, func(r *Request) { r.Body = []byte("{}") }), false},
		"another time":       {change(signedOne, func(r *Request) { r.Header.Set("X-Chatwoot-Timestamp", "1772452802") }), false},
		"sent again later":   {change(signedOne, func(r *Request) { r.At = r.At.Add(6 * time.Minute) }), false},
		"nothing":            {bare, false},
		"secret as path":     {change(bare, func(r *Request) { r.Path = chatwootConnection.Secret }), true},
		"secret as question": {change(bare, func(r *Request) { r.Query = url.Values{"secret": {chatwootConnection.Secret}} }), true},
		"wrong path":         {change(bare, func(r *Request) { r.Path = "chatwoot" }), false},
		"signed with no hex": {change(signedOne, func(r *Request) { r.Header.Set("X-Chatwoot-Signature", "sha256=x") }), false},
	} {
		err := chatwoot.Verify(chatwootConnection, c.r)
		if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := chatwoot.Verify(Connection{}, bare); err == nil {
		t.Error("a connection without a secret takes everything")
	}
}

func TestChatwootKeepsWhatItCannotRead(t *testing.T) {
	for body, want := range map[string]string{
		`[]`: "no JSON object", `{`: "no JSON object", `{}`: "event: missing",
		`{"event":"message_created","id":1,"created_at":"2026-03-02T12:00:00Z","message_type":"incoming"}`:                        "conversation: missing",
		`{"event":"message_created","id":1,"created_at":"soon","message_type":"incoming","conversation":{"id":1}}`:                "no time",
		`{"event":"message_created","id":1,"created_at":"2026-03-02T12:00:00Z","message_type":"whisper","conversation":{"id":1}}`: "message_type",
		`{"event":"conversation_updated","id":1}`: "updated_at: missing",
	} {
		d := chatwoot.Read(chatwootConnection, Request{Body: []byte(body), At: tableNow})
		if len(d.Unread) != 1 || !strings.Contains(d.Unread[0].Reason, want) || string(d.Unread[0].Raw) != body || len(d.Items) > 0 {
			t.Errorf("%s: %+v", body, d)
		}
	}
	for _, body := range []string{`{"event":"conversation_typing_on"}`, `{"event":"webwidget_triggered","id":1}`} {
		if d := chatwoot.Read(chatwootConnection, Request{Body: []byte(body), At: tableNow}); d.Ignored != 1 || len(d.Unread) > 0 {
			t.Errorf("%s: %+v", body, d)
		}
	}
}

func FuzzChatwoot(f *testing.F) {
	for _, r := range chatwootSamples(f) {
		f.Add(r.Body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		checkDelivery(t, chatwoot.Read(chatwootConnection, Request{Body: body, At: tableNow}), body)
	})
}

// checkDelivery checks what must hold of every delivery: something came of it, events can be stored, and what was not
// read is kept.
func checkDelivery(t *testing.T, d Delivery, body []byte) {
	t.Helper()
	if len(d.Items) == 0 && len(d.Unread) == 0 && d.Ignored == 0 {
		t.Errorf("nothing came of %.200q", body)
	}
	for _, u := range d.Unread {
		if u.Reason == "" || len(u.Raw) > len(body) {
			t.Errorf("%q is kept for the reason %q", u.Raw, u.Reason)
		}
	}
	for _, item := range d.Items {
		if line, ok := item.(conversation.ThreadEvents); ok {
			for _, e := range line.Events {
				if line.ID == "" || e.Key == "" || e.At < 0 {
					t.Errorf("%+v in %+v", e, line.Thread)
				}
			}
		}
	}
}
