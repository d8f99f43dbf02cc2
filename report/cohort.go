package report

import "slices"

// cohortSums fills in the sums of the buckets of a period over the conversations that started in them.
func (x *Index) cohortSums(sums []*bucketSums, p period, s *selection, on *lengths) {
	runs := x.cohortRuns(p)
	if len(runs) == 0 {
		return
	}
	for _, t := range workThrough(len(runs), func() *cohortTally { return x.newCohortTally(on) }, func(t *cohortTally, i int) {
		for b := runs[i].lo; b < runs[i].hi; b++ {
			t.count(x, s, part{x.place(p.edges[b]), x.place(p.edges[b+1])}, sums[b])
		}
	}) {
		seenPool.release(t.seen)
	}
}

// cohortRuns are runs of consecutive buckets, each with as many conversations as are worth a worker.
func (x *Index) cohortRuns(p period) (runs []part) {
	from := 0
	for b := range len(p.edges) - 1 {
		begin := x.place(p.edges[b])
		if last := len(runs) - 1; last >= 0 && begin-from < smallScan/2 {
			runs[last].hi++
			continue
		}
		runs, from = append(runs, part{b, b + 1}), begin
	}
	return runs
}

// cohortSumsOfAll fills in the sums of a period as a whole, but for contacts and percentiles.
func (x *Index) cohortSumsOfAll(sums *bucketSums, p period, s *selection, on *lengths) {
	var frt, durations histogram
	for _, t := range inParallel(parts(x.between(p.from, p.to)), func(part part) *cohortTally {
		t := &cohortTally{on: on, sums: new(bucketSums)}
		x.selected(part, s, func(batch []uint32) { t.take(x, batch) })
		return t
	}) {
		sums.Figures.join(&t.sums.Figures)
		sums.responses.join(&t.sums.responses)
		frt.join(&t.frt.histogram)
		durations.join(&t.durations.histogram)
	}
	sums.lengths = durations.pack(frt.pack(nil))
}

// cohortTally is what one worker counts of the conversations of a bucket, and the memory it does so in.
type cohortTally struct {
	on             *lengths
	sums           *bucketSums
	seen           []uint16 // by contact: the bucket that last counted it
	bucket         uint16   // the one under way, from 1; 0 = contacts are not counted, and lengths not kept
	frt, durations series
	ranking
	packed []byte
}

var seenPool pool[uint16]

func (x *Index) newCohortTally(on *lengths) *cohortTally {
	return &cohortTally{on: on, seen: seenPool.cleared(x.people.size())}
}

// count counts a bucket.
func (t *cohortTally) count(x *Index, s *selection, bucket part, sums *bucketSums) {
	t.bucket++
	t.sums = sums
	t.seen[0] = t.bucket // who is not known is nobody new
	t.frt.clear()
	t.durations.clear()
	x.selected(bucket, s, func(batch []uint32) { t.take(x, batch) })
	t.frt.measure(&sums.FRT, &t.ranking)
	t.durations.measure(&sums.Duration, &t.ranking)
	t.packed = t.durations.pack(t.frt.pack(t.packed[:0]))
	sums.lengths = slices.Clone(t.packed)
}

// take counts a batch.
func (t *cohortTally) take(x *Index, batch []uint32) {
	g := &t.sums.Figures
	g.Conversations += len(batch)
	g.takeTraits(x.traits, batch)
	if t.bucket > 0 {
		g.Contacts += t.takeContacts(x.contact, batch)
	}
	t.takeLengths(x, batch)
}

// takeTraits counts what the traits of a batch tell. Counts of several kinds share a word, so that no count waits for
// the memory of the one before: a batch is less than 2^10.
func (g *Figures) takeTraits(column []traits, batch []uint32) {
	const ten, sixteen = 10, 16
	var origins, ratings uint64
	unanswered, surveyed, first := 0, 0, 0
	for _, n := range batch {
		t := column[n]
		origins += 1 << (sixteen * t.place() & 63)
		ratings += 1 << (ten * t.rating() & 63)
		unanswered += t.has(isUnanswered)
		surveyed += t.has(isSurveyed)
		first += t.has(isFirst)
	}
	for i := range g.Origins {
		g.Origins[i] += int(origins >> (sixteen * i) & (1<<sixteen - 1))
	}
	for i := range g.CSAT.Scores {
		g.CSAT.Scores[i] += int(ratings >> (ten * (i + 1)) & (1<<ten - 1))
	}
	g.Unanswered += unanswered
	g.CSAT.Sent += surveyed
	g.NewContacts += first
}

// takeContacts counts the contacts of a batch that the bucket has not seen.
func (t *cohortTally) takeContacts(column, batch []uint32) int {
	seen, bucket, fresh := t.seen, t.bucket, 0
	for _, n := range batch {
		last := &seen[column[n]]
		fresh += int(bit(*last != bucket))
		*last = bucket
	}
	return fresh
}

// takeLengths counts the first responses, durations and replies of a batch.
func (t *cohortTally) takeLengths(x *Index, batch []uint32) {
	g, on := &t.sums.Figures, t.on
	frt, durations := t.frt.take(on.frt, batch), t.durations.takeDurations(on, batch)
	t.sums.responses.takeAll(frt)
	t.frt.add(frt, t.bucket > 0)
	t.durations.add(durations, t.bucket > 0)
	g.takeReplies(batch, on)
	if !on.business() {
		return
	}
	g.FRT.Excluded -= len(frt)
	g.Duration.Excluded -= len(durations)
	for _, n := range batch {
		g.FRT.Excluded += int(bit(x.frt[n] != absent))
		g.Duration.Excluded += x.traits[n].has(hasDuration)
		g.Reply.Excluded += x.replyCount(n) - on.repliesOf(n)
	}
}

// takeReplies counts the replies of a batch.
func (g *Figures) takeReplies(batch []uint32, on *lengths) {
	replies, sums := on.replies, on.replySum
	number, sum, many := 0, int64(0), 0
	for _, n := range batch {
		r := replies[n]
		number += int(r)
		sum += int64(sums[n])
		many += int(bit(r == manyReplies))
	}
	g.Reply.N += number
	g.Reply.Sum += sum
	if many == 0 {
		return
	}
	for _, n := range batch {
		if replies[n] == manyReplies {
			g.Reply.N += on.count(n) - manyReplies
		}
	}
}

// series are the lengths of a bucket's conversations.
type series struct {
	histogram
	values []uint32
}

// clear begins a bucket.
func (s *series) clear() { s.histogram, s.values = histogram{}, s.values[:0] }

// take are the lengths of a batch that exist, in memory after those that are kept.
func (s *series) take(column, batch []uint32) []uint32 {
	values := s.room(len(batch))
	k := 0
	for _, n := range batch {
		v := column[n]
		values[k] = v
		k += int(bit(v != absent))
	}
	return values[:k]
}

// takeDurations is take for durations.
func (s *series) takeDurations(on *lengths, batch []uint32) []uint32 {
	if on.duration != nil {
		return s.take(on.duration, batch)
	}
	values := s.room(len(batch))
	c, k := on.columns, 0
	starts, closed, last, column := c.start, c.closed, c.last, c.traits
	for _, n := range batch {
		t := column[n]
		values[k] = t.ended(closed[n], last[n]) - starts[n]
		k += t.has(hasDuration)
	}
	return values[:k]
}

// room is memory for more values.
func (s *series) room(values int) []uint32 {
	s.values = slices.Grow(s.values, values)
	return s.values[len(s.values) : len(s.values)+values]
}

// add counts what was taken last, and keeps it to be measured.
func (s *series) add(taken []uint32, keep bool) {
	for _, v := range taken {
		s.histogram.add(roughBin(v+1), v)
	}
	if keep {
		s.values = s.values[:len(s.values)+len(taken)]
	}
}

// measure fills in the figures of the lengths that are kept.
func (s *series) measure(t *Times, r *ranking) {
	at := s.summarize(t)
	if t.N == 0 {
		return
	}
	median, medianWidth := lengthsIn(int(at.median.bin))
	p90, p90Width := lengthsIn(int(at.p90.bin))
	r.picked = slices.Grow(r.picked[:0], 2*len(s.values))[:2*len(s.values)]
	medians, p90s := r.picked[:len(s.values)], r.picked[len(s.values):]
	i, j := 0, 0
	for _, v := range s.values {
		medians[i], p90s[j] = v, v
		i += int(bit(v-median < medianWidth))
		j += int(bit(v-p90 < p90Width))
	}
	t.Median = int64(r.nthOf(medians[:i], at.median))
	t.P90 = int64(r.nthOf(p90s[:j], at.p90))
}
