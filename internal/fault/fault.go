// Package fault makes errors of panics. In a goroutine of its own a panic ends the whole process, and all that others ask of it.
package fault

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
)

// Error is a panic.
type Error struct {
	What  any
	Stack string // of the goroutine, and so where it was
}

// Error says what happened, without the stack: it may be shown to people.
func (e *Error) Error() string {
	return fmt.Sprint("this is a fault of Relato, please report it: ", e.What)
}

// Of is the error of what recover returned. It is called where that was, and a panic that is passed on stays as it is.
func Of(what any) *Error {
	if e, ok := what.(*Error); ok {
		return e
	}
	return &Error{what, string(debug.Stack())}
}

// Catch makes a panic of a function its error. The function defers it.
func Catch(err *error) {
	if what := recover(); what != nil {
		*err = Of(what)
	}
}

// Caught is what a function returns, or the error of its panic.
func Caught(do func() error) (err error) {
	defer Catch(&err)
	return do()
}

// Whole is what an error says, with the stack if it is of a panic.
func Whole(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return err.Error() + "\n\n" + e.Stack
	}
	return err.Error()
}

// Attr writes errors of panics into a log with their stacks. It is for slog.HandlerOptions.
func Attr(_ []string, a slog.Attr) slog.Attr {
	if err, ok := a.Value.Any().(error); ok && errors.As(err, new(*Error)) {
		a.Value = slog.StringValue(Whole(err))
	}
	return a
}
