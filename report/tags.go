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
	s := x.selecting(f, p)
	all := len(x.tags.all)
	tallies := inParallel(parts(x.between(p.from, p.to)), func(part part) *tagTally { return x.tagCohort(part, s, f, p) })
	for _, messages := range inParallel(x.activeBlocks(p.from, p.from), func(blocks []int) []uint32 { return x.tagActivity(blocks, s, p) }) {
		for set, n := range messages {
			tallies[0].sets[set].messages += n
		}
	}
	rows := x.tagRows(tallies)
	top, crossing := x.top(f, p, rows[:all], x.byParticipant(tallies))
	crossed := x.cross(tallies, crossing)
	top.ByAgent, top.ByHour, top.Trend = crossed.byAgent, crossed.byHour, crossed.trend
	x.measureTags(rows, tallies)
	report.Total, report.Rows, report.Top = rows[all], rows[:all], top
}

// tagRows shares out what was counted by set among its tags; the total is the last row.
func (x *Index) tagRows(tallies []*tagTally) []TagRow {
	all := len(x.tags.all)
	rows := make([]TagRow, all+1)
	for _, t := range tallies {
		for set := range t.sets {
			o := &t.sets[set]
			if o.conversations+o.messages == 0 {
				continue
			}
			for _, tag := range x.tagSets.orNobody(uint32(set)) {
				rows[tag].add(o)
			}
			rows[all].add(o)
		}
	}
	for i := range rows {
		rows[i].Of = rows[all].Conversations
	}
	return rows
}

// add adds conversations that carry the row's tag; of the lengths, how many there are to measure.
func (g *TagRow) add(o *outcomes) {
	g.Conversations += int(o.conversations)
	g.Messages += int(o.messages)
	g.Unanswered += int(o.unanswered)
	for i, n := range o.origins {
		g.Origins[i] += int(n)
	}
	o.surveys.addTo(&g.CSAT)
	g.FRT.Excluded += int(o.responses)
	g.Duration.Excluded += int(o.durations)
}

// measureTags fills in the contacts and the lengths of rows.
func (x *Index) measureTags(rows []TagRow, tallies []*tagTally) {
	all := len(x.tags.all)
	sets := make([][]uint32, len(rows))
	for set := range uint32(len(x.tagSets.members)) {
		if !slices.ContainsFunc(tallies, func(t *tagTally) bool { return t.sets[set].conversations > 0 }) {
			continue
		}
		for _, tag := range x.tagSets.orNobody(set) {
			sets[tag] = append(sets[tag], set)
		}
		sets[all] = append(sets[all], set)
	}
	m := measuring{crowds: sets, lengths: sets, row: func(i int) (*int, *Times, *Times) {
		return &rows[i].Contacts, &rows[i].FRT, &rows[i].Duration
	}}
	for _, t := range tallies {
		m.kept = append(m.kept, &t.kept)
	}
	m.measure(x.people.size())
}

// byParticipant are conversations by agent.
func (x *Index) byParticipant(tallies []*tagTally) []int {
	agents := make([]int, len(x.agent))
	for _, t := range tallies {
		for set, n := range t.agentSets {
			for _, agent := range x.agentSets.orNobody(uint32(set)) {
				agents[agent] += int(n)
			}
		}
	}
	return agents
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
	sortRows(rows, TagColumns, t.Filter, &t.Account)
	if untagged := t.Rows[nobody]; shown(Nobody, &untagged) {
		untagged.Tag = Nobody
		rows = append(rows, untagged)
	}
	t.Rows = rows
}
