package db

import (
	"errors"
	"fmt"
)

// errDamaged says that a copy is not whole, because its original was not.
var errDamaged = errors.New("what it was made from is damaged")

// Damage is what an error tells to be wrong with the file of a database; ok is false where it is something else.
func Damage(path string, err error) (f Finding, ok bool) {
	switch {
	case hasCode(err, sqliteNotADatabase):
		return Finding{
			fmt.Sprintf("%s is no database of Relato: %v", path, err),
			"say where the database is with --db; if this was it, " + afterDamage(path),
		}, true
	case errors.Is(err, errForeign):
		return Finding{path + " is a database, but not one of Relato; nothing was written to it", "say where the database is with --db"}, true
	case hasCode(err, sqliteCorrupt), errors.Is(err, errDamaged):
		return Finding{"the database file is damaged: " + err.Error(), afterDamage(path)}, true
	}
	return Finding{}, false
}

// afterDamage is what to do about a database that is damaged.
func afterDamage(path string) string {
	return fmt.Sprintf("stop Relato, keep a copy of the file, and put back the last backup: relato restore BACKUP --db %s --force; "+
		"without one, import your files into a new database", ShellWord(path))
}
