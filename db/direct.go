package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// direct runs statements of one transaction by the driver itself, without results. database/sql makes a list of the values
// anew each time and looks at each of them, which is a tenth of what storing an import takes.
type direct struct {
	ctx        context.Context // of the transaction
	conn       *sql.Conn       // that it has
	statements map[string]driver.Stmt
	values     []driver.NamedValue
}

// exec runs a statement with values as they come from a driver: int64, string, []byte, bool or nil.
func (d *direct) exec(query string, values []any) error {
	return d.conn.Raw(func(c any) error {
		if err := d.ctx.Err(); err != nil { // else the transaction has ended, or ends when this is done
			return err
		}
		s, err := d.prepared(c, query)
		if err != nil {
			return err
		}
		d.values = d.values[:0]
		for i, v := range values {
			d.values = append(d.values, driver.NamedValue{Ordinal: i + 1, Value: v})
		}
		// A context that can end costs the driver a goroutine for every statement.
		_, err = s.(driver.StmtExecContext).ExecContext(context.WithoutCancel(d.ctx), d.values)
		return err
	})
}

func (d *direct) prepared(conn any, query string) (driver.Stmt, error) {
	if s, ok := d.statements[query]; ok {
		return s, nil
	}
	s, err := conn.(driver.ConnPrepareContext).PrepareContext(context.WithoutCancel(d.ctx), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	if d.statements == nil {
		d.statements = map[string]driver.Stmt{}
	}
	d.statements[query] = s
	return s, nil
}

// close gives the statements back, before the connection is.
func (d *direct) close() error {
	if d.statements == nil {
		return nil
	}
	return d.conn.Raw(func(any) (err error) {
		for _, s := range d.statements {
			err = errors.Join(err, s.Close())
		}
		d.statements = nil
		return err
	})
}
