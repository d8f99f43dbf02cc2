package views

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"relato/report"
)

// JSON writes a report as one object, a chunk at a time: the filter as it was understood, the rows, and the total.
// Numbers are not rounded.
type JSON[R any] struct {
	w       io.Writer
	account *report.Account
	columns []report.Column[R]
	clock   clock
	buf     []byte
	rows    int
}

// NewJSON starts a report's object.
func NewJSON[R any](w io.Writer, a *report.Account, f report.Filter, columns []report.Column[R]) (*JSON[R], error) {
	filter, err := json.Marshal(understood(a, f))
	if err != nil {
		return nil, fmt.Errorf("encode filter: %w", err)
	}
	j := &JSON[R]{w: w, account: a, columns: columns, clock: newClock(a.Zone)}
	j.buf = append(j.buf, `{"filter":`...)
	j.buf = append(j.buf, filter...)
	j.buf = append(j.buf, `,"rows":[`...)
	return j, nil
}

// Row writes one row.
func (j *JSON[R]) Row(r *R) error {
	if j.rows > 0 {
		j.buf = append(j.buf, ',')
	}
	j.rows++
	j.buf = append(j.buf, '\n')
	j.buf = j.object(j.buf, r)
	if len(j.buf) < fileChunk {
		return nil
	}
	return j.flush()
}

// Close writes the total as an object with the rows' keys and ends the report. It does not close the writer.
func (j *JSON[R]) Close(total *R) error {
	j.buf = append(j.buf, "\n],\"total\":"...)
	j.buf = j.object(j.buf, total)
	j.buf = append(j.buf, '}', '\n')
	return j.flush()
}

// CloseCount ends a report whose total is only how many conversations there are.
func (j *JSON[R]) CloseCount(conversations int) error {
	j.buf = append(j.buf, "\n],\"total\":{\"conversations\":"...)
	j.buf = strconv.AppendInt(j.buf, int64(conversations), 10)
	j.buf = append(j.buf, "}}\n"...)
	return j.flush()
}

func (j *JSON[R]) flush() error {
	_, err := j.w.Write(j.buf)
	j.buf = j.buf[:0]
	return err
}

func (j *JSON[R]) object(b []byte, r *R) []byte {
	for i := range j.columns {
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		b = append(b, separator, '"')
		b = append(b, j.columns[i].Key...) // keys are plain
		b = append(b, '"', ':')
		v := j.columns[i].Value(j.account, r)
		b = j.value(b, &v)
	}
	return append(b, '}')
}

func (j *JSON[R]) value(b []byte, v *report.Value) []byte {
	if v.Empty && v.Kind == report.List {
		return append(b, "[]"...)
	}
	if v.Empty {
		return append(b, "null"...)
	}
	switch v.Kind {
	case report.Count, report.Seconds:
		return strconv.AppendInt(b, v.Num, 10)
	case report.Mean, report.Rate, report.Score:
		return strconv.AppendFloat(b, float64(v.Num)/float64(v.Den), 'f', -1, 64)
	case report.Instant:
		return append(j.clock.append(append(b, '"'), v.Num), '"')
	case report.Flag:
		return strconv.AppendBool(b, v.Num != 0)
	case report.List:
		for i, s := range v.List {
			separator := byte(',')
			if i == 0 {
				separator = '['
			}
			b = appendJSONText(append(b, separator), s)
		}
		return append(b, ']')
	}
	return appendJSONText(b, v.Text)
}

// appendJSONText appends a JSON string: nearly every text can stay as it is.
func appendJSONText(b []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' && s[i] != '"' && s[i] != '\\'
	}
	if !plain {
		quoted, _ := json.Marshal(s) // a string always marshals
		return append(b, quoted...)
	}
	return append(append(append(b, '"'), s...), '"')
}

// condition is a filter in JSON, by the names of its parameters. What selects everything is left out.
type condition struct {
	From           string      `json:"from"`
	To             string      `json:"to"`
	Timezone       string      `json:"timezone"`
	Channels       []string    `json:"channel,omitempty"`
	Origins        []string    `json:"origin,omitempty"`
	Agents         []string    `json:"agent,omitempty"`
	Tags           []string    `json:"tag,omitempty"`
	TagMode        report.Mode `json:"tag_mode,omitempty"`
	ContactTags    []string    `json:"contact_tag,omitempty"`
	ContactTagMode report.Mode `json:"contact_tag_mode,omitempty"`
	Hours          string      `json:"hours,omitempty"`
	Status         string      `json:"status,omitempty"`
	Ratings        []string    `json:"rating,omitempty"`
	Unanswered     bool        `json:"unanswered,omitempty"`
	Waiting        bool        `json:"waiting,omitempty"`
	Since          string      `json:"since,omitempty"`
	Until          string      `json:"until,omitempty"`
	ClosedSince    string      `json:"closed_since,omitempty"`
	ClosedUntil    string      `json:"closed_until,omitempty"`
	Weekdays       []string    `json:"weekday,omitempty"`
	StartHours     []string    `json:"hour,omitempty"`
	Owners         []string    `json:"owner,omitempty"`
	Responders     []string    `json:"responder,omitempty"`
	Surveyed       []string    `json:"surveyed,omitempty"`
	WithTags       []string    `json:"with_tag,omitempty"`
	Has            []string    `json:"has,omitempty"`
	Lacks          []string    `json:"lacks,omitempty"`
	Shared         bool        `json:"shared,omitempty"`
	New            bool        `json:"new,omitempty"`
	FRT            string      `json:"frt,omitempty"`
	FRTBusiness    string      `json:"frt_business,omitempty"`
	By             string      `json:"by,omitempty"`
	LeftOut        bool        `json:"left_out,omitempty"`
	Clock          string      `json:"clock"`
	Group          string      `json:"group,omitempty"`
	Sort           string      `json:"sort,omitempty"`
	Dir            string      `json:"dir,omitempty"`
	Page           int         `json:"page,omitempty"`
	Limit          int         `json:"limit,omitempty"`
	Search         string      `json:"q,omitempty"`
}

// understood is a filter as a report of an account took it.
func understood(a *report.Account, f report.Filter) condition {
	moments := f.Drill.Query() // and what else an address writes as a text
	c := condition{
		Since: moments.Get("since"), Until: moments.Get("until"),
		ClosedSince: moments.Get("closed_since"), ClosedUntil: moments.Get("closed_until"), By: moments.Get("by"), LeftOut: f.LeftOut,
		Weekdays: f.Weekdays, StartHours: f.StartHours, Owners: f.Owners, Responders: f.Responders, Surveyed: f.Surveyed,
		WithTags: f.WithTags, Has: f.Has, Lacks: f.Lacks, Shared: f.Shared, New: f.New, FRT: f.FRT.String(), FRTBusiness: f.FRTBusiness.String(),
		From: f.From.String(), To: f.To.String(), Timezone: a.Zone.String(),
		Channels: f.Channels, Origins: f.Origins, Agents: f.Agents, Tags: f.Tags, ContactTags: f.ContactTags,
		Hours: f.Hours, Status: f.Status, Ratings: f.Ratings, Unanswered: f.Unanswered, Waiting: f.Waiting,
		Clock: f.Clock, Group: f.Group, Sort: f.Sort, Dir: f.Dir, Limit: f.Limit, Search: f.Search,
	}
	if len(f.Tags) > 0 {
		c.TagMode = f.TagMode
	}
	if len(f.ContactTags) > 0 {
		c.ContactTagMode = f.ContactTagMode
	}
	if f.Limit > 0 {
		c.Page = f.Page
	}
	return c
}

// OverviewTotal is the total of an overview as a row: its figures over the whole period.
func OverviewTotal(o *report.Overview) report.Bucket {
	zone := o.Account.Zone
	return report.Bucket{
		Start:   o.Filter.From.Instant(0, zone),
		End:     o.Filter.To.Add(1).Instant(0, zone),
		Figures: o.Total,
	}
}
