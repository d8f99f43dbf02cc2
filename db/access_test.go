package db

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestUsers(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	if exist, err := d.HasUsers(ctx); err != nil || exist {
		t.Errorf("users of a new database: %v, %v", exist, err)
	}
	ana := NewUser{Email: "Ana@Example.com", Name: "Ana", Role: "admin", Password: "correct horse"}
	if err := d.AddUser(ctx, now, ana); err != nil {
		t.Fatal(err)
	}
	ana.Email = "ana@example.COM"
	if err := d.AddUser(ctx, now, ana); !errors.Is(err, ErrUserExists) {
		t.Errorf("the same email again: %v", err)
	}
	u, err := d.UserByPassword(ctx, " ANA@example.com ", "correct horse")
	if err != nil || u.Email != "Ana@Example.com" || u.Role != "admin" {
		t.Errorf("by password: %+v, %v", u, err)
	}
	for email, password := range map[string]string{
		"ana@example.com": "wrong horse!", "bia@example.com": "correct horse", "": "", "ANA@example.com": strings.Repeat("x", 5000),
	} {
		if _, err := d.UserByPassword(ctx, email, password); !errors.Is(err, ErrNoAccess) {
			t.Errorf("%s with %.20s: %v", email, password, err)
		}
	}
	for _, bad := range []NewUser{
		{Email: "x", Role: "admin", Password: "long enough"},
		{Email: "Ana <a@example.com>", Role: "admin", Password: "long enough"},
		{Email: "a@example.com", Role: "boss", Password: "long enough"},
		{Email: "a@example.com", Role: "admin", Password: "ééééééééé"}, // nine characters, eighteen bytes
	} {
		if err := d.AddUser(ctx, now, bad); err == nil {
			t.Errorf("%+v was added", bad)
		}
	}
}

func TestSessions(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	u := addedUser(t, d, now)
	first, err := d.StartSession(ctx, now, u, "")
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.StartSession(ctx, now, u, first)
	if err != nil || first == second {
		t.Fatal(first, second, err)
	}
	if _, _, err := d.UserBySession(ctx, now, first); !errors.Is(err, ErrNoAccess) {
		t.Errorf("the replaced session: %v", err)
	}
	got, stale, err := d.UserBySession(ctx, now, second)
	if err != nil || stale || got != u {
		t.Errorf("the session: %+v, %v, %v", got, stale, err)
	}
	later := now.Add(sessionIdle - time.Minute)
	if _, stale, err = d.UserBySession(ctx, later, second); err != nil || !stale {
		t.Errorf("just before it is idle too long: %v, %v", stale, err)
	}
	if err := d.SawSession(ctx, later, second); err != nil {
		t.Fatal(err)
	}
	if _, stale, err = d.UserBySession(ctx, later.Add(time.Minute), second); err != nil || stale {
		t.Errorf("once it was seen: %v, %v", stale, err)
	}
	if _, _, err := d.UserBySession(ctx, later.Add(sessionIdle), second); !errors.Is(err, ErrNoAccess) {
		t.Errorf("idle too long: %v", err)
	}
	if err := d.EndSession(ctx, now, second); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.UserBySession(ctx, now, second); !errors.Is(err, ErrNoAccess) {
		t.Errorf("the ended session: %v", err)
	}
}

func TestTokens(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	secret, err := d.AddToken(ctx, now, "sheets", true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddToken(ctx, now, "sheets", false); !errors.Is(err, ErrTokenExists) {
		t.Errorf("the same name again: %v", err)
	}
	token, stale, err := d.TokenBySecret(ctx, now, secret)
	if err != nil || !stale || !token.MayWrite || token.Name != "sheets" {
		t.Errorf("the token: %+v, %v, %v", token, stale, err)
	}
	if err := d.SawToken(ctx, now, "sheets"); err != nil {
		t.Fatal(err)
	}
	if token, stale, err = d.TokenBySecret(ctx, now, secret); err != nil || stale || !token.UsedAt.Equal(now) {
		t.Errorf("the token in use: %+v, %v, %v", token, stale, err)
	}
	if err := d.RevokeToken(ctx, now, "sheets"); err != nil {
		t.Fatal(err)
	}
	if err := d.RevokeToken(ctx, now, "sheets"); !errors.Is(err, ErrNoToken) {
		t.Errorf("revoked again: %v", err)
	}
	if _, _, err := d.TokenBySecret(ctx, now, secret); !errors.Is(err, ErrNoAccess) {
		t.Errorf("the revoked token: %v", err)
	}
	again, err := d.AddToken(ctx, now, "sheets", false)
	if err != nil || again == secret {
		t.Errorf("a new token of a free name: %v", err)
	}
	if _, _, err := d.TokenBySecret(ctx, now, secret); !errors.Is(err, ErrNoAccess) {
		t.Errorf("the old secret of a name used again: %v", err)
	}
}

// TestSecretsAreNotKept looks for what must not be in the database.
func TestSecretsAreNotKept(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	u := addedUser(t, d, now)
	session, err := d.StartSession(ctx, now, u, "")
	if err != nil {
		t.Fatal(err)
	}
	token, err := d.AddToken(ctx, now, "sheets", false)
	if err != nil {
		t.Fatal(err)
	}
	var found int
	err = d.Read().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM session WHERE hash = ?)
		+ (SELECT count(*) FROM token WHERE hash = ?) + (SELECT count(*) FROM app_user WHERE password NOT LIKE '$argon2id$%')`,
		session, token).Scan(&found)
	if err != nil || found > 0 {
		t.Errorf("%d secrets are kept, %v", found, err)
	}
}

func TestASecretIsMadeOnce(t *testing.T) {
	ctx := t.Context()
	d := accessDB(t)
	if made, err := d.HasSecret(ctx, "cookie"); err != nil || made {
		t.Errorf("before: %v, %v", made, err)
	}
	first, err := d.Secret(ctx, "cookie")
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.Secret(ctx, "cookie")
	if err != nil || string(first) != string(second) || len(first) != 32 {
		t.Errorf("%x, then %x, %v", first, second, err)
	}
}

func TestDamagedHashesMatchNothing(t *testing.T) {
	good := hashPassword("correct horse")
	if !passwordMatches(good, "correct horse") {
		t.Fatal("a password does not match its hash")
	}
	for _, bad := range []string{"", "$", good + "x$", strings.Replace(good, "t=2", "t=0", 1), strings.Replace(good, "argon2id", "argon2i", 1), good[:len(good)-44]} {
		if passwordMatches(bad, "correct horse") {
			t.Errorf("%q matches", bad)
		}
	}
}

func accessDB(t *testing.T) *DB {
	t.Helper()
	d, err := Open(context.Background(), filepath.Join(t.TempDir(), "access.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func addedUser(t *testing.T, d *DB, now time.Time) User {
	t.Helper()
	if err := d.AddUser(t.Context(), now, NewUser{Email: "ana@example.com", Role: "manager", Password: "correct horse"}); err != nil {
		t.Fatal(err)
	}
	u, err := d.UserByPassword(t.Context(), "ana@example.com", "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	return u
}
