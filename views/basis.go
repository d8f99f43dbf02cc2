package views

import (
	"fmt"

	"github.com/a-h/templ"

	"relato/report"
)

// remark says a count of conversations, which a link leads to, or of something else in a form of words.
func (p Page) remark(form string, n int, link templ.SafeURL) remark {
	return remark{fmt.Sprintf(form, p.Lang.number(int64(n))), n, link}
}

// remarkOf is a remark about n things.
func (p Page) remarkOf(form plural, n int, link templ.SafeURL) remark {
	return remark{p.Lang.count(n, form), n, link}
}

// basis is a count of whole conversations, messages or people.
func (p Page) basis(name string, n int, link templ.SafeURL) basis {
	return basis{Name: name, Count: p.remark("%s", n, link)}
}

// measuredOf says on how many conversations a figure was measured; key is the column that counts them.
func (p Page) measuredOf(name, key string, n int, t report.Figures) basis {
	all := p.basis(name, n, p.drillTo(key, n))
	all.Of = remark{p.of(t.Conversations), t.Conversations, p.drillTo("conversations", t.Conversations)}
	return all
}

// leftOut is how many conversations a figure leaves out; key says which.
func (p Page) leftOut(name, key string, n int) basis { return p.basis(name, n, p.drillTo(key, n)) }

func (p Page) conversationsBasis(t report.Figures) []basis {
	w := p.words().Figures
	return []basis{
		p.basis(w.Matching, t.Conversations, p.drillTo("conversations", t.Conversations)),
		p.basis(w.InPeriod, p.Account.Everything, p.everything()),
		p.leftOut(w.OtherwiseLeft, "left_out", p.Account.Everything-t.Conversations),
	}
}

func (p Page) messagesBasis(t report.Figures) []basis {
	w := p.words()
	return []basis{
		p.basis(w.MessagesIn.Name, t.Messages.In, ""), p.basis(w.MessagesAgent.Name, t.Messages.Agent, ""), p.basis(w.MessagesFlow.Name, t.Messages.Flow, ""),
	}
}

func (p Page) contactsBasis(t report.Figures) []basis {
	return []basis{
		p.basis(p.words().NewContacts.Name, t.NewContacts, p.drillTo("new_contacts", t.NewContacts)),
		p.basis(p.words().Figures.Known, t.Contacts-t.NewContacts, ""),
	}
}

// frtBasis leaves out what has no response; on the business clock also what lies wholly outside working hours.
func (p Page) frtBasis(t report.Figures) []basis {
	w := p.words().Figures
	all := []basis{p.measuredOf(w.Measured, "frt_n", t.FRT.N, t)}
	if p.Filter.Business() {
		all = append(all, p.leftOut(w.OutsideHours, "frt_excluded", t.FRT.Excluded))
	}
	return append(all, p.leftOut(w.NoAnswer, "frt_none", t.Conversations-t.FRT.N-p.outside(t.FRT)))
}

func (p Page) durationBasis(t report.Figures) []basis {
	w := p.words().Figures
	all := []basis{p.measuredOf(w.Measured, "duration_n", t.Duration.N, t)}
	if p.Filter.Business() {
		all = append(all, p.leftOut(w.OutsideHours, "duration_excluded", t.Duration.Excluded))
	}
	return append(all, p.leftOut(w.NoEnd, "duration_none", t.Conversations-t.Duration.N-p.outside(t.Duration)))
}

func (p Page) csatBasis(t report.Figures) []basis {
	w := p.words().Figures
	answered, silent := t.CSAT.Answered(), t.CSAT.Sent-t.CSAT.Answered()
	return []basis{
		p.measuredOf(w.Rated, "csat_answered", answered, t),
		p.leftOut(w.Unrated, "csat_silent", silent),
		p.leftOut(w.NoSurvey, "csat_none", t.Conversations-t.CSAT.Sent),
	}
}

// outside is how many of some times the filter's clock leaves out.
func (p Page) outside(times report.Times) int {
	if p.Filter.Business() {
		return times.Excluded
	}
	return 0
}
