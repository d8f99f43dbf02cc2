package main

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// crashes is how often the crash test kills the server, unless RELATO_CRASHES says otherwise (task crash).
const crashes = 6

// mailbag is what a service has to deliver: every body until it is acknowledged.
type mailbag struct {
	mu       sync.Mutex
	random   *rand.Rand
	waiting  []string
	done     []string
	repeated int
	refused  map[int]int // by status
}

// take draws a body; now and then one that was acknowledged already.
func (b *mailbag) take() (body string, again, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.done) > 0 && b.random.IntN(5) == 0 {
		b.repeated++
		return b.done[b.random.IntN(len(b.done))], true, true
	}
	if len(b.waiting) == 0 {
		return "", false, false
	}
	last := len(b.waiting) - 1
	body, b.waiting = b.waiting[last], b.waiting[:last]
	return body, false, true
}

// answered notes what became of a body that was taken.
func (b *mailbag) answered(body string, again bool, status int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case again:
	case status == http.StatusOK:
		b.done = append(b.done, body)
	default: // it comes again at any time, among the others
		b.waiting = append(b.waiting, body)
		last := len(b.waiting) - 1
		at := b.random.IntN(len(b.waiting))
		b.waiting[at], b.waiting[last] = b.waiting[last], b.waiting[at]
	}
	if status != http.StatusOK && status != 0 {
		b.refused[status]++
	}
}

// deliverUntil lets senders deliver until the bag is empty or the context ends.
func (b *mailbag) deliverUntil(ctx context.Context, senders int, url string) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: senders}, Timeout: startUp}
	defer client.CloseIdleConnections()
	var wait sync.WaitGroup
	for range senders {
		wait.Go(func() {
			for ctx.Err() == nil {
				body, again, ok := b.take()
				if !ok {
					return
				}
				status, err := deliver(client, url, body)
				if err != nil {
					status = 0
				}
				b.answered(body, again, status)
			}
		})
	}
	wait.Wait()
}

// apart makes every event a line of its own, so that a company arrives in as many pieces as there are.
func apart(t testing.TB, lines string) []string {
	t.Helper()
	var pieces []string
	for line := range strings.Lines(lines) {
		var fields map[string]any
		check(t, json.Unmarshal([]byte(line), &fields))
		events, _ := fields["events"].([]any)
		if fields["type"] != "conversation" {
			pieces = append(pieces, line)
			continue
		}
		fields["type"], fields["thread"] = "event", fields["id"]
		delete(fields, "events")
		delete(fields, "id")
		for _, e := range events {
			fields["event"] = e
			piece, err := json.Marshal(fields)
			check(t, err)
			pieces = append(pieces, string(piece)+"\n")
		}
	}
	return pieces
}

// everything is what reports say of an account, asked over HTTP.
func everything(t testing.TB, dir string) string {
	t.Helper()
	token := strings.TrimSpace(relato(t, dir, "", "token", "add", "compare").out)
	r := serving(t, dir, "serve")
	defer r.end(t)
	var all strings.Builder
	for _, path := range []string{"/conversations.csv", "/overview.csv", "/agents.csv", "/tags.csv"} {
		status, body := fetch(r.address + path + "?group=month&from=2023-01-01&token=" + token)
		if status != http.StatusOK {
			t.Fatal(path, status, body)
		}
		all.WriteString(body)
	}
	return all.String()
}

// TestNothingIsLostOrDoubledByCrashes delivers a company event by event, from many senders at once and in no order, and
// kills the server again and again. What was acknowledged is not sent again but by chance, the rest is. In the end the
// reports must be those of the same company imported from a file.
func TestNothingIsLostOrDoubledByCrashes(t *testing.T) {
	kills, conversations := crashes, 80
	if n, err := strconv.Atoi(os.Getenv("RELATO_CRASHES")); err == nil {
		kills, conversations = n, 80+15*n
	}
	calm, wild := t.TempDir(), t.TempDir()
	relato(t, calm, "", "demo", "--conversations", strconv.Itoa(conversations), "--ndjson", "company.ndjson").expect(t, 0, "wrote")
	relato(t, calm, "", "import", "--strict", "company.ndjson").expect(t, 0, " 0 rejected")
	lines, err := os.ReadFile(filepath.Join(calm, "company.ndjson"))
	check(t, err)

	path := addLines(t, wild, "shop")
	bag := &mailbag{random: rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1)), waiting: apart(t, string(lines)), refused: map[int]int{}}
	pieces := len(bag.waiting)
	bag.random.Shuffle(pieces, func(i, j int) { bag.waiting[i], bag.waiting[j] = bag.waiting[j], bag.waiting[i] })
	survived := 0
	for range kills {
		r := serving(t, wild, "serve")
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Duration(bag.random.IntN(250))*time.Millisecond, func() {
			_ = r.Process.Kill() // kill -9
			cancel()
		})
		bag.deliverUntil(ctx, 16, r.address+path)
		cancel()
		_ = r.Process.Kill()
		_ = r.Wait() // it was killed
		if len(bag.waiting) == 0 {
			break
		}
		survived++
	}
	t.Logf("%d pieces; %d crashes, after which %d were acknowledged and %d were not; %d sent again", pieces, survived, len(bag.done), len(bag.waiting), bag.repeated)
	if survived == 0 {
		t.Error("the server was never killed at work")
	}
	r := serving(t, wild, "serve")
	bag.deliverUntil(t.Context(), 16, r.address+path)
	r.end(t)
	if len(bag.done) != pieces || len(bag.refused) > 0 {
		t.Errorf("%d of %d acknowledged; refused: %v", len(bag.done), pieces, bag.refused)
	}
	if diff := cmp.Diff(everything(t, calm), everything(t, wild)); diff != "" {
		t.Errorf("the reports differ (- imported, + delivered):\n%.5000s", diff)
	}
	relato(t, wild, "", "doctor").expect(t, 0, "is well")
	relato(t, wild, "", "replay").expect(t, 0, "0 tried")
}
