package report

import (
	"context"
	"slices"
)

// Overview answers the first report. Its error may be a *ParamError.
func (x *Index) Overview(ctx context.Context, f Filter) (*Overview, error) {
	var o *Overview
	err := x.view(ctx, func() error {
		p, err := periodOf(f, x.zone).cut(f)
		if err != nil {
			return err
		}
		o = &Overview{Account: x.accountIn(p), Filter: f, Buckets: p.buckets()}
		x.overviewCohort(o, p)
		x.overviewActivity(o, p.calendar())
		sortRows(o.Buckets, OverviewColumns, f, &o.Account)
		return nil
	})
	return o, err
}

// cohortTally is what one worker counts of the conversations started in the period.
type cohortTally struct {
	buckets       []Figures
	contacts      bitset
	heat          Heat
	frt, duration samples
}

// overviewCohort fills in all figures over conversations started in the period.
func (x *Index) overviewCohort(o *Overview, p period) {
	m, c := x.matcher(o.Filter), p.calendar()
	tallies := inParallel(x.cohortParts(p), func(part part) *cohortTally { return x.tally(part, m, &c, o.Filter) })
	contacts := newBitset(len(x.contactTags))
	var frt, duration samples
	for _, t := range tallies {
		contacts.join(t.contacts)
		frt.join(t.frt)
		duration.join(t.duration)
		o.Started.add(&t.heat)
		for i := range t.buckets {
			o.Buckets[i].join(&t.buckets[i])
			o.Total.join(&t.buckets[i])
		}
	}
	o.Total.Contacts = contacts.size()
	if len(o.Buckets) == 1 {
		o.Buckets[0].Contacts = o.Total.Contacts
	}
	frt.measure(len(o.Buckets), func(b int) *Times { return &o.Buckets[b].FRT })
	duration.measure(len(o.Buckets), func(b int) *Times { return &o.Buckets[b].Duration })
	summarize(&o.Total.FRT, frt.value)
	summarize(&o.Total.Duration, duration.value)
}

// cohortParts divides the cohort among workers so that no bucket is cut, since each counts its distinct contacts.
func (x *Index) cohortParts(p period) []part {
	lo, hi := x.between(p.from, p.to)
	split := parts(lo, hi)
	if len(p.edges) == 2 {
		return split
	}
	for i := range split[1:] {
		cut := lo
		if at := split[i+1].lo; at < hi {
			cut = x.place(p.edges[p.bucketOf(int64(x.rows[x.order[at]].start))])
		}
		cut = max(cut, split[i].lo)
		split[i].hi, split[i+1].lo = cut, cut
	}
	return split
}

// tally counts one part of the cohort.
func (x *Index) tally(part part, m *matcher, c *calendar, f Filter) *cohortTally {
	t := &cohortTally{buckets: make([]Figures, len(c.edges)-1), contacts: newBitset(len(x.contactTags))}
	lengths, all := x.spans(f), x.calendar
	seen := make([]uint16, len(x.contactTags)) // the bucket, from 1, that last counted a contact
	x.selected(part, m, func(n uint32, r *row) {
		b, hour := c.at(int64(r.start))
		g := &t.buckets[b]
		g.Conversations++
		g.Origins[r.origin-1]++
		t.heat[hour/24][hour%24]++
		if r.contact != 0 {
			t.contacts.add(r.contact)
			if seen[r.contact] != uint16(b+1) {
				seen[r.contact] = uint16(b + 1)
				g.Contacts++
			}
			if x.contactFirst[r.contact] == n {
				g.NewContacts++
			}
		}
		g.outcome(r)
		t.frt.take(b, lengths[n].frt, all[n].frt, &g.FRT)
		t.duration.take(b, lengths[n].duration, all[n].duration, &g.Duration)
		g.Reply.replies(&lengths[n], &all[n])
	})
	return t
}

// outcome counts a conversation's end and its satisfaction.
func (g *Figures) outcome(r *row) {
	if r.flags&isUnanswered != 0 {
		g.Unanswered++
	}
	g.CSAT.take(r)
}

func (c *CSAT) take(r *row) {
	if r.flags&isSurveyed != 0 {
		c.Sent++
	}
	if r.rating != 0 {
		c.Scores[r.rating-1]++
	}
}

// take samples a length; one that exists on the calendar alone was excluded by the clock.
func (s *samples) take(group int, length, calendar uint32, t *Times) {
	switch {
	case length != absent:
		s.add(group, length)
	case calendar != absent:
		t.Excluded++
	}
}

// replies adds a conversation's replies.
func (t *Times) replies(lengths, calendar *spans) {
	t.N += int(lengths.replies)
	t.Sum += int64(lengths.replySum)
	t.Excluded += int(calendar.replies - lengths.replies)
}

// join adds what another worker counted of the same bucket, contacts too: no two workers share a bucket.
func (g *Figures) join(o *Figures) {
	g.Conversations += o.Conversations
	for i, n := range o.Origins {
		g.Origins[i] += n
	}
	g.Contacts += o.Contacts
	g.NewContacts += o.NewContacts
	g.Unanswered += o.Unanswered
	g.FRT.Excluded += o.FRT.Excluded
	g.Duration.Excluded += o.Duration.Excluded
	g.Reply.N += o.Reply.N
	g.Reply.Sum += o.Reply.Sum
	g.Reply.Excluded += o.Reply.Excluded
	g.CSAT.join(&o.CSAT)
}

func (c *CSAT) join(o *CSAT) {
	c.Sent += o.Sent
	for i, n := range o.Scores {
		c.Scores[i] += n
	}
}

func (h *Heat) add(o *Heat) {
	for d := range h {
		for i := range h[d] {
			h[d][i] += o[d][i]
		}
	}
}

// activityTally is what one worker counts of messages sent and conversations closed in the period.
type activityTally struct {
	messages []Messages // by bucket
	closed   []int
	heat     Heat
}

// overviewActivity fills in the messages sent and the conversations closed in the period, whenever they started.
func (x *Index) overviewActivity(o *Overview, c calendar) {
	m := x.matcher(o.Filter)
	tallies := inParallel(parts(0, x.place(c.to)), func(part part) *activityTally {
		t := &activityTally{messages: make([]Messages, len(o.Buckets)), closed: make([]int, len(o.Buckets))}
		x.active(part, m, c.period, func(n uint32, r *row) {
			if r.closedIn(c.period) {
				b, _ := c.at(int64(r.closed))
				t.closed[b]++
			}
			x.countMessages(n, &c, t)
		})
		return t
	})
	for _, t := range tallies {
		o.Sent.add(&t.heat)
		for i := range o.Buckets {
			for _, g := range []*Figures{&o.Buckets[i].Figures, &o.Total} {
				g.Closed += t.closed[i]
				g.Messages.In += t.messages[i].In
				g.Messages.Agent += t.messages[i].Agent
				g.Messages.Flow += t.messages[i].Flow
			}
		}
	}
}

// countMessages counts a conversation's messages that were sent in the period.
func (x *Index) countMessages(n uint32, c *calendar, t *activityTally) {
	s := x.marks[n]
	at, by := x.marksAt[s.from:s.to], x.marksBy[s.from:s.to]
	for i, sent := range at {
		if int64(sent) < c.from || int64(sent) >= c.to || by[i] == handoffMark {
			continue
		}
		b, hour := c.at(int64(sent))
		switch by[i] {
		case contactMark:
			t.messages[b].In++
		case flowMark:
			t.messages[b].Flow++
		default:
			t.messages[b].Agent++
		}
		t.heat[hour/24][hour%24]++
	}
}

// TotalRow is an overview's figures as one row over the whole period.
func (o *Overview) TotalRow() Bucket {
	b := Bucket{Figures: o.Total}
	if len(o.Buckets) > 0 {
		b.Start = slices.MinFunc(o.Buckets, func(a, b Bucket) int { return int(a.Start - b.Start) }).Start
		b.End = slices.MaxFunc(o.Buckets, func(a, b Bucket) int { return int(a.End - b.End) }).End
	}
	return b
}
