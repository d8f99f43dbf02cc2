package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/imports"
	"relato/source"
	"relato/views"
)

// importSettings shows where files are handed in.
func (s *Server) importSettings(c echo.Context, v visitor) error {
	return s.showImport(c, v, http.StatusOK, views.ImportForm{})
}

func (s *Server) showImport(c echo.Context, v visitor, status int, form views.ImportForm) error {
	form.Max = s.maxUpload()
	for _, job := range s.desk.Jobs() {
		form.Recent = append(form.Recent, shownImport(job))
	}
	return s.showPlain(c, v, status, func(p views.Page) templ.Component { return views.ImportSettings(p, form) })
}

// withImport is a handler about one import.
type withImport func(c echo.Context, v visitor, job *imports.Job) error

// ofImport finds the import that an address names. One that is not there any more has left what it had stored.
func (s *Server) ofImport(h withImport) echo.HandlerFunc {
	return s.admin(func(c echo.Context, v visitor) error {
		if job := s.desk.Job(c.Param("id")); job != nil {
			return h(c, v, job)
		}
		return s.showPlain(c, v, http.StatusNotFound, views.ImportGone)
	})
}

// importProgress shows how far an import is.
func (s *Server) importProgress(c echo.Context, v visitor, job *imports.Job) error {
	return s.showJob(c, v, http.StatusOK, job, "")
}

// showJob shows an import; given is an answer that it cannot use.
func (s *Server) showJob(c echo.Context, v visitor, status int, job *imports.Job, given string) error {
	settings, err := s.DB.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	shown := shownImport(job.Status())
	shown.NoZone = !settings.TimezoneSet
	shown.Question.Given = given
	if shown.State == views.ImportDone && len(shown.Total.Settings) > 0 && wantsPart(c.Request()) {
		c.Response().Header().Set("HX-Refresh", "true") // the frame of the page is of the settings before
	}
	return s.showPlain(c, v, status, func(p views.Page) templ.Component { return views.ImportProgress(p, shown) })
}

// answerImport gives the option that a file cannot be read without.
func (s *Server) answerImport(c echo.Context, v visitor, job *imports.Job) error {
	option, value := c.FormValue(views.ImportOption), c.FormValue(views.ImportAnswer)
	if value == "" {
		value = c.FormValue(views.ImportOther)
	}
	set, ok := importOption(option, value)
	if option == views.PreviewOption {
		return s.readTable(c, v, job)
	}
	if !ok {
		return s.showJob(c, v, http.StatusUnprocessableEntity, job, value)
	}
	job.Answer(option, set) // one that comes late changes nothing
	return s.toImport(c, job)
}

// importOption is what an answer sets; it is not ok when no file could be read with it.
func importOption(option, value string) (set func(*source.Options), ok bool) {
	switch option {
	case "us":
		return func(o *source.Options) { o.Us = value }, value != ""
	case "date-order":
		return func(o *source.Options) { o.DateOrder = value }, value != ""
	case "timezone":
		zone, err := time.LoadLocation(value)
		return func(o *source.Options) { o.Zone = zone }, err == nil && source.IsZone(value)
	}
	return nil, false
}

// cancelImport ends an import.
func (s *Server) cancelImport(c echo.Context, _ visitor, job *imports.Job) error {
	job.Cancel()
	return s.toImport(c, job)
}

func (s *Server) toImport(c echo.Context, job *imports.Job) error {
	return leadTo(c, "/settings/import/"+job.ID, url.Values{})
}

// shownStates are the states of an import on screen.
var shownStates = map[imports.State]views.ImportState{
	imports.Waiting: views.ImportWaiting, imports.Checking: views.ImportChecking, imports.Asking: views.ImportAsking, imports.Previewing: views.ImportPreviewing,
	imports.Storing: views.ImportStoring, imports.Done: views.ImportDone, imports.Cancelled: views.ImportCancelled,
}

// shownImport is an import as its page shows it.
func shownImport(s imports.Status) views.Import {
	shown := views.Import{ID: s.ID, At: s.At, State: shownStates[s.State], Total: shownSums(s.Total)}
	for _, f := range s.Files {
		file := views.ImportFile{Name: f.Name, Size: f.Size, Ended: f.Ended, Sums: shownSums(f.Summary)}
		if f.Total > 0 {
			file.Read = f.Done
		}
		if f.Err != nil {
			file.Failed = f.Err.Error()
		}
		switch {
		case errors.Is(f.Err, source.ErrEmpty):
			file.Empty = views.ImportNothing
		case errors.Is(f.Err, source.ErrNoRows):
			file.Empty = views.ImportHeaderOnly
		}
		shown.Files = append(shown.Files, file)
	}
	if i := s.Current(); s.Question != nil && i >= 0 {
		shown.Question = views.ImportQuestion{File: s.Files[i].Name, Option: s.Question.Option, Choices: s.Question.Choices}
	}
	if i := s.Current(); s.Preview != nil && i >= 0 {
		shown.Preview = shownPreview(s.Preview, s.Reading)
		shown.Preview.File, shown.Preview.Number = s.Files[i].Name, i
	}
	return shown
}

func shownSums(s imports.Summary) views.ImportSums {
	sums := views.ImportSums{
		Lines: s.Lines, New: int64(s.Appended.New), Known: int64(s.Appended.Known), Rejected: s.Rejected,
		First: s.First, Last: s.Last,
	}
	for _, c := range s.Appended.Settings {
		sums.Settings = append(sums.Settings, views.ImportSetting{Key: c.Key, Change: c.Detail()})
	}
	for _, r := range s.Rejections {
		sums.Reasons = append(sums.Reasons, shownReason(r.Line, r.Reason, r.Cell))
	}
	return sums
}

// shownReason is why a line was not taken, in parts where they are known.
func shownReason(line int64, english string, cell *source.CellError) views.ImportReason {
	r := views.ImportReason{Line: line, Text: english}
	if cell != nil {
		r.Problem, r.Field, r.Value = string(cell.Problem), cell.Field, cell.Value
	}
	return r
}

// notReceived says why files were not taken, and with which status; nil when it is a failure of our own.
func notReceived(err error) (views.ImportWrong, int) {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return views.ImportTooLarge, http.StatusRequestEntityTooLarge
	case errors.Is(err, errNoFile):
		return views.ImportNoFile, http.StatusUnprocessableEntity
	case errors.Is(err, errManyFiles):
		return views.ImportTooMany, http.StatusUnprocessableEntity
	case errors.Is(err, imports.ErrBusy):
		return views.ImportBusy, http.StatusTooManyRequests
	case isFull(err):
		return views.ImportNoRoom, http.StatusInsufficientStorage
	case errors.Is(err, errInterrupted):
		return views.ImportInterrupted, http.StatusBadRequest
	}
	return views.ImportTaken, 0
}
