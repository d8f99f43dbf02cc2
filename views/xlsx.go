package views

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"relato/report"
)

// MaxSheetRows is the most rows of a report that a workbook holds: Excel's limit, less the header.
const MaxSheetRows = excelize.TotalRows - 1

// XLSX writes rows of a report as a workbook: a sheet of the rows and columns of the CSV, and one that says by which
// filter. Numbers are not rounded, times are account time, and texts are texts, never formulas. What does not fit into
// memory waits in a temporary file, which Close removes.
type XLSX[R any] struct {
	account *report.Account
	filter  report.Filter
	columns []report.Column[R]
	name    string
	file    *excelize.File
	sheet   *excelize.StreamWriter
	styles  styles
	cells   []any // of the row that is written
	rows    int
}

// NewXLSX starts a workbook whose sheet of rows has a name.
func NewXLSX[R any](name string, a *report.Account, f report.Filter, columns []report.Column[R]) (*XLSX[R], error) {
	x := &XLSX[R]{account: a, filter: f, columns: columns, name: name, file: excelize.NewFile(), cells: make([]any, len(columns))}
	if err := x.begin(); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// begin makes the sheet of rows: its columns' widths and formats, and the header, which stays in sight.
func (x *XLSX[R]) begin() (err error) {
	if x.styles, err = newStyles(x.file); err != nil {
		return err
	}
	now := x.account.Now.UTC().Format(time.RFC3339)
	if err := x.file.SetDocProps(&excelize.DocProperties{Creator: product, Title: x.name, Created: now, Modified: now}); err != nil {
		return err
	}
	if err := x.file.SetSheetName(x.file.GetSheetName(0), x.name); err != nil {
		return err
	}
	if err := x.file.SetSheetDimension(x.name, ""); err != nil { // it would say that the sheet is one cell
		return err
	}
	if x.sheet, err = x.file.NewStreamWriter(x.name); err != nil {
		return err
	}
	if err := x.sheet.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
	}); err != nil {
		return err
	}
	if err := x.formatColumns(); err != nil {
		return err
	}
	for i, c := range x.columns {
		x.cells[i] = c.Key
	}
	return x.sheet.SetRow("A1", x.cells, excelize.RowOpts{StyleID: x.styles.header})
}

// formatColumns sets widths and formats, from the last column to the first: the library writes them the other way round
// than they were set, and Excel wants them in order.
func (x *XLSX[R]) formatColumns() error {
	var empty R // an empty value knows its kind too
	for i, c := range slices.Backward(x.columns) {
		kind := c.Value(x.account, &empty).Kind
		if err := x.sheet.SetColWidth(i+1, i+1, columnWidth(c.Key, kind)); err != nil {
			return err
		}
		if err := x.sheet.SetColStyle(i+1, i+1, x.styles.of[kind]); err != nil {
			return err
		}
	}
	return nil
}

// Row writes one row.
func (x *XLSX[R]) Row(r *R) error {
	for i := range x.columns {
		v := x.columns[i].Value(x.account, r)
		x.cells[i] = sheetCell(&v, x.account.Zone)
	}
	x.rows++
	return x.sheet.SetRow("A"+strconv.Itoa(x.rows+1), x.cells)
}

// Save sends the workbook. No row comes after it.
func (x *XLSX[R]) Save(w io.Writer) error {
	last, err := excelize.CoordinatesToCellName(len(x.columns), x.rows+1)
	if err != nil {
		return err
	}
	if err := x.file.AutoFilter(x.name, "A1:"+last, nil); err != nil {
		return err
	}
	if err := x.sheet.Flush(); err != nil {
		return err
	}
	if err := x.filterSheet(); err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, fileChunk)
	// The library would gather the whole archive in memory: ours goes out as it grows.
	x.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return newArchive(out) })
	if err := x.file.Write(io.Discard); err != nil {
		return err
	}
	return out.Flush()
}

// Close removes what the workbook kept on the disk. It comes last, whether or not the workbook was saved.
func (x *XLSX[R]) Close() error { return x.file.Close() }

// newArchive is a zip file at the fastest compression: the best would take several times as long for a fifth less.
func newArchive(w io.Writer) *zip.Writer {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return z
}

// filterSheet says by which filter the rows were chosen, under the names that JSON has.
func (x *XLSX[R]) filterSheet() error {
	conditions, err := listed(understood(x.account, x.filter))
	if err != nil {
		return err
	}
	const name = "filter"
	if _, err := x.file.NewSheet(name); err != nil {
		return err
	}
	if err := errors.Join(
		x.file.SetColStyle(name, "A:B", x.styles.of[report.Text]),
		x.file.SetColWidth(name, "A", "A", 20), x.file.SetColWidth(name, "B", "B", 60),
	); err != nil {
		return err
	}
	for i, c := range conditions {
		row := strconv.Itoa(i + 1)
		if err := errors.Join(x.file.SetCellStr(name, "A"+row, c.Param), x.file.SetCellStr(name, "B"+row, c.Value)); err != nil {
			return err
		}
	}
	return nil
}

// parameter is one condition of a filter as text.
type parameter struct{ Param, Value string }

// listed is a condition as JSON has it, one parameter after the other.
func listed(c condition) ([]parameter, error) {
	object, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("encode filter: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil { // the brace
		return nil, err
	}
	var all []parameter
	for d.More() {
		param, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		one := parameter{Param: fmt.Sprint(param), Value: fmt.Sprint(value)}
		if values, ok := value.([]any); ok {
			texts := make([]string, len(values))
			for i := range values {
				texts[i] = fmt.Sprint(values[i])
			}
			one.Value = joined(texts)
		}
		all = append(all, one)
	}
	return all, nil
}

// sheetCell is a value as a cell: nil, a whole number, a fraction, a flag or a text.
func sheetCell(v *report.Value, zone *time.Location) any {
	if v.Empty {
		return nil
	}
	switch v.Kind {
	case report.Count, report.Seconds:
		return v.Num
	case report.Mean, report.Rate, report.Score:
		return float64(v.Num) / float64(v.Den)
	case report.Instant:
		return sheetTime(v.Num, zone)
	case report.Flag:
		return v.Num != 0
	case report.List:
		return joined(v.List)
	}
	return v.Text
}

// sheetTime is an instant as Excel counts: days since the last one of 1899, in account time.
func sheetTime(unix int64, zone *time.Location) any {
	const epoch, first = 25569, 61 // 1970-01-01, and 1900-03-01: before it Excel counts a day that never was
	local := unixIn(unix, zone)
	_, offset := local.Zone()
	if days := epoch + float64(unix+int64(offset))/daySeconds; days >= first {
		return days
	}
	return local.Format("2006-01-02 15:04:05")
}

// styles are the formats of a workbook's cells, by number.
type styles struct {
	header int
	of     [report.List + 1]int // by kind
}

func newStyles(f *excelize.File) (s styles, err error) {
	if s.header, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return s, err
	}
	for kind := range s.of {
		format := sheetFormat(report.ValueKind(kind))
		if s.of[kind], err = f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
			return s, err
		}
	}
	return s, nil
}

// sheetFormat is how Excel shows a kind of value. A text that looks like a formula must stay a text when somebody edits
// it.
func sheetFormat(k report.ValueKind) string {
	switch k {
	case report.Count, report.Seconds:
		return "0"
	case report.Mean:
		return "0.0"
	case report.Rate:
		return "0.0%"
	case report.Score:
		return "0.00"
	case report.Instant:
		return "yyyy-mm-dd hh:mm:ss"
	case report.Flag:
		return "General"
	}
	return "@"
}

// columnWidth is the width of a column in characters: room for its values, and for its key with the filter's arrow.
func columnWidth(key string, k report.ValueKind) float64 {
	width := 8
	switch k {
	case report.Instant:
		width = 20
	case report.Text, report.List, report.Phone:
		width = 18
	}
	return float64(max(width, len(key)+4))
}
