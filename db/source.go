package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxSourceName is the most characters of a source's name.
const MaxSourceName = 100

// Errors about live sources.
var (
	ErrSourceExists = errors.New("there is a source of this name already")
	ErrSourceName   = fmt.Errorf("a source needs a name of 1 to %d characters", MaxSourceName)
	ErrNoSource     = errors.New("there is no such source")
	ErrPaused       = fmt.Errorf("%w: the source is paused", ErrLater)
)

// NewSource is a live source to be connected.
type NewSource struct {
	Kind, Name string
	Secret     string            // empty = none
	Options    map[string]string // what else it knows
	Sealed     map[string]string // likewise, but secret
}

// Source is a live source. Lists come without its secrets.
type Source struct {
	Kind, ID, Name string
	Secret         string
	Options        map[string]string
	Paused         bool
	CreatedAt      time.Time
	DeliveredAt    time.Time // of the last delivery; zero = none yet
	RefusedAt      time.Time // of the last one that was refused; zero = none yet
	Refusal        string    // why it was; empty = not known

	Deliveries  int64 // that were taken
	Events      int64 // of them, new ones
	Ignored     int64 // things that no report counts
	Quarantined int64 // deliveries that were not understood, or not all of them, ever
	Waiting     int64 // of those, in quarantine now
	Refused     int64 // requests whose signature was missing or wrong
}

// sealedPart is what is sealed of a source.
type sealedPart struct {
	Secret  string            `json:"secret,omitempty"`
	Options map[string]string `json:"options,omitempty"`
}

// AddSource connects a live source and gives it an id that nobody can guess. It is ErrSourceExists when its name is
// taken.
func (d *DB) AddSource(ctx context.Context, now time.Time, n NewSource) (Source, error) {
	n.Name = strings.TrimSpace(n.Name)
	if n.Name == "" || utf8.RuneCountInString(n.Name) > MaxSourceName || strings.ContainsFunc(n.Name, unicode.IsControl) {
		return Source{}, ErrSourceName
	}
	s := Source{Kind: n.Kind, ID: strings.ToLower(rand.Text()), Name: n.Name, CreatedAt: now}
	options, err := json.Marshal(n.Options)
	if err != nil {
		return Source{}, fmt.Errorf("add source: %w", err)
	}
	sealed, err := d.sealSecrets(ctx, s.ID, sealedPart{n.Secret, n.Sealed})
	if err != nil {
		return Source{}, err
	}
	err = d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO source (id, kind, name, options, sealed, created_at)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING`, s.ID, s.Kind, s.Name, string(options), sealed, now.UnixMilli())
		if err := orNone(result, err, "add source", ErrSourceExists); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: SettingChanged, About: "source " + s.Name, Detail: "added: " + s.Kind})
	})
	return s, err
}

const sourceFields = `id, kind, name, options, sealed, paused, created_at, delivered_at, refused_at, refusal, deliveries, events,
	ignored, quarantined, refused, (SELECT count(*) FROM quarantine q WHERE q.source = source.id)`

// Sources are all live sources by name, without their secrets.
func (d *DB) Sources(ctx context.Context) ([]Source, error) {
	rows, err := d.read.QueryContext(ctx, "SELECT "+sourceFields+" FROM source ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	defer rows.Close()
	var all []Source
	for rows.Next() {
		s, _, err := scanSource(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// SourceListed is a live source without its secrets, by its id; else ErrNoSource.
func (d *DB) SourceListed(ctx context.Context, id string) (Source, error) {
	s, _, err := scanSource(d.read.QueryRowContext(ctx, "SELECT "+sourceFields+" FROM source WHERE id = ?", id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Source{}, ErrNoSource
	}
	return s, err
}

// Source is a live source with its secrets, by its id; else ErrNoSource.
func (d *DB) Source(ctx context.Context, id string) (Source, error) { return d.source(ctx, "id", id) }

// SourceNamed is a live source with its secrets, by its name; else ErrNoSource.
func (d *DB) SourceNamed(ctx context.Context, name string) (Source, error) {
	return d.source(ctx, "name", strings.TrimSpace(name))
}

func (d *DB) source(ctx context.Context, column, value string) (Source, error) {
	s, sealed, err := scanSource(d.read.QueryRowContext(ctx, "SELECT "+sourceFields+" FROM source WHERE "+column+" = ?", value).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Source{}, ErrNoSource
	}
	if err != nil {
		return Source{}, err
	}
	secrets, err := d.secretsOf(s, sealed)
	if err != nil {
		return Source{}, err
	}
	s.Secret = secrets.Secret
	for name, value := range secrets.Options {
		s.Options[name] = value
	}
	return s, nil
}

// sealSecrets seals what is secret of the source with an id.
func (d *DB) sealSecrets(ctx context.Context, id string, secrets sealedPart) ([]byte, error) {
	plain, err := json.Marshal(secrets)
	if err != nil {
		return nil, fmt.Errorf("seal the secrets of a source: %w", err)
	}
	return d.seal(ctx, "source "+id, plain)
}

// secretsOf opens what sealSecrets sealed.
func (d *DB) secretsOf(s Source, sealed []byte) (secrets sealedPart, err error) {
	plain, err := d.unseal("source "+s.ID, sealed)
	if err == nil {
		err = json.Unmarshal(plain, &secrets)
	}
	if err != nil {
		return sealedPart{}, fmt.Errorf("secrets of source %s: %w", s.Name, err)
	}
	return secrets, nil
}

func scanSource(scan func(...any) error) (s Source, sealed []byte, err error) {
	var options string
	var created int64
	var delivered, refused sql.NullInt64
	err = scan(&s.ID, &s.Kind, &s.Name, &options, &sealed, &s.Paused, &created, &delivered, &refused,
		&s.Refusal, &s.Deliveries, &s.Events, &s.Ignored, &s.Quarantined, &s.Refused, &s.Waiting)
	if err == nil {
		err = json.Unmarshal([]byte(options), &s.Options)
	}
	if err != nil {
		return Source{}, nil, fmt.Errorf("read source: %w", err)
	}
	if s.Options == nil {
		s.Options = map[string]string{}
	}
	s.CreatedAt, s.DeliveredAt, s.RefusedAt = time.UnixMilli(created), instant(delivered), instant(refused)
	return s, sealed, nil
}

// RemoveSource forgets a live source and what of it lies in quarantine; its conversations stay.
func (d *DB) RemoveSource(ctx context.Context, now time.Time, name string) error {
	return d.changeSource(ctx, now, "removed", "DELETE FROM source WHERE name = ?", name)
}

// PauseSource stops a live source from being taken, or goes on with it. Meanwhile what comes is sent back, so that it
// comes again.
func (d *DB) PauseSource(ctx context.Context, now time.Time, name string, paused bool) error {
	deed := "resumed"
	if paused {
		deed = "paused"
	}
	return d.changeSource(ctx, now, deed, "UPDATE source SET paused = ?2 WHERE name = ?1", name, number(paused))
}

// changeSource runs a statement about the source of a name, else it is ErrNoSource.
func (d *DB) changeSource(ctx context.Context, now time.Time, deed, query, name string, more ...any) error {
	name = strings.TrimSpace(name)
	return d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, query, append([]any{name}, more...)...)
		if err := orNone(result, err, "change source", ErrNoSource); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: SettingChanged, About: "source " + name, Detail: deed})
	})
}
