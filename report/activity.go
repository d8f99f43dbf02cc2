package report

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
)

// activitySums are what happened in a bucket: conversations started, messages sent and conversations closed.
type activitySums struct {
	started, closed int
	messages        Messages
	hours           []byte // by local hour of the week in which there are any: the hour, starts and messages, packed
}

// moment is a local hour of the week in a bucket.
type moment struct {
	bucket int
	hour   uint8
}

// happenings count what happened by its tallies.
type happenings [tallies]uint32

// activityTally is what one worker counts.
type activityTally struct {
	slots slotCounts // where the calendar has slots; else what follows is counted at once
	first int        // the slot of the calendar that they begin with

	runs    []happenings          // by run of the calendar
	moments map[moment]happenings // of a calendar without slots
	marks   markList
	batch   [blockSize]uint32
	fetched uint64
}

// activity counts when conversations started, and the messages sent and the conversations closed in a period, whenever they
// started, by bucket.
func (x *Index) activity(p period, s *selection) []activitySums {
	sums, c := make([]activitySums, len(p.edges)-1), p.calendar()
	blocks := x.activeBlocks(c.from, c.to)
	digested := c.slots > 0 && s.summarize(&x.facts, blocks)
	tallies := inParallel(blocks, func(blocks []int) *activityTally { return x.activityOf(blocks, s, &c, digested) })
	var packed []byte // the hours of the bucket under way
	under := 0
	leave := func(next int) {
		sums[under].hours = slices.Clone(packed)
		packed, under = packed[:0], next
	}
	for at, n := range momentsOf(tallies, &c) {
		if at.bucket != under {
			leave(at.bucket)
		}
		sums[under].take(&n)
		if sent := n[contactWord] + n[flowWord] + n[mainWord]; sent+n[startTally] > 0 {
			packed = append(packed, at.hour)
			packed = binary.AppendUvarint(binary.AppendUvarint(packed, uint64(n[startTally])), uint64(sent))
		}
	}
	if len(sums) > 0 {
		leave(0)
	}
	return sums
}

// take counts what happened.
func (a *activitySums) take(n *happenings) {
	a.started += int(n[startTally])
	a.closed += int(n[closeTally])
	a.messages.In += int(n[contactWord])
	a.messages.Flow += int(n[flowWord])
	a.messages.Agent += int(n[mainWord])
}

// momentsOf yields what all workers counted, bucket after bucket.
func momentsOf(tallies []*activityTally, c *calendar) func(yield func(moment, happenings) bool) {
	all := tallies[0]
	for _, t := range tallies[1:] {
		for i := range t.runs {
			addAll(all.runs[i][:], t.runs[i][:])
		}
		for at, n := range t.moments {
			all.add(at, n)
		}
	}
	return func(yield func(moment, happenings) bool) {
		for i, n := range all.runs {
			if n != (happenings{}) && !yield(moment{int(c.runs[i].bucket), c.runs[i].hour}, n) {
				return
			}
		}
		for _, at := range slices.SortedFunc(maps.Keys(all.moments), func(a, b moment) int { return cmp.Compare(a.bucket, b.bucket) }) {
			if !yield(at, all.moments[at]) {
				return
			}
		}
	}
}

// add adds what happened at a moment.
func (t *activityTally) add(at moment, n happenings) {
	had := t.moments[at]
	addAll(had[:], n[:])
	t.moments[at] = had
}

// activityOf counts some of the blocks.
func (x *Index) activityOf(blocks []int, s *selection, c *calendar, digested bool) *activityTally {
	t := &activityTally{runs: make([]happenings, len(c.runs)), moments: map[moment]happenings{}}
	first, slots := x.slotsIn(blocks, c)
	t.first, t.slots = first, newSlotCounts(slots)
	from := uint32(c.from) + uint32(first)*slot
	for len(blocks) > 0 {
		var d digest
		done := 1
		if digested {
			d, done = s.digestAt(&x.facts, blocks)
		}
		switch {
		case c.slots == 0:
			t.countIrregular(x, blocks[0], s, c)
		case d != nil:
			d.addTo(&t.slots, from)
		default:
			t.countBlock(x, blocks[0], s, from)
		}
		blocks = blocks[done:]
	}
	t.spread(c)
	return t
}

// slotsIn are the slots of a calendar in which something may have happened in blocks: the first, and how many.
func (x *Index) slotsIn(blocks []int, c *calendar) (first, slots int) {
	from, to := int64(absent), int64(0)
	for _, b := range blocks {
		begins, ends := int64(0), int64(x.ends[b])
		if d := x.digests[b]; d != nil {
			first, _ := number(d)
			begins = int64(first) * slot
		}
		from, to = min(from, begins), max(to, ends)
	}
	first = int(max(0, from-c.from) / slot)
	return first, max(0, min(c.slots, int((to-c.from)/slot)+1)-first)
}

// countBlock counts what happened in the conversations of a block that are selected, by their marks: one by one when they are
// few, else from the digest of all, and then what happened in the others is taken away again. So no filter costs more
// than half a block.
func (t *activityTally) countBlock(x *Index, b int, s *selection, from uint32) {
	list, others := s.sift(&x.facts, b, t.batch[:])
	times := uint32(1)
	if others {
		if all := x.digests[b]; all != nil {
			all.addTo(&t.slots, from)
			times = minusOne
		} else {
			list = s.keep(x.block(b, t.batch[:]))
		}
	}
	t.fetched += t.slots.count(&x.facts, list, from, times)
}

// countIrregular counts what happened in the conversations of a block that match, in a zone whose clock does not keep to
// slots.
func (t *activityTally) countIrregular(x *Index, b int, s *selection, c *calendar) {
	one := func(instant uint32, tally int) {
		if at := int64(instant); instant != absent && at >= c.from && at < c.to {
			var n happenings
			n[tally] = 1
			bucket, hour := c.at(at)
			t.add(moment{bucket, hour}, n)
		}
	}
	for _, n := range s.keep(x.block(b, t.batch[:])) {
		one(x.start[n], startTally)
		one(x.closed[n], closeTally)
		t.marks.read(&x.facts, n)
		for i, at := range t.marks.at {
			switch by := t.marks.by[i]; {
			case by == contactMark:
				one(at, contactWord)
			case by == flowMark:
				one(at, flowWord)
			case by >= firstAgentMark:
				one(at, mainWord)
			}
		}
	}
}

// spread counts what is in slots in the runs of the calendar, and gives the slots back.
func (t *activityTally) spread(c *calendar) {
	at, slots := -t.first, t.slots
	for r := range c.runs {
		to := min(at+int(c.runs[r].slots), len(slots.sent))
		var n happenings
		for i := max(at, 0); i < to; i++ {
			sent := &slots.sent[i]
			n[contactWord] += sent[contactWord]
			n[flowWord] += sent[flowWord]
			n[mainWord] += sent[mainWord]
			n[closeTally] += slots.closed[i]
			n[startTally] += slots.started[i]
		}
		t.runs[r] = n
		at += int(c.runs[r].slots)
	}
	slots.release()
}
