package report

import (
	"context"
	"slices"
)

// Overview answers the first report. Its error may be a *ParamError.
func (x *Index) Overview(ctx context.Context, f Filter) (*Overview, error) {
	var o Overview
	err := x.viewInTurn(ctx, func() error {
		p, err := periodOf(f, x.zone).cut(f)
		if err != nil {
			return err
		}
		a := x.accountIn(p, f)
		o = recall(x.answers, f, p.to, func() *Overview {
			return x.overview(a, f, p, func(o *Overview, s *selection, c *calendar) {
				x.overviewCohort(o, s, c)
				x.overviewActivity(o, s, c)
			})
		}, func(o *Overview) int { return len(o.Buckets) })
		o.Account, o.Filter = a, f
		return nil
	})
	return &o, err
}

// Activity answers what of the first report is about when something happened, without measuring anything: the numbers of
// conversations started and closed and of messages sent, by time and by hour of the week. All other figures are 0.
func (x *Index) Activity(ctx context.Context, f Filter) (*Overview, error) {
	var o *Overview
	err := x.viewInTurn(ctx, func() error {
		p, err := periodOf(f, x.zone).cut(f)
		if err != nil {
			return err
		}
		o = x.overview(x.accountIn(p, f), f, p, func(o *Overview, s *selection, c *calendar) {
			for i, started := range x.overviewActivity(o, s, c) {
				o.Buckets[i].Conversations = started
				o.Total.Conversations += started
			}
		})
		return nil
	})
	return o, err
}

// overview makes an overview whose figures a function fills in.
func (x *Index) overview(a Account, f Filter, p period, fill func(*Overview, *selection, *calendar)) *Overview {
	o := &Overview{Account: a, Filter: f, Buckets: p.buckets()}
	c := p.calendar()
	fill(o, x.selecting(f, p), &c)
	sortRows(o.Buckets, OverviewColumns, f, &o.Account)
	return o
}

// overviewCohort fills in all figures over conversations started in the period.
func (x *Index) overviewCohort(o *Overview, s *selection, c *calendar) {
	tallies := inParallel(x.cohortParts(c.period), func(part part) *cohortTally { return x.tally(part, s, c, o.Filter) })
	for _, t := range tallies {
		o.Responses.join(&t.responses)
		for i := range t.buckets {
			if t.buckets[i].Conversations > 0 {
				o.Buckets[i].Figures = t.buckets[i] // no two workers share a bucket, unless there is only one
				o.Total.join(&t.buckets[i])
			}
		}
	}
	o.Total.Contacts = countSeen(tallies)
	measureSeries(tallies, &o.Total.FRT, func(t *cohortTally) *series { return &t.frt })
	measureSeries(tallies, &o.Total.Duration, func(t *cohortTally) *series { return &t.duration })
	if len(o.Buckets) == 1 {
		o.Buckets[0].Figures = o.Total
	}
}

// countSeen is how many contacts any of the workers has seen.
func countSeen(tallies []*cohortTally) int {
	all := tallies[0].seen
	for _, t := range tallies[1:] {
		for i, bucket := range t.seen {
			all[i] |= bucket
		}
		seenPool.release(t.seen)
	}
	seen := 0
	for _, bucket := range all[1:] { // the first is nobody
		seen += int(bit(bucket != 0))
	}
	seenPool.release(all)
	return seen
}

// measureSeries fills in the figures of all workers' lengths together.
func measureSeries(tallies []*cohortTally, t *Times, of func(*cohortTally) *series) {
	all := of(tallies[0]).total
	workers := make([]part, len(tallies))
	for i, other := range tallies {
		workers[i] = part{i, i + 1}
		if i > 0 {
			all.join(of(other).total)
		}
	}
	all.locate(t)
	var picked picks
	for _, found := range inParallel(workers, func(worker part) (found picks) {
		s := of(tallies[worker.lo])
		all.pickAll(s.values, &found)
		lengthPool.release(s.values)
		return found
	}) {
		picked.join(found)
	}
	all.finish(picked, t)
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
			cut = x.nearestEdge(p, at)
		}
		cut = min(max(cut, split[i].lo), hi)
		split[i].hi, split[i+1].lo = cut, cut
	}
	return split
}

// nearestEdge is the place where the bucket of a place begins, or the next one, whichever is nearer: of a year by month the
// first of two workers had 5.3 months of 12.
func (x *Index) nearestEdge(p period, at int) int {
	b := p.bucketOf(int64(x.start[x.at(at)]))
	begin, end := x.place(p.edges[b]), x.place(p.edges[b+1])
	if end-at < at-begin {
		return end
	}
	return begin
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

// add adds counts by hour of the week.
func (h *Heat) add(hours *[7 * 24]int) {
	for hour, n := range hours {
		h[hour/24][hour%24] += n
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
