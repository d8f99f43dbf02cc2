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
		t = &Tags{Account: x.accountIn(p), Filter: f}
		t.Total, t.Rows = x.tagRows(f, p)
		x.nameTags(t)
		return nil
	})
	return t, err
}

// tagTally is what one worker counts by tag; the row of the untagged is the first.
type tagTally struct {
	rows          []TagRow
	total         TagRow
	contacts      samples // contacts of the conversations with each tag
	all           bitset
	frt, duration samples
	totalFRT      []uint32
	totalDuration []uint32
}

// tagRows counts everything by tag number.
func (x *Index) tagRows(f Filter, p period) (total TagRow, rows []TagRow) {
	m := x.matcher(f)
	rows = make([]TagRow, len(x.tags.all))
	contacts := newBitset(len(x.contactTags))
	var sum tagTally
	join := func(t *tagTally) {
		for i := range rows {
			rows[i].join(&t.rows[i])
		}
		total.join(&t.total)
		contacts.join(t.all)
		sum.contacts.join(t.contacts)
		sum.frt.join(t.frt)
		sum.duration.join(t.duration)
		sum.totalFRT = append(sum.totalFRT, t.totalFRT...)
		sum.totalDuration = append(sum.totalDuration, t.totalDuration...)
	}
	lo, hi := x.between(p.from, p.to)
	for _, t := range inParallel(parts(lo, hi), func(part part) *tagTally { return x.tagCohort(part, m, f) }) {
		join(t)
	}
	for _, t := range inParallel(parts(0, hi), func(part part) *tagTally { return x.tagActivity(part, m, p) }) {
		join(t)
	}
	sum.contacts.distinct(len(rows), len(x.contactTags), func(tag, n int) { rows[tag].Contacts = n })
	sum.frt.measure(len(rows), func(tag int) *Times { return &rows[tag].FRT })
	sum.duration.measure(len(rows), func(tag int) *Times { return &rows[tag].Duration })
	total.Contacts = contacts.size()
	summarize(&total.FRT, sum.totalFRT)
	summarize(&total.Duration, sum.totalDuration)
	total.Of = total.Conversations
	for i := range rows {
		rows[i].Of = total.Conversations
	}
	return total, rows
}

func (x *Index) newTagTally() *tagTally {
	return &tagTally{rows: make([]TagRow, len(x.tags.all)), all: newBitset(len(x.contactTags))}
}

// tagsOf are the numbers of a conversation's tags, or of no tag.
func (x *Index) tagsOf(r *row) []uint32 {
	if r.tags == 0 {
		return none
	}
	return x.tagSets.members[r.tags]
}

// tagCohort counts one part of the conversations started in the period.
func (x *Index) tagCohort(part part, m *matcher, f Filter) *tagTally {
	t := x.newTagTally()
	lengths, all := x.spans(f), x.calendar
	x.selected(part, m, func(n uint32, r *row) {
		for _, tag := range x.tagsOf(r) {
			g := &t.rows[tag]
			g.outcome(r)
			if r.contact != 0 {
				t.contacts.add(int(tag), r.contact)
			}
			t.frt.take(int(tag), lengths[n].frt, all[n].frt, &g.FRT)
			t.duration.take(int(tag), lengths[n].duration, all[n].duration, &g.Duration)
		}
		if r.contact != 0 {
			t.all.add(r.contact)
		}
		t.total.outcome(r)
		t.total.FRT.Excluded += excluded(lengths[n].frt, all[n].frt)
		t.total.Duration.Excluded += excluded(lengths[n].duration, all[n].duration)
		if lengths[n].frt != absent {
			t.totalFRT = append(t.totalFRT, lengths[n].frt)
		}
		if lengths[n].duration != absent {
			t.totalDuration = append(t.totalDuration, lengths[n].duration)
		}
	})
	return t
}

// outcome counts a conversation.
func (g *TagRow) outcome(r *row) {
	g.Conversations++
	g.Origins[r.origin-1]++
	g.Unanswered += int(bit(r.flags&isUnanswered != 0))
	g.CSAT.take(r)
}

// tagActivity counts one part of the messages sent in the period.
func (x *Index) tagActivity(part part, m *matcher, p period) *tagTally {
	t := x.newTagTally()
	x.active(part, m, p, func(n uint32, r *row) {
		messages := 0
		s := x.marks[n]
		by := x.marksBy[s.from:s.to]
		for i, sent := range x.marksAt[s.from:s.to] {
			if int64(sent) >= p.from && int64(sent) < p.to && by[i] != handoffMark {
				messages++
			}
		}
		if messages == 0 {
			return
		}
		t.total.Messages += messages
		for _, tag := range x.tagsOf(r) {
			t.rows[tag].Messages += messages
		}
	})
	return t
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

// nameTags keeps the rows that the report has (section 7, by tag), named and in order.
func (x *Index) nameTags(t *Tags) {
	only := len(t.Filter.Tags) > 0 && t.Filter.TagMode != Not
	shown := func(tag string, r *TagRow) bool {
		return r.Conversations+r.Messages > 0 && (!only || slices.Contains(t.Filter.Tags, tag))
	}
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
