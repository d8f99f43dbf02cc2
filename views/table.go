package views

import (
	"fmt"

	"github.com/a-h/templ"

	"relato/report"
)

// table is a report's rows ready to be drawn.
type table struct {
	Caption string
	Heads   []head
	Lines   []line
	Foot    line
	Pager   *pager // nil when all rows are on one page
}

// head is a column's heading.
type head struct {
	Name, Rule string
	Link       templ.SafeURL // sorts by the column
	Sort       string        // "ascending", "descending", or empty
	Text       bool          // words, which stand left
	Kind       string        // class of the column
}

// line is a row: what it is about, and its cells.
type line struct {
	First cell
	Cells []cell
	Kind  string // class of the row
}

// noLetters is the avatar of a name that has no letter.
const noLetters = "?"

// cell is one value on screen.
type cell struct {
	Text, Note string
	Link       templ.SafeURL
	NoteLink   templ.SafeURL // to the conversations that the note counts
	Avatar     string        // initials or noLetters; "-" = nobody's, empty = what the row is about is no person
	Bar        float64       // 0 to 1 of the longest
	HasBar     bool
	Score      *score
	Delta      *delta // nil when it is not compared
	Few        bool   // measured too few times
	Words      bool   // stand left
	Kind       string // class of the cell; of a row's heading, of the row
}

// column is a column of a table on screen, made of columns that the report's files have too.
type column[R any] struct {
	Key   string // what it shows and sorts by
	Term  term
	N     string // key of how many were measured, shown below the value
	Part  string // key of a count shown below the value, in the words of Form
	Form  plural
	Bar   bool                 // draws the value as a share of the largest
	Text  bool                 // words, which stand left
	More  bool                 // shown only by choice
	Score func(*R) report.CSAT // draws a CSAT with its interval
	Since func(p Page, now, before *R) *delta
}

// layout is how one report's rows become a table.
type layout[R any] struct {
	page    Page
	columns []column[R]
	values  map[string]func(*report.Account, *R) report.Value // by key, what the report's files show too
	total   R
	largest int64 // value that a bar of full length stands for
	drill   drilling[R]
	prefix  map[string]string // of the addresses behind the counts of a column, by key
	before  func(*R) *R       // the same row in the period that the report is compared with; nil = it is not compared
}

// drilling is how the rows of a table lead to what their counts stand for.
type drilling[R any] struct {
	without func(key string) []string     // parameters that a row's query takes the place of
	query   func(r *R, key string) string // what a row adds, each parameter after a "&"; empty for the total
}

// tableOf lays rows out by columns. first makes each row's heading cell; before finds a row of another period to compare
// with, and is nil to compare nothing. The total is a row like the others.
func tableOf[R any](p Page, keys []report.Column[R], columns []column[R], rows []R, total R, first func(*R) cell, drill drilling[R], before func(*R) *R) table {
	l := layout[R]{
		page: p, columns: columns, values: valuesOf(keys),
		total: total, largest: 1, drill: drill, prefix: map[string]string{}, before: before,
	}
	l.measure(rows, first)
	from, to := p.pageOf(len(rows))
	shown := rows[from:to]
	t := table{Heads: l.heads(), Lines: make([]line, len(shown))}
	if len(shown) < len(rows) {
		pager := p.pager(len(rows), len(shown), p.words().LinesOf)
		t.Pager = &pager
	}
	for i := range shown {
		heading := first(&shown[i])
		t.Lines[i] = line{First: heading, Cells: l.cells(&shown[i], false), Kind: heading.Kind}
	}
	t.Foot = line{First: cell{Text: p.words().Total}, Cells: l.cells(&total, true)}
	return t
}

// measure finds the value that a bar of full length stands for: the largest, but of the row of what has no name, which is
// often more than all others and would leave them short.
func (l *layout[R]) measure(rows []R, first func(*R) cell) {
	for _, c := range l.columns {
		if !c.Bar || len(rows) == 0 {
			continue
		}
		most, next := 0, int64(0) // the row of the largest value, and the largest of the others
		for i := 1; i < len(rows); i++ {
			v, largest := l.value(&rows[i], c.Key).Num, l.value(&rows[most], c.Key).Num
			if v > largest {
				most = i
			}
			next = max(next, min(v, largest))
		}
		largest := l.value(&rows[most], c.Key).Num
		if first(&rows[most]).Kind == "row-none" && next > 0 {
			largest = next
		}
		l.largest = max(l.largest, largest)
	}
}

// valuesOf are what columns of files show, by key.
func valuesOf[R any](columns []report.Column[R]) map[string]func(*report.Account, *R) report.Value {
	values := make(map[string]func(*report.Account, *R) report.Value, len(columns))
	for _, c := range columns {
		values[c.Key] = c.Value
	}
	return values
}

func (l *layout[R]) value(r *R, key string) report.Value { return l.values[key](&l.page.Account, r) }

func (l *layout[R]) heads() []head {
	heads := make([]head, len(l.columns))
	sorting := l.page.sorting()
	for i, c := range l.columns {
		if c.Text {
			heads[i] = sorting.textHead(c.Key, c.Term)
		} else {
			heads[i] = sorting.head(c.Key, c.Term)
			heads[i].Text = c.Score != nil // a bar, which stands left
		}
		if c.Bar {
			heads[i].Kind = "c-conv"
		}
	}
	return heads
}

func (l *layout[R]) cells(r *R, isTotal bool) []cell {
	cells := make([]cell, len(l.columns))
	for i, c := range l.columns {
		cells[i] = l.cell(r, c, isTotal)
	}
	return cells
}

// cell draws one value; the total has no bar, and is not compared with itself.
func (l *layout[R]) cell(r *R, c column[R], isTotal bool) cell {
	lang, v := l.page.Lang, l.value(r, c.Key)
	drawn := cell{Text: lang.value(v, &l.page.Account), Words: c.Text, Link: l.link(r, c.Key, v.Num, isTotal)}
	switch {
	case c.Score != nil:
		var compare R
		if !isTotal {
			compare = l.total
		}
		s := lang.score(c.Score(r), c.Score(&compare))
		drawn.Score = &s
		drawn.NoteLink = l.link(r, "csat_answered", int64(c.Score(r).Answered()), isTotal)
	case c.N != "" && !v.Empty:
		n := l.value(r, c.N).Num
		drawn.Note, drawn.Few = fmt.Sprintf(lang.words().MeasuredFoot, lang.number(n)), n < enough
		drawn.NoteLink = l.link(r, c.N, n, isTotal)
	case c.Part != "":
		if part := l.value(r, c.Part); part.Num > 0 {
			drawn.Note = fmt.Sprintf(lang.form(int(part.Num), c.Form), lang.value(part, &l.page.Account))
			drawn.NoteLink = l.link(r, c.Part, part.Num, isTotal)
		}
	case c.Bar:
		drawn.Kind, drawn.HasBar, drawn.Bar = "c-conv", !isTotal, min(1, float64(v.Num)/float64(l.largest))
	}
	if c.Since != nil && l.before != nil {
		drawn.Delta = c.Since(l.page, r, l.before(r))
	}
	return drawn
}

// link is the address of the conversations that a row's count of a column stands for; empty where it counts something
// else, or none.
func (l *layout[R]) link(r *R, key string, n int64, isTotal bool) templ.SafeURL {
	more, ok := l.page.counted(key)
	if !ok || n == 0 {
		return ""
	}
	if isTotal {
		return l.page.drill(more)
	}
	prefix, made := l.prefix[key]
	if !made {
		prefix = l.page.drillPrefix(more, l.drill.without(key)...)
		l.prefix[key] = prefix
	}
	return templ.SafeURL(prefix + l.drill.query(r, key))
}

// sorting is the order of a report's rows, and the ways to other orders.
type sorting struct {
	key, dir string // of the filter
	by       func(key string, fromA bool) templ.SafeURL
}

func (p Page) sorting() sorting { return sorting{p.Filter.Sort, p.Filter.Dir, p.orders()} }

// head is the heading of a column that sorts by a key, at first from the largest down.
func (s sorting) head(key string, t term) head {
	return head{Name: t.Name, Rule: t.Rule, Link: s.by(key, false), Sort: s.state(key)}
}

// textHead is the heading of a column of words, which sorts from A.
func (s sorting) textHead(key string, t term) head {
	return head{Name: t.Name, Rule: t.Rule, Text: true, Link: s.by(key, true), Sort: s.state(key)}
}

// state is how the rows are ordered by a column; empty when they are not.
func (s sorting) state(key string) string {
	switch {
	case s.key != key:
		return ""
	case s.dir == "desc":
		return "descending"
	}
	return "ascending"
}
