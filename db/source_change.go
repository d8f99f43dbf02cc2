package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// SourceChange is what becomes another of a live source.
type SourceChange struct {
	Secret  string            // empty = it stays
	Options map[string]string // instead of all that are no secret
	Sealed  map[string]string // secret options; those that are absent or empty stay
}

// ChangeSource changes the secret and the options of a live source, whose address and conversations stay. The audit log
// has what was changed, by its names alone. It is ErrNoSource when there is no such source.
func (d *DB) ChangeSource(ctx context.Context, now time.Time, id string, c SourceChange) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		s, sealed, err := scanSource(tx.QueryRowContext(ctx, "SELECT "+sourceFields+" FROM source WHERE id = ?", id).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoSource
		}
		if err != nil {
			return err
		}
		secrets, err := d.secretsOf(s, sealed)
		if err != nil {
			return err
		}
		names := c.apply(&s, &secrets)
		if len(names) == 0 {
			return nil
		}
		if sealed, err = d.sealSecrets(ctx, id, secrets); err != nil {
			return err
		}
		options, err := json.Marshal(s.Options)
		if err != nil {
			return fmt.Errorf("change source: %w", err)
		}
		if _, err := tx.ExecContext(ctx, "UPDATE source SET options = ?, sealed = ? WHERE id = ?", string(options), sealed, id); err != nil {
			return fmt.Errorf("change source: %w", err)
		}
		return audit(ctx, tx, Entry{At: now, Deed: SettingChanged, About: "source " + s.Name, Detail: "changed: " + strings.Join(names, ", ")})
	})
}

// apply makes the change, and names what is another now.
func (c SourceChange) apply(s *Source, secrets *sealedPart) (names []string) {
	if c.Secret != "" && c.Secret != secrets.Secret {
		secrets.Secret = c.Secret
		names = append(names, "secret")
	}
	for name, value := range c.Sealed {
		if value == "" || value == secrets.Options[name] {
			continue
		}
		if secrets.Options == nil {
			secrets.Options = map[string]string{}
		}
		secrets.Options[name] = value
		names = append(names, name)
	}
	all := maps.Clone(c.Options)
	maps.Copy(all, s.Options)
	for name := range all {
		if c.Options[name] != s.Options[name] {
			names = append(names, name)
		}
	}
	s.Options = c.Options
	slices.Sort(names)
	return names
}
