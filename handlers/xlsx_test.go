package handlers

import (
	"context"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"relato/report"
	"relato/views"
)

// TestWorkbooksHaveTheRowsOfCSV compares the files of the same addresses: the header, and how many rows of which names.
func TestWorkbooksHaveTheRowsOfCSV(t *testing.T) {
	a := newAccount(t)
	for _, target := range []string{
		"/overview|group=week&", "/agents|sort=messages_sent&dir=desc&", "/tags|tag=billing&", "/conversations|limit=3&",
	} {
		path, query, _ := strings.Cut(target, "|")
		want, err := csv.NewReader(a.get(path + ".csv?" + query + january).Body).ReadAll()
		check(t, err)
		w := a.get(path+".xlsx?"+query+january, "Accept-Encoding", "gzip")
		if coding := w.Header().Get("Content-Encoding"); coding != "" {
			t.Errorf("%s is compressed twice, by %s", path, coding)
		}
		book, err := excelize.OpenReader(w.Body)
		check(t, err)
		got, err := book.GetRows(strings.TrimPrefix(path, "/"), excelize.Options{RawCellValue: true})
		check(t, err)
		if len(got) != len(want) || !slices.Equal(got[0], want[0]) {
			t.Fatalf("%s: %d rows below %v, in CSV %d", path, len(got)-1, got[0], len(want)-1)
		}
		if path == "/overview" {
			continue // its first column are times
		}
		for i := range want {
			if got[i][0] != want[i][0] {
				t.Errorf("%s: row %d is %q, in CSV %q", path, i, got[i][0], want[i][0])
			}
		}
	}
}

func TestWorkbooksHaveNames(t *testing.T) {
	a := newAccount(t)
	const want = `attachment; filename="relato-tags-2026-01-01-2026-01-31.xlsx"`
	if got := a.get("/tags.xlsx?" + january).Header().Get("Content-Disposition"); got != want {
		t.Errorf("Content-Disposition is %q", got)
	}
}

// TestWorkbooksEndWhereSheetsDo refuses a report with more rows than a sheet, and says what to do.
func TestWorkbooksEndWhereSheetsDo(t *testing.T) {
	rows := views.MaxSheetRows
	k := kind[report.Details, report.Row]{count: func(context.Context, report.Filter) (int, error) { return rows, nil }}
	check(t, k.fitsSheet(t.Context(), report.Filter{}))
	rows++
	check(t, k.fitsSheet(t.Context(), report.Filter{Limit: 500}))
	p := problemOf(k.fitsSheet(t.Context(), report.Filter{}), "")
	if p.Status != http.StatusBadRequest || !strings.Contains(p.Message, "1048576 rows") || !strings.Contains(p.Message, ".csv") {
		t.Errorf("%d: %s", p.Status, p.Message)
	}
}
