package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// tokenPrefix lets people and secret scanners recognise a token.
const tokenPrefix = "relato_"

// ErrTokenExists and ErrNoToken are about tokens by name.
var (
	ErrTokenExists = errors.New("there is a token of this name already")
	ErrNoToken     = errors.New("there is no token of this name in use")
)

// Token is what a program signs in with. Times are zero where they do not exist.
type Token struct {
	Name      string
	MayWrite  bool // it may post events
	CreatedAt time.Time
	UsedAt    time.Time // to the hour
	RevokedAt time.Time
	ExpiresAt time.Time
	Filter    string // query of a report whose conversations alone it may read; empty = all
}

// NewToken is a token to be made.
type NewToken struct {
	Name      string
	MayWrite  bool
	ExpiresAt time.Time // zero = never
	Filter    string    // as in Token
}

// TokenState says whether a token opens anything.
type TokenState int

// The states of a token.
const (
	TokenInUse TokenState = iota
	TokenExpired
	TokenOver
)

// State is the state of a token at a time.
func (t Token) State(now time.Time) TokenState {
	switch {
	case !t.RevokedAt.IsZero():
		return TokenOver
	case !t.ExpiresAt.IsZero() && !t.ExpiresAt.After(now):
		return TokenExpired
	}
	return TokenInUse
}

// ErrNoName says that a token has no name.
var ErrNoName = errors.New("a token needs a name that says who uses it")

// AddToken makes a token and gives its secret, which is not kept. The name of a token that is revoked or has expired may be
// used again.
func (d *DB) AddToken(ctx context.Context, now time.Time, name string, mayWrite bool) (secret string, err error) {
	return d.MakeToken(ctx, now, NewToken{Name: name, MayWrite: mayWrite})
}

// MakeToken is AddToken of a token with an end or a limit.
func (d *DB) MakeToken(ctx context.Context, now time.Time, t NewToken) (secret string, err error) {
	if t.Name = strings.TrimSpace(t.Name); t.Name == "" {
		return "", ErrNoName
	}
	var expires sql.NullInt64
	if !t.ExpiresAt.IsZero() {
		expires = sql.NullInt64{Int64: t.ExpiresAt.UnixMilli(), Valid: true}
	}
	secret = tokenPrefix + rand.Text() + rand.Text()
	err = d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO token (name, hash, may_write, created_at, expires_at, filter) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, may_write = excluded.may_write,
			created_at = excluded.created_at, used_at = NULL, expires_at = excluded.expires_at, revoked_at = NULL, filter = excluded.filter
			WHERE token.revoked_at IS NOT NULL OR token.expires_at <= excluded.created_at`,
			t.Name, fingerprint(secret), number(t.MayWrite), now.UnixMilli(), expires, t.Filter)
		if err := orNone(result, err, "add token", ErrTokenExists); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: TokenAdded, About: t.Name, Detail: t.Filter})
	})
	return secret, err
}

// Tokens are all tokens by name, revoked ones too.
func (d *DB) Tokens(ctx context.Context) ([]Token, error) {
	rows, err := d.read.QueryContext(ctx, "SELECT "+tokenFields+" FROM token ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("read tokens: %w", err)
	}
	defer rows.Close()
	var tokens []Token
	for rows.Next() {
		t, err := scanToken(rows.Scan)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
	}
	return tokens, rows.Err()
}

const tokenOfSecret = "SELECT " + tokenFields + ` FROM token
	WHERE hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`

// TokenBySecret is the token in use with a secret, else ErrNoAccess. stale asks for SawToken.
func (d *DB) TokenBySecret(ctx context.Context, now time.Time, secret string) (t Token, stale bool, err error) {
	row := d.askRow(ctx, tokenOfSecret, fingerprint(secret), now.UnixMilli())
	t, err = scanToken(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Token{}, false, ErrNoAccess
	}
	return t, now.Sub(t.UsedAt) > seenEvery, err
}

// SawToken notes that a token is in use.
func (d *DB) SawToken(ctx context.Context, now time.Time, name string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE token SET used_at = ? WHERE name = ?", now.UnixMilli(), name)
		return err
	})
}

// RevokeToken ends a token, else it is ErrNoToken.
func (d *DB) RevokeToken(ctx context.Context, now time.Time, name string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "UPDATE token SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
			now.UnixMilli(), name)
		if err := orNone(result, err, "revoke token", ErrNoToken); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: TokenRevoked, About: name})
	})
}

const tokenFields = "name, may_write, created_at, used_at, revoked_at, expires_at, filter"

func scanToken(scan func(...any) error) (Token, error) {
	var t Token
	var created int64
	var used, revoked, expires sql.NullInt64
	if err := scan(&t.Name, &t.MayWrite, &created, &used, &revoked, &expires, &t.Filter); err != nil {
		return Token{}, fmt.Errorf("read token: %w", err)
	}
	t.CreatedAt = time.UnixMilli(created)
	t.UsedAt, t.RevokedAt, t.ExpiresAt = instant(used), instant(revoked), instant(expires)
	return t, nil
}

// instant is a time that may not exist.
func instant(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64)
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
