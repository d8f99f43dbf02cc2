package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"relato/conversation"
)

// Settings are what the account has been told of itself.
type Settings = conversation.Settings

// defaults are the settings of an account that has been told nothing.
func defaults() Settings {
	return Settings{
		Timezone: "UTC", Language: "pt-BR",
		InactivityHours: int(conversation.DefaultInactivity / time.Hour),
	}
}

// Settings reads the account's settings.
func (d *DB) Settings(ctx context.Context) (Settings, error) { return settings(ctx, d.read) }

func settings(ctx context.Context, q querier) (Settings, error) {
	s := defaults()
	rows, err := q.QueryContext(ctx, settingsSelect)
	if err != nil {
		return s, fmt.Errorf("read settings: %w", err)
	}
	defer rows.Close()
	fields := map[string]any{
		"company": &s.Company, "timezone": &s.Timezone, "language": &s.Language, "hours": &s.Hours, "holidays": (*dates)(&s.Holidays),
		"inactivity_hours": &s.InactivityHours,
	}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return s, fmt.Errorf("read settings: %w", err)
		}
		field, known := fields[key]
		if !known {
			continue
		}
		if err := json.Unmarshal([]byte(value), field); err != nil {
			return s, fmt.Errorf("read setting %s: %w", key, err)
		}
		s.TimezoneSet = s.TimezoneSet || key == "timezone"
	}
	return s, rows.Err()
}

// dates are written as YYYY-MM-DD.
type dates []conversation.Date

func (d *dates) UnmarshalJSON(b []byte) error {
	var texts []string
	if err := json.Unmarshal(b, &texts); err != nil {
		return err
	}
	for _, text := range texts {
		date, err := conversation.ParseDate(text)
		if err != nil {
			return err
		}
		*d = append(*d, date)
	}
	return nil
}

// settings changes the settings that a line holds.
func (a *appender) settings(line conversation.SettingsLine) error {
	set := func(key string, value any, given bool) error {
		if !given {
			return nil
		}
		text, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("write setting %s: %w", key, err)
		}
		if err := a.logSetting(key, string(text)); err != nil {
			return err
		}
		return a.upsert(`INSERT INTO setting (key, value, revision) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value, revision = excluded.revision
			WHERE value <> excluded.value`, key, string(text), a.revision)
	}
	for _, s := range []struct {
		key   string
		value any
		given bool
	}{
		{"company", line.Company, line.Company != nil},
		{"timezone", line.Timezone, line.Timezone != nil},
		{"language", line.Language, line.Language != nil},
		{"hours", line.Hours, line.Hours != nil},
		{"holidays", line.Holidays, line.Holidays != nil},
		{"inactivity_hours", line.InactivityHours, line.InactivityHours != nil},
	} {
		if err := set(s.key, s.value, s.given); err != nil {
			return err
		}
	}
	if line.InactivityHours != nil && *line.InactivityHours != a.inactivityHours {
		a.inactivityHours, a.refoldSilent = *line.InactivityHours, true
	}
	return nil
}

// SettingChange is what a setting was and became, as JSON. Old is empty where it had been told nothing.
type SettingChange struct{ Key, Old, To string }

// Detail is the change as the audit log has it.
func (c SettingChange) Detail() string { return changed(c.Old, c.To) }

// logSetting writes down that a setting changes, if it does.
func (a *appender) logSetting(key, text string) error {
	var old string
	err := a.tx.QueryRowContext(a.ctx, "SELECT value FROM setting WHERE key = ?", key).Scan(&old)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read setting %s: %w", key, err)
	}
	if old == text {
		return nil
	}
	change := SettingChange{key, old, text}
	a.done.Settings = append(a.done.Settings, change)
	return audit(a.ctx, a.tx, Entry{At: a.now, Deed: SettingChanged, About: key, Detail: change.Detail()})
}
