package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"relato/db"
	"relato/handlers"
	"relato/internal/fault"
	"relato/internal/garbage"
	"relato/report"
	"relato/views"
)

// database is the flag of all commands that use one. Where a command is listed it says what becomes of a missing one, by
// the variable missing.
type database struct {
	DB string `name:"db" default:"relato.db" placeholder:"FILE" help:"The database file; ${missing}."`
}

// Validate refuses what names no file, before any command does something with it.
func (d database) Validate() error {
	if d.DB == "" {
		return errors.New("--db is empty; it is the path of a file")
	}
	return notPostgreSQL(d.DB)
}

// notPostgreSQL refuses the address of a database of PostgreSQL without repeating it: there may be a password in it.
func notPostgreSQL(db string) error {
	scheme, _, isAddress := strings.Cut(strings.ToLower(db), ":")
	if isAddress && (scheme == "postgres" || scheme == "postgresql") {
		return errors.New("--db: PostgreSQL is not supported yet; give the path of a file")
	}
	return nil
}

func (d database) open(ctx context.Context) (*db.DB, error) { return db.Open(ctx, d.DB) }

// openExisting is for commands that have nothing to do in a new database: there a wrong path would only make one more.
func (d database) openExisting(ctx context.Context) (*db.DB, error) {
	if _, err := os.Stat(d.DB); err != nil {
		return nil, fmt.Errorf("there is no database: %w; say where it is with --db", err)
	}
	return d.open(ctx)
}

// sealed is database for commands that open or seal secrets.
type sealed struct {
	database
	Key string `placeholder:"TEXT" help:"What the secrets of sources are sealed with; by default it is in a file beside the database, made when it is needed."`
}

func (s sealed) open(ctx context.Context) (*db.DB, error) { return s.with(s.database.open(ctx)) }

func (s sealed) openExisting(ctx context.Context) (*db.DB, error) {
	return s.with(s.database.openExisting(ctx))
}

func (s sealed) with(d *db.DB, err error) (*db.DB, error) {
	if err == nil {
		d.Key = s.Key
	}
	return d, err
}

type logging struct {
	LogLevel slog.Level `default:"info" help:"The least that is logged: debug (every request), info, warn or error."`
}

func (l logging) to(c *console) *slog.Logger {
	return slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: l.LogLevel, ReplaceAttr: fault.Attr}))
}

type serveCommand struct {
	Addr string `default:":8080" placeholder:"HOST:PORT" help:"Where to answer."`
	sealed
	MaxUpload   int64 `default:"2048" placeholder:"MIB" help:"How many MiB of files may be imported at once in the browser."`
	BehindProxy bool  `help:"A proxy in front speaks https: cookies are for https alone, and its X-Forwarded-For says who the client is."`
	logging
}

// Run serves until a signal ends it, even before it answers. The port is open at once, the reports as soon as they are loaded.
func (s *serveCommand) Run(ctx context.Context, c *console) error {
	port, err := listen(s.Addr)
	if err != nil {
		return err
	}
	web := serveHTTP(port)
	app := &application{Config: handlers.Config{
		Log: s.to(c), Now: c.now, Live: true, BehindProxy: s.BehindProxy, MaxUpload: s.MaxUpload << 20, Hooks: hooks,
		MakeDemo: func(ctx context.Context) (*handlers.Server, func() error, error) {
			return guestDemo(ctx, s.to(c), c.now)
		},
	}}
	err = app.open(ctx, s.sealed)
	if err == nil {
		web.open(app.server)
		c.warnf("Relato answers at %s\n", web.address())
		err = s.adviseFirstUser(ctx, c, app.server, web.address())
	}
	if err == nil {
		app.snapshot.keep()
		go app.settle(ctx)
		go garbage.Watch(ctx)
		go app.server.Syncs.Run()
		err = web.wait(ctx)
	}
	return errors.Join(unlessStopped(ctx, err), web.close(), app.close())
}

// unlessStopped is what made a server end, if that is not the signal it waits for.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// adviseFirstUser says what to do next where nobody can sign in.
func (s *serveCommand) adviseFirstUser(ctx context.Context, c *console, server *handlers.Server, address string) error {
	setup, err := server.OpenSetup(ctx)
	if err != nil || setup == "" {
		return err
	}
	c.warnf(`Nobody can sign in yet. Set Relato up in a browser, by a link that works once:

    %s

(on another machine, with this one's name in front of %s)
or add the first user with: relato user add you@example.com --role admin --db %s
`, address+setup, views.SetupPath, db.ShellWord(s.DB))
	return nil
}

// application is an open database with everything that answers from it.
type application struct {
	handlers.Config
	server   *handlers.Server
	snapshot *snapshot // nil = reports are always loaded from the database
}

// open opens the database and loads the reports, from their snapshot if there is one.
func (a *application) open(ctx context.Context, d sealed) (err error) {
	a.snapshot = newSnapshot(a.Log, a.Now)
	a.snapshot.begins = true
	if a.DB, err = d.open(ctx); err != nil {
		return err
	}
	a.DB.Serve()
	return a.load(ctx)
}

// load settles what time has ended meanwhile, and loads the reports from an open database.
func (a *application) load(ctx context.Context) error {
	if _, err := a.DB.Settle(ctx, a.Now()); err != nil {
		return fmt.Errorf("close silent conversations: %w", err)
	}
	if err := a.index(ctx); err != nil {
		return err
	}
	debug.FreeOSMemory() // loading leaves far more garbage than any report will
	garbage.Tune()
	var err error
	a.server, err = handlers.New(ctx, a.Config)
	return err
}

// index loads the reports, or what has changed since they were loaded.
func (a *application) index(ctx context.Context) error {
	if a.Index == nil {
		a.Index = report.NewIndex(a.DB, a.Now)
		if a.snapshot != nil {
			a.snapshot.load(ctx, a.DB, a.Index)
		}
	}
	load := func() error {
		_, err := a.Index.Account(ctx)
		return err
	}
	var err error
	if reached, _ := a.Index.Reached(); reached < 0 {
		err = sparingly(ctx, a.DB, load)
	} else {
		err = load()
	}
	if err != nil {
		return fmt.Errorf("load the reports: %w", err)
	}
	return nil
}

const (
	// settleEvery is how often the server looks for conversations that silence has ended, and so how late it may close them.
	// Where it has ended none this is one look at an index in the database, whoever stored the messages.
	settleEvery = time.Second

	// followEvery is how often the index follows what was written where nothing has ended, and how long the server waits
	// after something went wrong.
	followEvery = time.Minute
)

// settle closes what silence has ended, forgets what has been in quarantine for long, and lets the index follow what
// others have written, so that the next report finds little to load.
func (a *application) settle(ctx context.Context) {
	wait, followed := settleEvery, time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = settleEvery
		err := a.settleOnce(ctx, &followed)
		if err != nil && ctx.Err() == nil {
			wait = followEvery
			a.Log.Error("what time ends was not ended; trying again", "in", wait, "error", err)
		}
	}
}

// settleOnce closes what silence has ended, and follows what was written if that is due.
func (a *application) settleOnce(ctx context.Context, followed *time.Time) (err error) {
	defer fault.Catch(&err)
	ended, err := a.DB.Settle(ctx, a.Now())
	if err == nil && (ended > 0 || time.Since(*followed) >= followEvery) {
		*followed = time.Now()
		err = a.follow(ctx)
	}
	return err
}

// follow lets the index follow what was written, and forgets what has been in quarantine for long.
func (a *application) follow(ctx context.Context) error {
	if _, err := a.Index.Account(ctx); err != nil {
		return err
	}
	_, err := a.DB.ForgetQuarantined(ctx, a.Now())
	return err
}

func (a *application) close() error {
	if a.server != nil {
		a.server.Close()
	}
	if a.snapshot != nil {
		a.snapshot.close()
	}
	if a.DB == nil {
		return nil
	}
	return a.DB.Close()
}
