package db

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestTheKeyOnAnyDisk makes the key of an account where there are links and where there are none, for its owner alone.
func TestTheKeyOnAnyDisk(t *testing.T) {
	defer func(usual func(string, string) error) { link = usual }(link)
	for disk, its := range map[string]func(string, string) error{
		"links": os.Link, "no links": func(string, string) error { return syscall.EPERM },
	} {
		link = its
		d := openHere(t)
		s, err := d.AddSource(t.Context(), copyNow, NewSource{Kind: "test", Name: "test", Secret: "secret"})
		must(t, err)
		if info, err := os.Stat(d.KeyFile()); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", disk, info, err)
		}
		again, err := Open(t.Context(), d.Path)
		must(t, err)
		defer again.Close()
		if got, err := again.Source(t.Context(), s.ID); err != nil || got.Secret != "secret" {
			t.Errorf("%s: %+v, %v", disk, got, err)
		}
		if left := folder(t, filepath.Dir(d.Path), ".relato"); len(left) > 0 {
			t.Errorf("%s: it leaves %v", disk, left)
		}
	}
}
