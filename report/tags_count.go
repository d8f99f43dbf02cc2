package report

import "slices"

// tagTally is what one worker counts by set of tags of the conversations started in the period, and what it keeps of
// them.
type tagTally struct {
	sets      []outcomes
	agentSets []uint32 // conversations by set of participants
	kept
	starts, participants lists // when they started, and the number of the set of participants
}

// outcomes are counts of conversations that have the same tags.
type outcomes struct {
	conversations, messages, unanswered uint32
	responses, durations                uint32 // that exist on the calendar
	origins                             [4]uint32
	surveys                             surveys
}

// take counts a conversation.
func (o *outcomes) take(t traits) {
	o.origins[t.place()]++
	o.unanswered += uint32(t.has(isUnanswered))
	o.durations += uint32(t.has(hasDuration))
	o.surveys.take(t)
}

// tagCohort counts one part of the conversations started in the period.
func (x *Index) tagCohort(part part, s *selection, f Filter, p period) *tagTally {
	numbers := x.matching(part, s)
	defer release(&numberPool, numbers)
	t := x.newTagTally(numbers)
	on, in := x.lengths(f), p.span()
	var marks markList
	var r reading
	for batch := range slices.Chunk(numbers, batchSize) {
		sets := x.tagSet.gather(&r.groups, batch)
		for i, n := range batch {
			o := &t.sets[sets[i]]
			o.take(x.traits[n])
			o.responses += uint32(bit(x.frt[n] != absent))
		}
		for i, sent := range marks.sent(&r.values, &x.facts, batch, in) {
			t.sets[sets[i]].messages += sent
		}
		t.contacts.put(sets, gather(&r.values, x.contact, batch))
		t.starts.put(sets, gather(&r.values, x.start, batch))
		t.frt.put(sets, gather(&r.values, on.frt, batch))
		t.durations.put(sets, on.gatherDurations(&r.values, batch))
		participants := x.agentSet.gather(&r.values, batch)
		t.participants.put(sets, participants)
		for _, set := range participants {
			t.agentSets[set]++
		}
	}
	return t
}

// newTagTally counts conversations by set of tags, and makes room for what is kept of them.
func (x *Index) newTagTally(conversations []uint32) *tagTally {
	t := &tagTally{sets: make([]outcomes, len(x.tagSets.members)), agentSets: make([]uint32, len(x.agentSets.members))}
	sets := make([]uint32, len(t.sets))
	for _, n := range conversations {
		sets[x.tagSet.at(n)]++
	}
	for set, n := range sets {
		t.sets[set].conversations = n
	}
	t.starts = newLists(sets)
	t.participants = t.starts.another()
	t.kept = kept{t.starts.another(), t.starts.another(), t.starts.another()}
	return t
}

// tagActivity counts, in some of the blocks, the messages sent in the period in conversations that started before it, by set of tags.
func (x *Index) tagActivity(blocks []int, s *selection, p period) []uint32 {
	sent := make([]uint32, len(x.tagSets.members))
	in := p.span()
	var marks markList
	x.active(blocks, s, p.from, func(batch []uint32) {
		for _, n := range batch {
			sent[x.tagSet.at(n)] += marks.count(&x.facts, n, in)
		}
	})
	return sent
}
