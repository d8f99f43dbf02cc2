package garbage_test

import (
	"runtime"
	"runtime/debug"
	"testing"

	"relato/internal/garbage"
)

// TestPercent expects a share of what is in use, some tens of MB at least, and never several times as much as is in use.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		inUse uint64 // MB
		want  int
	}{{0, 300}, {10, 300}, {24, 200}, {48, 100}, {64, 75}, {150, 65}, {5000, 65}} {
		if got := garbage.Percent(c.inUse << 20); got != c.want {
			t.Errorf("beside %d MB garbage may grow by %d %%, want %d", c.inUse, got, c.want)
		}
	}
}

// TestTune expects the collector to be set by what is in use.
func TestTune(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	runtime.GC()
	garbage.Tune()
	if set := debug.SetGCPercent(100); set != 300 {
		t.Errorf("with next to nothing in use the collector is set to %d %%", set)
	}
	large := make([]byte, 160<<20)
	runtime.GC()
	garbage.Tune()
	if set := debug.SetGCPercent(100); set != 65 {
		t.Errorf("with 160 MB in use the collector is set to %d %%", set)
	}
	runtime.KeepAlive(large)
}
