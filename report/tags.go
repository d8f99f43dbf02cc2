package report

import (
	"cmp"
	"context"
	"slices"
)

// Tags answers the third report.
func (x *Index) Tags(ctx context.Context, f Filter) (*Tags, error) {
	var t Tags
	err := x.viewInTurn(ctx, func() error {
		p := periodOf(f, x.zone)
		account := x.accountIn(p, f)
		t = recall(x.answers, f, p.to, func() *Tags {
			t := &Tags{Account: account, Filter: f}
			x.countTags(t, p)
			x.nameTags(t)
			return t
		}, func(t *Tags) int { return len(t.Rows) + len(t.Top.Tags) })
		t.Account, t.Filter = account, f
		return nil
	})
	return &t, err
}

// countTags counts everything by tag number.
func (x *Index) countTags(report *Tags, p period) {
	f := report.Filter
	s, on := x.selecting(f, p), x.lengths(f)
	c := x.cohort(s, p)
	pieces := c.pieces(x.summingByTag(f.kindOn(sumsByTag), on))
	all := x.newTagTally(on)
	for _, t := range counted(c, p, pieces, func() *tagTally { return x.newTagTally(on) }) {
		all.join(t)
	}
	rows := x.tagRows(all)
	last := len(rows) - 1
	byAgent, _ := x.agentSets.share(all.participants, len(x.agent))
	top, crossing := x.top(f, p, rows[:last], byAgent)
	measuring := x.measureTags(c, rows, all, on)
	second := func() secondPass {
		return secondPass{measuring.newFound(), crossing.worker(len(x.agentSets.members))}
	}
	both := workThrough(len(pieces), second, func(s secondPass, i int) {
		measuring.pass(s.found, pieces[i])
		s.crossed.take(c, pieces[i])
	})
	crossed := crossing.worker(len(x.agentSets.members))
	for _, o := range both {
		measuring.found = append(measuring.found, o.found)
		crossed.join(o.crossed)
	}
	crossed.share(x.agentSets)
	top.ByAgent, top.ByHour, top.Trend = crossed.byAgent, crossed.byHour, crossed.trend
	measuring.measure(func(i int) (int, *int, *Times, *Times) {
		r := &rows[i]
		return r.Conversations, &r.Contacts, &r.FRT, &r.Duration
	})
	for i := range rows {
		rows[i].FRT.leaveOut()
		rows[i].Duration.leaveOut()
	}
	report.Total, report.Rows, report.Top = rows[last], rows[:last], top
}

// secondPass is what one worker finds when it is known what to look for.
type secondPass struct {
	*found
	*crossed
}

// tagRows makes rows of what was counted; the last is the total.
func (x *Index) tagRows(t *tagTally) []TagRow {
	rows := make([]TagRow, len(t.rows))
	all := &rows[len(rows)-1]
	for set, n := range t.conversations {
		if n == 0 { // most sets of a short period
			continue
		}
		for _, tag := range x.tagSets.orNobody(uint32(set)) {
			rows[tag].Conversations += int(n)
		}
		all.Conversations += int(n)
	}
	for i := range rows {
		rows[i].Of = all.Conversations
		rows[i].take(&t.rows[i])
	}
	return rows
}

// take fills in counts: of the lengths, how many there are to measure.
func (g *TagRow) take(counts *[tagCounts]int64) {
	n := func(of int) int { return int(counts[of]) }
	g.Messages, g.Unanswered = n(tagMessages), n(tagUnanswered)
	g.FRT.Excluded, g.Duration.Excluded = n(tagResponses), n(tagDurations)
	for i := range g.Origins {
		g.Origins[i] = n(tagOrigins + i)
	}
	g.CSAT.take(counts[tagSurveyed:])
}

// measureTags prepares what rows measure.
func (x *Index) measureTags(c *cohort, rows []TagRow, all *tagTally, on *lengths) *measuring {
	members := make([][]uint32, len(x.tagSets.members))
	for set := range members {
		members[set] = x.tagSets.orNobody(uint32(set))
	}
	return &measuring{
		c: c, repeats: c.repeatsIn(rowsByTag),
		frt:       c.newSearch(on.responses(), &x.tagSet, all.frt, members, func(i int) *Times { return &rows[i].FRT }),
		durations: c.newSearch(on.durations(), &x.tagSet, all.durations, members, func(i int) *Times { return &rows[i].Duration }),
	}
}

// showsTag tells whether the tags report has a row for a tag, or for Nobody: a filter shows only the tags it chooses.
func (f Filter) showsTag(tag string) bool {
	return len(f.Tags) == 0 || f.TagMode == Not || slices.Contains(f.Tags, tag)
}

// nameTags keeps the rows that the report has (section 7, by tag), named and in order.
func (x *Index) nameTags(t *Tags) {
	shown := func(tag string, r *TagRow) bool { return r.Conversations+r.Messages > 0 && t.Filter.showsTag(tag) }
	var rows []TagRow
	for n, r := range t.Rows {
		r.Tag = x.tags.all[n]
		if n != nobody && shown(r.Tag, &r) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(r, s TagRow) int {
		return cmp.Or(cmp.Compare(s.Conversations, r.Conversations), cmp.Compare(r.Tag, s.Tag))
	})
	if untagged := t.Rows[nobody]; shown(Nobody, &untagged) {
		untagged.Tag = Nobody
		rows = append(rows, untagged)
	}
	sortRows(rows, TagColumns, t.Filter, &t.Account)
	t.Rows = rows
}
