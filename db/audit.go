package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Actor is who does something, and from where.
type Actor struct {
	Name    string // email of a user, or what the program is called; empty = the command line
	Address string // of the network
	Browser string // as it calls itself
}

type actorKey struct{}

// As gives a context in which what is done is done by somebody. It travels with the context because every write needs it
// and none decides by it: it is only written down.
func As(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// ActorOf is who does what is done in a context; nobody has said = the command line.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// Deed is a kind of thing that the audit log tells.
type Deed string

// The deeds.
const (
	SignedIn          Deed = "sign_in"
	SignedOut         Deed = "sign_out"
	UserAdded         Deed = "user_add"
	UserChanged       Deed = "user_change"
	UserRemoved       Deed = "user_remove"
	LinkMade          Deed = "password_link"
	PasswordChanged   Deed = "password_change"
	SessionsEnded     Deed = "sessions_end"
	FactorOn          Deed = "totp_on"
	FactorOff         Deed = "totp_off"
	RecoveryCodesMade Deed = "recovery_codes"
	RecoveryCodeUsed  Deed = "recovery_code_use"
	TokenAdded        Deed = "token_add"
	TokenRevoked      Deed = "token_revoke"
	SettingChanged    Deed = "setting_change"
	Exported          Deed = "export"
	Imported          Deed = "import"
	ShareMade         Deed = "share_add"
	ShareEnded        Deed = "share_revoke"
	ShareForgotten    Deed = "share_remove"
)

// Deeds are all deeds, in the order in which a list offers them.
var Deeds = []Deed{
	SignedIn, SignedOut, PasswordChanged, SessionsEnded, FactorOn, FactorOff, RecoveryCodesMade, RecoveryCodeUsed,
	UserAdded, UserChanged, UserRemoved, LinkMade, TokenAdded, TokenRevoked, ShareMade, ShareEnded, ShareForgotten, SettingChanged,
	Exported, Imported,
}

// Entry is one line of the audit log.
type Entry struct {
	At      time.Time
	Who     string // as in Actor
	Deed    Deed
	About   string // the user, token, share, setting, report or file that it was done to
	Detail  string // Facts as JSON, "old → new", an address, a role, a count; may be empty
	Address string
	Refused bool // it was tried, and not done
}

// AuditLife is how long a line of the audit log is kept: a year, and time to look at it.
const AuditLife = 400 * 24 * time.Hour

// maxAuditText is the most characters of a field: names that fail to sign in come from strangers.
const maxAuditText = 500

// Log writes a line of the audit log, alone. Who and Address are the context's unless the entry has its own.
func (d *DB) Log(ctx context.Context, e Entry) error {
	return d.Write(ctx, func(tx *sql.Tx) error { return audit(ctx, tx, e) })
}

// audit writes a line of the audit log together with what it tells.
func audit(ctx context.Context, tx *sql.Tx, e Entry) error {
	actor := ActorOf(ctx)
	if e.Who == "" {
		e.Who = actor.Name
	}
	if e.Address == "" {
		e.Address = actor.Address
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO audit (at, who, deed, about, detail, address, refused) VALUES (?, ?, ?, ?, ?, ?, ?)",
		e.At.UnixMilli(), cut(e.Who), string(e.Deed), cut(e.About), cut(e.Detail), cut(e.Address), number(e.Refused))
	if err == nil {
		_, err = tx.ExecContext(ctx, "DELETE FROM audit WHERE at < ?", e.At.Add(-AuditLife).UnixMilli())
	}
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// cut shortens a text to what the log keeps of it.
func cut(text string) string {
	if utf8.RuneCountInString(text) <= maxAuditText {
		return text
	}
	return string([]rune(text)[:maxAuditText-1]) + "…"
}

// changed is the detail of a change.
func changed(old, to string) string { return old + " → " + to }

// Facts are what a detail is made of, without the words of any language: who reads the log says them in theirs. What an
// earlier version wrote in English stands as it is.
type Facts struct {
	Name *[2]string `json:"name,omitempty"` // that a user had and has
	Role *[2]string `json:"role,omitempty"`

	New      *int64 `json:"new,omitempty"` // events of an import
	Known    int64  `json:"known,omitempty"`
	Rejected int64  `json:"rejected,omitempty"`

	Report string    `json:"report,omitempty"` // that a share shows
	Period string    `json:"period,omitempty"` // as in Saved
	Until  time.Time `json:"until,omitzero"`   // when the share ends
	Query  string    `json:"query,omitempty"`  // as in Saved; empty where it is longer than the log keeps
}

// Detail writes facts into an entry.
func (f Facts) Detail() string {
	text := f.json()
	if utf8.RuneCountInString(text) > maxAuditText {
		f.Query = ""
		text = f.json()
	}
	return text
}

func (f Facts) json() string {
	text, err := json.Marshal(f)
	if err != nil {
		return "" // a year that RFC 3339 has not
	}
	return string(text)
}

// FactsIn are the facts of a detail; it is false when it has none.
func FactsIn(detail string) (f Facts, ok bool) {
	if !strings.HasPrefix(detail, "{") {
		return f, false
	}
	return f, json.Unmarshal([]byte(detail), &f) == nil
}
