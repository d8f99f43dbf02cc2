package handlers

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"relato/db"
)

// writer is a token that may post events.
func (a *account) writer(t *testing.T) string {
	t.Helper()
	token, err := a.db.AddToken(t.Context(), a.now, "crm", true)
	check(t, err)
	return token
}

// postEvents posts events.
func (a *account) postEvents(body io.Reader, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/events", body)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return a.do(r)
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, text)
	check(t, err)
	check(t, w.Close())
	return b.Bytes()
}

// newThread is a line that starts a conversation on 20 January.
func newThread(id string) string {
	return fmt.Sprintf(`{"type":"event","thread":%q,"channel":"w1","contact":"p1","event":{"type":"message","key":"m1","at":"2026-01-20T09:00:00-03:00","from":"contact"}}`, id)
}

// TestPostingEvents posts lines of every fate: what can be taken is in the next report.
func TestPostingEvents(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	before := len(a.column(t, "/conversations.csv?"+january, "conversation_id"))
	lines := strings.Join([]string{
		newThread("n1"),
		`{"type":"dance"}`,
		``,
		`{"type":"conversation","id":"n2","events":[{"type":"message","key":"m1","at":"2026-01-20T09:00:00Z","from":"contact"},{"type":"message","key":"m2","at":"soon","from":"contact"}]}`,
		`{"type":"event","thread":"n3","event":{"type":"rating","at":"2026-01-20T09:00:00Z","score":9}}`,
		`{"type":"contact","id":"p9","name":"Nova"}`,
	}, "\n")
	for _, again := range []bool{false, true} {
		w := a.postEvents(strings.NewReader(lines), "Authorization", "Bearer "+token)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			t.Fatalf("%d\n%s", w.Code, w.Body)
		}
		answer := decode(t, w.Body)
		wantNew, wantKnown := 2.0, 0.0
		if again {
			wantNew, wantKnown = 0, 2
		}
		if answer["lines"] != 6.0 || answer["events_new"] != wantNew || answer["events_known"] != wantKnown ||
			answer["rejected"] != 3.0 || answer["unlisted"] != 0.0 {
			t.Errorf("again %t: %v", again, answer)
		}
		want := []struct {
			line   float64
			status string
			reason string
		}{
			{1, "accepted", ""}, {2, "rejected", "type"}, {4, "partial", "at"}, {5, "rejected", "score"}, {6, "accepted", ""},
		}
		results := answer["results"].([]any)
		if len(results) != len(want) {
			t.Fatalf("%v", results)
		}
		for i, w := range want {
			got := results[i].(map[string]any)
			if got["line"] != w.line || got["status"] != w.status || !strings.Contains(fmt.Sprint(got["reasons"]), w.reason) {
				t.Errorf("%v, want %v", got, w)
			}
		}
		if n := len(a.column(t, "/conversations.csv?"+january, "conversation_id")); n != before+2 {
			t.Errorf("%d conversations in the report, %d before", n, before)
		}
	}
}

// TestEventsOnDiskBeforeTheAnswer reads a post with another connection as soon as it is answered.
func TestEventsOnDiskBeforeTheAnswer(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	other, err := db.Open(t.Context(), a.db.Path)
	check(t, err)
	defer other.Close()
	for i := range 20 {
		if w := a.postEvents(strings.NewReader(newThread(fmt.Sprint("d", i))), "Authorization", "Bearer "+token); w.Code != http.StatusOK {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		if _, err := other.Timeline(t.Context(), a.now, fmt.Sprint("d", i)); err != nil {
			t.Fatalf("post %d was answered and is not there: %v", i, err)
		}
	}
}

func TestPostsThatAreRefused(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	good := newThread("r1")
	huge := strings.Repeat(good+"\n", maxEvents/len(good)+1)
	gz := packed(t, good)
	for _, tt := range []struct {
		name   string
		token  string
		body   string
		coding string
		status int
		has    string
	}{
		{"a stranger", "", good, "", 401, "write token"},
		{"a wrong token", "relato_WRONG", good, "", 401, "write token"},
		{"a token that reads", a.token, good, "", 403, "--write"},
		{"nothing", token, "", "", 400, "empty"},
		{"blank lines", token, "\n \n\n", "", 400, "empty"},
		{"no text", token, "\x00\x01\x02", "", 400, "binary"},
		{"no line that can be taken", token, "hello\nworld\n", "", 422, `"line":2`},
		{"too much", token, huge, "", 413, "larger"},
		{"too much once unpacked", token, string(packed(t, huge)), "gzip", 413, "larger"},
		{"too much once unpacked, unannounced", token, string(packed(t, huge)), "", 413, "larger"},
		{"gzip cut short", token, string(gz[:len(gz)-4]), "gzip", 400, "gzip"},
		{"gzip that is none", token, "\x1f\x8bgarbage", "gzip", 400, "gzip"},
		{"another packing", token, good, "br", 415, "gzip"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			header := []string{"Content-Encoding", tt.coding}
			if tt.token != "" {
				header = append(header, "Authorization", "Bearer "+tt.token)
			}
			for _, body := range []io.Reader{strings.NewReader(tt.body), io.MultiReader(strings.NewReader(tt.body))} { // with and without a length
				w := a.postEvents(body, header...)
				if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.has) {
					t.Errorf("%d, want %d with %q: %.300s", w.Code, tt.status, tt.has, w.Body)
				}
				if wants := tt.status == 401; wants != (w.Header().Get("WWW-Authenticate") != "") {
					t.Errorf("WWW-Authenticate is %q", w.Header().Get("WWW-Authenticate"))
				}
			}
			if w := a.get("/conversations/r1"); w.Code != http.StatusNotFound {
				t.Errorf("something of it was stored: %d", w.Code)
			}
		})
	}
	if w := a.get("/api/v1/events"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", w.Code)
	}
	if w := a.postEvents(strings.NewReader(good)); w.Code != 401 {
		t.Errorf("a token in the address would open it: %d", w.Code)
	}
}

func TestPackedEvents(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	for i, coding := range []string{"gzip", "", "identity"} {
		id := fmt.Sprint("z", i)
		w := a.postEvents(bytes.NewReader(packed(t, newThread(id))), "Authorization", "Bearer "+token, "Content-Encoding", coding)
		if w.Code != http.StatusOK || decode(t, w.Body)["events_new"] != 1.0 {
			t.Errorf("%q: %d %s", coding, w.Code, w.Body)
		}
	}
}

// TestAnswersToPostsAreBounded posts as many lines as fit: what is listed of them is not longer than what was sent.
func TestAnswersToPostsAreBounded(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	const lines = 1_000_000
	body := strings.Repeat("{}\n", lines) + newThread("b1")
	w := a.postEvents(strings.NewReader(body), "Authorization", "Bearer "+token)
	if w.Code != http.StatusOK || w.Body.Len() > len(body) {
		t.Fatalf("%d, %d bytes for %d", w.Code, w.Body.Len(), len(body))
	}
	answer := decode(t, w.Body)
	results := answer["results"].([]any)
	last := results[len(results)-1].(map[string]any)
	if len(results) != maxReasons+1 || answer["unlisted"] != float64(lines-maxReasons) || answer["rejected"] != float64(lines) ||
		last["line"] != float64(lines+1) || last["status"] != "accepted" {
		t.Errorf("%d results, %v unlisted, %v rejected, at last %v", len(results), answer["unlisted"], answer["rejected"], last)
	}
}

// TestTooManyPostsComeAgainLater lets bodies that never end fill what may be on its way.
func TestTooManyPostsComeAgainLater(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	var ends []*io.PipeWriter
	answered := make(chan int)
	for range maxPosting / maxEvents {
		body, end := io.Pipe()
		ends = append(ends, end)
		go func() { answered <- a.postEvents(body, "Authorization", "Bearer "+token).Code }()
		_, err := io.WriteString(end, newThread("l1")) // it is being read once this returns
		check(t, err)
	}
	w := a.postEvents(io.MultiReader(strings.NewReader(newThread("l2"))), "Authorization", "Bearer "+token)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if w := a.postEvents(strings.NewReader(newThread("l3")), "Authorization", "Bearer "+token); w.Code != http.StatusOK {
		t.Errorf("a small one among them: %d", w.Code)
	}
	for _, end := range ends {
		check(t, end.Close())
		if code := <-answered; code != http.StatusOK {
			t.Errorf("%d", code)
		}
	}
	if w := a.postEvents(io.MultiReader(strings.NewReader(newThread("l2"))), "Authorization", "Bearer "+token); w.Code != http.StatusOK {
		t.Errorf("when they are gone: %d", w.Code)
	}
}

// TestPackedPostsCountAsTheyAreUnpacked: a small body out of which much comes waits for those that are on their way.
func TestPackedPostsCountAsTheyAreUnpacked(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	posting := &a.handler.(*Server).posting
	line := `{"type":"contact","id":"p1","name":"` + strings.Repeat("a", 1000) + `"}` + "\n"
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := io.WriteString(z, strings.Repeat(line, 5<<20/len(line)))
	check(t, errors.Join(err, z.Close()))
	for _, c := range []struct{ others, want int }{{maxPosting - 5<<20, http.StatusServiceUnavailable}, {maxPosting - 6<<20, http.StatusOK}} {
		if !posting.enter(int64(c.others)) {
			t.Fatal("there is no room for others")
		}
		if w := a.postEvents(bytes.NewReader(packed.Bytes()), "Authorization", "Bearer "+token); w.Code != c.want {
			t.Errorf("beside %d bytes: %d", c.others, w.Code)
		}
		if posting.leave(int64(c.others)); posting.bytes.Load() != 0 {
			t.Errorf("%d bytes are said to be on their way still", posting.bytes.Load())
		}
	}
}
