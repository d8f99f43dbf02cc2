package report

import (
	"cmp"
	"context"
	"slices"
)

// Tags answers the third report.
func (x *Index) Tags(ctx context.Context, f Filter) (*Tags, error) {
	var t Tags
	err := x.view(ctx, func() error {
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

// tagTally is what one worker counts by tag, the untagged being the first, and by set of tags what is the same for all of
// them.
type tagTally struct {
	sets      []outcomes
	agentSets []int // conversations by set of participants
	contacts  crowds
	lengths   lengthsOf // by tag; the last is everything
}

// outcomes are counts of conversations that have the same tags.
type outcomes struct {
	conversations, messages, unanswered int
	origins                             Origins
	csat                                CSAT
	frt, duration                       Times // what the clock excluded
}

// countTags counts everything by tag number.
func (x *Index) countTags(report *Tags, p period) {
	f := report.Filter
	m := x.matcher(f)
	all := len(x.tags.all)
	lo, hi := x.between(p.from, p.to)
	cohort := parts(lo, hi)
	counted := inParallel(cohort, func(part part) *tagTally { return x.tagCohort(part, m, f) })
	t := counted[0]
	for _, o := range counted[1:] {
		t.join(o)
	}
	for _, messages := range inParallel(x.activeParts(p), func(part part) []int { return x.tagActivity(part, m, p) }) {
		for set, n := range messages {
			t.sets[set].messages += n
		}
	}
	rows := t.rows(x)
	top, crossing := x.top(f, p, rows[:all], x.byParticipant(t.agentSets))
	on := x.lengths(f)
	crossed := x.measure(cohort, m, t.lengths, measuring{
		crossing: crossing,
		frt:      func(i int) *Times { return &rows[i].FRT },
		duration: func(i int) *Times { return &rows[i].Duration },
		pick: func(batch []uint32, p *picks) {
			for _, n := range batch {
				tags := x.tagsOf(n)
				p.crossed.count(x.start[n], tags, x.participants(n))
				t.lengths.frt.pickEach(tags, all, on.frt[n], &p.frt)
				t.lengths.duration.pickEach(tags, all, on.durationOf(n), &p.duration)
			}
		},
	})
	top.ByAgent, top.ByHour, top.Trend = crossed.byAgent, crossed.byHour, crossed.trend
	report.Total, report.Rows, report.Top = rows[all], rows[:all], top
}

// pickEach picks a length, if it exists, for each of some groups and for the one of everything.
func (d *distribution) pickEach(groups []uint32, all int, v uint32, picked *samples) {
	if v == absent {
		return
	}
	bin := binOf(v)
	for _, g := range groups {
		d.pick(int(g), bin, v, picked)
	}
	d.pick(all, bin, v, picked)
}

// rows shares out what was counted by set among its tags; the total is the last row.
func (t *tagTally) rows(x *Index) []TagRow {
	all := len(x.tags.all)
	rows := make([]TagRow, all+1)
	for set, o := range t.sets {
		tags := x.tagSets.members[set]
		if set == 0 {
			tags = none
		}
		for _, tag := range tags {
			rows[tag].add(&o)
		}
		rows[all].add(&o)
	}
	everybody := newBitset(x.people.size())
	for tag, contacts := range t.contacts {
		rows[tag].Contacts = contacts.size()
		everybody.join(contacts)
	}
	rows[all].Contacts = everybody.size()
	for i := range rows {
		rows[i].Of = rows[all].Conversations
	}
	return rows
}

// add adds conversations that carry the row's tag.
func (g *TagRow) add(o *outcomes) {
	g.Conversations += o.conversations
	g.Messages += o.messages
	g.Unanswered += o.unanswered
	for i, n := range o.origins {
		g.Origins[i] += n
	}
	g.CSAT.join(&o.csat)
	g.FRT.Excluded += o.frt.Excluded
	g.Duration.Excluded += o.duration.Excluded
}

// byParticipant are conversations by agent from conversations by set of participants.
func (x *Index) byParticipant(sets []int) []int {
	agents := make([]int, len(x.agent))
	for set, n := range sets {
		if set == 0 {
			agents[nobody] += n
		}
		for _, agent := range x.agentSets.members[set] {
			agents[agent] += n
		}
	}
	return agents
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
	all, size := len(x.tags.all), x.people.size()
	t := &tagTally{
		sets: make([]outcomes, len(x.tagSets.members)), agentSets: make([]int, len(x.agentSets.members)),
		contacts: make(crowds, all), lengths: newLengths(all + 1),
	}
	on := x.lengths(f)
	x.selected(part, m, func(batch []uint32) {
		for _, n := range batch {
			traits, contact, tags, o := x.traits[n], x.contact[n], x.tagsOf(n), &t.sets[x.tagSet.at(n)]
			o.take(traits)
			t.agentSets[x.agentSet.at(n)]++
			if contact != 0 {
				for _, tag := range tags {
					t.contacts.add(int(tag), contact, size)
				}
			}
			if x.responder[n] != absentAgent {
				t.lengths.frt.takeEach(tags, all, on.frt[n], &o.frt)
			}
			if traits&hasDuration != 0 {
				t.lengths.duration.takeEach(tags, all, on.durationOf(n), &o.duration)
			}
		}
	})
	return t
}

// takeEach counts a length that exists on the calendar for each of some groups and for the one of everything.
func (d *distribution) takeEach(groups []uint32, all int, length uint32, t *Times) {
	if length == absent {
		t.Excluded++
		return
	}
	bin := binOf(length)
	for _, g := range groups {
		d.counts[int(g)*bins+bin]++
		d.sums[g] += int64(length)
	}
	d.counts[all*bins+bin]++
	d.sums[all] += int64(length)
}

// take counts a conversation.
func (o *outcomes) take(t traits) {
	o.conversations++
	o.origins[t.place()]++
	o.unanswered += t.has(isUnanswered)
	o.csat.take(t)
}

// tagActivity counts one part of the messages sent in the period by set of tags.
func (x *Index) tagActivity(part part, m *matcher, p period) []int {
	sent := make([]int, len(x.tagSets.members))
	var marks markList
	x.active(part, m, p, func(batch []uint32) {
		for _, n := range batch {
			sent[x.tagSet.at(n)] += marks.sent(&x.facts, n, p)
		}
	})
	return sent
}

// join adds what another worker counted.
func (t *tagTally) join(o *tagTally) {
	for i := range t.sets {
		a, b := &t.sets[i], &o.sets[i]
		a.conversations += b.conversations
		a.unanswered += b.unanswered
		for origin, n := range b.origins {
			a.origins[origin] += n
		}
		a.csat.join(&b.csat)
		a.frt.Excluded += b.frt.Excluded
		a.duration.Excluded += b.duration.Excluded
	}
	for i, n := range o.agentSets {
		t.agentSets[i] += n
	}
	t.contacts.join(o.contacts)
	t.lengths.join(o.lengths)
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
