package report_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/db"
	"relato/internal/naive"
	"relato/report"
)

// TestAgainstNaive compares every report with the independent implementation of the definitions over random accounts,
// imported in random batches, and random filters; and the reports with each other.
func TestAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		a := naive.Draw(t)
		d := openDB(t)
		now := func() time.Time { return a.Now }
		following := report.NewIndex(d, now)
		filters := []report.Filter{naive.DrawFilter(t, a), naive.DrawFilter(t, a), naive.DrawFilter(t, a)}
		for items := allItems(a); len(items) > 0; {
			n := rapid.IntRange(1, len(items)).Draw(t, "batch")
			if _, err := d.Append(ctx, a.Now, items[:n]); err != nil {
				t.Fatal(err)
			}
			items = items[n:]
			for _, f := range filters { // what it answered before, it may answer again only as long as it is right
				ask(t, following, f)
			}
		}
		fresh := report.NewIndex(d, now)
		for _, f := range filters {
			f.ByClose = rapid.IntRange(0, 3).Draw(t, "by close if 3") == 3
			f.LeftOut = rapid.IntRange(0, 3).Draw(t, "left out if 3") == 3
			compare(t, a, f, following)
			compare(t, a, f, fresh)
			compare(t, a, f, fresh)
		}
	})
}

// TestOneConditionAgainstNaive does the same with filters of one condition, whose digests are made at the second question and
// must be others after the next batch.
func TestOneConditionAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		d := openDB(t)
		x := report.NewIndex(d, func() time.Time { return a.Now })
		drawn := naive.DrawFilter(t, a)
		some := report.Filter{
			From: drawn.From, To: drawn.To, Group: drawn.Group, TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Page: 1,
		}
		channel, origin, rating := some, some, some
		channel.Channels = []string{"w1", "nobody's"}
		origin.Origins = rapid.SliceOfNDistinct(rapid.SampledFrom(conversation.OriginNames[1:]), 1, 3, rapid.ID).Draw(t, "origins")
		rating.Ratings = []string{rapid.SampledFrom([]string{"1", "5", report.Nobody}).Draw(t, "rating")}
		for items := allItems(a); len(items) > 0; {
			n := rapid.IntRange(1, len(items)).Draw(t, "batch")
			if _, err := d.Append(t.Context(), a.Now, items[:n]); err != nil {
				t.Fatal(err)
			}
			items = items[n:]
			for _, f := range []report.Filter{channel, origin, rating} {
				ask(t, x, f)
			}
		}
		for _, f := range []report.Filter{channel, origin, rating} {
			compare(t, a, f, x)
		}
	})
}

// ask asks for the three reports whose answers are kept.
func ask(t rapid.TB, x *report.Index, f report.Filter) {
	t.Helper()
	_, wrong := x.Overview(context.Background(), f)
	_, wrongAgents := x.Agents(context.Background(), f)
	_, wrongTags := x.Tags(context.Background(), f)
	if err := errors.Join(wrong, wrongAgents, wrongTags); err != nil {
		t.Fatal(err)
	}
}

// compare asks an index and the naive implementation the same four questions.
func compare(t rapid.TB, a naive.Account, f report.Filter, x *report.Index) {
	t.Helper()
	ctx := context.Background()
	details := f
	f.ByClose, f.LeftOut = false, false // the first three reports are about starts, and about what matches
	o, err := x.Overview(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	activity, err := x.Activity(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	agents, err := x.Agents(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	tags, err := x.Tags(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	var rows []report.Row
	if err := x.Each(ctx, details, func(_ *report.Account, r *report.Row) error {
		rows = append(rows, *r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	ignore := cmp.Options{
		cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(report.Account{}, report.Filter{}),
	}
	for name, pair := range map[string][2]any{
		"overview": {naive.Overview(a, f), *o}, "activity": {activityOf(naive.Overview(a, f)), *activity}, "agents": {naive.Agents(a, f), *agents},
		"tags": {naive.Tags(a, f), *tags}, "details": {naive.Details(a, details), rows},
	} {
		if diff := cmp.Diff(pair[0], pair[1], ignore); diff != "" {
			t.Errorf("%s of %s (-naive +index):\n%s", name, details.Query().Encode(), diff)
		}
	}
	if details.ByClose || details.LeftOut {
		return
	}
	for _, d := range report.Disagreements(o, agents, tags, slices.Values(rows)) {
		t.Errorf("%s: %s", f.Query().Encode(), d)
	}
}

// activityOf is what an overview says of when something happened.
func activityOf(o report.Overview) report.Overview {
	when := func(f report.Figures) report.Figures {
		return report.Figures{Conversations: f.Conversations, Messages: f.Messages, Closed: f.Closed}
	}
	a := report.Overview{Total: when(o.Total), Started: o.Started, Sent: o.Sent}
	for _, b := range o.Buckets {
		a.Buckets = append(a.Buckets, report.Bucket{Start: b.Start, End: b.End, Figures: when(b.Figures)})
	}
	return a
}

// allItems is an account as a source would yield it.
func allItems(a naive.Account) []conversation.Item {
	zone, hours := a.Zone.String(), int(a.Inactivity/time.Hour)
	holidays := []string{}
	for _, d := range a.Holidays {
		holidays = append(holidays, d.String())
	}
	items := []conversation.Item{conversation.SettingsLine{
		Timezone: &zone, Hours: &a.Hours, Holidays: &holidays, InactivityHours: &hours,
	}}
	for _, line := range a.Agents {
		items = append(items, line)
	}
	for _, line := range a.Channels {
		items = append(items, line)
	}
	for _, line := range a.Threads {
		items = append(items, line)
	}
	for _, line := range a.Contacts {
		items = append(items, line)
	}
	return items
}

// openDB opens an empty database that ends with the test.
func openDB(t *rapid.T) *db.DB {
	dir, err := os.MkdirTemp("", "relato")
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(context.Background(), filepath.Join(dir, "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = d.Close()
		_ = os.RemoveAll(dir)
	})
	return d
}
