package report

import (
	"cmp"
	"context"
	"slices"
)

// Tags answers the third report.
func (x *Index) Tags(ctx context.Context, f Filter) (*Tags, error) {
	var t *Tags
	err := x.view(ctx, func() error {
		p := periodOf(f, x.zone)
		t = &Tags{Account: x.accountIn(p, f), Filter: f}
		x.countTags(t, p)
		x.nameTags(t)
		return nil
	})
	return t, err
}

// tagTally is what one worker counts by tag; the row of the untagged is the first, the total the last.
type tagTally struct {
	rows     []TagRow
	contacts crowds
	lengths  lengthsOf
	agents   []int // conversations by participant
}

// countTags counts everything by tag number.
func (x *Index) countTags(report *Tags, p period) {
	f := report.Filter
	m := x.matcher(f)
	all := len(x.tags.all)
	rows := make([]TagRow, all+1)
	agents := make([]int, len(x.agent))
	contacts := make(crowds, len(rows))
	lo, hi := x.between(p.from, p.to)
	cohort := parts(lo, hi)
	var lengths []lengthsOf
	for _, t := range inParallel(cohort, func(part part) *tagTally { return x.tagCohort(part, m, f) }) {
		for i := range rows {
			rows[i].join(&t.rows[i])
		}
		contacts.join(t.contacts)
		for agent, n := range t.agents {
			agents[agent] += n
		}
		lengths = append(lengths, t.lengths)
	}
	for _, t := range inParallel(x.activeParts(p), func(part part) []int { return x.tagActivity(part, m, p) }) {
		for i := range rows {
			rows[i].Messages += t[i]
		}
	}
	for i, c := range contacts {
		rows[i].Contacts = c.size()
		rows[i].Of = rows[all].Conversations
	}
	top, crossing := x.top(f, p, rows[:all], agents)
	crossed := x.measure(cohort, m, f, joined(lengths), measuring{
		crossing: crossing,
		frt:      func(i int) *Times { return &rows[i].FRT },
		duration: func(i int) *Times { return &rows[i].Duration },
		groups: func(n uint32, into []lengthGroups) []lengthGroups {
			for _, tag := range x.tagsOf(n) {
				into = append(into, lengthGroups{tag, tag})
			}
			return append(into, lengthGroups{uint32(all), uint32(all)})
		},
	})
	top.ByAgent, top.ByHour, top.Trend = crossed.byAgent, crossed.byHour, crossed.trend
	report.Total, report.Rows, report.Top = rows[all], rows[:all], top
}

// tagsOf are the numbers of a conversation's tags, or of no tag.
func (x *Index) tagsOf(n uint32) []uint32 {
	set := x.tagSet.at(n)
	if set == 0 {
		return none
	}
	return x.tagSets.members[set]
}

// tagCohort counts one part of the conversations started in the period.
func (x *Index) tagCohort(part part, m *matcher, f Filter) *tagTally {
	all := len(x.tags.all)
	t := &tagTally{
		rows: make([]TagRow, all+1), contacts: make(crowds, all+1), lengths: newLengths(all + 1), agents: make([]int, len(x.agent)),
	}
	lengths := x.lengths(f)
	x.selected(part, m, func(batch []uint32) {
		for _, n := range batch {
			frt, duration, calendar := lengths.frt[n], lengths.durationOf(n), x.duration(n)
			take := func(tag int) {
				g := &t.rows[tag]
				g.outcome(x.traits[n])
				if x.contact[n] != 0 {
					t.contacts.add(tag, x.contact[n], x.people.size())
				}
				t.lengths.frt.take(tag, frt, x.frt[n], &g.FRT)
				t.lengths.duration.take(tag, duration, calendar, &g.Duration)
			}
			for _, tag := range x.tagsOf(n) {
				take(int(tag))
			}
			take(all)
			for _, agent := range x.participants(n) {
				t.agents[agent]++
			}
		}
	})
	return t
}

// outcome counts a conversation.
func (g *TagRow) outcome(t traits) {
	g.Conversations++
	g.Origins[t.place()]++
	g.Unanswered += t.has(isUnanswered)
	g.CSAT.take(t)
}

// tagActivity counts one part of the messages sent in the period by tag; the total is the last.
func (x *Index) tagActivity(part part, m *matcher, p period) []int {
	sent := make([]int, len(x.tags.all)+1)
	x.active(part, m, p, func(batch []uint32) {
		for _, n := range batch {
			messages := x.sent(n, p).All()
			for _, tag := range x.tagsOf(n) {
				sent[tag] += messages
			}
			sent[len(x.tags.all)] += messages
		}
	})
	return sent
}

// join adds what another worker counted.
func (g *TagRow) join(o *TagRow) {
	g.Conversations += o.Conversations
	for i, n := range o.Origins {
		g.Origins[i] += n
	}
	g.Messages += o.Messages
	g.FRT.Excluded += o.FRT.Excluded
	g.Duration.Excluded += o.Duration.Excluded
	g.Unanswered += o.Unanswered
	g.CSAT.join(&o.CSAT)
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
