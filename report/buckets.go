package report

import (
	"slices"
	"sort"
	"sync"
)

// bucketSums are the figures of a bucket, and what is needed besides to sum several up: how many lengths there are of which
// bins, and what happened at which hours of the week.
type bucketSums struct {
	span
	Figures
	responses Responses
	lengths   []byte // the histograms of first responses and of durations, packed
	hours     []byte // as activitySums has them
}

// bucketSums are the sums of each bucket of a period. Those of several buckets are kept for the next period that has them. Of
// a single bucket, which is everything, contacts and percentiles are missing.
func (x *Index) bucketSums(p period, s *selection, on *lengths) []*bucketSums {
	kept := &s.buckets[bit(on.business())]
	sums, missing := kept.of(p)
	if missing.lo == missing.hi {
		return sums
	}
	p = p.among(missing)
	made := make([]*bucketSums, missing.hi-missing.lo)
	for b, happened := range x.activity(p, s) {
		made[b] = &bucketSums{
			span: p.bucket(b), hours: happened.hours, Figures: Figures{Messages: happened.messages, Closed: happened.closed},
		}
	}
	if len(sums) == 1 {
		x.cohortSumsOfAll(made[0], p, s, on)
		return made
	}
	x.cohortSums(made, p, s, on)
	copy(sums[missing.lo:], made)
	kept.keep(made)
	return sums
}

// mostBuckets is how many buckets of a filter, on each clock, have their sums kept: four years of days. One takes some 600 B.
const mostBuckets = 1500

// keptBuckets are the sums of buckets of the conversations that a filter selects. They are made when an overview asks for
// them, and forgotten when something changes that started before a bucket ended: that may also make another conversation
// its contact's first.
type keptBuckets struct {
	sync.Mutex
	made []*bucketSums // by when they end and then begin; of several groups, and so of any length
}

// compare orders sums as keptBuckets has them.
func (b *bucketSums) compare(in span) int {
	if b.to != in.to {
		return int(int64(b.to) - int64(in.to))
	}
	return int(int64(b.from) - int64(in.from))
}

// of are the sums of the buckets of a period, and among which buckets some are missing.
func (k *keptBuckets) of(p period) (sums []*bucketSums, missing part) {
	k.Lock()
	defer k.Unlock()
	sums = make([]*bucketSums, len(p.edges)-1)
	for b := range sums {
		if i, found := slices.BinarySearchFunc(k.made, p.bucket(b), (*bucketSums).compare); found {
			sums[b] = k.made[i]
			continue
		}
		if missing.lo == missing.hi {
			missing.lo = b
		}
		missing.hi = b + 1
	}
	return sums, missing
}

// keep keeps the sums of consecutive buckets, and those that were kept before if there is room.
func (k *keptBuckets) keep(made []*bucketSums) {
	if len(made) > mostBuckets {
		return
	}
	k.Lock()
	defer k.Unlock()
	for _, b := range made {
		if i, found := slices.BinarySearchFunc(k.made, b.span, (*bucketSums).compare); !found {
			k.made = slices.Insert(k.made, i, b)
		}
	}
	if len(k.made) > mostBuckets {
		k.made = slices.Clone(made)
	}
}

// forget forgets the sums of all buckets that end after a time.
func (k *keptBuckets) forget(since int64) {
	k.Lock()
	defer k.Unlock()
	kept := sort.Search(len(k.made), func(i int) bool { return int64(k.made[i].to) > since })
	clear(k.made[kept:])
	k.made = k.made[:kept]
}

// empty tells whether there are none.
func (k *keptBuckets) empty() bool {
	k.Lock()
	defer k.Unlock()
	return len(k.made) == 0
}
