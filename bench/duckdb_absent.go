//go:build !cgo || noduckdb

package main

import (
	"context"
	"errors"
)

func openDuckDB(context.Context, *star) (system, error) {
	return nil, errMissing{errors.New("this binary was built without cgo, which DuckDB needs")}
}
