package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"relato/conversation"
)

func preview(t testing.TB, text string, o Options) *Preview {
	t.Helper()
	o.Now, o.Format = tableNow, FormatCSV
	p, err := PreviewTable(strings.NewReader(text), o)
	if err != nil || p == nil {
		t.Fatalf("%v, %v", p, err)
	}
	return p
}

// previewedFields are what the columns of a preview are taken for.
func previewedFields(p *Preview) (names []string) {
	for _, c := range p.Columns {
		names = append(names, c.Field)
	}
	return names
}

func TestPreviewShowsHowATableIsRead(t *testing.T) {
	const text = "Data e hora;Direção;Cliente;Observação\n31/01/2026 10:00;recebida;José;x\n\n31/01/2026 10:05;alguém;José;y\n01/02/2026 10:06;bot;;z\n"
	latin, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("", -3*60*60)
	for encoding, text := range map[string]string{"UTF-8": text, "Windows-1252": latin, "UTF-16": wide} {
		p := preview(t, text, Options{Zone: zone})
		if p.Encoding != encoding || p.Delimiter != ';' || p.PerConversation || p.Problem != nil || !p.Local || !p.Dated || p.Order != "dmy" || p.Zone != zone {
			t.Errorf("%s: %+v", encoding, p)
		}
		if got := previewedFields(p); !slices.Equal(got, []string{"at", "from", "contact_name", ""}) || p.Columns[3].Header != "Observação" {
			t.Errorf("%s: the columns are %v", encoding, p.Columns)
		}
		if len(p.Rows) != 3 || p.Rows[0].Line != 2 || p.Rows[1].Line != 4 || p.Rows[0].Rejected != "" ||
			!strings.Contains(p.Rows[1].Rejected, `"alguém" does not tell who wrote`) || !strings.Contains(p.Rows[2].Rejected, "nothing in the row tells whose") {
			t.Fatalf("%s: the rows are %+v", encoding, p.Rows)
		}
		first := p.Rows[0].Cells
		if at := time.UnixMilli(*first[0].At).UTC().Format(time.DateTime); at != "2026-01-31 13:00:00" || first[1].From != conversation.FromContact || first[2].Text != "José" {
			t.Errorf("%s: at %s, %+v", encoding, at, first)
		}
	}
}

func TestPreviewSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		o      Options
		option string
	}{
		"columns": {"Quando,Quem,Nome\n2026-01-31 10:00,in,Eva\n", Options{Zone: time.UTC}, "columns"},
		"twice":   {"at,from,contact\n2026-01-31 10:00,in,Eva\n", Options{Zone: time.UTC, Fields: []string{"at", "at", "contact"}}, "columns"},
		"zone":    {"at,from,contact\n2026-01-31 10:00,in,Eva\n", Options{}, "timezone"},
		"order":   {"at,from,contact\n02/01/2026 10:00,in,Eva\n", Options{Zone: time.UTC}, "date-order"},
	} {
		p := preview(t, c.text, c.o)
		if p.Problem == nil || p.Problem.Option != c.option || len(p.Rows) != 1 || p.Rows[0].Cells[2].Text != "Eva" || p.Rows[0].Cells[0].At != nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for text, want := range map[string]error{"": ErrEmpty, " \n\n": ErrEmpty, "at,from,contact\n": ErrNoRows, "at,from,contact\n\n , , \n": ErrNoRows} {
		if p, err := PreviewTable(strings.NewReader(text), Options{Format: FormatCSV}); p != nil || !errors.Is(err, want) {
			t.Errorf("%q: %v, %v", text, p, err)
		}
	}
	if p, err := PreviewTable(strings.NewReader(`{"type":"agent","id":"a"}`), Options{}); p != nil || err != nil {
		t.Errorf("what is no table: %v, %v", p, err)
	}
}

// TestPreviewIsNoLargerThanCanBeShown gives it what fills a screen, or turns it around.
func TestPreviewIsNoLargerThanCanBeShown(t *testing.T) {
	header := make([]string, 5000)
	for i := range header {
		header[i] = fmt.Sprint("column", i)
	}
	header[0], header[1], header[4999] = "at", "from", "contact"
	row := make([]string, len(header))
	row[0], row[1], row[4999] = "1769879106", "in", "p1"
	row[2] = strings.Repeat("é", 100_000)
	row[3] = "a\u202eb\x07c\u2066d\x1b[1m"
	p := preview(t, strings.Join(header, ",")+"\n"+strings.Join(row, ",")+"\n", Options{})
	cells := p.Rows[0].Cells
	if len(p.Columns) != MaxPreviewed || p.More != 5000-MaxPreviewed || len(cells) != MaxPreviewed || p.Rows[0].Rejected != "" {
		t.Errorf("%d columns and %d more, %d cells, %s", len(p.Columns), p.More, len(cells), p.Rows[0].Rejected)
	}
	if n := utf8.RuneCountInString(cells[2].Text); n != previewedRunes+1 || cells[3].Text != "ab cd [1m" {
		t.Errorf("%d letters, and %q", n, cells[3].Text)
	}
}

// TestPreviewedFieldsReadTheSame puts headers in any order: what the preview takes the columns for, given back, reads
// the table as it is read without, and rejects the same of its first rows.
func TestPreviewedFieldsReadTheSame(t *testing.T) {
	known := map[string]string{
		"Data": "31/01/2026 10:00", "Direção": "recebida", "Nome": "Eva", "Telefone": "+5511988887777", "Início": "30/01/2026 9:00",
		"Fim": "31/01/2026 9:00", "Nota": "9", "Atendente": "Ana", "Outra": "?", "Tags": "a|b", "": "", "Tag": "c", "Nome do contato": "Lia",
	}
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range known {
			if !yield(name) {
				return
			}
		}
	})
	rapid.Check(t, func(r *rapid.T) {
		header := rapid.Permutation(names).Draw(r, "header")[:rapid.IntRange(2, len(names)).Draw(r, "columns")]
		cells := make([]string, len(header))
		for i, h := range header {
			cells[i] = known[h]
		}
		text := strings.Join(header, ";") + "\n" + strings.Join(cells, ";") + "\n"
		guessed := preview(t, text, Options{Zone: time.UTC})
		told := preview(t, text, Options{Zone: time.UTC, Fields: previewedFields(guessed)})
		if a, b := fmt.Sprint(guessed.Columns, guessed.Problem == nil), fmt.Sprint(told.Columns, told.Problem == nil); a != b {
			r.Fatalf("%s\nguessed %s\ntold    %s", text, a, b)
		}
		if guessed.Problem != nil {
			return
		}
		want, wantRejected := readTable(t, text, Options{Zone: time.UTC})
		got, rejected := readTable(t, text, Options{Zone: time.UTC, Fields: previewedFields(guessed)})
		if !slices.Equal(want, got) || !slices.Equal(wantRejected, rejected) || (guessed.Rows[0].Rejected == "") != (len(rejected) == 0) {
			r.Fatalf("%s\n%s %s\n%s %s\n%+v", text, want, wantRejected, got, rejected, guessed.Rows)
		}
	})
}

// FuzzPreview looks at anything as a table: what it refuses no import may take, and what it shows is no larger than said.
func FuzzPreview(f *testing.F) {
	for _, seed := range []string{portugueseMessages, "at,from,contact\n1769879106,in,p1\n", "a;b\n\"", "\xff\xfea"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o := Options{Format: FormatCSV, Zone: time.UTC, DateOrder: "dmy", Now: tableNow}
		p, err := PreviewTable(strings.NewReader(string(data)), o)
		if err != nil || p == nil {
			return
		}
		if len(p.Rows) == 0 || len(p.Rows) > previewedRows || len(p.Columns) > MaxPreviewed {
			t.Errorf("%+v", p)
		}
		file, err := Open("x.csv", strings.NewReader(string(data)), o)
		if (err == nil) != (p.Problem == nil) {
			t.Fatalf("it opens with %v, and the problem is %v", err, p.Problem)
		}
		if err == nil {
			if _, err := file.Next(); err == io.EOF && p.Rows[0].Rejected == "" {
				t.Errorf("the first row is shown and not there")
			}
		}
	})
}
