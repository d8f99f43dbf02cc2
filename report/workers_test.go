package report_test

import (
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relato/conversation"
	"relato/db"
	"relato/internal/naive"
	"relato/report"
)

// TestManyWorkers compares the first three reports with the independent implementation on an account that is large enough for
// several workers, some of which came late, so that the numbers of conversations are not in order.
func TestManyWorkers(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	random := rand.New(rand.NewPCG(1, 2))
	a := crowded(random, 10_000)
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	x := report.NewIndex(d, func() time.Time { return a.Now })
	all := report.Filter{ // some began before it and ended in it, or began in it and ended after
		From: conversation.Date{Year: 2026, Month: 1, Day: 2}, To: conversation.Date{Year: 2026, Month: 1, Day: 30},
		TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Group: "day", Page: 1,
	}
	some := all
	some.Tags, some.TagMode, some.Agents = []string{"t3"}, report.Not, []string{"a1", "a2", "a3", report.Nobody}
	items := allItems(a)
	random.Shuffle(len(items[1:]), func(i, j int) { items[i+1], items[j+1] = items[j+1], items[i+1] })
	late := len(items) * 19 / 20 // few enough that they are put in order, and nothing is laid anew
	for _, batch := range [][]conversation.Item{items[:late], items[late:]} {
		if _, err := d.Append(t.Context(), a.Now, batch); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Account(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ignore := cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(report.Account{}, report.Filter{})}
	most, few := all, all
	most.Tags, most.TagMode = []string{"t3"}, report.Not
	few.Tags = []string{"t3", "t4"}
	for _, f := range []report.Filter{all, some, most, few} {
		overview, err := x.Overview(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		agents, err := x.Agents(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		tags, err := x.Tags(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		if many := agents.Account.Everything; many < 9000 {
			t.Errorf("%d conversations are too few for two workers", many)
		}
		if diff := cmp.Diff(naive.Overview(a, f), *overview, ignore); diff != "" {
			t.Errorf("overview of %s (-naive +index):\n%s", f.Query().Encode(), diff)
		}
		if diff := cmp.Diff(naive.Agents(a, f), *agents, ignore); diff != "" {
			t.Errorf("agents of %s (-naive +index):\n%s", f.Query().Encode(), diff)
		}
		if diff := cmp.Diff(naive.Tags(a, f), *tags, ignore); diff != "" {
			t.Errorf("tags of %s (-naive +index):\n%s", f.Query().Encode(), diff)
		}
	}
}
