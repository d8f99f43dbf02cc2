package imports

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/source"
)

// shownRejections is how many reasons a summary gives.
const shownRejections = 10

// Summary is what came of a file, or of several.
type Summary struct {
	Lines      int64
	Appended   db.Appended
	Rejected   int64
	Rejections []source.Rejection // the first of them

	First, Last int64 // Unix milliseconds of the earliest and the latest event; 0 = there was none
}

// reject counts what a record had to leave out.
func (s *Summary) reject(r source.Record) {
	s.Rejected += int64(len(r.Rejected)) + r.Unlisted
	s.keep(r.Rejected)
}

// see notes when the events of an item were.
func (s *Summary) see(item conversation.Item) {
	if t, ok := item.(conversation.ThreadEvents); ok {
		for i := range t.Events {
			s.spread(t.Events[i].At, t.Events[i].At)
		}
	}
}

func (s *Summary) spread(first, last int64) {
	if s.First == 0 || first != 0 && first < s.First {
		s.First = first
	}
	s.Last = max(s.Last, last)
}

func (s *Summary) keep(rejections []source.Rejection) {
	room := max(0, shownRejections-len(s.Rejections))
	s.Rejections = append(s.Rejections, rejections[:min(room, len(rejections))]...)
}

// Add counts another summary's file too.
func (s *Summary) Add(t Summary) {
	s.Lines += t.Lines
	s.Appended.New += t.Appended.New
	s.Appended.Known += t.Appended.Known
	s.Appended.Settings = joined(s.Appended.Settings, t.Appended.Settings)
	s.Rejected += t.Rejected
	s.spread(t.First, t.Last)
	s.keep(t.Rejections)
}

// joined are the changes of settings after others, each setting once: what it was before all of them and is after. What is
// again as it was is none.
func joined(first, then []db.SettingChange) []db.SettingChange {
	all := slices.Clone(first)
	for _, c := range then {
		at := slices.IndexFunc(all, func(of db.SettingChange) bool { return of.Key == c.Key })
		if at < 0 {
			all = append(all, c)
		} else {
			all[at].To = c.To
		}
	}
	return slices.DeleteFunc(all, func(c db.SettingChange) bool { return c.Old == c.To })
}

// More is how many were rejected beside those whose reasons are given.
func (s *Summary) More() int64 { return s.Rejected - int64(len(s.Rejections)) }

// written is a change of a setting with working hours as people write them.
func written(c db.SettingChange) db.SettingChange {
	if c.Key != "hours" {
		return c
	}
	for _, text := range []*string{&c.Old, &c.To} {
		var hours conversation.Hours
		if json.Unmarshal([]byte(*text), &hours) == nil {
			*text = cmp.Or(hours.String(), "none")
		}
	}
	return c
}

// Print writes the summary as the command line shows it.
func (s *Summary) Print(w io.Writer, of string) {
	fmt.Fprintf(w, "%s: %d lines read, %d events new, %d already there, %d rejected\n",
		of, s.Lines, s.Appended.New, s.Appended.Known, s.Rejected)
	for _, c := range s.Appended.Settings {
		fmt.Fprintf(w, "  setting %s: %s\n", c.Key, strings.TrimSpace(written(c).Detail()))
	}
	for _, r := range s.Rejections {
		fmt.Fprintf(w, "  %v\n", r)
	}
	if more := s.More(); more > 0 && len(s.Rejections) > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
}

// Log writes into the audit log what came of a file. Who imported it stands in the context.
func (s *Summary) Log(ctx context.Context, d *db.DB, now time.Time, name string, failed bool) error {
	added := int64(s.Appended.New)
	facts := db.Facts{New: &added, Known: int64(s.Appended.Known), Rejected: s.Rejected}
	return d.Log(ctx, db.Entry{At: now, Deed: db.Imported, About: filepath.Base(name), Refused: failed, Detail: facts.Detail()})
}
