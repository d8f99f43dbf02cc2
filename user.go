package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"relato/db"
)

type userCommands struct {
	Add userAddCommand `cmd:"" help:"Add a user."`
}

type userAddCommand struct {
	Email string `arg:"" help:"What the user signs in with."`
	database
	Name          string `help:"The user's name."`
	Role          string `enum:"admin,manager,agent" default:"manager" help:"What the user is: admin, manager or agent."`
	PasswordStdin bool   `help:"Read the password from standard input instead of asking for it."`
}

// Run adds a user.
func (u *userAddCommand) Run(ctx context.Context, c *console) error {
	password, err := u.password(c)
	if err != nil {
		return err
	}
	d, err := u.open(ctx)
	if err != nil {
		return err
	}
	err = d.AddUser(ctx, c.now(), db.NewUser{Email: u.Email, Name: u.Name, Role: u.Role, Password: password})
	if err != nil {
		err = fmt.Errorf("user %s: %w", u.Email, err)
	} else {
		c.warnf("%s can sign in now.\n", u.Email)
	}
	return errors.Join(err, d.Close())
}

func (u *userAddCommand) password(c *console) (string, error) {
	if u.PasswordStdin {
		line, err := bufio.NewReader(c.in).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", fmt.Errorf("read the password from standard input: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	keyboard, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(keyboard.Fd())) {
		return "", usageError{errors.New("there is no terminal to ask for the password; send it with --password-stdin")}
	}
	first, err := ask(c, keyboard, fmt.Sprintf("Password for %s (at least %d characters): ", u.Email, db.MinPassword))
	if err != nil {
		return "", err
	}
	second, err := ask(c, keyboard, "The same again: ")
	if err == nil && first != second {
		err = errors.New("the two passwords are not the same; nothing was changed")
	}
	return first, err
}

// ask asks for a password without showing it.
func ask(c *console, keyboard *os.File, question string) (string, error) {
	c.warnf("%s", question)
	answer, err := term.ReadPassword(int(keyboard.Fd()))
	c.warnf("\n")
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(answer), nil
}
