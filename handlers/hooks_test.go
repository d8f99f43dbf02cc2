package handlers

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/source"
)

// postcards is a kind of source for tests: a service that sends messages as a list, signed.
var postcards = source.Hook{
	Kind:    "postcards",
	Options: []source.Option{{Name: "verify-token", Required: true, Secret: true}},
	Handshake: func(c source.Connection, r source.Request) (string, error) {
		if r.Query.Get("token") != c.Options["verify-token"] {
			return "", errors.New("the token is another one")
		}
		return r.Query.Get("challenge"), nil
	},
	Verify: func(c source.Connection, r source.Request) error {
		if !hmac.Equal([]byte(r.Header.Get("X-Signature")), []byte(signature(c.Secret, r.Body))) {
			return fmt.Errorf("%w: X-Signature", source.ErrSignature)
		}
		return nil
	},
	Read: func(c source.Connection, r source.Request) source.Delivery {
		var cards []struct {
			Thread, Key, From string
			At                int64
		}
		if bytes.Equal(r.Body, []byte("panic")) {
			panic("a reader that fails")
		}
		if err := json.Unmarshal(r.Body, &cards); err != nil {
			return source.Delivery{Unread: []source.Unread{{Reason: err.Error(), Raw: r.Body}}}
		}
		var d source.Delivery
		for _, card := range cards {
			switch card.From {
			case "contact":
				d.Items = append(d.Items, conversation.ThreadEvents{
					Thread: conversation.Thread{ID: c.ID + ":" + card.Thread, Channel: r.Path},
					Events: []conversation.Event{{Key: card.Key, Kind: conversation.Message, At: card.At, From: conversation.FromContact}},
				})
			case "nobody":
				d.Ignored++
			default:
				d.Unread = append(d.Unread, source.Unread{Reason: "from: " + card.From + " is nobody that this version knows"})
			}
		}
		return d
	},
}

// mute is a kind that never asks whether an address is ours.
var mute = source.Hook{Kind: "mute", Verify: postcards.Verify, Read: postcards.Read}

const hookSecret = "between us"

func signature(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// postOffice is an account with a source.
type postOffice struct {
	*account
	path string // of the source
}

func newPostOffice(t *testing.T) postOffice {
	t.Helper()
	a := newAccount(t, func(c *Config) { c.Hooks = []source.Hook{postcards, mute} })
	return postOffice{a, addSource(t, a.db, "postcards", "office")}
}

func addSource(t *testing.T, d *db.DB, kind, name string) (path string) {
	t.Helper()
	added, err := d.AddSource(context.Background(), time.Now(), db.NewSource{
		Kind: kind, Name: name, Secret: hookSecret, Sealed: map[string]string{"verify-token": "v"},
	})
	check(t, err)
	return "/hooks/" + kind + "/" + added.ID
}

// post sends a body with the signature that it should have.
func (o postOffice) post(path, body string) *httptest.ResponseRecorder {
	return o.send(path, body, signature(hookSecret, []byte(body)))
}

func (o postOffice) send(path, body, signature string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("X-Signature", signature)
	return o.do(r)
}

// source is the source as the database knows it once everything is counted.
func (o postOffice) source(t *testing.T) db.Source {
	t.Helper()
	s, err := o.db.SourceNamed(context.Background(), "office")
	check(t, err)
	return s
}

func (o postOffice) revision(t *testing.T) int64 {
	t.Helper()
	revision, err := o.db.Revision(context.Background())
	check(t, err)
	return revision
}

func card(thread, key string) string {
	return fmt.Sprintf(`{"thread":%q,"key":%q,"from":"contact","at":1770000000000}`, thread, key)
}

func TestHookStoresWhatItAcknowledges(t *testing.T) {
	o := newPostOffice(t)
	body := "[" + card("t1", "m1") + "," + card("t1", "m2") + `,{"from":"nobody"}]`
	for _, want := range []string{`{"new":2,"known":0,"ignored":1,"quarantined":0}`, `{"new":0,"known":2,"ignored":1,"quarantined":0}`} {
		if w := o.post(o.path+"/vendas/", body); w.Code != 200 || strings.TrimSpace(w.Body.String()) != want {
			t.Errorf("%d %s, want %s", w.Code, w.Body, want)
		}
	}
	if w := o.get("/conversations.csv?from=2026-02-01&to=2026-02-02&channel=vendas"); strings.Count(w.Body.String(), "\n") != 2 {
		t.Errorf("the next report does not have it:\n%s", w.Body)
	}
	s := o.source(t)
	if s.Deliveries != 2 || s.Events != 2 || s.Ignored != 2 || s.Waiting != 0 || !s.DeliveredAt.Equal(o.now) {
		t.Errorf("%+v", s)
	}
}

func TestHookRefuses(t *testing.T) {
	o := newPostOffice(t)
	quiet := addSource(t, o.db, "mute", "quiet")
	before := o.revision(t)
	body := "[" + card("t1", "m1") + "]"
	good := signature(hookSecret, []byte(body))
	for _, tt := range []struct {
		name, method, path, body, signature string
		status                              int
		has                                 string
	}{
		{"no signature", "POST", o.path, body, "", 401, "X-Signature"},
		{"a wrong signature", "POST", o.path, body, signature("another", []byte(body)), 401, "X-Signature"},
		{"a signature of another body", "POST", o.path, body + " ", good, 401, "X-Signature"},
		{"no such source", "POST", "/hooks/postcards/abc", body, good, 404, "no such source"},
		{"no such kind", "POST", strings.Replace(o.path, "postcards", "telegrams", 1), body, good, 404, "no such source"},
		{"a source of another kind", "POST", strings.Replace(o.path, "postcards", "mute", 1), body, good, 404, "no such source"},
		{"no source at all", "POST", "/hooks/postcards/", body, good, 404, ""},
		{"another method", "PUT", o.path, body, good, 405, ""},
		{"the right token", "GET", o.path + "?token=v&challenge=4711", "", "", 200, "4711"},
		{"a wrong token", "GET", o.path + "?token=w&challenge=4711", "", "", 403, "token"},
		{"no such address", "GET", "/hooks/postcards/abc?token=v", "", "", 404, "no such source"},
		{"a kind that never asks", "GET", quiet, "", "", 405, "POST"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			r.Header.Set("X-Signature", tt.signature)
			if w := o.do(r); w.Code != tt.status || !strings.Contains(w.Body.String(), tt.has) {
				t.Errorf("%d %s, want %d with %q", w.Code, w.Body, tt.status, tt.has)
			}
		})
	}
	if after := o.revision(t); after != before {
		t.Error("something was stored")
	}
	if waiting, err := o.db.Quarantine(context.Background(), "", 10); err != nil || len(waiting) > 0 {
		t.Errorf("%v in quarantine, %v", waiting, err)
	}
	o.post(o.path, body) // counts what was refused on the way
	if s := o.source(t); s.Refused != 3 || !s.RefusedAt.Equal(o.now) || s.Refusal != "the signature is missing or wrong: X-Signature" || s.Deliveries != 1 {
		t.Errorf("%+v", s)
	}
	if strings.Contains(o.log.String(), o.path) {
		t.Errorf("the log has the address of the source:\n%s", &o.log)
	}
}

func TestHookTakesWhatAnotherSiteSeemsToSend(t *testing.T) {
	o := newPostOffice(t)
	r := httptest.NewRequest(http.MethodPost, o.path, strings.NewReader("[]"))
	r.Header.Set("X-Signature", signature(hookSecret, []byte("[]")))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := o.do(r); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestHookBounds(t *testing.T) {
	o := newPostOffice(t)
	// Spaces around the list are understood: only the length is at stake.
	fits := "[" + card("t1", "m1") + "]" + strings.Repeat(" ", maxDelivery)
	fits = fits[:maxDelivery]
	for _, chunked := range []bool{false, true} {
		for body, want := range map[string]int{fits: 200, fits + " ": 413} {
			r := httptest.NewRequest(http.MethodPost, o.path, strings.NewReader(body))
			r.Header.Set("X-Signature", signature(hookSecret, []byte(body)))
			if chunked {
				r.ContentLength = -1
			}
			if w := o.do(r); w.Code != want {
				t.Errorf("%d bytes, chunked %v: %d, want %d: %.200s", len(body), chunked, w.Code, want, w.Body)
			}
		}
	}
	if w := o.do(httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(fits))); w.Code != 413 {
		t.Errorf("a form of 10 MB: %d", w.Code)
	}
}

// TestHookRefusesBeforeMemoryGrows holds senders half-way through large bodies until no more fit.
func TestHookRefusesBeforeMemoryGrows(t *testing.T) {
	o := newPostOffice(t)
	most := strings.Repeat(" ", maxDelivery-100) // takes room for a whole one
	release := make(chan struct{})
	const senders = 20
	answers := make(chan *httptest.ResponseRecorder, senders)
	for range senders {
		go func() {
			r := httptest.NewRequest(http.MethodPost, o.path, &held{text: strings.NewReader(most), release: release})
			r.ContentLength = -1
			answers <- o.do(r)
		}()
	}
	const room = maxInFlight / maxDelivery
	for range senders - room {
		w := <-answers
		if w.Code != 503 || w.Header().Get("Retry-After") == "" {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	close(release)
	for range room {
		if w := <-answers; w.Code != 401 && w.Code != 503 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if w := o.post(o.path, "["+card("t1", "m1")+"]"); w.Code != 200 {
		t.Errorf("afterwards: %d %s", w.Code, w.Body)
	}
}

// held is a body that stops half-way.
type held struct {
	text    *strings.Reader
	release chan struct{}
}

func (h *held) Read(b []byte) (int, error) {
	if h.text.Len() == 0 {
		<-h.release
	}
	return h.text.Read(b)
}

func TestHookSendsBackWhatAPausedSourceSends(t *testing.T) {
	o := newPostOffice(t)
	ctx := context.Background()
	body := "[" + card("t1", "m1") + "]"
	o.post(o.path, "[]") // it is known as running
	check(t, o.db.PauseSource(ctx, o.now, "office", true))
	for range 2 {
		if w := o.post(o.path, body); w.Code != 503 || w.Header().Get("Retry-After") != "300" || !strings.Contains(w.Body.String(), "paused") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	check(t, o.db.PauseSource(ctx, o.now, "office", false))
	if w := o.post(o.path, body); w.Code != 200 || !strings.Contains(w.Body.String(), `"new":1`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestHookForgetsARemovedSource(t *testing.T) {
	o := newPostOffice(t)
	o.post(o.path, "["+card("t1", "m1")+`,{"from":"ghost"}]`)
	check(t, o.db.RemoveSource(context.Background(), o.now, "office"))
	if w := o.post(o.path, "["+card("t1", "m2")+"]"); w.Code != 404 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := o.get("/conversations.csv?from=2026-02-01&to=2026-02-02"); !strings.Contains(w.Body.String(), ":t1") {
		t.Errorf("its conversations are gone:\n%s", w.Body)
	}
	if waiting, err := o.db.Quarantine(context.Background(), "", 10); err != nil || len(waiting) > 0 {
		t.Errorf("%v in quarantine, %v", waiting, err)
	}
}

func TestHookKeepsWhatItDoesNotUnderstand(t *testing.T) {
	o := newPostOffice(t)
	ctx := context.Background()
	half := "[" + card("t1", "m1") + `,{"from":"ghost"}]`
	for range 3 { // the same again is one
		if w := o.post(o.path+"/vendas", half); w.Code != 200 || !strings.Contains(w.Body.String(), `"quarantined":1`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if w := o.post(o.path, "panic"); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	waiting, err := o.db.Quarantine(ctx, o.source(t).ID, 10)
	check(t, err)
	if len(waiting) != 2 {
		t.Fatalf("%+v", waiting)
	}
	for _, q := range waiting {
		_, body, err := o.db.Quarantined(ctx, q.ID)
		check(t, err)
		whole, reason := "panic", "fault of Relato"
		if q.Path == "vendas" {
			whole, reason = half, "ghost is nobody"
		}
		if string(body) != whole || !strings.Contains(strings.Join(q.Reasons, ""), reason) || !q.ReceivedAt.Equal(o.now) {
			t.Errorf("%q: %+v", body, q)
		}
	}
	if s := o.source(t); s.Events != 1 || s.Deliveries != 4 || s.Quarantined != 4 || s.Waiting != 2 {
		t.Errorf("%+v", s)
	}
}

// TestHookOutlivesMalformedBodies has nothing beside it, because it looks at the memory of the whole process.
func TestHookOutlivesMalformedBodies(t *testing.T) {
	bodies := 3_000
	if os.Getenv("RELATO_LONG") != "" {
		bodies = 100_000
	}
	o := newPostOffice(t)
	seed := []byte("[" + card("t1", "m1") + "," + card("t2", "m2") + `,{"from":"ghost","at":-1e99}]`)
	random := rand.New(rand.NewPCG(1, 2))
	before := memory()
	for n := range bodies {
		body := bytes.Clone(seed)
		for range 1 + random.IntN(6) {
			body[random.IntN(len(body))] = byte(random.Uint32())
		}
		body = body[:random.IntN(len(body)+1)]
		if w := o.post(o.path, string(body)); w.Code != 200 {
			t.Fatalf("body %d, %q: %d %s", n, body, w.Code, w.Body)
		}
	}
	if s := o.source(t); s.Deliveries != int64(bodies) || s.Waiting == 0 {
		t.Errorf("%+v", s)
	}
	if grown := memory() - before; grown > 32<<20 {
		t.Errorf("memory grew by %d MiB", grown>>20)
	}
}

// memory is what the heap holds after a collection, in bytes.
func memory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
