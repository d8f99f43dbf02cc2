package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"relato/db"
	"relato/imports"
	"relato/source"
)

type importCommand struct {
	Files []string `arg:"" name:"file" help:"Files to import; - is standard input."`
	database
	Format    string `enum:",relato,whatsapp,csv" default:"" help:"What the files are: relato (NDJSON), whatsapp (a chat export) or csv (a table of messages or conversations); by default found out."`
	Us        string `placeholder:"NAME" help:"WhatsApp exports: the name that the company has in the chat."`
	Timezone  string `placeholder:"ZONE" help:"WhatsApp exports and tables: the zone of times without an offset, like America/Sao_Paulo; by default the account's."`
	DateOrder string `enum:",dmy,mdy,ymd" default:"" help:"WhatsApp exports and tables: the order of day, month and year; by default found out."`
	Channel   string `placeholder:"ID" help:"WhatsApp exports and tables: the channel's id; by default the name of the company, or none."`
	Columns   string `placeholder:"FIELD=HEADER,…" help:"Tables: the columns that hold fields, where they are not found by their headers; see docs/import.md."`
	Strict    bool   `help:"Take a file as a whole or not at all."`
}

// Run imports the files one after the other. One that fails does not stop the others.
func (i *importCommand) Run(ctx context.Context, c *console) error {
	if slices.Contains(i.Files, "") {
		return usageError{errors.New("import: the name of a file is empty")}
	}
	options, err := i.options(c)
	if err != nil {
		return err
	}
	d, err := i.open(ctx)
	if err != nil {
		return err
	}
	err = i.all(ctx, c, d, options)
	return errors.Join(err, d.Close())
}

func (i *importCommand) all(ctx context.Context, c *console, d *db.DB, options source.Options) (err error) {
	if options.Zone == nil {
		if options.Zone, err = imports.Zone(ctx, d); err != nil {
			return err
		}
	}
	var total imports.Summary
	failed := false
	for _, path := range i.Files {
		s, err := i.file(ctx, c, d, path, options)
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w; what was stored stays, and importing the file again doubles nothing", path, ctx.Err())
		}
		s.Print(c.out, path)
		err = errors.Join(err, s.Log(ctx, d, c.now(), path, err != nil))
		if err != nil {
			c.warnf("relato: %s: %v\n", path, err)
			failed = true
		}
		total.Add(s)
	}
	if len(i.Files) > 1 {
		total.Rejections = nil // they stand with their files
		total.Print(c.out, fmt.Sprintf("all %d files", len(i.Files)))
	}
	if _, err := d.Settle(ctx, c.now()); err != nil {
		return fmt.Errorf("close silent conversations: %w", err)
	}
	if err := noteTimezone(ctx, c, d); err != nil {
		return err
	}
	if total.Appended.New > 0 {
		prepareStart(ctx, c, d)
	}
	if failed {
		return errSaid
	}
	return nil
}

// options are what the flags say of the files.
func (i *importCommand) options(c *console) (source.Options, error) {
	o := source.Options{Format: i.Format, Us: i.Us, DateOrder: i.DateOrder, Channel: i.Channel, Now: c.now()}
	columns, err := parseColumns(i.Columns)
	if err != nil {
		return o, usageError{err}
	}
	o.Columns = columns
	if i.Timezone == "" {
		return o, nil
	}
	zone, err := time.LoadLocation(i.Timezone)
	if err != nil || !source.IsZone(i.Timezone) {
		return o, usageError{fmt.Errorf("--timezone %s is not a time zone like America/Sao_Paulo", i.Timezone)}
	}
	o.Zone = zone
	return o, nil
}

// parseColumns reads "at=Data e hora,from=Tipo".
func parseColumns(s string) (map[string]string, error) {
	if s == "" {
		return nil, nil
	}
	columns := map[string]string{}
	for pair := range strings.SplitSeq(s, ",") {
		field, header, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, fmt.Errorf("--columns %s: %q is not FIELD=HEADER; fields are %s", s, pair, strings.Join(source.TableFields, ", "))
		}
		if field = strings.TrimSpace(field); !slices.Contains(source.TableFields, field) {
			return nil, fmt.Errorf("--columns %s: %q is no field; fields are %s", s, field, strings.Join(source.TableFields, ", "))
		}
		columns[field] = strings.TrimSpace(header)
	}
	return columns, nil
}

// file imports one file and says what came of it, also when it failed half-way.
func (i *importCommand) file(ctx context.Context, c *console, d *db.DB, path string, o source.Options) (imports.Summary, error) {
	in := c.input(ctx)
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return imports.Summary{}, err
		}
		defer f.Close()
		in = f
	}
	file, err := source.Open(path, in, o)
	if errors.Is(err, source.ErrEmpty) && o.Format == source.FormatRelato {
		return imports.Summary{}, nil // NDJSON of no lines is whole, as is a table of a header alone
	}
	if err != nil {
		return imports.Summary{}, err
	}
	bar := startProgress(c, path, file.Progress)
	s, err := imports.Store(ctx, d, file, c.now(), imports.Options{Strict: i.Strict})
	bar.stop()
	return s, errors.Join(err, file.Close())
}

// noteTimezone reminds of the one setting that reports are wrong without.
func noteTimezone(ctx context.Context, c *console, d *db.DB) error {
	settings, err := d.Settings(ctx)
	if err != nil || settings.TimezoneSet {
		return err
	}
	c.printf("The account's time zone is UTC until it is set: relato settings set timezone America/Sao_Paulo --db %s\n", db.ShellWord(d.Path))
	return nil
}
