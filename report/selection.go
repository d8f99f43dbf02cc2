package report

import (
	"maps"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
)

// selection is what the conditions of a filter let pass, whatever its period: a bit for each conversation, and digests of what
// happened in those. Both follow from the columns and are made block by block, when a report needs a block. They are kept for
// who asks again, and what changes in a block is made anew then. So a filter costs what its conditions do once, and
// from then on less than none does. They are looked at while the index does not change.
type selection struct {
	everything bool // there are no conditions, and nothing below

	sync.Mutex          // while blocks are made
	bits       bitset   // by number
	sizes      []int16  // by block: how many of it match; notMade = that, and its bits, have to be made
	missing    int      // blocks that are not made
	digests    []digest // by block, of those that match; nil = not made, empty = nothing happened; of everything the index has them
	stretches  []digest // by stretch, likewise; nil = not made, or those of its blocks are read
	sums       keptSums
	buckets    [2]keptBuckets // on the calendar clock, and on the business clock
	asks       int            // for digests
	uses       atomic.Int32   // questions that it was made ready for

	asked      int  // the last ask for it, of all filters
	ofContacts bool // its conditions look at tags of contacts
}

// selections are those of the filters that were asked for last.
type selections struct {
	sync.Mutex
	asks       int // so far
	made       map[string]*selection
	everything *selection
	orders     orders  // of all of them
	repeats    repeats // of all conversations
}

// keptSelections is how many filters have a selection, and keptWhole how many of these, those asked for last, keep more than
// bits: 0.13 B a conversation, and from the second question of all reports on 1.1 to 1.8 B, or 2.5 B on both clocks
// (1,000,000 conversations).
const (
	keptSelections = 32
	keptWhole      = 8
)

func newSelections() *selections {
	return &selections{made: map[string]*selection{}, everything: &selection{everything: true}}
}

// notMade is the size of a block whose bits have to be made.
const notMade = -1

// selecting is the selection of a filter, ready for all conversations that started in a period or were active in it.
func (f *facts) selecting(filter Filter, p period) *selection {
	c := filter.conditions()
	name := c.name()
	if name == noConditions {
		return f.selections.everything
	}
	s := &selection{}
	if c.lasting() {
		s = f.selections.of(name, c.ofContacts())
	}
	s.prepare(f, c, p)
	s.uses.Add(1)
	return s
}

// of is a filter's selection, which is made if needed; the one that was not asked for the longest makes room.
func (all *selections) of(name string, ofContacts bool) *selection {
	all.Lock()
	defer all.Unlock()
	s := all.made[name]
	if s == nil {
		s = &selection{ofContacts: ofContacts}
		all.makeRoom()
		all.made[name] = s
	}
	all.asks++
	s.asked = all.asks
	return s
}

// makeRoom makes room for one more selection: it drops the one that was not asked for the longest, if there are as many as may be
// kept, and leaves others nothing but their bits.
func (all *selections) makeRoom() {
	names := slices.SortedFunc(maps.Keys(all.made), func(a, b string) int { return all.made[b].asked - all.made[a].asked })
	for i, name := range names {
		switch {
		case i+1 >= keptSelections:
			delete(all.made, name)
		case i+1 >= keptWhole:
			all.made[name] = all.made[name].bare()
		}
	}
}

// bare is a selection with nothing but bits, another one unless it has nothing else: reports under way may still use it.
func (s *selection) bare() *selection {
	s.Lock()
	defer s.Unlock()
	if len(s.digests) == 0 && s.sums.empty() && s.buckets[0].empty() && s.buckets[1].empty() {
		return s
	}
	bare := &selection{bits: slices.Clone(s.bits), sizes: slices.Clone(s.sizes), missing: s.missing, asked: s.asked, ofContacts: s.ofContacts}
	bare.uses.Store(s.uses.Load())
	return bare
}

// forgetBlock forgets what the selections have of a block, in which something changed.
func (all *selections) forgetBlock(b int) {
	for _, s := range all.made {
		if b < len(s.sizes) && s.sizes[b] != notMade {
			s.sizes[b] = notMade
			s.missing++
		}
		if b < len(s.digests) {
			s.digests[b] = nil
		}
		s.forgetStretch(b)
	}
	all.everything.forgetStretch(b)
	all.orders.forget(b)
}

// forgetStretch forgets what a selection has of the stretch that a block is in.
func (s *selection) forgetStretch(b int) {
	if stretch := b / stretchBlocks; stretch < len(s.stretches) {
		s.stretches[stretch] = nil
	}
	s.sums.forget(b)
}

// forgetSince forgets what the selections have of buckets that end after a time, before which something changed.
func (all *selections) forgetSince(since int64) {
	for _, s := range append(slices.Collect(maps.Values(all.made)), all.everything) {
		for i := range s.buckets {
			s.buckets[i].forget(since)
		}
	}
}

// forgetContacts drops the selections by tags of contacts.
func (all *selections) forgetContacts() {
	for name, s := range all.made {
		if s.ofContacts {
			delete(all.made, name)
		}
	}
}

// bytes is the memory that the selections hold.
func (all *selections) bytes() (bytes int64) {
	all.Lock()
	defer all.Unlock()
	for _, s := range append(slices.Collect(maps.Values(all.made)), all.everything) {
		bytes += s.held()
	}
	all.repeats.Lock()
	defer all.repeats.Unlock()
	all.orders.Lock()
	defer all.orders.Unlock()
	return bytes + held(reflect.ValueOf(&all.orders).Elem()) + held(reflect.ValueOf(&all.repeats).Elem())
}

// held is the memory that a selection holds.
func (s *selection) held() int64 {
	for _, part := range []sync.Locker{s, &s.sums, &s.buckets[0], &s.buckets[1]} {
		part.Lock()
		defer part.Unlock()
	}
	return held(reflect.ValueOf(s).Elem())
}

// prepare makes the bits of the blocks that concern a period, where they are not made.
func (s *selection) prepare(f *facts, conditions Filter, p period) {
	s.Lock()
	defer s.Unlock()
	for len(s.sizes) < f.blocks() {
		s.sizes = append(s.sizes, notMade)
		s.missing++
	}
	if more := len(s.sizes)*blockWords - len(s.bits); more > 0 {
		s.bits = append(s.bits, make(bitset, more)...)
	}
	if s.missing == 0 {
		return
	}
	missing := slices.DeleteFunc(f.concerned(p), func(b int) bool { return s.sizes[b] != notMade })
	if len(missing) == 0 {
		return
	}
	m := f.matcher(conditions)
	sieve := m.sieve()
	inParallel(parts(0, len(missing)*blockSize), func(p part) (none struct{}) {
		for _, b := range missing[p.lo/blockSize : p.hi/blockSize] {
			s.makeBlock(f, b, m, sieve)
		}
		return none
	})
	s.missing -= len(missing)
}

// concerned are the blocks with conversations that were active in a period, and all of the stretches in which some started.
func (f *facts) concerned(p period) []int {
	blocks := slices.Concat(f.activeBlocks(p.from, p.to)...)
	in := p.span()
	for lo := 0; lo < f.blocks(); lo += stretchBlocks {
		hi := min(lo+stretchBlocks, f.blocks())
		if slices.ContainsFunc(f.starts[lo:hi], func(s span) bool { return in.meets(s.from, s.to) }) {
			for b := lo; b < hi; b++ {
				blocks = append(blocks, b)
			}
		}
	}
	slices.Sort(blocks)
	return slices.Compact(blocks)
}

// makeBlock makes the bits of a block.
func (s *selection) makeBlock(f *facts, b int, m *matcher, sieve sieve) {
	lo, hi := b*blockSize, min((b+1)*blockSize, len(f.start))
	words := s.bits[b*blockWords : (b+1)*blockWords]
	clear(words)
	if sieve != nil && len(f.removed) == 0 {
		for i := range (hi - lo + 63) / 64 {
			words[i] = sieve(lo+i*64, min(lo+i*64+64, hi))
		}
	} else {
		buffer := batchPool.Get().(*[batchSize]uint32)
		defer batchPool.Put(buffer)
		for _, n := range m.keep(f.block(b, buffer[:])) {
			s.bits.add(n)
		}
	}
	s.sizes[b] = int16(s.bits.count(lo, hi))
}

// keep leaves those of a batch that are selected, in its memory.
func (s *selection) keep(batch []uint32) []uint32 {
	if s.everything {
		return batch
	}
	bits := s.bits
	return keepIf(batch, func(n uint32) uint8 { return bits.bit(n) })
}

// sift lists the conversations of a block that are selected, or the others of the block if they are fewer.
func (s *selection) sift(f *facts, b int, batch []uint32) (list []uint32, others bool) {
	list = f.block(b, batch)
	if s.everything {
		return list, false
	}
	bits := s.bits
	if 2*int(s.sizes[b]) <= len(list) {
		return bits.list(batch, b*blockSize, min((b+1)*blockSize, len(f.start))), false
	}
	return keepIf(list, func(n uint32) uint8 { return 1 ^ bits.bit(n) }), true
}
