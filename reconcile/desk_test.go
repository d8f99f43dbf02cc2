package reconcile

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relato/db"
	"relato/internal/chatwoot"
	"relato/source"
)

var began = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// house is a Relato beside a Chatwoot.
type house struct {
	*Desk
	world  *chatwoot.World
	server *chatwoot.Server
	web    *httptest.Server
	source db.Source
	asked  atomic.Int64
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{world: chatwoot.New(began)}
	h.server = &chatwoot.Server{World: h.world, Token: "t0ken"}
	h.web = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked.Add(1)
		h.server.ServeHTTP(w, r)
	}))
	t.Cleanup(h.web.Close)
	h.Desk = openDesk(t, filepath.Join(t.TempDir(), "relato.db"), h.now)
	var err error
	h.source, err = h.DB.AddSource(t.Context(), began, db.NewSource{Kind: "chatwoot", Name: "Loja", Secret: "s3cret",
		Options: map[string]string{"url": h.web.URL, "account": "1", "sync-rate": "1000000"}, Sealed: map[string]string{"api-token": "t0ken"}})
	if err == nil {
		h.source, err = h.DB.Source(t.Context(), h.source.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// now is a while after what happened last in the world.
func (h *house) now() (now time.Time) {
	h.world.Edit(func() { now = h.world.Now.Add(time.Minute) })
	return now
}

func openDesk(t testing.TB, path string, now func() time.Time) *Desk {
	t.Helper()
	d, err := db.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	c := db.NewCommitter(d, now)
	t.Cleanup(func() {
		c.Close()
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Desk{DB: d, Deliver: c.Deliver, Now: now, Log: slog.New(slog.DiscardHandler)}
}

func (h *house) sync(t testing.TB, o Options) db.SyncCounts {
	t.Helper()
	done, err := h.Sync(t.Context(), h.source.ID, o)
	if err != nil {
		t.Fatalf("sync: %v", err)
	}
	return done
}

// later moves the world's clock.
func (h *house) later(d time.Duration) { h.world.Edit(func() { h.world.Now = h.world.Now.Add(d) }) }

// day plays n conversations, each with two messages; every third is resolved with a survey that is answered.
func (h *house) day(n int) {
	for i := range n {
		h.later(time.Minute)
		talk := h.world.Open(int64(100+i), "open")
		h.world.In(talk)
		h.later(30 * time.Second)
		h.world.Out(talk, 7)
		if i%3 == 0 {
			h.later(30 * time.Second)
			h.world.Turn(talk, "resolved", true)
			h.later(30 * time.Second)
			h.world.Answer(talk, 1+i%5, "")
		}
	}
}

// shown is all that a database shows of conversations.
func shown(t testing.TB, d *db.DB) (all []string) {
	t.Helper()
	rows, err := d.Read().QueryContext(t.Context(), `SELECT c.id, status, origin, owner, c.tags, started_at, coalesce(closed_at, 0), messages_in,
		messages_agent, messages_flow, coalesce(survey_at, 0), coalesce(rating, 0), p.tags, p.phone FROM conversation c JOIN contact p ON p.id = c.contact ORDER BY c.id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		fields, into := make([]any, 14), make([]any, 14)
		for i := range fields {
			into[i] = &fields[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.ReplaceAll(fmt.Sprint(fields...), "\n", " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// heard is what a database shows after all webhooks of the house's world, and none else.
func (h *house) heard(t testing.TB) []string {
	t.Helper()
	d := openDesk(t, filepath.Join(t.TempDir(), "heard.db"), h.now)
	h.hear(t, d.DB, h.world.Webhooks)
	return shown(t, d.DB)
}

// hear stores what webhooks tell.
func (h *house) hear(t testing.TB, d *db.DB, webhooks []chatwoot.Webhook) {
	t.Helper()
	hook, _ := source.HookOf("chatwoot")
	c := source.Connection{Kind: "chatwoot", ID: h.source.ID, Options: h.source.Options}
	for _, w := range webhooks {
		if _, err := d.Append(t.Context(), h.now(), hook.Read(c, source.Request{Body: []byte(w.Body), At: w.At}).Items); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSync fetches everything, then what changed, and compares with what webhooks would have told.
func TestSync(t *testing.T) {
	h := newHouse(t)
	h.day(60)
	first := h.sync(t, Options{})
	if first.Listed != 60 || first.Fetched != 60 || first.Expected != 60 || first.Events == 0 {
		t.Errorf("first %+v", first)
	}
	if diff := cmp.Diff(h.heard(t), shown(t, h.DB)); diff != "" {
		t.Errorf("(-webhooks +fetched):\n%s", diff)
	}
	h.later(time.Hour)
	if again := h.sync(t, Options{}); again.Fetched != 0 || again.Events != 0 {
		t.Errorf("nothing changed, and %+v", again)
	}
	h.later(time.Hour)
	talk := h.world.Talks()[7]
	h.world.In(talk)
	h.world.Label(talk, "vip")
	h.world.Edit(func() { talk.Person.Labels = []string{"b2b"} })
	h.world.Note(talk, 8)
	if more := h.sync(t, Options{}); more.Fetched != 1 || more.Events != 2 {
		t.Errorf("one message and a label, and %+v", more)
	}
	all := strings.Join(shown(t, h.DB), "\n")
	if !strings.Contains(all, `["vip"]`) || !strings.Contains(all, `["b2b"]`) {
		t.Errorf("labels are not there:\n%s", all)
	}
	s, err := h.DB.SyncOf(t.Context(), h.now(), h.source.ID)
	if err != nil || s.Running || s.Failure != "" || s.SyncedAt.IsZero() || s.EndedAt.IsZero() || s.SyncCounts.Fetched != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	stored, err := h.DB.SourceListed(t.Context(), h.source.ID)
	if err != nil || stored.Deliveries != 0 || !stored.DeliveredAt.IsZero() || stored.Events == 0 {
		t.Errorf("what was fetched is no delivery: %+v, %v", stored, err)
	}
}

// TestSyncLongConversation reads messages over many pages, and later only the new ones.
func TestSyncLongConversation(t *testing.T) {
	h := newHouse(t)
	talk := h.world.Open(55, "open")
	for range 333 {
		h.later(time.Second)
		h.world.In(talk)
	}
	if done := h.sync(t, Options{}); done.Events != 334 {
		t.Errorf("%+v", done)
	}
	h.later(time.Hour)
	for range 45 {
		h.later(time.Second)
		h.world.In(talk)
	}
	if done := h.sync(t, Options{}); done.Events != 45 {
		t.Errorf("later %+v", done)
	}
}

// TestSyncSince leaves out what is old, and takes it when it is asked for.
func TestSyncSince(t *testing.T) {
	h := newHouse(t)
	h.server.PageSize = 5
	h.day(20)
	since := h.world.Talks()[14].Active
	if done := h.sync(t, Options{Since: since}); done.Listed < 6 || done.Listed > 11 {
		t.Errorf("%+v", done)
	}
	h.later(time.Minute)
	if done := h.sync(t, Options{All: true}); done.Listed != 20 {
		t.Errorf("all: %+v", done)
	}
	if diff := cmp.Diff(h.heard(t), shown(t, h.DB)); diff != "" {
		t.Errorf("(-webhooks +fetched):\n%s", diff)
	}
}

// TestSyncSinceLeavesNoGap: a later run that is asked for less than has changed leaves the rest to the next one.
func TestSyncSinceLeavesNoGap(t *testing.T) {
	h := newHouse(t)
	h.server.PageSize = 2
	h.day(2)
	h.sync(t, Options{})
	h.later(48 * time.Hour)
	h.day(4)
	h.later(30 * 24 * time.Hour)
	since := h.now()
	h.day(4)
	h.sync(t, Options{Since: since})
	if got := len(shown(t, h.DB)); got >= 10 {
		t.Fatalf("all %d conversations are there already", got)
	}
	h.later(time.Hour)
	h.sync(t, Options{})
	if diff := cmp.Diff(h.heard(t), shown(t, h.DB)); diff != "" {
		t.Errorf("(-webhooks +fetched):\n%s", diff)
	}
}

// TestSyncWhileItChanges: a conversation that moves to the first page while others are read, and one that is deleted,
// cost nothing.
func TestSyncWhileItChanges(t *testing.T) {
	h := newHouse(t)
	h.server.PageSize = 5
	h.day(23)
	pages := 0
	h.server.Before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.FormValue("page") != "" && strings.HasSuffix(r.URL.Path, "/conversations") {
			switch pages++; pages {
			case 2:
				h.later(time.Second)
				h.world.In(h.world.Talks()[2]) // of the last page
			case 3:
				h.world.Delete(h.world.Talks()[22])
			}
		}
		return false
	}
	h.sync(t, Options{})
	h.later(time.Hour)
	h.sync(t, Options{})
	if diff := cmp.Diff(h.heard(t), shown(t, h.DB)); diff != "" {
		t.Errorf("(-webhooks +fetched):\n%s", diff)
	}
}
