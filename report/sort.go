package report

import (
	"cmp"
	"slices"
)

// sortKey is what a conversation is sorted by: a number or a text, or nothing.
type sortKey struct {
	conversation uint32
	empty        bool
	number       float64
	text         string
}

// sortFound sorts by a column; rows with equal values keep their order, and those without one come last.
func (x *Index) sortFound(found []uint32, f Filter, a *Account) {
	at := slices.IndexFunc(DetailColumns, func(c Column[Row]) bool { return c.Key == f.Sort })
	if at < 0 {
		return
	}
	keyOf := x.quickKey(f.Sort)
	if keyOf == nil {
		keyOf = func(n uint32) sortKey { return x.columnKey(n, DetailColumns[at], a) }
	}
	keys := slices.Concat(inParallel(parts(0, len(found)), func(p part) []sortKey {
		keys := make([]sortKey, 0, p.hi-p.lo)
		for _, n := range found[p.lo:p.hi] {
			k := keyOf(n)
			k.conversation = n
			keys = append(keys, k)
		}
		return keys
	})...)
	down := f.Dir == "desc"
	slices.SortStableFunc(keys, func(v, w sortKey) int {
		if v.empty != w.empty {
			return cmp.Compare(bit(v.empty), bit(w.empty))
		}
		if down {
			v, w = w, v
		}
		if v.number != w.number {
			return cmp.Compare(v.number, w.number)
		}
		return cmp.Compare(v.text, w.text)
	})
	for i, k := range keys {
		found[i] = k.conversation
	}
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
