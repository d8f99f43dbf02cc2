package db_test

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// TestTheWholeLogIsReadInPieces expects all lines, each once, in the order of the page and of the moment at which somebody
// began, and that whoever takes them slowly keeps no connection from others.
func TestTheWholeLogIsReadInPieces(t *testing.T) {
	d := open(t)
	const lines = 2000 // whole pieces
	if err := d.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), `WITH RECURSIVE line (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM line WHERE i < 3 * ?)
			INSERT INTO audit (at, who, deed, about, detail, address, refused)
			SELECT ? + i / 7, 'ana', iif(i % 3 = 0, 'export', 'login'), i, '', '', 0 FROM line`, lines, noon.UnixMilli())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, f := range []db.LogFilter{{}, {Who: "AN"}, {Deed: db.Exported}, {Who: "bia"}} {
		want, total, err := d.LogPage(t.Context(), f, 0, 10*lines)
		if err != nil || total != len(want) {
			t.Fatal(total, err)
		}
		var got []db.Entry
		err = d.EachEntry(t.Context(), f, func(e *db.Entry) error {
			if held := d.Read().Stats().InUse; held > 0 {
				return fmt.Errorf("after %d lines %d connections are held", len(got), held)
			}
			if len(got) == 0 {
				if err := d.Log(t.Context(), db.Entry{At: noon, Who: "ana", Deed: db.Exported}); err != nil {
					return err
				}
			}
			got = append(got, *e)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-page +all):\n%s", f, diff)
		}
	}
}
