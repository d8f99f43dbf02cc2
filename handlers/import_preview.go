package handlers

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/imports"
	"relato/source"
	"relato/views"
)

// readTable takes how the table that an import shows is to be read.
func (s *Server) readTable(c echo.Context, v visitor, job *imports.Job) error {
	number, err := strconv.Atoi(c.FormValue(views.PreviewFile))
	if err != nil {
		number = -1 // of no file
	}
	r := imports.Reading{
		File: number, Fields: c.Request().Form[views.ImportField], Order: c.FormValue(views.PreviewOrder),
		Taken: c.FormValue(views.PreviewDo) == views.PreviewTake,
	}
	if zone := c.FormValue(views.PreviewZone); zone != "" {
		if !source.IsZone(zone) {
			return s.showWrongZone(c, v, job, r, zone)
		}
		if r.Zone, err = time.LoadLocation(zone); err != nil {
			return s.showWrongZone(c, v, job, r, zone)
		}
	}
	job.Read(r) // what comes late, or is not of the table shown, changes nothing
	return s.toImport(c, job)
}

// showWrongZone shows a table again with what was chosen and a time zone that is none.
func (s *Server) showWrongZone(c echo.Context, v visitor, job *imports.Job, r imports.Reading, zone string) error {
	shown := shownImport(job.Status())
	if shown.State != views.ImportPreviewing || shown.Preview.Number != r.File {
		return s.toImport(c, job)
	}
	p := &shown.Preview
	p.Zone, p.WrongZone, p.Order, p.OrderChosen = zone, true, r.Order, r.Order != ""
	for i := range min(len(p.Columns), len(r.Fields)) {
		p.Columns[i].Field = r.Fields[i]
	}
	return s.showPlain(c, v, http.StatusUnprocessableEntity, func(p views.Page) templ.Component { return views.ImportProgress(p, shown) })
}

// shownPreview is how a table would be read, as its page shows it; said is what somebody has said about it before.
func shownPreview(p *source.Preview, said imports.Reading) views.ImportPreview {
	shown := views.ImportPreview{
		Delimiter: p.Delimiter, Encoding: p.Encoding, PerConversation: p.PerConversation, Fields: source.TableFields, More: p.More,
		Local: p.Local, Dated: p.Dated, Order: p.Order, OrderChosen: said.Order != "", Problem: shownProblem(p),
	}
	if p.Zone != nil {
		shown.Zone = p.Zone.String()
	}
	for i, column := range p.Columns {
		field := column.Field
		if p.Problem != nil && i < len(said.Fields) { // also those that cannot be
			field = said.Fields[i]
		}
		shown.Columns = append(shown.Columns, views.PreviewColumn{Header: column.Header, Field: field})
	}
	for _, r := range p.Rows {
		row := views.PreviewRow{Line: r.Line}
		if r.Rejected != "" {
			why := shownReason(r.Line, r.Rejected, r.Wrong)
			row.Rejected = &why
		}
		for _, cell := range r.Cells {
			row.Cells = append(row.Cells, views.PreviewCell(cell))
		}
		shown.Rows = append(shown.Rows, row)
	}
	return shown
}

// shownProblem is why a table cannot be read.
func shownProblem(p *source.Preview) views.PreviewProblem {
	switch {
	case p.Problem == nil:
		return views.PreviewFine
	case p.Problem.Option == "timezone":
		return views.PreviewZoneMissing
	case p.Problem.Option == "date-order":
		return views.PreviewOrderOpen
	case len(p.Problem.Choices) == 0:
		return views.PreviewColumnTwice
	}
	return views.PreviewColumnsMissing
}
