package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"relato/db"
	"relato/internal/fault"
	"relato/report"
)

// When a server writes a snapshot, besides when it ends: as soon as the index was loaded from the database, and then when
// so many conversations have come or changed since the last one, each of which takes some 10 µs of the next start.
const (
	snapshotLook  = time.Minute      // how often it looks
	snapshotEvery = 10 * time.Minute // not more often than this, and after a failure not sooner
	snapshotMoved = 20_000           // conversations
)

// snapshot is the reports' index in a file beside the database, from which a server starts in a moment. It may be deleted
// at any time. It is not used unless it was written whole, from this very database, to which a mark ties it: a restored
// backup has another past. A program of another version may have computed something else of a conversation: what it wrote
// is good enough for a server to begin with, until everything is loaded anew, and for nothing else.
type snapshot struct {
	db      *db.DB
	index   *report.Index
	log     *slog.Logger
	now     func() time.Time
	program func() ([programSize]byte, error) // what it is known by
	begins  bool                              // one of another version will do to begin with; keep loads everything anew

	revision, told int64     // of the index when it was last written or read; -1 = never
	tried          time.Time // when it was last written, or should have been
	foreign        bool      // the index is of another version

	stop context.CancelFunc // nil until it is kept
	gone chan struct{}
}

// newSnapshot begins to find out what this program is.
func newSnapshot(log *slog.Logger, now func() time.Time) *snapshot {
	s := &snapshot{log: log, now: now, program: sync.OnceValues(programSum), revision: -1}
	go func() { _, _ = s.program() }() // whoever needs it sees the error
	return s
}

// programSum is what tells the program that runs from another: its size and checksum. Versions would not do, since builds
// without one are alike.
func programSum() (sum [programSize]byte, err error) {
	path := "/proc/self/exe" // of Linux: also when another file has the program's name meanwhile
	if _, err := os.Stat(path); err != nil {
		if path, err = os.Executable(); err != nil {
			return sum, err
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	size, err := io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{f}, make([]byte, 256<<10))
	binary.LittleEndian.PutUint64(sum[:], uint64(size))
	binary.LittleEndian.PutUint32(sum[8:], h.Sum32())
	return sum, err
}

const programSize = 12

// A snapshot begins with a line, the sum of the program that wrote it, and its mark.
const (
	snapshotLine = "Relato: a snapshot of reports. It may be deleted at any time.\n"
	markSize     = 26 // of rand.Text
)

// load reads the snapshot into an index that is empty still. Where that does not work the log says why, and the index
// loads everything from the database.
func (s *snapshot) load(ctx context.Context, d *db.DB, x *report.Index) {
	s.db, s.index = d, x
	began := time.Now()
	revision, err := s.read(ctx)
	switch {
	case err == nil:
		s.revision, s.tried = revision, s.now()
		s.log.Info("the reports were loaded from their snapshot", "file", d.IndexFile(), "revision", revision,
			"of_this_version", !s.foreign, "took", time.Since(began).Round(time.Millisecond))
	case !errors.Is(err, fs.ErrNotExist):
		s.log.Info("the snapshot of the reports is not used, they are loaded from the database", "file", d.IndexFile(), "why", err)
	}
}

func (s *snapshot) read(ctx context.Context) (revision int64, err error) {
	defer fault.Catch(&err) // of what another version has written, or a disk has changed
	f, err := os.Open(s.db.IndexFile())
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	var head [len(snapshotLine) + programSize + markSize]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return 0, fmt.Errorf("it is too short: %w", err)
	}
	line, sum, mark := head[:len(snapshotLine)], head[len(snapshotLine):len(head)-markSize], head[len(head)-markSize:]
	program, err := s.program()
	switch {
	case err != nil:
		return 0, fmt.Errorf("read this program: %w", err)
	case string(line) != snapshotLine:
		return 0, errors.New("it is something else")
	case [programSize]byte(sum) != program && !s.begins:
		return 0, errors.New("it was written by another version of this program")
	}
	marked, err := s.db.MarkedIndex(ctx, string(mark))
	if err == nil {
		err = s.worthLoading(ctx, marked)
	}
	if err == nil {
		err = s.index.Load(f, info.Size()-int64(len(head)), marked)
	}
	s.foreign = err == nil && [programSize]byte(sum) != program
	return marked, err
}

// renew loads everything anew, beside the reports, which are of another version until then.
func (s *snapshot) renew(ctx context.Context) {
	began := time.Now()
	err := sparingly(ctx, s.db, func() error {
		return fault.Caught(func() error { return s.index.Renew(ctx) })
	})
	debug.FreeOSMemory() // the other version's
	switch {
	case err == nil:
		s.foreign, s.revision, s.tried = false, -1, time.Time{}
		s.log.Info("the reports were loaded anew, since their snapshot was of another version", "took", time.Since(began).Round(time.Millisecond))
	case ctx.Err() == nil:
		s.log.Error("the reports were not loaded anew and are as another version saw them; trying again", "in", snapshotLook, "error", err)
	}
}

// errOutdated says that a snapshot is of so long ago that following what has changed since takes longer than loading
// everything: a conversation takes 14 µs of processor time instead of 9, and one reader instead of two.
var errOutdated = errors.New("more than half of the conversations have come or changed since")

// worthLoading is errOutdated where the snapshot of a revision is.
func (s *snapshot) worthLoading(ctx context.Context, revision int64) error {
	changed, err := s.db.Changed(ctx, revision)
	if err != nil || changed < snapshotMoved {
		return err
	}
	all, err := s.db.Changed(ctx, -1)
	if err == nil && changed > all/2 {
		err = errOutdated
	}
	return err
}

// keep sees to it that the index is of this version, and writes the snapshot now and then, until close.
func (s *snapshot) keep() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop, s.gone = stop, make(chan struct{})
	go func() {
		defer close(s.gone)
		tick := time.NewTicker(snapshotLook)
		defer tick.Stop()
		for {
			if s.foreign {
				s.renew(ctx)
			}
			if s.due() {
				s.write(ctx)
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
}

// due tells whether it is worth writing.
func (s *snapshot) due() bool {
	_, told := s.index.Reached()
	return !s.foreign && (s.revision < 0 || told-s.told >= snapshotMoved) && s.now().Sub(s.tried) >= snapshotEvery
}

// close writes the snapshot a last time, when there is anything new.
func (s *snapshot) close() {
	if s.stop == nil {
		return
	}
	s.stop()
	<-s.gone
	if revision, _ := s.index.Reached(); revision != s.revision && !s.foreign {
		ctx, stop := context.WithTimeout(context.Background(), shutdownTimeout)
		defer stop()
		s.write(ctx)
	}
}

// write writes the snapshot. A failure is for the log alone: everything goes on without one, or with the last.
func (s *snapshot) write(ctx context.Context) {
	began := time.Now()
	_, told := s.index.Reached()
	revision, bytes, err := s.replace(ctx)
	switch {
	case err == nil:
		s.revision, s.told, s.tried = revision, told, s.now()
		s.log.Info("a snapshot of the reports was written", "file", s.db.IndexFile(), "revision", revision, "bytes", bytes,
			"took", time.Since(began).Round(time.Millisecond))
	case errors.Is(err, report.ErrRelaid): // soon again
	case ctx.Err() == nil:
		s.tried = s.now()
		s.log.Warn("no snapshot of the reports was written; the next start may take longer", "file", s.db.IndexFile(), "error", err)
	}
}

// replace writes a new snapshot beside the one that there is, and gives it its name.
func (s *snapshot) replace(ctx context.Context) (revision, bytes int64, err error) {
	program, err := s.program()
	if err != nil {
		return 0, 0, fmt.Errorf("read this program: %w", err)
	}
	parts := s.db.IndexFile() + "-*.part"
	removeOld(parts)
	if spare, known := s.db.SpareSpace(); known && int64(spare) < s.index.Stats().Bytes {
		return 0, 0, errNoSpace
	}
	f, err := os.CreateTemp(filepath.Dir(parts), filepath.Base(parts)) // for its owner alone
	if err != nil {
		return 0, 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	defer fault.Catch(&err) // in the background it would end the server
	if err = s.db.GiveToOwner(f.Name()); err != nil {
		return 0, 0, err
	}
	mark := rand.Text()
	if _, err = io.WriteString(f, snapshotLine+string(program[:])+mark); err != nil {
		return 0, 0, err
	}
	if revision, err = s.index.Save(until{ctx, f}); err != nil {
		return 0, 0, err
	}
	if err = f.Sync(); err != nil {
		return 0, 0, err
	}
	if bytes, err = f.Seek(0, io.SeekCurrent); err != nil {
		return 0, 0, err
	}
	if err = s.db.MarkIndex(ctx, s.now(), mark, revision); err != nil {
		return 0, 0, err
	}
	if err = os.Rename(f.Name(), s.db.IndexFile()); err != nil {
		return 0, 0, err
	}
	return revision, bytes, f.Close()
}

// removeOld removes files that somebody began to write and left lying.
func removeOld(pattern string) {
	names, _ := filepath.Glob(pattern) // a pattern that is wrong matches nothing
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > snapshotEvery {
			_ = os.Remove(name) // else next time
		}
	}
}

// until is a file to write to until a context ends.
type until struct {
	ctx context.Context
	*os.File
}

func (u until) Write(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.File.Write(b)
}
