package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"relato/db"
	"relato/source"
)

// shownRejections is how many reasons a summary gives.
const shownRejections = 10

// summary is what came of a file, or of several.
type summary struct {
	lines      int64
	appended   db.Appended
	rejected   int64
	rejections []source.Rejection // the first of them
}

// reject counts what a record had to leave out.
func (s *summary) reject(r source.Record) {
	s.rejected += int64(len(r.Rejected)) + r.Unlisted
	s.keep(r.Rejected)
}

func (s *summary) keep(rejections []source.Rejection) {
	room := max(0, shownRejections-len(s.rejections))
	s.rejections = append(s.rejections, rejections[:min(room, len(rejections))]...)
}

func (s *summary) add(t summary) {
	s.lines += t.lines
	s.appended.New += t.appended.New
	s.appended.Known += t.appended.Known
	s.rejected += t.rejected
	s.keep(t.rejections)
}

func (s *summary) print(c *console, of string) {
	c.printf("%s: %d lines read, %d events new, %d already there, %d rejected\n",
		of, s.lines, s.appended.New, s.appended.Known, s.rejected)
	for _, r := range s.rejections {
		c.printf("  %v\n", r)
	}
	if more := s.rejected - int64(len(s.rejections)); more > 0 && len(s.rejections) > 0 {
		c.printf("  and %d more\n", more)
	}
}

// log writes into the audit log what an import did.
func (s *summary) log(ctx context.Context, d *db.DB, now time.Time, path string, failed bool) error {
	return d.Log(ctx, db.Entry{
		At: now, Deed: db.Imported, About: filepath.Base(path), Refused: failed,
		Detail: fmt.Sprintf("%d new, %d known, %d rejected", s.appended.New, s.appended.Known, s.rejected),
	})
}
