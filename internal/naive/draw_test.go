package naive

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// "any shuffle of the same events, each delivered any number of times, ends in the same conversations and the same
// numbers".
func TestOrderOfArrivalChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Draw(t)
		want := a.Conversations()
		for i := range a.Threads {
			events := a.Threads[i].Events
			if len(events) > 0 {
				events = append(events[:len(events):len(events)], rapid.SampledFrom(events).Draw(t, "again"))
				a.Threads[i].Events = rapid.Permutation(events).Draw(t, "shuffled")
			}
		}
		if got := a.Conversations(); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

// "every figure over the cohort can be recomputed from the rows of Details with the same filters".
func TestTotalsAreDetails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Draw(t)
		f := DrawFilter(t, a)
		total := Overview(a, f).Total
		var sum report.Figures
		people := map[string]bool{}
		for _, r := range Details(a, f) {
			sum.Conversations++
			sum.Origins[r.Origin-conversation.Inbound]++
			if r.Contact != "" {
				people[r.Contact] = true
			}
			sum.NewContacts += bit(r.NewContact)
			sum.Unanswered += bit(r.Unanswered)
			frt, duration, replies, replySum := r.FRT, r.Duration, r.Replies, r.ReplySum
			if f.Business() {
				frt, duration, replies, replySum = r.FRTBusiness, r.DurationBusiness, r.RepliesBusiness, r.ReplyBusinessSum
			}
			add(&sum.FRT, r.FRT, frt)
			add(&sum.Duration, r.Duration, duration)
			sum.Reply.N += replies
			sum.Reply.Excluded += r.Replies - replies
			sum.Reply.Sum += replySum
			sum.CSAT.Sent += bit(r.SurveyAt != conversation.None)
			if r.Rating > 0 {
				sum.CSAT.Scores[r.Rating-1]++
			}
		}
		sum.Contacts = len(people)
		// What is not of the cohort, or not a sum.
		sum.Messages, sum.Closed = total.Messages, total.Closed
		sum.FRT.Median, sum.FRT.P90 = total.FRT.Median, total.FRT.P90
		sum.Duration.Median, sum.Duration.P90 = total.Duration.Median, total.Duration.P90
		if total != sum {
			t.Fatalf("total %+v\nof rows %+v", total, sum)
		}
	})
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func add(times *report.Times, calendar, value int64) {
	switch {
	case value != conversation.None:
		times.N++
		times.Sum += value
	case calendar != conversation.None:
		times.Excluded++
	}
}

// Buckets are the period without gaps, what they count is the total, and so are rows that share nothing.
func TestPartsAreTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Draw(t)
		f := DrawFilter(t, a)
		overview := Overview(a, f)
		start, end := NewClock(a.Zone).period(f.From, f.To)
		var sum report.Figures
		for _, b := range overview.Buckets {
			if b.Start != start || b.End <= b.Start && f.Group != "total" {
				t.Fatalf("bucket %d to %d, want it to start at %d", b.Start, b.End, start)
			}
			start = b.End
			sum.Conversations += b.Conversations
			sum.NewContacts += b.NewContacts
			sum.Messages.In += b.Messages.In
			sum.Messages.Agent += b.Messages.Agent
			sum.Messages.Flow += b.Messages.Flow
			sum.Closed += b.Closed
			sum.FRT.N += b.FRT.N
			sum.Reply.Sum += b.Reply.Sum
			sum.Duration.Excluded += b.Duration.Excluded
		}
		if start != end {
			t.Fatalf("buckets end at %d, the period at %d", start, end)
		}
		total := overview.Total
		if sum.Conversations != total.Conversations || sum.NewContacts != total.NewContacts || sum.Messages != total.Messages ||
			sum.Closed != total.Closed || sum.FRT.N != total.FRT.N || sum.Reply.Sum != total.Reply.Sum ||
			sum.Duration.Excluded != total.Duration.Excluded {
			t.Fatalf("sum %+v\ntotal %+v", sum, total)
		}
		if len(f.Agents) > 0 {
			return // not every agent has a row
		}
		agents := Agents(a, f)
		var rows report.AgentRow
		for _, r := range agents.Rows {
			rows.Owned += r.Owned
			rows.FirstResponses += r.FirstResponses
			rows.Closed += r.Closed
			rows.MessagesSent += r.MessagesSent
			rows.Reply.Sum += r.Reply.Sum
			rows.Unanswered += r.Unanswered
			rows.CSAT.Sent += r.CSAT.Sent
		}
		if whole := agents.Total; rows.Owned != whole.Owned || rows.FirstResponses != whole.FirstResponses ||
			rows.Closed != whole.Closed || rows.MessagesSent != whole.MessagesSent || rows.Reply.Sum != whole.Reply.Sum ||
			rows.Unanswered != whole.Unanswered || rows.CSAT.Sent != whole.CSAT.Sent {
			t.Fatalf("rows %+v\ntotal %+v", rows, whole)
		}
	})
}

// What the generator is for has to come up in what it draws; each check draws several accounts, so that it does.
func TestDrawnAccountsHaveCorners(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		for range 8 {
			countCorners(t, seen)
		}
	})
	for _, what := range []string{
		"schedule", "cohort not empty", "cohort smaller than the account", "rows of agents", "excluded", "business",
		"second conversation", "silence", "no duration", "first response", "first response by nobody", "handoff clock",
		"two replies", "unanswered", "waiting", "shared", "rating", "credited to another than the owner",
		"ahead of the clock", "tagged twice", "open without message",
	} {
		t.Logf("%s: %d", what, seen[what])
		if seen[what] == 0 {
			t.Errorf("%s never came up", what)
		}
	}
}

func countCorners(t *rapid.T, seen map[string]int) {
	a := Draw(t)
	f := DrawFilter(t, a)
	note := func(what string, is bool) { seen[what] += bit(is) }
	schedule := NewWorkingHours(a.Hours, a.Holidays, NewClock(a.Zone)).Exist()
	note("schedule", schedule)
	all := a.Conversations()
	note("cohort not empty", len(Details(a, f)) > 0)
	note("cohort smaller than the account", len(Details(a, f)) < len(all))
	note("rows of agents", len(Agents(a, f).Rows) > 1)
	note("excluded", Overview(a, f).Total.FRT.Excluded > 0)
	note("business", Overview(a, f).Total.FRT.N > 0 && f.Business())
	for _, c := range all {
		note("second conversation", c.Number > 1)
		note("silence", c.Reason == conversation.ByInactivity && c.ClosedBy == "")
		note("no duration", c.Closed && c.Duration == nil)
		note("first response", c.FRT != nil)
		note("first response by nobody", c.FRT != nil && c.FRT.Agent == "")
		note("handoff clock", c.FRT != nil && c.FRT.From != c.FirstContactAt)
		note("two replies", len(c.Replies) > 1)
		note("unanswered", c.Unanswered)
		note("waiting", c.Waiting)
		note("shared", len(c.Agents) > 1)
		note("rating", c.Rating > 0)
		note("credited to another than the owner", c.SurveyAt != conversation.None && c.CreditedAgent != c.Owner)
		note("ahead of the clock", c.StartedAt > a.Now.Unix())
		note("tagged twice", len(c.Tags) > 1)
		note("open without message", len(c.Messages()) == 0)
	}
}
