package report

import (
	"slices"
	"sync"
)

// A stretch is stretchBlocks consecutive blocks: so many conversations that what a report adds up of them takes little
// memory, and so few that a period has whole ones.
const (
	stretchBlocks = 16
	stretchSize   = stretchBlocks * blockSize
)

// A tract is tractStretches consecutive stretches: what is added up of it is not much more than of one of them.
const tractStretches = 4

// stretchSums are what a report adds up of a stretch, packed. Both are nil where that is too much to keep. Of a tract nothing
// is crossed.
type stretchSums struct{ counts, crossed []byte }

// kept tells whether there are sums, and not too many to keep.
func (s *stretchSums) kept() bool { return s != nil && s.counts != nil }

// mostSums is how many bytes a conversation the sums of a stretch may take.
const mostSums = 2

// sumsKind is what sums are of: a report, on a clock.
type sumsKind int

const (
	sumsByAgent sumsKind = iota
	sumsByTag
	sumsOnBusiness // plus either
	sumsKinds      = 2 * sumsOnBusiness
)

// kindOn is the kind of sums on the clock of a filter.
func (f Filter) kindOn(kind sumsKind) sumsKind {
	if f.Business() {
		return kind + sumsOnBusiness
	}
	return kind
}

// keptSums are the sums of the conversations that a filter selects. They are made when a report asks for them, and forgotten
// when something in the stretch changes.
type keptSums struct {
	sync.Mutex
	made   [sumsKinds][]*stretchSums // by stretch; nil = they have to be made
	tracts [sumsKinds][]*stretchSums // by tract, likewise
	asks   [sumsKinds]int
}

// summing makes sums of a kind.
type summing struct {
	kind  sumsKind
	count func(selected stretchOf) *stretchSums
	join  func(stretches []*stretchSums) []byte // what stretches add up to together
}

// stretchOf is what a filter selects of a stretch.
type stretchOf struct {
	conversations []uint32
	wider         *stretchSums // of everything in the stretch; nil = these are not known, or it is quicker to do without
	others        []uint32     // what is not selected, where wider is there
}

// tally counts conversations, and sums of some, in whatever a report needs. T is itself.
type tally[T any] interface {
	take(batch []uint32)
	add(*stretchSums)
	takeAway(T)
}

// tallied is what there is to count of a stretch.
func tallied[T tally[T]](of stretchOf, empty func() T) T {
	t := empty()
	if of.wider == nil {
		takeAll(of.conversations, t.take)
		return t
	}
	less := empty()
	takeAll(of.others, less.take)
	t.add(of.wider)
	t.takeAway(less)
	return t
}

// together is what stretches add up to.
func together[T tally[T]](stretches []*stretchSums, empty func() T) T {
	t := empty()
	for _, s := range stretches {
		t.add(s)
	}
	return t
}

// sumsFor are the sums that are kept of a selection; nil = none are. Who asks with a filter for the first time has all
// conversations counted: making sums besides would take longer.
func (s *selection) sumsFor(kind sumsKind) *keptSums {
	k := &s.sums
	k.Lock()
	defer k.Unlock()
	if k.asks[kind]++; k.asks[kind] == 1 && !s.everything {
		return nil
	}
	return k
}

// of are the sums of some stretches, by stretch; nil for the others. count makes what is missing, of several stretches at a
// time.
func (k *keptSums) of(kind sumsKind, stretches []int, count func(stretch int) *stretchSums) []*stretchSums {
	if len(stretches) == 0 {
		return nil
	}
	k.Lock()
	defer k.Unlock()
	last := stretches[len(stretches)-1]
	made := grownTo(&k.made[kind], last+1)
	makeMissing(made, stretches, func(s int) *stretchSums {
		sums := count(s)
		if len(sums.counts)+len(sums.crossed) > mostSums*stretchSize {
			sums = &stretchSums{}
		}
		return sums
	})
	some := make([]*stretchSums, last+1)
	for _, s := range stretches {
		some[s] = made[s]
	}
	return some
}

// known are the sums that are made, by stretch; nil where they are not.
func (k *keptSums) known(kind sumsKind) []*stretchSums {
	k.Lock()
	defer k.Unlock()
	return slices.Clone(k.made[kind])
}

// ofTracts are the sums of tracts all of whose stretches have some, by tract; nil for the others.
func (k *keptSums) ofTracts(kind sumsKind, stretches []*stretchSums, join func([]*stretchSums) []byte) []*stretchSums {
	var whole []int
	tracts := len(stretches) / tractStretches
	in := func(tract int) []*stretchSums { return stretches[tract*tractStretches:][:tractStretches] }
	for tract := range tracts {
		if !slices.ContainsFunc(in(tract), func(s *stretchSums) bool { return !s.kept() }) {
			whole = append(whole, tract)
		}
	}
	k.Lock()
	defer k.Unlock()
	made := grownTo(&k.tracts[kind], tracts)
	makeMissing(made, whole, func(tract int) *stretchSums { return &stretchSums{counts: join(in(tract))} })
	some := make([]*stretchSums, tracts)
	for _, tract := range whole {
		some[tract] = made[tract]
	}
	return some
}

// grownTo is a list with room for so many, at least.
func grownTo(list *[]*stretchSums, size int) []*stretchSums {
	for len(*list) < size {
		*list = append(*list, nil)
	}
	return *list
}

// makeMissing makes those of a list that are wanted and missing, several at a time.
func makeMissing(list []*stretchSums, wanted []int, sums func(i int) *stretchSums) {
	missing := slices.DeleteFunc(slices.Clone(wanted), func(i int) bool { return list[i] != nil })
	if len(missing) > 0 {
		workThrough(len(missing), func() (none struct{}) { return none }, func(_ struct{}, i int) { list[missing[i]] = sums(missing[i]) })
	}
}

// empty tells whether no sums were ever made.
func (k *keptSums) empty() bool {
	k.Lock()
	defer k.Unlock()
	return !slices.ContainsFunc(k.made[:], func(made []*stretchSums) bool { return len(made) > 0 })
}

// forget forgets the sums of the stretch that a block is in, in which something changed.
func (k *keptSums) forget(block int) {
	for kind, made := range k.made {
		if s := block / stretchBlocks; s < len(made) {
			made[s] = nil
		}
		if tract := block / (stretchBlocks * tractStretches); tract < len(k.tracts[kind]) {
			k.tracts[kind][tract] = nil
		}
	}
}

// noteStart keeps count of when conversations of a block started: the first and the last, since the columns were laid.
func (f *facts) noteStart(n uint32) {
	b, start := int(n/blockSize), f.start[n]
	if b == len(f.starts) {
		f.starts = append(f.starts, span{start, start})
	}
	f.starts[b].from, f.starts[b].to = min(f.starts[b].from, start), max(f.starts[b].to, start)
}
