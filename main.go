// Relato turns what happened on a company's WhatsApp numbers into four reports. This is the command line; README.md
// begins with the two commands that a newcomer needs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // every zone, also where the machine has none

	"github.com/alecthomas/kong"

	"relato/internal/fault"
)

// commands is the command line.
type commands struct {
	Serve    serveCommand    `cmd:"" help:"Serve the reports."`
	Demo     demoCommand     `cmd:"" help:"Serve a made-up company, to look around. Needs nothing and leaves nothing."`
	Import   importCommand   `cmd:"" help:"Import files; repeat it as you like, nothing is doubled."`
	User     userCommands    `cmd:"" help:"People who may sign in."`
	Token    tokenCommands   `cmd:"" help:"Tokens for programs that read reports or post events."`
	Source   sourceCommands  `cmd:"" help:"Live sources: services that send what happens."`
	Replay   replayCommand   `cmd:"" set:"missing=it must be there" help:"Try again what lies in quarantine, because it was not understood when it came."`
	Settings settingsCommand `cmd:"" help:"Print the account's settings, or change one."`
	Backup   backupCommand   `cmd:"" set:"missing=it must be there" help:"Copy the database, also while it is in use."`
	Restore  restoreCommand  `cmd:"" help:"Put a backup in the place of the database, which nobody may have open."`
	Doctor   doctorCommand   `cmd:"" set:"missing=it must be there" help:"Check the installation, and say what to do about what is wrong."`
	Version  versionCommand  `cmd:"" help:"Print the versions of Relato and what it is made with."`
}

// console is the world around a command.
type console struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
}

func (c *console) printf(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }
func (c *console) warnf(format string, args ...any)  { fmt.Fprintf(c.err, format, args...) }

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// usageError is a command that was called wrongly.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errSaid is a failure of which everything has been said already.
var errSaid = errors.New("failed")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], &console{os.Stdin, os.Stdout, os.Stderr, time.Now})
	stop()
	os.Exit(exitCode(err))
}

// run runs one command and says what was wrong with it.
func run(ctx context.Context, args []string, c *console) error {
	err := dispatch(ctx, args, c)
	switch {
	case err == nil, errors.Is(err, errSaid):
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		c.warnf("relato: stopped\n")
	default:
		c.warnf("relato: %s\n", fault.Whole(err))
	}
	return err
}

func dispatch(ctx context.Context, args []string, c *console) error {
	parser, err := kong.New(&commands{Source: sourceCommands{Add: newSourceAdd(hooks)}},
		kong.Name("relato"),
		kong.Description("Reports on a company's WhatsApp conversations. Try: relato demo"),
		kong.Writers(c.out, c.err),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"conversations": strconv.Itoa(demoConversations), "kinds": strings.Join(kinds(), ", "), "missing": "made if there is none"},
		kong.DefaultEnvars("RELATO"),
		kong.Resolvers(fromFile{}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
	)
	if err == nil {
		err = forgetEmpty()
	}
	if err != nil {
		return fmt.Errorf("command line: %w", err)
	}
	command, err := parser.Parse(args)
	if err != nil {
		return usageError{fmt.Errorf("%w; see: relato --help", err)}
	}
	return command.Run()
}

func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailed
}
