package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestViews(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	ana := addedUser(t, d, now)
	mine := View{Name: " Vendas ", Owner: ana.ID, Saved: Saved{"agents", "last-30", "channel=w1"}}
	id, err := d.SaveView(ctx, now, mine, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SaveView(ctx, now, View{Name: "VENDAS", Owner: ana.ID}, false); !errors.Is(err, ErrViewExists) {
		t.Errorf("the same name again: %v", err)
	}
	got, err := d.View(ctx, ana.ID, id)
	want := View{ID: id, Name: "Vendas", Owner: ana.ID, OwnerName: ana.Email, Saved: mine.Saved}
	if err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	mine.Name, mine.Period = "vendas", ""
	if again, err := d.SaveView(ctx, now, mine, true); err != nil || again != id {
		t.Errorf("replaced as %s, %v, want %s", again, err, id)
	}

	// Another user has their own names, and sees of Ana's what she shares.
	other, err := d.SaveView(ctx, now, View{Name: "Vendas", Owner: "bia"}, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.View(ctx, "bia", id); !errors.Is(err, ErrNoView) {
		t.Errorf("a private view of another user: %v", err)
	}
	for name, change := range map[string]error{
		"change": d.ChangeView(ctx, "bia", id, "x", false), "delete": d.DeleteView(ctx, "bia", id, false),
		"delete as an admin": d.DeleteView(ctx, "bia", id, true),
	} {
		if !errors.Is(change, ErrNoView) {
			t.Errorf("%s of a private view of another user: %v", name, change)
		}
	}
	if err := d.ChangeView(ctx, ana.ID, id, "Todas", true); err != nil {
		t.Fatal(err)
	}
	if got, want := viewNames(t, d, "bia"), "Todas Vendas"; got != want {
		t.Errorf("Bia sees %s, want %s", got, want)
	}
	if err := d.DeleteView(ctx, "bia", id, false); !errors.Is(err, ErrNoView) {
		t.Errorf("deleting a shared view of another user: %v", err)
	}
	if err := d.ChangeView(ctx, "bia", other, "Todas", false); err != nil {
		t.Errorf("a name that only another user has: %v", err)
	}
	if err := d.ChangeView(ctx, ana.ID, id, "TODAS", true); err != nil {
		t.Errorf("the same name in other letters: %v", err)
	}
	if err := d.DeleteView(ctx, "bia", id, true); err != nil {
		t.Errorf("an admin deletes a shared view: %v", err)
	}
	if got := viewNames(t, d, ana.ID); got != "" {
		t.Errorf("Ana still sees %s", got)
	}
}

func TestNamesOfViews(t *testing.T) {
	d := accessDB(t)
	for _, name := range []string{"", " ", "a\nb", "a\x00", "\xff", strings.Repeat("é", MaxName+1)} {
		if _, err := d.SaveView(t.Context(), time.Now(), View{Name: name}, false); !errors.Is(err, ErrBadName) {
			t.Errorf("%.10q: %v", name, err)
		}
		if err := d.ChangeView(t.Context(), "", "x", name, false); !errors.Is(err, ErrBadName) {
			t.Errorf("renamed to %.10q: %v", name, err)
		}
	}
	if _, err := d.SaveView(t.Context(), time.Now(), View{Name: strings.Repeat("é", MaxName)}, false); err != nil {
		t.Errorf("the longest name: %v", err)
	}
}

func TestViewsHaveAnEnd(t *testing.T) {
	d := accessDB(t)
	for n := range maxViews {
		if _, err := d.SaveView(t.Context(), time.Now(), View{Name: fmt.Sprint(n)}, false); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.SaveView(t.Context(), time.Now(), View{Name: "one more"}, false); !errors.Is(err, ErrTooManyViews) {
		t.Errorf("one more: %v", err)
	}
	if _, err := d.SaveView(t.Context(), time.Now(), View{Name: "7"}, true); err != nil {
		t.Errorf("one again: %v", err)
	}
}

// TestViewsOfUsersWhoLeft checks that what a team uses stays, and that nothing private does.
func TestViewsOfUsersWhoLeft(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	ana := addedUser(t, d, now)
	for name, shared := range map[string]bool{"team": true, "private": false} {
		if _, err := d.SaveView(ctx, now, View{Name: name, Owner: ana.ID, Shared: shared}, false); err != nil {
			t.Fatal(err)
		}
	}
	deleteUser(t, d, ana.ID)
	if got := viewNames(t, d, "bia"); got != "team" {
		t.Errorf("Bia sees %q", got)
	}
	if _, err := d.SaveView(ctx, now, View{Name: "mine", Owner: ""}, false); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := d.Read().QueryRowContext(ctx, "SELECT count(*) FROM saved_view").Scan(&left); err != nil || left != 2 {
		t.Errorf("%d views are left, %v", left, err)
	}
}

func viewNames(t *testing.T, d *DB, user string) string {
	t.Helper()
	views, err := d.Views(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range views {
		names = append(names, v.Name)
	}
	return strings.Join(slices.Sorted(slices.Values(names)), " ")
}

func deleteUser(t *testing.T, d *DB, id string) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(context.WithoutCancel(t.Context()), "DELETE FROM app_user WHERE id = ?", id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
