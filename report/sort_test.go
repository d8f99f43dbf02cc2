package report_test

import (
	"cmp"
	"math/rand/v2"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relato/conversation"
	"relato/report"
)

// TestDetailsSorted sorts by every column, both ways, and checks each neighbour by the column's own value.
func TestDetailsSorted(t *testing.T) {
	t.Parallel()
	everything := report.Filter{
		From: conversation.Date{Year: 2025, Month: 1, Day: 1}, To: today, TagMode: report.Any, ContactTagMode: report.Any,
		Clock: "calendar", Group: "day", Page: 1,
	}
	for name, x := range detailIndexes(t) {
		inOrder := detailIDs(t, x, everything)
		for _, c := range report.DetailColumns {
			for _, dir := range []string{"asc", "desc"} {
				f := everything
				f.Sort, f.Dir = c.Key, dir
				detailsSorted(t, name, x, f, c, inOrder)
			}
		}
	}
}

// detailsSorted checks the order of one column.
func detailsSorted(t *testing.T, name string, x *report.Index, f report.Filter, c report.Column[report.Row], inOrder map[string]int) {
	t.Helper()
	var values []report.Value
	var rows []report.Row
	if err := x.Each(t.Context(), f, func(a *report.Account, r *report.Row) error {
		rows, values = append(rows, *r), append(values, c.Value(a, r))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(inOrder) {
		t.Fatalf("%s, %s: %d rows of %d", name, c.Key, len(rows), len(inOrder))
	}
	for i := range len(rows) - 1 {
		v, w := values[i], values[i+1]
		order := v.Compare(w)
		if f.Dir == "desc" {
			order = -order
		}
		if v.Empty || w.Empty {
			order = cmp.Compare(b2i(v.Empty), b2i(w.Empty))
		}
		if order > 0 || order == 0 && inOrder[rows[i].ID] > inOrder[rows[i+1].ID] {
			t.Fatalf("%s, %s %s: %+v comes before %+v", name, c.Key, f.Dir, v, w)
		}
	}
}

// TestDetailsPages joins all pages and expects the whole, in the order of every column, both ways: of conversations that all
// came in order, and of some of which an old one came last; searched for, and by when they were closed, too.
func TestDetailsPages(t *testing.T) {
	t.Parallel()
	sorts := [][2]string{{"", ""}}
	for _, c := range report.DetailColumns {
		sorts = append(sorts, [2]string{c.Key, "asc"}, [2]string{c.Key, "desc"})
	}
	for name, x := range detailIndexes(t) {
		for how, vary := range map[string]func(*report.Filter){
			"all":          func(*report.Filter) {},
			"searched":     func(f *report.Filter) { f.Search = detailRow(t, x).ID[:1] },
			"closed in it": func(f *report.Filter) { f.ByClose = true },
		} {
			for _, sort := range sorts {
				whole := report.Filter{
					From: conversation.Date{Year: 2025, Month: 1, Day: 1}, To: today, TagMode: report.Any, ContactTagMode: report.Any,
					Clock: "calendar", Group: "day", Page: 1, Sort: sort[0], Dir: sort[1],
				}
				vary(&whole)
				all, paged := detailIDs(t, x, whole), map[string]int{}
				for f := whole; ; f.Page++ {
					f.Limit = 7
					d, err := x.Details(t.Context(), f)
					if err != nil {
						t.Fatal(err)
					}
					if d.Total != len(all) {
						t.Fatalf("page %d says that there are %d, not %d", f.Page, d.Total, len(all))
					}
					if len(d.Rows) == 0 {
						break
					}
					for _, r := range d.Rows {
						paged[r.ID] = len(paged)
					}
				}
				if diff := gocmp.Diff(all, paged); diff != "" || len(all) < 50 {
					t.Errorf("%s, %s, %v: %d conversations, %s", name, how, sort, len(all), diff)
				}
			}
		}
	}
}

// detailIndexes are of conversations that all came in order, and of some of which an old one came last and many started in the
// same second.
func detailIndexes(t *testing.T) map[string]*report.Index {
	t.Helper()
	late := newWorld()
	random := rand.New(rand.NewPCG(5, 7))
	for n := range int64(200) {
		at := place{n, 1}
		late.put(random, at, sumsDays*float64(n%150)/150)
		c := late.conversations[at].is
		c.StartedAt -= c.StartedAt % 7200 // many in a second
		late.conversations[at] = stamped[conversation.Record]{c, late.revision}
	}
	first := late.conversations[place{3, 1}]
	delete(late.conversations, place{3, 1})
	disordered := report.NewIndex(late, func() time.Time { return benchNow })
	if _, err := disordered.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	late.revision++
	late.conversations[place{3, 1}] = stamped[conversation.Record]{first.is, late.revision}
	return map[string]*report.Index{
		"in order": report.NewIndex(seeded{300}, func() time.Time { return benchNow }), "late": disordered,
	}
}

// detailRow is the newest conversation.
func detailRow(t *testing.T, x *report.Index) report.Row {
	t.Helper()
	d, err := x.Details(t.Context(), report.Filter{From: conversation.Date{Year: 2025, Month: 1, Day: 1}, To: today, Page: 1, Limit: 1})
	if err != nil || len(d.Rows) != 1 {
		t.Fatalf("%v, %v", d, err)
	}
	return d.Rows[0]
}

// detailIDs are the places of all conversations of a filter.
func detailIDs(t *testing.T, x *report.Index, f report.Filter) map[string]int {
	t.Helper()
	ids := map[string]int{}
	if err := x.Each(t.Context(), f, func(_ *report.Account, r *report.Row) error {
		ids[r.ID] = len(ids)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestRowsSorted sorts agents and tags by every column, both ways. The row of nobody takes part: it is often the longest.
func TestRowsSorted(t *testing.T) {
	t.Parallel()
	x := report.NewIndex(seeded{300}, func() time.Time { return benchNow })
	f := report.Filter{
		From: conversation.Date{Year: 2025, Month: 1, Day: 1}, To: today, TagMode: report.Any, ContactTagMode: report.Any,
		Clock: "calendar", Group: "day", Page: 1,
	}
	agents := func(f report.Filter) (*report.Account, []report.AgentRow, error) {
		a, err := x.Agents(t.Context(), f)
		return &a.Account, a.Rows, err
	}
	tags := func(f report.Filter) (*report.Account, []report.TagRow, error) {
		a, err := x.Tags(t.Context(), f)
		return &a.Account, a.Rows, err
	}
	rowsSorted(t, report.AgentColumns, f, agents, func(r report.AgentRow) bool { return r.ID == report.Nobody })
	rowsSorted(t, report.TagColumns, f, tags, func(r report.TagRow) bool { return r.Tag == report.Nobody })
}

func rowsSorted[R any](t *testing.T, columns []report.Column[R], f report.Filter, ask func(report.Filter) (*report.Account, []R, error), nobody func(R) bool) {
	t.Helper()
	if _, rows, err := ask(f); err != nil || len(rows) < 3 || !nobody(rows[len(rows)-1]) {
		t.Fatalf("%d rows, %v, in their own order, in which nobody is last", len(rows), err)
	}
	for _, c := range columns {
		for _, dir := range []string{"asc", "desc"} {
			f.Sort, f.Dir = c.Key, dir
			account, rows, err := ask(f)
			if err != nil {
				t.Fatal(err)
			}
			for i := range rows[1:] {
				v, w := c.Value(account, &rows[i]), c.Value(account, &rows[i+1])
				order := v.Compare(w)
				if dir == "desc" {
					order = -order
				}
				if v.Empty && !w.Empty || !v.Empty && !w.Empty && order > 0 {
					t.Errorf("%s, %s: %+v before %+v", c.Key, dir, v, w)
				}
			}
		}
	}
}
