package report_test

import (
	"fmt"
	"slices"
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
	chosen.Agents, only.Only = []string{"a1"}, []string{"a1"}
	if diff := cmp.Diff(detailIDs(t, x, chosen), detailIDs(t, x, only)); diff != "" {
		t.Error(diff)
	}
	// Another agent's conversations are those of both, and nobody's are none.
	only.Agents = []string{"a2"}
	if both, hers := len(detailIDs(t, x, only)), len(detailIDs(t, x, chosen)); both >= hers {
		t.Errorf("%d of %d conversations", both, hers)
	}
	only.Agents, only.Only = []string{report.Nobody}, []string{"nobody with this id"}
	o, err := x.Overview(t.Context(), only)
	if err != nil {
		t.Fatal(err)
	}
	if o.Total != (report.Figures{}) || o.Account.Everything != 0 {
		t.Errorf("%+v of %d", o.Total, o.Account.Everything)
	}
}

// TestAStoryLeadsOnlyToWhatMayBeSeen: in a thread of three conversations the one in the middle is another agent's.
func TestAStoryLeadsOnlyToWhatMayBeSeen(t *testing.T) {
	cycle := func(number int, agent string) func(conversation.Feed) error {
		return func(feed conversation.Feed) error {
			c := conversation.Record{Thread: 1, ID: fmt.Sprint("c~", number)}
			c.Number, c.Origin, c.SurveyAt, c.ClosedAt = number, conversation.Inbound, conversation.None, conversation.None
			c.StartedAt, c.Agents = benchNow.Unix()-int64(1000/number), []string{agent}
			return feed.Conversation(&c)
		}
	}
	x := report.NewIndex(&steps{cycle(1, "a1"), cycle(2, "a2"), cycle(3, "a1")}, func() time.Time { return benchNow })
	if _, err := x.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		number         int
		only           []string
		previous, next string
		hidden         bool
	}{
		{1, nil, "", "c~2", false}, {2, nil, "c~1", "c~3", false},
		{1, []string{"a1"}, "", "", false}, {3, []string{"a1"}, "", "", false},
		{2, []string{"a2"}, "", "", false}, {2, []string{"a1"}, "", "", true}, {2, []string{"a1", "a2"}, "c~1", "c~3", false},
	} {
		s, err := x.Conversation(t.Context(), conversation.Timeline{Thread: 1, Number: c.number}, c.only)
		switch {
		case err != nil:
			t.Fatal(err)
		case s == nil || c.hidden:
			if s != nil || !c.hidden {
				t.Errorf("number %d for %q: %+v", c.number, c.only, s)
			}
		case s.Previous != c.previous || s.Next != c.next:
			t.Errorf("number %d for %q leads to %q and %q", c.number, c.only, s.Previous, s.Next)
		}
	}
}

// TestChoicesOfAnAgent compares what filters offer an agent with what their conversations name.
func TestChoicesOfAnAgent(t *testing.T) {
	x := report.NewIndex(seeded{300}, func() time.Time { return benchNow })
	all, err := x.Choices(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	hers, err := x.Choices(t.Context(), []string{"a1"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	f := report.Filter{
		Only: []string{"a1"}, From: conversation.Date{Year: 2000, Month: 1, Day: 1}, To: today, TagMode: report.Any,
		ContactTagMode: report.Any, Clock: "calendar", Group: "month", Page: 1,
	}
	err = x.Each(t.Context(), f, func(_ *report.Account, r *report.Row) error {
		for kind, values := range map[string][]string{"agent ": r.Agents, "channel ": {r.Channel}, "tag ": r.Tags, "contact tag ": r.ContactTags} {
			for _, value := range values {
				want[kind+value] = value != ""
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(want, "channel ")
	got := map[string]bool{}
	for kind, list := range map[string][]report.Choice{
		"agent ": hers.Agents, "channel ": hers.Channels, "tag ": hers.Tags, "contact tag ": hers.ContactTags,
	} {
		for _, c := range list {
			got[kind+c.Value] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
		t.Error(diff)
	}
	if len(hers.Agents) >= len(all.Agents) {
		t.Errorf("all %d agents share conversations with a1, which proves nothing", len(all.Agents))
	}
}

// TestAPersonOfTwoSources: whoever two sources know by one e-mail, in whatever letters, is the agents of both.
func TestAPersonOfTwoSources(t *testing.T) {
	agent := func(id, email string) func(conversation.Feed) error {
		return func(feed conversation.Feed) error { return feed.Agent(conversation.Agent{ID: id, Email: email}) }
	}
	x := report.NewIndex(&steps{agent("cw1-7", "ana@example.com"), agent("b", "bia@example.com"), agent("cw2-9", "Ana@Example.com"), agent("c", "")},
		func() time.Time { return benchNow })
	for email, want := range map[string][]string{"ANA@example.com": {"cw1-7", "cw2-9"}, "bia@example.com": {"b"}, "nobody@example.com": nil, "": nil} {
		if got, err := x.AgentsWithEmail(t.Context(), email); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is %v, want %v: %v", email, got, want, err)
		}
	}
}
