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

// stretchSums are what a report adds up of a stretch, packed. Both are nil where that is too much to keep.
type stretchSums struct{ counts, crossed []byte }

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

// keptSums are the sums of the conversations that a filter selects, by stretch. They are made when a report asks for them, and
// forgotten when one of the stretch changes.
type keptSums struct {
	sync.Mutex
	made [sumsKinds][]*stretchSums // by stretch; nil = they have to be made
	asks [sumsKinds]int
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

// of are the sums of a kind of some stretches, by stretch; nil for the others. count makes what is missing, of several
// stretches at a time.
func (k *keptSums) of(kind sumsKind, stretches []int, count func(stretch int) *stretchSums) []*stretchSums {
	if len(stretches) == 0 {
		return nil
	}
	k.Lock()
	defer k.Unlock()
	last := stretches[len(stretches)-1]
	for len(k.made[kind]) <= last {
		k.made[kind] = append(k.made[kind], nil)
	}
	made := k.made[kind]
	missing := slices.DeleteFunc(slices.Clone(stretches), func(s int) bool { return made[s] != nil })
	if len(missing) > 0 {
		workThrough(len(missing), func() (none struct{}) { return none }, func(_ struct{}, i int) {
			sums := count(missing[i])
			if len(sums.counts)+len(sums.crossed) > mostSums*stretchSize {
				sums = &stretchSums{}
			}
			made[missing[i]] = sums
		})
	}
	some := make([]*stretchSums, last+1)
	for _, s := range stretches {
		some[s] = made[s]
	}
	return some
}

// empty tells whether no sums were ever made.
func (k *keptSums) empty() bool {
	k.Lock()
	defer k.Unlock()
	return !slices.ContainsFunc(k.made[:], func(made []*stretchSums) bool { return len(made) > 0 })
}

// forget forgets the sums of the stretch that a block is in, in which something changed.
func (k *keptSums) forget(block int) {
	for _, made := range k.made {
		if s := block / stretchBlocks; s < len(made) {
			made[s] = nil
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
