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

// MinPassword is the fewest characters of a password, MaxPassword and maxEmail are the most bytes.
const (
	MinPassword = 10
	MaxPassword = 1024
	maxEmail    = 254 // RFC 5321
)

// Roles are what a user can be.
var Roles = []string{"admin", "manager", "agent"}

// Errors of access. They say nothing of which part did not match.
var (
	ErrNoAccess   = errors.New("no such user, session or token")
	ErrUserExists = errors.New("there is a user with this email already")

	ErrPasswordShort = fmt.Errorf("the password is too short; it needs at least %d characters", MinPassword)
	ErrPasswordLong  = fmt.Errorf("the password is too long; it may have at most %d bytes", MaxPassword)
)

// User is a person who may sign in.
type User struct {
	ID, Email, Name string
	Role            string // one of Roles
	Language        string // that the user has chosen; empty = the account's
	SecondFactor    bool   // a password alone does not let them in
}

// userFields are the columns of a User, whose table is called u; fields are where they go.
const userFields = "u.id, u.email, u.name, u.role, u.language, u.totp <> ''"

func (u *User) fields() []any {
	return []any{&u.ID, &u.Email, &u.Name, &u.Role, &u.Language, &u.SecondFactor}
}

// NewUser is a user to be added.
type NewUser struct {
	Email, Name string
	Role        string // one of Roles
	Password    string
}

// FieldError is a field of a user that cannot be taken, and why.
type FieldError struct {
	Field  string // "email" or "role"
	Reason string
}

func (e *FieldError) Error() string { return e.Reason }

// checkWho names the first field, but the password, that cannot be taken.
func (u NewUser) checkWho() error {
	if err := CheckEmail(u.Email); err != nil {
		return err
	}
	return checkRole(u.Role)
}

// CheckEmail says whether a text can be somebody's email: an address alone, without a name. Else it is a FieldError.
func CheckEmail(email string) error {
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email || len(email) > maxEmail {
		return &FieldError{"email", fmt.Sprintf("%q is not an email address like ana@example.com", email)}
	}
	return nil
}

func checkRole(role string) error {
	if !slices.Contains(Roles, role) {
		return &FieldError{"role", fmt.Sprintf("%q is no role; accepted: %s", role, strings.Join(Roles, ", "))}
	}
	return nil
}

// CheckPassword says whether a password can be taken: else it is ErrPasswordShort or ErrPasswordLong.
func CheckPassword(password string) error {
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return ErrPasswordShort
	case len(password) > MaxPassword:
		return ErrPasswordLong
	}
	return nil
}

// AddUser adds a person who may sign in. It is ErrUserExists when the email is taken, in upper or lower case.
func (d *DB) AddUser(ctx context.Context, now time.Time, u NewUser) error {
	u.Email = strings.TrimSpace(u.Email)
	err := u.checkWho()
	if err == nil {
		err = CheckPassword(u.Password)
	}
	if err != nil {
		return err
	}
	hash := hashPassword(u.Password)
	return d.Write(ctx, func(tx *sql.Tx) error {
		_, err := addUser(ctx, tx, now, u, hash)
		return err
	})
}

// addUser adds a user with a password's hash; an empty one matches no password.
func addUser(ctx context.Context, tx *sql.Tx, now time.Time, u NewUser, hash string) (id string, err error) {
	id = rand.Text()
	result, err := tx.ExecContext(ctx, `INSERT INTO app_user (id, email, email_key, name, role, password, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email_key) DO NOTHING`,
		id, u.Email, emailKey(u.Email), u.Name, u.Role, hash, now.UnixMilli())
	if err := orNone(result, err, "add user", ErrUserExists); err != nil {
		return "", err
	}
	return id, audit(ctx, tx, Entry{At: now, Deed: UserAdded, About: u.Email, Detail: u.Role})
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
	var hash string
	err := d.read.QueryRowContext(ctx, "SELECT "+userFields+", u.password FROM app_user u WHERE u.email_key = ?",
		emailKey(email)).Scan(append(u.fields(), &hash)...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return User{}, fmt.Errorf("read user: %w", err)
	}
	if hash == "" { // nobody, or somebody who has not set a password yet
		hash = nobodysHash()
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
