package db

import (
	"database/sql"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestShares(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	ana := addedUser(t, d, now)
	made := Share{Name: "Board", Maker: ana.ID, Saved: Saved{"tags", "last-7", "tag=billing"}, ExpiresAt: now.Add(24 * time.Hour)}
	secret, err := d.AddShare(ctx, now, made)
	if err != nil {
		t.Fatal(err)
	}
	s, stale, err := d.ShareBySecret(ctx, now, secret)
	if err != nil || !stale || s.Saved != made.Saved || s.MakerName != ana.Email || s.Mask == "" || !s.CreatedAt.Equal(now) {
		t.Fatalf("%+v, %v, %v", s, stale, err)
	}
	if err := d.SawShare(ctx, now, s.ID); err != nil {
		t.Fatal(err)
	}
	if s, stale, _ = d.ShareBySecret(ctx, now, secret); stale || !s.UsedAt.Equal(now) {
		t.Errorf("in use: %+v, %v", s, stale)
	}
	if _, _, err := d.ShareBySecret(ctx, now, s.ID); !errors.Is(err, ErrNoShare) {
		t.Errorf("by its id: %v", err)
	}
	other, err := d.AddShare(ctx, now, made)
	if err != nil || other == secret {
		t.Fatalf("another: %v", err)
	}
	if o, _, _ := d.ShareBySecret(ctx, now, other); o.Mask == s.Mask {
		t.Error("two shares have the same mask")
	}
	if all, err := d.Shares(ctx, "bia", true); err != nil || len(all) != 2 {
		t.Errorf("everybody's: %+v, %v", all, err)
	}
	if hers, err := d.Shares(ctx, "bia", false); err != nil || len(hers) != 0 {
		t.Errorf("Bia's: %+v, %v", hers, err)
	}
	for name, err := range map[string]error{"revoke": d.RevokeShare(ctx, now, "bia", s.ID, false), "delete": d.DeleteShare(ctx, now, "bia", s.ID, false)} {
		if !errors.Is(err, ErrNoShare) {
			t.Errorf("%s of another user's: %v", name, err)
		}
	}
	if err := d.RevokeShare(ctx, now, ana.ID, s.ID, false); err != nil {
		t.Fatal(err)
	}
	if s, _, _ = d.ShareBySecret(ctx, now, secret); s.Ended(now) != ShareRevoked {
		t.Errorf("revoked: %+v", s)
	}
	if err := d.DeleteShare(ctx, now, "admin", s.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.ShareBySecret(ctx, now, secret); !errors.Is(err, ErrNoShare) {
		t.Errorf("deleted: %v", err)
	}
}

func TestSharesEnd(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	d := accessDB(t)
	ana := addedUser(t, d, now)
	expires := now.Add(24 * time.Hour)
	secret, err := d.AddShare(ctx, now, Share{Name: "x", Maker: ana.ID, ExpiresAt: expires})
	if err != nil {
		t.Fatal(err)
	}
	ended := func(now time.Time) ShareEnd {
		s, _, err := d.ShareBySecret(ctx, now, secret)
		if err != nil {
			t.Fatal(err)
		}
		return s.Ended(now)
	}
	if got := ended(expires.Add(-time.Millisecond)); got != ShareOpen {
		t.Errorf("just before it expires: %v", got)
	}
	if got := ended(expires); got != ShareExpired {
		t.Errorf("when it expires: %v", got)
	}
	if err := d.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE app_user SET role = 'agent' WHERE id = ?", ana.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if got := ended(now); got != ShareOrphaned {
		t.Errorf("its maker is an agent: %v", got)
	}
	deleteUser(t, d, ana.ID)
	if _, _, err := d.ShareBySecret(ctx, now, secret); !errors.Is(err, ErrNoShare) {
		t.Errorf("its maker is gone: %v", err)
	}
	for name, bad := range map[string]Share{
		"without a name": {ExpiresAt: expires}, "already over": {Name: "x", ExpiresAt: now.Add(-time.Second)},
		"for too long": {Name: "x", ExpiresAt: now.Add(MaxShare + time.Second)},
	} {
		if _, err := d.AddShare(ctx, now, bad); err == nil {
			t.Errorf("a share %s was made", name)
		}
	}
}

// TestSecretsOfSharesAreNotKept looks for the secret in every byte of the database.
func TestSecretsOfSharesAreNotKept(t *testing.T) {
	d := accessDB(t)
	now := time.Now()
	secret, err := d.AddShare(t.Context(), now, Share{Name: "find me", ExpiresAt: now.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, file := range []string{d.Path, d.Path + "-wal"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found = found || strings.Contains(string(content), "find me")
		if strings.Contains(string(content), secret) {
			t.Errorf("the secret is in %s", file)
		}
	}
	if !found {
		t.Error("the share is in no file, so that the test says nothing")
	}
}

// TestTheLogTellsOfShares makes a share, revokes it twice and deletes it, and another user fails to.
func TestTheLogTellsOfShares(t *testing.T) {
	d := accessDB(t)
	now := time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	ana := addedUser(t, d, now)
	ctx := As(t.Context(), Actor{Name: ana.Email, Address: "203.0.113.9"})
	saved := Saved{"tags", "last-7", "tag=" + strings.Repeat("x", maxAuditText)}
	secret, err := d.AddShare(ctx, now, Share{Name: "Board", Maker: ana.ID, Saved: saved, ExpiresAt: now.Add(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	s, _, err := d.ShareBySecret(ctx, now, secret)
	if err != nil {
		t.Fatal(err)
	}
	_ = d.RevokeShare(ctx, now, "bia", s.ID, false)
	_ = d.DeleteShare(ctx, now, "bia", s.ID, false)
	for _, err := range []error{
		d.RevokeShare(ctx, now, ana.ID, s.ID, false), d.RevokeShare(ctx, now, ana.ID, s.ID, false), d.DeleteShare(ctx, now, ana.ID, s.ID, false),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var deeds []Deed
	if err := d.EachEntry(ctx, LogFilter{}, func(e *Entry) error {
		if e.Deed == UserAdded {
			return nil
		}
		deeds = append(deeds, e.Deed)
		f, ok := FactsIn(e.Detail)
		if want := (Facts{Report: "tags", Period: "last-7", Until: now.Add(24 * time.Hour)}); !ok || f != want {
			t.Errorf("%s: %+v of %s, want %+v", e.Deed, f, e.Detail, want)
		}
		if e.Who != ana.Email || e.Address != "203.0.113.9" || e.About != "Board" {
			t.Errorf("%s: %+v", e.Deed, e)
		}
		if strings.Contains(e.About+e.Detail, secret) {
			t.Errorf("%s: the secret is in the log", e.Deed)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if want := []Deed{ShareForgotten, ShareEnded, ShareMade}; !slices.Equal(deeds, want) {
		t.Errorf("the log has %v, want %v", deeds, want)
	}
}

// TestFactsIn reads what earlier versions wrote, which has none.
func TestFactsIn(t *testing.T) {
	for _, old := range []string{"", "3", "manager", "21867 new, 0 known, 0 rejected", "Ana → Ana Maria, manager → agent", "{Ana} → Bia"} {
		if f, ok := FactsIn(old); ok {
			t.Errorf("%s: %+v", old, f)
		}
	}
	added := int64(0)
	want := Facts{New: &added, Rejected: 2}
	if f, ok := FactsIn(want.Detail()); !ok || f.New == nil || *f.New != 0 || f.Rejected != 2 {
		t.Errorf("%s: %+v", want.Detail(), f)
	}
}
