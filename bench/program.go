package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"relato/seed"
)

// program is Relato as people run it: a static binary, and another one that does the same.
type program struct{ path, other, scratch string }

// build builds Relato. The other one has a byte more at its end, which nobody reads but who asks whether it is the same.
func build(ctx context.Context, root, scratch string) (*program, error) {
	p := &program{filepath.Join(scratch, "relato"), filepath.Join(scratch, "relato-updated"), scratch}
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", p.path, ".")
	c.Dir, c.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build Relato: %w: %s", err, out)
	}
	whole, err := os.ReadFile(p.path)
	if err != nil {
		return nil, err
	}
	return p, os.WriteFile(p.other, append(whole, 0), 0o700)
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

// removeDatabase removes a database, and the snapshot that a server has written of it.
func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm", snapshotSuffix} {
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
