package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"relato/db"
)

type tokenCommands struct {
	Add    tokenAddCommand    `cmd:"" help:"Make a token and print it, this once."`
	List   tokenListCommand   `cmd:"" set:"missing=it must be there" help:"List the tokens, without their secrets."`
	Revoke tokenRevokeCommand `cmd:"" set:"missing=it must be there" help:"End a token."`
}

type tokenAddCommand struct {
	Name string `arg:"" help:"Who or what uses it."`
	database
	Write bool `help:"It may post events too."`
	Days  int  `help:"End it after so many days; 0 is never."`
}

// Run prints a new token, alone, so that a script can keep it.
func (t *tokenAddCommand) Run(ctx context.Context, c *console) error {
	token := db.NewToken{Name: t.Name, MayWrite: t.Write}
	switch {
	case t.Days < 0:
		return usageError{fmt.Errorf("--days %d: a token cannot end before it begins", t.Days)}
	case t.Days > 0:
		token.ExpiresAt = c.now().AddDate(0, 0, t.Days)
	}
	d, err := t.open(ctx)
	if err != nil {
		return err
	}
	secret, err := d.MakeToken(ctx, c.now(), token)
	if errors.Is(err, db.ErrNoName) {
		err = usageError{fmt.Errorf("token add: %w", err)}
	} else if err != nil {
		err = fmt.Errorf("token %s: %w", t.Name, err)
	}
	if err != nil {
		return errors.Join(err, d.Close())
	}
	c.printf("%s\n", secret)
	c.warnf("This is the only time that the token is shown.\n")
	return d.Close()
}

type tokenListCommand struct{ database }

// Run lists the tokens.
func (t *tokenListCommand) Run(ctx context.Context, c *console) error {
	d, err := t.openExisting(ctx)
	if err != nil {
		return err
	}
	tokens, err := d.Tokens(ctx)
	if err != nil {
		return errors.Join(err, d.Close())
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tMAY\tCREATED\tLAST USED\tSTATE")
	for _, token := range tokens {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n",
			token.Name, abilities(token), date(token.CreatedAt), date(token.UsedAt), state(token, c.now()))
	}
	return errors.Join(table.Flush(), d.Close())
}

func abilities(t db.Token) string {
	if t.MayWrite {
		return "read, write"
	}
	return "read"
}

func state(t db.Token, now time.Time) string {
	switch t.State(now) {
	case db.TokenOver:
		return "revoked " + date(t.RevokedAt)
	case db.TokenExpired:
		return "expired " + date(t.ExpiresAt)
	}
	return "in use"
}

// date writes a time to the day, a dash when there is none.
func date(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.DateOnly)
}

type tokenRevokeCommand struct {
	Name string `arg:"" help:"The token's name."`
	database
}

// Run ends a token.
func (t *tokenRevokeCommand) Run(ctx context.Context, c *console) error {
	d, err := t.openExisting(ctx)
	if err != nil {
		return err
	}
	if err := d.RevokeToken(ctx, c.now(), t.Name); err != nil {
		return errors.Join(fmt.Errorf("token %s: %w; see: relato token list", t.Name, err), d.Close())
	}
	c.warnf("The token %s opens nothing any more.\n", t.Name)
	return d.Close()
}
