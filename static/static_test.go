package static

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	for _, name := range []string{"app.css", "app.js", "calendar.js", "theme.js", "icons.svg", "vendor/htmx.min.js", "vendor/echarts.min.js"} {
		url := URL(name)
		file, version, found := strings.Cut(url, "?v=")
		if !found || len(version) != 12 || file != Prefix+name {
			t.Errorf("%s is at %s", name, url)
		}
		if _, err := fs.Stat(FS, strings.TrimPrefix(file, Prefix)); err != nil {
			t.Error(err)
		}
	}
}

// TestOnlyWhatIsServedIsEmbedded keeps out of the binary what only builds and tests need.
func TestOnlyWhatIsServedIsEmbedded(t *testing.T) {
	for _, name := range []string{"vendor/testing/axe.min.js", "vendor/build/entry.js", "vendor/README.md"} {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
		if _, err := fs.Stat(FS, name); err == nil {
			t.Errorf("%s is in the binary", name)
		}
	}
}

// TestStrictPolicy checks that our files need nothing that the content security policy forbids.
func TestStrictPolicy(t *testing.T) {
	for _, name := range []string{"app.css", "app.js", "calendar.js", "theme.js"} {
		content, err := FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, banned := range []string{"eval(", "new Function", "innerHTML", "@import", "http://", "https://"} {
			if strings.Contains(string(content), banned) {
				t.Errorf("%s contains %s", name, banned)
			}
		}
	}
}
