package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relato/source"
)

// linesKind is a kind of source for tests: a service that sends Relato's own lines, signed. A newer version of it
// understands lines that begin with "new ".
func linesKind(newer bool) source.Hook {
	return source.Hook{
		Kind: "lines",
		Options: []source.Option{
			{Name: "verify-token", Required: true, Secret: true},
			{Name: "url"},
		},
		Handshake: func(c source.Connection, r source.Request) (string, error) {
			if r.Query.Get("token") != c.Options["verify-token"] {
				return "", errors.New("the token is another one")
			}
			return c.Name + " " + c.Options["url"], nil
		},
		Verify: func(c source.Connection, r source.Request) error {
			if !hmac.Equal([]byte(r.Header.Get("X-Signature")), []byte(lineSignature(c.Secret, r.Body))) {
				return source.ErrSignature
			}
			return nil
		},
		Read: func(_ source.Connection, r source.Request) (d source.Delivery) {
			body := r.Body
			if newer {
				body = bytes.ReplaceAll(body, []byte("new {"), []byte("{"))
			}
			file, err := source.Open("-", bytes.NewReader(body), source.Options{Format: source.FormatRelato, Now: r.At})
			if err != nil {
				return source.Delivery{Unread: []source.Unread{{Reason: err.Error()}}}
			}
			for {
				record, err := file.Next()
				if err != nil {
					if err != io.EOF {
						d.Unread = append(d.Unread, source.Unread{Reason: err.Error()})
					}
					return d
				}
				if record.Item != nil {
					d.Items = append(d.Items, record.Item)
				}
				for _, bad := range record.Rejected {
					d.Unread = append(d.Unread, source.Unread{Reason: bad.Error()})
				}
			}
		},
	}
}

const lineSecret = "between us"

func lineSignature(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// addLines connects a source of lines and gives its path.
func addLines(t testing.TB, dir, name string, more ...string) string {
	t.Helper()
	return addSource(t, dir, append([]string{"lines", name, "--verify-token", "v"}, more...)...)
}

func addSource(t testing.TB, dir string, args ...string) string {
	t.Helper()
	args = append([]string{"source", "add", "--secret", lineSecret}, args...)
	o := relato(t, dir, "", args...)
	o.expect(t, 0, "webhooks")
	return strings.TrimSpace(o.out)
}

// deliver posts a body as the service would; 0 is no answer at all.
func deliver(client *http.Client, url, body string) (status int, err error) {
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("X-Signature", lineSignature(lineSecret, []byte(body)))
	answer, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}

func TestSourceCommands(t *testing.T) {
	dir := t.TempDir()
	path := addLines(t, dir, "shop", "--url", "https://chat.example")
	if !strings.HasPrefix(path, "/hooks/lines/") || strings.Count(path, "\n") > 0 || len(path) < len("/hooks/lines/")+20 {
		t.Errorf("the path is %q", path)
	}
	relato(t, dir, "", "source", "add", "lines", "shop", "--verify-token", "v").expect(t, 1, "already")
	relato(t, dir, "", "source", "add", "lines", "more").expect(t, 2, "needs --verify-token")
	relato(t, dir, "", "source", "add", "chatwoot", "more", "--account", "abc").expect(t, 2, `--account "abc": accepted are numbers`)
	relato(t, dir, "", "source", "add", "pigeon", "more").expect(t, 2, "no kind of source; accepted are")
	relato(t, dir, "", "source", "list").expect(t, 0, path+"  running  -")
	if o := relato(t, dir, "", "source", "list"); strings.Contains(o.out+o.err, lineSecret) {
		t.Errorf("the list has the secret:\n%s", o.out)
	}
	relato(t, dir, "", "source", "pause", "shop").expect(t, 0, "paused")
	relato(t, dir, "", "source", "list").expect(t, 0, "paused")
	relato(t, dir, "", "source", "resume", "shop").expect(t, 0, "running")
	relato(t, dir, "", "source", "sync", "shop").expect(t, 1, "the kind lines has nothing to sync")
	relato(t, dir, "", "source", "remove", "shop").expect(t, 0, "Its conversations stay")
	relato(t, dir, "", "source", "remove", "shop").expect(t, 1, "no such source; see: relato source list")
	relato(t, dir, "", "source", "list", "--db", "other.db").expect(t, 1, "there is no database")
}

func TestSourceFlagsFromTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "token", "from a file\n")
	c := command(t, dir, "source", "add", "lines", "shop")
	c.Env = append(c.Env, "RELATO_SECRET="+lineSecret, "RELATO_VERIFY_TOKEN_FILE="+filepath.Join(dir, "token"))
	path := strings.TrimSpace(finish(t, c, "").out)
	r := serving(t, dir, "serve")
	if status, body := fetch(r.address + path + "?token=from+a+file"); status != 200 || body != "shop " {
		t.Errorf("%d %s", status, body)
	}
	if status, err := deliver(http.DefaultClient, r.address+path, twoConversations); status != 200 {
		t.Error(status, err)
	}
	r.end(t)
}

// TestSecretsNeedTheirKey looks for secrets in the database, and takes the key away.
func TestSecretsNeedTheirKey(t *testing.T) {
	dir := t.TempDir()
	path := addLines(t, dir, "shop")
	key := filepath.Join(dir, "relato.db.key")
	info, err := os.Stat(key)
	check(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key has mode %o", info.Mode().Perm())
	}
	r := serving(t, dir, "serve")
	if status, err := deliver(http.DefaultClient, r.address+path, "who is that"); status != 200 {
		t.Error(status, err)
	}
	r.end(t)
	content, err := os.ReadFile(filepath.Join(dir, "relato.db"))
	check(t, err)
	for _, secret := range []string{lineSecret, "who is that"} {
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%q is in the database", secret)
		}
	}
	check(t, os.Chmod(key, 0o644))
	relato(t, dir, "", "doctor").expect(t, 1, "chmod 600 "+key)
	check(t, os.Rename(key, key+".away"))
	relato(t, dir, "", "source", "add", "lines", "more", "--verify-token", "v").expect(t, 1, "relato.db.key is missing")
	relato(t, dir, "", "source", "list").expect(t, 0, "shop")
	relato(t, dir, "", "settings", "set", "timezone", "UTC").expect(t, 0, "")
	relato(t, dir, "", "doctor").expect(t, 1, "all that the live source shop sends is refused")
	relato(t, dir, "", "doctor", "--key", "another key than before").expect(t, 1, "sealed with another key")
	relato(t, dir, "", "replay", "--key", "another key than before").expect(t, 1, "sealed with another key")
	relato(t, dir, "", "replay", "--key", "short").expect(t, 1, "at least 16 characters")
	c := command(t, dir, "replay")
	c.Env = append(c.Env, "RELATO_KEY_FILE="+key+".away")
	finish(t, c, "").expect(t, 0, "1 tried: 0 understood, 1 still in quarantine")
}

func TestReplay(t *testing.T) {
	dir := t.TempDir()
	path := addLines(t, dir, "shop")
	relato(t, dir, "", "replay").expect(t, 0, "0 tried")
	lines := strings.SplitAfter(twoConversations, "\n")
	r := serving(t, dir, "serve")
	for _, body := range []string{lines[0] + lines[1] + "new " + lines[2], "new " + lines[3], "nonsense"} {
		if status, err := deliver(http.DefaultClient, r.address+path, body); status != 200 {
			t.Error(status, err)
		}
	}
	relato(t, dir, "", "replay").expect(t, 0, "3 tried: 0 understood, 3 still in quarantine; 0 events new, 0 already there\n")
	relato(t, dir, "", "replay").expect(t, 0, "Z shop: line 3: ")
	newer := func() output {
		c := command(t, dir, "replay")
		c.Env = append(c.Env, "RELATO_TEST_NEWER=1")
		return finish(t, c, "")
	}
	newer().expect(t, 0, "3 tried: 2 understood, 1 still in quarantine; 3 events new, 0 already there\n")
	newer().expect(t, 0, "1 tried: 0 understood, 1 still in quarantine; 0 events new, 0 already there\n")
	token := strings.TrimSpace(relato(t, dir, "", "token", "add", "test").out)
	if _, body := fetch(r.address + "/conversations.csv?from=2026-01-01&to=2026-01-31&token=" + token); strings.Count(body, "\n") != 3 {
		t.Errorf("the reports do not have it:\n%s", body)
	}
	r.end(t)
}
