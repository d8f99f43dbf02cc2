package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"relato/conversation"
)

// WaitingLimit is how many waiting conversations are listed: more than that is not a list but a backlog.
const WaitingLimit = 200

// ServiceWindow is how long after a contact's last message WhatsApp lets a company answer freely.
const ServiceWindow = 24 * time.Hour

// Waiting are the conversations that wait now, whenever they started: those that waited longest first, at most
// WaitingLimit of them.
type Waiting struct {
	Account Account
	Total   int
	Rows    []Waiter
}

// Waiter is a conversation that waits.
type Waiter struct {
	Row
	Since int64 // Unix seconds at which the clock of the reply that is due began
}

// WindowEnds is the Unix second from which on WhatsApp lets a company send templates only.
func (w Waiter) WindowEnds() int64 { return w.LastMessageAt + int64(ServiceWindow/time.Second) }

// Waiting lists the conversations that wait now; only, if not empty, is the agent whose conversations alone may be seen.
func (x *Index) Waiting(ctx context.Context, only []string) (w *Waiting, err error) {
	type waiter struct {
		n     uint32
		since int64
	}
	err = x.view(ctx, func() error {
		found := make([]waiter, 0, len(x.waiting))
		m := x.matcher(Filter{Only: only})
		var marks []conversation.Mark
		for key := range x.waiting {
			n, known := x.numberOf(key)
			if !known || !m.match(n) {
				continue
			}
			marks = x.marksOf(n, marks)
			exchanges := conversation.Exchanges(marks)
			found = append(found, waiter{n, exchanges[len(exchanges)-1].From}) // the last word is the contact's: there is one
		}
		slices.SortFunc(found, func(a, b waiter) int {
			return cmp.Or(cmp.Compare(a.since, b.since), x.byStart(a.n, b.n))
		})
		w = &Waiting{Account: x.account(), Total: len(found)}
		w.Account.Waiting = len(found)
		r := x.reader()
		for _, one := range found[:min(len(found), WaitingLimit)] {
			w.Rows = append(w.Rows, Waiter{x.row(one.n, r), one.since})
		}
		return nil
	})
	return w, err
}

// WaitingColumns are the columns of Details, and what only who waits has.
var WaitingColumns = append(lifted(DetailColumns, func(w *Waiter) *Row { return &w.Row }),
	field("waiting_since", func(w *Waiter) Value { return instant(w.Since) }),
	field("window_ends_at", func(w *Waiter) Value { return instant(w.WindowEnds()) }),
)

// lifted are the columns of a part of a row as columns of the row.
func lifted[R, P any](columns []Column[P], part func(*R) *P) []Column[R] {
	all := make([]Column[R], len(columns))
	for i, c := range columns {
		all[i] = Column[R]{c.Key, func(a *Account, r *R) Value { return c.Value(a, part(r)) }}
	}
	return all
}
