package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Errors about users.
var (
	ErrNoUser    = errors.New("there is no such user")
	ErrLastAdmin = errors.New("nobody else who can sign in is an admin; make somebody else one first")
)

// Person is a user as other users see them.
type Person struct {
	User
	CreatedAt   time.Time
	SignedInAt  time.Time // zero = never
	Sessions    int       // that are open now
	LinkUntil   time.Time // until when a link waits to be used; zero = none does
	HasPassword bool      // else only a link can let them in
}

// Users are all users, by email.
func (d *DB) Users(ctx context.Context, now time.Time) ([]Person, error) {
	rows, err := d.read.QueryContext(ctx, personQuery+" ORDER BY u.email_key", personArgs(now)...)
	if err != nil {
		return nil, fmt.Errorf("read users: %w", err)
	}
	defer rows.Close()
	var people []Person
	for rows.Next() {
		p, err := scanPerson(rows.Scan)
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, rows.Err()
}

// UserByID is the user with an id, else ErrNoUser.
func (d *DB) UserByID(ctx context.Context, now time.Time, id string) (Person, error) {
	return person(d.read.QueryRowContext(ctx, personQuery+" WHERE u.id = ?", append(personArgs(now), id)...))
}

// UserByEmail is the user with an email, in upper or lower case, else ErrNoUser.
func (d *DB) UserByEmail(ctx context.Context, now time.Time, email string) (Person, error) {
	return person(d.read.QueryRowContext(ctx, personQuery+" WHERE u.email_key = ?", append(personArgs(now), emailKey(email))...))
}

const personQuery = "SELECT " + userFields + `, u.created_at, u.signed_in_at, u.password <> '',
	(SELECT count(*) FROM session s WHERE s.app_user = u.id AND s.expires_at > ? AND s.seen_at > ?),
	(SELECT l.expires_at FROM password_link l WHERE l.app_user = u.id AND l.expires_at > ?)
	FROM app_user u`

func personArgs(now time.Time) []any {
	return []any{now.UnixMilli(), now.Add(-sessionIdle).UnixMilli(), now.UnixMilli()}
}

func person(row *sql.Row) (Person, error) {
	p, err := scanPerson(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, ErrNoUser
	}
	return p, err
}

func scanPerson(scan func(...any) error) (Person, error) {
	var p Person
	var created int64
	var signedIn, link sql.NullInt64
	err := scan(append(p.fields(), &created, &signedIn, &p.HasPassword, &p.Sessions, &link)...)
	if err != nil {
		return Person{}, fmt.Errorf("read user: %w", err)
	}
	p.CreatedAt, p.SignedInAt, p.LinkUntil = time.UnixMilli(created), instant(signedIn), instant(link)
	return p, nil
}

// ChangeUser changes a user's name and role. Another role ends the user's sessions. It is ErrLastAdmin when nobody would
// be left who can change users.
func (d *DB) ChangeUser(ctx context.Context, now time.Time, id, name, role string) error {
	if err := checkRole(role); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *sql.Tx) error {
		u, err := userInTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE app_user SET name = ?, role = ? WHERE id = ?", name, role, id); err != nil {
			return fmt.Errorf("change user: %w", err)
		}
		var facts Facts
		if u.Name != name {
			facts.Name = &[2]string{u.Name, name}
		}
		if u.Role != role {
			facts.Role = &[2]string{u.Role, role}
			if err := errors.Join(keepsAdmin(ctx, tx, u), endSessions(ctx, tx, id)); err != nil {
				return err
			}
		}
		if facts == (Facts{}) {
			return nil
		}
		return audit(ctx, tx, Entry{At: now, Deed: UserChanged, About: u.Email, Detail: facts.Detail()})
	})
}

// RemoveUser removes a user and all that is theirs. It is ErrLastAdmin when nobody would be left who can change users.
func (d *DB) RemoveUser(ctx context.Context, now time.Time, id string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		u, err := userInTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM app_user WHERE id = ?", id); err != nil {
			return fmt.Errorf("remove user: %w", err)
		}
		if err := keepsAdmin(ctx, tx, u); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: UserRemoved, About: u.Email, Detail: u.Role})
	})
}

// userInTx is a user as a change finds them.
func userInTx(ctx context.Context, tx *sql.Tx, id string) (User, error) {
	var u User
	err := tx.QueryRowContext(ctx, "SELECT "+userFields+" FROM app_user u WHERE u.id = ?", id).Scan(u.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNoUser
	}
	if err != nil {
		return User{}, fmt.Errorf("read user: %w", err)
	}
	return u, nil
}

// keepsAdmin fails, and with it the transaction, when a change to an admin leaves none who can sign in. It looks after
// the change and in its transaction, of which there is one at a time: two changes cannot both count on the other's admin.
func keepsAdmin(ctx context.Context, tx *sql.Tx, was User) error {
	if was.Role != "admin" {
		return nil
	}
	var left bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM app_user WHERE role = 'admin' AND password <> '')").Scan(&left)
	if err != nil {
		return fmt.Errorf("read users: %w", err)
	}
	if !left {
		return ErrLastAdmin
	}
	return nil
}

// linkLife is how long a link to set a password waits.
const linkLife = 3 * 24 * time.Hour

// Invite adds a user without a password, and gives the secret of the link by which they set one, and until when.
func (d *DB) Invite(ctx context.Context, now time.Time, u NewUser) (id, secret string, until time.Time, err error) {
	if err := u.checkWho(); err != nil {
		return "", "", time.Time{}, err
	}
	err = d.Write(ctx, func(tx *sql.Tx) error {
		if id, err = addUser(ctx, tx, now, u, ""); err != nil {
			return err
		}
		secret, until, err = makeLink(ctx, tx, now, id)
		return err
	})
	return id, secret, until, err
}

// MakeLink gives the secret of a link by which a user sets a new password, and until when. An earlier one ends. Until it
// is used the old password works, so that a link that gets lost locks nobody out.
func (d *DB) MakeLink(ctx context.Context, now time.Time, id string) (secret string, until time.Time, err error) {
	err = d.Write(ctx, func(tx *sql.Tx) error {
		u, err := userInTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if secret, until, err = makeLink(ctx, tx, now, id); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: LinkMade, About: u.Email})
	})
	return secret, until, err
}

func makeLink(ctx context.Context, tx *sql.Tx, now time.Time, id string) (secret string, until time.Time, err error) {
	secret, until = rand.Text()+rand.Text(), now.Add(linkLife)
	_, err = tx.ExecContext(ctx, `INSERT INTO password_link (app_user, hash, expires_at) VALUES (?, ?, ?)
		ON CONFLICT (app_user) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at`,
		id, fingerprint(secret), until.UnixMilli())
	if err != nil {
		return "", time.Time{}, fmt.Errorf("make link: %w", err)
	}
	return secret, until, nil
}

// UserByLink is the user who may set a password by a link, else ErrNoAccess.
func (d *DB) UserByLink(ctx context.Context, now time.Time, secret string) (User, error) {
	return userByLink(ctx, d.read, now, secret)
}

func userByLink(ctx context.Context, q querier, now time.Time, secret string) (u User, err error) {
	err = q.QueryRowContext(ctx, "SELECT "+userFields+` FROM password_link l
		JOIN app_user u ON u.id = l.app_user WHERE l.hash = ? AND l.expires_at > ?`, fingerprint(secret), now.UnixMilli()).
		Scan(u.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNoAccess
	}
	if err != nil {
		return User{}, fmt.Errorf("read link: %w", err)
	}
	return u, nil
}

// UseLink sets a password by a link, which ends with it, as do all sessions of the user. A link that is used, replaced
// or too old is ErrNoAccess.
func (d *DB) UseLink(ctx context.Context, now time.Time, secret, password string) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	if _, err := d.UserByLink(ctx, now, secret); err != nil {
		return err // before the costly hash: anybody may send anything
	}
	hash := hashPassword(password)
	return d.Write(ctx, func(tx *sql.Tx) error {
		u, err := userByLink(ctx, tx, now, secret)
		if err != nil {
			return err
		}
		return setPassword(ctx, tx, now, u, hash, u.Email)
	})
}

// SetPassword sets a user's password, whoever asks, and ends all sessions of the user.
func (d *DB) SetPassword(ctx context.Context, now time.Time, id, password string) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	hash := hashPassword(password)
	return d.Write(ctx, func(tx *sql.Tx) error {
		u, err := userInTx(ctx, tx, id)
		if err != nil {
			return err
		}
		return setPassword(ctx, tx, now, u, hash, "")
	})
}

// setPassword sets a password and ends what the one before had opened: sessions, and links to set another.
func setPassword(ctx context.Context, tx *sql.Tx, now time.Time, u User, hash, who string) error {
	_, err := tx.ExecContext(ctx, "UPDATE app_user SET password = ? WHERE id = ?", hash, u.ID)
	if err == nil {
		_, err = tx.ExecContext(ctx, "DELETE FROM password_link WHERE app_user = ?", u.ID)
	}
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	if err := endSessions(ctx, tx, u.ID); err != nil {
		return err
	}
	return audit(ctx, tx, Entry{At: now, Who: who, Deed: PasswordChanged, About: u.Email})
}
