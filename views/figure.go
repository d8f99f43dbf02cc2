package views

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"relato/report"
)

// figure is one of the large numbers on top of the overview.
type figure struct {
	ID    string
	Term  term
	Parts []part // the number, and small behind it its unit
	Foot  []remark
	Link  templ.SafeURL // to the conversations that the number counts; empty when it counts something else
	Spark string        // points of its course over time, empty where there is none to draw
	Few   bool
	Delta *delta // nil when it is not compared
	Basis []basis
}

// remark is something said of conversations, or of something else.
type remark struct {
	Text string
	N    int           // how many they are
	Link templ.SafeURL // to them, where an address can say which they are; else empty
}

// footing is what a figure's foot says.
func footing(foot []remark) string {
	texts := make([]string, len(foot))
	for i, one := range foot {
		texts[i] = one.Text
	}
	return strings.Join(texts, " · ")
}

// basis is a count that a figure was made of, or that was left out of it.
type basis struct {
	Name  string
	Count remark
	Of    remark // all that are counted; empty where it is not said
}

// changes puts beside the six numbers how they changed since another period.
func (p Page) changes(figures []figure, now, before *report.Figures) {
	l := p.Lang
	volume := func(now, before int) *delta {
		if p.lacksBefore() {
			return &delta{Text: p.dataSince()}
		}
		return p.sinceThen(p.volume(now, before), now, before, "")
	}
	rated := before.CSAT.Answered()
	for i, d := range []*delta{
		volume(now.Conversations, before.Conversations),
		volume(now.Messages.All(), before.Messages.All()),
		volume(now.Contacts, before.Contacts),
		p.sinceThen(p.faster(now.FRT, before.FRT), now.FRT.N, before.FRT.N, l.duration(before.FRT.Median)),
		p.sinceThen(p.faster(now.Duration, before.Duration), now.Duration.N, before.Duration.N, l.duration(before.Duration.Median)),
		p.sinceThen(p.happier(now.CSAT, before.CSAT), now.CSAT.Answered(), rated, l.percent(int64(before.CSAT.Positive()), int64(rated))),
	} {
		figures[i].Delta = d
	}
}

// figures are the six numbers of the strip, each with what it was measured on and what was left out.
func (p Page) figures(buckets []report.Bucket, t report.Figures) []figure {
	figures := p.strip(buckets, t)
	for i, all := range [][]basis{
		p.conversationsBasis(t), p.messagesBasis(t), p.contactsBasis(t), p.frtBasis(t), p.durationBasis(t), p.csatBasis(t),
	} {
		figures[i].Basis = all
	}
	return figures
}

// strip are the six numbers.
func (p Page) strip(buckets []report.Bucket, t report.Figures) []figure {
	w, l := p.words(), p.Lang
	last := p.Filter.To
	if p.soFar() { // days that have not come have nothing to share
		last = p.today()
	}
	days := int64(last.Sub(p.Filter.From) + 1)
	perDay := func(n int) []remark {
		mean := rounded(int64(n), days)
		said := []remark{{Text: fmt.Sprintf(w.PerDay, l.number(mean))}}
		if mean == 0 && n > 0 {
			said[0].Text = w.Course.UnderOne
		}
		switch {
		case p.soFar() && days == 1:
			return []remark{{Text: w.Course.SoFar}}
		case p.soFar():
			return append(said, remark{Text: w.Course.SoFar})
		}
		return said
	}
	ofCount := func(of func(*report.Bucket) int) string {
		return p.spark(buckets, func(b *report.Bucket) float64 { return float64(of(b)) })
	}
	ofTimes := func(of func(*report.Bucket) report.Times) string {
		return p.spark(buckets, func(b *report.Bucket) float64 {
			if of(b).N == 0 {
				return math.NaN()
			}
			return float64(of(b).Median)
		})
	}
	return []figure{
		{ID: "conversations", Term: w.Conversations, Parts: l.whole64(t.Conversations), Foot: perDay(t.Conversations),
			Spark: ofCount(func(b *report.Bucket) int { return b.Conversations }), Link: p.drillTo("conversations", t.Conversations)},
		{ID: "messages", Term: w.Messages, Parts: l.whole64(t.Messages.All()), Foot: perDay(t.Messages.All()),
			Spark: ofCount(func(b *report.Bucket) int { return b.Messages.All() })},
		{ID: "contacts", Term: w.Contacts, Parts: l.whole64(t.Contacts), Foot: []remark{p.remarkOf(w.NewOf, t.NewContacts, p.drillTo("new_contacts", t.NewContacts))},
			Spark: ofCount(func(b *report.Bucket) int { return b.Contacts })},
		p.timesFigure("frt", w.FRTMedian, t.FRT, ofTimes(func(b *report.Bucket) report.Times { return b.FRT })),
		p.timesFigure("duration", w.DurationMedian, t.Duration, ofTimes(func(b *report.Bucket) report.Times { return b.Duration })),
		p.csatFigure(t.CSAT, p.spark(buckets, func(b *report.Bucket) float64 {
			if b.CSAT.Answered() == 0 {
				return math.NaN()
			}
			return float64(b.CSAT.Positive()) / float64(b.CSAT.Answered())
		})),
	}
}

func (l Lang) whole64(n int) []part { return []part{{l.number(int64(n)), ""}} }

// timesFigure shows a median, with its p90, how many were measured, and how many the business clock left out.
func (p Page) timesFigure(id string, t term, times report.Times, spark string) figure {
	w, l := p.words(), p.Lang
	f := figure{ID: id, Term: t, Parts: []part{{dash, ""}}, Spark: spark, Few: times.N < enough}
	if times.N > 0 {
		f.Parts = l.durationParts(times.Median)
		f.Foot = append(f.Foot, remark{Text: fmt.Sprintf(w.P90Foot, l.duration(times.P90))})
	}
	f.Foot = append(f.Foot, p.remark(w.MeasuredFoot, times.N, p.drillTo(id+"_n", times.N)))
	if p.Filter.Business() {
		f.Foot = append(f.Foot, p.remark(w.ExcludedFoot, times.Excluded, p.drillTo(id+"_excluded", times.Excluded)))
	}
	return f
}

func (p Page) csatFigure(c report.CSAT, spark string) figure {
	w, l := p.words(), p.Lang
	n := int64(c.Answered())
	f := figure{ID: "csat", Term: w.CSAT, Parts: []part{{dash, ""}}, Spark: spark, Few: n < enough,
		Foot: []remark{p.remarkOf(w.RatingsFoot, c.Answered(), p.drillTo("csat_answered", c.Answered()))}}
	if n > 0 {
		sign := strings.TrimSpace(strings.ReplaceAll(w.Percent, space, " "))
		f.Parts = []part{{strings.TrimSuffix(l.percent(int64(c.Positive()), n), w.Percent), sign}}
	}
	return f
}

// spark is the course of a figure as points of a 100 × 100 picture; what does not exist is passed over, and what is not
// over yet, which would end every course in a fall.
func (p Page) spark(buckets []report.Bucket, of func(*report.Bucket) float64) string {
	now := p.Account.Now.Unix()
	low, high, n := math.Inf(1), math.Inf(-1), 0
	values := make([]float64, len(buckets))
	for i := range buckets {
		values[i] = math.NaN()
		if buckets[i].End <= now {
			values[i] = of(&buckets[i])
		}
		if v := values[i]; !math.IsNaN(v) {
			low, high, n = min(low, v), max(high, v), n+1
		}
	}
	if n < 3 || n > 400 || !(low < high) {
		return "" // a line of one height, or of more points than it has pixels, tells nothing
	}
	points := make([]byte, 0, n*len("100.0,100.0 "))
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if len(points) > 0 {
			points = append(points, ' ')
		}
		points = strconv.AppendFloat(points, 100*float64(i)/float64(len(buckets)-1), 'f', 1, 64)
		points = append(points, ',')
		points = strconv.AppendFloat(points, 95-90*(v-low)/(high-low), 'f', 1, 64)
	}
	return string(points)
}
