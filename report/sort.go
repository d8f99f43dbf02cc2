package report

import (
	"cmp"
	"slices"
)

// sortKey is what a conversation is sorted by: a number or a text, or nothing.
type sortKey struct {
	conversation uint32
	place        uint32 // where it stands without sorting, which decides between equals
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

// sortFound are the conversations that were found as the filter sorts them, the first as many as wanted. Those with
// equal values keep their order.
func (x *Index) sortFound(found []uint32, f Filter, a *Account, wanted int) []uint32 {
	at := slices.IndexFunc(DetailColumns, func(c Column[Row]) bool { return c.Key == f.Sort })
	if at < 0 || len(found) == 0 {
		return found
	}
	wanted = min(wanted, len(found))
	list := x.shortlist(found, f, wanted)
	all := firstKeys{wanted: wanted, down: f.Dir == "desc"}
	for _, keys := range inParallel(parts(0, len(list)), func(p part) []sortKey {
		first := firstKeys{wanted: wanted, down: all.down}
		keyOf := x.keyOf(DetailColumns[at], a)
		for i, n := range list[p.lo:p.hi] {
			k := keyOf(n)
			k.conversation, k.place = n, uint32(p.lo+i)
			first.add(k)
		}
		return first.keys
	}) {
		all.keys = append(all.keys, keys...)
	}
	all.sort()
	sorted := found[:len(all.keys)]
	for i, k := range all.keys {
		sorted[i] = k.conversation
	}
	return sorted
}

// keyOf reads what conversations are sorted by in a column; for one worker.
func (x *Index) keyOf(column Column[Row], a *Account) func(n uint32) sortKey {
	if quick := x.quickKey(column.Key); quick != nil {
		return quick
	}
	r := x.reader()
	return func(n uint32) sortKey { return x.columnKey(n, r, column, a) }
}

// columnKey is a conversation's value in any column.
func (x *Index) columnKey(n uint32, from *reader, c Column[Row], a *Account) sortKey {
	r := x.row(n, from)
	v := c.Value(a, &r)
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

// quickKey reads a column that people sort by straight from the index, without making rows; nil for other columns.
func (x *Index) quickKey(column string) func(n uint32) sortKey {
	length := func(l uint32) sortKey { return sortKey{number: float64(l), empty: l == absent} }
	count := func(n int) sortKey { return sortKey{number: float64(n)} }
	switch column {
	case "started_at":
		return func(n uint32) sortKey { return length(x.start[n]) }
	case "closed_at":
		return func(n uint32) sortKey { return length(x.closed[n]) }
	case "frt_s":
		return func(n uint32) sortKey { return length(x.frt[n]) }
	case "frt_business_s":
		frt := x.business().frt
		return func(n uint32) sortKey { return length(frt[n]) }
	case "duration_s":
		return func(n uint32) sortKey { return length(x.duration(n)) }
	case "duration_business_s":
		durations := x.business().duration
		return func(n uint32) sortKey { return length(durations[n]) }
	case "replies":
		return func(n uint32) sortKey { return count(x.replyCount(n)) }
	case "reply_avg_s":
		return func(n uint32) sortKey {
			replies := x.replyCount(n)
			return sortKey{number: float64(x.replySum[n]) / float64(max(1, replies)), empty: replies == 0}
		}
	case "messages_in":
		return func(n uint32) sortKey { return count(x.messages(n).In) }
	case "messages_agent":
		return func(n uint32) sortKey { return count(x.messages(n).Agent) }
	case "messages_flow":
		return func(n uint32) sortKey { return count(x.messages(n).Flow) }
	case "csat_rating":
		return func(n uint32) sortKey {
			rating := x.traits[n].rating()
			return sortKey{number: float64(rating), empty: rating == 0}
		}
	case "contact_name":
		r := x.people.cards.reader()
		return func(n uint32) sortKey {
			name := string(r.read(x.contact[n]).name)
			return sortKey{text: name, empty: name == ""}
		}
	}
	return nil
}
