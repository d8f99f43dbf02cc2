package report_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/internal/naive"
	"relato/report"
)

// TestLeftOutIsTheRest checks that what matches a filter and what it leaves out are, together and once each, all that its
// reader may see of the period, whether that is about starts or closes, and with a search or without.
func TestLeftOutIsTheRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		d := openDB(t)
		if _, err := d.Append(t.Context(), a.Now, allItems(a)); err != nil {
			t.Fatal(err)
		}
		x := report.NewIndex(d, func() time.Time { return a.Now })
		details := func(f report.Filter) (ids []string, everything int) {
			f.Limit = report.MaxLimit
			found, err := x.Details(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			for i := range found.Rows {
				ids = append(ids, found.Rows[i].ID)
			}
			return ids, found.Account.Everything
		}
		f := naive.DrawFilter(t, a)
		f.ByClose = rapid.Bool().Draw(t, "by close")
		f.Search = rapid.SampledFrom([]string{"", "1", "c"}).Draw(t, "search")
		f.Only = rapid.SampledFrom([][]string{nil, {"a1"}, {"a2"}, {"a1", "a2"}}).Draw(t, "only")
		if rapid.Bool().Draw(t, "limited") {
			within := naive.DrawFilter(t, a)
			within.LeftOut = rapid.Bool().Draw(t, "limited to what is left out")
			f.Within = &within
		}
		unfiltered := report.Filter{
			From: f.From, To: f.To, Search: f.Search, Only: f.Only, Within: f.Within, Page: 1, Drill: report.Drill{ByClose: f.ByClose},
		}
		left := f
		left.LeftOut = true
		matching, everything := details(f)
		rest, ofRest := details(left)
		all, ofAll := details(unfiltered)
		both := slices.Sorted(slices.Values(slices.Concat(matching, rest)))
		if !slices.Equal(both, slices.Sorted(slices.Values(all))) {
			t.Fatalf("%s: %v match and %v are left out of %v", f.Query().Encode(), matching, rest, all)
		}
		if everything != ofRest || everything != ofAll || f.Search == "" && everything != len(all) {
			t.Fatalf("%s: of %d, %d and %d, and there are %d", f.Query().Encode(), everything, ofRest, ofAll, len(all))
		}
	})
}

// TestNothingIsLeftOutByNothing asks for what a filter without conditions leaves out.
func TestNothingIsLeftOutByNothing(t *testing.T) {
	x := report.NewIndex(seeded{300}, func() time.Time { return benchNow })
	f, err := parse(t, "from=2025-01-01&left_out=1", report.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	if ids := detailIDs(t, x, f); len(ids) > 0 {
		t.Errorf("%v", slices.Sorted(maps.Keys(ids)))
	}
	f.LeftOut = false
	if len(detailIDs(t, x, f)) == 0 {
		t.Error("there is nothing, which proves nothing")
	}
}
