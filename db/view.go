package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxName is the most characters of the name of a view or share, maxViews the most views that one user keeps.
const (
	MaxName  = 80
	maxViews = 500
)

// Errors of saved views.
var (
	ErrNoView       = errors.New("there is no such view")
	ErrViewExists   = errors.New("there is a view of this name already")
	ErrTooManyViews = fmt.Errorf("these are %d views already; delete one first", maxViews)
	ErrBadName      = fmt.Errorf("a name has 1 to %d characters on one line", MaxName)
)

// Saved is an address of a report as it is kept.
type Saved struct {
	Report string // "overview", "agents", "tags", "conversations"
	Period string // a report.Relative; empty = the dates of the query
	Query  string // the filter as an address has it
}

// View is an address that somebody keeps under a name.
type View struct {
	ID, Name  string
	Owner     string // id of the user; empty = the visitors of a demo
	OwnerName string // or e-mail; empty when the user is gone
	Shared    bool   // all users see it
	Saved
}

const viewFields = `SELECT v.id, v.name, v.owner, coalesce(nullif(u.name, ''), u.email, ''), v.shared, v.report, v.period, v.query
	FROM saved_view v LEFT JOIN app_user u ON u.id = v.owner`

const viewsOf = viewFields + " WHERE v.owner = ? OR v.shared = 1 ORDER BY v.name_key, v.id"

func scanView(scan func(...any) error) (View, error) {
	var v View
	err := scan(&v.ID, &v.Name, &v.Owner, &v.OwnerName, &v.Shared, &v.Report, &v.Period, &v.Query)
	if err != nil {
		err = fmt.Errorf("read view: %w", err)
	}
	return v, err
}

// Views are a user's own views and those that others share, by name.
func (d *DB) Views(ctx context.Context, user string) ([]View, error) {
	rows, err := d.ask(ctx, viewsOf, user)
	if err != nil {
		return nil, fmt.Errorf("read views: %w", err)
	}
	defer rows.Close()
	var views []View
	for rows.Next() {
		v, err := scanView(rows.Scan)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, rows.Err()
}

// View is a view that a user may open, else ErrNoView.
func (d *DB) View(ctx context.Context, user, id string) (View, error) {
	v, err := scanView(d.read.QueryRowContext(ctx, viewFields+" WHERE v.id = ? AND (v.owner = ? OR v.shared = 1)", id, user).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return View{}, ErrNoView
	}
	return v, err
}

// SaveView keeps a view and gives its id. It is ErrViewExists when its owner has another of the name, in upper or lower
// case, unless that is to be replaced.
func (d *DB) SaveView(ctx context.Context, now time.Time, v View, replace bool) (id string, err error) {
	if v.Name, err = nameOf(v.Name); err != nil {
		return "", err
	}
	err = d.Write(ctx, func(tx *sql.Tx) error {
		if err := forgetViews(ctx, tx); err != nil {
			return err
		}
		var views int
		err := tx.QueryRowContext(ctx, "SELECT count(*), coalesce(max(CASE WHEN name_key = ? THEN id END), '') FROM saved_view WHERE owner = ?",
			nameKey(v.Name), v.Owner).Scan(&views, &id)
		switch {
		case err != nil:
			return fmt.Errorf("save view: %w", err)
		case id != "" && !replace:
			return ErrViewExists
		case id == "" && views >= maxViews:
			return ErrTooManyViews
		case id == "":
			id = rand.Text()
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO saved_view (id, owner, name, name_key, shared, report, period, query, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared = excluded.shared,
			report = excluded.report, period = excluded.period, query = excluded.query`,
			id, v.Owner, v.Name, nameKey(v.Name), number(v.Shared), v.Report, v.Period, v.Query, now.UnixMilli())
		if err != nil {
			return fmt.Errorf("save view: %w", err)
		}
		return nil
	})
	return id, err
}

// forgetViews forgets the private views of users who are gone: nobody can see them any more.
func forgetViews(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM saved_view WHERE shared = 0 AND owner <> ''
		AND NOT EXISTS (SELECT 1 FROM app_user u WHERE u.id = saved_view.owner)`)
	if err != nil {
		return fmt.Errorf("forget views: %w", err)
	}
	return nil
}

// ChangeView gives a user's own view another name, and shares it or no longer. It is ErrNoView when it is not the
// user's, ErrViewExists when another of the user's has the name.
func (d *DB) ChangeView(ctx context.Context, user, id, name string, shared bool) error {
	name, err := nameOf(name)
	if err != nil {
		return err
	}
	return d.Write(ctx, func(tx *sql.Tx) error {
		var taken bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM saved_view WHERE owner = ? AND name_key = ? AND id <> ?)",
			user, nameKey(name), id).Scan(&taken)
		if err != nil {
			return fmt.Errorf("change view: %w", err)
		}
		if taken {
			return ErrViewExists
		}
		result, err := tx.ExecContext(ctx, "UPDATE saved_view SET name = ?, name_key = ?, shared = ? WHERE id = ? AND owner = ?",
			name, nameKey(name), number(shared), id, user)
		return orNone(result, err, "write", ErrNoView)
	})
}

// DeleteView deletes a user's own view, or with anyShared one that somebody shares; else it is ErrNoView.
func (d *DB) DeleteView(ctx context.Context, user, id string, anyShared bool) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM saved_view WHERE id = ? AND (owner = ? OR shared = 1 AND ?)", id, user, anyShared)
		return orNone(result, err, "write", ErrNoView)
	})
}

// nameOf is a name without spaces around it, else ErrBadName.
func nameOf(name string) (string, error) {
	name = norm.NFC.String(strings.TrimSpace(name))
	if name == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > MaxName || strings.ContainsFunc(name, unicode.IsControl) {
		return "", ErrBadName
	}
	return name, nil
}

// nameKey is a name as it compares.
func nameKey(name string) string { return strings.ToLower(name) }
