package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"relato/conversation"
	"relato/report"
)

// overviewData is the overview ready to be drawn.
type overviewData struct {
	Figures       []figure
	Conversations chart
	Messages      chart
	Legend        []legend // of the chart of messages
	Origins       []share
	CSAT          csatPanel
	Responses     responses
	Trend         chart // of the CSAT
	Started, Sent heat
	Summary       table
	Columns       chooser
	Empty         bool
}

// newOverview draws a report, and how it changed since another period when before is not nil.
func newOverview(p Page, r, before *report.Overview) overviewData {
	if p.nothingBefore() {
		before = nil
	}
	w, l := p.words(), p.Lang
	buckets := slices.SortedFunc(slices.Values(r.Buckets), func(a, b report.Bucket) int { return cmp.Compare(a.Start, b.Start) })
	by := p.by()
	columns := overviewColumns(w)
	d := overviewData{
		Columns:   newChooser(p, columns, summaryColumn[report.Bucket]),
		Figures:   p.figures(buckets, r.Total),
		Origins:   p.shares(r.Total.Origins, r.Total.Conversations, originsOf(before)),
		CSAT:      p.csatPanel(r.Total.CSAT),
		Responses: p.responses(r.Responses, r.Total.FRT),
		Started:   p.heat(r.Started, w.StartedHeat, w.HeatConversations, p.drillPrefix(func(*report.Filter) {}, "weekday", "hour")),
		Sent:      p.heat(r.Sent, w.SentHeat, w.HeatMessages, ""),
		Summary:   tableOf(p, report.OverviewColumns, chosen(p, columns, summaryColumn[report.Bucket]), r.Buckets, report.Bucket{Figures: r.Total}, p.bucketCells(), p.bucketDrilling(), nil),
		Legend: []legend{
			{w.MessagesIn.Name, "contact", l.number(int64(r.Total.Messages.In)), ""},
			{w.MessagesAgent.Name, "agent", l.number(int64(r.Total.Messages.Agent)), ""},
			{w.MessagesFlow.Name, "flow", l.number(int64(r.Total.Messages.Flow)), ""},
		},
		Empty: r.Total.Conversations == 0 && r.Total.Messages.All() == 0 && r.Total.Closed == 0,
	}
	if before != nil {
		p.changes(d.Figures, &r.Total, &before.Total)
	}
	d.Summary.Caption = fmt.Sprintf(w.SummaryByTime, by)
	d.Summary.Heads = slices.Insert(d.Summary.Heads, 0, p.sorting().textHead("period_start", term{Name: w.PeriodColumn}))
	d.Conversations = p.conversationsChart(buckets, fmt.Sprintf(w.ConversationsByOrigin, by))
	d.Messages = p.messagesChart(buckets, fmt.Sprintf(w.MessagesBySender, by))
	d.Trend = p.csatChart(buckets, fmt.Sprintf(w.Panels.CSATTrend.Name, by))
	return d
}

// by says by what length of time the overview groups.
func (p Page) by() string {
	w := p.words()
	switch p.Filter.Group {
	case "hour":
		return w.ByHour
	case "week":
		return w.ByWeek
	case "month":
		return w.ByMonth
	case "total":
		return w.ByTotal
	}
	return w.ByDay
}

// grouping is one length of time to group by.
type grouping struct {
	option
	Unfit bool // it would make more than can be shown of this period
}

// groups are the lengths of time that the overview, or the course of tags, can group by.
func (p Page) groups() []grouping {
	w, fits := p.words(), p.Filter.Fits
	if p.Path == tagsPath {
		fits = p.Filter.FitsCourse
	}
	groups := []grouping{
		{option: option{Value: "hour", Name: w.GroupHour}}, {option: option{Value: "day", Name: w.GroupDay}},
		{option: option{Value: "week", Name: w.GroupWeek}}, {option: option{Value: "month", Name: w.GroupMonth}},
		{option: option{Value: "total", Name: w.GroupTotal}},
	}
	for i := range groups {
		g := &groups[i]
		g.Unfit = !fits(g.Value, p.zone())
	}
	chosen := slices.IndexFunc(groups, func(g grouping) bool { return g.Value == cmp.Or(p.Filter.Group, "day") })
	for groups[chosen].Unfit && chosen+1 < len(groups) { // as the course of tags is drawn
		chosen++
	}
	groups[chosen].Checked = true
	return groups
}

// underWay tells whether a bucket is not over yet.
func (p Page) underWay(b *report.Bucket) bool {
	now := p.Account.Now.Unix()
	return b.Start <= now && now < b.End
}

// begun tells whether a bucket has begun.
func (p Page) begun(b *report.Bucket) bool { return b.Start <= p.Account.Now.Unix() }

// bucketCells name rows and link to their conversations where whole days make them.
func (p Page) bucketCells() func(b *report.Bucket) cell {
	prefix := p.drillPrefix(func(*report.Filter) {}, p.bucketParams("conversations")...)
	return func(b *report.Bucket) cell {
		extra, name := p.bucketName(b)
		c := cell{Text: strings.TrimPrefix(extra+space+name, space)}
		if p.underWay(b) {
			c.Note = p.words().Now
		}
		from, to := p.bucketDays(b)
		if c.Note == "" && p.Filter.Group == "week" && to.Sub(from) < 6 {
			c.Note = p.words().PartialBucket
		}
		if b.Conversations > 0 {
			c.Link = templ.SafeURL(prefix + p.bucketQuery(b, "conversations"))
		}
		return c
	}
}

// bucketDrilling leads from the overview's rows to their conversations.
func (p Page) bucketDrilling() drilling[report.Bucket] {
	return drilling[report.Bucket]{p.bucketParams, p.bucketQuery}
}

// bucketDays are a bucket's first and last day.
func (p Page) bucketDays(b *report.Bucket) (from, to conversation.Date) {
	return p.dateOf(b.Start), p.dateOf(b.End - 1)
}

// bucketName is what a bucket is called on this page.
func (p Page) bucketName(b *report.Bucket) (extra, name string) {
	return p.Lang.bucket(b, &p.Filter, p.zone())
}

// axis names the buckets on the axis of a chart. Of today and of what else is not over, the axis or only the tooltip says
// so.
func (p Page) axis(buckets []report.Bucket) axis {
	w := p.words()
	times := axis{Names: make([]string, len(buckets))}
	for i := range buckets {
		b := &buckets[i]
		extra, name := p.bucketName(b)
		if p.underWay(b) {
			switch cmp.Or(p.Filter.Group, "day") {
			case "day":
				extra, name = extra+space+name, w.Today
				times.Last = i == len(buckets)-1
			case "week", "month":
				extra = w.Now
			}
		}
		if extra != "" {
			name = extra + cut + name
		}
		times.Names[i] = name
	}
	return times
}

// values are one figure of every bucket; one that has not begun has none.
func (p Page) values(buckets []report.Bucket, of func(*report.Bucket) int) []any {
	values := make([]any, len(buckets))
	for i := range buckets {
		if p.begun(&buckets[i]) {
			values[i] = of(&buckets[i])
		}
	}
	return values
}

func (p Page) conversationsChart(buckets []report.Bucket, title string) chart {
	var all []series
	for _, o := range p.Lang.origins() {
		all = append(all, series{o.Name, o.Hue, p.values(buckets, func(b *report.Bucket) int { return b.Origins.Of(o.Origin) })})
	}
	c := p.overTime("conversations", title, buckets, all, true)
	c.Links = &chartLinks{Prefix: p.drillPrefix(func(*report.Filter) {}, append(p.bucketParams("conversations"), "origin")...), Series: p.originQueries()}
	for i := range buckets {
		c.Links.Points = append(c.Links.Points, p.bucketQuery(&buckets[i], "conversations"))
	}
	return c
}

func (p Page) messagesChart(buckets []report.Bucket, title string) chart {
	w := p.words()
	all := []series{
		{w.MessagesIn.Name, "contact", p.values(buckets, func(b *report.Bucket) int { return b.Messages.In })},
		{w.MessagesAgent.Name, "agent", p.values(buckets, func(b *report.Bucket) int { return b.Messages.Agent })},
		{w.MessagesFlow.Name, "flow", p.values(buckets, func(b *report.Bucket) int { return b.Messages.Flow })},
	}
	return p.overTime("messages", title, buckets, all, true)
}

// originQueries ask for the conversations of each origin, in the order of the charts' series.
func (p Page) originQueries() []string {
	var queries []string
	for _, o := range p.Lang.origins() {
		queries = append(queries, param("origin", o.Value))
	}
	return queries
}

// legend names a series and carries its total.
type legend struct {
	Name, Hue, Total string
	Link             templ.SafeURL // to the conversations that the total counts; empty where it counts something else, or none
}

// share is one origin's part of the conversations.
type share struct {
	origin
	Count, Percent string
	Width          float64 // of the largest
	Link           templ.SafeURL
	Delta          *delta // nil when it is not compared
}

// originsOf are the origins of a report; nil of none, and where there is nothing to compare with.
func originsOf(o *report.Overview) *report.Origins {
	if o == nil || o.Total.Conversations == 0 { // all were new
		return nil
	}
	return &o.Total.Origins
}

// shares are the origins' parts, and how they changed when before is not nil.
func (p Page) shares(o report.Origins, all int, before *report.Origins) []share {
	largest := 1
	for _, n := range o {
		largest = max(largest, n)
	}
	var shares []share
	for _, one := range p.Lang.origins() {
		n := o.Of(one.Origin)
		var change *delta
		if before != nil {
			change = p.volume(n, before.Of(one.Origin))
		}
		shares = append(shares, share{
			one, p.Lang.number(int64(n)), p.Lang.percent(int64(n), int64(all)), float64(n) / float64(largest),
			p.drillTo("origin_"+one.Value, n), change,
		})
	}
	return shares
}

// legendOf is the legend of a chart by origin.
func legendOf(shares []share) []legend {
	var all []legend
	for _, s := range shares {
		all = append(all, legend{s.Name, s.Hue, s.Count, s.Link})
	}
	return all
}

// csatPanel are the satisfaction figures and how the ratings spread.
type csatPanel struct {
	Score, ScoreOf, Rate, RateOf, Average string
	Answered, Sent                        templ.SafeURL // the conversations of ScoreOf and RateOf
	Spread                                []spread
	Empty                                 bool
}

// spread is how often one rating was given.
type spread struct {
	Rating, Label, Count, Percent, Kind string
	Width                               float64
	Link                                templ.SafeURL
}

func (p Page) csatPanel(c report.CSAT) csatPanel {
	w, l := p.words(), p.Lang
	n := int64(c.Answered())
	panel := csatPanel{
		Score: l.percent(int64(c.Positive()), n), ScoreOf: fmt.Sprintf(w.OfAnswers, l.number(n)),
		Rate: l.percent(n, int64(c.Sent)), RateOf: l.count(c.Sent, w.OfSurveys),
		Average: dash, Empty: n == 0,
		Answered: p.drillTo("csat_answered", c.Answered()), Sent: p.drillTo("csat_sent", c.Sent),
	}
	if n > 0 {
		panel.Average = l.ratio(int64(c.Sum()), n, 2)
	}
	largest := max(1, slices.Max(c.Scores[:]))
	for rating := 5; rating >= 1; rating-- {
		kind := "pos"
		switch {
		case rating < 3:
			kind = "neg"
		case rating == 3:
			kind = "neu"
		}
		count, value := c.Scores[rating-1], fmt.Sprint(rating)
		var link templ.SafeURL
		if count > 0 {
			link = p.drill(rated(value))
		}
		panel.Spread = append(panel.Spread, spread{
			value, fmt.Sprintf(w.ScoreLabel, value), l.number(int64(count)), l.percent(int64(count), n), kind,
			float64(count) / float64(largest), link,
		})
	}
	return panel
}
