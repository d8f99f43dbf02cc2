package handlers

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenFiles compares whole files of a small account, byte for byte.
func TestGoldenFiles(t *testing.T) {
	a := newAccount(t)
	for name, target := range map[string]string{
		"overview.csv":       "/overview.csv?group=week&" + january,
		"agents.csv":         "/agents.csv?" + january,
		"agents_hours.csv":   "/agents.csv?clock=business&" + january,
		"tags.csv":           "/tags.csv?" + january,
		"conversations.csv":  "/conversations.csv?" + january,
		"overview.json":      "/overview.json?group=total&origin=inbound&tag=billing&tag_mode=not&" + january,
		"agents.json":        "/agents.json?sort=messages_sent&dir=desc&" + january,
		"conversations.json": "/conversations.json?limit=2&" + january,
	} {
		t.Run(name, func(t *testing.T) {
			w := a.get(target)
			if w.Code != http.StatusOK {
				t.Fatalf("%d: %s", w.Code, w.Body)
			}
			golden := filepath.Join("testdata", name)
			if *update {
				check(t, os.WriteFile(golden, w.Body.Bytes(), 0o600))
			}
			want, err := os.ReadFile(golden)
			check(t, err)
			if !bytes.Equal(w.Body.Bytes(), want) {
				t.Errorf("GET %s is not %s but\n%s", target, golden, w.Body)
			}
		})
	}
}

func TestFilesAndPagesHaveTheSameRows(t *testing.T) {
	a := newAccount(t)
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations"} {
		rows, err := csv.NewReader(a.get(path + ".csv?" + january).Body).ReadAll()
		check(t, err)
		object := decode(t, a.get(path+".json?"+january).Body)
		if got := len(object["rows"].([]any)); got != len(rows)-1 {
			t.Errorf("%s: %d rows in JSON, %d in CSV", path, got, len(rows)-1)
		}
		if keys := object["rows"].([]any)[0].(map[string]any); len(keys) != len(rows[0]) {
			t.Errorf("%s: %d keys in JSON, %d columns in CSV", path, len(keys), len(rows[0]))
		}
	}
}

func TestALimitPagesFiles(t *testing.T) {
	a := newAccount(t)
	object := decode(t, a.get("/conversations.json?limit=3&page=2&"+january).Body)
	if got := len(object["rows"].([]any)); got != 1 {
		t.Errorf("%d rows on the second page of 3 of 4", got)
	}
	if total := object["total"].(map[string]any)["conversations"]; total != 4.0 {
		t.Errorf("total is %v conversations", total)
	}
	rows, err := csv.NewReader(a.get("/tags.csv?limit=1&page=2&" + january).Body).ReadAll()
	check(t, err)
	if len(rows) != 2 {
		t.Errorf("%d lines in a file of one tag", len(rows))
	}
}

func TestFilesHaveNames(t *testing.T) {
	a := newAccount(t)
	const want = `attachment; filename="relato-agents-2026-01-01-2026-01-31.csv"`
	if got := a.get("/agents.csv?" + january).Header().Get("Content-Disposition"); got != want {
		t.Errorf("Content-Disposition is %q", got)
	}
	if got := a.get("/agents.csv?from=x").Header().Get("Content-Disposition"); got != "" {
		t.Errorf("an error has the Content-Disposition %q", got)
	}
}

func TestFilesAreCompressed(t *testing.T) {
	a := newAccount(t)
	w := a.get("/overview.csv?"+january, "Accept-Encoding", "gzip")
	unzipped, err := gzip.NewReader(w.Body)
	check(t, err)
	got, err := io.ReadAll(unzipped)
	check(t, err)
	if want := a.get("/overview.csv?" + january).Body.Bytes(); !bytes.Equal(got, want) {
		t.Errorf("unzipped it is\n%s", got)
	}
}

// TestAFileCutShortDoesNotLookWhole fails a file before and after its first bytes.
func TestAFileCutShortDoesNotLookWhole(t *testing.T) {
	a := newAccount(t)
	s := &Server{Config: Config{Log: newLog(a)}}
	e := echo.New()
	e.Use(requestID)
	e.GET("/early.csv", func(c echo.Context) error {
		return s.stream(c, "text/csv", func(io.Writer) error { return errors.New("broken") })
	})
	e.GET("/late.csv", func(c echo.Context) error {
		return s.stream(c, "text/csv", func(w io.Writer) error {
			fmt.Fprintln(w, strings.Repeat("a,b,c\r\n", 10_000))
			return errors.New("broken")
		})
	})
	web := httptest.NewServer(e)
	defer web.Close()
	early, err := http.Get(web.URL + "/early.csv")
	check(t, err)
	early.Body.Close()
	if early.StatusCode != http.StatusInternalServerError {
		t.Errorf("a failure before the first byte answers %d", early.StatusCode)
	}
	late, err := http.Get(web.URL + "/late.csv")
	if err == nil {
		_, err = io.ReadAll(late.Body)
		late.Body.Close()
	}
	if err == nil {
		t.Error("a file cut short ended politely")
	}
}
