package source

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relato/conversation"
)

// standIn is a Chatwoot as its documentation and code describe the API: 25 conversations a page by their last activity,
// 100 messages after an id, numbers for types and times, and failures now and then.
type standIn struct {
	conversations []map[string]any // with "messages" and "contact_labels" of our own
	answers       []map[string]any
	failing       func(n int64) int // status of the n-th request; 0 = it works
	requests      atomic.Int64
}

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := s.requests.Add(1)
	if r.Header.Get("api_access_token") != "api-secret" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if s.failing != nil {
		if status := s.failing(n); status != 0 {
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(status)
			return
		}
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/api/v1/accounts/3/")
	parts := strings.Split(path, "/")
	q := r.URL.Query()
	var answer any
	switch {
	case !ok:
		w.WriteHeader(http.StatusNotFound)
		return
	case path == "agents":
		answer = []any{map[string]any{"id": 7, "name": "Bruno", "email": "bruno@example.com"}}
	case path == "inboxes":
		answer = map[string]any{"payload": []any{map[string]any{"id": 2, "name": "WhatsApp Vendas"}}}
	case path == "csat_survey_responses":
		answer = pageOf(s.answers, q.Get("page"), 25)
	case path == "conversations" && (q.Get("status") != "all" || q.Get("assignee_type") != "all"):
		answer = map[string]any{"data": map[string]any{"payload": []any{}}}
	case path == "conversations":
		list := s.conversations
		if within := q.Get("updated_within"); within != "" {
			seconds, _ := strconv.Atoi(within)
			list = slices.DeleteFunc(slices.Clone(list), func(c map[string]any) bool {
				return c["updated_at"].(float64) < float64(tableNow.Unix()-int64(seconds))
			})
		} else {
			list = pageOf(list, q.Get("page"), 25)
		}
		answer = map[string]any{"data": map[string]any{"payload": list}}
	case len(parts) == 3 && parts[2] == "messages":
		after, _ := strconv.Atoi(q.Get("after"))
		var found []map[string]any
		for _, c := range s.conversations {
			if fmt.Sprint(c["id"]) == parts[1] {
				for _, m := range c["messages"].([]map[string]any) {
					if m["id"].(int) > after && len(found) < 100 {
						found = append(found, m)
					}
				}
			}
		}
		answer = map[string]any{"payload": found}
	case len(parts) == 3 && parts[0] == "contacts" && parts[1] == "55":
		answer = map[string]any{"payload": []string{"vip"}}
	default:
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func pageOf(list []map[string]any, page string, size int) []map[string]any {
	n, _ := strconv.Atoi(page)
	from := min((max(n, 1)-1)*size, len(list))
	return list[from:min(from+size, len(list))]
}

// serveChatwoot connects to a stand-in without a network, so that time in a test may be made up.
func serveChatwoot(s *standIn) *ChatwootSync {
	return &ChatwootSync{
		Connection: Connection{Kind: "chatwoot", ID: "k1", Options: map[string]string{"url": "https://chat.example.com/", "account": "3", "api-token": "api-secret"}},
		Client:     &http.Client{Transport: handlerTransport{s}}, Now: func() time.Time { return tableNow },
	}
}

type handlerTransport struct{ http.Handler }

// RoundTrip implements http.RoundTripper.
func (h handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result(), r.Context().Err()
}

// manyConversations is an account of n conversations of m messages each, the last active one first.
func manyConversations(n, m int) *standIn {
	s := &standIn{}
	for i := range n {
		at := tableNow.Unix() - int64(i)*3600
		var messages []map[string]any
		for j := range m {
			kind, sender := j%2, map[string]any{"id": 55, "name": "Ana", "type": "contact"}
			if kind == 1 {
				sender = map[string]any{"id": 7, "name": "Bruno", "type": "user"}
			}
			messages = append(messages, map[string]any{
				"id": i*10_000 + j + 1, "message_type": kind, "content_type": "text", "private": false, "created_at": at - int64(m-j)*10, "sender": sender,
			})
		}
		s.conversations = append(s.conversations, map[string]any{
			"id": n - i, "inbox_id": 2, "status": "open", "labels": []string{"vendas"}, "created_at": at - 9999, "updated_at": float64(at) + .25,
			"last_activity_at": at, "messages": messages, "meta": map[string]any{"sender": map[string]any{"id": 55 + i%3, "name": "Ana"}},
		})
	}
	return s
}

// synced runs a sync and counts what it yields.
func synced(t *testing.T, s *ChatwootSync, since time.Time) (threads map[string]int, err error) {
	t.Helper()
	threads = map[string]int{}
	err = s.Run(t.Context(), since, func(one Synced) error {
		if _, twice := threads[one.Thread]; twice {
			t.Errorf("%s came twice", one.Thread)
		}
		for _, item := range one.Items {
			if line, ok := item.(conversation.ThreadEvents); ok {
				threads[line.ID] += len(line.Events)
			}
		}
		if !slices.Equal(one.Labels, []string{"vendas"}) {
			t.Errorf("%s has the labels %q", one.Thread, one.Labels)
		}
		return nil
	})
	return threads, err
}

func TestChatwootSyncReadsEverything(t *testing.T) {
	s := manyConversations(60, 230)
	threads, err := synced(t, serveChatwoot(s), time.Time{})
	if err != nil || len(threads) != 60 || threads["chatwoot:k1:c1"] != 230 {
		t.Errorf("%d threads, %d events, %v", len(threads), threads["chatwoot:k1:c1"], err)
	}
	threads, err = synced(t, serveChatwoot(s), tableNow.Add(-10*time.Hour))
	if err != nil || len(threads) != 11 {
		t.Errorf("of ten hours: %d threads, %v", len(threads), err)
	}
	// A label changes without any activity: only updated_at tells.
	s.conversations[40]["updated_at"] = float64(tableNow.Unix())
	threads, err = synced(t, serveChatwoot(s), tableNow.Add(-10*time.Hour))
	if err != nil || len(threads) != 12 || threads["chatwoot:k1:c20"] == 0 {
		t.Errorf("with a quiet change: %d threads, %v", len(threads), err)
	}
}

func TestChatwootSyncTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := manyConversations(30, 3)
		s.failing = func(n int64) int { return []int{0, http.StatusTooManyRequests, 0, http.StatusBadGateway}[n%4] }
		threads, err := synced(t, serveChatwoot(s), time.Time{})
		if err != nil || len(threads) != 30 {
			t.Errorf("%d threads, %v", len(threads), err)
		}
		s.failing = func(int64) int { return http.StatusServiceUnavailable }
		s.requests.Store(0)
		if _, err = synced(t, serveChatwoot(s), time.Time{}); err == nil || s.requests.Load() != chatwootTries {
			t.Errorf("a Chatwoot that is down: %v after %d requests", err, s.requests.Load())
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := serveChatwoot(s).Run(ctx, time.Time{}, nil); err == nil {
			t.Error("it goes on after it was given up")
		}
	})
}

func TestChatwootSyncSaysWhatIsWrong(t *testing.T) {
	s := serveChatwoot(manyConversations(1, 1))
	s.Connection.Options["api-token"] = "wrong"
	if _, err := synced(t, s, time.Time{}); err == nil || !strings.Contains(err.Error(), "API token is wrong") {
		t.Error(err)
	}
	s = serveChatwoot(manyConversations(1, 1))
	s.Connection.Options["account"] = "9"
	if _, err := synced(t, s, time.Time{}); err == nil || !strings.Contains(err.Error(), "no such thing") {
		t.Error(err)
	}
}

// TestChatwootSyncAgreesWithWebhooks reads the conversation of the sample deliveries as the API has it when it was closed,
// and expects what the webhooks come to, with both together too.
func TestChatwootSyncAgreesWithWebhooks(t *testing.T) {
	requests := chatwootSamples(t)[:12]
	var messages []map[string]any
	seen := map[any]bool{}
	for _, r := range requests {
		var body map[string]any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatal(err)
		}
		if body["event"] != "message_created" || seen[body["id"]] {
			continue
		}
		seen[body["id"]] = true
		at, err := time.Parse(time.RFC3339, body["created_at"].(string))
		if err != nil {
			t.Fatal(err)
		}
		body["id"] = int(body["id"].(float64))
		body["created_at"] = at.Unix()
		body["message_type"] = map[any]int{"incoming": 0, "outgoing": 1, "template": 3}[body["message_type"]]
		delete(body, "conversation")
		messages = append(messages, body)
	}
	messages = append(messages, map[string]any{
		"id": 99_000, "message_type": 2, "content_type": "text", "created_at": 1772456400, "content": "Conversa marcada como resolvida por Bruno",
	})
	s := &standIn{
		conversations: []map[string]any{{
			"id": 301, "inbox_id": 2, "status": "resolved", "labels": []string{"billing", "vip"}, "created_at": 1772452800,
			"updated_at": 1772456700.123456, "last_activity_at": 1772456401, "messages": messages,
			"meta": map[string]any{
				"sender": map[string]any{"id": 55, "name": "Ana", "phone_number": "+5511912345678"}, "assignee": map[string]any{"id": 7, "name": "Bruno"},
			},
		}},
		answers: []map[string]any{{"id": 1, "rating": 4, "feedback_message": "Bom", "message_id": 9006, "conversation_id": 301, "created_at": 1772456700}},
	}
	var items []conversation.Item
	sync := serveChatwoot(s)
	directory, err := sync.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	items = append(items, directory...)
	collect := func(one Synced) error { items = append(items, one.Items...); return nil }
	if err := sync.Run(t.Context(), time.Time{}, collect); err != nil {
		t.Fatal(err)
	}
	if err := sync.Ratings(t.Context(), time.Time{}, collect); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	const thread = "chatwoot:k1:c301"
	byHooks := hear(t, chatwoot, chatwootConnection, requests...)
	want := byHooks.folded(thread, now)
	read := Hook{Read: func(Connection, Request) Delivery { return Delivery{Items: items} }}
	alone := hear(t, read, chatwootConnection, Request{})
	both := alone.threads[thread]
	both.Events = append(slices.Clip(both.Events), byHooks.threads[thread].Events...)
	for name, events := range map[string][]conversation.Event{"alone": alone.threads[thread].Events, "with webhooks": both.Events} {
		got := conversation.Fold(both.Thread, conversation.NewSet(events), conversation.Rules{Inactivity: 24 * time.Hour, Now: now})
		if len(got) != 1 || len(want) != 1 {
			t.Fatalf("%s: %d conversations, want %d", name, len(got), len(want))
		}
		got[0].Tags = want[0].Tags // whoever stores it adds what Synced.Labels says
		if g, w := fmt.Sprintf("%+v", got[0]), fmt.Sprintf("%+v", want[0]); g != w {
			t.Errorf("%s:\n%s, want\n%s", name, g, w)
		}
	}
}
