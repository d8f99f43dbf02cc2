// Command bench asks Relato and its rivals the same questions of the same account, compares what they say, and prints
// how long each of them takes. See README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"relato/report"
)

// options are what the command line says.
type options struct {
	size          int
	cache         string
	root          string
	rivals, parts string
	only          string
	budget        time.Duration
	runs          int
	readers       time.Duration
	quick         bool
	end           time.Time // when nothing new is begun any more; zero = never
	baseline      string
	json          string
	markdown      string
}

func (o *options) has(part string) bool { return slices.Contains(strings.Split(o.parts, ","), part) }

func parseOptions() (o options) {
	flag.IntVar(&o.size, "size", 1_000_000, "conversations of the account")
	flag.StringVar(&o.cache, "cache", defaultCache(), "folder for what is kept between runs")
	flag.StringVar(&o.root, "root", "..", "folder of Relato's source")
	flag.StringVar(&o.rivals, "rivals", "duckdb,postgresql,sqlite", "who is asked besides Relato")
	flag.StringVar(&o.parts, "parts", "questions,pages,filters,readers,start,import", "what is measured")
	flag.StringVar(&o.only, "only", "", "questions whose names match this expression")
	flag.DurationVar(&o.budget, "budget", 8*time.Second, "time for each question and system, beyond the first runs")
	flag.IntVar(&o.runs, "runs", 15, "most runs of each question")
	flag.DurationVar(&o.readers, "readers", 30*time.Second, "how long many readers ask at once")
	flag.BoolVar(&o.quick, "quick", false, "less of all, and a comparison with -baseline")
	flag.StringVar(&o.baseline, "baseline", "baseline.json", "what -quick compares with")
	flag.StringVar(&o.json, "json", "", "file for the results")
	flag.StringVar(&o.markdown, "markdown", "", "write the tables of these results (JSON files, separated by commas) and end")
	flag.Parse()
	return o
}

// defaultCache is where others may come through to their part when root runs the bench: not root's home.
func defaultCache() string {
	cache, err := os.UserCacheDir()
	if err != nil || os.Geteuid() == 0 {
		cache = "/var/tmp"
	}
	return filepath.Join(cache, "relato-bench")
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, parseOptions()); err != nil {
		say("bench: %v", err)
		stop()
		os.Exit(1)
	}
}

// quickTime is how long a quick run goes on to ask, so that it ends within three minutes even where the machine is busy.
const quickTime = 2 * time.Minute

// late tells whether there is no time for what has a name, and says so.
func (o *options) late(name string) bool {
	late := !o.end.IsZero() && time.Now().After(o.end)
	if late {
		say("Left out for lack of time: %s.", name)
	}
	return late
}

// largest is the size up to which an account has a database and details: beyond it would take too much disk.
const largest = 2_000_000

func run(ctx context.Context, o options) (err error) {
	if o.markdown != "" {
		return printFiles(strings.Split(o.markdown, ","))
	}
	if o.quick {
		o.size, o.parts = 100_000, "questions,pages,filters"
		o.budget, o.runs, o.end = time.Second, 7, time.Now().Add(quickTime)
	}
	scratch, err := os.MkdirTemp("", "relato-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	a, err := openAccount(ctx, o.cache, o.size, o.size <= largest)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	r, err := measureAll(ctx, a, o, scratch)
	if err != nil {
		return err
	}
	if o.json != "" {
		if err := r.save(o.json); err != nil {
			return err
		}
	}
	print(os.Stdout, r)
	if o.quick {
		return r.compare(os.Stdout, o.baseline)
	}
	return nil
}

// measureAll measures what the options ask for.
func measureAll(ctx context.Context, a *account, o options, scratch string) (*results, error) {
	s := &star{account: a, folder: a.folder, scratch: scratch, details: a.db != nil, names: &names{}}
	if o.rivals != "" {
		if err := s.make(ctx); err != nil {
			return nil, err
		}
	}
	r := newResults(o.size)
	p := patience{runs: o.runs, least: min(3, o.runs), budget: o.budget}
	if o.quick {
		p.least = 1
	}
	if err := r.measureProgram(ctx, a, o, scratch); err != nil {
		return nil, err
	}
	say("Loading the index.")
	x, footprint, err := loaded(ctx, a)
	if err != nil {
		return nil, err
	}
	r.Memory = footprint
	x.RememberRows(0) // the engine is measured, not its memory
	engine := &relato{x, s.names, scratch}
	if r.Conversations, r.Messages, err = engine.size(ctx); err != nil {
		return nil, err
	}
	if o.has("questions") {
		if err := r.measureQuestions(ctx, engine, s, o, p); err != nil {
			return nil, err
		}
		r.Pass = map[string]float64{}
		for name, bytes := range map[string]int{
			"overview": r.Conversations*conversationBytes + r.Messages*messageBytes, "messages": r.Messages * messageBytes,
		} {
			if r.Pass[name], err = memoryPass(bytes, p); err != nil {
				return nil, err
			}
		}
	}
	if o.has("filters") && !o.late("filters") {
		say("Filters.")
		if err := r.measureFilters(ctx, a, engine, o, p); err != nil {
			return nil, err
		}
	}
	if a.db != nil && o.has("pages") && !o.late("pages") {
		say("Pages.")
		if r.Pages, err = pageFloors(ctx, a, x, scratch, p); err != nil {
			return nil, err
		}
	}
	if a.db != nil && o.has("readers") {
		say("Readers.")
		for rows, found := range map[int]**crowd{0: &r.Readers, report.RowsRemembered: &r.ReadersAgain} {
			x.RememberRows(rows)
			c, err := crowded(ctx, a, x, o.readers)
			if err != nil {
				return nil, err
			}
			*found = &c
		}
	}
	r.Load[1] = loadAverage()
	return r, nil
}

// measureProgram measures what the binary does, before this process holds anything.
func (r *results) measureProgram(ctx context.Context, a *account, o options, scratch string) error {
	if a.db == nil || !o.has("start") && !o.has("import") {
		return nil
	}
	p, err := build(ctx, o.root, scratch)
	if err != nil {
		return err
	}
	runs := 3
	if o.has("start") {
		say("Start-up.")
		s, err := p.start(ctx, a, runs)
		if err != nil {
			return err
		}
		r.Start = &s
	}
	if o.has("import") {
		say("Import.")
		if a.size > 500_000 {
			runs = 1
		}
		i, err := p.imports(ctx, a, runs)
		if errors.As(err, new(errMissing)) {
			say("Left out: import: %v.", err)
			return nil
		}
		if err != nil {
			return err
		}
		r.Import = &i
	}
	return nil
}

// measureQuestions asks all questions of all systems that are there.
func (r *results) measureQuestions(ctx context.Context, engine *relato, s *star, o options, p patience) (err error) {
	only, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	systems := []system{engine}
	for _, name := range strings.Split(o.rivals, ",") {
		open := map[string]func(context.Context, *star) (system, error){
			"duckdb": openDuckDB, "postgresql": openPostgres, "sqlite": openSQLite,
		}[name]
		if open == nil {
			continue
		}
		rival, err := open(ctx, s)
		if errors.As(err, new(errMissing)) || err != nil && o.quick {
			say("Left out: %s: %v.", name, err)
			continue
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rival.Close()) }()
		systems = append(systems, rival)
	}
	for _, s := range systems {
		r.Systems = append(r.Systems, s.name())
	}
	list, err := questions(s.names, s.details)
	if err != nil {
		return err
	}
	if o.quick {
		slices.Reverse(list) // what is quickest comes first
	}
	for i := range list {
		if !only.MatchString(list[i].name) || o.late(list[i].name) {
			continue
		}
		say("%s", list[i].name)
		t, err := measure(ctx, systems, &list[i], p)
		if err != nil {
			return err
		}
		if t.Rows, err = engine.matching(ctx, &list[i]); err != nil {
			return err
		}
		r.Questions = append(r.Questions, t)
		if o.json != "" { // a long run that is broken off has measured something
			if err := r.save(o.json); err != nil {
				return err
			}
		}
	}
	return nil
}
