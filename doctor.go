package main

import (
	"context"
	"errors"
	"fmt"
)

type doctorCommand struct{ database }

// Run checks the installation, and fails when something is wrong.
func (d *doctorCommand) Run(ctx context.Context, c *console) error {
	account, err := d.openExisting(ctx)
	if err != nil {
		return err
	}
	found, err := account.Check(ctx, c.now())
	for _, f := range found {
		c.printf("wrong:  %s\nremedy: %s\n", f.What, f.Remedy)
	}
	if err = errors.Join(err, account.Close()); err != nil {
		return fmt.Errorf("doctor: %w", err)
	}
	if len(found) > 0 {
		return errSaid
	}
	c.printf("%s is well.\n", d.DB)
	return nil
}
