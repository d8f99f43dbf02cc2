package report

import (
	"context"
	"slices"
	"sync"
)

// Overview answers the first report. Its error may be a *ParamError.
func (x *Index) Overview(ctx context.Context, f Filter) (*Overview, error) {
	var o *Overview
	err := x.view(ctx, func() error {
		p, err := periodOf(f, x.zone).cut(f)
		if err != nil {
			return err
		}
		o = &Overview{Account: x.accountIn(p, f), Filter: f, Buckets: p.buckets()}
		c := p.calendar()
		x.overviewCohort(o, &c)
		x.overviewActivity(o, &c)
		sortRows(o.Buckets, OverviewColumns, f, &o.Account)
		return nil
	})
	return o, err
}

// cohortTally is what one worker counts of the conversations started in the period.
type cohortTally struct {
	buckets       []Figures
	bucket        int // the one the worker is in
	contacts      bitset
	heat          Heat
	responses     Responses
	frt, duration series
}

// series are lengths of conversations in the order of their buckets.
type series struct {
	values []uint32
	from   int // where the bucket under way begins
	total  *distribution
}

// overviewCohort fills in all figures over conversations started in the period.
func (x *Index) overviewCohort(o *Overview, c *calendar) {
	m := x.matcher(o.Filter)
	contacts := newBitset(x.people.size())
	tallies := inParallel(x.cohortParts(c.period), func(part part) *cohortTally { return x.tally(part, m, c, o.Filter) })
	for _, t := range tallies {
		contacts.join(t.contacts)
		o.Started.add(&t.heat)
		o.Responses.join(&t.responses)
		for i := range t.buckets {
			if t.buckets[i].Conversations > 0 {
				o.Buckets[i].Figures = t.buckets[i] // no two workers share a bucket, unless there is only one
				o.Total.join(&t.buckets[i])
			}
		}
	}
	o.Total.Contacts = contacts.size()
	measureSeries(tallies, &o.Total.FRT, func(t *cohortTally) *series { return &t.frt })
	measureSeries(tallies, &o.Total.Duration, func(t *cohortTally) *series { return &t.duration })
	if len(o.Buckets) == 1 {
		o.Buckets[0].Figures = o.Total
	}
}

// measureSeries fills in the figures of all workers' lengths together.
func measureSeries(tallies []*cohortTally, t *Times, of func(*cohortTally) *series) {
	all := of(tallies[0]).total
	for _, other := range tallies[1:] {
		all.join(of(other).total)
	}
	times := func(int) *Times { return t }
	all.locate(times)
	var picked samples
	for _, tally := range tallies {
		s := of(tally)
		for _, v := range s.values {
			all.pick(0, v, &picked)
		}
		lengthPool.Put(&s.values)
	}
	all.finish(picked, times)
}

// lengthPool holds lists of lengths between reports: a year has millions.
var lengthPool = sync.Pool{New: func() any { return new([]uint32) }}

func newSeries() series {
	return series{values: (*lengthPool.Get().(*[]uint32))[:0], total: newDistribution(1)}
}

// cohortParts divides the cohort among workers so that no bucket is cut, since each counts its distinct contacts.
func (x *Index) cohortParts(p period) []part {
	lo, hi := x.between(p.from, p.to)
	split := parts(lo, hi)
	if len(p.edges) == 2 {
		return split // the one bucket is the total, whose contacts are counted together
	}
	for i := range split[1:] {
		cut := lo
		if at := split[i+1].lo; at < hi {
			cut = x.place(p.edges[p.bucketOf(int64(x.start[x.at(at)]))])
		}
		cut = max(cut, split[i].lo)
		split[i].hi, split[i+1].lo = cut, cut
	}
	return split
}

// tally counts one part of the cohort.
func (x *Index) tally(part part, m *matcher, c *calendar, f Filter) *cohortTally {
	t := &cohortTally{
		buckets: make([]Figures, max(1, len(c.edges)-1)), contacts: newBitset(x.people.size()),
		frt: newSeries(), duration: newSeries(),
	}
	lengths := x.lengths(f)
	seen := make([]uint16, x.people.size()) // the bucket, from 1, that last counted a contact
	x.selected(part, m, func(batch []uint32) {
		for _, n := range batch {
			traits, contact := x.traits[n], x.contact[n]
			b, hour := c.at(int64(x.start[n]))
			g := t.enter(b)
			g.Conversations++
			g.Origins[traits.place()]++
			t.heat[hour/24][hour%24]++
			if contact != 0 {
				if seen[contact] != uint16(b+1) {
					seen[contact] = uint16(b + 1)
					g.Contacts++
					t.contacts.add(contact)
				}
				g.NewContacts += traits.has(isFirst)
			}
			g.Unanswered += traits.has(isUnanswered)
			g.CSAT.take(traits)
			t.frt.keep(lengths.frt[n], x.frt[n], &g.FRT)
			t.responses.take(lengths.frt[n])
			t.duration.keep(lengths.durationOf(n), x.duration(n), &g.Duration)
			g.Reply.replies(x, n, lengths)
		}
	})
	t.leave()
	return t
}

// enter moves on to a bucket; conversations come in the order of the buckets.
func (t *cohortTally) enter(bucket int) *Figures {
	if bucket != t.bucket {
		t.leave()
		t.bucket = bucket
	}
	return &t.buckets[bucket]
}

// leave measures the lengths of the bucket that is done; a bucket that is all there is is measured as the total.
func (t *cohortTally) leave() {
	g := &t.buckets[t.bucket]
	t.frt.leave(&g.FRT, len(t.buckets) > 1)
	t.duration.leave(&g.Duration, len(t.buckets) > 1)
}

func (s *series) leave(t *Times, measure bool) {
	bucket := s.values[s.from:]
	s.from = len(s.values)
	for _, v := range bucket {
		s.total.add(0, v)
	}
	if measure {
		summarize(t, bucket)
	}
}

// keep keeps a length; one that exists on the calendar alone was excluded by the clock.
func (s *series) keep(length, calendar uint32, t *Times) {
	switch {
	case length != absent:
		s.values = append(s.values, length)
	case calendar != absent:
		t.Excluded++
	}
}

// take counts a conversation's survey and rating.
func (c *CSAT) take(t traits) {
	if t&isSurveyed != 0 {
		c.Sent++
	}
	if rating := t.rating(); rating != 0 {
		c.Scores[rating-1]++
	}
}

// replies adds a conversation's replies.
func (t *Times) replies(x *Index, n uint32, l *lengths) {
	replies := l.repliesOf(n)
	t.N += replies
	t.Sum += int64(l.replySum[n])
	t.Excluded += x.replyCount(n) - replies
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

// TotalRow is an overview's figures as one row over the whole period.
func (o *Overview) TotalRow() Bucket {
	b := Bucket{Figures: o.Total}
	if len(o.Buckets) > 0 {
		b.Start = slices.MinFunc(o.Buckets, func(a, b Bucket) int { return int(a.Start - b.Start) }).Start
		b.End = slices.MaxFunc(o.Buckets, func(a, b Bucket) int { return int(a.End - b.End) }).End
	}
	return b
}
