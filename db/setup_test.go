package db_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSetUp(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	zone, company := "America/Sao_Paulo", "Loja Horizonte"
	line := conversation.SettingsLine{Timezone: &zone, Company: &company}
	first := db.NewUser{Email: "chefe@example.com", Name: "Chefe", Role: "admin", Password: "correct horse"}

	t.Run("all of it", func(t *testing.T) {
		d := open(t)
		u, err := d.SetUp(ctx, now, first, line)
		check(t, err)
		settings, err := d.Settings(ctx)
		check(t, err)
		if settings.Timezone != zone || settings.Company != company {
			t.Errorf("the settings are %+v", settings)
		}
		if got, err := d.UserByPassword(ctx, "Chefe@example.com", "correct horse"); err != nil || got != u {
			t.Errorf("signing in gives %+v, %v; want %+v", got, err, u)
		}
	})
	t.Run("or nothing", func(t *testing.T) {
		d := open(t)
		wrong := first
		wrong.Password = "short"
		if _, err := d.SetUp(ctx, now, wrong, line); err == nil {
			t.Error("a short password was taken")
		}
		check(t, d.AddUser(ctx, now, db.NewUser{Email: "other@example.com", Role: "manager", Password: "correct horse"}))
		if _, err := d.SetUp(ctx, now, first, line); !errors.Is(err, db.ErrSetUp) {
			t.Errorf("with a user there already: %v", err)
		}
		if settings, err := d.Settings(ctx); err != nil || settings.TimezoneSet {
			t.Errorf("the settings are %+v, %v", settings, err)
		}
		if _, err := d.UserByPassword(ctx, first.Email, first.Password); !errors.Is(err, db.ErrNoAccess) {
			t.Errorf("the second first user: %v", err)
		}
	})
}

// TestOpenWaitsForWhoeverMakesTheDatabase opens a new file while another process is about to put the write-ahead log in
// place: SQLite answers that it is busy without waiting, since both would wait for each other.
func TestOpenWaitsForWhoeverMakesTheDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relato.db")
	other, err := sql.Open("sqlite", path)
	check(t, err)
	defer other.Close()
	maker, err := other.Conn(t.Context())
	check(t, err)
	_, err = maker.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	check(t, err)
	done := time.AfterFunc(200*time.Millisecond, func() {
		maker.ExecContext(t.Context(), "ROLLBACK") //nolint:errcheck // then the database stays locked, which the test sees
	})
	defer done.Stop()
	d, err := db.Open(t.Context(), path)
	check(t, err)
	check(t, d.Close())
}
