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

// makeStar writes the star, unless the cache holds it.
func makeStar(ctx context.Context, a *account, scratch string, details bool) (*star, error) {
	s := &star{account: a, folder: a.folder, scratch: scratch, details: details, names: &names{}}
	err := once(filepath.Join(a.folder, "names.json"), func(path string) error {
		say("Writing the tables of the rivals.")
		f, err := collect(ctx, a)
		if err != nil {
			return err
		}
		if err := exportTables(ctx, a, f, s.files(), details); err != nil {
			return err
		}
		b, err := json.Marshal(f.names)
		if err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o644)
	})
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(a.folder, "names.json"))
	if err != nil {
		return nil, err
	}
	return s, json.Unmarshal(b, s.names)
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
