package db_test

import (
	"os/exec"
	"testing"

	"relato/db"
)

// TestShellWord lets a shell read what it should paste.
func TestShellWord(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	for text, want := range map[string]string{
		"relato.db": "relato.db", "/srv/ação/relato.db": "/srv/ação/relato.db", "a b.db": "'a b.db'",
		"": "''", "~/x": "'~/x'", "it's $HOME": `'it'\''s $HOME'`, "a;b&c\\d\"e*": "'a;b&c\\d\"e*'",
	} {
		word := db.ShellWord(text)
		if word != want {
			t.Errorf("%q is %s, want %s", text, word, want)
		}
		if read, err := exec.CommandContext(t.Context(), shell, "-c", "printf %s "+word).Output(); err != nil || string(read) != text {
			t.Errorf("%q is read as %q, %v", text, read, err)
		}
	}
}
