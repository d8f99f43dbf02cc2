package source

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const agentLine = `{"type":"agent","id":"a"}` + "\n"

func gzipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// stream hides that a reader can be read again.
type stream struct{ io.Reader }

func TestRefusedFiles(t *testing.T) {
	whole := gzipped(t, strings.Repeat(agentLine, 1000))
	for name, test := range map[string]struct {
		data string
		o    Options
		want string
	}{
		"empty":          {"", Options{}, "the file is empty"},
		"blank":          {"\ufeff \r\n\n", Options{}, "the file is empty: there is nothing but blank lines in it"},
		"binary":         {"\x89PNG\r\n\x1a\n\x00\x00", Options{}, "the file is binary"},
		"binary, forced": {"\x89PNG\r\n\x1a\n\x00\x00", Options{Format: FormatRelato}, "the file is binary"},
		"wide":           {"{\x00\"\x00t\x00y\x00p\x00e\x00\"\x00", Options{}, "the file is binary"},
		"binary inside":  {"SQLite\x00\n" + agentLine, Options{}, "the file is binary"},
		"other objects":  {"x\n{\"id\":1}\n", Options{}, `the format is not known: the file starts with "x"`},
		"csv":            {"id,name\n1,Ana\n", Options{}, `the format is not known: the file starts with "id,name"; ` + accepted},
		"array":          {`[{"type":"agent"}]`, Options{}, "the format is not known"},
		"format":         {agentLine, Options{Format: "xml"}, `"xml" is not a format; accepted are relato, whatsapp, csv`},
		"no chat":        {agentLine, Options{Format: FormatWhatsApp}, "no line looks like a message of a WhatsApp chat"},
		"cut gzip":       {string(whole[:len(whole)-9]), Options{}, "the gzip file is cut short or damaged"},
		"broken gzip":    {string(whole[:len(whole)-5]) + "12345", Options{}, "the gzip file is cut short or damaged"},
		"gzip in gzip":   {string(gzipped(t, string(whole))), Options{}, "the file is binary"},
		"empty gzip":     {string(gzipped(t, "")), Options{}, "the file is empty"},
		"cut zip":        {"PK\x03\x04 and no more", Options{}, "the zip file is cut short or damaged"},
		"zip as relato":  {"PK\x03\x04 and no more", Options{Format: FormatRelato}, "this is a zip file"},
	} {
		for kind, r := range map[string]io.Reader{"file": strings.NewReader(test.data), "stream": stream{strings.NewReader(test.data)}} {
			if _, err := readFrom(t, "x", r, test.o); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("%s, %s: got %v, want %s", name, kind, err, test.want)
			}
		}
	}
}

// TestFirstLineMayBeBad reads Relato NDJSON of which another line than the first tells what it is, or one holds a NUL.
func TestFirstLineMayBeBad(t *testing.T) {
	const nul = "{\"type\":\"agent\",\"id\":\"b\",\"x\":\"\x00\"}\n"
	for text, bad := range map[string]string{
		"garbage\n" + agentLine: "line 1: not valid JSON", "[1]\n" + agentLine: "line 1: [1] is not a JSON object",
		"null\n" + agentLine: "line 1: null is not", "\"abc\"\n" + agentLine: "line 1: \"abc\" is not", "# agents\n" + agentLine: "line 1: not valid JSON",
		"a,b,c\n" + agentLine: "line 1: not valid JSON", "\xff\n" + agentLine: "line 1: not valid UTF-8",
		"\"at\":\"2026-01-02T\"}]}\n" + agentLine: "line 1: not valid JSON", agentLine + nul: "line 2: not valid JSON", nul + agentLine: "line 1: not valid JSON",
	} {
		for _, format := range []string{"", FormatRelato} {
			records, err := readAll(t, "-", text, Options{Format: format})
			got := reasons(records)
			if err != nil || len(records) != 2 || len(got) != 1 || !strings.HasPrefix(got[0], bad) {
				t.Errorf("%q as %q: %v, %q", text, format, err, got)
			}
		}
	}
	records, err := readAll(t, "-", agentLine, Options{Columns: map[string]string{"at": "Quando"}})
	if err != nil || len(records) != 1 || len(reasons(records)) > 0 {
		t.Errorf("with columns named for another file: %v, %q", err, reasons(records))
	}
	records, err = readAll(t, "-", nul, Options{Format: FormatRelato})
	if got := reasons(records); err != nil || len(got) != 1 || !strings.HasPrefix(got[0], "line 1: not valid JSON") {
		t.Errorf("%v, %q", err, got)
	}
}

func TestGzipIsReadFromFilesAndStreams(t *testing.T) {
	data := gzipped(t, strings.Repeat(agentLine, 1000))
	name := filepath.Join(t.TempDir(), "x.ndjson.gz")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	t.Setenv("TMPDIR", t.TempDir())
	for kind, r := range map[string]io.Reader{"file": file, "stream": stream{bytes.NewReader(data)}} {
		records, err := readFrom(t, name, r, Options{})
		if err != nil || len(records) != 1000 {
			t.Errorf("%s: %d records, %v", kind, len(records), err)
		}
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestStreamWithoutRoomForItsCopy(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	_, err := readFrom(t, "-", stream{bytes.NewReader(gzipped(t, agentLine))}, Options{})
	if err == nil || !strings.HasPrefix(err.Error(), "keeping the stream in a temporary file: ") {
		t.Errorf("got %v", err)
	}
}

func TestProgress(t *testing.T) {
	text := strings.Repeat(agentLine, 100_000)
	f, err := Open("x", strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if done, total := f.Progress(); done >= total || total != int64(len(text)) {
		t.Errorf("at first %d of %d", done, total)
	}
	for err == nil {
		_, err = f.Next()
	}
	if done, total := f.Progress(); done != total || f.Lines() != 100_000 || f.Format != FormatRelato {
		t.Errorf("in the end %d of %d, %d lines of %s", done, total, f.Lines(), f.Format)
	}
}

func TestReadErrorNamesTheLine(t *testing.T) {
	broken := io.MultiReader(strings.NewReader(agentLine+agentLine), errReader{})
	f, err := Open("-", broken, Options{})
	if err != nil {
		if err.Error() == "reading: disk on fire" {
			return
		}
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Next()
	}
	if err.Error() != "reading after line 2: disk on fire" {
		t.Errorf("got %v", err)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

// endless is a line of n bytes that never was in memory.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	if e.n == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.n)
	for i := range n {
		p[i] = 'x'
	}
	e.n -= n
	return n, nil
}

func TestLineOfOneGigabyte(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a gigabyte")
	}
	r := io.MultiReader(strings.NewReader(agentLine+`{"type":"`), &endless{1 << 30}, strings.NewReader("\"}\n"+agentLine))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	records, err := readFrom(t, "-", r, Options{})
	runtime.ReadMemStats(&after)
	want := "line 2: longer than 32 MiB"
	if got := reasons(records); err != nil || len(records) != 3 || records[2].Line != 3 || got[0] != want {
		t.Errorf("got %+v, %v", records, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8*MaxLine {
		t.Errorf("took %d MiB of memory", used>>20)
	}
}

func TestLongestLine(t *testing.T) {
	const frame = `{"type":"agent","id":"a","name":""}`
	for _, test := range []struct{ length, rejected int }{{MaxLine, 0}, {MaxLine + 1, 1}, {MaxLine + 2, 1}} {
		for _, end := range []string{"", "\n", "\r\n"} {
			line := frame[:len(frame)-2] + strings.Repeat("x", test.length-len(frame)) + `"}` + end
			records, err := readAll(t, "x", line, Options{})
			if err != nil || len(records) != 1 || len(records[0].Rejected) != test.rejected {
				t.Errorf("%d bytes and %q: %v, %v", test.length, end, reasons(records), err)
			}
		}
	}
}
