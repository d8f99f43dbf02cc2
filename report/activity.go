package report

// activityTally is what one worker counts of conversations started, messages sent and conversations closed in the period.
type activityTally struct {
	slots slotCounts // where the calendar has slots; else what follows is counted at once

	started, closed []int // by bucket
	messages        []Messages
	heat, sent      [7 * 24]int // by local hour of the week: starts, and messages
	marks           markList
	batch           [blockSize]uint32
	fetched         uint64
}

// overviewActivity fills in when conversations started, and the messages sent and the conversations closed in the period,
// whenever they started. It returns the conversations started by bucket.
func (x *Index) overviewActivity(o *Overview, s *selection, c *calendar) (started []int) {
	started = make([]int, len(o.Buckets))
	blocks := x.activeBlocks(c.from, c.to)
	digested := len(c.bucket) > 0 && s.summarize(&x.facts, blocks)
	for _, t := range inParallel(blocks, func(blocks []int) *activityTally { return x.activity(blocks, s, c, digested) }) {
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

// activity counts some of the blocks.
func (x *Index) activity(blocks []int, s *selection, c *calendar, digested bool) *activityTally {
	buckets, slots, from := max(1, len(c.edges)-1), len(c.bucket), uint32(c.from)
	t := &activityTally{
		started: make([]int, buckets), closed: make([]int, buckets), messages: make([]Messages, buckets),
		slots: newSlotCounts(slots),
	}
	for _, b := range blocks {
		if slots == 0 {
			t.countIrregular(x, b, s, c)
			continue
		}
		if digested {
			if d := s.digestOf(&x.facts, b); d != nil {
				d.addTo(&t.slots, from)
				continue
			}
		}
		t.countBlock(x, b, s, from)
	}
	t.spread(c)
	return t
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
	for _, n := range s.keep(x.block(b, t.batch[:])) {
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
	for i, sent := range t.slots.sent {
		started, closed := int(t.slots.started[i]), int(t.slots.closed[i])
		in, flow, agent := int(sent[contactWord]), int(sent[flowWord]), int(sent[mainWord])
		if started|closed|in|flow|agent == 0 {
			continue
		}
		b, hour := c.bucket[i], c.hour[i]
		t.started[b] += started
		t.heat[hour] += started
		t.messages[b].In += in
		t.messages[b].Flow += flow
		t.messages[b].Agent += agent
		t.sent[hour] += in + flow + agent
		t.closed[b] += closed
	}
	t.slots.release()
}
