package report

import "slices"

// cohortTally is what one worker counts of the conversations started in the period.
type cohortTally struct {
	buckets       []Figures
	seen          []uint16 // the bucket, from 1, that last counted a contact
	responses     Responses
	frt, duration series
}

// tally counts one part of the cohort, bucket after bucket: conversations are in the order of their starts.
func (x *Index) tally(p part, s *selection, c *calendar, f Filter) *cohortTally {
	lengths := p.hi - p.lo
	if !s.everything {
		lengths = min(lengths, s.size())
	}
	t := &cohortTally{
		buckets: make([]Figures, max(1, len(c.edges)-1)), seen: seenPool.cleared(x.people.size()),
		frt: newSeries(lengths), duration: newSeries(lengths),
	}
	on := x.lengths(f)
	for lo := p.lo; lo < p.hi; {
		b := c.bucketOf(int64(x.start[x.at(lo)]))
		hi := min(x.place(c.edges[b+1]), p.hi)
		g := &t.buckets[b]
		t.seen[0] = uint16(b + 1) // who is not known is nobody new
		x.selected(part{lo, hi}, s, func(batch []uint32) {
			g.Conversations += len(batch)
			g.takeTraits(x.traits, batch)
			g.Contacts += t.takeContacts(x.contact, batch, uint16(b+1))
			t.takeLengths(&x.facts, batch, g, on)
		})
		t.frt.leave(&g.FRT, len(t.buckets) > 1)
		t.duration.leave(&g.Duration, len(t.buckets) > 1)
		lo = hi
	}
	return t
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
func (t *cohortTally) takeContacts(column, batch []uint32, bucket uint16) int {
	seen, fresh := t.seen, 0
	for _, n := range batch {
		last := &seen[column[n]]
		fresh += int(bit(*last != bucket))
		*last = bucket
	}
	return fresh
}

// takeLengths counts the first responses, durations and replies of a batch.
func (t *cohortTally) takeLengths(f *facts, batch []uint32, g *Figures, on *lengths) {
	frt, duration := t.frt.take(on.frt, batch), t.duration.takeDurations(on, batch)
	t.responses.takeAll(frt)
	g.takeReplies(batch, on)
	if on.duration == nil {
		return
	}
	g.FRT.Excluded -= len(frt)
	g.Duration.Excluded -= len(duration)
	for _, n := range batch {
		g.FRT.Excluded += int(bit(f.frt[n] != absent))
		g.Duration.Excluded += f.traits[n].has(hasDuration)
		g.Reply.Excluded += f.replyCount(n) - on.repliesOf(n)
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

// series are lengths of conversations in the order of their buckets.
type series struct {
	values []uint32
	from   int // where the bucket under way begins
	total  *distribution
	bucket *distribution // nil until it is needed
}

// A year has millions of lengths and of contacts.
var (
	lengthPool pool[uint32]
	seenPool   pool[uint16]
)

// newSeries has room for so many lengths at first.
func newSeries(lengths int) series {
	return series{values: lengthPool.unclear(lengths)[:0], total: new(distribution)}
}

// take keeps the lengths of a batch that exist, and returns them.
func (s *series) take(column, batch []uint32) []uint32 {
	values := s.room(len(batch))
	k := 0
	for _, n := range batch {
		v := column[n]
		values[k] = v
		k += int(bit(v != absent))
	}
	return s.keep(k)
}

// takeDurations keeps the durations of a batch.
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
	return s.keep(k)
}

// room is memory for more values.
func (s *series) room(values int) []uint32 {
	if cap(s.values)-len(s.values) < values {
		grown := make([]uint32, len(s.values), 2*len(s.values)+64*batchSize)
		copy(grown, s.values)
		s.values = grown
	}
	return s.values[len(s.values) : len(s.values)+values]
}

func (s *series) keep(values int) []uint32 {
	kept := s.values[len(s.values) : len(s.values)+values]
	s.values = s.values[:len(s.values)+values]
	return kept
}

// fewValues are quicker put in order than counted by bins.
const fewValues = 400

// leave measures the lengths of the bucket that is done; a bucket that is all there is is measured as the total.
func (s *series) leave(t *Times, measure bool) {
	bucket := s.values[s.from:]
	s.from = len(s.values)
	if !measure || len(bucket) < fewValues {
		s.total.addAll(bucket)
		if measure {
			summarize(t, bucket)
		}
		return
	}
	if s.bucket == nil {
		s.bucket = new(distribution)
	}
	s.bucket.measure(t, slices.Values([][]uint32{bucket}))
	s.total.join(s.bucket)
}
