package report

import "sync"

// activityTally is what one worker counts of conversations started, messages sent and conversations closed in the period.
type activityTally struct {
	slots  [][4]uint32 // where the calendar has slots; else what follows is counted at once
	starts []uint32    // likewise

	started, closed []int // by bucket
	messages        []Messages
	heat, sent      [7 * 24]int // by local hour of the week: starts, and messages
	marks           markList
	others          []uint32 // memory for those of a block that do not match
	fetched         uint64
}

// overviewActivity fills in when conversations started, and the messages sent and the conversations closed in the period,
// whenever they started. It returns the conversations started by bucket.
func (x *Index) overviewActivity(o *Overview, m *matcher, c *calendar) (started []int) {
	started = make([]int, len(o.Buckets))
	for _, t := range inParallel(x.activeBlocks(c.from, c.to), func(blocks []int) *activityTally { return x.activity(blocks, m, c) }) {
		o.Started.add(&t.heat)
		o.Sent.add(&t.sent)
		for i := range o.Buckets {
			started[i] += t.started[i]
			for _, g := range []*Figures{&o.Buckets[i].Figures, &o.Total} {
				g.Closed += t.closed[i]
				g.Messages.In += t.messages[i].In
				g.Messages.Agent += t.messages[i].Agent
				g.Messages.Flow += t.messages[i].Flow
			}
		}
	}
	return started
}

// slotPool and startPool hold memory between reports: a year has 35,040 slots.
var slotPool, startPool sync.Pool

// activity counts some of the blocks.
func (x *Index) activity(blocks []int, m *matcher, c *calendar) *activityTally {
	buckets, slots := max(1, len(c.edges)-1), len(c.bucket)
	t := &activityTally{
		started: make([]int, buckets), closed: make([]int, buckets), messages: make([]Messages, buckets),
		slots: cleared[[4]uint32](&slotPool, slots), starts: cleared[uint32](&startPool, slots),
	}
	count := t.countBlock
	if slots == 0 {
		count = t.countIrregular
	}
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	for _, b := range blocks {
		count(x, b, x.block(b, buffer[:]), m, c)
	}
	t.spread(c)
	return t
}

// countBlock counts what happened in the conversations of a block that match: one by one when they are few, else from
// the digest, and then what happened in the others is taken away again. So no filter costs more than half a block.
func (t *activityTally) countBlock(x *Index, b int, batch []uint32, m *matcher, c *calendar) {
	d, all, from := x.digests[b], len(batch), uint32(c.from)
	kept := m.keep(batch)
	t.countStarts(x.start, kept, c)
	if d == nil || len(kept) <= all/2 {
		t.fetched += x.fetch(kept)
		for _, n := range kept {
			countSlots(t.slots, &x.facts, n, from, 1)
		}
		return
	}
	d.addTo(t.slots, from)
	if len(kept) == all {
		return
	}
	t.takeOthers(x, b, kept)
	t.fetched += x.fetch(t.others)
	for _, n := range t.others {
		countSlots(t.slots, &x.facts, n, from, minusOne)
	}
}

// takeOthers lists the conversations of a block that are not among those that match.
func (t *activityTally) takeOthers(x *Index, b int, kept []uint32) {
	t.others = t.others[:0]
	n := uint32(b * blockSize)
	for _, match := range append(kept, uint32(min((b+1)*blockSize, len(x.start)))) {
		for ; n < match; n++ {
			if !x.removed[n] {
				t.others = append(t.others, n)
			}
		}
		n++
	}
}

// countStarts counts the conversations of a batch that started in the period.
func (t *activityTally) countStarts(column, batch []uint32, c *calendar) {
	from, starts := uint32(c.from), t.starts
	for _, n := range batch {
		if place := (column[n] - from) / slot; int(place) < len(starts) { // what started before wraps around
			starts[place]++
		}
	}
}

// minusOne takes away from counts that wrap around.
const minusOne = ^uint32(0)

// countIrregular counts what happened in the conversations of a block that match, in a zone whose clock does not keep to
// slots.
func (t *activityTally) countIrregular(x *Index, _ int, batch []uint32, m *matcher, c *calendar) {
	for _, n := range m.keep(batch) {
		if start := int64(x.start[n]); start >= c.from && start < c.to {
			b, hour := c.at(start)
			t.started[b]++
			t.heat[hour]++
		}
		if x.closedIn(n, c.period) {
			b, _ := c.at(int64(x.closed[n]))
			t.closed[b]++
		}
		t.marks.read(&x.facts, n)
		for i, at := range t.marks.at {
			if t.marks.by[i] != handoffMark && int64(at) >= c.from && int64(at) < c.to {
				b, hour := c.at(int64(at))
				t.messages[b].count(t.marks.by[i])
				t.sent[hour]++
			}
		}
	}
}

// spread counts what is in slots in their buckets and hours, and gives the slots back.
func (t *activityTally) spread(c *calendar) {
	for i, counts := range t.slots {
		starts := int(t.starts[i])
		if starts == 0 && counts == [4]uint32{} {
			continue
		}
		in, flow, agent := int(counts[contactWord]), int(counts[flowWord]), int(counts[mainWord])
		b, hour := c.bucket[i], c.hour[i]
		t.started[b] += starts
		t.heat[hour] += starts
		t.messages[b].In += in
		t.messages[b].Flow += flow
		t.messages[b].Agent += agent
		t.sent[hour] += in + flow + agent
		t.closed[b] += int(counts[closeTally])
	}
	release(&slotPool, t.slots)
	release(&startPool, t.starts)
}
