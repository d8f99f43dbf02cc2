package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport says which rooms of ours a room may import; the root may import all. See CONTRIBUTING.md.
var mayImport = map[string][]string{
	"conversation": {},
	"source":       {"conversation", "internal/fault"},
	"db":           {"conversation", "internal/fault"},
	"seed":         {"conversation"},
	"report":       {"conversation", "internal/fault", "internal/turns"},
	"static":       {},
	"views":        {"report", "conversation", "static"},
	"imports":      {"db", "source", "conversation", "internal/fault"},
	"reconcile":    {"db", "source", "conversation", "internal/fault"},
	"handlers":     {"views", "report", "imports", "reconcile", "db", "source", "conversation", "static", "internal/fault", "internal/turns"},
	// What servers and measurements of them have in common.
	"internal/garbage": {},
	// What every room with goroutines needs.
	"internal/fault": {},
	// What keeps a server orderly when many ask at once.
	"internal/turns": {},
	// For tests alone.
	"internal/naive":    {"report", "conversation"},
	"internal/chatwoot": {},
}

// onlyIn says which rooms may know a library; the root may know all.
var onlyIn = map[string][]string{
	"database/sql":                  {"db"},
	"modernc.org/sqlite":            {"db"},
	"github.com/labstack/echo":      {"handlers"},
	"github.com/go-echarts":         {"views"},
	"github.com/xuri/excelize":      {"views"},
	"rsc.io/qr":                     {"views"},
	"github.com/gorilla/sessions":   {"handlers"},
	"github.com/prometheus":         {"handlers"},
	"net/http":                      {"handlers", "static", "source", "reconcile", "internal/chatwoot"}, // source: the headers that signatures are in
	"github.com/alecthomas/kong":    {},
	"github.com/pressly/goose":      {"db"},
	"github.com/nicksnyder/go-i18n": {"views"},
}

// TestRooms keeps the house as it is drawn: data flows one way, and every library has its room.
func TestRooms(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	rooms := 0
	for line := range strings.Lines(string(out)) {
		imports := strings.Fields(line)
		room, ours := strings.CutPrefix(imports[0], "relato/")
		if !ours {
			continue // the root
		}
		rooms++
		allowed, known := mayImport[room]
		if !known {
			t.Errorf("%s is a new room: draw it into mayImport and CONTRIBUTING.md", room)
		}
		for _, path := range imports[1:] {
			if other, ours := strings.CutPrefix(path, "relato/"); ours && !slices.Contains(allowed, other) {
				t.Errorf("%s imports %s", room, other)
			}
			for library, rooms := range onlyIn {
				if strings.HasPrefix(path, library) && !slices.Contains(rooms, room) {
					t.Errorf("%s imports %s, which only %v may", room, path, rooms)
				}
			}
		}
	}
	if rooms < len(mayImport) {
		t.Errorf("%d rooms, want %d", rooms, len(mayImport))
	}
}
