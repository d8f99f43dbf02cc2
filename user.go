package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"relato/db"
)

type userCommands struct {
	Add      userAddCommand      `cmd:"" help:"Add a user."`
	List     userListCommand     `cmd:"" set:"missing=it must be there" help:"List the users."`
	Password userPasswordCommand `cmd:"" set:"missing=it must be there" help:"Set a user's password: the way back in for who is locked out."`
	Remove   userRemoveCommand   `cmd:"" set:"missing=it must be there" help:"Remove a user; the last admin stays."`
}

type userAddCommand struct {
	Email string `arg:"" help:"What the user signs in with."`
	database
	Name string `help:"The user's name."`
	Role string `enum:"admin,manager,agent" default:"manager" help:"What the user is: admin, manager or agent."`
	newPassword
}

// newPassword is how a command learns a password.
type newPassword struct {
	PasswordStdin bool `help:"Read the password from standard input instead of asking for it."`
}

// Run adds a user.
func (u *userAddCommand) Run(ctx context.Context, c *console) error {
	password, err := u.read(ctx, c, u.Email)
	if err != nil {
		return err
	}
	d, err := u.open(ctx)
	if err != nil {
		return err
	}
	err = d.AddUser(ctx, c.now(), db.NewUser{Email: u.Email, Name: u.Name, Role: u.Role, Password: password})
	var field *db.FieldError
	switch {
	case errors.As(err, &field):
		err = usageError{fmt.Errorf("user add: %w", err)}
	case err != nil:
		err = fmt.Errorf("user %s: %w", u.Email, err)
	default:
		c.warnf("%s can sign in now.\n", u.Email)
	}
	return errors.Join(err, d.Close())
}

// read reads the password, or asks for it twice.
func (n newPassword) read(ctx context.Context, c *console, email string) (string, error) {
	if n.PasswordStdin {
		line, err := bufio.NewReader(c.input(ctx)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", fmt.Errorf("read the password from standard input: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	keyboard, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(keyboard.Fd())) {
		return "", usageError{errors.New("there is no terminal to ask for the password; send it with --password-stdin")}
	}
	first, err := ask(ctx, c, keyboard, fmt.Sprintf("Password for %s (at least %d characters): ", email, db.MinPassword))
	if err != nil {
		return "", err
	}
	second, err := ask(ctx, c, keyboard, "The same again: ")
	if err == nil && first != second {
		err = errors.New("the two passwords are not the same; nothing was changed")
	}
	return first, err
}

// ask asks for a password without showing it. Whatever is typed when a signal has ended that is shown again.
func ask(ctx context.Context, c *console, keyboard *os.File, question string) (string, error) {
	fd := int(keyboard.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	c.warnf("%s", question)
	answer, err := await(ctx, func() ([]byte, error) { return term.ReadPassword(fd) })
	if ctx.Err() != nil {
		for range 100 { // who reads may be about to turn it off
			if now, err := term.GetState(fd); err != nil || !reflect.DeepEqual(now, before) {
				break
			}
			time.Sleep(time.Millisecond)
		}
		err = errors.Join(ctx.Err(), term.Restore(fd, before))
	}
	c.warnf("\n")
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(answer), nil
}

type userListCommand struct{ database }

// Run lists the users.
func (u *userListCommand) Run(ctx context.Context, c *console) error {
	d, err := u.openExisting(ctx)
	if err != nil {
		return err
	}
	users, err := d.Users(ctx, c.now())
	if err != nil {
		return errors.Join(err, d.Close())
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "EMAIL\tNAME\tROLE\tLAST SIGN-IN\tSESSIONS")
	for _, user := range users {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\n", user.Email, user.Name, user.Role, date(user.SignedInAt), user.Sessions)
	}
	return errors.Join(table.Flush(), d.Close())
}

type userPasswordCommand struct {
	Email string `arg:"" help:"What the user signs in with."`
	database
	newPassword
	WithoutSecondFactor bool `help:"Turn the second factor off too, for who has lost the device and the recovery codes."`
}

// Run sets a user's password and ends the user's sessions.
func (u *userPasswordCommand) Run(ctx context.Context, c *console) error {
	password, err := u.read(ctx, c, u.Email)
	if err != nil {
		return err
	}
	return u.toUser(ctx, c, u.Email, func(d *db.DB, user db.Person) error {
		if err := d.SetPassword(ctx, c.now(), user.ID, password); err != nil {
			return err
		}
		if u.WithoutSecondFactor {
			if err := d.TurnOffFactor(ctx, c.now(), user.ID); err != nil {
				return err
			}
		}
		c.warnf("%s can sign in with the new password; all sessions have ended.\n", user.Email)
		return nil
	})
}

type userRemoveCommand struct {
	Email string `arg:"" help:"What the user signs in with."`
	database
}

// Run removes a user.
func (u *userRemoveCommand) Run(ctx context.Context, c *console) error {
	return u.toUser(ctx, c, u.Email, func(d *db.DB, user db.Person) error {
		if err := d.RemoveUser(ctx, c.now(), user.ID); err != nil {
			return err
		}
		c.warnf("%s has no access any more.\n", user.Email)
		return nil
	})
}

// toUser does something to the user with an email.
func (d database) toUser(ctx context.Context, c *console, email string, do func(*db.DB, db.Person) error) error {
	open, err := d.openExisting(ctx)
	if err != nil {
		return err
	}
	user, err := open.UserByEmail(ctx, c.now(), email)
	if err == nil {
		err = do(open, user)
	}
	if err != nil {
		err = fmt.Errorf("user %s: %w", email, err)
	}
	return errors.Join(err, open.Close())
}
