package handlers

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/report"
	"relato/views"
)

// logLines is how many lines a page of the audit log has.
const logLines = 50

// logFilter reads which lines of the audit log an address chooses.
func logFilter(c echo.Context) (db.LogFilter, error) {
	f := db.LogFilter{Who: strings.TrimSpace(c.QueryParam("who")), Deed: db.Deed(c.QueryParam("what"))}
	if f.Deed != "" && !slices.Contains(db.Deeds, f.Deed) {
		return f, &report.ParamError{Param: "what", Value: string(f.Deed), Accepted: strings.Join(deedNames(), ", ")}
	}
	return f, nil
}

func deedNames() []string {
	names := make([]string, len(db.Deeds))
	for i, d := range db.Deeds {
		names[i] = string(d)
	}
	return names
}

// logSettings shows the audit log.
func (s *Server) logSettings(c echo.Context, v visitor) error {
	f, err := logFilter(c)
	if err != nil {
		return err
	}
	page := 1
	if text := c.QueryParam("page"); text != "" {
		if page, err = strconv.Atoi(text); err != nil || page < 1 || page > 1_000_000 {
			return &report.ParamError{Param: "page", Value: text, Accepted: "a whole number from 1 to 1000000"}
		}
	}
	entries, total, err := s.DB.LogPage(c.Request().Context(), f, (page-1)*logLines, logLines)
	if err != nil {
		return err
	}
	l := views.Log{Total: total, Who: f.Who, Deed: string(f.Deed), Deeds: deedNames(), Page: page, Limit: logLines}
	for i := range entries {
		l.Entries = append(l.Entries, logEntry(&entries[i]))
	}
	return s.showPlain(c, v, http.StatusOK, func(p views.Page) templ.Component { return views.AuditLog(p, l) })
}

func logEntry(e *db.Entry) views.LogEntry {
	shown := views.LogEntry{
		At: e.At, Who: e.Who, Deed: string(e.Deed), About: e.About, Detail: e.Detail, Address: e.Address, Refused: e.Refused,
	}
	f, ok := db.FactsIn(e.Detail)
	if !ok {
		return shown
	}
	switch {
	case e.Deed == db.UserChanged:
		shown.User = &views.LogUser{Name: f.Name, Role: f.Role}
	case e.Deed == db.Imported && f.New != nil:
		shown.Import = &views.LogImport{New: *f.New, Known: f.Known, Rejected: f.Rejected}
	case f.Report != "":
		kept, err := keptOf(db.Saved{Report: f.Report, Period: f.Period, Query: f.Query})
		if err == nil {
			shown.Share = &views.LogShare{Kept: kept, Until: f.Until}
		}
	}
	return shown
}

// logFile is the audit log as CSV. Reading it is an export like any other.
func (s *Server) logFile(c echo.Context, _ visitor) error {
	f, err := logFilter(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	account, err := s.Index.Account(ctx)
	if err != nil {
		return err
	}
	s.logExport(c, "/settings/log.csv", "")
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="relato-log.csv"`)
	return s.stream(c, "text/csv; charset=utf-8", func(w io.Writer) error {
		csv := views.NewCSV(w, &account, views.LogColumns)
		err := s.DB.EachEntry(ctx, f, func(e *db.Entry) error {
			line := logEntry(e)
			return csv.Row(&line)
		})
		if err != nil {
			return err
		}
		return csv.Close()
	})
}
