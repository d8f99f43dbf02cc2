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
		o = recall(x.answers, f, p.to, func() *Overview { return x.overview(a, f, p) }, func(o *Overview) int { return len(o.Buckets) })
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
		o = &Overview{Account: x.accountIn(p, f), Filter: f, Buckets: p.buckets()}
		for b, happened := range x.activity(p, x.selecting(f, p)) {
			o.Buckets[b].Figures = Figures{Conversations: happened.started, Closed: happened.closed, Messages: happened.messages}
			o.Total.join(&o.Buckets[b].Figures)
			o.takeHours(happened.hours)
		}
		sortRows(o.Buckets, OverviewColumns, f, &o.Account)
		return nil
	})
	return o, err
}

// overview makes an overview: the figures of its buckets, what these add up to, and of all together what does not follow
// from that.
func (x *Index) overview(a Account, f Filter, p period) *Overview {
	o := &Overview{Account: a, Filter: f, Buckets: p.buckets()}
	s, on := x.selecting(f, p), x.lengths(f)
	var frt, durations histogram
	for b, sums := range x.bucketSums(p, s, on) {
		o.Buckets[b].Figures = sums.Figures
		o.Total.join(&sums.Figures)
		o.Responses.join(&sums.responses)
		o.takeHours(sums.hours)
		durations.addPacked(frt.addPacked(sums.lengths))
	}
	x.cohort(s, p).measureTotal(&o.Total, &frt, &durations, on)
	if len(o.Buckets) == 1 {
		o.Buckets[0].Figures = o.Total
	}
	sortRows(o.Buckets, OverviewColumns, f, &o.Account)
	return o
}

// takeHours counts what happened at which hours, packed.
func (o *Overview) takeHours(packed []byte) {
	for len(packed) > 0 {
		hour := packed[0]
		started, rest := number(packed[1:])
		sent, rest := number(rest)
		o.Started[hour/24][hour%24] += int(started)
		o.Sent[hour/24][hour%24] += int(sent)
		packed = rest
	}
}

// join adds what can be summed up of other conversations' figures.
func (g *Figures) join(o *Figures) {
	g.Conversations += o.Conversations
	for i, n := range o.Origins {
		g.Origins[i] += n
	}
	g.NewContacts += o.NewContacts
	g.Messages.In += o.Messages.In
	g.Messages.Agent += o.Messages.Agent
	g.Messages.Flow += o.Messages.Flow
	g.Closed += o.Closed
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

// TotalRow is an overview's figures as one row over the whole period.
func (o *Overview) TotalRow() Bucket {
	b := Bucket{Figures: o.Total}
	if len(o.Buckets) > 0 {
		b.Start = slices.MinFunc(o.Buckets, func(a, b Bucket) int { return int(a.Start - b.Start) }).Start
		b.End = slices.MaxFunc(o.Buckets, func(a, b Bucket) int { return int(a.End - b.End) }).End
	}
	return b
}
