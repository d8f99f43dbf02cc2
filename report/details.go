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
	var d Details
	err := x.viewInTurn(ctx, func() error {
		p := periodOf(f, x.zone)
		account, asked := x.accountIn(p, f), f
		if f.Limit == 0 {
			f.Limit = PageLimit
		}
		count := func() *Details {
			total, shown := x.pageOf(f, p, &account)
			return &Details{Total: total, Rows: x.facts.rows(shown, nil)}
		}
		if f.Limit <= PageLimit { // longer ones would take the place of many reports
			d = recall(x.answers, f, p.to, count, func(d *Details) int { return len(d.Rows) })
		} else {
			d = *count()
		}
		d.Account, d.Filter = account, asked
		return nil
	})
	return &d, err
}

// exportStep is how many rows are written between two chances for the index to follow what is new.
const exportStep = 2048

// Each yields every conversation of the cohort in the order of Details, all of them unless the filter has a limit. The
// row is overwritten by the next one. It stops at the first error of yield.
func (x *Index) Each(ctx context.Context, f Filter, yield func(*Account, *Row) error) error {
	var account Account
	var found []uint32
	var seen *edition
	if err := x.viewInTurn(ctx, func() error {
		p := periodOf(f, x.zone)
		account = x.accountIn(p, f)
		_, found = x.ordered(f, p, &account)
		if f.Limit != 0 {
			found = page(found, f)
		}
		seen = x.edition
		return nil
	}); err != nil {
		return err
	}
	take := func() (step []uint32) {
		step, found = found[:min(exportStep, len(found))], found[min(exportStep, len(found)):]
		return step
	}
	rows, next := x.rows(take(), seen, nil), []Row(nil)
	for len(rows) > 0 {
		var err error
		// While rows are written, the next are made.
		inParallel([]func(){
			func() {
				for i := range rows {
					if err = yield(&account, &rows[i]); err != nil {
						return
					}
				}
			},
			func() { next = x.rows(take(), seen, next) },
		}, func(do func()) (none struct{}) {
			do()
			return none
		})
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
		rows, next = next, rows
	}
	return nil
}

// rows are conversations as they were in an edition, in the memory of rows.
func (x *Index) rows(conversations []uint32, seen *edition, rows []Row) []Row {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if seen.last != nil {
		return seen.last.rows(conversations, rows) // the numbers mean what they meant in the columns of then, which nobody changes any more
	}
	return x.facts.rows(conversations, rows)
}

// rows are conversations as Details shows them, in the memory of rows. Most lists are in the order of Details: from their end,
// what is packed is read in the order in which it lies.
func (f *facts) rows(conversations []uint32, rows []Row) []Row {
	rows = slices.Grow(rows[:0], len(conversations))[:len(conversations)]
	r := f.reader()
	for i, n := range slices.Backward(conversations) {
		rows[i] = f.row(n, r)
	}
	return rows
}

// pageOf are the conversations of a page, and how many there are on all pages.
func (x *Index) pageOf(f Filter, p period, a *Account) (total int, shown []uint32) {
	if f.newestFirst() && !f.looksAtEach() {
		w := x.newWindow(f, p)
		from, to := f.places(w.total)
		return w.total, w.newest(from, to)
	}
	total, list := x.ordered(f, p, a)
	return total, page(list, f)
}

// ordered are the conversations of the cohort as the filter sorts them, the first as many as wanted or more, and how many
// there are.
func (x *Index) ordered(f Filter, p period, a *Account) (total int, list []uint32) {
	if f.newestFirst() {
		found := x.find(f, p)
		x.newestFirst(found)
		return len(found), found
	}
	var among candidates
	if f.looksAtEach() {
		among = listed(x.find(f, p))
	} else {
		among = x.newWindow(f, p).candidates()
	}
	return among.total, x.sorted(among, f, a)
}

// newestFirst tells whether conversations are wanted in the order of Details.
func (f *Filter) newestFirst() bool {
	return detailColumn(f.Sort) == nil || f.Sort == "started_at" && f.Dir == "desc"
}

// looksAtEach tells whether a filter has conditions that no selection has, so that each conversation is looked at.
func (f *Filter) looksAtEach() bool { return f.Search != "" || f.ByClose }

// wanted is how many rows a page needs to be in order.
func (f Filter) wanted() int {
	if f.Limit == 0 || f.Page > math.MaxInt32/f.Limit {
		return math.MaxInt32
	}
	return f.Page * f.Limit
}

// page is the part of what was found that a filter's page shows.
func page(found []uint32, f Filter) []uint32 {
	from, to := f.places(len(found))
	return found[from:to]
}

// places are where a filter's page begins and ends in all that was found.
func (f Filter) places(found int) (from, to int) {
	if f.Page-1 > found/f.Limit {
		return found, found
	}
	from = min((f.Page-1)*f.Limit, found)
	return from, min(from+f.Limit, found)
}

// find are the conversations of the cohort in order.
func (x *Index) find(f Filter, p period) []uint32 {
	s := x.selecting(f, p)
	contacts := x.search(f.Search)
	lo, hi := x.between(p.from, p.to)
	if f.ByClose {
		lo = 0 // what nobody has selected of blocks that ended before the period was closed before it
	}
	kept := inParallel(parts(lo, hi), func(part part) []uint32 {
		found := make([]uint32, 0, part.hi-part.lo)
		papers, text := x.papers.reader(), []byte(strings.TrimSpace(f.Search))
		x.selected(part, s, func(batch []uint32) {
			if !f.ByClose && contacts == nil {
				found = append(found, batch...)
				return
			}
			for _, n := range batch {
				if f.ByClose && !x.closedIn(n, p) {
					continue
				}
				if contacts == nil || contacts[x.contact[n]] || bytes.Contains(papers.read(n).id, text) {
					found = append(found, n)
				}
			}
		})
		return found
	})
	return slices.Concat(kept...)
}

// newestFirst turns conversations in order around; those of the same second stay in the order of their ids.
func (x *Index) newestFirst(found []uint32) {
	slices.Reverse(found)
	for from := 0; from < len(found); {
		to := from + 1
		for to < len(found) && x.start[found[to]] == x.start[found[from]] {
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
	found := make([]bool, x.people.size())
	r := x.people.cards.reader()
	for n := 1; n < len(found); n++ {
		c := r.read(uint32(n))
		name, phone := string(c.name), string(c.phone)
		found[n] = bytes.Contains([]byte(fold(name)), words) || bytes.Contains([]byte(fold(phone)), words) ||
			len(number) > 3 && bytes.Contains([]byte(digits(phone)), number)
	}
	return found
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

// reader reads what columns do not have; for one worker, while nothing changes.
type reader struct {
	papers   *paperReader
	contacts *cardReader
	measurer measurer
}

func (f *facts) reader() *reader {
	return &reader{papers: f.papers.reader(), contacts: f.people.cards.reader()}
}

// row is a conversation as Details shows it.
func (f *facts) row(n uint32, from *reader) Row {
	m := from.measurer.measure(f, n)
	t := f.traits[n]
	businessReplies, businessSum := f.businessReplies(m)
	d := Row{
		Status: statusOf(t&isOpen != 0), Origin: t.origin(),
		Channel: f.channel[f.via.at(n)].ID, ChannelName: f.channel[f.via.at(n)].Name,
		ContactTags: f.ctags.named(f.ctagSets.members[f.people.tags.at(f.contact[n])]),
		NewContact:  t&isFirst != 0,
		Tags:        f.tags.named(f.tagSets.members[f.tagSet.at(n)]),
		Owner:       f.agent[f.owner[n]].ID, OwnerName: f.agent[f.owner[n]].Name,
		Agents:        f.agents.named(f.agentSets.members[f.agentSet.at(n)]),
		CreditedAgent: f.agent[f.credited[n]].ID,
		StartedAt:     int64(f.start[n]), InHours: t&isInside != 0,
		FRT: unstamp(f.frt[n]), FRTBusiness: unstamp(f.working(m.FirstResponse)),
		Replies: len(m.Replies), ReplySum: int64(f.replySum[n]),
		RepliesBusiness: businessReplies, ReplyBusinessSum: businessSum,
		Messages:      Messages{m.In, m.Agent, m.Flow},
		LastMessageAt: m.LastMessageAt, ClosedAt: unstamp(f.closed[n]), Reason: t.reason(),
		Duration: unstamp(f.duration(n)), DurationBusiness: unstamp(f.working(f.durationInterval(n))),
		Unanswered: t&isUnanswered != 0, Waiting: t&isWaiting != 0, Rating: t.rating(),
	}
	d.takePaper(from.papers.read(n), f.agent)
	d.takeContact(from.contacts.read(f.contact[n]))
	d.takeMoments(m)
	if f.responder[n] != absentAgent {
		d.FirstResponder = f.agent[f.responder[n]].ID
	}
	return d
}

func statusOf(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

func (r *Row) takePaper(p *paper, agents []conversation.Agent) {
	r.ID, r.URL, r.Comment, r.SurveyAt, r.ClosedBy = string(p.id), string(p.url), string(p.comment), unstamp(p.survey), agents[p.closedBy].ID
}

func (r *Row) takeContact(c *contactCard) {
	r.Contact, r.ContactName, r.ContactPhone = string(c.id), string(c.name), string(c.phone)
}

// takeMoments takes when messages were sent that are of note, and the longest reply.
func (r *Row) takeMoments(m conversation.Measures) {
	r.FirstContactAt, r.FirstResponseAt, r.ReplyMax = m.FirstContactAt, m.FirstHumanAt, conversation.None
	for _, reply := range m.Replies {
		r.ReplyMax = max(r.ReplyMax, reply.Seconds())
	}
}

// filler fills in of rows what a column shows; for one worker.
func (f *facts) filler(column string, from *reader) func(n uint32, r *Row) {
	switch column {
	case "conversation_id", "closed_by", "csat_sent_at", "csat_comment", "url":
		return func(n uint32, r *Row) { r.takePaper(from.papers.read(n), f.agent) }
	case "contact_id", "contact_name", "contact_phone":
		return func(n uint32, r *Row) { r.takeContact(from.contacts.read(f.contact[n])) }
	case "first_contact_message_at", "first_response_at", "reply_max_s":
		return func(n uint32, r *Row) { r.takeMoments(from.measurer.measure(f, n)) }
	case "reply_avg_s":
		return func(n uint32, r *Row) { r.Replies, r.ReplySum = f.replyCount(n), int64(f.replySum[n]) }
	case "replies_business", "reply_business_avg_s":
		on := f.business()
		return func(n uint32, r *Row) { r.RepliesBusiness, r.ReplyBusinessSum = on.repliesOf(n), int64(on.replySum[n]) }
	}
	return func(n uint32, r *Row) { *r = f.row(n, from) }
}
