package db

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"database/sql"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// The second factor is a code of RFC 6238 as authenticator apps make it: SHA-1, six digits, every 30 seconds. A clock may be
// a step ahead or behind.
const (
	totpStep   = 30 // seconds
	totpDigits = 6
	totpSlack  = 1 // steps
	totpBytes  = 20
)

// recoveryCodes is how many codes let somebody in who has lost the other device.
const recoveryCodes = 10

// ErrFactorOn says that a user has a second factor already.
var ErrFactorOn = errors.New("the second factor is on already")

var factorText = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewFactor is a secret for a second factor, in base32 as people type it.
func NewFactor() string {
	secret := make([]byte, totpBytes)
	rand.Read(secret) // never fails
	return factorText.EncodeToString(secret)
}

// hotp is the code of a counter (RFC 4226).
func hotp(secret []byte, counter int64, digits int) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(counter)))
	sum := mac.Sum(nil)
	code := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&0xf:]) & 0x7fffffff
	text := fmt.Sprintf("%0*d", digits, code)
	return text[len(text)-digits:]
}

// matchingStep is the step after another at which a code is right, 0 = none. now is Unix time in seconds.
func matchingStep(secret string, code string, now, after int64) int64 {
	key, err := factorText.DecodeString(secret)
	if err != nil || len(key) != totpBytes || len(code) != totpDigits {
		return 0
	}
	var found int64
	for step := now/totpStep - totpSlack; step <= now/totpStep+totpSlack; step++ {
		if step > after && subtle.ConstantTimeCompare([]byte(hotp(key, step, totpDigits)), []byte(code)) == 1 {
			found = step
		}
	}
	return found
}

// plainCode is a code without what people put between its parts.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

// TurnOnFactor gives a user a second factor, once a code shows that their device has the secret, and gives the codes that
// stand in for the device. A wrong code is ErrNoAccess.
func (d *DB) TurnOnFactor(ctx context.Context, now time.Time, user User, secret, code string) (recovery []string, err error) {
	step := matchingStep(secret, plainCode(code), now.Unix(), 0)
	if step == 0 {
		return nil, ErrNoAccess
	}
	err = d.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "UPDATE app_user SET totp = ?, totp_step = ? WHERE id = ? AND totp = ''", secret, step, user.ID)
		if err := orNone(result, err, "turn on the second factor", ErrFactorOn); err != nil {
			return err
		}
		if recovery, err = makeRecoveryCodes(ctx, tx, user.ID); err != nil {
			return err
		}
		return audit(ctx, tx, Entry{At: now, Deed: FactorOn, About: user.Email})
	})
	return recovery, err
}

// makeRecoveryCodes makes new codes, 80 random bits each, so that their fast hash cannot be searched for them.
func makeRecoveryCodes(ctx context.Context, tx *sql.Tx, user string) ([]string, error) {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		code := rand.Text()[:16]
		if _, err := tx.ExecContext(ctx, "INSERT INTO recovery_code (app_user, hash) VALUES (?, ?)", user, fingerprint(code)); err != nil {
			return nil, fmt.Errorf("write recovery code: %w", err)
		}
		codes[i] = strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:]}, "-")
	}
	return codes, nil
}

// CheckFactor checks a code of a user's second factor or one of their recovery codes, else it is ErrNoAccess. Every code
// is good for one time.
func (d *DB) CheckFactor(ctx context.Context, now time.Time, user User, code string) error {
	code = plainCode(code)
	return d.Write(ctx, func(tx *sql.Tx) error {
		var secret string
		var used int64
		err := tx.QueryRowContext(ctx, "SELECT totp, totp_step FROM app_user WHERE id = ?", user.ID).Scan(&secret, &used)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoAccess
		}
		if err != nil {
			return fmt.Errorf("read the second factor: %w", err)
		}
		if used > now.Unix()/totpStep+totpSlack {
			used = 0 // the clock was ahead then, and would lock the owner out until it is so late again
		}
		if step := matchingStep(secret, code, now.Unix(), used); step > 0 {
			if _, err := tx.ExecContext(ctx, "UPDATE app_user SET totp_step = ? WHERE id = ?", step, user.ID); err != nil {
				return fmt.Errorf("use a code: %w", err)
			}
			return nil
		}
		return useRecoveryCode(ctx, tx, now, user, code)
	})
}

func useRecoveryCode(ctx context.Context, tx *sql.Tx, now time.Time, user User, code string) error {
	result, err := tx.ExecContext(ctx, "DELETE FROM recovery_code WHERE app_user = ? AND hash = ?", user.ID, fingerprint(code))
	if err := orNone(result, err, "use a recovery code", ErrNoAccess); err != nil {
		return err
	}
	return audit(ctx, tx, Entry{At: now, Who: user.Email, Deed: RecoveryCodeUsed, About: user.Email})
}

// RecoveryCodes is how many recovery codes a user has left.
func (d *DB) RecoveryCodes(ctx context.Context, user string) (left int, err error) {
	err = d.read.QueryRowContext(ctx, "SELECT count(*) FROM recovery_code WHERE app_user = ?", user).Scan(&left)
	if err != nil {
		return 0, fmt.Errorf("count recovery codes: %w", err)
	}
	return left, nil
}

// TurnOffFactor takes a user's second factor away, and the recovery codes with it. A password alone lets them in then.
func (d *DB) TurnOffFactor(ctx context.Context, now time.Time, id string) error {
	return d.Write(ctx, func(tx *sql.Tx) error {
		u, err := userInTx(ctx, tx, id)
		if err != nil || !u.SecondFactor {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE app_user SET totp = '' WHERE id = ?", id)
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM recovery_code WHERE app_user = ?", id)
		}
		if err != nil {
			return fmt.Errorf("turn off the second factor: %w", err)
		}
		return audit(ctx, tx, Entry{At: now, Deed: FactorOff, About: u.Email})
	})
}
