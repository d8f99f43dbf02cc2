package report

import "slices"

// lists are lists of values that lie in one piece of memory, in which every list has room for as many as it can have.
type lists struct {
	values []uint32
	from   []uint32 // by list: where its values begin
	to     []uint32 // and where they end so far
}

var listPool pool[uint32]

// newLists makes lists for so many values each, and one more that is written in vain, whose memory release takes back.
func newLists(room []int64) lists {
	from, all := make([]uint32, len(room)), uint32(0)
	for i, n := range room {
		from[i] = all
		all += uint32(n) + 1
	}
	return lists{listPool.unclear(int(all)), from, slices.Clone(from)}
}

// release gives the memory of the values back.
func (l *lists) release() { listPool.release(l.values) }

// of are the values of a list.
func (l *lists) of(list uint32) []uint32 { return l.values[l.from[list]:l.to[list]] }

// reading is memory for what is read of a batch, by place in it: the groups of its conversations, and a value of each.
type reading struct{ groups, values, more [batchSize]uint32 }

// gather reads a column of a batch.
func gather[T plainNumber](memory *[batchSize]uint32, column []T, batch []uint32) []uint32 {
	values := memory[:len(batch)]
	for i, n := range batch {
		values[i] = uint32(column[n])
	}
	return values
}

// gather reads the numbers of a batch.
func (c *numbers[N, W]) gather(memory *[batchSize]uint32, batch []uint32) []uint32 {
	if c.wide != nil {
		return gather(memory, c.wide, batch)
	}
	return gather(memory, c.narrow, batch)
}

// gatherDurations reads the durations of a batch.
func (l *lengths) gatherDurations(memory *[batchSize]uint32, batch []uint32) []uint32 {
	if l.duration != nil {
		return gather(memory, l.duration, batch)
	}
	values, c := memory[:len(batch)], l.columns
	starts, closed, last, column := c.start, c.closed, c.last, c.traits
	for i, n := range batch {
		values[i] = column[n].duration(starts[n], closed[n], last[n])
	}
	return values
}

// isRun tells whether conversations in ascending order are consecutive. Then columns are read as they lie, which takes half
// as long.
func isRun(ascending []uint32) bool {
	return int(ascending[len(ascending)-1]-ascending[0]) == len(ascending)-1
}

// read reads a column of a batch in ascending order. Nobody may write to what it returns.
func read[T plainNumber](memory *[batchSize]uint32, column []T, ascending []uint32) []uint32 {
	if !isRun(ascending) {
		return gather(memory, column, ascending)
	}
	column = column[ascending[0]:][:len(ascending)]
	if wide, ok := any(column).([]uint32); ok {
		return wide
	}
	values := memory[:len(column)]
	for i, v := range column {
		values[i] = uint32(v)
	}
	return values
}

// readDurations reads the durations of a batch in ascending order. Nobody may write to what it returns.
func (l *lengths) readDurations(memory *[batchSize]uint32, ascending []uint32) []uint32 {
	if l.duration != nil {
		return read(memory, l.duration, ascending)
	}
	if !isRun(ascending) {
		return l.gatherDurations(memory, ascending)
	}
	values, c, lo := memory[:len(ascending)], l.columns, ascending[0]
	starts, closed, last := c.start[lo:][:len(values)], c.closed[lo:][:len(values)], c.last[lo:][:len(values)]
	for i, t := range c.traits[lo:][:len(values)] {
		values[i] = t.duration(starts[i], closed[i], last[i])
	}
	return values
}
