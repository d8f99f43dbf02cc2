package main

import (
	"context"
	"errors"
	"fmt"

	"relato/db"
	"relato/report"
)

type doctorCommand struct{ database }

// Run checks the installation, and fails when something is wrong.
func (d *doctorCommand) Run(ctx context.Context, c *console) error {
	account, err := d.openExisting(ctx)
	if err != nil {
		return err
	}
	found, err := account.Check(ctx, c.now())
	var compared int
	if err == nil {
		var more []db.Finding
		more, compared, err = checkReports(ctx, report.NewIndex(account, c.now))
		found = append(found, more...)
	}
	for _, f := range found {
		c.printf("wrong:  %s\nremedy: %s\n", f.What, f.Remedy)
	}
	if err = errors.Join(err, account.Close()); err != nil {
		return fmt.Errorf("doctor: %w", err)
	}
	if len(found) > 0 {
		return errSaid
	}
	c.printf("%s is well; the four reports agree on %d questions.\n", d.DB, compared)
	return nil
}

// checkReports lets the four reports check each other on the account's own data.
func checkReports(ctx context.Context, x *report.Index) (found []db.Finding, compared int, err error) {
	disagreements, compared, err := x.Check(ctx)
	for _, what := range disagreements {
		found = append(found, db.Finding{
			What:   "reports disagree: " + what,
			Remedy: "this is a fault of Relato: please report it, with this line",
		})
	}
	return found, compared, err
}
