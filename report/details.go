package report

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relato/conversation"
)

// Details answers the fourth report, one page of it.
func (x *Index) Details(ctx context.Context, f Filter) (*Details, error) {
	var d *Details
	err := x.view(ctx, func() error {
		p := periodOf(f, x.zone)
		d = &Details{Account: x.accountIn(p, f), Filter: f}
		found := x.find(f, p)
		d.Total = len(found)
		if f.Limit == 0 {
			f.Limit = PageLimit
		}
		found = x.sortFound(found, f, &d.Account, f.wanted())
		for _, n := range page(found, f) {
			d.Rows = append(d.Rows, x.row(n))
		}
		return nil
	})
	return d, err
}

// exportStep is how many rows are written between two chances for the index to follow what is new.
const exportStep = 2048

// Each yields every conversation of the cohort in the order of Details, all of them unless the filter has a limit. The
// row is overwritten by the next one. It stops at the first error of yield.
func (x *Index) Each(ctx context.Context, f Filter, yield func(*Account, *Row) error) error {
	var account Account
	var found []uint32
	var seen facts
	if err := x.view(ctx, func() error {
		p := periodOf(f, x.zone)
		account = x.accountIn(p, f)
		found = x.sortFound(x.find(f, p), f, &account, f.wanted())
		if f.Limit != 0 {
			found = page(found, f)
		}
		seen = x.facts
		return nil
	}); err != nil {
		return err
	}
	rows := make([]Row, 0, exportStep)
	for len(found) > 0 {
		step := found[:min(exportStep, len(found))]
		found = found[len(step):]
		rows = rows[:0]
		x.mu.RLock()
		from := &x.facts
		if from.layout != seen.layout {
			from = &seen // the numbers mean what they meant in the columns of then, which nobody changes any more
		}
		for _, n := range step {
			rows = append(rows, from.row(n))
		}
		x.mu.RUnlock()
		for i := range rows {
			if err := yield(&account, &rows[i]); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// wanted is how many rows a page needs to be in order.
func (f Filter) wanted() int {
	if f.Limit == 0 || f.Page > math.MaxInt32/f.Limit {
		return math.MaxInt32
	}
	return f.Page * f.Limit
}

// page is the part of what was found that a filter's page shows.
func page(found []uint32, f Filter) []uint32 {
	if f.Page-1 > len(found)/f.Limit {
		return nil
	}
	from := min((f.Page-1)*f.Limit, len(found))
	return found[from:min(from+f.Limit, len(found))]
}

// find are the conversations of the cohort, newest first, then by id.
func (x *Index) find(f Filter, p period) []uint32 {
	m := x.matcher(f)
	contacts := x.search(f.Search)
	lo, hi := x.between(p.from, p.to)
	if f.ByClose {
		lo = 0
	}
	kept := inParallel(parts(lo, hi), func(part part) []uint32 {
		found := make([]uint32, 0, part.hi-part.lo)
		x.selected(part, m, func(n uint32, r *row) {
			if f.ByClose && !r.closedIn(p) {
				return
			}
			if contacts == nil || contacts[r.contact] || x.idContains(n, f.Search) {
				found = append(found, n)
			}
		})
		return found
	})
	found := slices.Concat(kept...)
	x.newestFirst(found)
	return found
}

// newestFirst turns conversations in order around; those of the same second stay in the order of their ids.
func (x *Index) newestFirst(found []uint32) {
	slices.Reverse(found)
	for from := 0; from < len(found); {
		to := from + 1
		for to < len(found) && x.rows[found[to]].start == x.rows[found[from]].start {
			to++
		}
		slices.Reverse(found[from:to])
		from = to
	}
}

// search tells by contact whether its name or phone contains a text; nil when there is nothing to search for.
func (x *Index) search(text string) []bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	words := []byte(fold(text))
	number := []byte(digits(text))
	found := make([]bool, len(x.contactTags))
	for n := 1; n < len(found); n++ {
		name, phone := x.contactName.get(n), x.contactPhone.get(n)
		found[n] = bytes.Contains([]byte(fold(name)), words) || bytes.Contains([]byte(fold(phone)), words) ||
			len(number) > 3 && bytes.Contains([]byte(digits(phone)), number)
	}
	return found
}

// idContains tells whether a conversation's id contains a searched text.
func (x *Index) idContains(n uint32, text string) bool {
	return bytes.Contains(x.ids.view(int(n)), []byte(strings.TrimSpace(text)))
}

// fold is a text as search compares it: without case and accents.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// collate orders names as people read them, accents and case apart.
func collate(a, b string) int {
	return cmp.Or(strings.Compare(fold(a), fold(b)), strings.Compare(a, b))
}

// digits are a text's digits; none where it has letters.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// row is a conversation as Details shows it.
func (x *facts) row(n uint32) Row {
	r := &x.rows[n]
	m := conversation.Measure(x.marksOf(n, nil), nil)
	calendar, business := &x.calendar[n], &x.business[n]
	longest := int64(conversation.None)
	for _, reply := range m.Replies {
		longest = max(longest, reply.Seconds())
	}
	d := Row{
		ID: x.ids.get(int(n)), Status: "closed", Origin: r.origin,
		Channel: x.channel[r.channel].ID, ChannelName: x.channel[r.channel].Name,
		Contact:     x.contacts.all[r.contact],
		ContactName: x.contactName.get(int(r.contact)), ContactPhone: x.contactPhone.get(int(r.contact)),
		ContactTags: x.ctags.named(x.ctagSets.members[x.contactTags[r.contact]]),
		NewContact:  r.flags&isFirst != 0,
		Tags:        x.tags.named(x.tagSets.members[r.tags]),
		Owner:       x.agent[r.owner].ID, OwnerName: x.agent[r.owner].Name,
		Agents:   x.agents.named(x.agentSets.members[r.agents]),
		ClosedBy: x.agent[x.closedBy[n]].ID, CreditedAgent: x.agent[r.credited].ID,
		StartedAt: int64(r.start), InHours: r.flags&isInside != 0,
		FirstContactAt: m.FirstContactAt, FirstResponseAt: m.FirstHumanAt,
		FRT: unstamp(calendar.frt), FRTBusiness: unstamp(business.frt),
		Replies: int(calendar.replies), ReplySum: int64(calendar.replySum), ReplyMax: longest,
		RepliesBusiness: int(business.replies), ReplyBusinessSum: int64(business.replySum),
		Messages:      Messages{m.In, m.Agent, m.Flow},
		LastMessageAt: m.LastMessageAt, ClosedAt: unstamp(r.closed), Reason: r.reason,
		Duration: unstamp(calendar.duration), DurationBusiness: unstamp(business.duration),
		Unanswered: r.flags&isUnanswered != 0, Waiting: r.flags&isWaiting != 0,
		SurveyAt: unstamp(x.survey[n]), Rating: int(r.rating), Comment: x.comments.get(int(n)), URL: x.urls.get(int(n)),
	}
	if r.flags&isOpen != 0 {
		d.Status = "open"
	}
	if r.responder != absentAgent {
		d.FirstResponder = x.agent[r.responder].ID
	}
	return d
}

// named are the names of numbers.
func (n *names) named(numbers []uint32) []string {
	if len(numbers) == 0 {
		return nil
	}
	list := make([]string, len(numbers))
	for i, number := range numbers {
		list[i] = n.all[number]
	}
	return list
}
