package report_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relato/conversation"
	"relato/report"
)

// alter changes one thing about the contacts' conversations, or adds or removes one, and names it.
func (w *world) alter(random *rand.Rand, last *int64) string {
	w.revision++
	p := place{1 + random.Int64N(*last), 1}
	c, there := w.conversations[p]
	other := record(random, p, sumsDays*random.Float64())
	what := []string{"a new one", "a late one", "other tags", "other agents", "another contact", "another start", "one less"}[random.IntN(7)]
	switch {
	case !there || what == "a late one":
		*last++
		other.Thread, other.ID = *last, fmt.Sprint("t", *last)
		p, c.is, what = place{*last, 1}, other, "a late one"
	case what == "a new one":
		*last++
		p = place{*last, 1}
		c.is = record(random, p, sumsDays+float64(*last)/1000)
	case what == "other tags":
		c.is.Tags = other.Tags
	case what == "other agents":
		c.is.Agents, c.is.Marks, c.is.Owner, c.is.CreditedAgent = other.Agents, nil, "", ""
	case what == "another contact":
		c.is.Contact = other.Contact
	case what == "another start":
		c.is.StartedAt, c.is.Marks, c.is.ClosedAt = other.StartedAt, nil, conversation.None
	case what == "one less":
		delete(w.conversations, p)
		w.removed[p] = w.revision
		return what
	}
	c.is.Contact = few(c.is.Contact)
	w.conversations[p] = stamped[conversation.Record]{c.is, w.revision}
	return what
}

// few are contacts with many conversations each, and nobody, instead of many.
func few(contact string) string {
	if len(contact) < 2 || contact[1] == '9' {
		return ""
	}
	return contact[:2]
}

// contactsIn are the numbers of contacts of all rows in some periods.
func contactsIn(t *testing.T, x *report.Index, filter func(report.Filter) report.Filter) (all [][]int) {
	for _, f := range sumsFilters()[:8] {
		if f.Business() {
			continue // contacts are the same
		}
		f = filter(f)
		o, err := x.Overview(t.Context(), f)
		agents, err2 := x.Agents(t.Context(), f)
		tags, err3 := x.Tags(t.Context(), f)
		if err := errors.Join(err, err2, err3); err != nil {
			t.Fatal(err)
		}
		of := []int{o.Total.Contacts, agents.Total.Contacts, tags.Total.Contacts}
		for _, row := range agents.Rows {
			of = append(of, row.Contacts)
		}
		for _, row := range tags.Rows {
			of = append(of, row.Contacts)
		}
		all = append(all, of)
	}
	return all
}

// TestContactsFollowChanges changes one conversation after the other and asks for distinct contacts after each change: they are what an
// index finds that is loaded anew and counts contacts one by one, as for any filter.
func TestContactsFollowChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 4))
	w, last := newWorld(), int64(120)
	for n := range last {
		c := record(random, place{n + 1, 1}, sumsDays*float64(n)/float64(last))
		c.Contact = few(c.Contact)
		w.conversations[place{n + 1, 1}] = stamped[conversation.Record]{c, w.revision}
	}
	now := func() time.Time { return benchNow }
	x := report.NewIndex(w, now)
	x.RememberRows(0)
	contactsIn(t, x, asItIs)
	for round := range 150 {
		what := w.alter(random, &last)
		want := contactsIn(t, report.NewIndex(w, now), counted)
		if diff := gocmp.Diff(want, contactsIn(t, x, asItIs)); diff != "" {
			t.Fatalf("round %d, %s (- counted anew, + after changes):\n%s", round, what, diff)
		}
	}
}
