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

// starting is how long the server takes to its first reports: the first time after an import, when it loads them from the
// database, and from then on, when it loads them from the snapshot that it has written.
type starting struct {
	Database firstReports `json:"from_database"`
	Snapshot firstReports `json:"from_snapshot"`
	Runs     int          `json:"runs"`
}

// firstReports are the seconds from the start of the program to its first report of 30 days, and to that of the year, which
// is asked for next.
type firstReports struct {
	Month float64 `json:"month_s"`
	Year  float64 `json:"year_s"`
}

// What ties a snapshot to a database, and what a server says that has used it.
const (
	snapshotSuffix = ".index"
	snapshotUsed   = "the reports were loaded from their snapshot"
)

// start measures the server's first reports on copies of an account's database, which the system has in memory.
func (p *program) start(ctx context.Context, a *account, runs int) (starting, error) {
	path := filepath.Join(p.scratch, "start.db")
	defer removeDatabase(path)
	var fresh, again []firstReports
	for range runs {
		if err := copyFile(filepath.Join(a.folder, "relato.db"), path); err != nil {
			return starting{}, err
		}
		token, err := exec.CommandContext(ctx, p.path, "token", "add", "bench", "--db", path).Output()
		if err != nil {
			return starting{}, fmt.Errorf("make a token: %w", err)
		}
		for _, list := range []*[]firstReports{&fresh, &again} {
			f, err := p.firstReports(ctx, path, strings.TrimSpace(string(token)), list == &again)
			if err != nil {
				return starting{}, err
			}
			*list = append(*list, f)
		}
	}
	return starting{medians(fresh), medians(again), runs}, nil
}

func medians(list []firstReports) firstReports {
	var months, years []float64
	for _, f := range list {
		months, years = append(months, f.Month), append(years, f.Year)
	}
	return firstReports{median(months), median(years)}
}

// firstReports starts a server, asks it for its first reports, waits until there is a snapshot of them, and ends it. It fails
// unless the server has used the snapshot of an earlier one exactly when it should have.
func (p *program) firstReports(ctx context.Context, path, token string, snapshot bool) (f firstReports, err error) {
	address, err := freeAddress()
	if err != nil {
		return f, err
	}
	var said bytes.Buffer
	c := exec.CommandContext(ctx, p.path, "serve", "--addr", address, "--db", path)
	c.Stdout, c.Stderr = &said, &said
	began := time.Now()
	if err := c.Start(); err != nil {
		return f, err
	}
	defer func() {
		err = errors.Join(err, c.Process.Signal(syscall.SIGTERM), c.Wait())
		if err == nil && strings.Contains(said.String(), snapshotUsed) != snapshot {
			err = errors.New("it used a snapshot that there should not be, or none")
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
			return f, err
		}
		*one.took = time.Since(began).Seconds()
	}
	return f, untilThere(path + snapshotSuffix)
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

// untilThere waits for a file.
func untilThere(path string) error {
	for end := time.Now().Add(answerWait); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(path); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%s does not come", path)
}
