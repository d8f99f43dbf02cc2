package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// startUp is how long a server may take to be ready in a test.
const startUp = 3 * time.Minute

// running is a server under way.
type running struct {
	*exec.Cmd
	address string
	errs    said
}

// said is what a server has said so far.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// serving starts a command that serves, and waits until it is ready.
func serving(t testing.TB, dir string, args ...string) *running {
	t.Helper()
	r := &running{Cmd: command(t, dir, append(args, "--addr", "127.0.0.1:0")...)}
	r.Stdout, r.Stderr = &r.errs, &r.errs // the demo says on the first where it answers
	check(t, r.Start())
	t.Cleanup(func() { _ = r.Process.Kill() }) // it may have ended already
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if r.address = saidAddress.FindString(r.errs.String()); r.address != "" {
			if status, _ := fetch(r.address + "/readyz"); status == http.StatusOK {
				return r
			}
		}
		if time.Since(began) > startUp {
			t.Fatalf("not ready after %s: %s", startUp, &r.errs)
		}
	}
}

// saidAddress is where a server says that it answers.
var saidAddress = regexp.MustCompile(`http://[^\s/]+:\d+`)

// await waits until a server has said something.
func (r *running) await(t testing.TB, text string) {
	t.Helper()
	for began := time.Now(); !strings.Contains(r.errs.String(), text); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > startUp {
			t.Fatalf("it does not say that %s: %s", text, &r.errs)
		}
	}
}

func fetch(url string) (status int, body string) {
	answer, err := http.Get(url)
	if err != nil {
		return 0, err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err.Error()
	}
	return answer.StatusCode, string(text)
}

// end stops a server as an operator does, and expects it to end well.
func (r *running) end(t testing.TB) {
	t.Helper()
	check(t, r.Process.Signal(syscall.SIGTERM))
	if err := r.Wait(); err != nil {
		t.Errorf("ended with %v: %s", err, &r.errs)
	}
}

func TestServeSeesWhatAnotherProcessImports(t *testing.T) {
	dir := t.TempDir()
	r := serving(t, dir, "serve")
	token := strings.TrimSpace(relato(t, dir, "", "token", "add", "test").out)
	target := r.address + "/conversations.csv?from=2026-01-01&to=2026-01-31&token=" + token
	if status, body := fetch(target); status != 200 || strings.Count(body, "\n") != 1 {
		t.Errorf("before the import: %d\n%s", status, body)
	}
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")
	if status, body := fetch(target); status != 200 || strings.Count(body, "\n") != 3 {
		t.Errorf("after the import: %d\n%s", status, body)
	}
	r.end(t)
	if !strings.Contains(r.errs.String(), "relato user add") {
		t.Errorf("it does not say what to do first: %s", &r.errs)
	}
}

var setupLink = regexp.MustCompile(`http://\S+/setup\?key=\S+`)

// setupLink is the link that a server prints while nobody can sign in.
func (r *running) setupLink(t *testing.T) string {
	t.Helper()
	for began := time.Now(); time.Since(began) < startUp; time.Sleep(10 * time.Millisecond) {
		if link := setupLink.FindString(r.errs.String()); link != "" {
			return link
		}
	}
	t.Fatalf("there is no link in: %s", &r.errs)
	return ""
}

// TestServePrintsALinkForTheFirstRun follows it, as long as there is nobody who can sign in.
func TestServePrintsALinkForTheFirstRun(t *testing.T) {
	dir := t.TempDir()
	var links []string
	for range 2 {
		r := serving(t, dir, "serve")
		if status, _ := fetch(r.address + "/setup"); status != http.StatusForbidden {
			t.Errorf("without the link: %d", status)
		}
		link := r.setupLink(t)
		if status, body := fetch(link); status != http.StatusOK || !strings.Contains(body, `name="again"`) {
			t.Errorf("%s answers %d\n%s", link, status, body)
		}
		links = append(links, link)
		r.end(t)
	}
	if links[0] == "" || links[0] == links[1] {
		t.Errorf("two starts print %q", links)
	}
	r := serving(t, dir, "serve")
	relato(t, dir, "long enough\n", "user", "add", "ana@example.com", "--password-stdin").expect(t, 0, "can sign in")
	if status, body := fetch(r.address + "/setup"); status != http.StatusOK || !strings.Contains(body, `name="password"`) {
		t.Errorf("with a user it leads to signing in, not to %d\n%s", status, body)
	}
	r.end(t)
	r = serving(t, dir, "serve")
	r.end(t)
	if strings.Contains(r.errs.String(), "setup") {
		t.Errorf("with a user it prints %s", &r.errs)
	}
}

// TestServersEndWellBeforeTheyAnswer stops them at once: whoever runs a service must not take that for a failure.
func TestServersEndWellBeforeTheyAnswer(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, command := range []string{"serve", "demo"} {
		var said bytes.Buffer
		c := &console{strings.NewReader(""), io.Discard, &said, time.Now}
		if err := run(ctx, []string{command, "--addr", "127.0.0.1:0"}, c); err != nil || strings.Contains(said.String(), "relato:") {
			t.Errorf("%s ends with %v: %s", command, err, &said)
		}
	}
	if err := run(ctx, []string{"import", os.DevNull}, &console{strings.NewReader(""), io.Discard, io.Discard, time.Now}); err == nil {
		t.Error("an import that was stopped looks done")
	}
}

func TestServeSaysWhyItGotNoAddress(t *testing.T) {
	dir := t.TempDir()
	port, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer port.Close()
	relato(t, dir, "", "serve", "--addr", port.Addr().String()).expect(t, 1, "is taken")
	for _, nonsense := range []string{"nonsense", ":99999", ":http1"} {
		relato(t, dir, "", "serve", "--addr", nonsense).expect(t, 2, "HOST:PORT")
	}
	for _, elsewhere := range []string{"192.0.2.1:0", "[2001:db8::1]:0"} { // addresses for examples, which no machine has
		o := relato(t, dir, "", "serve", "--addr", elsewhere)
		o.expect(t, 1, "the address "+elsewhere+" cannot be had on this machine")
		if strings.Contains(o.err, "HOST:PORT") {
			t.Errorf("it says that the address is written wrongly: %s", o.err)
		}
	}
}

func TestServeFailsOnWhatIsNoDatabase(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "relato.db", strings.Repeat("this is no database", 1000))
	relato(t, dir, "", "serve", "--addr", "127.0.0.1:0").expect(t, 1, "relato.db")
}

func TestDemo(t *testing.T) {
	dir := t.TempDir()
	temporary := t.TempDir()
	c := command(t, dir, "demo", "--conversations", "300", "--addr", "127.0.0.1:0")
	c.Env = append(c.Env, "TMPDIR="+temporary)
	out, err := c.StdoutPipe()
	check(t, err)
	check(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill() }) // it may have ended already
	address, err := bufio.NewReader(out).ReadString('\n')
	check(t, err)
	address = strings.TrimSpace(address)
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations", "/readyz"} {
		if status, body := fetch(address + path); status != 200 {
			t.Errorf("%s: %d\n%s", path, status, body)
		}
	}
	check(t, c.Process.Signal(os.Interrupt))
	if err := c.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, %v", left, err)
	}
}

func TestDemoLeavesRealDatabasesAlone(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")
	relato(t, dir, "", "demo", "--addr", "127.0.0.1:0", "--db", "relato.db").expect(t, 1, "in use and no demo")
	r := serving(t, dir, "demo", "--conversations", "50", "--db", "demo.db")
	r.end(t)
	r = serving(t, dir, "demo", "--conversations", "50", "--db", "demo.db") // a demo that was kept
	r.end(t)
}

func TestDemoAsAFile(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "", "demo", "--conversations", "50", "--ndjson", "demo.ndjson").expect(t, 0, "demo.ndjson")
	relato(t, dir, "", "import", "--strict", "demo.ndjson").expect(t, 0, "0 already there, 0 rejected")
	if o := relato(t, dir, "", "demo", "--conversations", "50", "--ndjson", "-"); !strings.HasPrefix(o.out, `{"type":"settings"`) {
		t.Errorf("standard output begins with %.100q", o.out)
	}
	if _, err := os.Stat(filepath.Join(dir, "relato.db")); err != nil {
		t.Error(err)
	}
}

// TestServeClosesWithoutDelay expects silence to close a conversation within seconds, which another process has stored.
func TestServeClosesWithoutDelay(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "", "settings", "set", "inactivity", "1").expect(t, 0, "")
	token := strings.TrimSpace(relato(t, dir, "", "token", "add", "test").out)
	r := serving(t, dir, "serve")
	due := time.Now().Truncate(time.Second).Add(3 * time.Second)
	line := `{"type":"conversation","id":"c1","contact":"p1","lifecycle":"inactivity","events":[{"type":"message","from":"contact","at":"` +
		due.Add(-time.Hour).UTC().Format(time.RFC3339) + `"}]}`
	relato(t, dir, line, "import", "-").expect(t, 0, "1 events new")
	for ; ; time.Sleep(50 * time.Millisecond) {
		_, body := fetch(r.address + "/conversations.csv?status=closed&token=" + token)
		if strings.Contains(body, "\nc1,closed,") {
			break
		}
		if late := time.Since(due); late > 10*time.Second {
			t.Fatalf("it is not closed %s after silence should have done it", late)
		}
	}
	r.end(t)
}

// TestBackupAndRestoreBesideAServer copies the database of a server under way, which then keeps it from being replaced.
func TestBackupAndRestoreBesideAServer(t *testing.T) {
	dir := t.TempDir()
	token := strings.TrimSpace(relato(t, dir, "", "token", "add", "test").out)
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")
	r := serving(t, dir, "serve")
	rows := func() int {
		t.Helper()
		_, body := fetch(r.address + "/conversations.csv?from=2026-01-01&to=2026-01-31&token=" + token)
		return strings.Count(body, "\n") - 1
	}
	relato(t, dir, "", "backup", "copy.db").expect(t, 0, "copy.db: a copy of relato.db with 2 conversations")
	relato(t, dir, "", "backup", "copy.db").expect(t, 1, "--force")
	writeFile(t, dir, "relato.db.key", "secret")
	relato(t, dir, "", "backup", "copy.db", "--force").expect(t, 0, "The key relato.db.key")
	relato(t, dir, strings.ReplaceAll(twoConversations, `"id":"c`, `"id":"d`), "import", "-").expect(t, 0, "3 events new")
	if n := rows(); n != 4 {
		t.Errorf("%d conversations before", n)
	}
	relato(t, dir, "", "restore", "copy.db").expect(t, 1, "--force")
	relato(t, dir, "", "restore", "copy.db", "--force").expect(t, 1, "stop relato serve")
	if n := rows(); n != 4 {
		t.Errorf("%d conversations after a restore that was refused", n)
	}
	r.end(t)
	relato(t, dir, "", "restore", "copy.db", "--force").expect(t, 0, "What was there before is now relato.db.replaced-")
	r = serving(t, dir, "serve")
	if n := rows(); n != 2 {
		t.Errorf("%d conversations after the restore", n)
	}
	r.end(t)
	relato(t, dir, "", "restore", "copy.db", "--db", "new.db").expect(t, 0, "new.db: restored from copy.db with 2 conversations")
	relato(t, dir, "", "doctor", "--db", "new.db").expect(t, 0, "new.db is well")
	writeFile(t, dir, "garbage.db", strings.Repeat("garbage\n", 2000))
	relato(t, dir, "", "restore", "garbage.db", "--db", "newer.db").expect(t, 1, "garbage.db: this is no database")
	relato(t, dir, "", "backup", "x.db", "--db", "none.db").expect(t, 1, "--db")
	relato(t, dir, "", "backup", "no/such/folder/x.db").expect(t, 1, "no/such/folder")
}

// TestServeShowsTheDemo goes from the first run of a server to its demo and back.
func TestServeShowsTheDemo(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := serving(t, t.TempDir(), "serve", "--db", "new.db")
	jar, err := cookiejar.New(nil)
	check(t, err)
	browser := http.Client{Jar: jar}
	post := func(path string, form url.Values) string {
		answer, err := browser.PostForm(s.address+path, form)
		check(t, err)
		page, err := io.ReadAll(answer.Body)
		check(t, errors.Join(err, answer.Body.Close()))
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s\n%.500s\n%s", path, answer.Status, page, &s.errs)
		}
		return string(page)
	}
	link, err := url.Parse(s.setupLink(t))
	check(t, err)
	post("/setup", url.Values{
		"key": {link.Query().Get("key")}, "name": {"Bia"}, "email": {"bia@example.com"}, "password": {"a long password"},
		"again": {"a long password"}, "company": {"Loja"}, "timezone": {"America/Sao_Paulo"}, "language": {"en"},
	})
	if page := post("/demo", nil); !strings.Contains(page, "/demo/leave") || !strings.Contains(page, "chart-conversations") {
		t.Errorf("the demo shows no report:\n%.2000s", page)
	}
	if page := post("/demo/leave", nil); !strings.Contains(page, `action="/demo"`) {
		t.Errorf("leaving the demo leads elsewhere:\n%.2000s", page)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("the demo left %v (%v)", left, err)
	}
}

// TestServeIsBounded sends a server more headers than it takes, and slower ones.
func TestServeIsBounded(t *testing.T) {
	s := serving(t, t.TempDir(), "serve", "--db", "bounded.db")
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.address, "http://"))
	check(t, err)
	defer slow.Close()
	_, err = io.WriteString(slow, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	check(t, err)

	for size, want := range map[int]int{maxHeader / 2: http.StatusOK, 2 * maxHeader: http.StatusRequestHeaderFieldsTooLarge} {
		for _, fill := range []func(r *http.Request, text string){
			func(r *http.Request, text string) { r.URL.RawQuery = "tag=" + text },
			func(r *http.Request, text string) { r.Header.Set("Cookie", "relato="+text) },
		} {
			r, err := http.NewRequest(http.MethodGet, s.address+"/healthz", nil)
			check(t, err)
			fill(r, strings.Repeat("x", size))
			answer, err := http.DefaultClient.Do(r)
			check(t, err)
			check(t, answer.Body.Close())
			if answer.StatusCode != want {
				t.Errorf("%d bytes: %s, want %d", size, answer.Status, want)
			}
		}
	}

	check(t, slow.SetDeadline(time.Now().Add(headerTimeout+startUp)))
	began := time.Now()
	if _, err := io.Copy(io.Discard, slow); err != nil {
		t.Errorf("after %s the server still waits for a header: %v", time.Since(began), err)
	}
}
