package handlers

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/db"
	"relato/source"
)

// eventsPath is where programs post events.
const eventsPath = apiPath + "/events"

// maxEvents is the largest body of events in bytes, as sent and unpacked.
const maxEvents = 10 << 20

// maxPosting is how many bytes of events may be on their way into the database at once: what is read of them takes
// several times as much memory.
const maxPosting = 32 << 20

// What the answer to a post lists at most; the rest is counted. Of one line, so many reasons.
const (
	maxAccepted    = 10_000 // lines
	maxReasons     = 10_000 // of all lines that were not taken, or not wholly
	maxLineReasons = 10
)

// posted is what came of a body of events.
type posted struct {
	Lines    int64        `json:"lines"` // read, blank ones too
	New      int          `json:"events_new"`
	Known    int          `json:"events_known"`
	Rejected int64        `json:"rejected"` // lines, and events of lines that were taken
	Results  []lineResult `json:"results"`  // in order of lines
	Unlisted int          `json:"unlisted"` // lines that results has no room for

	items    []conversation.Item
	accepted int // lines of which all was taken
	partial  int // lines of which something was
	refused  int // lines of which nothing was
	reasons  int // in Results
}

// lineResult is what came of one line.
type lineResult struct {
	Line    int64    `json:"line"`              // from 1
	Status  string   `json:"status"`            // lineAccepted, linePartial or lineRejected
	Reasons []string `json:"reasons,omitempty"` // why the line, or events of it, were rejected
	More    int64    `json:"more,omitempty"`    // events rejected beyond those in Reasons
}

// What can come of a line: all of it was taken, some of its events were not, or none of what it brings was.
const (
	lineAccepted = "accepted"
	linePartial  = "partial"
	lineRejected = "rejected"
)

// postEvents stores Relato NDJSON, all lines of a body that can be taken in one transaction. It answers when they are on
// the disk. When no line could be taken the status is 422, or a sender that looks at nothing else would lose data
// without ever noticing.
func (s *Server) postEvents(c echo.Context) error {
	r := c.Request()
	size := r.ContentLength
	if size < 0 || size > maxEvents {
		size = maxEvents // of a body whose length is not said it may be as much
	}
	if !s.posting.enter(size) {
		return errPosting
	}
	defer s.posting.leave(size)
	text, err := bodyOf(r)
	if err != nil {
		return err
	}
	if isGzip(text) {
		more := entering{posting: &s.posting}
		defer more.leave()
		if text, err = unpacked(text, &more); err != nil {
			return err
		}
	}
	p, err := s.readEvents(text)
	if err != nil {
		return err
	}
	appended, err := s.committer.Commit(r.Context(), p.items)
	if err != nil {
		return err
	}
	p.New, p.Known = appended.New, appended.Known
	s.metrics.posted(p)
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	status := http.StatusOK
	if p.accepted+p.partial == 0 {
		status = http.StatusUnprocessableEntity
	}
	return c.JSON(status, p)
}

// posting counts the bytes of events on their way.
type posting struct{ bytes atomic.Int64 }

func (p *posting) enter(size int64) bool {
	if p.bytes.Add(size) > maxPosting {
		p.bytes.Add(-size)
		return false
	}
	return true
}

func (p *posting) leave(size int64) { p.bytes.Add(-size) }

// entering is a reader of which is not known how much comes: each byte enters as it does.
type entering struct {
	io.Reader
	posting *posting
	bytes   int64
}

func (e *entering) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	if !e.posting.enter(int64(n)) {
		return 0, errPosting
	}
	e.bytes += int64(n)
	return n, err
}

func (e *entering) leave() { e.posting.leave(e.bytes) }

// errPosting refuses a body while too many are on their way.
var errPosting = fmt.Errorf("%w: %d bytes of events are on their way already", db.ErrLater, maxPosting)

// bodyOf reads a body as it was sent.
func bodyOf(r *http.Request) ([]byte, error) {
	switch r.Header.Get(echo.HeaderContentEncoding) {
	case "", "identity", "gzip":
	default:
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType, "the body may be plain or packed by gzip")
	}
	if r.ContentLength > maxEvents {
		return nil, errTooLarge
	}
	return atMost(r.Body)
}

func isGzip(text []byte) bool { return bytes.HasPrefix(text, []byte("\x1f\x8b")) }

// unpacked is what a body that was packed by gzip holds, as it comes out through a reader.
func unpacked(text []byte, through *entering) (_ []byte, err error) {
	if through.Reader, err = gzip.NewReader(bytes.NewReader(text)); err == nil {
		text, err = atMost(through)
	}
	if err != nil && !errors.Is(err, errTooLarge) && !errors.Is(err, errPosting) {
		return nil, echo.NewHTTPError(http.StatusBadRequest, "the gzip body is cut short or damaged; nothing of it was taken").SetInternal(err)
	}
	return text, err
}

// errTooLarge refuses a body as a whole.
var errTooLarge = echo.NewHTTPError(http.StatusRequestEntityTooLarge, fmt.Sprintf(
	"the body is larger than %d bytes, as sent or unpacked; send its lines in several parts: nothing of it was taken", maxEvents))

// atMost reads no more than may be posted.
func atMost(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxEvents+1))
	switch {
	case len(text) > maxEvents:
		return nil, errTooLarge
	case errors.Is(err, errPosting):
		return nil, err
	case err != nil:
		return nil, echo.NewHTTPError(http.StatusBadRequest, "the body did not come to its end; nothing of it was taken").SetInternal(err)
	}
	return text, nil
}

// readEvents reads the lines of a body.
func (s *Server) readEvents(text []byte) (*posted, error) {
	file, err := source.Open("-", bytes.NewReader(text), source.Options{Format: source.FormatRelato, Now: s.Now()})
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest, strings.Replace(err.Error(), "the file", "the body", 1)+
			"; send Relato NDJSON, one JSON object per line")
	}
	defer file.Close()
	p := &posted{Results: []lineResult{}}
	for {
		record, err := file.Next()
		switch {
		case err == io.EOF:
			p.Lines = file.Lines()
			return p, nil
		case err != nil:
			return nil, err
		}
		p.take(record)
	}
}

// take keeps what a line brings, and lists what came of it while there is room.
func (p *posted) take(r source.Record) {
	result := lineResult{Line: r.Line, Status: lineAccepted, More: int64(len(r.Rejected)) + r.Unlisted}
	p.Rejected += result.More
	if r.Item != nil {
		p.items = append(p.items, r.Item)
	}
	thread, isThread := r.Item.(conversation.ThreadEvents)
	switch {
	case result.More == 0:
		p.accepted++
	case isThread && len(thread.Events) > 0:
		result.Status = linePartial
		p.partial++
	default:
		result.Status = lineRejected
		p.refused++
	}
	for _, one := range r.Rejected[:min(len(r.Rejected), maxLineReasons, maxReasons-p.reasons)] {
		result.Reasons = append(result.Reasons, one.Reason)
		result.More--
	}
	p.reasons += len(result.Reasons)
	if result.Status == lineAccepted && p.accepted <= maxAccepted || len(result.Reasons) > 0 {
		p.Results = append(p.Results, result)
	} else {
		p.Unlisted++
	}
}
