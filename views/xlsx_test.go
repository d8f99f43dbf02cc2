package views

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// workbook is rows as a workbook, read back.
func workbook[R any](t testing.TB, f report.Filter, columns []report.Column[R], rows ...R) *excelize.File {
	t.Helper()
	x, err := NewXLSX("report", fileAccount(t), f, columns)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := x.Row(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := x.Save(&b); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// sheetRows are the cells of a sheet as they are stored, every row of the same length.
func sheetRows(t testing.TB, book *excelize.File, columns int) [][]string {
	t.Helper()
	rows, err := book.GetRows("report", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i] = append(rows[i], make([]string, columns-len(rows[i]))...)
	}
	return rows
}

func sampleRows(t testing.TB) []report.Row {
	p := samplePage(Portuguese, "/conversations")
	rows := sampleDetails(p, hostile, "billing", "a|b", "=1+1").Rows
	rows[1].ContactTags = []string{"@x", "vip"}
	rows[1].Comment = "=HYPERLINK(\"https://evil.example\",\"ótimo\")"
	return rows
}

// TestXLSXHasTheRowsOfCSV compares the two files cell by cell: the same keys, and the same values but for rounding, for
// the way each writes times and flags, and for the CSV's guard against formulas.
func TestXLSXHasTheRowsOfCSV(t *testing.T) {
	var b bytes.Buffer
	a, rows := fileAccount(t), sampleRows(t)
	file := NewCSV(&b, a, report.DetailColumns)
	for i := range rows {
		if err := file.Row(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	want, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := sheetRows(t, workbook(t, report.Filter{}, report.DetailColumns, rows...), len(want[0]))
	if !slices.Equal(got[0], want[0]) || len(got) != len(want) {
		t.Fatalf("%d rows below %v", len(got), got[0])
	}
	for i := range rows {
		for j, c := range report.DetailColumns {
			v := c.Value(a, &rows[i])
			if cell := csvOf(t, &v, got[i+1][j]); cell != want[i+1][j] {
				t.Errorf("row %d: %s is %q, in CSV %q", i, c.Key, cell, want[i+1][j])
			}
		}
	}
}

// csvOf is what the CSV has for a cell of a workbook.
func csvOf(t *testing.T, v *report.Value, cell string) string {
	t.Helper()
	number := func() float64 {
		n, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	switch {
	case cell == "":
		return ""
	case v.Kind == report.Flag:
		return strconv.FormatBool(cell == "1")
	case v.Kind == report.Mean:
		return strconv.FormatFloat(number(), 'f', 1, 64)
	case v.Kind == report.Instant:
		return excelTime(t, number()).Format(time.RFC3339)
	case v.Kind != report.Phone && strings.ContainsAny(cell[:1], "=+-@"):
		return "'" + cell
	}
	return cell
}

// excelTime is the instant that Excel shows in São Paulo for a number of days.
func excelTime(t *testing.T, days float64) time.Time {
	t.Helper()
	at, err := excelize.ExcelDateToTime(days, false)
	if err != nil {
		t.Fatal(err)
	}
	at = at.Round(time.Second)
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, saoPaulo)
}

// TestXLSXCells reads cells as they are stored, numbers to the 15 digits that Excel keeps, and as they are shown.
func TestXLSXCells(t *testing.T) {
	instant := time.Date(2026, 1, 5, 9, 0, 1, 0, saoPaulo).Unix()
	for _, tt := range []struct {
		value     report.Value
		raw, seen string
		kind      excelize.CellType
	}{
		{report.Value{Kind: report.Count, Num: 1234567}, "1234567", "1234567", excelize.CellTypeUnset},
		{report.Value{Kind: report.Mean, Num: 2, Den: 3}, "0.666666666666666", "0.7", excelize.CellTypeUnset},
		{report.Value{Kind: report.Rate, Num: 7, Den: 8}, "0.875", "87.5%", excelize.CellTypeUnset},
		{report.Value{Kind: report.Score, Num: 13, Den: 3}, "4.33333333333333", "4.33", excelize.CellTypeUnset},
		{report.Value{Kind: report.Flag, Num: 1}, "1", "TRUE", excelize.CellTypeBool},
		{report.Value{Kind: report.Instant, Num: instant}, "46027.3750115740", "2026-01-05 09:00:01", excelize.CellTypeUnset},
		{report.Value{Kind: report.Instant, Num: -3e9}, "1874-12-07 15:33:32", "1874-12-07 15:33:32", excelize.CellTypeInlineString},
		{report.Value{Kind: report.Text, Text: "=1+1"}, "=1+1", "=1+1", excelize.CellTypeInlineString},
		{report.Value{Kind: report.Phone, Text: "+5511988887777"}, "+5511988887777", "+5511988887777", excelize.CellTypeInlineString},
		{report.Value{Kind: report.Text, Text: "007"}, "007", "007", excelize.CellTypeInlineString},
		{report.Value{Kind: report.List, List: []string{"b", "a|c"}}, `b|a\|c`, `b|a\|c`, excelize.CellTypeInlineString},
		{report.Value{Kind: report.Count, Empty: true, Num: 7}, "", "", excelize.CellTypeUnset},
	} {
		book := workbook(t, report.Filter{}, oneCell(tt.value), tt.value)
		raw, err := book.GetCellValue("report", "A2", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		seen, _ := book.GetCellValue("report", "A2")
		kind, _ := book.GetCellType("report", "A2")
		formula, _ := book.GetCellFormula("report", "A2")
		if raw != tt.raw || seen != tt.seen || kind != tt.kind || formula != "" {
			t.Errorf("%+v is stored as %q of type %d, shown as %q, with the formula %q", tt.value, raw, kind, seen, formula)
		}
	}
}

// TestXLSXKeepsTexts: what is read is what was written, whatever it looks like.
func TestXLSXKeepsTexts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("=+-@\t\n\",;|'<>&é日😀_x041 "))).Draw(r, "text")
		v := report.Value{Kind: report.Text, Text: s, Empty: s == ""}
		got, err := workbook(t, report.Filter{}, oneCell(v), v).GetCellValue("report", "A2")
		if err != nil || got != s {
			r.Fatalf("%q is read as %q: %v", s, got, err)
		}
	})
}

func TestXLSXSheets(t *testing.T) {
	f := samplePage(English, "/tags").Filter
	f.Tags, f.TagMode, f.Unanswered = []string{"=1+1", "a|b"}, report.Not, true
	book := workbook(t, f, report.TagColumns, sampleTags(samplePage(English, "/tags"), "billing").Rows...)
	if sheets := book.GetSheetList(); !slices.Equal(sheets, []string{"report", "filter"}) {
		t.Errorf("the sheets are %q", sheets)
	}
	panes, err := book.GetPanes("report")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay: %+v, %v", panes, err)
	}
	style, _ := book.GetCellStyle("report", "A1")
	if header, err := book.GetStyle(style); err != nil || header.Font == nil || !header.Font.Bold {
		t.Errorf("the header is not bold: %v", err)
	}
	if names := book.GetDefinedName(); len(names) != 1 || names[0].RefersTo != "'report'!$A$1:$"+lastColumn(t, report.TagColumns)+"$3" {
		t.Errorf("the filter's range is %+v", names)
	}
	got, err := book.GetRows("filter")
	want := [][]string{
		{"from", "2026-11-16"}, {"to", "2026-11-22"}, {"timezone", "America/Sao_Paulo"}, {"tag", `=1+1|a\|b`}, {"tag_mode", "not"},
		{"unanswered", "true"}, {"clock", "calendar"}, {"group", "day"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the filter is %q, %v", got, err)
	}
}

// TestXLSXColumnsAreInOrder looks at the sheet as it is stored: programs refuse columns out of order.
func TestXLSXColumnsAreInOrder(t *testing.T) {
	book := workbook(t, report.Filter{}, report.DetailColumns, sampleRows(t)...)
	stored, ok := book.Pkg.Load("xl/worksheets/sheet1.xml")
	if !ok {
		t.Fatal("there is no sheet")
	}
	var sheet struct {
		Dimension *struct{} `xml:"dimension"`
		Columns   []struct {
			Min   int     `xml:"min,attr"`
			Max   int     `xml:"max,attr"`
			Width float64 `xml:"width,attr"`
			Style int     `xml:"style,attr"`
		} `xml:"cols>col"`
	}
	if err := xml.Unmarshal(stored.([]byte), &sheet); err != nil {
		t.Fatal(err)
	}
	if len(sheet.Columns) != len(report.DetailColumns) || sheet.Dimension != nil {
		t.Errorf("%d columns are formatted, the dimension is %v", len(sheet.Columns), sheet.Dimension)
	}
	for i, c := range sheet.Columns {
		if c.Min != i+1 || c.Max != i+1 || c.Width < 8 || c.Style == 0 {
			t.Errorf("column %d is %+v", i+1, c)
		}
	}
}

func lastColumn[R any](t *testing.T, columns []report.Column[R]) string {
	t.Helper()
	name, err := excelize.ColumnNumberToName(len(columns))
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestXLSXWithoutRows still has a header, of every report.
func TestXLSXWithoutRows(t *testing.T) {
	for name, rows := range map[string][][]string{
		"overview": sheetRows(t, workbook(t, report.Filter{}, report.OverviewColumns), len(report.OverviewColumns)),
		"agents":   sheetRows(t, workbook(t, report.Filter{}, report.AgentColumns), len(report.AgentColumns)),
		"tags":     sheetRows(t, workbook(t, report.Filter{}, report.TagColumns), len(report.TagColumns)),
		"details":  sheetRows(t, workbook(t, report.Filter{}, report.DetailColumns), len(report.DetailColumns)),
	} {
		if len(rows) != 1 {
			t.Errorf("%s without rows has %d", name, len(rows))
		}
	}
}

// TestXLSXLeavesNothingBehind writes more than is kept in memory, and gives up.
func TestXLSXLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	v := report.Value{Kind: report.Text, Text: strings.Repeat("x", 30_000)}
	x, err := NewXLSX("report", fileAccount(t), report.Filter{}, oneCell(v))
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if err := x.Row(&v); err != nil {
			t.Fatal(err)
		}
	}
	if files, _ := os.ReadDir(dir); len(files) == 0 {
		t.Error("30 MB are kept in memory")
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if files, _ := os.ReadDir(dir); len(files) > 0 {
		t.Errorf("%d temporary files are left", len(files))
	}
}

// BenchmarkXLSX writes a workbook of 100,000 conversations, or of RELATO_BENCH_CONVERSATIONS.
func BenchmarkXLSX(b *testing.B) {
	rows := 100_000
	if n, err := strconv.Atoi(os.Getenv("RELATO_BENCH_CONVERSATIONS")); err == nil {
		rows = n
	}
	row := sampleRows(b)[1]
	b.ReportAllocs()
	for b.Loop() {
		x, err := NewXLSX("conversations", fileAccount(b), report.Filter{}, report.DetailColumns)
		if err != nil {
			b.Fatal(err)
		}
		row.StartedAt = conversation.Date{Year: 2026, Month: 1, Day: 1}.Instant(0, saoPaulo)
		for range rows {
			row.StartedAt++
			if err := x.Row(&row); err != nil {
				b.Fatal(err)
			}
		}
		n := counter(0)
		if err := x.Save(io.Writer(&n)); err != nil {
			b.Fatal(err)
		}
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n)/1e6, "MB/file")
	}
}
