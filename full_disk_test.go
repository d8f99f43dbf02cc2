package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// smallDisk is a file system of so many bytes; the test is skipped where it cannot be mounted.
func smallDisk(t *testing.T, size int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d,mode=0700", size), "tmpfs", dir).CombinedOutput()
	if err != nil {
		t.Skipf("no small disk can be mounted here: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

// TestFullDisk fills the disk up under a server: deliveries are sent back, reports go on, and when there is space again
// so do deliveries, by themselves. What was acknowledged is there, once.
func TestFullDisk(t *testing.T) {
	dir := smallDisk(t, 16<<20)
	ballast := filepath.Join(dir, "ballast")
	check(t, os.WriteFile(ballast, bytes.Repeat([]byte{1}, 6<<20), 0o600))
	path := addLines(t, dir, "shop")
	token := strings.TrimSpace(relato(t, dir, "", "token", "add", "test").out)
	r := serving(t, dir, "serve")
	overview := r.address + "/overview.json?group=total&from=2026-01-01&to=2026-01-31&token=" + token
	body := func(n int) string {
		var b strings.Builder
		for i := range 100 {
			fmt.Fprintf(&b, `{"type":"event","thread":"t%d","contact":"p%d","event":{"type":"message","key":"m%d-%s","at":"2026-01-02T09:00:00Z","from":"contact"}}`+"\n",
				1000*n+i, i, n, strings.Repeat("k", 100))
		}
		return b.String()
	}
	var sentBack []int
	acknowledged := 0
	for n := 0; len(sentBack) < 5; n++ {
		switch status, err := deliver(http.DefaultClient, r.address+path, body(n)); {
		case status == http.StatusOK:
			acknowledged++
		case status == http.StatusServiceUnavailable:
			sentBack = append(sentBack, n)
			if status, text := fetch(overview); status != http.StatusOK || !strings.Contains(text, fmt.Sprintf(`"messages_in":%d`, 100*acknowledged)) {
				t.Errorf("the report on a full disk: %d %.500s; %d deliveries are acknowledged", status, text, acknowledged)
			}
		default:
			t.Fatalf("delivery %d: %d %v\n%s", n, status, err, &r.errs)
		}
		if n > 10_000 {
			t.Fatal("the disk is never full")
		}
	}
	check(t, os.Remove(ballast))
	for _, n := range sentBack {
		began := time.Now()
		for status := 0; status != http.StatusOK; {
			status, _ = deliver(http.DefaultClient, r.address+path, body(n))
			if time.Since(began) > 10*time.Second {
				t.Fatalf("it does not recover: %d\n%s", status, &r.errs)
			}
		}
	}
	if status, text := fetch(overview); status != http.StatusOK || !strings.Contains(text, fmt.Sprintf(`"messages_in":%d`, 100*(acknowledged+len(sentBack)))) {
		t.Errorf("the report afterwards: %d %.500s", status, text)
	}
	r.end(t)
	if !strings.Contains(r.errs.String(), "the disk is full") {
		t.Errorf("the log does not say why:\n%.1000s", &r.errs)
	}
	relato(t, dir, "", "doctor").expect(t, 1, "are free beside the database")
}
