package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relato/conversation"
	"relato/report"
)

// TestOnlyLimitsWhatAnAgentSees asks as an agent who may see no other conversations, whatever the filter names.
func TestOnlyLimitsWhatAnAgentSees(t *testing.T) {
	x := report.NewIndex(seeded{300}, func() time.Time { return benchNow })
	everything := report.Filter{
		From: conversation.Date{Year: 2025, Month: 1, Day: 1}, To: today, TagMode: report.Any, ContactTagMode: report.Any,
		Clock: "calendar", Group: "month", Page: 1,
	}
	chosen, only := everything, everything
	chosen.Agents, only.Only = []string{"a1"}, "a1"
	if diff := cmp.Diff(detailIDs(t, x, chosen), detailIDs(t, x, only)); diff != "" {
		t.Error(diff)
	}
	// Another agent's conversations are those of both, and nobody's are none.
	only.Agents = []string{"a2"}
	if both, hers := len(detailIDs(t, x, only)), len(detailIDs(t, x, chosen)); both >= hers {
		t.Errorf("%d of %d conversations", both, hers)
	}
	only.Agents, only.Only = []string{report.Nobody}, "nobody with this id"
	o, err := x.Overview(t.Context(), only)
	if err != nil {
		t.Fatal(err)
	}
	if o.Total != (report.Figures{}) || o.Account.Everything != 0 {
		t.Errorf("%+v of %d", o.Total, o.Account.Everything)
	}
}
