package views

import (
	"cmp"
	"fmt"
	"net/url"

	"github.com/a-h/templ"

	"relato/report"
)

// refreshSeconds is how often the page of what waits now loads itself anew.
const refreshSeconds = 30

// waitingData is the list of what waits now, ready to be drawn.
type waitingData struct {
	Count, Cut string
	Rows       []waiter
}

// waiter is one conversation that waits.
type waiter struct {
	Key                 string // keeps the focus on the row when the list is loaded anew
	Page                templ.SafeURL
	Contact, Phone      string
	Owner, Channel      string
	Wait, Since, Window string
	Late                bool // WhatsApp's window is closed
}

// Waiting is the page of what waits now.
func Waiting(p Page, r *report.Waiting) templ.Component { return waiting(p, newWaiting(p, r)) }

// WaitingPart is what the page loads anew.
func WaitingPart(p Page, r *report.Waiting) templ.Component { return waitingPart(p, newWaiting(p, r)) }

func newWaiting(p Page, r *report.Waiting) waitingData {
	w, l := p.words(), p.Lang
	d := waitingData{Count: l.count(r.Total, w.WaitingCount)}
	page := p.conversations()
	for i := range r.Rows {
		one := p.waiter(&r.Rows[i])
		one.Page = page(r.Rows[i].ID)
		d.Rows = append(d.Rows, one)
	}
	if len(d.Rows) < r.Total {
		d.Cut = fmt.Sprintf(w.WaitingCut, l.number(int64(len(d.Rows))), l.number(int64(r.Total)))
	}
	return d
}

func (p Page) waiter(r *report.Waiter) waiter {
	w, l, now := p.words(), p.Lang, p.Account.Now.Unix()
	one := waiter{
		Key: "w-" + url.PathEscape(r.ID), Contact: r.ContactName, Phone: phone(r.ContactPhone),
		Owner: cmp.Or(r.OwnerName, r.Owner, w.NoAgent), Channel: cmp.Or(r.ChannelName, r.Channel),
		Wait:  l.duration(max(0, now-r.Since)),
		Since: fmt.Sprintf(w.WaitingSince, l.moment(r.Since, p.account())),
	}
	if one.Contact == "" {
		one.Contact, one.Phone = cmp.Or(one.Phone, r.Contact, r.ID), w.NoName
	}
	left := r.WindowEnds() - now
	one.Window, one.Late = fmt.Sprintf(w.WindowLeft, l.duration(max(0, left))), left <= 0
	if one.Late {
		one.Window = w.WindowClosed
	}
	return one
}
