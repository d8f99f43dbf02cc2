package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"relato/db"
)

// newLargeOffice is a server over a company of 500 tags and 200 agents, all of which have conversations.
func newLargeOffice(t *testing.T) *account {
	t.Helper()
	a := &account{now: time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)}
	path := filepath.Join(t.TempDir(), "large.ndjson")
	file, err := os.Create(path)
	check(t, err)
	lines := json.NewEncoder(file)
	line := func(of map[string]any) { check(t, lines.Encode(of)) }
	for i := range 200 {
		line(map[string]any{"type": "agent", "id": fmt.Sprint("a", i), "name": fmt.Sprintf("Agente número %03d", i), "active": true})
	}
	line(map[string]any{"type": "channel", "id": "w1", "name": "Vendas"})
	for i := range 3000 {
		at := a.now.Add(-time.Duration(i) * 13 * time.Minute)
		of := func(minutes int) string { return at.Add(time.Duration(minutes) * time.Minute).Format(time.RFC3339) }
		agent := fmt.Sprint("a", i%200)
		line(map[string]any{"type": "contact", "id": fmt.Sprint("p", i), "name": fmt.Sprint("Cliente ", i)})
		line(map[string]any{"type": "conversation", "id": fmt.Sprint("c", i), "channel": "w1", "contact": fmt.Sprint("p", i), "events": []map[string]any{
			{"type": "message", "key": "m1", "at": of(-9), "from": "contact"},
			{"type": "tag", "at": of(-8), "tag": fmt.Sprintf("assunto %03d de muitos", i%500)},
			{"type": "tag", "at": of(-8), "tag": fmt.Sprintf("assunto %03d de muitos", i*7%500)},
			{"type": "message", "key": "m2", "at": of(-i%7 - 1), "from": "agent", "agent": agent},
			{"type": "close", "at": of(0), "reason": "agent", "agent": agent},
		}})
	}
	check(t, file.Close())
	a.db, err = db.Open(context.Background(), filepath.Join(t.TempDir(), "large.db"))
	check(t, err)
	t.Cleanup(func() { check(t, a.db.Close()) })
	_, err = a.db.Append(t.Context(), a.now, readItems(t, path, a.now))
	check(t, err)
	a.serve(t)
	a.signInAs(t, "chefe@example.com", "admin")
	return a
}

// TestManyTagsAndAgents uses the reports of a large company: a menu of 500 is searched by typing and ticked by keyboard,
// and neither the first visit nor a change of the filter weighs more than on a small one may.
func TestManyTagsAndAgents(t *testing.T) {
	a := newLargeOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b, w := newBrowser(t), &wire{urls: map[network.RequestID]string{}, parts: map[string]float64{}}
	b.signIn(t, web, a)
	check(t, chromedp.Listen(b, w.listen))
	call(t, b, network.Enable, network.EnableParams{})
	call(t, b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	const menu = `details:has([name="tag"]) > summary`
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		t.Run(path, func(t *testing.T) {
			w.take()
			b.open(t, web.URL+path)
			weighed(t, w, path, firstLoad)
			b.tabTo(t, menu)
			b.keys(t, kb.Enter, kb.Tab)
			b.tabTo(t, `details:has([name="tag"]) [data-find]`)
			b.keys(t, "A", "Ç", "u", "n") // nothing is called so
			b.until(t, `document.activeElement.value === "AÇun"`)
			shown := `[...document.querySelectorAll('details:has([name="tag"]) .menu__list .menu__item')].filter((i) => !i.hidden).length`
			b.until(t, shown+` === 0`)
			b.eval(t, `document.activeElement.select()`)
			b.keys(t, "O", " ", "4", "9")
			b.until(t, shown+` === 10`)
			b.tabTo(t, `input[name="tag"]`)
			b.keys(t, " ")
			b.until(t, `new URLSearchParams(location.search).get("tag") === "assunto 490 de muitos" && `+settled)
			weighed(t, w, path+" with a tag", filterChange)
			if got := b.eval(t, `document.activeElement.name + " " + document.querySelector('`+menu+` .btn__n').textContent`); got != "tag 1" {
				t.Errorf("after the choice it is %q", got)
			}
			b.eval(t, `document.querySelector('#presets a').click()`)
			b.until(t, `location.search.includes("from=2026-11-20") && `+settled)
			weighed(t, w, path+" of today", filterChange)
		})
	}
	b.open(t, web.URL+"/tags")
	w.take()
	b.eval(t, `document.querySelector('.chart-host') && document.querySelectorAll('#presets a')[4].click()`)
	b.until(t, `location.search.includes("from=2026-08-23") && `+settled)
	weighed(t, w, "all tags over 90 days", filterChange)
}
