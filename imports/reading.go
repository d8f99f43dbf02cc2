package imports

import (
	"slices"
	"time"

	"relato/source"
)

// Reading is how somebody wants a table to be read.
type Reading struct {
	File   int            // its number among the files of the import, from 0
	Fields []string       // what each of the columns shown holds; "" = nothing; nil = as they are guessed
	Zone   *time.Location // of times without an offset; nil = as without this
	Order  string         // of day, month and year; empty = told by the dates
	Taken  bool           // it is to be imported so, and not to be shown again
}

// over are options with what the reading says instead.
func (r Reading) over(o source.Options) source.Options {
	if r.Fields != nil {
		o.Fields, o.DateOrder = r.Fields, r.Order
	}
	if r.Zone != nil {
		o.Zone = r.Zone
	}
	return o
}

// Read says how the table that an import shows is to be read: to be shown again, or to be imported. It is false when
// the import does not show that table, or the fields are not those of its columns.
func (j *Job) Read(r Reading) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.state != Previewing || r.File != j.current() || len(r.Fields) != len(j.preview.Columns) ||
		slices.ContainsFunc(r.Fields, func(f string) bool { return f != "" && !slices.Contains(source.TableFields, f) }) {
		return false
	}
	u := j.files[r.File]
	if !j.preview.Local { // then it was not asked, and what was said before stays
		r.Zone = u.reading.Zone
	}
	if !j.preview.Dated {
		r.Order = u.reading.Order
	}
	u.reading = r
	j.preview = nil
	j.expires.Stop()
	j.proceed()
	return true
}

// current is the file under way; -1 = none.
func (j *Job) current() int {
	return slices.IndexFunc(j.files, func(u *upload) bool { return !u.Ended })
}
