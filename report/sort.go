package report

import (
	"cmp"
	"slices"
)

// sortKey is what a conversation is sorted by: a number or a text, or nothing.
type sortKey struct {
	conversation uint32
	place        uint64 // where it stands without sorting, which decides between equals
	empty        bool
	number       float64
	text         string
}

// compare orders keys by number and text, upwards or downwards; those without either come last both ways.
func (v *sortKey) compare(w *sortKey, down bool) int {
	if v.empty != w.empty {
		return cmp.Compare(bit(v.empty), bit(w.empty))
	}
	order := cmp.Or(cmp.Compare(v.number, w.number), cmp.Compare(v.text, w.text))
	if down {
		order = -order
	}
	return cmp.Or(order, cmp.Compare(v.place, w.place))
}

// firstKeys keeps the first keys in order, as many as wanted.
type firstKeys struct {
	wanted int
	down   bool
	keys   []sortKey
	full   bool // keys[wanted-1] is the last that may be wanted
}

// leastSorted is how many keys are sorted at once, at least.
const leastSorted = 4096

func (f *firstKeys) add(k sortKey) {
	if f.full && k.compare(&f.keys[f.wanted-1], f.down) > 0 {
		return
	}
	f.keys = append(f.keys, k)
	if len(f.keys) >= 2*max(f.wanted, leastSorted) {
		f.sort()
	}
}

func (f *firstKeys) sort() {
	slices.SortFunc(f.keys, func(v, w sortKey) int { return v.compare(&w, f.down) })
	if len(f.keys) >= f.wanted {
		f.keys, f.full = f.keys[:f.wanted], true
	}
}

// candidates are conversations to be sorted, in the order of starts, at places of which some may hold none.
type candidates struct {
	part
	total int
	at    func(buffer []uint32, lo, hi int) []uint32 // those at some places, a batch at most, to be left as they are
}

// listed are the conversations of a list.
func listed(list []uint32) candidates {
	return candidates{part{0, len(list)}, len(list), func(_ []uint32, lo, hi int) []uint32 { return list[lo:hi] }}
}

// candidates are the conversations of the cohort.
func (w *window) candidates() candidates {
	return candidates{part{w.lo, w.hi}, w.total, func(buffer []uint32, lo, hi int) []uint32 { return w.x.selectedAt(buffer, w.s, lo, hi) }}
}

// sorted are conversations as the filter sorts them, the first as many as wanted. Those with equal values stay in the order of
// Details.
func (x *Index) sorted(among candidates, f Filter, a *Account) []uint32 {
	column, wanted, down := detailColumn(f.Sort), min(f.wanted(), among.total), f.Dir == "desc"
	if wanted == 0 {
		return nil
	}
	ranks := x.ranks(column, a)
	if ranks != nil && wanted <= among.total/shortlistShare {
		among = listed(ranks.shortlist(among, down, wanted))
	}
	all := firstKeys{wanted: wanted, down: down}
	for _, keys := range inParallel(parts(among.lo, among.hi), func(p part) []sortKey {
		var buffer [batchSize]uint32
		first, keys := firstKeys{wanted: wanted, down: down}, x.keys(column, ranks, a)
		for hi := p.hi; hi > p.lo; hi -= batchSize { // the newest first, since of equal ones they are
			lo := max(hi-batchSize, p.lo)
			place := uint32(lo)
			keys(among.at(buffer[:], lo, hi), func(n uint32, k sortKey) {
				k.conversation, k.place = n, uint64(^x.start[n])<<32|uint64(place) // of the same second, in order
				place++
				first.add(k)
			})
		}
		return first.keys
	}) {
		all.keys = append(all.keys, keys...)
	}
	all.sort()
	list := make([]uint32, len(all.keys))
	for i, k := range all.keys {
		list[i] = k.conversation
	}
	return list
}

// detailColumn is the column of Details with a key, or nil.
func detailColumn(key string) *Column[Row] {
	if at := slices.IndexFunc(DetailColumns, func(c Column[Row]) bool { return c.Key == key }); at >= 0 {
		return &DetailColumns[at]
	}
	return nil
}

// keys reads what conversations of a batch are sorted by in a column; for one worker.
func (x *Index) keys(c *Column[Row], ranks *ranks, a *Account) func(batch []uint32, take func(n uint32, k sortKey)) {
	if ranks != nil {
		var memory [batchSize]uint32
		return func(batch []uint32, take func(n uint32, k sortKey)) {
			for i, rank := range ranks.of(&memory, batch) {
				take(batch[i], sortKey{number: float64(rank), empty: rank == absent})
			}
		}
	}
	var row Row
	fill := x.filler(c.Key, x.reader())
	return func(batch []uint32, take func(n uint32, k sortKey)) {
		for _, n := range batch {
			fill(n, &row)
			take(n, sortKeyOf(c.Value(a, &row)))
		}
	}
}

// sortKeyOf is what a value is sorted by.
func sortKeyOf(v Value) sortKey {
	k := sortKey{empty: v.Empty, text: v.Text}
	switch v.Kind {
	case Text, Phone:
	case List:
		for _, s := range v.List {
			k.text += s + "\x00" // sorts before every text that goes on
		}
	case Mean, Rate, Score:
		k.number = float64(v.Num) / float64(max(1, v.Den))
	default:
		k.number = float64(v.Num)
	}
	return k
}
