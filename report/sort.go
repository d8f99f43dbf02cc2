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
	keyOf := x.quickKey(f.Sort)
	if keyOf == nil {
		keyOf = func(n uint32) sortKey { return x.columnKey(n, DetailColumns[at], a) }
	}
	wanted = min(wanted, len(found))
	all := firstKeys{wanted: wanted, down: f.Dir == "desc"}
	for _, keys := range inParallel(parts(0, len(found)), func(p part) []sortKey {
		first := firstKeys{wanted: wanted, down: all.down}
		for i, n := range found[p.lo:p.hi] {
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

// columnKey is a conversation's value in any column.
func (x *Index) columnKey(n uint32, c Column[Row], a *Account) sortKey {
	r := x.row(n)
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
	count := func(n uint32) sortKey { return sortKey{number: float64(n)} }
	switch column {
	case "started_at":
		return func(n uint32) sortKey { return count(x.rows[n].start) }
	case "closed_at":
		return func(n uint32) sortKey { return length(x.rows[n].closed) }
	case "frt_s":
		return func(n uint32) sortKey { return length(x.calendar[n].frt) }
	case "frt_business_s":
		return func(n uint32) sortKey { return length(x.business[n].frt) }
	case "duration_s":
		return func(n uint32) sortKey { return length(x.calendar[n].duration) }
	case "duration_business_s":
		return func(n uint32) sortKey { return length(x.business[n].duration) }
	case "replies":
		return func(n uint32) sortKey { return count(x.calendar[n].replies) }
	case "reply_avg_s":
		return func(n uint32) sortKey {
			s := &x.calendar[n]
			if s.replies == 0 {
				return sortKey{empty: true}
			}
			return sortKey{number: float64(s.replySum) / float64(s.replies)}
		}
	case "messages_in":
		return func(n uint32) sortKey { return count(x.volumes[n].in) }
	case "messages_agent":
		return func(n uint32) sortKey { return count(x.volumes[n].agent) }
	case "messages_flow":
		return func(n uint32) sortKey { return count(x.volumes[n].flow) }
	case "csat_rating":
		return func(n uint32) sortKey {
			return sortKey{number: float64(x.rows[n].rating), empty: x.rows[n].rating == 0}
		}
	case "contact_name":
		return func(n uint32) sortKey {
			name := x.contactName.get(int(x.rows[n].contact))
			return sortKey{text: name, empty: name == ""}
		}
	}
	return nil
}
