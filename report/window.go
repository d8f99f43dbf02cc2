package report

import "slices"

// window finds a page of the cohort in the order of Details without listing the whole cohort: it only counts, batch by
// batch, how many conversations match, and lists the batches that a page lies in.
type window struct {
	x       *Index
	s       *selection
	lo, hi  int   // the places of the period
	matches []int // by batch: how many of it and of all before it match
	total   int
}

// newWindow counts the conversations of the cohort. Its filter has no search.
func (x *Index) newWindow(f Filter, p period) *window {
	w := &window{x: x, s: x.selecting(f, p)}
	w.lo, w.hi = x.between(p.from, p.to)
	w.matches = make([]int, (w.hi+batchSize-1)/batchSize-w.lo/batchSize)
	batch := func(place int) int { return (place + batchSize - 1) / batchSize } // the first that begins at a place or after it
	all := []part{{0, len(w.matches) * batchSize}}                              // sizes are known: another processor takes longer to wake than to add them up
	if x.order != nil && !w.s.everything {
		all = parts(0, len(w.matches)*batchSize)
	}
	inParallel(all, func(p part) (none struct{}) {
		for b := batch(p.lo); b < batch(p.hi); b++ {
			lo, hi := w.places(b)
			w.matches[b] = x.countSelected(w.s, lo, hi)
		}
		return none
	})
	for b, n := range w.matches {
		w.total += n
		w.matches[b] = w.total
	}
	return w
}

// places are those of a batch. Batches begin where blocks do, whose sizes are known.
func (w *window) places(b int) (lo, hi int) {
	lo = (w.lo/batchSize + b) * batchSize
	return max(lo, w.lo), min(lo+batchSize, w.hi)
}

// newest are the conversations at places of the cohort, newest first, then by id.
func (w *window) newest(from, to int) []uint32 {
	if from >= to {
		return nil
	}
	// The page in the order of starts, whose first and last may share their second with others.
	oldest, newest := w.total-to, w.total-from-1
	first, last := w.batchOf(oldest), w.batchOf(newest)
	list := w.list(first, last)
	start := func(place int) uint32 { return w.x.start[list[place-w.before(first)]] }
	for w.before(first) > 0 && start(w.before(first)) == start(oldest) {
		first = w.batchOf(w.before(first) - 1)
		list = append(w.list(first, first), list...)
	}
	for w.matches[last] < w.total && start(w.matches[last]-1) == start(newest) {
		last = w.batchOf(w.matches[last])
		list = append(list, w.list(last, last)...)
	}
	w.x.newestFirst(list)
	after := w.total - w.matches[last] // conversations that are newer than the list
	return list[from-after : to-after]
}

// batchOf is the batch of a conversation by its place in the cohort.
func (w *window) batchOf(place int) int {
	b, _ := slices.BinarySearch(w.matches, place+1)
	return b
}

// before is how many conversations match before a batch.
func (w *window) before(b int) int {
	if b == 0 {
		return 0
	}
	return w.matches[b-1]
}

// list are the conversations of batches that match, in order.
func (w *window) list(first, last int) (list []uint32) {
	for b := first; b <= last; b++ {
		if w.before(b) == w.matches[b] {
			continue
		}
		lo, hi := w.places(b)
		w.x.selected(part{lo, hi}, w.s, func(batch []uint32) { list = append(list, batch...) })
	}
	return list
}
