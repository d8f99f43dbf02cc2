package report

// activityTally is what one worker counts of messages sent and conversations closed in the period.
type activityTally struct {
	closed []int // by bucket

	// Messages by slot and sender where the calendar has slots, else by bucket and by hour of the week.
	slots    [][4]uint32
	messages []Messages
	heat     [7 * 24]int
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
	x.active(part, m, c.period, func(batch []uint32) {
		for _, n := range batch {
			if x.closedIn(n, c.period) {
				b, _ := c.at(int64(x.closed[n]))
				t.closed[b]++
			}
			if len(t.slots) == 0 {
				t.countIrregular(x.readMarks(n), c)
				continue
			}
			t.countMarks(x.wordsOf(n), x.start[n], uint32(c.from))
		}
	})
	return t
}

// countMarks counts a conversation's messages by slot. It reads the words as markReader does, but for who of the agents
// wrote: that is all that tells the 12 million messages of a year apart here.
func (t *activityTally) countMarks(words []uint16, at, from uint32) {
	slots := t.slots
	aside := 0
	for _, word := range words {
		by, what := word&(1<<writerBits-1), uint32(word>>writerBits)
		if by == asideWord {
			switch {
			case what >= handoffAside:
				aside = int(what)
			case what >= earlierSteps:
				at -= (what - earlierSteps + 1) << stepBits
			default:
				at += (what - laterSteps + 1) << stepBits
			}
			continue
		}
		at += what
		if aside != 0 {
			by = mainWord
			if aside == handoffAside {
				by = asideWord
			}
			aside = 0
		}
		// What was sent before the period wraps around to a slot beyond its end.
		if place := int((at - from) / slot); place < len(slots) {
			slots[place][by]++
		}
	}
}

// countIrregular counts messages in a zone whose clock does not keep to slots.
func (t *activityTally) countIrregular(marks markReader, c *calendar) {
	for at, by, ok := marks.next(); ok; at, by, ok = marks.next() {
		if int64(at) >= c.from && int64(at) < c.to {
			b, hour := c.at(int64(at))
			t.count(b, hour, wordOf(by), 1)
		}
	}
}

// wordOf is the word that stands for a mark in slots; all agents have the same.
func wordOf(by uint16) uint16 {
	return [...]uint16{
		contactMark: contactWord, flowMark: flowWord, handoffMark: asideWord, firstAgentMark: mainWord,
	}[min(by, firstAgentMark)]
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
	case contactWord:
		t.messages[bucket].In += n
	case flowWord:
		t.messages[bucket].Flow += n
	case mainWord:
		t.messages[bucket].Agent += n
	case asideWord: // a handoff
		return
	}
	t.heat[hour] += n
}
