package db

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"

	"modernc.org/sqlite"

	"relato/internal/fault"
)

// hand is an aggregate function in SQL that hands its arguments to a function in Go, row by row: "SELECT hand(?, id, name)
// FROM contact". The first argument is the number that the function goes by. Through sql.Rows a column costs three locks,
// a copy and a conversion; here it is a view of the page that it lies on.
const hand = "relato_hand"

func init() {
	sqlite.MustRegisterFunction(hand, &sqlite.FunctionImpl{
		NArgs: -1, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return &handing{}, nil },
	})
}

// takers are the functions that rows are being handed to, by number.
var takers struct {
	sync.Mutex
	last    int64
	waiting map[int64]func(*handed) error
}

// eachHanded hands rows to take: the columns of a table, or of what else stands behind FROM, which may name one parameter.
func (r *changes) eachHanded(columns, from string, parameter int64, take func(*handed) error) error {
	var failed error
	n := addTaker(func(row *handed) error {
		failed = caught(take, row)
		return failed
	})
	defer removeTaker(n)
	_, err := column[*int64](r.ctx, r.tx, "SELECT "+hand+"(?, "+columns+") FROM "+from, n, parameter)
	if failed != nil {
		return failed // as it was; SQLite knows its text alone
	}
	return err
}

// caught hands over a row. A panic is an error: SQLite is in the middle of a query, and holds locks.
func caught(take func(*handed) error, row *handed) (err error) {
	defer fault.Catch(&err)
	return take(row)
}

func addTaker(take func(*handed) error) int64 {
	takers.Lock()
	defer takers.Unlock()
	if takers.waiting == nil {
		takers.waiting = map[int64]func(*handed) error{}
	}
	takers.last++
	takers.waiting[takers.last] = take
	return takers.last
}

func removeTaker(n int64) {
	takers.Lock()
	defer takers.Unlock()
	delete(takers.waiting, n)
}

// handing is one query whose rows are handed over.
type handing struct {
	take func(*handed) error
	row  handed
}

// Step hands over a row.
func (h *handing) Step(_ *sqlite.FunctionContext, values []driver.Value) error {
	if h.take == nil {
		n, _ := values[0].(int64)
		takers.Lock()
		h.take = takers.waiting[n]
		takers.Unlock()
		if h.take == nil {
			return errors.New("nobody takes the rows")
		}
	}
	h.row = handed{values: values[1:]}
	if err := h.take(&h.row); err != nil {
		return err
	}
	return h.row.err
}

// WindowInverse would take a row back.
func (h *handing) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return errors.New("a row that was handed over cannot be taken back")
}

// WindowValue is what the query comes to: nothing.
func (h *handing) WindowValue(*sqlite.FunctionContext) (driver.Value, error) { return nil, nil }

// Final ends the query.
func (h *handing) Final(*sqlite.FunctionContext) {}

// handed is a row, read column by column. Its texts and bytes are gone with the row; err is the first column that was not
// what it should be.
type handed struct {
	values []driver.Value
	err    error
}

func (h *handed) next() driver.Value {
	if len(h.values) == 0 {
		h.err = errors.Join(h.err, errors.New("a row has too few columns"))
		return nil
	}
	v := h.values[0]
	h.values = h.values[1:]
	return v
}

// text is the next column; empty also for NULL.
func (h *handed) text() string {
	switch v := h.next().(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case nil:
	default:
		h.err = errors.Join(h.err, fmt.Errorf("%v is no text", v))
	}
	return ""
}

// bytes are the next column; empty also for NULL.
func (h *handed) bytes() []byte {
	switch v := h.next().(type) {
	case []byte:
		return v
	case string:
		return []byte(v)
	case nil:
	default:
		h.err = errors.Join(h.err, fmt.Errorf("%v are no bytes", v))
	}
	return nil
}

// integer is the next column, which exists unless it is NULL.
func (h *handed) integer() (n int64, exists bool) {
	v := h.next()
	n, exists = v.(int64)
	if !exists && v != nil {
		h.err = errors.Join(h.err, fmt.Errorf("%v is no integer", v))
	}
	return n, exists
}
