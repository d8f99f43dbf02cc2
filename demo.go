package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/handlers"
	"relato/imports"
	"relato/internal/garbage"
	"relato/seed"
)

// demoAddr is where the demo answers when it is free; else it takes any port.
const demoAddr = "127.0.0.1:8080"

// demoMark marks a database whose company is made up, and which may therefore be shown to anybody.
const demoMark = "demo"

// demoConversations is how large the company is: two years of a shop, ready in a few seconds.
const demoConversations = seed.DefaultConversations

type demoCommand struct {
	Addr          string `placeholder:"HOST:PORT" help:"Where to answer, on loopback only; by default 127.0.0.1:8080, or any free port."`
	DB            string `name:"db" placeholder:"FILE" help:"Keep the demo in this file; by default it is gone when the demo ends."`
	Conversations int    `default:"${conversations}" help:"About how many conversations the company has."`
	NDJSON        string `name:"ndjson" placeholder:"FILE" help:"Write the company as a file to import instead (- is standard output), and end."`
	logging

	temporary string // folder of the database that ends with the demo; empty = it stays
}

// Validate refuses what names no file.
func (d *demoCommand) Validate() error { return notPostgreSQL(d.DB) }

// Run makes up a company and serves it to whoever is on this machine.
func (d *demoCommand) Run(ctx context.Context, c *console) error {
	if d.Conversations < 1 {
		return usageError{fmt.Errorf("--conversations %d: there must be at least one", d.Conversations)}
	}
	company := seed.Company{Conversations: d.Conversations, Until: c.now()}
	if d.NDJSON != "" {
		return writeCompany(d.NDJSON, company, c)
	}
	port, err := d.listen()
	if err != nil {
		return err
	}
	web := serveHTTP(port)
	app := &application{Config: handlers.Config{Log: d.to(c), Now: c.now, Live: true, Demo: true, Hooks: hooks}}
	err = d.open(ctx, app, company)
	if err == nil {
		web.open(app.server)
		c.printf("%s\n", web.address())
		c.warnf("Relato shows a made-up company at the address above, to this machine alone. Ctrl+C ends it.\n")
		go app.settle(ctx)
		go garbage.Watch(ctx)
		err = web.wait(ctx)
	}
	return errors.Join(unlessStopped(ctx, err), web.close(), app.close(), d.remove())
}

// guestDemo is the demo for who looks at it on a server for an account.
func guestDemo(ctx context.Context, log *slog.Logger, now func() time.Time) (*handlers.Server, func() error, error) {
	d := &demoCommand{}
	app := &application{Config: handlers.Config{Log: log, Now: now, Live: true, Demo: true, Guest: true}}
	end := func() error { return errors.Join(app.DB.Close(), d.remove()) }
	if err := d.open(ctx, app, seed.Company{Conversations: demoConversations, Until: now()}); err != nil {
		return nil, nil, errors.Join(err, app.close(), d.remove())
	}
	return app.server, end, nil
}

// remove removes the demo's database, unless it was asked for.
func (d *demoCommand) remove() error {
	if d.temporary == "" {
		return nil
	}
	return os.RemoveAll(d.temporary)
}

// listen opens a port on loopback: the demo lets everybody in.
func (d *demoCommand) listen() (net.Listener, error) {
	if d.Addr == "" {
		if port, err := listen(demoAddr); err == nil {
			return port, nil
		}
		return listen("127.0.0.1:0")
	}
	host, port, err := net.SplitHostPort(d.Addr)
	if err != nil {
		return nil, usageError{fmt.Errorf("--addr %s: %w; it is HOST:PORT or :PORT", d.Addr, err)}
	}
	if host == "" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usageError{fmt.Errorf("--addr %s: the demo has no passwords, so it answers on this machine only: "+
			"127.0.0.1:PORT, [::1]:PORT or localhost:PORT", d.Addr)}
	}
	return listen(net.JoinHostPort(host, port))
}

// open opens the demo's database and fills it, if it is new.
func (d *demoCommand) open(ctx context.Context, app *application, company seed.Company) (err error) {
	path := d.DB
	if path == "" {
		if d.temporary, err = os.MkdirTemp("", "relato-demo-"); err != nil {
			return fmt.Errorf("make a temporary folder: %w; choose a file with --db", err)
		}
		path = filepath.Join(d.temporary, "demo.db")
	}
	if app.DB, err = db.Open(ctx, path); err != nil {
		return err
	}
	made, err := app.DB.HasSecret(ctx, demoMark)
	if err != nil {
		return err
	}
	if !made {
		if err := fillDemo(ctx, app, company); err != nil {
			return err
		}
	}
	return app.load(ctx)
}

// fillDemo makes a new database the demo's. One with a real company in it stays as it is: its reports must not be shown
// without a password, nor mixed with what is made up.
func fillDemo(ctx context.Context, app *application, company seed.Company) error {
	d := app.DB
	revision, err := d.Revision(ctx)
	if err != nil {
		return err
	}
	users, err := d.HasUsers(ctx)
	if err != nil {
		return err
	}
	if revision > 0 || users {
		return fmt.Errorf("%s is in use and no demo; serve it with: relato serve --db %s", d.Path, db.ShellWord(d.Path))
	}
	if _, err := d.Secret(ctx, demoMark); err != nil {
		return err
	}
	return appendCompany(ctx, app, company)
}

// fillGC lets garbage grow further while a demo is made up, which makes much of it and lives in little memory.
const fillGC = 300

// appendCompany stores a company, which is made up while the database is busy, and loads its reports before the database
// is quite done.
func appendCompany(ctx context.Context, app *application, company seed.Company) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer debug.SetGCPercent(debug.SetGCPercent(fillGC))
	batches := make(chan []conversation.Item, 1)
	go func() {
		defer close(batches)
		var b imports.Batch
		for item := range company.Items() {
			if b.Add(item) && !imports.Send(ctx, batches, b.Take()) {
				return
			}
		}
		imports.Send(ctx, batches, b.Take())
	}()
	err := app.DB.Fill(ctx, company.Until, func(yield func([]conversation.Item) bool) {
		for items := range batches {
			if !yield(items) {
				return
			}
		}
	}, func() error { return app.index(ctx) })
	if err != nil {
		return fmt.Errorf("store the demo company: %w", err)
	}
	return ctx.Err()
}

// writeCompany writes a company as a file to import.
func writeCompany(path string, company seed.Company, c *console) (err error) {
	if path == "-" {
		return seed.WriteNDJSON(c.out, company.Items())
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("--ndjson: %w", err)
	}
	began := time.Now()
	if err := seed.WriteNDJSON(f, company.Items()); err != nil {
		return errors.Join(fmt.Errorf("--ndjson: write %s: %w", path, err), f.Close())
	}
	c.warnf("wrote %s in %s\n", path, time.Since(began).Round(time.Millisecond))
	return f.Close()
}
