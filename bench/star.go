package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
)

// star is what rivals load: the account in files, a table each, and the names that are numbers in them.
type star struct {
	account *account
	folder  string
	scratch string
	details bool
	names   *names
}

// make writes the star, unless the cache holds it.
func (s *star) make(ctx context.Context) error {
	path := filepath.Join(s.folder, "names.json")
	err := once(path, func(path string) error {
		say("Writing the tables of the rivals.")
		f, err := collect(ctx, s.account)
		if err != nil {
			return err
		}
		if err := exportTables(ctx, s.account, f, s.files(), s.details); err != nil {
			return err
		}
		b, err := json.Marshal(f.names)
		if err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o644)
	})
	if err != nil {
		return err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, s.names)
}

func (s *star) files() string { return filepath.Join(s.folder, "tables") }

func (s *star) file(t table) string { return filepath.Join(s.files(), t.name+".csv") }

// tables are those that there are.
func (s *star) tables() []table {
	if s.details {
		return tables
	}
	return tables[:len(tables)-1]
}
