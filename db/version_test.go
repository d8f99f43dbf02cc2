package db

import (
	"testing"

	"relato/conversation"
)

// TestVersionsFollowEveryCommit changes things that reports depend on and things that they do not, here and in another
// process's place.
func TestVersionsFollowEveryCommit(t *testing.T) {
	d := withThreads(t, 1)
	other, err := Open(t.Context(), d.Path)
	must(t, err)
	defer other.Close()
	version := func() string {
		t.Helper()
		v, err := d.Version(t.Context())
		must(t, err)
		return v
	}
	for name, change := range map[string]func() error{
		"events":  func() error { _, err := d.Append(t.Context(), copyNow, []conversation.Item{longThread(5)}); return err },
		"a token": func() error { _, err := d.AddToken(t.Context(), copyNow, "a", false); return err },
		"another's events": func() error {
			_, err := other.Append(t.Context(), copyNow, []conversation.Item{longThread(6)})
			return err
		},
		"another's token": func() error { _, err := other.AddToken(t.Context(), copyNow, "b", false); return err },
	} {
		before := version()
		if again := version(); again != before {
			t.Errorf("%s: %s and %s without a commit", name, before, again)
		}
		must(t, change())
		if after := version(); after == before {
			t.Errorf("%s: it stays %s", name, after)
		}
	}
}

func BenchmarkVersion(b *testing.B) {
	d, err := Open(b.Context(), b.TempDir()+"/a.db")
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	for b.Loop() {
		if _, err := d.Version(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
