package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// starting is how long the server takes to its first reports: without a snapshot, when it loads them from the database; from
// then on, when it loads them from the snapshot that it has written; after an update, from what the version before has
// written, while it loads everything anew; and the first time after an import, from the snapshot that the import has
// written.
type starting struct {
	Database    firstReports `json:"from_database"`
	Snapshot    firstReports `json:"from_snapshot"`
	AfterUpdate firstReports `json:"after_update"`
	Renewing    float64      `json:"renewing_s"`   // seconds from such a start to a snapshot of everything loaded anew
	AfterImport firstReports `json:"after_import"` // zero where the account is too small to be prepared
	Preparing   float64      `json:"preparing_s"`  // seconds of an import of one conversation that prepares all; likewise
	Runs        int          `json:"runs"`
}

// firstReports are the seconds from the start of the program to its first report of 30 days, and to that of the year, which
// is asked for next.
type firstReports struct {
	Month float64 `json:"month_s"`
	Year  float64 `json:"year_s"`
}

// What ties a snapshot to a database, and what a server says that has used it, and that has loaded everything anew.
const (
	snapshotSuffix = ".index"
	snapshotUsed   = "the reports were loaded from their snapshot"
	allRenewed     = "the reports were loaded anew"
)

// start measures the server's first reports on copies of an account's database, which the system has in memory.
func (p *program) start(ctx context.Context, a *account, runs int) (starting, error) {
	path := filepath.Join(p.scratch, "start.db")
	defer removeDatabase(path)
	var fresh, again, updated, imported []firstReports
	var renewing, preparing []float64
	for range runs {
		token, err := p.copyAccount(ctx, a, path)
		if err != nil {
			return starting{}, err
		}
		for _, s := range []struct {
			start
			into *[]firstReports
		}{
			{start{program: p.path}, &fresh},
			{start{program: p.path, snapshot: true}, &again},
			{start{program: p.other, snapshot: true, renews: true}, &updated},
		} {
			f, written, err := s.firstReports(ctx, path, token)
			if err != nil {
				return starting{}, err
			}
			*s.into = append(*s.into, f)
			if s.renews {
				renewing = append(renewing, written)
			}
		}
		if a.size < preparedFrom {
			continue
		}
		f, took, err := p.afterImport(ctx, a, path)
		if err != nil {
			return starting{}, err
		}
		imported, preparing = append(imported, f), append(preparing, took)
	}
	s := starting{Database: medians(fresh), Snapshot: medians(again), AfterUpdate: medians(updated), Renewing: median(renewing), Runs: runs}
	if len(imported) > 0 {
		s.AfterImport, s.Preparing = medians(imported), median(preparing)
	}
	return s, nil
}

// copyAccount copies an account's database, without a snapshot, and makes a token for its reports.
func (p *program) copyAccount(ctx context.Context, a *account, path string) (token string, err error) {
	if err := copyFile(filepath.Join(a.folder, "relato.db"), path); err != nil {
		return "", err
	}
	said, err := exec.CommandContext(ctx, p.path, "token", "add", "bench", "--db", path).Output()
	if err != nil {
		return "", fmt.Errorf("make a token: %w", err)
	}
	return strings.TrimSpace(string(said)), nil
}

// preparedFrom is how many conversations an import must leave without a snapshot to write one.
const preparedFrom = 20_000

// oneMore is a conversation that the account does not have.
const oneMore = `{"type":"conversation","id":"one-more","contact":"one-more","events":[` +
	`{"type":"message","at":"2026-11-22T09:00:00-03:00","from":"contact"}]}`

// afterImport imports one conversation into a copy of the account, which has no snapshot: so the import prepares all of the
// account, as one that brings all of it does. It says how long that took, and the first start after it.
func (p *program) afterImport(ctx context.Context, a *account, path string) (f firstReports, took float64, err error) {
	token, err := p.copyAccount(ctx, a, path)
	if err != nil {
		return f, 0, err
	}
	began := time.Now()
	if err := quiet(ctx, oneMore, p.path, "import", "--db", path, "-"); err != nil {
		return f, 0, err
	}
	took = time.Since(began).Seconds()
	f, _, err = start{program: p.path, snapshot: true}.firstReports(ctx, path, token)
	return f, took, err
}

func medians(list []firstReports) firstReports {
	var months, years []float64
	for _, f := range list {
		months, years = append(months, f.Month), append(years, f.Year)
	}
	return firstReports{median(months), median(years)}
}

// start is how a server is started: a program, whether there is a snapshot, and whether that is of another version.
type start struct {
	program          string
	snapshot, renews bool
}

// firstReports starts a server, asks it for its first reports, waits until there is a snapshot of this version, and ends it.
// It returns the seconds until then, too. It fails unless the server has used the snapshot of an earlier one exactly when
// it should have, and loaded everything anew likewise.
func (s start) firstReports(ctx context.Context, path, token string) (f firstReports, written float64, err error) {
	address, err := freeAddress()
	if err != nil {
		return f, 0, err
	}
	old, _ := os.Stat(path + snapshotSuffix) // nil = there is none
	var said bytes.Buffer
	c := exec.CommandContext(ctx, s.program, "serve", "--addr", address, "--db", path)
	c.Stdout, c.Stderr = &said, &said
	began := time.Now()
	if err := c.Start(); err != nil {
		return f, 0, err
	}
	defer func() {
		err = errors.Join(err, c.Process.Signal(syscall.SIGTERM), c.Wait())
		for text, should := range map[string]bool{snapshotUsed: s.snapshot, allRenewed: s.renews} {
			if err == nil && strings.Contains(said.String(), text) != should {
				err = fmt.Errorf("should it say that %s? %t", text, should)
			}
		}
		if err != nil {
			err = fmt.Errorf("%w; the server said:\n%s", err, &said)
		}
	}()
	for _, one := range []struct {
		period string
		took   *float64
	}{{month, &f.Month}, {year, &f.Year}} {
		if err := until200("http://" + address + "/overview.json?" + one.period + "&token=" + token); err != nil {
			return f, 0, err
		}
		*one.took = time.Since(began).Seconds()
	}
	if s.snapshot && !s.renews {
		return f, 0, nil
	}
	err = untilAnother(path+snapshotSuffix, old)
	return f, time.Since(began).Seconds(), err
}

// freeAddress is an address on this machine that nobody listens at.
func freeAddress() (string, error) {
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return port.Addr().String(), port.Close()
}

// answerWait is how long something that a server should do is waited for.
const answerWait = 5 * time.Minute

// until200 asks for a page until it is there.
func until200(address string) error {
	for end := time.Now().Add(answerWait); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		answer, err := http.Get(address)
		if err != nil {
			continue
		}
		_, err = io.Copy(io.Discard, answer.Body)
		err = errors.Join(err, answer.Body.Close())
		if err == nil && answer.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("%s does not come", address)
}

// untilAnother waits for a file that is not the old one; nil = there was none.
func untilAnother(path string, old os.FileInfo) error {
	for end := time.Now().Add(answerWait); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if now, err := os.Stat(path); err == nil && (old == nil || !os.SameFile(old, now)) {
			return nil
		}
	}
	return fmt.Errorf("%s does not come", path)
}
