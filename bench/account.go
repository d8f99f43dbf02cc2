package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/imports"
	"relato/report"
	"relato/seed"
)

// until is when the account's year ends: 18:00 in its time zone.
var until = time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC)

// account is the company that all systems are asked about, with what is kept of it between runs.
type account struct {
	size   int
	folder string // holds everything that is made of it
	source report.Source
	db     *db.DB // nil when it is folded in memory alone
}

// company is what the account is made of: the same every time.
func (a *account) company() seed.Company {
	return seed.Company{Conversations: a.size, Until: until, Span: 365 * 24 * time.Hour}
}

// openAccount opens the account of a size in the cache, and makes it first if it is not there. Without a database it is
// folded from its events whenever it is read, which saves the disk of very large ones.
func openAccount(ctx context.Context, cache string, size int, withDatabase bool) (*account, error) {
	a := &account{size: size, folder: filepath.Join(cache, strconv.Itoa(size))}
	if err := os.MkdirAll(a.folder, 0o755); err != nil {
		return nil, err
	}
	if !withDatabase {
		a.source = folded{a.company()}
		return a, nil
	}
	err := once(filepath.Join(a.folder, "relato.db"), func(path string) error {
		say("Making an account of %d conversations.", size)
		return fill(ctx, path, a.company())
	})
	if err != nil {
		return nil, fmt.Errorf("make the account: %w", err)
	}
	a.db, err = db.Open(ctx, filepath.Join(a.folder, "relato.db"))
	a.source = a.db
	return a, err
}

func (a *account) Close() error {
	if a.db == nil {
		return nil
	}
	return a.db.Close()
}

// emptyIndex is an index of the account that has loaded nothing.
func (a *account) emptyIndex() *report.Index {
	return report.NewIndex(a.source, func() time.Time { return until })
}

// index loads the account into a new index.
func (a *account) index(ctx context.Context) (*report.Index, error) {
	x := a.emptyIndex()
	_, err := x.Account(ctx)
	return x, err
}

// fill stores a company in a new database, as the demo does.
func fill(ctx context.Context, path string, company seed.Company) error {
	d, err := db.Open(ctx, path)
	if err != nil {
		return err
	}
	if _, err := d.Secret(ctx, "demo"); err != nil { // so that "relato demo" serves it
		return err
	}
	err = d.Fill(ctx, company.Until, func(yield func([]conversation.Item) bool) {
		var b imports.Batch
		for item := range company.Items() {
			if b.Add(item) && !yield(b.Take()) {
				return
			}
		}
		yield(b.Take())
	}, nil)
	if err != nil {
		return err
	}
	return d.Close()
}

// once makes a file or folder that the cache does not hold yet. What fails half-way is not there the next time.
func once(path string, make func(path string) error) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	unfinished := path + ".unfinished"
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.RemoveAll(unfinished + suffix); err != nil {
			return err
		}
	}
	if err := make(unfinished); err != nil {
		return err
	}
	return os.Rename(unfinished, path)
}

// folded is an account without a database: its events are made and folded each time it is read.
type folded struct{ company seed.Company }

func (f folded) Revision(context.Context) (int64, error) { return 1, nil }

func (f folded) Changes(_ context.Context, _ int64, feed conversation.Feed) (int64, error) {
	settings := conversation.Settings{Language: "pt-BR", InactivityHours: 24}
	rules := conversation.Rules{Inactivity: conversation.DefaultInactivity, Now: until}
	contacts := map[string]*conversation.Contact{}
	thread := int64(0)
	for item := range f.company.Items() {
		var err error
		switch item := item.(type) {
		case conversation.SettingsLine:
			settings.Timezone, settings.Hours = *item.Timezone, *item.Hours
			if settings.Holidays, err = dates(*item.Holidays); err == nil {
				err = feed.Settings(settings)
			}
		case conversation.AgentLine:
			err = feed.Agent(conversation.Agent{ID: item.ID, Name: *item.Name, Email: *item.Email, Active: *item.Active})
		case conversation.ChannelLine:
			err = feed.Channel(conversation.Channel{ID: item.ID, Name: *item.Name, Phone: *item.Phone})
		case conversation.ContactLine:
			err = feed.Contact(*know(contacts, item))
		case conversation.ThreadEvents:
			thread++
			for _, c := range conversation.Fold(item.Thread, conversation.NewSet(item.Events), rules) {
				r := conversation.Record{Thread: thread, ID: db.ConversationID(item.ID, c.Number),
					Channel: item.Channel, Contact: item.Contact, URL: item.URL, Conversation: c}
				if err = feed.Conversation(&r); err != nil {
					break
				}
			}
		}
		if err != nil {
			return 0, err
		}
	}
	return 1, nil
}

// know adds what a line says of a contact to what is known; lines come in the order of their times.
func know(contacts map[string]*conversation.Contact, line conversation.ContactLine) *conversation.Contact {
	c := contacts[line.ID]
	if c == nil {
		c = &conversation.Contact{ID: line.ID}
		contacts[line.ID] = c
	}
	if line.Name != nil {
		c.Name = *line.Name
	}
	if line.Phone != nil {
		c.Phone = *line.Phone
	}
	if line.Tags != nil {
		c.Tags = *line.Tags
	}
	return c
}

func dates(texts []string) (list []conversation.Date, err error) {
	for _, text := range texts {
		d, err := conversation.ParseDate(text)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}
