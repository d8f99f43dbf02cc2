package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MinPassword is the fewest characters of a password, MaxPassword the most bytes.
const (
	MinPassword = 10
	MaxPassword = 1024
)

// Roles are what a user can be.
var Roles = []string{"admin", "manager", "agent"}

// Errors of access. They say nothing of which part did not match.
var (
	ErrNoAccess   = errors.New("no such user, session or token")
	ErrUserExists = errors.New("there is a user with this email already")
)

// User is a person who may sign in.
type User struct {
	ID, Email, Name string
	Role            string // one of Roles
}

// NewUser is a user to be added.
type NewUser struct {
	Email, Name string
	Role        string // one of Roles
	Password    string
}

// check names the first field that cannot be taken.
func (u NewUser) check() error {
	address, err := mail.ParseAddress(u.Email)
	switch {
	case err != nil || address.Address != u.Email:
		return fmt.Errorf("%q is not an email address like ana@example.com", u.Email)
	case !slices.Contains(Roles, u.Role):
		return fmt.Errorf("%q is no role; accepted: %s", u.Role, strings.Join(Roles, ", "))
	case utf8.RuneCountInString(u.Password) < MinPassword:
		return fmt.Errorf("the password is too short; it needs at least %d characters", MinPassword)
	case len(u.Password) > MaxPassword:
		return fmt.Errorf("the password is too long; it may have at most %d bytes", MaxPassword)
	}
	return nil
}

// AddUser adds a person who may sign in. It is ErrUserExists when the email is taken, in upper or lower case.
func (d *DB) AddUser(ctx context.Context, now time.Time, u NewUser) error {
	u.Email = strings.TrimSpace(u.Email)
	if err := u.check(); err != nil {
		return err
	}
	added := u.hashed(now)
	return d.Write(ctx, func(tx *sql.Tx) error { return added.insert(ctx, tx) })
}

// hashedUser is a new user with an id and a hash of the password, which takes too long for a transaction.
type hashedUser struct {
	User
	hash string
	at   time.Time
}

func (u NewUser) hashed(now time.Time) hashedUser {
	return hashedUser{User{ID: rand.Text(), Email: u.Email, Name: u.Name, Role: u.Role}, hashPassword(u.Password), now}
}

func (u hashedUser) insert(ctx context.Context, tx *sql.Tx) error {
	result, err := tx.ExecContext(ctx, `INSERT INTO app_user (id, email, email_key, name, role, password, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email_key) DO NOTHING`,
		u.ID, u.Email, emailKey(u.Email), u.Name, u.Role, u.hash, u.at.UnixMilli())
	if err != nil {
		return fmt.Errorf("add user: %w", err)
	}
	if added, err := result.RowsAffected(); err != nil || added == 0 {
		return errors.Join(err, ErrUserExists)
	}
	return nil
}

// HasUsers tells whether anybody can sign in.
func (d *DB) HasUsers(ctx context.Context) (exist bool, err error) {
	err = d.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM app_user)").Scan(&exist)
	if err != nil {
		return false, fmt.Errorf("read users: %w", err)
	}
	return exist, nil
}

// UserByPassword is the user with an email and a password, else ErrNoAccess. It takes the same time for an email that
// nobody has as for a wrong password.
func (d *DB) UserByPassword(ctx context.Context, email, password string) (User, error) {
	var u User
	hash := nobodysHash()
	err := d.read.QueryRowContext(ctx, "SELECT id, email, name, role, password FROM app_user WHERE email_key = ?",
		emailKey(email)).Scan(&u.ID, &u.Email, &u.Name, &u.Role, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return User{}, fmt.Errorf("read user: %w", err)
	}
	if len(password) > MaxPassword || !passwordMatches(hash, password) || u.ID == "" {
		return User{}, ErrNoAccess
	}
	return u, nil
}

// emailKey is an email as it compares.
func emailKey(email string) string { return norm.NFC.String(strings.ToLower(strings.TrimSpace(email))) }

// Secret is a key that the installation makes for itself when it is first asked for.
func (d *DB) Secret(ctx context.Context, name string) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	err := d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
			name, base64.StdEncoding.EncodeToString(key))
		if err != nil {
			return fmt.Errorf("write secret %s: %w", name, err)
		}
		var value string
		if err := tx.QueryRowContext(ctx, "SELECT value FROM secret WHERE name = ?", name).Scan(&value); err != nil {
			return fmt.Errorf("read secret %s: %w", name, err)
		}
		key, err = base64.StdEncoding.DecodeString(value)
		return err
	})
	return key, err
}

// HasSecret tells whether a secret was ever made.
func (d *DB) HasSecret(ctx context.Context, name string) (made bool, err error) {
	err = d.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM secret WHERE name = ?)", name).Scan(&made)
	if err != nil {
		return false, fmt.Errorf("read secret %s: %w", name, err)
	}
	return made, nil
}

// fingerprint is what the database keeps of a session id or token. Both are long and random, so a fast hash will do.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
