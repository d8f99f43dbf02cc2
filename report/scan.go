package report

import (
	"math/bits"
	"runtime"
	"sync"
)

// part is a stretch of places in the order that one worker scans.
type part struct{ lo, hi int }

// smallScan is the number of conversations that are not worth a second worker.
const smallScan = 8192

// parts divides places among the processors.
func parts(lo, hi int) []part {
	n := runtime.GOMAXPROCS(0)
	if hi-lo < smallScan {
		n = 1
	}
	p := make([]part, n)
	for i := range p {
		p[i] = part{lo + (hi-lo)*i/n, lo + (hi-lo)*(i+1)/n}
	}
	return p
}

// inParallel runs a worker for each part and waits for all.
func inParallel[T any](parts []part, work func(part) T) []T {
	results := make([]T, len(parts))
	var wait sync.WaitGroup
	for i, p := range parts[1:] {
		wait.Go(func() { results[i+1] = work(p) })
	}
	results[0] = work(parts[0])
	wait.Wait()
	return results
}

// bitset is a set of numbers.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, (size+63)/64) }

// add adds a number and tells whether it was not there.
func (b bitset) add(n uint32) bool {
	word, bit := &b[n/64], uint64(1)<<(n%64)
	fresh := *word&bit == 0
	*word |= bit
	return fresh
}

func (b bitset) join(other bitset) {
	for i, word := range other {
		b[i] |= word
	}
}

func (b bitset) size() int {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// selected yields the conversations at places that match and are of the cohort of a period's matcher.
func (f *facts) selected(p part, m *matcher, yield func(n uint32, r *row)) {
	for _, n := range f.order[p.lo:p.hi] {
		if r := &f.rows[n]; m.match(n, r) {
			yield(n, r)
		}
	}
}

// active yields the conversations at places that match and may have messages or a close in the period.
func (f *facts) active(p part, m *matcher, in period, yield func(n uint32, r *row)) {
	for _, n := range f.order[p.lo:p.hi] {
		r := &f.rows[n]
		if (int64(r.last) >= in.from || int64(r.closed) >= in.from) && m.match(n, r) {
			yield(n, r)
		}
	}
}

// closedIn tells whether a conversation was closed in a period.
func (r *row) closedIn(p period) bool {
	return r.closed != absent && int64(r.closed) >= p.from && int64(r.closed) < p.to
}

// within tells whether everything that was said in a conversation was said in a period.
func (r *row) within(p period) bool { return int64(r.start) >= p.from && int64(r.last) < p.to }

// measuring says whose lengths a report measures: the groups of a conversation, and where their figures are.
type measuring struct {
	frt, duration func(group int) *Times
	groups        func(r *row, into []lengthGroups) []lengthGroups
	crossing      *crossing // what is crossed on the way; nil = nothing
}

// lengthGroups are the groups that one conversation's lengths belong to.
type lengthGroups struct{ frt, duration uint32 }

// measure ends the first pass over a cohort's lengths and does the second, which also crosses what it should: nil when
// that is nothing.
func (x *Index) measure(cohort []part, m *matcher, f Filter, l lengthsOf, by measuring) *crossed {
	l.frt.locate(by.frt)
	l.duration.locate(by.duration)
	lengths := x.spans(f)
	picked := joinPicks(inParallel(cohort, func(part part) (p picks) {
		var groups []lengthGroups
		p.crossed = by.crossing.worker()
		x.selected(part, m, func(n uint32, r *row) {
			if p.crossed != nil {
				p.crossed.count(r, x.tagsOf(r), x.participants(r))
			}
			s := &lengths[n]
			groups = by.groups(r, groups[:0])
			for _, g := range groups {
				if s.frt != absent {
					l.frt.pick(int(g.frt), s.frt, &p.frt)
				}
				if s.duration != absent {
					l.duration.pick(int(g.duration), s.duration, &p.duration)
				}
			}
		})
		return p
	}))
	l.frt.finish(picked.frt, by.frt)
	l.duration.finish(picked.duration, by.duration)
	return picked.crossed
}
