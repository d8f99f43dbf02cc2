package report

// activityTally is what one worker counts of messages sent and conversations closed in the period.
type activityTally struct {
	closed []int // by bucket

	// Messages by slot and sender where the calendar has slots, else by bucket and by hour of the week.
	slots    [][4]uint32
	messages []Messages
	heat     Heat
}

// overviewActivity fills in the messages sent and the conversations closed in the period, whenever they started.
func (x *Index) overviewActivity(o *Overview, c *calendar) {
	m := x.matcher(o.Filter)
	for _, t := range inParallel(parts(0, x.place(c.to)), func(part part) *activityTally { return x.activity(part, m, c) }) {
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

// activity counts one part of the conversations.
func (x *Index) activity(part part, m *matcher, c *calendar) *activityTally {
	buckets := max(1, len(c.edges)-1)
	t := &activityTally{closed: make([]int, buckets), messages: make([]Messages, buckets), slots: make([][4]uint32, len(c.bucket))}
	x.active(part, m, c.period, func(n uint32, r *row) {
		if r.closedIn(c.period) {
			b, _ := c.at(int64(r.closed))
			t.closed[b]++
		}
		s := x.marks[n]
		at, by := x.marksAt[s.from:s.to], x.marksBy[s.from:s.to]
		if len(t.slots) == 0 {
			t.countIrregular(at, by, c)
			return
		}
		from, slots := uint32(c.from), t.slots
		for i, sent := range at {
			// What was sent before the period wraps around to a slot beyond its end.
			if place := int((sent - from) / slot); place < len(slots) {
				slots[place][min(by[i], firstAgentMark)]++
			}
		}
	})
	return t
}

// countIrregular counts messages in a zone whose clock does not keep to slots.
func (t *activityTally) countIrregular(at []uint32, by []uint16, c *calendar) {
	for i, sent := range at {
		if int64(sent) >= c.from && int64(sent) < c.to {
			b, hour := c.at(int64(sent))
			t.count(b, hour, min(by[i], firstAgentMark), 1)
		}
	}
}

// spread counts the messages of slots in their buckets and hours.
func (t *activityTally) spread(c *calendar) {
	for i, senders := range t.slots {
		for by, n := range senders {
			if n > 0 {
				t.count(int(c.bucket[i]), c.hour[i], uint16(by), int(n))
			}
		}
	}
}

func (t *activityTally) count(bucket int, hour uint8, by uint16, n int) {
	switch by {
	case contactMark:
		t.messages[bucket].In += n
	case flowMark:
		t.messages[bucket].Flow += n
	case firstAgentMark:
		t.messages[bucket].Agent += n
	case handoffMark:
		return
	}
	t.heat[hour/24][hour%24] += n
}
