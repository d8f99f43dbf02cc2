package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"relato/db"
	"relato/handlers"
	"relato/source"
)

// hooks are the kinds of live sources.
var hooks = source.Hooks()

type sourceCommands struct {
	Add    sourceAddCommand    `cmd:"" help:"Connect a source, and print the path that its webhooks go to."`
	List   sourceListCommand   `cmd:"" set:"missing=it must be there" help:"List the sources, without their secrets."`
	Pause  sourcePauseCommand  `cmd:"" set:"missing=it must be there" help:"Send back what a source sends, so that it comes again later."`
	Resume sourceResumeCommand `cmd:"" set:"missing=it must be there" help:"Go on with a paused source."`
	Remove sourceRemoveCommand `cmd:"" set:"missing=it must be there" help:"Forget a source. Its conversations stay."`
	Sync   sourceSyncCommand   `cmd:"" set:"missing=it must be there" help:"Fetch what a source did not send."`
}

// kinds are the names of all kinds of sources.
func kinds() []string {
	names := make([]string, len(hooks))
	for i, h := range hooks {
		names[i] = h.Kind
	}
	return names
}

type sourceListCommand struct{ database }

// Run lists the sources.
func (s *sourceListCommand) Run(ctx context.Context, c *console) error {
	d, err := s.openExisting(ctx)
	if err != nil {
		return err
	}
	sources, err := d.Sources(ctx)
	if err != nil {
		return errors.Join(err, d.Close())
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tPATH\tSTATE\tLAST DELIVERY\tDELIVERIES\tEVENTS\tIGNORED\tIN QUARANTINE\tREFUSED")
	for _, s := range sources {
		state := "running"
		if s.Paused {
			state = "paused"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\n", s.Name, hookPath(s), state, moment(s.DeliveredAt),
			s.Deliveries, s.Events, s.Ignored, s.Waiting, s.Refused)
	}
	return errors.Join(table.Flush(), d.Close())
}

// hookPath is where a source's webhooks go to.
func hookPath(s db.Source) string { return "/hooks/" + s.Kind + "/" + s.ID }

// moment writes a time to the second, a dash when there is none.
func moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

// aboutSource is a command about one source.
type aboutSource struct {
	Name string `arg:"" help:"The source's name."`
	sealed
}

// run opens the database, does something about the source, and says so.
func (s *aboutSource) run(ctx context.Context, c *console, done string, do func(*db.DB) error) error {
	d, err := s.openExisting(ctx)
	if err != nil {
		return err
	}
	if err = do(d); errors.Is(err, db.ErrNoSource) {
		err = fmt.Errorf("%w; see: relato source list", err)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("source %s: %w", s.Name, err), d.Close())
	}
	c.warnf(done+"\n", s.Name)
	return d.Close()
}

type sourcePauseCommand struct{ aboutSource }

// Run pauses a source.
func (s *sourcePauseCommand) Run(ctx context.Context, c *console) error {
	return s.run(ctx, c, "The source %s is paused: what it sends is answered with 503, so that it comes again.", func(d *db.DB) error {
		return d.PauseSource(ctx, c.now(), s.Name, true)
	})
}

type sourceResumeCommand struct{ aboutSource }

// Run goes on with a source.
func (s *sourceResumeCommand) Run(ctx context.Context, c *console) error {
	return s.run(ctx, c, "The source %s is running.", func(d *db.DB) error { return d.PauseSource(ctx, c.now(), s.Name, false) })
}

type sourceRemoveCommand struct{ aboutSource }

// Run removes a source.
func (s *sourceRemoveCommand) Run(ctx context.Context, c *console) error {
	return s.run(ctx, c, "The source %s is removed, and what of it lay in quarantine. Its conversations stay.", func(d *db.DB) error {
		return d.RemoveSource(ctx, c.now(), s.Name)
	})
}

type replayCommand struct{ sealed }

// Run tries what lies in quarantine again.
func (r *replayCommand) Run(ctx context.Context, c *console) error {
	d, err := r.openExisting(ctx)
	if err != nil {
		return err
	}
	if _, err = d.ForgetQuarantined(ctx, c.now()); err != nil {
		return errors.Join(err, d.Close())
	}
	names, err := sourceNames(ctx, d)
	if err != nil {
		return errors.Join(err, d.Close())
	}
	done, err := handlers.Replay(ctx, d, hooks, c.now())
	c.printf("%d tried: %d understood, %d still in quarantine; %d events new, %d already there\n",
		done.Tried, done.Understood, done.Tried-done.Understood, done.Appended.New, done.Appended.Known)
	for _, q := range done.Left {
		from := moment(q.ReceivedAt)
		if name := names[q.Source]; name != "" { // of a source that is new since, it is not known
			from += " " + name
		}
		c.printf("  %s: %s\n", from, strings.Join(q.Reasons, "; "))
	}
	if more := done.Tried - done.Understood - len(done.Left); more > 0 {
		c.printf("  and %d more\n", more)
	}
	return errors.Join(err, d.Close())
}

// sourceNames are the names of all sources by their ids.
func sourceNames(ctx context.Context, d *db.DB) (map[string]string, error) {
	sources, err := d.Sources(ctx)
	names := map[string]string{}
	for _, s := range sources {
		names[s.ID] = s.Name
	}
	return names, err
}
