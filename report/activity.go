package report

// activityTally is what one worker counts of conversations started, messages sent and conversations closed in the period.
type activityTally struct {
	slots slotCounts // where the calendar has slots; else what follows is counted at once
	first int        // the slot of the calendar that they begin with

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
	digested := c.slots > 0 && s.summarize(&x.facts, blocks)
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
	buckets := max(1, len(c.edges)-1)
	t := &activityTally{started: make([]int, buckets), closed: make([]int, buckets), messages: make([]Messages, buckets)}
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
	at, slots := -t.first, t.slots
	for r := range c.runs {
		run := &c.runs[r]
		to := min(at+int(run.slots), len(slots.sent))
		var in, flow, agent, closed, started uint32
		for i := max(at, 0); i < to; i++ {
			sent := &slots.sent[i]
			in, flow, agent = in+sent[contactWord], flow+sent[flowWord], agent+sent[mainWord]
			closed, started = closed+slots.closed[i], started+slots.started[i]
		}
		at += int(run.slots)
		if started|closed|in|flow|agent == 0 {
			continue
		}
		messages := &t.messages[run.bucket]
		messages.In += int(in)
		messages.Flow += int(flow)
		messages.Agent += int(agent)
		t.sent[run.hour] += int(in + flow + agent)
		t.started[run.bucket] += int(started)
		t.heat[run.hour] += int(started)
		t.closed[run.bucket] += int(closed)
	}
	slots.release()
}
