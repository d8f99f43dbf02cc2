package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"relato/conversation"
)

// ErrSetUp says that the account has a user, so that the first one cannot be made any more.
var ErrSetUp = errors.New("somebody can sign in already")

// SetUp adds the first user and takes the account's first settings, in one transaction: both are there, or neither. It
// is ErrSetUp once there is any user.
func (d *DB) SetUp(ctx context.Context, now time.Time, u NewUser, settings conversation.SettingsLine) (User, error) {
	u.Email = strings.TrimSpace(u.Email)
	if err := errors.Join(u.checkWho(), CheckPassword(u.Password)); err != nil {
		return User{}, err
	}
	hash := hashPassword(u.Password)
	added := User{Email: u.Email, Name: u.Name, Role: u.Role}
	err := d.Write(ctx, func(tx *sql.Tx) error {
		var exist bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM app_user)").Scan(&exist); err != nil {
			return fmt.Errorf("read users: %w", err)
		}
		if exist {
			return ErrSetUp
		}
		var err error
		if added.ID, err = addUser(ctx, tx, now, u, hash); err != nil {
			return err
		}
		_, err = d.AppendTx(ctx, tx, now, []conversation.Item{settings})
		return err
	})
	return added, err
}
