package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"relato/conversation"
	"relato/db"
	"relato/source"
)

type settingsCommand struct {
	Show settingsShowCommand `cmd:"" set:"missing=it must be there" default:"withargs" help:"Print the settings."`
	Set  settingsSetCommand  `cmd:"" help:"Change a setting."`
}

type settingsShowCommand struct{ database }

// Run prints the settings, each as settings set takes it.
func (s *settingsShowCommand) Run(ctx context.Context, c *console) error {
	d, err := s.openExisting(ctx)
	if err != nil {
		return err
	}
	settings, err := d.Settings(ctx)
	if err == nil {
		printSettings(c, settings)
	}
	return errors.Join(err, d.Close())
}

func printSettings(c *console, s db.Settings) {
	note := ""
	if !s.TimezoneSet {
		note = "  (until it is set)"
	}
	holidays := make([]string, len(s.Holidays))
	for i, d := range s.Holidays {
		holidays[i] = d.String()
	}
	c.printf("company     %s\n", orNone(s.Company))
	c.printf("timezone    %s%s\n", s.Timezone, note)
	c.printf("language    %s\n", s.Language)
	c.printf("hours       %s\n", orNone(s.Hours.String()))
	c.printf("holidays    %s\n", orNone(strings.Join(holidays, ",")))
	c.printf("inactivity  %d\n", s.InactivityHours)
}

const none = "none"

func orNone(s string) string {
	if s == "" {
		return none
	}
	return s
}

type settingsSetCommand struct {
	Key   string `arg:"" help:"company, timezone, language, hours, holidays or inactivity."`
	Value string `arg:"" help:"Like Loja Horizonte; America/Sao_Paulo; pt-BR, es or en; \"mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00\"; 2026-12-25,2027-01-01; hours of silence. none = no name, no working hours, no holidays."`
	database
}

// settingFields are the keys of settings, with their field in the import format and how a value becomes one.
var settingFields = map[string]struct {
	field string
	value func(string) (any, error)
}{
	"company":    {"company", companyName},
	"timezone":   {"timezone", asText},
	"language":   {"language", asText},
	"hours":      {"hours", hoursValue},
	"holidays":   {"holidays", holidaysValue},
	"inactivity": {"inactivity_hours", hoursCount},
}

// Run changes a setting: it imports a settings line, so that both ways take the same values.
func (s *settingsSetCommand) Run(ctx context.Context, c *console) error {
	line, err := s.line(c)
	if err != nil {
		return usageError{fmt.Errorf("settings set %s: %w", s.Key, err)}
	}
	d, err := s.open(ctx)
	if err != nil {
		return err
	}
	if _, err := d.Append(ctx, c.now(), []conversation.Item{line}); err != nil {
		return errors.Join(fmt.Errorf("settings set %s: %w", s.Key, err), d.Close())
	}
	settings, err := d.Settings(ctx)
	if err == nil {
		printSettings(c, settings)
	}
	return errors.Join(err, d.Close())
}

func (s *settingsSetCommand) line(c *console) (conversation.Item, error) {
	setting, known := settingFields[s.Key]
	if !known {
		return nil, fmt.Errorf("there is no such setting; accepted: company, timezone, language, hours, holidays, inactivity")
	}
	value, err := setting.value(strings.TrimSpace(s.Value))
	if err != nil {
		return nil, err
	}
	line, err := json.Marshal(map[string]any{"type": "settings", setting.field: value})
	if err != nil {
		return nil, err
	}
	file, err := source.Open("-", bytes.NewReader(line), source.Options{Format: source.FormatRelato, Now: c.now()})
	if err != nil {
		return nil, err
	}
	record, err := file.Next()
	switch {
	case err != nil:
		return nil, err
	case len(record.Rejected) > 0:
		return nil, errors.New(record.Rejected[0].Reason)
	}
	return record.Item, nil
}

func asText(s string) (any, error) { return s, nil }

func companyName(s string) (any, error) {
	if s == none {
		s = ""
	}
	return s, nil
}

func hoursCount(s string) (any, error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil, fmt.Errorf("%q is not a whole number of hours", s)
	}
	return n, nil
}

// holidaysValue reads dates as JSON, or with commas between them.
func holidaysValue(s string) (any, error) {
	if strings.HasPrefix(s, "[") {
		return rawJSON(s)
	}
	dates := []string{}
	for date := range strings.SplitSeq(s, ",") {
		if date = strings.TrimSpace(date); date != "" && s != none {
			dates = append(dates, date)
		}
	}
	slices.Sort(dates)
	return slices.Compact(dates), nil
}

func rawJSON(s string) (any, error) {
	if !json.Valid([]byte(s)) {
		return nil, errors.New("this is not JSON")
	}
	return json.RawMessage(s), nil
}
