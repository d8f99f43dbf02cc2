package report_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relato/conversation"
	"relato/report"
)

// lasting are conversations, whole quarters of a stretch of them, that last less than a time, as first responses do.
func lasting(longest time.Duration) *world {
	const conversations = 20_000
	w, random := newWorld(), rand.New(rand.NewPCG(11, uint64(longest)))
	length := func() int64 { return random.Int64N(int64(longest / time.Second)) }
	for day := range 5 {
		w.settings.is.Hours[1+day] = []conversation.Span{{Start: 9 * 60, End: 18 * 60}}
	}
	for n := range int64(conversations) {
		at := place{n, 1}
		w.put(random, at, sumsDays*float64(n)/conversations)
		c := w.conversations[at].is
		c.Marks = []conversation.Mark{{At: c.StartedAt, Kind: conversation.ContactMark, Agent: conversation.None}}
		if len(c.Agents) > 0 {
			c.Marks = append(c.Marks, conversation.Mark{At: c.StartedAt + length(), Kind: conversation.AgentMark})
		}
		c.ClosedAt, c.Reason = c.StartedAt+length(), conversation.ByAgent
		w.conversations[at] = stamped[conversation.Record]{c, w.revision}
	}
	return w
}

// TestPercentilesOfAnyLength expects the percentiles that reports by agent and by tag find in the order of lengths to be those
// that the overview finds by looking at every length, whether conversations last seconds or months.
func TestPercentilesOfAnyLength(t *testing.T) {
	const day = 24 * time.Hour
	for _, longest := range []time.Duration{20 * time.Second, time.Hour, 15 * day, 200 * day} {
		t.Run(longest.String(), func(t *testing.T) {
			x := report.NewIndex(lasting(longest), func() time.Time { return benchNow })
			for i, f := range append(sumsFilters(), counted(sumsFilters()[0])) {
				o, err := x.Overview(t.Context(), f)
				a, err2 := x.Agents(t.Context(), f)
				tags, err3 := x.Tags(t.Context(), f)
				if err := errors.Join(err, err2, err3); err != nil {
					t.Fatal(err)
				}
				want := []report.Times{o.Total.FRT, o.Total.Duration, o.Total.FRT, o.Total.Duration}
				got := []report.Times{a.Total.FRT, a.Total.Duration, tags.Total.FRT, tags.Total.Duration}
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Errorf("filter %d, %s (- overview, + by agent and by tag):\n%s", i, f.Query().Encode(), diff)
				}
				if i == 0 && o.Total.Duration.P90 < int64(longest/time.Second)*4/5 {
					t.Errorf("conversations of up to %v have a 90th percentile of %d s", longest, o.Total.Duration.P90)
				}
			}
		})
	}
}

// TestPercentilesAskedAgain asks an index that was asked nothing for percentiles of a filter, twice: they are found by looking at
// every length, and then in the order of lengths, which is made for the second question.
func TestPercentilesAskedAgain(t *testing.T) {
	w := lasting(time.Hour)
	for name, ask := range map[string]func(*report.Index, report.Filter) ([]report.Times, error){
		"overview": func(x *report.Index, f report.Filter) ([]report.Times, error) {
			o, err := x.Overview(t.Context(), f)
			return []report.Times{o.Total.FRT, o.Total.Duration}, err
		},
		"by agent": func(x *report.Index, f report.Filter) (times []report.Times, err error) {
			a, err := x.Agents(t.Context(), f)
			for _, row := range a.Rows {
				times = append(times, row.FRT, row.Duration)
			}
			return times, err
		},
		"by tag": func(x *report.Index, f report.Filter) (times []report.Times, err error) {
			tags, err := x.Tags(t.Context(), f)
			for _, row := range tags.Rows {
				times = append(times, row.FRT, row.Duration)
			}
			return times, err
		},
	} {
		for i, f := range sumsFilters() {
			f.Tags, f.TagMode = []string{"t1"}, report.Not
			x := report.NewIndex(w, func() time.Time { return benchNow })
			x.RememberRows(0)
			first, err := ask(x, f)
			again, err2 := ask(x, f)
			if err := errors.Join(err, err2); err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(first, again); diff != "" || len(first) == 0 || first[0].N == 0 {
				t.Errorf("%s, filter %d, %s: %d rows (- first, + again)\n%s", name, i, f.Query().Encode(), len(first), diff)
			}
		}
	}
}
