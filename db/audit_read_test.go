package db_test

import (
	"testing"

	"relato/db"
)

// TestTheLogIsSearchedCaseApart finds who did something by a part of their name, in any letters, and takes what means
// something in patterns as it stands.
func TestTheLogIsSearchedCaseApart(t *testing.T) {
	d := open(t)
	for _, name := range []string{"token ÁREA FISCAL", "ana_1@example.com", "ana+1@example.com"} {
		if err := d.Log(db.As(t.Context(), db.Actor{Name: name}), db.Entry{At: noon, Deed: db.Exported}); err != nil {
			t.Fatal(err)
		}
	}
	for who, want := range map[string]int{"": 3, "token": 1, "fiscal": 1, "ÁREA": 1, "área": 1, "ANA": 2, "ana_": 1, "%": 0, `\`: 0} {
		found, total, err := d.LogPage(t.Context(), db.LogFilter{Who: who}, 0, 10)
		if err != nil || total != want || len(found) != want {
			t.Errorf("%q finds %d and counts %d, want %d: %v", who, len(found), total, want, err)
		}
	}
}
