package seed

import (
	"math"
	"slices"
	"testing"
	"time"

	"relato/conversation"
)

// figures are what a company comes to, computed from its conversations as the definitions fold them.
type figures struct {
	threads, events, failed, contacts, lines int
	conversations, messages, inMessages      int
	origins                                  [5]int
	reasons                                  [5]int
	open, waiting, waitingLong               int
	unanswered, shared, untagged             int
	sent, answered, positive, commented      int
	again                                    int // conversations after the first of a thread
	tags                                     map[string]int
	agents                                   map[string]int
	frt                                      []int64 // calendar seconds
	frtInHours                               []int64 // of those asked in working hours
	byContact                                map[string]int
	halves                                   [2]int
}

func measure(c Company) figures {
	o := newOffice(c.withDefaults())
	f := figures{tags: map[string]int{}, agents: map[string]int{}, byContact: map[string]int{}}
	rules := conversation.Rules{Inactivity: conversation.DefaultInactivity, Now: c.Until}
	middle := c.Until.Add(-o.company.Span / 2).Unix()
	for item := range c.Items() {
		th, ok := item.(conversation.ThreadEvents)
		if !ok {
			f.lines++
			continue
		}
		f.threads++
		f.events += len(th.Events)
		set := conversation.NewSet(th.Events)
		for _, e := range th.Events {
			if e.Kind == conversation.Status && e.Status == conversation.Failed {
				f.failed++
			}
		}
		for _, cv := range conversation.Fold(th.Thread, set, rules) {
			f.byContact[th.Contact]++
			f.take(cv, o, c.Until.Unix(), middle)
		}
	}
	f.contacts = len(f.byContact)
	slices.Sort(f.frt)
	slices.Sort(f.frtInHours)
	return f
}

func (f *figures) take(c conversation.Conversation, o *office, end, middle int64) {
	m := conversation.Measure(c.Marks, nil)
	f.conversations++
	f.messages += m.In + m.Agent + m.Flow
	f.inMessages += m.In
	f.origins[c.Origin]++
	f.reasons[c.Reason]++
	count := func(n *int, when bool) {
		if when {
			*n++
		}
	}
	count(&f.halves[1], c.StartedAt >= middle)
	count(&f.halves[0], c.StartedAt < middle)
	count(&f.again, c.Number > 1)
	count(&f.open, c.IsOpen())
	count(&f.waiting, c.Waiting(m))
	count(&f.waitingLong, c.Waiting(m) && m.LastMessageAt < end-24*3600)
	count(&f.unanswered, c.Unanswered(m))
	count(&f.shared, len(c.Agents) > 1)
	count(&f.untagged, len(c.Tags) == 0)
	count(&f.sent, c.SurveyAt != conversation.None)
	count(&f.answered, c.Rating > 0)
	count(&f.positive, c.Rating >= 4)
	count(&f.commented, c.Comment != "")
	for _, tag := range c.Tags {
		f.tags[tag]++
	}
	for _, a := range c.Agents {
		f.agents[a]++
	}
	if m.FirstResponse.Exists() {
		f.frt = append(f.frt, m.FirstResponse.Seconds())
		if o.desk.staffed(m.FirstResponse.From * second) {
			f.frtInHours = append(f.frtInHours, m.FirstResponse.Seconds())
		}
	}
}

// returning are contacts with more than one conversation.
func (f figures) returning() int {
	n := 0
	for _, visits := range f.byContact {
		if visits > 1 {
			n++
		}
	}
	return n
}

// percentile is nearest-rank.
func percentile(sorted []int64, p float64) float64 {
	return float64(sorted[int(math.Ceil(p*float64(len(sorted))))-1])
}

func TestFigures(t *testing.T) {
	c := Company{Until: until}
	f := measure(c)
	all := float64(f.conversations)
	part := func(n int) float64 { return float64(n) / all }
	for _, tt := range []struct {
		what      string
		got       float64
		low, high float64
	}{
		{"conversations", all, 59_000, 61_500},
		{"messages", float64(f.messages), 690_000, 750_000},
		{"messages per conversation", float64(f.messages) / all, 11.7, 12.5},
		{"events per message", float64(f.events) / float64(f.messages), 1.2, 1.4},
		{"inbound", part(f.origins[conversation.Inbound]), 0.60, 0.64},
		{"flow", part(f.origins[conversation.Flow]), 0.20, 0.24},
		{"inbox", part(f.origins[conversation.Inbox]), 0.10, 0.14},
		{"other", part(f.origins[conversation.Other]), 0.03, 0.05},
		{"returning contacts", float64(f.returning()) / float64(f.contacts), 0.35, 0.40},
		{"conversations of reopened threads", part(f.again), 0.06, 0.14},
		{"unanswered", part(f.unanswered), 0.02, 0.09},
		{"several agents", part(f.shared), 0.06, 0.10},
		{"untagged", part(f.untagged), 0.1, 0.35},
		{"closed by agent", part(f.reasons[conversation.ByAgent]), 0.45, 0.7},
		{"closed by flow", part(f.reasons[conversation.ByFlow]), 0.15, 0.35},
		{"closed by inactivity", part(f.reasons[conversation.ByInactivity]), 0.08, 0.16},
		{"closed by api", part(f.reasons[conversation.ByAPI]), 0.01, 0.06},
		{"surveys", part(f.sent), 0.35, 0.6},
		{"surveys answered", float64(f.answered) / float64(f.sent), 0.42, 0.46},
		{"positive ratings", float64(f.positive) / float64(f.answered), 0.7, 0.9},
		{"comments", float64(f.commented) / float64(f.answered), 0.25, 0.35},
		{"failed messages", float64(f.failed), 200, 3000},
		{"median first response", percentile(f.frt, 0.5), 3 * 60, 15 * 60},
		{"median in hours", percentile(f.frtInHours, 0.5), 2 * 60, 6 * 60},
		{"p90 in hours", percentile(f.frtInHours, 0.9), 15 * 60, 50 * 60},
		{"open at the end", float64(f.open), 10, 250},
		{"waiting at the end", float64(f.waiting), 4, 60},
		{"waiting for more than a day", float64(f.waitingLong), 1, 30},
		{"growth by halves", float64(f.halves[1]) / float64(f.halves[0]), 1.3, 1.6},
		{"tags", float64(len(f.tags)), 25, 25},
		{"agents", float64(len(f.agents)), 12, 12},
	} {
		if tt.got < tt.low || tt.got > tt.high {
			t.Errorf("%s: %.4g, want %.4g to %.4g", tt.what, tt.got, tt.low, tt.high)
		} else {
			t.Logf("%s: %.4g", tt.what, tt.got)
		}
	}
}

func TestLeaverAndNewcomer(t *testing.T) {
	last := map[string]int64{}
	first := map[string]int64{}
	active := map[string]bool{}
	for item := range (Company{Conversations: 20_000, Until: until}).Items() {
		switch i := item.(type) {
		case conversation.AgentLine:
			active[i.ID] = *i.Active
		case conversation.ThreadEvents:
			for _, e := range i.Events {
				if e.Kind == conversation.Message && e.From == conversation.FromAgent {
					if at, ok := first[e.Agent]; !ok || e.At < at {
						first[e.Agent] = e.At
					}
					last[e.Agent] = max(last[e.Agent], e.At)
				}
			}
		}
	}
	if active["a11"] || !active["a12"] || len(active) != 12 {
		t.Errorf("active: %v", active)
	}
	days := func(at int64) float64 { return until.Sub(time.UnixMilli(at)).Hours() / 24 }
	if d := days(last["a11"]); d < 24 || d > 32 {
		t.Errorf("the leaver last wrote %.1f days before the end", d)
	}
	if d := days(first["a12"]); d < 30 || d > 42 {
		t.Errorf("the newcomer first wrote %.1f days before the end", d)
	}
}
