package report

// activityTally is what one worker counts of messages sent and conversations closed in the period.
type activityTally struct {
	slots [][4]uint32 // where the calendar has slots; else what follows is counted at once

	closed   []int // by bucket
	messages []Messages
	heat     [7 * 24]int
	marks    markList
}

// overviewActivity fills in the messages sent and the conversations closed in the period, whenever they started.
func (x *Index) overviewActivity(o *Overview, c *calendar) {
	m := x.matcher(o.Filter)
	for _, t := range inParallel(x.activeParts(c.to), func(part part) *activityTally { return x.activity(part, m, c) }) {
		t.spread(c)
		o.Sent.add(&t.heat)
		for i := range o.Buckets {
			for _, g := range []*Figures{&o.Buckets[i].Figures, &o.Total} {
				g.Closed += t.closed[i]
				g.Messages.In += t.messages[i].In
				g.Messages.Agent += t.messages[i].Agent
				g.Messages.Flow += t.messages[i].Flow
			}
		}
	}
}

// activity counts one part of the blocks.
func (x *Index) activity(part part, m *matcher, c *calendar) *activityTally {
	buckets := max(1, len(c.edges)-1)
	t := &activityTally{closed: make([]int, buckets), messages: make([]Messages, buckets), slots: make([][4]uint32, len(c.bucket))}
	if len(t.slots) == 0 {
		x.active(part, m, c.from, c.to, func(batch []uint32) {
			for _, n := range batch {
				t.countIrregular(x, n, c)
			}
		})
		return t
	}
	x.activeBlocks(part, c.from, func(b int, batch []uint32) { t.countBlock(x, b, batch, m, uint32(c.from)) })
	return t
}

// countBlock counts what happened in the conversations of a block that match: one by one when they are few, else from
// the digest, and then what happened in the others is taken away again. So no filter costs more than half a block.
func (t *activityTally) countBlock(x *Index, b int, batch []uint32, m *matcher, from uint32) {
	d := x.digests[b]
	if d != nil && m.passesAll() {
		d.addTo(t.slots, from)
		return
	}
	batch = x.block(b, batch)
	all := len(batch)
	kept := m.keep(batch)
	if d == nil || len(kept) <= all/2 {
		for _, n := range kept {
			countSlots(t.slots, &x.facts, n, from, 1)
		}
		return
	}
	d.addTo(t.slots, from)
	n := uint32(b * blockSize)
	for _, match := range append(kept, uint32(min((b+1)*blockSize, len(x.start)))) {
		for ; n < match; n++ {
			if !x.removed[n] {
				countSlots(t.slots, &x.facts, n, from, minusOne)
			}
		}
		n++
	}
}

// minusOne takes away from counts that wrap around.
const minusOne = ^uint32(0)

// countIrregular counts a conversation in a zone whose clock does not keep to slots.
func (t *activityTally) countIrregular(x *Index, n uint32, c *calendar) {
	if x.closedIn(n, c.period) {
		b, _ := c.at(int64(x.closed[n]))
		t.closed[b]++
	}
	t.marks.read(&x.facts, n)
	for i, at := range t.marks.at {
		if t.marks.by[i] != handoffMark && int64(at) >= c.from && int64(at) < c.to {
			b, hour := c.at(int64(at))
			t.messages[b].count(t.marks.by[i])
			t.heat[hour]++
		}
	}
}

// spread counts what is in slots in their buckets and hours.
func (t *activityTally) spread(c *calendar) {
	for i, counts := range t.slots {
		if counts == [4]uint32{} {
			continue
		}
		in, flow, agent := int(counts[contactWord]), int(counts[flowWord]), int(counts[mainWord])
		b := c.bucket[i]
		t.messages[b].In += in
		t.messages[b].Flow += flow
		t.messages[b].Agent += agent
		t.heat[c.hour[i]] += in + flow + agent
		t.closed[b] += int(counts[closeTally])
	}
}
