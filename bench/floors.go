package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"relato/db"
	"relato/handlers"
	"relato/internal/garbage"
	"relato/report"
	"relato/seed"
)

// floorConversations is the size of an account whose reports cost next to nothing, and whose pages look like those of
// any other: as many days, agents, tags and rows.
const floorConversations = 3000

// floorServer serves an account so small that its pages cost what HTTP, templates and compression do.
func floorServer(ctx context.Context, scratch string) (*pages, error) {
	path := filepath.Join(scratch, "floor.db")
	company := seed.Company{Conversations: floorConversations, Until: until, Span: 365 * 24 * time.Hour}
	if err := once(path, func(path string) error { return fill(ctx, path, company) }); err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return newPages(ctx, d, report.NewIndex(d, func() time.Time { return until }))
}

// pages is Relato over HTTP, on loopback.
type pages struct {
	db      *db.DB
	handler *handlers.Server
	web     *httptest.Server
	client  *http.Client
}

func newPages(ctx context.Context, d *db.DB, x *report.Index) (*pages, error) {
	s, err := handlers.New(ctx, handlers.Config{
		DB: d, Index: x, Now: func() time.Time { return until }, Log: slog.New(slog.DiscardHandler), Demo: true,
	})
	if err != nil {
		return nil, err
	}
	p := &pages{db: d, handler: s, web: httptest.NewServer(s)}
	p.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
	return p, nil
}

func (p *pages) close() {
	p.client.CloseIdleConnections()
	p.web.Close()
	p.handler.Close()
}

// get takes a whole page, compressed, as a browser does.
func (p *pages) get(address string) error {
	r, err := http.NewRequest(http.MethodGet, p.web.URL+address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := p.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New(address + ": " + answer.Status)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

// What the pages of a tiny account cost, and those whose report was counted before.
const (
	floored = "floor"
	again   = "asked again"
)

// pageFloors measures whole pages beside the same pages of a tiny account: counted anew each time, and asked again.
func pageFloors(ctx context.Context, a *account, x *report.Index, scratch string, p patience) ([]timing, error) {
	real, err := newPages(ctx, a.db, x)
	if err != nil {
		return nil, err
	}
	defer real.close()
	floor, err := floorServer(ctx, scratch)
	if err != nil {
		return nil, err
	}
	defer func() { floor.close(); _ = floor.db.Close() }()
	defer x.RememberRows(report.RowsRemembered)
	garbage.Tune()
	var list []timing
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		for _, period := range []struct{ name, query string }{{"30 days", month}, {"year", year}} {
			address := path + "?" + period.query
			floorTask := task{floored, func() error { return floor.get(address) }}
			x.RememberRows(0)
			t, err := inTurns(path+", "+period.name, []task{{ours, func() error { return real.get(address) }}, floorTask}, p)
			if err != nil {
				return nil, err
			}
			x.RememberRows(report.RowsRemembered)
			if err := real.get(address); err != nil {
				return nil, err
			}
			known, err := inTurns(path, []task{{again, func() error { return real.get(address) }}, floorTask}, p)
			if err != nil {
				return nil, err
			}
			t.Median[again], t.Fastest[again], t.Runs[again] = known.Median[again], known.Fastest[again], known.Runs[again]
			list = append(list, t)
		}
	}
	return list, nil
}

// Bytes that a figure needs of each conversation and message at the least: start, contact, the two lengths, replies and
// their sum, and a byte each for origin, rating, flags; time and sender.
const (
	conversationBytes = 4 + 4 + 4 + 4 + 4 + 2 + 3
	messageBytes      = 4 + 1
)

// memoryPass is how long all processors take to read so many bytes once, in milliseconds.
func memoryPass(bytes int, p patience) (float64, error) {
	words := make([]uint64, bytes/8)
	for i := range words {
		words[i] = uint64(i)
	}
	t, err := inTurns("one pass over memory", []task{{"pass", func() error {
		n := runtime.GOMAXPROCS(0)
		sums := make([]uint64, n*8)
		var wait sync.WaitGroup
		for w := range n {
			part := words[len(words)*w/n : len(words)*(w+1)/n]
			wait.Go(func() { sums[w*8] = sum(part) })
		}
		wait.Wait()
		sink += sums[0]
		return nil
	}}}, p)
	return t.Fastest["pass"], err
}

var sink uint64

func sum(words []uint64) uint64 {
	var a, b, c, d uint64
	for ; len(words) >= 4; words = words[4:] {
		a, b, c, d = a+words[0], b+words[1], c+words[2], d+words[3]
	}
	return a + b + c + d
}
