package handlers

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"

	"relato/db"
	"relato/imports"
	"relato/source"
	"relato/views"
)

// defaultUpload is the largest upload in bytes where Config does not say.
const defaultUpload = 2 << 30

// uploadPause is how long a client may send nothing. The upload as a whole may take as long as it needs.
const uploadPause = time.Minute

// maxField is the most bytes of a field beside the files.
const maxField = 1 << 10

// Errors of uploads.
var (
	errNoFile      = errors.New("no file was sent")
	errManyFiles   = errors.New("too many files were sent")
	errInterrupted = errors.New("the upload was interrupted")
)

func (s *Server) maxUpload() int64 {
	if s.MaxUpload > 0 {
		return s.MaxUpload
	}
	return defaultUpload
}

// takesFiles tells whether a request may be larger than a form.
func takesFiles(c echo.Context) bool {
	return c.Request().Method == http.MethodPost && c.Request().URL.Path == "/settings/import"
}

// upload takes files and begins to import them.
func (s *Server) upload(c echo.Context, v visitor) error {
	if s.Demo {
		return echo.NewHTTPError(http.StatusForbidden, "the demo takes no data; for yours, start Relato with: relato serve")
	}
	var form views.ImportForm
	job, err := s.desk.Receive(db.ActorOf(c.Request().Context()))
	if err == nil {
		if err = s.receive(c, job, &form); err == nil {
			job.Start(source.Options{Us: form.Us, Channel: form.Channel})
			return s.toImport(c, job)
		}
		job.Discard()
	}
	wrong, status := notReceived(err)
	if status == 0 {
		return err
	}
	s.Log.Info("an upload was not taken", "request", id(c), "error", err)
	form.Wrong = wrong
	return s.showImport(c, v, status, form)
}

// receive reads the form part by part, and files straight to the disk.
func (s *Server) receive(c echo.Context, job *imports.Job, form *views.ImportForm) error {
	r, control := c.Request(), http.NewResponseController(c.Response())
	defer func() { _ = control.SetWriteDeadline(time.Now().Add(writeTimeout)) }() // it was set before the upload began
	if r.ContentLength > s.maxUpload() {
		return &http.MaxBytesError{Limit: s.maxUpload()}
	}
	body := &receiver{from: http.MaxBytesReader(c.Response(), r.Body, s.maxUpload()), control: control}
	r.Body = body
	parts, err := r.MultipartReader()
	if err != nil {
		return fmt.Errorf("%w: %w", errNoFile, err)
	}
	files := 0
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errInterrupted, err)
		}
		switch name := fileName(part); {
		case part.FormName() != "files":
			if err := readField(part, form); err != nil {
				return err
			}
		case name == "": // nothing was chosen
		case files == imports.MaxFiles:
			return errManyFiles
		default:
			files++
			if err := job.Take(name, part); err != nil {
				return body.explain(err)
			}
		}
	}
	if files == 0 {
		return errNoFile
	}
	return nil
}

// fileName is a file's name without folders, not longer than names are shown; empty = no file.
func fileName(part *multipart.Part) string {
	name := part.FileName()
	if name == "" {
		return ""
	}
	name = strings.ToValidUTF8(filepath.Base(strings.ReplaceAll(name, "\\", "/")), "�")
	if runes := []rune(name); len(runes) > 2*views.MaxName {
		name = string(runes[:views.MaxName]) + "…" + string(runes[len(runes)-views.MaxName+1:])
	}
	return name
}

func readField(part *multipart.Part, form *views.ImportForm) error {
	value, err := io.ReadAll(io.LimitReader(part, maxField))
	if err != nil {
		return fmt.Errorf("%w: %w", errInterrupted, err)
	}
	text := strings.TrimSpace(strings.ToValidUTF8(string(value), ""))
	switch part.FormName() {
	case "us":
		form.Us = text
	case "channel":
		form.Channel = text
	}
	return nil
}

// receiver reads a body as long as something comes, and remembers why nothing came any more.
type receiver struct {
	from    io.ReadCloser
	control *http.ResponseController
	err     error
}

func (r *receiver) Read(p []byte) (int, error) {
	_ = r.control.SetReadDeadline(time.Now().Add(uploadPause)) // where there is no connection there is nothing to wait for
	n, err := r.from.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

func (r *receiver) Close() error { return r.from.Close() }

// explain tells an upload that was interrupted from a file that could not be written.
func (r *receiver) explain(err error) error {
	if r.err == nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return fmt.Errorf("%w: %w", errInterrupted, err)
}

// isFull tells whether the disk has no room.
func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) }
