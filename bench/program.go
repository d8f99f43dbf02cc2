package main

import (
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
	"time"

	"relato/seed"
)

// program is Relato as people run it: a static binary.
type program struct{ path, scratch string }

// build builds Relato.
func build(ctx context.Context, root, scratch string) (*program, error) {
	p := &program{filepath.Join(scratch, "relato"), scratch}
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", p.path, ".")
	c.Dir, c.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build Relato: %w: %s", err, out)
	}
	return p, nil
}

// starting is how long it takes from the start of the program to its reports, in seconds.
type starting struct {
	Month float64 `json:"month_s"`
	Year  float64 `json:"year_s"`
	Runs  int     `json:"runs"`
}

// start measures the program's first reports on a copy of an account's database, which the system has in memory.
func (p *program) start(ctx context.Context, a *account, runs int) (starting, error) {
	path := filepath.Join(p.scratch, "start.db")
	defer removeDatabase(path)
	var months, years []float64
	for range runs {
		if err := copyFile(filepath.Join(a.folder, "relato.db"), path); err != nil {
			return starting{}, err
		}
		m, y, err := p.firstReports(ctx, path)
		if err != nil {
			return starting{}, err
		}
		months, years = append(months, m), append(years, y)
	}
	return starting{median(months), median(years), runs}, nil
}

func (p *program) firstReports(ctx context.Context, path string) (monthAt, yearAt float64, err error) {
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, 0, err
	}
	address := port.Addr().String()
	if err := port.Close(); err != nil {
		return 0, 0, err
	}
	c := exec.CommandContext(ctx, p.path, "demo", "--addr", address, "--db", path)
	began := time.Now()
	if err := c.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
	}()
	if err := until200("http://" + address + "/overview?" + month); err != nil {
		return 0, 0, err
	}
	monthAt = time.Since(began).Seconds()
	err = until200("http://" + address + "/overview?" + year)
	return monthAt, time.Since(began).Seconds(), err
}

// until200 asks for a page until it is there.
func until200(address string) error {
	for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
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

// importing is how long an import takes beside the shell of SQLite, in seconds.
type importing struct {
	Relato float64 `json:"relato_s"`
	Shell  float64 `json:"shell_s"`
	Runs   int     `json:"runs"`
	Events int     `json:"events"`
}

// imports measures "relato import" of the account's file, and ".import" of its events into the same table with the same
// indexes, as they lie in it.
func (p *program) imports(ctx context.Context, a *account, runs int) (importing, error) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		return importing{}, errMissing{errors.New("the sqlite3 shell is not installed (Debian: sqlite3)")}
	}
	lines, events := filepath.Join(p.scratch, "account.ndjson"), filepath.Join(p.scratch, "events.csv")
	defer os.Remove(lines)
	defer os.Remove(events)
	if err := writeAccount(lines, a.company()); err != nil {
		return importing{}, err
	}
	source := filepath.Join(a.folder, "relato.db")
	if err := output(ctx, events, shell, "-csv", source, "SELECT * FROM event"); err != nil {
		return importing{}, err
	}
	schema, err := exec.CommandContext(ctx, shell, source,
		"SELECT sql || ';' FROM sqlite_master WHERE tbl_name = 'event' AND sql IS NOT NULL").Output()
	if err != nil {
		return importing{}, err
	}
	count, err := exec.CommandContext(ctx, shell, source, "SELECT count(*) FROM event").Output()
	if err != nil {
		return importing{}, err
	}
	script := "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000;\n" + string(schema) +
		".mode csv\n.import " + events + " event\n"
	target := filepath.Join(p.scratch, "import.db")
	tasks := []task{
		{ours, func() error { return quiet(ctx, "", p.path, "import", "--db", target, lines) }},
		{"sqlite3", func() error { return quiet(ctx, script, shell, target) }},
	}
	for i, one := range tasks {
		tasks[i].do = func() error {
			defer removeDatabase(target)
			return one.do()
		}
	}
	t, err := inTurns("import", tasks, patience{runs: runs, least: runs})
	i := importing{Relato: t.Median[ours] / 1000, Shell: t.Median["sqlite3"] / 1000, Runs: runs}
	fmt.Sscan(string(count), &i.Events)
	return i, err
}

func writeAccount(path string, company seed.Company) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(seed.WriteNDJSON(f, company.Items()), f.Close())
}

// output runs a program and keeps what it prints in a file.
func output(ctx context.Context, path, name string, args ...string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, name, args...)
	c.Stdout, c.Stderr = f, os.Stderr
	return errors.Join(c.Run(), f.Close())
}

// quiet runs a program on an input, and shows what it prints only when it fails.
func quiet(ctx context.Context, input, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Stdin = strings.NewReader(input)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + suffix)
	}
}

func copyFile(from, to string) error {
	removeDatabase(to)
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
