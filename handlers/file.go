package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/report"
	"relato/views"
)

// file guards a report's file, and reads its address.
func file[T, R any](s *Server, k kind[T, R], send func(echo.Context, *Server, kind[T, R], query) error) echo.HandlerFunc {
	return s.limited(func(c echo.Context, v visitor) error {
		q, err := parse(c, s, k, v)
		if err != nil {
			return err
		}
		if err := k.fitsPeriod(q); err != nil {
			return err
		}
		if same, err := s.unchangedFile(c, v, q, k.path); same || err != nil {
			return err
		}
		s.logExport(c, c.Request().URL.Path, q.filter.Parameters().Encode())
		return send(c, s, k, q)
	})
}

// csvFile is the adapter of all reports as CSV.
func csvFile[T, R any](s *Server, k kind[T, R]) echo.HandlerFunc { return file(s, k, sendCSV[T, R]) }

func sendCSV[T, R any](c echo.Context, s *Server, k kind[T, R], q query) error {
	excel, err := isSet(c, "excel")
	if err != nil {
		return err
	}
	contentType := "text/csv; charset=utf-8"
	if excel {
		contentType = "text/csv; charset=utf-16le"
	}
	attach(c, k.path, q.filter, ".csv")
	return s.stream(c, contentType, func(w io.Writer) error {
		csv := newCSV(w, &q, k.columns, excel)
		if _, err := k.each(c.Request().Context(), q.filter, csv.Row); err != nil {
			return err
		}
		return csv.Close()
	})
}

func newCSV[R any](w io.Writer, q *query, columns []report.Column[R], excel bool) *views.CSV[R] {
	if excel {
		return views.NewExcelCSV(w, &q.account, columns, q.lang)
	}
	return views.NewCSV(w, &q.account, columns)
}

// xlsxType is the content type of a workbook.
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// xlsxFile is the adapter of all reports as a workbook of Excel.
func xlsxFile[T, R any](s *Server, k kind[T, R]) echo.HandlerFunc { return file(s, k, sendXLSX[T, R]) }

func sendXLSX[T, R any](c echo.Context, s *Server, k kind[T, R], q query) error {
	ctx := c.Request().Context()
	if err := k.fitsSheet(ctx, q.filter); err != nil {
		return err
	}
	attach(c, k.path, q.filter, ".xlsx")
	return s.stream(c, xlsxType, func(w io.Writer) (err error) {
		x, err := views.NewXLSX(strings.TrimPrefix(k.path, "/"), &q.account, q.filter, k.columns)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, x.Close()) }()
		if _, err := k.each(ctx, q.filter, x.Row); err != nil {
			return err
		}
		return x.Save(w)
	})
}

// fitsPeriod refuses more rows than a report has, also to who asks for its head alone.
func (k kind[T, R]) fitsPeriod(q query) error {
	if !k.overTime {
		return nil
	}
	return q.filter.Cuts(q.account.Zone)
}

// fitsSheet refuses what is longer than a sheet of Excel may be.
func (k kind[T, R]) fitsSheet(ctx context.Context, f report.Filter) error {
	if k.count == nil || f.Limit > 0 {
		return nil
	}
	n, err := k.count(ctx, f)
	if err == nil && n > views.MaxSheetRows {
		err = echo.NewHTTPError(http.StatusBadRequest, fmt.Sprintf(
			"these are %d rows, and a sheet of Excel has room for %d: choose a shorter period or more filters, or take the .csv of the same address",
			n, views.MaxSheetRows))
	}
	return err
}

// jsonFile is the adapter of all reports as JSON.
func jsonFile[T, R any](s *Server, k kind[T, R]) echo.HandlerFunc { return file(s, k, sendJSON[T, R]) }

func sendJSON[T, R any](c echo.Context, s *Server, k kind[T, R], q query) error {
	return s.stream(c, "application/json", func(w io.Writer) error {
		j, err := views.NewJSON(w, &q.account, q.filter, k.columns)
		if err != nil {
			return err
		}
		total, err := k.each(c.Request().Context(), q.filter, j.Row)
		if err != nil {
			return err
		}
		if total.row == nil {
			return j.CloseCount(total.conversations)
		}
		return j.Close(total.row)
	})
}

// Exports are written down once in an hour for the same reader, address and filter, and not at any price: while the disk
// is full or an import holds the database, files are still read.
const (
	exportEvery   = time.Hour
	exportTimeout = 3 * time.Second
)

// logExport writes down that a file is read, and by which filter.
func (s *Server) logExport(c echo.Context, path, query string) {
	if c.Request().Method == http.MethodHead {
		return
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), exportTimeout)
	defer cancel()
	read := db.Entry{At: s.Now(), Deed: db.Exported, About: path, Detail: query}
	if err := s.DB.LogOnce(ctx, read, exportEvery); err != nil {
		s.Log.Error("an export is missing in the audit log", "request", id(c), "who", db.ActorOf(ctx).Name, "path", path, "error", err)
	}
}

// stream sends what write writes as it comes. A failure before anything was sent is an error like any other; after
// that it aborts the connection, or a file cut short would look whole.
func (s *Server) stream(c echo.Context, contentType string, write func(io.Writer) error) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, contentType)
	if h.Get(echo.HeaderCacheControl) == "" {
		h.Set(echo.HeaderCacheControl, "private, no-cache")
	}
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	w := &sender{response: c.Response(), control: http.NewResponseController(c.Response())}
	err := write(w)
	if err == nil || !w.begun {
		return err
	}
	s.Log.Warn("a file was cut short", "request", id(c), "path", loggedPath(c.Request()), "error", err)
	panic(http.ErrAbortHandler)
}

// writeTimeout is how long a client may take for one chunk. The file as a whole may take as long as it needs.
const writeTimeout = time.Minute

// sender sends chunks and knows whether anything was sent.
type sender struct {
	response http.ResponseWriter
	control  *http.ResponseController
	begun    bool
}

func (w *sender) Write(b []byte) (int, error) {
	w.begun = true
	_ = w.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // where there is no connection there is nothing to wait for
	return w.response.Write(b)
}

// attach says that a browser should save a report, and under which name.
func attach(c echo.Context, path string, f report.Filter, extension string) {
	name := "relato-" + strings.TrimPrefix(path, "/") + "-" + f.From.String() + "-" + f.To.String() + extension
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
}

// isSet reads a parameter that is 1 or absent.
func isSet(c echo.Context, param string) (bool, error) {
	switch v := c.QueryParam(param); v {
	case "":
		return false, nil
	case "1":
		return true, nil
	default:
		return false, &report.ParamError{Param: param, Value: v, Accepted: "1"}
	}
}
