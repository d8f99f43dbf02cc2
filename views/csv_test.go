package views

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"relato/report"
)

// oneCell is a report of one column with a value.
func oneCell(v report.Value) []report.Column[report.Value] {
	return []report.Column[report.Value]{{Key: "cell", Value: func(_ *report.Account, _ *report.Value) report.Value { return v }}}
}

func fileAccount(t testing.TB) *report.Account {
	t.Helper()
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	return &report.Account{Zone: zone, Schedule: true}
}

// csvCell is a value as a file has it, quotes and all.
func csvCell(t testing.TB, v report.Value) string {
	t.Helper()
	var b bytes.Buffer
	c := NewCSV(&b, fileAccount(t), oneCell(v))
	if err := c.Row(&v); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	_, cell, ok := strings.Cut(b.String(), "cell\r\n")
	if !ok || !strings.HasSuffix(cell, "\r\n") {
		t.Fatalf("the file is %q", b.String())
	}
	return strings.TrimSuffix(cell, "\r\n")
}

func TestCSVCells(t *testing.T) {
	text := func(s string) report.Value { return report.Value{Kind: report.Text, Text: s} }
	phone := func(s string) report.Value { return report.Value{Kind: report.Phone, Text: s} }
	list := func(l ...string) report.Value { return report.Value{Kind: report.List, List: l} }
	ratio := func(k report.ValueKind, n, d int64) report.Value { return report.Value{Kind: k, Num: n, Den: d} }
	instant := func(s string) report.Value {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return report.Value{Kind: report.Instant, Num: at.Unix()}
	}
	for _, tt := range []struct {
		value report.Value
		want  string
	}{
		{report.Value{Kind: report.Count, Empty: true, Num: 7}, ""},
		{report.Value{Kind: report.Count, Num: 1234567}, "1234567"},
		{report.Value{Kind: report.Seconds, Num: 0}, "0"},
		{report.Value{Kind: report.Flag, Num: 1}, "true"},
		{report.Value{Kind: report.Flag}, "false"},
		{ratio(report.Mean, 1, 20), "0.1"}, // 0.05: half away from zero
		{ratio(report.Mean, 1, 21), "0.0"},
		{ratio(report.Mean, -1, 20), "-0.1"},
		{ratio(report.Mean, 1999, 100), "20.0"},
		{ratio(report.Mean, 5, 1), "5.0"},
		{ratio(report.Rate, 1, 3), "0.3333"},
		{ratio(report.Rate, 2, 3), "0.6667"},
		{ratio(report.Rate, 1, 1), "1.0000"},
		{ratio(report.Score, 13, 3), "4.33"},
		{ratio(report.Score, 345, 100), "3.45"},
		{ratio(report.Score, 1001, 200), "5.01"}, // 5.005, which no float64 is
		{text("plain"), "plain"},
		{text(`he said "no"`), `"he said ""no"""`},
		{text("a,b"), `"a,b"`},
		{text("a\nb"), "\"a\nb\""},
		{text("a;b\tc"), "a;b\tc"},
		{text("=1+1"), "'=1+1"},
		{text("+1"), "'+1"},
		{text("-1"), "'-1"},
		{text("@x"), "'@x"},
		{text("\tx"), "'\tx"},
		{text("\rx"), "\"'\rx\""},
		{text("=\"a\",1"), `"'=""a"",1"`},
		{text("a\xffb"), "a\ufffdb"},
		{phone("+5511988887777"), "+5511988887777"},
		{phone("+55 11"), "'+55 11"},
		{phone("+"), "'+"},
		{phone("=1"), "'=1"},
		{list("b", "a|c"), `b|a\|c`},
		{list("=x", "y"), "'=x|y"},
		{list("a|b"), `a\|b`},
		{instant("2026-01-05T12:00:00Z"), "2026-01-05T09:00:00-03:00"},
		{instant("2018-11-04T02:59:59Z"), "2018-11-03T23:59:59-03:00"}, // the last second before summer time
		{instant("2018-11-04T03:00:00Z"), "2018-11-04T01:00:00-02:00"},
		{instant("1969-12-31T23:00:00Z"), "1969-12-31T20:00:00-03:00"},
	} {
		if got := csvCell(t, tt.value); got != tt.want {
			t.Errorf("%+v is %q, want %q", tt.value, got, tt.want)
		}
	}
}

// TestCSVRoundTrip: what a CSV reader finds is what was written, but for the guard against formulas.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab=+-@\t\n\",;|'é日"))).Draw(r, "text")
		row, err := csv.NewReader(strings.NewReader(csvCell(t, report.Value{Kind: report.Text, Text: s}) + ",\r\n")).Read()
		if err != nil {
			r.Fatalf("%q: %v", s, err)
		}
		want := s
		if s != "" && strings.ContainsRune("=+-@\t", rune(s[0])) {
			want = "'" + s
		}
		if row[0] != want {
			r.Fatalf("%q is read as %q", s, row[0])
		}
	})
}

// TestRatiosAreRoundedExactly compares with rational numbers.
func TestRatiosAreRoundedExactly(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.Int64Range(0, 1e13).Draw(r, "num")
		d := rapid.Int64Range(1, 1e8).Draw(r, "den")
		for kind, decimals := range map[report.ValueKind]int{report.Mean: 1, report.Score: 2, report.Rate: 4} {
			want := big.NewRat(n, d).FloatString(decimals) // half away from zero
			if got := csvCell(t, report.Value{Kind: kind, Num: n, Den: d}); got != want {
				r.Fatalf("%d/%d is %s, want %s", n, d, got, want)
			}
		}
	})
}

// TestClockAgreesWithTime compares with the standard library, in zones of every kind.
func TestClockAgreesWithTime(t *testing.T) {
	zones := []string{"UTC", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "Europe/Dublin", "America/St_Johns"}
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := newClock(zone)
		rapid.Check(t, func(r *rapid.T) {
			const after = 253_402_300_800 // 9999, where periods may end
			at := rapid.OneOf(rapid.Int64Range(-5e8, 4e9), rapid.Int64Range(after-1e5, after+1e5)).Draw(r, "at")
			want := time.Unix(at, 0).In(zone).Format("2006-01-02T15:04:05-07:00")
			if got := string(c.append(nil, at)); got != want {
				r.Fatalf("%d in %s is %s, want %s", at, name, got, want)
			}
		})
	}
}

func TestExcelCSV(t *testing.T) {
	columns := []report.Column[struct{}]{
		{Key: "name", Value: value(report.Value{Kind: report.Text, Text: "José; \"o\tbom\" 😀"})},
		{Key: "phone", Value: value(report.Value{Kind: report.Phone, Text: "+5511988887777"})},
		{Key: "mean", Value: value(report.Value{Kind: report.Mean, Num: 25, Den: 10})},
		{Key: "at", Value: value(report.Value{Kind: report.Instant, Num: 1767614400})},
		{Key: "formula", Value: value(report.Value{Kind: report.Text, Text: "=1+1"})},
	}
	for lang, mean := range map[Lang]string{Portuguese: "2,5", Spanish: "2,5", English: "2.5"} {
		var b bytes.Buffer
		c := NewExcelCSV(&b, fileAccount(t), columns, lang)
		if err := c.Row(&struct{}{}); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		want := "\ufeffname\tphone\tmean\tat\tformula\r\n" +
			"\"José; \"\"o\tbom\"\" 😀\"\t\"=\"\"+5511988887777\"\"\"\t" + mean + "\t2026-01-05 09:00:00\t'=1+1\r\n"
		if got := decodeUTF16(b.Bytes()); got != want {
			t.Errorf("%s:\n%q\nwant\n%q", lang, got, want)
		}
	}
}

// TestExcelLeavesTextsAlone writes texts that Excel would take for something else, and others like them.
func TestExcelLeavesTextsAlone(t *testing.T) {
	cell := func(v report.Value) string {
		c := cells{decimal: ',', excel: true}
		return string(c.append(nil, &v))
	}
	for _, s := range []string{
		"007", "+5511988887777", "3-4", "1e10", "1E+5", "2,5e-3", "1/2", "1/2/2026", "31.12", "31.12.", "31.12.2026", "2026-01-31", "1.5", "1,5", "1.234,56", "1 000", "1\u00a0000",
		"1:30", "1:30:15", "2026-01-31 10:00", "10 pm", "9:15 AM", "50%", "(5)", "R$ 10", "$5", "€ 5", "5-mai", "mar 1", "MAR1", "DEC-2026", "12 sept", "1 de maio", "1 ene 2026",
		"TRUE", "false", "Verdadeiro", "FALSO", "verdadero", " 1.5",
	} {
		if want := `="` + s + `"`; cell(report.Value{Kind: report.Text, Text: s}) != want || cell(report.Value{Kind: report.List, List: []string{s}}) != want {
			t.Errorf("%q is written as %s", s, cell(report.Value{Kind: report.Text, Text: s}))
		}
	}
	for _, s := range []string{
		"c123456", "a1", "p39567", "e5", "c1~2", "w1", "João", "Ana 2", "rua 5, casa 3", "5511988887777@c.us", "abc-123", "1a2b", "1 é pouco", "verdade", "-", ":", "10 x 5",
		"https://example.com/1", `1"2`, "nota 10!", strings.Repeat("1 ", longestConverted),
	} {
		if got := cell(report.Value{Kind: report.Text, Text: s}); got != s && got != "'"+s {
			t.Errorf("%q is written as %s", s, got)
		}
	}
	for _, v := range []report.Value{
		{Kind: report.Count, Num: 3}, {Kind: report.Mean, Num: 5, Den: 2}, {Kind: report.Flag, Num: 1}, {Kind: report.List, List: []string{"1/2", "3"}},
	} {
		if got := cell(v); strings.HasPrefix(got, "=") {
			t.Errorf("%+v is written as %s", v, got)
		}
	}
}

func value(v report.Value) func(*report.Account, *struct{}) report.Value {
	return func(*report.Account, *struct{}) report.Value { return v }
}

func decodeUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return string(utf16.Decode(units))
}

func TestJSONIsNotRounded(t *testing.T) {
	var b bytes.Buffer
	columns := []report.Column[struct{}]{
		{Key: "mean", Value: value(report.Value{Kind: report.Mean, Num: 2, Den: 3})},
		{Key: "none", Value: value(report.Value{Kind: report.Text, Empty: true})},
		{Key: "list", Value: value(report.Value{Kind: report.List, List: []string{"a|b", "</script>"}})},
		{Key: "no_list", Value: value(report.Value{Kind: report.List, Empty: true})},
		{Key: "at", Value: value(report.Value{Kind: report.Instant, Num: 1767614400})},
		{Key: "text", Value: value(report.Value{Kind: report.Text, Text: "=\"\n\u2028é"})},
	}
	j, err := NewJSON(&b, fileAccount(t), report.Filter{TagMode: report.Any, Clock: "calendar"}, columns)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Row(&struct{}{}); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(&struct{}{}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Rows  []map[string]any `json:"rows"`
		Total map[string]any   `json:"total"`
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, &b)
	}
	want := map[string]any{
		"mean": 2.0 / 3, "none": nil, "list": []any{"a|b", "</script>"}, "no_list": []any{},
		"at": "2026-01-05T09:00:00-03:00", "text": "=\"\n\u2028é",
	}
	for _, row := range []map[string]any{got.Rows[0], got.Total} {
		if fmt.Sprint(row) != fmt.Sprint(want) {
			t.Errorf("it is %v, want %v", row, want)
		}
	}
}

// exportRow is a conversation like most.
func exportRow(i int) report.Row {
	start := int64(1767614400 + i*30)
	return report.Row{
		ID: "c123456", Status: "closed", Origin: 1, Channel: "w1", ChannelName: "Vendas", Contact: "p39567",
		ContactName: "Terezinha, Lima", ContactPhone: "+5531903218819", ContactTags: []string{"vip"},
		Tags: []string{"billing", "refund"}, Owner: "a1", OwnerName: "Ana", Agents: []string{"a1", "a2"},
		FirstResponder: "a1", ClosedBy: "a1", StartedAt: start, FirstContactAt: start, FirstResponseAt: start + 99,
		FRT: 99, FRTBusiness: 99, Replies: 3, ReplySum: 1000, ReplyMax: 500, RepliesBusiness: 3, ReplyBusinessSum: 1000,
		LastMessageAt: start + 4000, ClosedAt: start + 4000, Reason: 1, Duration: 4000, DurationBusiness: 4000,
		SurveyAt: start + 4001, Rating: 5, Comment: "ótimo atendimento, obrigada", CreditedAgent: "a1",
		URL: "https://example.com/conversations/c123456",
	}
}

// BenchmarkDetailsFile writes a million conversations.
func BenchmarkDetailsFile(b *testing.B) {
	const rows = 1_000_000
	account := fileAccount(b)
	for name, write := range map[string]func(io.Writer) func(*report.Row) error{
		"csv": func(w io.Writer) func(*report.Row) error { return NewCSV(w, account, report.DetailColumns).Row },
		"excel": func(w io.Writer) func(*report.Row) error {
			return NewExcelCSV(w, account, report.DetailColumns, Portuguese).Row
		},
		"json": func(w io.Writer) func(*report.Row) error {
			j, err := NewJSON(w, account, report.Filter{}, report.DetailColumns)
			if err != nil {
				b.Fatal(err)
			}
			return j.Row
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				row := write(io.Discard)
				for i := range rows {
					r := exportRow(i)
					if err := row(&r); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
