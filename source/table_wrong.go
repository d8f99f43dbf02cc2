package source

import (
	"errors"
	"fmt"
)

// CellError is what is wrong with a row of a table, in parts: whoever shows it in another language than English makes a
// sentence of its own.
type CellError struct {
	Problem CellProblem
	Field   string // one of TableFields; empty for NoIdentity
	Value   string // what the cell says, cut; empty where it is empty
}

// CellProblem is a kind of CellError.
type CellProblem string

// What can be wrong with a row.
const (
	NoTime      CellProblem = "no time"          // the cell is empty
	NotATime    CellProblem = "not a time"       // in no way of writing one
	NoSuchDate  CellProblem = "no such date"     // like the 31st of February
	BeforeTime  CellProblem = "before 1970"      // which no time can be
	AheadOfTime CellProblem = "ahead"            // of the clock, by more than 24 hours
	NoSender    CellProblem = "no sender"        // it does not tell who wrote
	BeforeStart CellProblem = "before the start" // of the row's conversation
	NoScore     CellProblem = "no score"         // it is no rating
	NoIdentity  CellProblem = "no identity"      // nothing tells whose conversation the row is
)

// CellProblems are all of them.
var CellProblems = []CellProblem{NoTime, NotATime, NoSuchDate, BeforeTime, AheadOfTime, NoSender, BeforeStart, NoScore, NoIdentity}

// Error says it in English.
func (e *CellError) Error() string {
	switch e.Problem {
	case NoTime:
		return fmt.Sprintf("%s: missing, must be %s", e.Field, acceptedTime)
	case NotATime:
		return fmt.Sprintf("%s: %q is not %s", e.Field, e.Value, acceptedTime)
	case NoSuchDate:
		return fmt.Sprintf("%s: there is no such date as %q", e.Field, e.Value)
	case BeforeTime:
		return fmt.Sprintf("%s: %q is before 1970", e.Field, e.Value)
	case AheadOfTime:
		return fmt.Sprintf("%s: %q is more than 24 hours ahead of the clock", e.Field, e.Value)
	case NoSender:
		return fmt.Sprintf("%s: %q does not tell who wrote; accepted are contact, agent and flow, and words like cliente, atendente, bot, in, out",
			e.Field, e.Value)
	case BeforeStart:
		return fmt.Sprintf("%s: %q is before the start of the conversation", e.Field, e.Value)
	case NoScore:
		return fmt.Sprintf("%s: %q is not %s", e.Field, e.Value, acceptedScore)
	}
	return fmt.Sprintf("nothing in the row tells whose conversation it is: %s, %s, %s and %s are empty",
		fieldConversation, fieldContact, fieldContactPhone, fieldContactName)
}

// cellOf is the CellError that an error is; nil if it is none.
func cellOf(err error) *CellError {
	var cell *CellError
	errors.As(err, &cell)
	return cell
}
