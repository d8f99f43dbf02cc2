package report

import (
	"context"
	"fmt"
	"iter"

	"relato/conversation"
)

// Disagreements are all places where the four reports of one filter do not agree with each other, in words; none when
// they do. Rows are the cohort as Details has it, and are gone through once.
func Disagreements(o *Overview, a *Agents, t *Tags, rows iter.Seq[Row]) []string {
	c := comparison{}
	fromRows := recompute(rows, o.Filter.Business())
	var fromBuckets Figures
	for i := range o.Buckets {
		fromBuckets.sum(&o.Buckets[i].Figures)
	}
	c.figures("the rows of details", o.Total, fromRows)
	c.figures("the rows of the overview", o.Total, fromBuckets)
	origins := 0
	for _, n := range o.Total.Origins {
		origins += n
	}
	c.equal("conversations", "origins", o.Total.Conversations, origins)
	c.equal("first responses", "classes of response times", o.Total.FRT.N, o.Responses.All())
	c.equal("contacts", "details", o.Total.Contacts, fromRows.Contacts)
	c.equal("messages", "the rows of the overview", o.Total.Messages.All(), fromBuckets.Messages.All())
	c.equal("closed", "the rows of the overview", o.Total.Closed, fromBuckets.Closed)
	agents := Figures{
		Conversations: a.Total.Conversations, Contacts: a.Total.Contacts, Unanswered: a.Total.Unanswered,
		FRT: a.Total.FRT, Reply: a.Total.Reply, Duration: a.Total.Duration, CSAT: a.Total.CSAT,
		Origins: o.Total.Origins, NewContacts: o.Total.NewContacts,
	}
	c.figures("agents", o.Total, agents)
	c.equal("contacts", "agents", o.Total.Contacts, agents.Contacts)
	tags := Figures{
		Conversations: t.Total.Conversations, Contacts: t.Total.Contacts, Unanswered: t.Total.Unanswered,
		FRT: t.Total.FRT, Reply: o.Total.Reply, Duration: t.Total.Duration, CSAT: t.Total.CSAT,
		Origins: t.Total.Origins, NewContacts: o.Total.NewContacts,
	}
	c.figures("tags", o.Total, tags)
	c.equal("contacts", "tags", o.Total.Contacts, tags.Contacts)
	c.equal("messages", "tags", o.Total.Messages.All(), t.Total.Messages)
	c.equal("messages from agents", "agents", o.Total.Messages.Agent, a.Total.MessagesSent)
	c.equal("messages from contacts", "agents", o.Total.Messages.In, a.Total.MessagesReceived)
	c.equal("closed", "agents", o.Total.Closed, a.Total.Closed)
	return c.found
}

// comparison collects what is not equal.
type comparison struct{ found []string }

func (c *comparison) equal(figure, other string, overview, theirs int) {
	if overview != theirs {
		c.found = append(c.found, fmt.Sprintf("%s: the overview has %d, %s %d", figure, overview, other, theirs))
	}
}

// figures compares what every report over one cohort must have in common.
func (c *comparison) figures(other string, overview, theirs Figures) {
	c.equal("conversations", other, overview.Conversations, theirs.Conversations)
	for i, n := range overview.Origins {
		c.equal("origin "+conversation.OriginNames[i+1], other, n, theirs.Origins[i])
	}
	c.equal("new contacts", other, overview.NewContacts, theirs.NewContacts)
	c.equal("unanswered", other, overview.Unanswered, theirs.Unanswered)
	c.times("first response", other, overview.FRT, theirs.FRT)
	c.times("reply", other, overview.Reply, theirs.Reply)
	c.times("duration", other, overview.Duration, theirs.Duration)
	c.equal("surveys", other, overview.CSAT.Sent, theirs.CSAT.Sent)
	c.equal("ratings", other, overview.CSAT.Answered(), theirs.CSAT.Answered())
	c.equal("sum of ratings", other, overview.CSAT.Sum(), theirs.CSAT.Sum())
}

func (c *comparison) times(figure, other string, overview, theirs Times) {
	c.equal(figure+" n", other, overview.N, theirs.N)
	c.equal(figure+" sum", other, int(overview.Sum), int(theirs.Sum))
	c.equal(figure+" excluded", other, overview.Excluded, theirs.Excluded)
}

// sum adds another bucket's figures.
func (g *Figures) sum(o *Figures) {
	g.join(o)
	g.FRT.N += o.FRT.N
	g.FRT.Sum += o.FRT.Sum
	g.Duration.N += o.Duration.N
	g.Duration.Sum += o.Duration.Sum
}

// recompute are the figures of a cohort from its rows alone.
func recompute(rows iter.Seq[Row], business bool) Figures {
	var g Figures
	contacts := map[string]bool{}
	for r := range rows {
		g.Conversations++
		g.Origins[r.Origin-1]++
		if r.Contact != "" && !contacts[r.Contact] {
			contacts[r.Contact] = true
			g.Contacts++
		}
		g.NewContacts += int(bit(r.NewContact))
		g.Unanswered += int(bit(r.Unanswered))
		g.CSAT.Sent += int(bit(r.SurveyAt != conversation.None))
		if r.Rating != 0 {
			g.CSAT.Scores[r.Rating-1]++
		}
		if business {
			g.FRT.one(r.FRTBusiness, r.FRT)
			g.Duration.one(r.DurationBusiness, r.Duration)
			g.Reply.N, g.Reply.Sum = g.Reply.N+r.RepliesBusiness, g.Reply.Sum+r.ReplyBusinessSum
			g.Reply.Excluded += r.Replies - r.RepliesBusiness
		} else {
			g.FRT.one(r.FRT, r.FRT)
			g.Duration.one(r.Duration, r.Duration)
			g.Reply.N, g.Reply.Sum = g.Reply.N+r.Replies, g.Reply.Sum+r.ReplySum
		}
	}
	return g
}

// one adds one length, or counts it as excluded by the clock.
func (t *Times) one(length, calendar int64) {
	switch {
	case length != conversation.None:
		t.N++
		t.Sum += length
	case calendar != conversation.None:
		t.Excluded++
	}
}

// checkTries is how often a question is asked while something comes in between its reports.
const checkTries = 3

// Check asks all four reports the same questions over everything there is and returns where they disagree, and how
// many comparisons of four reports were made.
func (x *Index) Check(ctx context.Context) (found []string, filters int, err error) {
	questions, err := x.checks(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, f := range questions {
		for range checkTries {
			disagreements, compared, err := x.compareReports(ctx, f)
			if err != nil {
				return found, filters, err
			}
			if !compared {
				continue
			}
			filters++
			for _, d := range disagreements {
				found = append(found, f.Parameters().Encode()+": "+d)
			}
			break
		}
	}
	return found, filters, nil
}

// compareReports are the disagreements of the four reports of a filter, unless something came in between.
func (x *Index) compareReports(ctx context.Context, f Filter) (disagreements []string, compared bool, err error) {
	o, err := x.Overview(ctx, f)
	if err != nil {
		return nil, false, err
	}
	a, err := x.Agents(ctx, f)
	if err != nil {
		return nil, false, err
	}
	t, err := x.Tags(ctx, f)
	if err != nil {
		return nil, false, err
	}
	disagreements = Disagreements(o, a, t, func(yield func(Row) bool) {
		err = x.Each(ctx, f, func(_ *Account, r *Row) error {
			yield(*r) // it takes all
			return nil
		})
	})
	reached, _ := x.Reached()
	return disagreements, reached == o.Account.Revision, err
}

// checks are the filters of a self-check: everything on both clocks, and one condition of each kind.
func (x *Index) checks(ctx context.Context) ([]Filter, error) {
	choices, err := x.Choices(ctx, nil)
	if err != nil {
		return nil, err
	}
	account, err := x.Account(ctx)
	if err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	everything := Filter{
		To: conversation.DateOf(account.Now.In(account.Zone)).Add(1), TagMode: Any, ContactTagMode: Any,
		Clock: "calendar", Group: "month", Page: 1,
	}
	everything.From = everything.To
	if x.size() > 0 {
		everything.From = conversation.DateOf(unix(x.start[x.at(0)], account.Zone))
	}
	filters := []Filter{everything}
	vary := func(change func(*Filter)) {
		f := everything
		change(&f)
		filters = append(filters, f)
	}
	if account.Schedule {
		vary(func(f *Filter) { f.Clock = "business" })
		vary(func(f *Filter) { f.Hours = "inside" })
	}
	for _, c := range choices.Agents {
		vary(func(f *Filter) { f.Agents = []string{c.Value} })
	}
	for _, c := range choices.Tags[:min(5, len(choices.Tags))] {
		vary(func(f *Filter) { f.Tags = []string{c.Value, Nobody} })
	}
	for _, c := range choices.ContactTags[:min(5, len(choices.ContactTags))] {
		vary(func(f *Filter) { f.ContactTags, f.ContactTagMode = []string{c.Value}, Not })
	}
	return filters, nil
}
