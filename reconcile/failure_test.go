package reconcile

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relato/conversation"
	"relato/db"
	"relato/source"
)

// TestSyncFailures: a service that is busy, broken, slow, and stops in the middle of its answers.
func TestSyncFailures(t *testing.T) {
	h := newHouse(t)
	h.day(30)
	var waited []time.Duration
	n := 0
	h.server.Before = func(w http.ResponseWriter, _ *http.Request) bool {
		h.world.Edit(func() { n++ })
		switch n % 20 {
		case 1:
			w.Header().Set("Retry-After", "3")
			http.Error(w, "slow down", http.StatusTooManyRequests)
		case 2:
			http.Error(w, "oops", http.StatusBadGateway)
		case 3:
			fmt.Fprint(w, `{"data":{"payload":[{"id":1,"sta`)
		case 4:
			panic(http.ErrAbortHandler)
		default:
			return false
		}
		return true
	}
	r := h.runWith(t, func(_ context.Context, d time.Duration) error {
		h.world.Edit(func() { waited = append(waited, d) })
		return nil
	})
	if err := r.all(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(h.heard(t), shown(t, h.DB)); diff != "" {
		t.Errorf("(-webhooks +fetched):\n%s", diff)
	}
	asked := 0
	for _, d := range waited {
		if d >= 3*time.Second {
			asked++
		}
	}
	if asked == 0 || len(waited) == asked {
		t.Errorf("waited %v", waited)
	}
}

// runWith is a run whose waiting is somebody else's.
func (h *house) runWith(t testing.TB, wait func(context.Context, time.Duration) error) *run {
	t.Helper()
	asked, err := newClient(h.source.Options["url"], "t0ken", source.MostRate)
	if err != nil {
		t.Fatal(err)
	}
	asked.wait = func(ctx context.Context, d time.Duration) error {
		asked.quiet.Store(0)
		return wait(ctx, d)
	}
	r := &run{desk: h.Desk, client: asked, holder: "test", began: h.now(),
		connection: source.Connection{Kind: "chatwoot", ID: h.source.ID, Name: "Loja", Options: h.source.Options}}
	if r.syncedAt, err = h.DB.BeginSync(t.Context(), r.began, h.source.ID, "test"); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSyncTooLong: a service that does not answer is not waited for without end.
func TestSyncTooLong(t *testing.T) {
	h := newHouse(t)
	h.day(1)
	r := h.runWith(t, func(context.Context, time.Duration) error { return nil })
	r.client.http.Timeout = 50 * time.Millisecond
	h.server.Delay = 500 * time.Millisecond
	if err := r.all(t.Context()); err == nil || !strings.Contains(err.Error(), "/api/v1/accounts/1/agents") {
		t.Errorf("%v", err)
	}
}

// TestSyncOneThatFails: one conversation that cannot be fetched stops no other, is counted, and is tried again.
func TestSyncOneThatFails(t *testing.T) {
	h := newHouse(t)
	h.day(10)
	broken := true
	h.server.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if !broken || !strings.HasSuffix(r.URL.Path, "/conversations/4/messages") {
			return false
		}
		fmt.Fprint(w, `{"payload":"what is this"}`)
		return true
	}
	if done := h.sync(t, Options{}); done.Failed != 1 || done.Fetched != 9 {
		t.Errorf("%+v", done)
	}
	broken = false
	h.later(time.Hour)
	if done := h.sync(t, Options{}); done.Failed != 0 || done.Fetched != 1 {
		t.Errorf("again %+v", done)
	}
	if diff := cmp.Diff(h.heard(t), shown(t, h.DB)); diff != "" {
		t.Errorf("(-webhooks +fetched):\n%s", diff)
	}
	h.later(time.Hour)
	if done := h.sync(t, Options{}); done.Fetched != 0 {
		t.Errorf("and again %+v", done)
	}
}

// TestSyncSaysWhatFailed: the database fails at the last conversation, when all are fetched. The run and its page say so.
func TestSyncSaysWhatFailed(t *testing.T) {
	h := newHouse(t)
	h.day(3)
	deliver, full := h.Deliver, errors.New("the disk is full")
	h.Deliver = func(ctx context.Context, d db.Delivery) (db.Appended, error) {
		if strings.Contains(string(d.Body), `"conversation"`) {
			time.Sleep(300 * time.Millisecond) // until all are fetched
			return db.Appended{}, full
		}
		return deliver(ctx, d)
	}
	if _, err := h.Sync(t.Context(), h.source.ID, Options{}); !errors.Is(err, full) {
		t.Errorf("the run ended with %v", err)
	}
	if s, err := h.DB.SyncOf(t.Context(), h.now(), h.source.ID); err != nil || !strings.Contains(s.Failure, full.Error()) {
		t.Errorf("the page says %q, %v", s.Failure, err)
	}
}

// TestSyncUnknown: what is not understood goes into quarantine, and the rest of the conversation does not.
func TestSyncUnknown(t *testing.T) {
	h := newHouse(t)
	h.day(2)
	h.world.Edit(func() { h.world.Talks()[0].Messages[0].Kind = 4 })
	h.world.Edit(func() { h.world.Talks()[1].Channel = "Channel::WebWidget" })
	h.server.Before = func(w http.ResponseWriter, r *http.Request) bool { return false }
	done := h.sync(t, Options{})
	if done.Unread != 1 || done.Fetched != 2 {
		t.Errorf("%+v", done)
	}
	kept, err := h.DB.Quarantine(t.Context(), h.source.ID, 10)
	if err != nil || len(kept) != 1 || kept[0].Path != source.FetchedPath || !strings.Contains(kept[0].Reasons[0], "message_type") {
		t.Errorf("%+v, %v", kept, err)
	}
	if got := shown(t, h.DB); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// TestSyncCutOff stops a first run again and again in the middle; in the end everything is there once, and little of it
// was fetched twice.
func TestSyncCutOff(t *testing.T) {
	h := newHouse(t)
	h.server.PageSize = 5
	h.day(40)
	cuts := 0
	for ; ; cuts++ {
		ctx, stop := context.WithCancel(t.Context())
		asked := atomic.Int64{}
		h.server.Before = func(http.ResponseWriter, *http.Request) bool {
			if asked.Add(1) == 45 {
				stop()
			}
			return false
		}
		_, err := h.Sync(ctx, h.source.ID, Options{})
		stop()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) || cuts > 30 {
			t.Fatalf("cut %d: %v", cuts, err)
		}
	}
	if cuts < 3 {
		t.Errorf("%d cuts are too few to tell", cuts)
	}
	if diff := cmp.Diff(h.heard(t), shown(t, h.DB)); diff != "" {
		t.Errorf("(-webhooks +fetched):\n%s", diff)
	}
	t.Logf("%d cuts, %d requests", cuts, h.asked.Load())
}

// TestSyncOnce: two cannot sync the same source, unless one has not said for long that it lives.
func TestSyncOnce(t *testing.T) {
	h := newHouse(t)
	h.day(1)
	if _, err := h.DB.BeginSync(t.Context(), h.now(), h.source.ID, "other"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Sync(t.Context(), h.source.ID, Options{}); !errors.Is(err, db.ErrSyncing) {
		t.Errorf("%v", err)
	}
	h.later(3 * time.Minute)
	h.sync(t, Options{})
	if err := h.DB.KeepSync(t.Context(), h.now(), h.source.ID, "other", db.SyncCounts{}, nil); !errors.Is(err, db.ErrSyncing) {
		t.Errorf("the other goes on: %v", err)
	}
}

func TestSyncNot(t *testing.T) {
	h := newHouse(t)
	h.day(1)
	if err := h.DB.PauseSource(t.Context(), began, "Loja", true); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Sync(t.Context(), h.source.ID, Options{}); !errors.Is(err, db.ErrPaused) || h.asked.Load() != 0 {
		t.Errorf("paused: %v, asked %d times", err, h.asked.Load())
	}
	if err := h.DB.PauseSource(t.Context(), began, "Loja", false); err != nil {
		t.Fatal(err)
	}
	h.server.Token = "another"
	if _, err := h.Sync(t.Context(), h.source.ID, Options{}); !errors.Is(err, errRefused) {
		t.Errorf("another token: %v", err)
	}
	s, err := h.DB.SyncOf(t.Context(), h.now(), h.source.ID)
	if err != nil || s.Failure == "" || !s.SyncedAt.IsZero() {
		t.Errorf("%+v, %v", s, err)
	}
	for _, options := range []map[string]string{
		{"url": "https://chat.example.com", "account": "1"},
		{"url": "https://chat.example.com", "account": "x", "api-token": "t"},
		{"url": "https://chat.example.com", "account": "1", "api-token": "t", "sync-every": "often"},
		{"url": "https://chat.example.com", "account": "1", "api-token": "t", "sync-rate": "0"},
	} {
		if err := CanSync(db.Source{Kind: "chatwoot", Options: options}); !errors.Is(err, ErrNothing) {
			t.Errorf("%v: %v", options, err)
		}
	}
	if err := CanSync(db.Source{Kind: "waha"}); !errors.Is(err, ErrNothing) {
		t.Errorf("waha: %v", err)
	}
}

// TestTokenStays: the token goes nowhere but to the service's own address.
func TestTokenStays(t *testing.T) {
	h := newHouse(t)
	h.day(1)
	var stolen atomic.Int64
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stolen.Add(1) }))
	defer thief.Close()
	h.server.Before = func(w http.ResponseWriter, r *http.Request) bool {
		http.Redirect(w, r, thief.URL+r.URL.Path, http.StatusTemporaryRedirect)
		return true
	}
	if _, err := h.Sync(t.Context(), h.source.ID, Options{}); err == nil || !strings.Contains(err.Error(), "leads to") || stolen.Load() != 0 {
		t.Errorf("%v, stolen %d times", err, stolen.Load())
	}
	for _, address := range []string{"", "chat.example.com", "ftp://chat.example.com", "https://", "https://a:b@chat.example.com", "https://x/?q=1", "file:///etc/passwd"} {
		if _, err := newClient(address, "t", 60); err == nil {
			t.Errorf("%q is taken", address)
		}
	}
}

// TestGrace: what webhooks may still tell exactly is left to them, and told by the next run where none came.
func TestGrace(t *testing.T) {
	h := newHouse(t)
	talk := h.world.Open(55, "open")
	h.later(time.Hour)
	h.world.In(talk)
	h.world.Give(talk, 7)
	owners := func() (n int) {
		events, err := h.DB.EventsOf(t.Context(), "chatwoot-"+h.source.ID+"-1")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Kind == conversation.Assign {
				n++
			}
		}
		return n
	}
	h.sync(t, Options{Grace: 2 * time.Minute})
	if n := owners(); n != 0 {
		t.Errorf("%d owners within the grace", n)
	}
	h.later(5 * time.Minute)
	h.sync(t, Options{Grace: 2 * time.Minute})
	if n := owners(); n != 1 {
		t.Errorf("%d owners after it", n)
	}
}

// TestBackground syncs what is due, and nothing of a source that is not to be synced by itself.
func TestBackground(t *testing.T) {
	h := newHouse(t)
	h.day(3)
	changed := make(chan struct{}, 100)
	h.Changed = func() { changed <- struct{}{} }
	if err := h.due(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-changed
	h.work.Wait()
	asked := h.asked.Load()
	if err := h.due(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.work.Wait()
	if h.asked.Load() != asked {
		t.Errorf("asked again before its time")
	}
	h.later(6 * time.Minute)
	if err := h.due(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.work.Wait()
	if h.asked.Load() == asked {
		t.Errorf("not asked again")
	}
	h.Close()
	if err := h.Start(t.Context(), h.source.ID); !errors.Is(err, db.ErrSyncing) {
		t.Errorf("a closed desk starts: %v", err)
	}
}
