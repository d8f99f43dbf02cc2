package report

import (
	"encoding/binary"
	"slices"

	"relato/conversation"
)

// crossed is what one worker counts.
type crossed struct {
	*crossing
	bySet, byAgent, trend [][]int // by set of participants of those counted one by one, by agent of the others, and by time
	byHour                [][24]int
	less                  *crossed // to be taken away; nil = nothing
	read                  reading
}

// worker makes what one worker counts with.
func (c *crossing) worker(agentSets int) *crossed {
	return &crossed{
		crossing: c, bySet: table(c.sizes.tags, agentSets), byAgent: table(c.sizes.tags, c.sizes.agents),
		trend: table(c.sizes.trend, c.sizes.times), byHour: make([][24]int, c.sizes.tags),
	}
}

func table(rows, columns int) [][]int {
	t, cells := make([][]int, rows), make([]int, rows*columns)
	for i := range t {
		t[i] = cells[i*columns : (i+1)*columns]
	}
	return t
}

// take counts the conversations of a piece, from its sums if they tell.
func (c *crossed) take(of *cohort, p piece) {
	if c.wholeDays && p.sums != nil && p.whole {
		for _, s := range p.stretches {
			c.add(s.crossed)
		}
		if p.exceeds() {
			if c.less == nil {
				c.less = c.worker(len(of.agentSets.members))
			}
			of.others(p, func(batch []uint32) { c.less.count(of, batch) })
		}
		return
	}
	of.batches(p, func(batch []uint32) { c.count(of, batch) })
}

// count counts a batch by sets of tags, starts, and sets of participants.
func (c *crossed) count(of *cohort, batch []uint32) {
	r := &c.read
	sets, starts, participants := of.tagSet.gather(&r.groups, batch), gather(&r.values, of.start, batch), of.agentSet.gather(&r.more, batch)
	places, byHour, bySet, trend := c.places, c.byHour, c.bySet, c.trend
	for i, set := range sets {
		tags := places[set]
		if len(tags) == 0 {
			continue
		}
		time, hour := c.times.at(int64(starts[i]))
		hour %= 24
		for _, tag := range tags {
			byHour[tag][hour]++
			bySet[tag][participants[i]]++
			if int(tag) < len(trend) {
				trend[tag][time]++
			}
		}
	}
}

// join adds what another worker counted.
func (c *crossed) join(o *crossed) {
	c.joinTimes(o, 1)
	if o.less != nil {
		c.joinTimes(o.less, -1)
	}
}

// joinTimes adds it so many times.
func (c *crossed) joinTimes(o *crossed, times int) {
	for i := range c.byHour {
		for hour, n := range o.byHour[i] {
			c.byHour[i][hour] += times * n
		}
	}
	for _, tables := range [][2][][]int{{c.bySet, o.bySet}, {c.byAgent, o.byAgent}, {c.trend, o.trend}} {
		for row := range tables[0] {
			for column, n := range tables[1][row] {
				tables[0][row][column] += times * n
			}
		}
	}
}

// share shares out among participants what was counted by set.
func (c *crossed) share(s *sets) {
	for tag, sets := range c.bySet {
		for set, n := range sets {
			for _, agent := range s.orNobody(uint32(set)) {
				if i := c.agent[agent]; i >= 0 {
					c.byAgent[tag][i] += n
				}
			}
		}
	}
}

// mostCrossed is how many counts there may be for what is crossed to be kept.
const mostCrossed = 1 << 16

// packCrossed packs what is crossed of conversations, for any choice of tags and agents, and for times of whole days: when
// days begin; and by tag how many conversations started in each hour of the day and on each day, and then how many there
// are by agent. It is nil where that is too much.
func (x *Index) packCrossed(conversations []uint32) []byte {
	first, last := x.startedIn(conversations)
	f := Filter{From: x.dateOf(first).Add(-1), To: x.dateOf(last).Add(1), Group: "day"}
	days, err := periodOf(f, x.zone).cut(f)
	tags, agents := len(x.tags.all), len(x.agent)
	if err != nil || tags*(24+len(days.edges)+agents) > mostCrossed {
		return nil
	}
	calendar := days.calendar().timetable()
	times, byAgent := newGrid(tags, 24+len(days.edges)), newGrid(tags, agents)
	for _, n := range conversations {
		day, hour := calendar.at(int64(x.start[n]))
		participants := x.agentSets.orNobody(x.agentSet.at(n))
		for _, tag := range x.tagSets.orNobody(x.tagSet.at(n)) {
			row := times.row(tag)
			row[hour%24]++
			row[24+day]++
			for _, agent := range participants {
				byAgent.row(tag)[agent]++
			}
		}
	}
	b := binary.AppendUvarint(nil, uint64(len(days.edges)))
	before := int64(0)
	for _, edge := range days.edges {
		b = binary.AppendUvarint(b, uint64(edge-before))
		before = edge
	}
	b = binary.AppendUvarint(b, uint64(tags))
	for tag := range uint32(tags) {
		b = packCounts(packCounts(b, times.row(tag)), byAgent.row(tag))
	}
	return slices.Clip(slices.Clone(b))
}

// startedIn is when the first of conversations started, and the last; 0 where there are none.
func (f *facts) startedIn(conversations []uint32) (first, last uint32) {
	if len(conversations) > 0 {
		first = absent
	}
	for _, n := range conversations {
		first, last = min(first, f.start[n]), max(last, f.start[n])
	}
	return first, last
}

func (f *facts) dateOf(instant uint32) conversation.Date {
	return conversation.DateOf(unix(instant, f.zone))
}

// add adds what is crossed of a stretch, when there were as many tags and agents, or fewer.
func (c *crossed) add(b []byte) {
	size, b := number(b)
	times := make([]int, size)
	edge := int64(0)
	for i := range times {
		var step uint64
		step, b = number(b)
		edge += int64(step)
		times[i] = max(0, min(c.times.bucketOf(edge), c.sizes.times-1))
	}
	tags, b := number(b)
	started, byAgent := make([]uint32, 24+size), make([]uint32, len(c.agent))
	for tag := range tags {
		place := c.tag[tag]
		if place < 0 {
			b = addCounts[uint32](nil, addCounts[uint32](nil, b))
			continue
		}
		clear(started)
		clear(byAgent)
		b = addCounts(byAgent, addCounts(started, b))
		for hour, n := range started[:24] {
			c.byHour[place][hour] += int(n)
		}
		for agent, n := range byAgent {
			if i := c.agent[agent]; i >= 0 {
				c.byAgent[place][i] += int(n)
			}
		}
		if int(place) < len(c.trend) {
			for day, n := range started[24:] {
				c.trend[place][times[day]] += int(n)
			}
		}
	}
}

// grid is a table of counts.
type grid struct {
	width int
	cells []uint32
}

func newGrid(rows, width int) grid { return grid{width, make([]uint32, rows*width)} }

func (g *grid) row(i uint32) []uint32 { return g.cells[int(i)*g.width:][:g.width] }
