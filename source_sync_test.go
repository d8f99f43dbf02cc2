package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relato/db"
	"relato/internal/chatwoot"
)

// chatwootWorld is a Chatwoot with some conversations that have ended and some that have not.
func chatwootWorld(conversations int) *chatwoot.World {
	w := chatwoot.New(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	for i := range conversations {
		w.Now = w.Now.Add(time.Minute)
		talk := w.Open(int64(100+i), "open")
		w.In(talk)
		w.Now = w.Now.Add(10 * time.Second)
		w.Out(talk, 7)
		if i%2 == 0 {
			w.Now = w.Now.Add(10 * time.Second)
			w.Turn(talk, "resolved", false)
		}
	}
	return w
}

func addChatwoot(t *testing.T, dir, address string, more ...string) {
	t.Helper()
	addSource(t, dir, append([]string{"chatwoot", "chat", "--url", address, "--account", "1"}, more...)...)
}

func TestSourceSync(t *testing.T) {
	dir := t.TempDir()
	there := httptest.NewServer(&chatwoot.Server{World: chatwootWorld(30), Token: "t0ken"})
	defer there.Close()
	addChatwoot(t, dir, there.URL)
	relato(t, dir, "", "source", "sync", "chat").expect(t, 1, "nothing to sync without its option api-token")
	relato(t, dir, "", "source", "remove", "chat").expect(t, 0, "")
	addChatwoot(t, dir, there.URL, "--api-token", "t0ken")
	relato(t, dir, "", "source", "sync", "chat", "--since", "yesterday").expect(t, 2, "must be a day like 2026-01-31")
	relato(t, dir, "", "source", "sync", "chat").expect(t, 0, "30 conversations listed, 30 of them fetched, 105 events new")
	relato(t, dir, "", "source", "sync", "chat").expect(t, 0, "0 events new")
	relato(t, dir, "", "source", "sync", "chat", "--all").expect(t, 0, "30 of them fetched, 0 events new")
	relato(t, dir, "", "source", "sync", "chat", "--since", "2026-03-03").expect(t, 0, "0 of them fetched")
	relato(t, dir, "", "source", "sync", "other").expect(t, 1, "no such source; see: relato source list")
	relato(t, dir, "", "source", "pause", "chat").expect(t, 0, "")
	relato(t, dir, "", "source", "sync", "chat").expect(t, 1, "paused")
	relato(t, dir, "", "source", "resume", "chat").expect(t, 0, "")
	there.Config.Handler = http.NotFoundHandler()
	if o := relato(t, dir, "", "source", "sync", "chat"); o.code != 1 || strings.Contains(o.out+o.err, "t0ken") {
		t.Errorf("exit %d: %s%s", o.code, o.out, o.err)
	}
}

// TestSourceSyncKilled kills a first sync again and again in its middle, without a warning. The next one goes on at once, and
// in the end all is there once.
func TestSourceSyncKilled(t *testing.T) {
	const kills = 4
	world := chatwootWorld(120)
	server := &chatwoot.Server{World: world, Token: "t0ken"}
	var asked atomic.Int64
	var kill atomic.Pointer[os.Process]
	server.Before = func(http.ResponseWriter, *http.Request) bool {
		if p := kill.Load(); p != nil && asked.Add(1) == 90 {
			_ = p.Kill()
		}
		return false
	}
	there := httptest.NewServer(server)
	defer there.Close()
	whole, cut := t.TempDir(), t.TempDir()
	addChatwoot(t, whole, there.URL, "--api-token", "t0ken")
	addChatwoot(t, cut, there.URL, "--api-token", "t0ken")
	relato(t, whole, "", "source", "sync", "chat").expect(t, 0, "120 of them fetched")
	for range kills {
		c := command(t, cut, "source", "sync", "chat")
		asked.Store(0)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		kill.Store(c.Process)
		_ = c.Wait() // it was killed
		kill.Store(nil)
	}
	relato(t, cut, "", "source", "sync", "chat").expect(t, 0, "events new")
	if diff := cmp.Diff(countsOf(t, whole), countsOf(t, cut)); diff != "" {
		t.Errorf("killed %d times (-never +killed):\n%s", kills, diff)
	}
}

// countsOf is how much there is in a database.
func countsOf(t *testing.T, dir string) string {
	t.Helper()
	d, err := db.Open(t.Context(), dir+"/relato.db")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var events, conversations, closed, messages, contacts int
	err = d.Read().QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM event), count(*), count(closed_at), sum(messages_in + messages_agent),
		(SELECT count(*) FROM contact WHERE name <> '') FROM conversation`).Scan(&events, &conversations, &closed, &messages, &contacts)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(events, conversations, closed, messages, contacts)
}
