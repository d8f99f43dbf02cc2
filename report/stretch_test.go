package report_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relato/conversation"
	"relato/report"
)

// sumsDays is over how many days the conversations of TestSumsFollowChanges start; they are so many that a tract has sums, and
// more stretches do, one of which lies in two days.
const (
	sumsDays          = 40
	sumsConversations = 78_000
)

// sumsDay is on which day one of them starts.
func sumsDay(n int64) float64 {
	busy := max(0, min(n-12_000, 24_000))
	return 30*float64(min(n, 12_000))/12_000 + 1.5*float64(busy)/24_000 + 8.5*float64(max(0, n-36_000))/(sumsConversations-36_000)
}

// record thinks of a conversation that starts on a day, counted from the first.
func record(random *rand.Rand, p place, day float64) conversation.Record {
	c := conversation.Record{Thread: p.thread, ID: fmt.Sprint("t", p.thread), Contact: fmt.Sprint("p", random.IntN(3000))}
	c.Number, c.Origin = p.number, conversation.Inbound+conversation.Origin(random.IntN(3))
	c.StartedAt = benchNow.Unix() - int64((sumsDays-day)*24*3600)
	c.ClosedAt, c.SurveyAt = conversation.None, conversation.None
	for i := range 4 {
		if random.IntN(4) == 0 {
			c.Agents = append(c.Agents, fmt.Sprint("a", i))
		}
		if random.IntN(4) == 0 {
			c.Tags = append(c.Tags, fmt.Sprint("t", i))
		}
	}
	if p.thread > sumsConversations { // who and what came after the sums were first made
		c.Agents, c.Tags = append(c.Agents, fmt.Sprint("b", p.thread%20)), append(c.Tags, fmt.Sprint("u", p.thread%20))
	}
	at, messages := c.StartedAt, random.IntN(6)
	if random.IntN(2000) == 0 {
		messages = 400 // more than a column has room for
	}
	for range messages {
		m := conversation.Mark{At: at, Kind: conversation.MarkKind(random.IntN(4)), Agent: conversation.None}
		if m.Kind == conversation.AgentMark && len(c.Agents) > 0 && random.IntN(8) > 0 {
			m.Agent = int32(random.IntN(len(c.Agents)))
		}
		c.Marks = append(c.Marks, m)
		at += int64(random.ExpFloat64() * 20_000)
	}
	if random.IntN(4) > 0 {
		c.ClosedAt, c.Reason = at, conversation.ByAgent
	}
	if len(c.Agents) > 0 && random.IntN(3) > 0 {
		c.Owner = c.Agents[0]
	}
	if random.IntN(3) == 0 {
		c.SurveyAt, c.Rating, c.CreditedAgent = at, random.IntN(6), c.Owner
	}
	return c
}

// put writes a conversation.
func (w *world) put(random *rand.Rand, p place, day float64) {
	delete(w.removed, p)
	w.conversations[p] = stamped[conversation.Record]{record(random, p, day), w.revision}
}

// stir changes a few conversations: new ones come, also late, and others are written anew, move or are removed.
func (w *world) stir(random *rand.Rand, last *int64) {
	w.revision++
	for range 1 + random.IntN(4) {
		known := place{1 + random.Int64N(*last), 1}
		old, there := w.conversations[known]
		started := sumsDays - float64(benchNow.Unix()-old.is.StartedAt)/(24*3600)
		switch random.IntN(6) {
		case 0, 1:
			*last++
			w.put(random, place{*last, 1}, sumsDays+float64(*last-sumsConversations)/1000)
		case 2:
			*last++
			w.put(random, place{*last, 1}, sumsDays*random.Float64())
		case 3:
			if there {
				w.put(random, known, started)
			}
		case 4:
			w.put(random, known, sumsDays*random.Float64())
		case 5:
			if there {
				delete(w.conversations, known)
				w.removed[known] = w.revision
			}
		}
	}
}

// sumsFilters are periods that have all, some, most of one and none of the stretches, on both clocks, and some with a filter.
func sumsFilters() (filters []report.Filter) {
	first := conversation.DateOf(benchNow).Add(-sumsDays)
	for _, days := range [][2]int{{-2, 60}, {-2, 25}, {10, 38}, {20, 60}, {30, 31}, {3, 31}} {
		for _, clock := range []string{"calendar", "business"} {
			filters = append(filters, report.Filter{
				From: first.Add(days[0]), To: first.Add(days[1]), TagMode: report.Any, ContactTagMode: report.Any, Clock: clock,
				Group: []string{"hour", "week"}[len(filters)%2], Page: 1,
			})
		}
	}
	for _, f := range []report.Filter{filters[0], filters[10]} {
		f.Tags, f.TagMode = []string{"t1"}, report.Not
		filters = append(filters, f)
	}
	return filters
}

// askedFirst are filters that leave most conversations, some more than half of each stretch, and that nobody asked for before
// a round. They are counted from the sums of everything, where there are any.
func askedFirst(round int) (filters []report.Filter) {
	for _, f := range sumsFilters()[:6] {
		f.Tags, f.TagMode = []string{"t1", fmt.Sprint("of round ", round)}, report.Not
		filters = append(filters, f)
	}
	return filters
}

// counted is a filter that selects the same and was not asked for before, so that there are no sums.
func counted(f report.Filter) report.Filter {
	if f.Tags = append(f.Tags, fmt.Sprint("nobody's on ", f.From, f.To, f.Clock)); f.TagMode == report.Any {
		f.TagMode = report.Not
	}
	return f
}

func asItIs(f report.Filter) report.Filter { return f }

// bothReports are the reports whose sums are kept.
func bothReports(t *testing.T, x *report.Index, filters []report.Filter, filter func(report.Filter) report.Filter) (all []any) {
	for _, f := range filters {
		f = filter(f)
		agents, err := x.Agents(t.Context(), f)
		tags, err2 := x.Tags(t.Context(), f)
		if err := errors.Join(err, err2); err != nil {
			t.Error(err)
			return nil
		}
		all = append(all, *agents, *tags)
	}
	return all
}

// TestSumsFollowChanges asks for the reports by agent and by tag again and again, two at a time, while conversations change,
// and compares them with those of an index that is loaded anew and counts every conversation.
func TestSumsFollowChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	w, last := newWorld(), int64(sumsConversations)
	for n := range last {
		w.put(random, place{n + 1, 1}, sumsDay(n))
	}
	w.settings.is.Hours[1] = []conversation.Span{{Start: 9 * 60, End: 18 * 60}}
	w.settings.is.Hours[4] = []conversation.Span{{Start: 8 * 60, End: 12 * 60}}
	now := func() time.Time { return benchNow }
	x := report.NewIndex(w, now)
	x.RememberRows(0)
	ignore := gocmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(report.Account{}, report.Filter{})}
	for round := range 14 {
		switch {
		case round == 5:
			w.revision++
			w.settings.is.Hours[2], w.settings.revision = []conversation.Span{{Start: 10 * 60, End: 16 * 60}}, w.revision
		case round == 10:
			w.revision++
			w.settings.is.Timezone, w.settings.revision = "Asia/Kathmandu", w.revision
		case round > 0:
			w.stir(random, &last)
		}
		var got, others []any
		var wait sync.WaitGroup
		filters := append(sumsFilters(), askedFirst(round)...)
		wait.Go(func() { others = bothReports(t, x, filters, asItIs) })
		got = bothReports(t, x, filters, asItIs)
		wait.Wait()
		if round%3 != 0 && round != 5 && round != 10 {
			continue // only what is asked now can be out of date later
		}
		for i, want := range bothReports(t, report.NewIndex(w, now), filters, counted) {
			if diff := gocmp.Diff(want, got[i], ignore) + gocmp.Diff(want, others[i], ignore); diff != "" {
				t.Fatalf("round %d, report %d of %s (- counted anew, + with sums):\n%s", round, i, filters[i/2].Query().Encode(), diff)
			}
		}
	}
	if kept := x.KeptSums(); slices.Contains(kept, 0) {
		t.Errorf("sums are kept of %v stretches by kind: some are never", kept)
	}
}

// TestTooMuchToKeep asks for reports of an account with so many tags and agents that their sums are not kept, without a filter
// and with one, and compares them with those of an index that knows no sums.
func TestTooMuchToKeep(t *testing.T) {
	const conversations, names = 20_000, 3000
	w, random := newWorld(), rand.New(rand.NewPCG(5, 5))
	for n := range int64(conversations) {
		at := place{n + 1, 1}
		w.put(random, at, sumsDays*float64(n)/conversations)
		c := w.conversations[at].is
		c.Tags = append(c.Tags, fmt.Sprint("tag ", random.IntN(names)))
		c.Agents = append(c.Agents, fmt.Sprint("agent ", random.IntN(names)))
		c.Owner = c.Agents[0]
		w.conversations[at] = stamped[conversation.Record]{c, w.revision}
	}
	now := func() time.Time { return benchNow }
	x := report.NewIndex(w, now)
	x.RememberRows(0)
	ignore := gocmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(report.Account{}, report.Filter{})}
	filters := append(sumsFilters()[:1], askedFirst(0)[:1]...)
	want := bothReports(t, report.NewIndex(w, now), filters, counted)
	for ask := range 3 {
		if diff := gocmp.Diff(want, bothReports(t, x, filters, asItIs), ignore); diff != "" {
			t.Fatalf("ask %d (- counted anew, + again):\n%s", ask, diff)
		}
	}
	if kept := x.KeptSums(); kept[0]+kept[1] > 0 {
		t.Errorf("sums are kept of %v stretches: there are too few tags and agents", kept)
	}
}
