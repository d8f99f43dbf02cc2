package report_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relato/report"
)

// TestManyFiltersTakeTurns asks with more filters than are kept, round after round, and expects what an index says that was asked
// with none of the others; and that what is kept stays within bounds.
func TestManyFiltersTakeTurns(t *testing.T) {
	c := newCrowd(4000)
	now := func() time.Time { return benchNow }
	x := report.NewIndex(c.world, now)
	x.RememberRows(0)
	filter := func(i int) report.Filter {
		return report.Filter{
			From: today.Add(-400), To: today, Group: "month", Clock: "calendar", Page: 1, ContactTagMode: report.Any,
			Tags: []string{"troca", fmt.Sprint("nobody's ", i)}, TagMode: report.Not,
		}
	}
	all := filter(0)
	all.Tags, all.TagMode = nil, report.Any
	size := func(f report.Filter) int64 {
		for range 3 { // until all is kept that ever will be
			fourReports(t, x, f)
		}
		return x.Stats().Bytes
	}
	base := size(all)
	whole := size(filter(0)) - base
	want := fourReports(t, report.NewIndex(c.world, now), filter(0))
	for _, filters := range []int{10, 10, 40, 40, 3, 3, 3} {
		for i := range filters {
			got := fourReports(t, x, filter(i))
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(report.Filter{}, report.Account{})); diff != "" {
				t.Fatalf("filter %d (-alone +after others):\n%s", i, diff)
			}
		}
	}
	for i := range 40 {
		size(filter(i))
	}
	const bits = 4 << 10 // of 4,000 conversations
	if kept := x.Stats().Bytes - base; kept > 8*whole*5/4+24*bits || kept < 4*whole {
		t.Errorf("%d bytes are kept of many filters, %d of one", kept, whole)
	}
}
