package report_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/internal/naive"
	"relato/report"
)

// TestTopOfMany compares the breakdown of the largest tags with the independent implementation on accounts that have
// more tags, agents and times than it shows, and equals among them.
func TestTopOfMany(t *testing.T) {
	for seed := range uint64(2) {
		a := crowded(rand.New(rand.NewPCG(seed, 0)), 150)
		d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if _, err := d.Append(t.Context(), a.Now, allItems(a)); err != nil {
			t.Fatal(err)
		}
		x := report.NewIndex(d, func() time.Time { return a.Now })
		f := report.Filter{
			From: conversation.Date{Year: 2026, Month: 1, Day: 1}, To: conversation.Date{Year: 2026, Month: 1, Day: 31},
			TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Group: "hour", Page: 1,
		}
		for _, change := range []func(*report.Filter){
			func(*report.Filter) {},
			func(f *report.Filter) { f.Group = "week" },
			func(f *report.Filter) { f.From.Year, f.Group = f.From.Year-11, "week" },
			func(f *report.Filter) { f.Tags, f.Agents = []string{"t3", "t7", report.Nobody}, []string{"a1", "a2"} },
			func(f *report.Filter) { f.Tags, f.TagMode = []string{"t3", report.Nobody}, report.Not },
			func(f *report.Filter) {
				f.Tags, f.TagMode, f.Agents = []string{"t3"}, report.All, []string{report.Nobody}
			},
			func(f *report.Filter) { f.Tags = []string{"gone"} },
		} {
			changed := f
			change(&changed)
			compare(t, a, changed, x)
		}
		tags, err := x.Tags(context.Background(), f)
		if err != nil {
			t.Fatal(err)
		}
		top := &tags.Top
		f.Sort, f.Dir = "tag", "desc"
		if sorted, err := x.Tags(context.Background(), f); err != nil || !reflect.DeepEqual(sorted.Top, *top) {
			t.Errorf("the order of the rows changes what is largest (%v)", err)
		}
		if len(top.Tags) != report.TopTags+1 || len(top.Agents) != report.TopAgents+1 || len(top.Trend) != report.TrendTags {
			t.Errorf("there are %d tags, %d agents and %d courses", len(top.Tags), len(top.Agents), len(top.Trend))
		}
		if top.Group != "day" || len(top.Times) != 31 || top.OfTags != 20 || top.OfAgents != 20 {
			t.Errorf("31 days by hour are drawn by %s, %d times", top.Group, len(top.Times))
		}
	}
}

// crowded is an account of January 2026 with 20 tags and 20 agents.
func crowded(random *rand.Rand, conversations int) naive.Account {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a := naive.Account{Zone: time.UTC, Inactivity: 24 * time.Hour, Now: start.AddDate(0, 1, 15)}
	for n := range 20 {
		name := fmt.Sprint("Agent ", n/2) // two of each name
		a.Agents = append(a.Agents, conversation.AgentLine{ID: fmt.Sprint("a", n), Name: &name})
	}
	for n := range conversations {
		at := start.Add(time.Duration(random.Int64N(31*24*3600))*time.Second - time.Hour).UnixMilli()
		events := []conversation.Event{{Kind: conversation.Message, Key: "m", At: at, From: conversation.FromContact}}
		for i := range random.IntN(4) {
			events = append(events, conversation.Event{
				Kind: conversation.Message, Key: fmt.Sprint("r", i), At: at + int64(random.IntN(100_000_000)), From: conversation.FromAgent,
				Agent: fmt.Sprint("a", random.IntN(20)),
			})
		}
		for i := range random.IntN(4) {
			events = append(events, conversation.Event{
				Kind: conversation.Tag, Key: fmt.Sprint("t", i), At: at, Tag: fmt.Sprint("t", random.IntN(20)),
			})
		}
		a.Threads = append(a.Threads, conversation.ThreadEvents{
			Thread: conversation.Thread{ID: fmt.Sprint("c", n), Contact: fmt.Sprint("p", n%40)}, Events: events,
		})
	}
	return a
}

// TestGroupsThatFit checks which groups a period can have, and that its course has the next wider one of those.
func TestGroupsThatFit(t *testing.T) {
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	x := report.NewIndex(d, time.Now)
	to := conversation.Date{Year: 2026, Month: 11, Day: 29}
	for _, tt := range []struct {
		days                   int
		fits, courses, byHours string
	}{
		{1, "hour day week month total", "hour day week month total", "hour"},
		{30, "hour day week month total", "day week month total", "day"},
		{416, "hour day week month total", "month total", "month"},
		{417, "day week month total", "month total", "month"},
		{3652, "day week month total", "month total", "month"},
		{36525, "week month total", "month total", "month"},
	} {
		f := report.Filter{From: to.Add(1 - tt.days), To: to, TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Page: 1}
		var fits, courses []string
		for _, group := range []string{"hour", "day", "week", "month", "total"} {
			f.Group = group
			_, err := x.Overview(t.Context(), f)
			if f.Fits(group, time.UTC) != (err == nil) {
				t.Errorf("%d days by %s: %v", tt.days, group, err)
			}
			if err == nil {
				fits = append(fits, group)
			}
			tags, err := x.Tags(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			if f.FitsCourse(group, time.UTC) != (tags.Top.Group == group) {
				t.Errorf("the course of %d days by %s is drawn by %s", tt.days, group, tags.Top.Group)
			}
			if tags.Top.Group == group {
				courses = append(courses, group)
			}
			if group == "hour" && tags.Top.Group != tt.byHours {
				t.Errorf("%d days by hour are drawn by %s", tt.days, tags.Top.Group)
			}
		}
		if got := strings.Join(fits, " "); got != tt.fits {
			t.Errorf("%d days can be grouped by %s", tt.days, got)
		}
		if got := strings.Join(courses, " "); got != tt.courses {
			t.Errorf("the course of %d days can be grouped by %s", tt.days, got)
		}
	}
}
