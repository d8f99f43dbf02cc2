package report_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// TestSelectionsFollowWhatChanges asks an index of several blocks the same questions again and again while conversations come,
// change, move and go, contacts get other tags and working hours change. In the end it expects what an index says that has
// just loaded the account as it is then.
func TestSelectionsFollowWhatChanges(t *testing.T) {
	blocks, stretches := newCrowd(4000), newCrowd(17_000)
	rapid.Check(t, func(t *rapid.T) {
		c := blocks.clone()
		if rapid.IntRange(0, 4).Draw(t, "large if 4") == 4 {
			c = stretches.clone()
		}
		now := func() time.Time { return benchNow }
		x := report.NewIndex(c.world, now)
		x.RememberRows(0)
		filters := make([]report.Filter, rapid.IntRange(1, 3).Draw(t, "filters"))
		for i := range filters {
			filters[i] = c.drawFilter(t)
		}
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			for _, f := range filters {
				asking := f
				for range 3 { // by marks, by digests made then, and by digests that were there
					fourReports(t, x, asking)
					asking.To = f.To.Add(-rapid.IntRange(0, 20).Draw(t, "days less"))
				}
			}
			c.change(t)
		}
		fresh := report.NewIndex(c.world, now)
		for _, f := range filters {
			if diff := cmp.Diff(fourReports(t, fresh, f), fourReports(t, x, f), cmpopts.EquateEmpty(), sameZone); diff != "" {
				t.Fatalf("%s (-just loaded +followed):\n%s", f.Query().Encode(), diff)
			}
		}
	})
}

// TestManyAskWithOneFilter asks for different periods with the same filter at once, so that all make its selection together, and
// expects what one after the other is told.
func TestManyAskWithOneFilter(t *testing.T) {
	c := newCrowd(20_000)
	now := func() time.Time { return benchNow }
	x, y := report.NewIndex(c.world, now), report.NewIndex(c.world, now)
	since := func(days int) report.Filter {
		return report.Filter{
			From: today.Add(-days), To: today, Group: "month", Clock: "calendar", Page: 1, TagMode: report.Any, ContactTagMode: report.Any, Hours: "inside",
		}
	}
	var asking sync.WaitGroup
	told := make([][]any, 12)
	for i := range told {
		asking.Go(func() { told[i] = fourReports(t, x, since(20+30*i)) })
	}
	asking.Wait()
	for i := range told {
		f := since(20 + 30*i)
		if diff := cmp.Diff(fourReports(t, y, f), told[i], cmpopts.EquateEmpty(), sameZone); diff != "" {
			t.Errorf("%s (-alone +beside others):\n%s", f.Query().Encode(), diff)
		}
	}
}

// sameZone compares time zones by name.
var sameZone = cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })

// fourReports are what an index says to a filter: the reports, and the first page of Details.
func fourReports(t rapid.TB, x *report.Index, f report.Filter) (all []any) {
	t.Helper()
	add := func(answer any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, answer)
	}
	ctx := context.Background()
	overview, err := x.Overview(ctx, f)
	add(overview, err)
	activity, err := x.Activity(ctx, f)
	add(activity, err)
	agents, err := x.Agents(ctx, f)
	add(agents, err)
	tags, err := x.Tags(ctx, f)
	add(tags, err)
	details, err := x.Details(ctx, f)
	add(details, err)
	return all
}

// crowd is the demo company in a world, with conversations enough for several blocks, of which a change is a small part.
type crowd struct{ *world }

// newCrowd is a crowd of about so many conversations.
func newCrowd(conversations int) crowd {
	c := crowd{newWorld()}
	if _, err := (seeded{conversations}).Changes(context.Background(), 0, c); err != nil {
		panic(err)
	}
	return c
}

// Settings, Agent, Channel, Contact, Removed and Conversation take the company, as the Feed of the world.
func (c crowd) Settings(s conversation.Settings) error {
	c.settings = stamped[conversation.Settings]{s, c.revision}
	return nil
}

func (c crowd) Agent(a conversation.Agent) error {
	c.agents[a.ID] = stamped[conversation.Agent]{a, c.revision}
	return nil
}

func (c crowd) Channel(conversation.Channel) error { return nil }

func (c crowd) Contact(one conversation.Contact) error {
	c.contacts[one.ID] = stamped[conversation.Contact]{one, c.revision}
	return nil
}

func (c crowd) Removed(thread int64, number int) error {
	delete(c.conversations, place{thread, number})
	c.removed[place{thread, number}] = c.revision
	return nil
}

func (c crowd) Conversation(r *conversation.Record) error {
	c.conversations[place{r.Thread, r.Number}] = stamped[conversation.Record]{*r, c.revision}
	return nil
}

func (c crowd) clone() crowd {
	w := *c.world
	w.agents, w.contacts, w.conversations, w.removed = maps.Clone(w.agents), maps.Clone(w.contacts), maps.Clone(w.conversations), maps.Clone(w.removed)
	return crowd{&w}
}

// change changes a little of the account: what it makes another it makes like one that there is.
func (c crowd) change(t *rapid.T) {
	c.revision++
	all := c.places(slices.Collect(maps.Keys(c.conversations)))
	anyone := func(name string) conversation.Record {
		return c.conversations[all[rapid.IntRange(0, len(all)-1).Draw(t, name)]].is
	}
	var err error
	switch rapid.SampledFrom([]string{"another", "new", "gone", "tags of a contact", "working hours"}).Draw(t, "change") {
	case "another":
		it, like := anyone("conversation"), anyone("like")
		like.Thread, like.Number, like.ID = it.Thread, it.Number, it.ID
		err = c.Conversation(&like)
	case "new":
		like := anyone("like")
		like.Thread, like.Number, like.ID = int64(1_000_000+len(all)), 1, fmt.Sprintf("new %d", len(all))
		err = c.Conversation(&like)
	case "gone":
		it := anyone("conversation")
		err = c.Removed(it.Thread, it.Number)
	case "tags of a contact":
		one := c.contacts[anyone("whose contact").Contact].is
		if one.Tags = slices.Clone(one.Tags); len(one.Tags) > 0 {
			one.Tags = one.Tags[1:]
		} else {
			one.Tags = []string{"vip"}
		}
		err = c.Contact(one)
	case "working hours":
		s := c.settings.is
		s.Hours[time.Monday] = []conversation.Span{{Start: 0, End: rapid.IntRange(1, 1400).Draw(t, "until")}}
		err = c.Settings(s)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// drawFilter is a filter by some of all kinds of conditions, over part of the year.
func (c crowd) drawFilter(t *rapid.T) report.Filter {
	f := report.Filter{
		From: today.Add(-rapid.IntRange(20, 380).Draw(t, "days")), To: today, Group: rapid.SampledFrom([]string{"month", "total"}).Draw(t, "group"),
		Clock: rapid.SampledFrom([]string{"calendar", "calendar", "business"}).Draw(t, "clock"), Page: 1,
		TagMode: rapid.SampledFrom([]report.Mode{report.Any, report.Not}).Draw(t, "mode"), ContactTagMode: report.Any,
	}
	all := c.places(slices.Collect(maps.Keys(c.conversations)))
	for _, condition := range rapid.SliceOfNDistinct(rapid.SampledFrom([]int{0, 1, 2, 3, 4, 4, 4, 5, 6}), 0, 2, rapid.ID).Draw(t, "conditions") {
		like := c.conversations[all[rapid.IntRange(0, len(all)-1).Draw(t, "as of")]].is
		switch condition {
		case 0:
			f.Channels = []string{like.Channel}
		case 1:
			f.Origins = []string{like.Origin.String()}
		case 2:
			f.Agents = append(slices.Clone(like.Agents), report.Nobody)
		case 3:
			f.Tags = append(slices.Clone(like.Tags), "nobody's")
		case 4:
			f.ContactTags = append(slices.Clone(c.contacts[like.Contact].is.Tags), report.Nobody)
		case 5:
			f.Hours = "inside"
		case 6:
			f.Only = slices.Sorted(maps.Keys(c.agents))[:1]
		}
	}
	return f
}
