package main

import (
	"context"
	"errors"
	"fmt"

	"relato/db"
	"relato/report"
)

type doctorCommand struct{ sealed }

// Run checks the installation, and fails when something is wrong.
func (d *doctorCommand) Run(ctx context.Context, c *console) error {
	found, compared, err := d.check(ctx, c)
	if damage, is := db.Damage(d.DB, err); is {
		found, err = append(found, damage), nil
	}
	for _, f := range found {
		c.printf("wrong:  %s\nremedy: %s\n", f.What, f.Remedy)
	}
	switch {
	case err != nil:
		return fmt.Errorf("doctor: %w", err)
	case len(found) > 0:
		return errSaid
	}
	c.printf("%s is well; the four reports agree on %d questions.\n", d.DB, compared)
	return nil
}

// check looks at the database and its reports. What was found until an error came is given with it.
func (d *doctorCommand) check(ctx context.Context, c *console) (found []db.Finding, compared int, err error) {
	account, err := d.openExisting(ctx)
	if err != nil {
		return nil, 0, err
	}
	found, err = account.Check(ctx, c.now())
	if err == nil {
		var more []db.Finding
		more, compared, err = checkReports(ctx, report.NewIndex(account, c.now))
		found = append(found, more...)
	}
	return found, compared, errors.Join(err, account.Close())
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
