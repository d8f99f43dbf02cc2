package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestMain lets the test binary be relato itself: tests then see exit codes, signals and streams as a shell does.
func TestMain(m *testing.M) {
	if os.Getenv("RELATO_TEST_AS_COMMAND") == "1" {
		hooks = append(hooks, linesKind(os.Getenv("RELATO_TEST_NEWER") == "1"), letters)
		if n, err := strconv.Atoi(os.Getenv("RELATO_TEST_PREPARE_FROM")); err == nil {
			prepareFrom = int64(n)
		}
		main()
	}
	os.Exit(m.Run())
}

// command is relato with arguments, in a folder of its own.
func command(t testing.TB, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	check(t, err)
	c := exec.Command(self, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "RELATO_TEST_AS_COMMAND=1")
	return c
}

// output is what a command said, and how it ended.
type output struct {
	out, err string
	code     int
}

// relato runs a command to its end.
func relato(t testing.TB, dir, stdin string, args ...string) output {
	t.Helper()
	return finish(t, command(t, dir, args...), stdin)
}

func finish(t testing.TB, c *exec.Cmd, stdin string) output {
	t.Helper()
	var out, errs bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &out, &errs
	if err := c.Run(); err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return output{out.String(), errs.String(), c.ProcessState.ExitCode()}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func writeFile(t testing.TB, dir, name, content string) {
	t.Helper()
	check(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
}

// expect fails unless a command ended with a code and said something on either stream.
func (o output) expect(t testing.TB, code int, said string) {
	t.Helper()
	if o.code != code || !strings.Contains(o.out+o.err, said) {
		t.Errorf("exit %d, want %d with %q; it said\n%s%s", o.code, code, said, o.out, o.err)
	}
}

const twoConversations = `{"type":"settings","timezone":"America/Sao_Paulo"}
{"type":"agent","id":"a1","name":"Ana"}
{"type":"conversation","id":"c1","contact":"p1","events":[{"type":"message","at":"2026-01-02T09:00:00-03:00","from":"contact"},{"type":"message","at":"2026-01-02T09:04:10-03:00","from":"agent","agent":"a1"}]}
{"type":"conversation","id":"c2","contact":"p2","events":[{"type":"message","at":"2026-01-03T09:00:00-03:00","from":"contact"}]}
`

func TestWrongUsage(t *testing.T) {
	dir := t.TempDir()
	for args, said := range map[string]string{
		"":                                   "expected one of",
		"fly":                                "unexpected argument fly",
		"serve --wings":                      "unknown flag --wings",
		"import":                             "<file>",
		"import x --format pdf":              "--format must be one of",
		"import x --timezone Mars/North":     "--timezone Mars/North",
		"import x --columns x":               "is not FIELD=HEADER",
		"import x --columns bogus=x":         `--columns bogus=x: "bogus" is no field; fields are conversation, `,
		"user add a@example.com --role boss": "--role must be one of",
		"user add a@example.com":             "--password-stdin",
		"settings set colour red":            "accepted: company, timezone, language, hours, holidays, inactivity",
		"settings set timezone Mars":         "America/Sao_Paulo",
		"settings set inactivity 169":        "1 to 168",
		"settings set language tlh":          "pt-BR",
		"settings set hours someday":         "mon-fri 09:00-18:00",
		"settings set holidays 2026-02-30":   "2026-02-30",
		"demo --addr 0.0.0.0:0":              "on this machine only",
		"demo --conversations 0":             "at least one",
	} {
		t.Run(args, func(t *testing.T) {
			relato(t, dir, "", strings.Fields(args)...).expect(t, 2, said)
		})
	}
}

// TestNoPostgreSQL: every command that has a database says that it cannot be there yet, and never the password.
func TestNoPostgreSQL(t *testing.T) {
	dir := t.TempDir()
	for _, args := range []string{
		"serve", "demo", "import -", "user add a@example.com --password-stdin", "user list", "user password a@example.com", "user remove a@example.com",
		"token add x", "token list", "token revoke x", "source add lines x", "source list", "source pause x", "source resume x", "source remove x",
		"source sync x", "replay", "settings", "settings show", "settings set language en", "backup x.db", "restore x.db", "doctor",
	} {
		for _, address := range []string{"postgres://u:secretpw@h/db", "PostgreSQL://u:secretpw@h/db"} {
			o := relato(t, dir, "", append(strings.Fields(args), "--db", address)...)
			o.expect(t, 2, "PostgreSQL is not supported yet")
			if strings.Contains(o.out+o.err, "secretpw") {
				t.Errorf("%s prints the password: %s%s", args, o.out, o.err)
			}
		}
	}
	c := command(t, dir, "settings")
	c.Env = append(c.Env, "RELATO_DB=postgres://h/db")
	finish(t, c, "").expect(t, 2, "PostgreSQL is not supported yet")
	relato(t, dir, "", "token", "add", "x", "--db", "postgres").expect(t, 0, "relato_") // the name of a file
}

func TestDirectoriesAreNoDatabases(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "", "restore", ".", "--db", "new.db").expect(t, 1, "restore: . is a directory")
	relato(t, dir, "", "backup", "x.db", "--db", ".").expect(t, 1, "backup: . is a directory")
	relato(t, dir, "", "settings", "--db", ".").expect(t, 1, ".: is a directory")
}

func TestNamesOfFilesAreNotEmpty(t *testing.T) {
	dir := t.TempDir()
	for command, said := range map[string]string{
		"backup": "name of the file to write is empty", "restore": "name of the backup is empty", "import": "name of a file is empty",
	} {
		relato(t, dir, "", command, "").expect(t, 2, said)
	}
}

func TestImportIsRepeatable(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "x.ndjson", twoConversations)
	relato(t, dir, "", "import", "x.ndjson").expect(t, 0, "x.ndjson: 4 lines read, 3 events new, 0 already there, 0 rejected")
	relato(t, dir, "", "import", "x.ndjson").expect(t, 0, "x.ndjson: 4 lines read, 0 events new, 3 already there, 0 rejected")
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "-: 4 lines read, 0 events new, 3 already there, 0 rejected")
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	fmt.Fprint(w, twoConversations)
	check(t, w.Close())
	writeFile(t, dir, "x.gz", zipped.String())
	relato(t, dir, "", "import", "x.gz", "x.ndjson").expect(t, 0, "all 2 files: 8 lines read, 0 events new, 6 already there")
}

// TestImportOfNothing tells files that hold nothing from files that may have lost everything.
func TestImportOfNothing(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "\n \n"} {
		relato(t, dir, text, "import", "-", "--format", "relato").expect(t, 0, "-: 0 lines read, 0 events new")
		relato(t, dir, text, "import", "-").expect(t, 1, "the file is empty")
		relato(t, dir, text, "import", "-", "--format", "csv").expect(t, 1, "the file is empty")
	}
	relato(t, dir, "at,from,contact\n", "import", "-").expect(t, 0, "0 events new")
}

func TestImportRejectsLinesAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	bad := strings.Repeat("{\"type\":\"dance\"}\n", 12)
	writeFile(t, dir, "x.ndjson", bad+twoConversations)
	o := relato(t, dir, "", "import", "x.ndjson")
	o.expect(t, 0, "16 lines read, 3 events new, 0 already there, 12 rejected")
	o.expect(t, 0, "  line 1: ")
	o.expect(t, 0, "  line 10: ")
	o.expect(t, 0, "  and 2 more\n")
	if strings.Contains(o.out, "line 11:") {
		t.Errorf("it gives more than ten reasons:\n%s", o.out)
	}
}

func TestStrictTakesAFileAsAWhole(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "bad.ndjson", twoConversations+"{\"type\":\"dance\"}\n")
	writeFile(t, dir, "good.ndjson", twoConversations)
	o := relato(t, dir, "", "import", "--strict", "bad.ndjson")
	o.expect(t, 1, "bad.ndjson: 5 lines read, 0 events new, 0 already there, 1 rejected")
	o.expect(t, 1, "line 5:")
	o.expect(t, 1, "nothing of it was taken")
	relato(t, dir, "", "import", "--strict", "good.ndjson").expect(t, 0, "3 events new, 0 already there")
}

func TestImportFailsOnWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "x.ndjson", twoConversations)
	writeFile(t, dir, "x.bin", "\x00\x01\x02")
	o := relato(t, dir, "", "import", "missing.ndjson", "x.bin", "x.ndjson")
	o.expect(t, 1, "missing.ndjson: no such file or directory")
	o.expect(t, 1, "x.bin: the file is binary")
	o.expect(t, 1, "x.ndjson: 4 lines read, 3 events new") // what can be read is
}

func TestImportReminds(t *testing.T) {
	dir := t.TempDir()
	line := `{"type":"conversation","id":"c1","events":[{"type":"message","at":"2026-01-02T09:00:00-03:00","from":"contact"}]}`
	relato(t, dir, line, "import", "-").expect(t, 0, "time zone is UTC until it is set")
	relato(t, dir, "", "settings", "set", "timezone", "America/Sao_Paulo").expect(t, 0, "timezone    America/Sao_Paulo\n")
	if o := relato(t, dir, line, "import", "-"); strings.Contains(o.out, "UTC") {
		t.Errorf("it reminds of what is done:\n%s", o.out)
	}
}

func TestSettings(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "", "settings").expect(t, 1, "there is no database")
	for _, tt := range []struct{ key, value, shown string }{
		{"company", "Loja Horizonte", "company     Loja Horizonte\n"},
		{"company", "none", "company     none\n"},
		{"language", "es", "language    es"},
		{"inactivity", "48", "inactivity  48"},
		{"holidays", "2027-01-01, 2026-12-25", "holidays    2026-12-25,2027-01-01"},
		{"holidays", `["2026-12-25"]`, "holidays    2026-12-25\n"},
		{"holidays", "none", "holidays    none"},
		{"hours", "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00", "hours       mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00\n"},
		{"hours", `{"sun":["22:00-06:00"]}`, "hours       sun 22:00-06:00\n"},
		{"hours", "sat-mon 00:00-24:00", "hours       mon 00:00-24:00; sat-sun 00:00-24:00\n"},
		{"hours", "none", "hours       none"},
	} {
		relato(t, dir, "", "settings", "set", tt.key, tt.value).expect(t, 0, tt.shown)
		relato(t, dir, "", "settings").expect(t, 0, tt.shown)
	}
}

func TestUsersAndTokens(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "short\n", "user", "add", "ana@example.com", "--password-stdin").expect(t, 1, "at least 10 characters")
	relato(t, dir, "long enough\n", "user", "add", "not an email", "--password-stdin").expect(t, 2, "ana@example.com")
	relato(t, dir, "long enough\n", "user", "add", "ana@example.com", "--password-stdin").expect(t, 0, "can sign in")
	relato(t, dir, "long enough\n", "user", "add", "ANA@example.com", "--password-stdin").expect(t, 1, "already")
	relato(t, dir, "another one\n", "user", "password", "ANA@example.com", "--password-stdin").expect(t, 0, "new password")
	relato(t, dir, "another one\n", "user", "password", "bia@example.com", "--password-stdin").expect(t, 1, "no such user")
	relato(t, dir, "", "user", "list").expect(t, 0, "ana@example.com        manager  -             0")
	relato(t, dir, "", "user", "remove", "ana@example.com").expect(t, 0, "no access")
	relato(t, dir, "long enough\n", "user", "add", "chefe@example.com", "--role", "admin", "--password-stdin").expect(t, 0, "can sign in")
	relato(t, dir, "", "user", "remove", "chefe@example.com").expect(t, 1, "nobody else")

	token := relato(t, dir, "", "token", "add", "sheets")
	if token.code != 0 || len(strings.Fields(token.out)) != 1 || !strings.HasPrefix(token.out, "relato_") {
		t.Errorf("the token is not alone on standard output: %+v", token)
	}
	relato(t, dir, "", "token", "add", "sheets").expect(t, 1, "already")
	relato(t, dir, "", "token", "add", " ").expect(t, 2, "needs a name")
	relato(t, dir, "", "token", "add", "posts", "--write").expect(t, 0, "relato_")
	relato(t, dir, "", "token", "list").expect(t, 0, "read, write")
	relato(t, dir, "", "token", "revoke", "sheets").expect(t, 0, "opens nothing any more")
	relato(t, dir, "", "token", "revoke", "sheets").expect(t, 1, "no token of this name")
	relato(t, dir, "", "token", "list").expect(t, 0, "revoked")
	relato(t, dir, "", "token", "add", "sheets").expect(t, 0, "relato_")
	relato(t, dir, "", "token", "list", "--db", "other.db").expect(t, 1, "there is no database")
}

func TestFlagsFromTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "path", "kept.db\n")
	c := command(t, dir, "settings", "set", "language", "en")
	c.Env = append(c.Env, "RELATO_DB_FILE="+filepath.Join(dir, "path"))
	finish(t, c, "").expect(t, 0, "language    en")
	c = command(t, dir, "settings")
	c.Env = append(c.Env, "RELATO_DB=kept.db", "RELATO_DB_FILE=/nowhere")
	finish(t, c, "").expect(t, 0, "language    en")
	c = command(t, dir, "settings")
	c.Env = append(c.Env, "RELATO_DB_FILE=/nowhere")
	finish(t, c, "").expect(t, 2, "RELATO_DB_FILE")
	c = command(t, dir, "import", "-") // set to nothing is as not set
	c.Env = append(c.Env, "RELATO_STRICT=", "RELATO_FORMAT=", "RELATO_DB=", "RELATO_DB_FILE="+filepath.Join(dir, "path"))
	finish(t, c, `{"type":"settings","timezone":"America/Sao_Paulo"}`).expect(t, 0, "1 lines read")
	c = command(t, dir, "settings")
	c.Env = append(c.Env, "RELATO_DB=kept.db")
	finish(t, c, "").expect(t, 0, "timezone    America/Sao_Paulo\n")
	c = command(t, dir, "serve", "--addr", "nowhere")
	c.Env = append(c.Env, "RELATO_MAX_UPLOAD=", "RELATO_BEHIND_PROXY=", "RELATO_LOG_LEVEL=")
	finish(t, c, "").expect(t, 2, "--addr nowhere")
}

// TestEmptyFlags: a file that is empty sets nothing, and on the command line nothing is no address and no file.
func TestEmptyFlags(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "nothing", "")
	writeFile(t, dir, "line", "\n")
	for _, name := range []string{"nothing", "line"} {
		path := filepath.Join(dir, name)
		c := command(t, dir, "import", "-")
		c.Env = append(c.Env, "RELATO_DB_FILE="+path, "RELATO_STRICT_FILE="+path, "RELATO_FORMAT_FILE="+path)
		finish(t, c, `{"type":"agent","id":"a1"}`).expect(t, 0, "--db relato.db")
	}
	t.Setenv("RELATO_ADDR_FILE", filepath.Join(dir, "nothing"))
	if value, err := (fromFile{}).Resolve(nil, nil, &kong.Flag{Envs: []string{"RELATO_ADDR"}}); value != nil || err != nil {
		t.Errorf("an empty file makes the address %#v, %v", value, err)
	}
	relato(t, dir, "", "serve", "--addr", "").expect(t, 2, "--addr is empty")
	for _, args := range []string{"serve", "settings", "settings set language en", "import -", "user list", "source list", "doctor", "backup x.db", "restore relato.db"} {
		relato(t, dir, "", append(strings.Fields(args), "--db", "")...).expect(t, 2, "--db is empty")
	}
}

// TestHintsCanBePasted uses a database whose path has a space in it.
func TestHintsCanBePasted(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, `{"type":"agent","id":"a1"}`, "import", "-", "--db", "a b.db").expect(t, 0, "settings set timezone America/Sao_Paulo --db 'a b.db'")
}

func TestVersionAndHelp(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "", "version").expect(t, 0, "sqlite  3.")
	relato(t, dir, "", "--help").expect(t, 0, "relato demo")
	relato(t, dir, "", "import", "--help").expect(t, 0, "RELATO_STRICT")
}

// TestHelpTellsWhatBecomesOfAMissingDatabase compares what commands say of it with what they do.
func TestHelpTellsWhatBecomesOfAMissingDatabase(t *testing.T) {
	for args, made := range map[string]bool{
		"settings show": false, "user list": false, "user remove a@example.com": false, "token list": false, "token revoke x": false,
		"source list": false, "source pause x": false, "source resume x": false, "source remove x": false, "source sync x": false,
		"replay": false, "backup x.db": false, "doctor": false,
		"settings set language en": true, "token add x": true, "import x.ndjson": true,
	} {
		dir := t.TempDir()
		writeFile(t, dir, "x.ndjson", `{"type":"agent","id":"a1"}`)
		help := relato(t, dir, "", append(strings.Fields(args), "--help")...)
		relato(t, dir, "", strings.Fields(args)...)
		_, err := os.Stat(filepath.Join(dir, "relato.db"))
		says := strings.Contains(strings.Join(strings.Fields(help.out), " "), "The database file; made if there is none")
		if there := err == nil; there != made || says != made {
			t.Errorf("%s: the database was made: %t; the help says so: %t; want %t", args, there, says, made)
		}
	}
}

func TestDoctor(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "", "doctor").expect(t, 1, "there is no database")
	relato(t, dir, twoConversations, "import", "-").expect(t, 0, "3 events new")
	relato(t, dir, "", "doctor").expect(t, 0, "is well")
	check(t, os.Chmod(filepath.Join(dir, "relato.db"), 0o644))
	relato(t, dir, "", "doctor").expect(t, 1, "chmod 600")
}

// TestDoctorOnDamage lets a database be overwritten in its middle, cut short, and something else.
func TestDoctorOnDamage(t *testing.T) {
	dir := t.TempDir()
	relato(t, dir, "", "demo", "--conversations", "200", "--ndjson", "company.ndjson").expect(t, 0, "wrote")
	relato(t, dir, "", "import", "company.ndjson").expect(t, 0, " 0 rejected")
	whole, err := os.ReadFile(filepath.Join(dir, "relato.db"))
	check(t, err)
	middle := bytes.Clone(whole)
	for i := range 8192 {
		middle[len(middle)/8192*4096+i] = byte(i * 7)
	}
	for name, content := range map[string][]byte{
		"middle 1.db": middle, "cut 1.db": whole[:len(whole)/2], "other 1.db": bytes.Repeat([]byte("something else\n"), 1000),
	} {
		writeFile(t, dir, name, string(content))
		const remedy = "relato restore BACKUP --db"
		o := relato(t, dir, "", "doctor", "--db", name)
		o.expect(t, 1, remedy+" '"+name+"' --force")
		if !strings.Contains(o.out, "wrong:  ") || strings.Contains(o.err, "malformed") {
			t.Errorf("of %s the doctor says\n%s%s", name, o.out, o.err)
		}
		relato(t, dir, "", "backup", "copy.db", "--db", name).expect(t, 1, "relato doctor --db '"+name+"'")
		relato(t, dir, "", "restore", name, "--db", "new.db").expect(t, 1, "restore another backup")
	}
}

// TestOneDatabaseForManyNewcomers starts commands at once where there is no database yet: one of them makes the tables,
// and none minds that it was another.
func TestOneDatabaseForManyNewcomers(t *testing.T) {
	dir := t.TempDir()
	const newcomers = 6
	var commands [newcomers]*exec.Cmd
	var said [newcomers]bytes.Buffer
	for n := range commands {
		commands[n] = command(t, dir, "token", "add", fmt.Sprint("t", n))
		commands[n].Stderr = &said[n]
		check(t, commands[n].Start())
	}
	for n, c := range commands {
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, &said[n])
		}
	}
	if list := relato(t, dir, "", "token", "list"); strings.Count(list.out, "in use") != newcomers {
		t.Errorf("the tokens are\n%s", list.out)
	}
}
