package report

import (
	"encoding/binary"
	"slices"
)

// What is counted by tag of conversations' whole lives.
const (
	tagMessages = iota
	tagUnanswered
	tagResponses // that exist on the calendar
	tagDurations // likewise
	tagOrigins   // by place
	tagSurveyed  = tagOrigins + 4
	tagRatings   = tagSurveyed + 1 // by rating, of which 0 is none
	tagCounts    = tagSurveyed + surveyCounts
)

// outcomes are counts of conversations that have the same tags.
type outcomes [tagCounts]uint32

// tagTally is what one worker counts by tag, nobody's row being the first and everything the last, and by set.
type tagTally struct {
	index          *Index
	on             *lengths
	rows           [][tagCounts]int64
	frt, durations []histogram
	conversations  []int64    // by set of tags
	participants   []uint32   // conversations by set of participants
	outcomes       []outcomes // by set of tags: what rows do not have before share; nil = nothing
	less           *tagTally  // to be taken away; nil = nothing

	marks markList
	read  reading
}

func (x *Index) newTagTally(on *lengths) *tagTally {
	rows := len(x.tags.all) + 1
	return &tagTally{
		index: x, on: on,
		rows: make([][tagCounts]int64, rows), frt: make([]histogram, rows), durations: make([]histogram, rows),
		conversations: make([]int64, len(x.tagSets.members)), participants: make([]uint32, len(x.agentSets.members)),
	}
}

// count counts a piece of the conversations started in the period.
func (t *tagTally) count(c *cohort, p piece) {
	later := span{c.in.to, absent}
	c.scan(p, t.add, t.take, func(n uint32) { t.takeMessages(n, later, -1) })
	if p.exceeds() {
		if t.less == nil {
			t.less = t.index.newTagTally(t.on)
		}
		c.others(p, t.less.take)
	}
}

// countEarlier counts, in some of the blocks, the messages sent in the period in conversations that started before it.
func (t *tagTally) countEarlier(c *cohort, blocks []int) {
	c.eachEarlier(blocks, func(n uint32) { t.takeMessages(n, c.in, 1) })
}

// summingByTag makes the sums of this report.
func (x *Index) summingByTag(kind sumsKind, on *lengths) summing {
	empty := func() *tagTally { return x.newTagTally(on) }
	return summing{
		kind,
		func(of stretchOf) *stretchSums {
			crossed := x.packCrossed(of.conversations)
			if crossed == nil {
				return &stretchSums{}
			}
			return &stretchSums{tallied(of, empty).pack(), crossed}
		},
		func(stretches []*stretchSums) []byte { return together(stretches, empty).pack() },
	}
}

// pack packs all that was counted.
func (t *tagTally) pack() []byte {
	t.share()
	b := packCounts(packCounts(nil, t.conversations), t.participants)
	tags := len(t.rows) - 1
	b = binary.AppendUvarint(b, uint64(tags))
	for i := tags; i >= 0; i-- { // everything first: its row is another one when there are more tags
		b = packCounts(b, t.rows[i][:])
		b = t.durations[i].pack(t.frt[i].pack(b))
	}
	return slices.Clip(slices.Clone(b))
}

// add adds what was counted of a stretch, when there were as many tags and sets, or fewer.
func (t *tagTally) add(s *stretchSums) {
	b := addCounts(t.participants, addCounts(t.conversations, s.counts))
	tags, b := number(b)
	for row := int(tags); row >= 0; row-- {
		i := row
		if row == int(tags) {
			i = len(t.rows) - 1
		}
		b = addCounts(t.rows[i][:], b)
		b = t.durations[i].addPacked(t.frt[i].addPacked(b))
	}
}

// take counts a batch.
func (t *tagTally) take(batch []uint32) {
	x, on, r := t.index, t.on, &t.read
	if t.outcomes == nil {
		t.outcomes = make([]outcomes, len(x.tagSets.members))
	}
	for _, set := range x.agentSet.gather(&r.groups, batch) {
		t.participants[set]++
	}
	sets := x.tagSet.gather(&r.groups, batch)
	for i, n := range batch {
		o, traits := &t.outcomes[sets[i]], x.traits[n]
		o[tagOrigins+traits.place()]++
		o[tagUnanswered] += uint32(traits.has(isUnanswered))
		o[tagDurations] += uint32(traits.has(hasDuration))
		o[tagResponses] += uint32(bit(x.frt[n] != absent))
		o[tagSurveyed] += uint32(traits.has(isSurveyed))
		o[tagRatings+traits.rating()]++
		t.conversations[sets[i]]++
	}
	for i, sent := range t.marks.sent(&r.values, &x.facts, batch) {
		t.outcomes[sets[i]][tagMessages] += sent
	}
	t.takeLengths(x.tagSets, sets, gather(&r.values, on.frt, batch), on.gatherDurations(&r.more, batch))
}

// takeLengths counts the lengths of a batch, each in the rows of its set and in the last.
func (t *tagTally) takeLengths(s *sets, of, frt, durations []uint32) {
	last := len(t.rows) - 1
	allFRT, allDurations := &t.frt[last], &t.durations[last]
	for i, set := range of {
		response, duration := frt[i], durations[i]
		responseBin, durationBin := roughBin(response+1), roughBin(duration+1)
		allFRT.add(responseBin, response)
		allDurations.add(durationBin, duration)
		for _, row := range s.orNobody(set) {
			t.frt[row].add(responseBin, response)
			t.durations[row].add(durationBin, duration)
		}
	}
}

// share shares out among tags what was counted by set.
func (t *tagTally) share() {
	all := &t.rows[len(t.rows)-1]
	for set := range t.outcomes {
		o := &t.outcomes[set]
		if *o == (outcomes{}) {
			continue
		}
		for i, n := range o {
			all[i] += int64(n)
			for _, tag := range t.index.tagSets.orNobody(uint32(set)) {
				t.rows[tag][i] += int64(n)
			}
		}
	}
	t.outcomes = nil
}

// takeMessages counts the messages of a conversation that were sent in a time, so many times.
func (t *tagTally) takeMessages(n uint32, in span, times int64) {
	x := t.index
	sent := times * int64(t.marks.count(&x.facts, n, in))
	for _, tag := range x.tagSets.orNobody(x.tagSet.at(n)) {
		t.rows[tag][tagMessages] += sent
	}
	t.rows[len(t.rows)-1][tagMessages] += sent
}

// join adds what another worker counted.
func (t *tagTally) join(o *tagTally) {
	o.share()
	for i := range o.rows {
		addAll(t.rows[i][:], o.rows[i][:])
	}
	joinAll(t.frt, o.frt)
	joinAll(t.durations, o.durations)
	addAll(t.conversations, o.conversations)
	addAll(t.participants, o.participants)
	if o.less != nil {
		t.takeAway(o.less)
	}
}

// takeAway takes away what a worker counted besides.
func (t *tagTally) takeAway(o *tagTally) {
	o.share()
	for i := range o.rows {
		takeAllAway(t.rows[i][:], o.rows[i][:])
		t.frt[i].takeAway(&o.frt[i])
		t.durations[i].takeAway(&o.durations[i])
	}
	takeAllAway(t.conversations, o.conversations)
	takeAllAway(t.participants, o.participants)
}
