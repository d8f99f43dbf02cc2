package views

import (
	"fmt"
	"strings"

	"relato/report"
)

// delta is how a figure changed since the period that the report is compared with.
type delta struct {
	Arrow string // "up", "down", or empty when it did not change
	Text  string // by how much, or a dash where there is nothing to compare
	Word  string // better, worse, or empty where the change is neither
	Kind  string // class: only what is better or worse has a colour
	Title string // the figure of then, and when
}

// volume is the change of a count, which is neither good nor bad.
func (p Page) volume(now, before int) *delta {
	w, l := p.words(), p.Lang
	d := &delta{Title: p.then(l.number(int64(before)))}
	switch {
	case now == before && now == 0, p.lacksBefore():
		d.Text = dash
	case before == 0:
		d.Text = w.NewSince
	default:
		d.Arrow = arrow(now - before)
		d.Text = l.percent(int64(max(now-before, before-now)), int64(before))
	}
	return d
}

// faster is the change of a median: less time is better.
func (p Page) faster(now, before report.Times) *delta {
	if now.N == 0 || before.N == 0 {
		return p.incomparable()
	}
	by := now.Median - before.Median
	d := &delta{Arrow: arrow(by), Text: p.Lang.duration(max(by, -by)), Title: p.then(p.Lang.duration(before.Median))}
	p.judge(d, -by, min(now.N, before.N))
	return d
}

// happier is the change of a CSAT, in points of a hundred.
func (p Page) happier(now, before report.CSAT) *delta {
	n, m := int64(now.Answered()), int64(before.Answered())
	if n == 0 || m == 0 {
		return p.incomparable()
	}
	by := int64(now.Positive())*m - int64(before.Positive())*n // of n·m
	d := &delta{
		Arrow: arrow(by), Text: p.Lang.ratio(max(by, -by)*100, n*m, 1) + space + p.words().Points,
		Title: p.then(p.Lang.percent(int64(before.Positive()), m)),
	}
	p.judge(d, by, min(now.Answered(), before.Answered()))
	return d
}

// judge says whether a change is for the better, unless one of the two was measured too few times to tell, or the period is
// a day that is not over: what takes long is still to come.
func (p Page) judge(d *delta, better int64, measured int) {
	switch {
	case better == 0 || measured < enough || p.soFar() && p.Filter.From == p.Filter.To:
	case better > 0:
		d.Word, d.Kind = p.words().Better, "delta--good"
	default:
		d.Word, d.Kind = p.words().Worse, "delta--bad"
	}
}

func (p Page) incomparable() *delta { return &delta{Text: dash, Title: p.then(dash)} }

// then writes what a figure was in the period that the report is compared with.
func (p Page) then(figure string) string {
	return fmt.Sprintf(p.words().WasThen, p.comparedDays(p.Filter.Compare), figure)
}

func arrow[N int | int64](change N) string {
	switch {
	case change > 0:
		return "up"
	case change < 0:
		return "down"
	}
	return ""
}

// compares tells whether the page shows comparisons.
func (p Page) compares() bool {
	return p.Path == overviewPath || p.Path == agentsPath || p.Path == tagsPath
}

// comparing tells whether the page compares with anything now.
func (p Page) comparing() bool {
	return p.compares() && p.Filter.Compare != report.NoPeriod && !p.nothingBefore()
}

// nothingBefore tells whether the period that the page compares with ended before the first conversation of all.
func (p Page) nothingBefore() bool {
	before, ok := p.compared(p.Filter.Compare)
	return ok && p.Account.First.Year > 0 && before.To.Compare(p.Account.First) < 0
}

// lacksBefore tells whether the period that the page compares with began before the first conversation of all, by more than a
// tenth of its days. Then its counts say little but how much of it there is.
func (p Page) lacksBefore() bool {
	before, ok := p.compared(p.Filter.Compare)
	return ok && p.Account.First.Year > 0 && 10*p.Account.First.Sub(before.From) > before.To.Sub(before.From)+1
}

// dataSince says from when on there is anything to compare with.
func (p Page) dataSince() string {
	return fmt.Sprintf(p.words().Course.DataSince, p.Lang.dated(p.Account.First))
}

// compared is what the page is compared with under a choice.
func (p Page) compared(compare string) (report.Filter, bool) {
	f := p.Filter
	f.Compare = compare
	return f.Compared(p.Account.Now.In(p.zone()))
}

// soFar tells whether the page's period is not over: it holds today.
func (p Page) soFar() bool { return p.Filter.UnderWay(p.Account.Now.In(p.zone())) }

// sinceThen are the changes of a figure: of what there was none then it says so, and of what there is none now what it was.
func (p Page) sinceThen(change *delta, now, before int, then string) *delta {
	switch {
	case before == 0 && p.lacksBefore():
		return &delta{Text: p.dataSince()}
	case before == 0:
		return &delta{Text: fmt.Sprintf(p.words().Course.NoData, p.comparedDays(p.Filter.Compare))}
	case now == 0 && change.Arrow == "":
		return &delta{Text: p.then(then)}
	}
	return change
}

// comparedDays are the days that the period is compared with under a choice, the year left out where it is the
// period's own, and the time at which they end where that is not the day's.
func (p Page) comparedDays(compare string) string {
	before, ok := p.compared(compare)
	if !ok {
		return ""
	}
	days := p.Lang.days(before.From, before.To)
	if before.From.Year == p.Filter.To.Year {
		days = strings.TrimSuffix(days, fmt.Sprint(space, before.To.Year))
	}
	if before.Ends > 0 {
		return fmt.Sprintf(p.words().Course.Until, days, timeOfDay(unixIn(before.Ends, p.zone())))
	}
	return days
}

// comparison is one choice of what to compare with.
type comparison struct {
	option
	ID   string // of where its days stand
	Days string
}

func (p Page) comparisons() []comparison {
	w := p.words()
	all := []comparison{
		{option: option{Value: "", Name: w.ComparePrevious}, ID: report.PreviousPeriod},
		{option: option{Value: report.PreviousYear, Name: w.CompareYear}, ID: report.PreviousYear},
		{option: option{Value: report.NoPeriod, Name: w.CompareNone}, ID: report.NoPeriod},
	}
	for i := range all {
		all[i].Checked = all[i].ID == p.Filter.Compare
		all[i].Days = p.comparedDays(all[i].ID)
	}
	return all
}

// compareLabel says what the page is compared with.
func (p Page) compareLabel() string {
	w := p.words()
	switch {
	case p.compares() && p.nothingBefore():
		return fmt.Sprintf(w.Course.NothingBefore, p.Lang.dated(p.Account.First))
	case p.compares() && p.lacksBefore():
		return capital(p.dataSince())
	case !p.comparing():
		return w.CompareNone
	}
	return fmt.Sprintf(w.CompareWith, p.comparedDays(p.Filter.Compare))
}

// comparedWith says with what the figures are compared, where that is not to be chosen: on paper, and in a share.
func (p Page) comparedWith() string {
	said := fmt.Sprintf(p.words().ComparedWith, p.comparedDays(p.Filter.Compare))
	if p.lacksBefore() {
		return dotted(said, p.dataSince())
	}
	return said
}
