package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"relato/report"
)

// chip is a condition in effect, and this report without it.
type chip struct {
	Name, Value string
	Without     templ.SafeURL
	filter      report.Filter // this one without the condition
}

// chips are all conditions in effect. The clock is among them though it hides no rows: it changes what numbers mean.
func (p Page) chips() []chip {
	w, f := p.words(), p.Filter
	var chips []chip
	add := func(name, value string, drop func(*report.Filter)) {
		without := f
		drop(&without)
		chips = append(chips, chip{name, isolated(value), p.here(without), without})
	}
	list := func(chosen []string, of func(Page) menu, mode report.Mode, drop func(*report.Filter)) {
		if len(chosen) > 0 { // else the menu, which may be long, is not made
			m := of(p)
			add(m.Name, p.joined(m, mode), drop)
		}
	}
	if f.LeftOut { // first, since it turns the others around
		add(w.Drill.LeftOut, w.Drill.ByOthers, func(f *report.Filter) { f.LeftOut = false })
	}
	list(f.Channels, Page.channelMenu, report.Any, func(f *report.Filter) { f.Channels = nil })
	list(f.Origins, Page.originMenu, report.Any, func(f *report.Filter) { f.Origins = nil })
	list(f.Agents, Page.agentMenu, report.Any, func(f *report.Filter) { f.Agents = nil })
	list(f.Tags, Page.tagMenu, f.TagMode, func(f *report.Filter) { f.Tags, f.TagMode = nil, report.Any })
	list(f.ContactTags, Page.contactTagMenu, f.ContactTagMode, func(f *report.Filter) { f.ContactTags, f.ContactTagMode = nil, report.Any })
	list(f.Ratings, Page.ratingMenu, report.Any, func(f *report.Filter) { f.Ratings = nil })
	switch f.Hours {
	case "inside":
		add(w.Started.Name, w.StartedInside, func(f *report.Filter) { f.Hours = "" })
	case "outside":
		add(w.Started.Name, w.StartedOutside, func(f *report.Filter) { f.Hours = "" })
	}
	switch f.Status {
	case "open":
		add(w.Situation, w.Open, func(f *report.Filter) { f.Status = "" })
	case "closed":
		add(w.Situation, w.Closed, func(f *report.Filter) { f.Status = "" })
	}
	if f.Waiting {
		add(w.Situation, w.Waiting.Name, func(f *report.Filter) { f.Waiting = false })
	}
	if f.Unanswered {
		add(w.Situation, w.Unanswered.Name, func(f *report.Filter) { f.Unanswered = false })
	}
	p.drillChips(add)
	if f.Search != "" {
		add(w.Search, f.Search, func(f *report.Filter) { f.Search = "" })
	}
	if f.Business() {
		add(w.Clock.Name, w.ClockBusiness, func(f *report.Filter) { f.Clock = "calendar" })
	}
	return chips
}

// offered is how many of the chips a page without results offers to drop.
const offered = 6

// Offers are the filters that a page without results offers instead of its own: each without one of its conditions.
// Page.Back says how much each of them has.
func (p Page) Offers() []report.Filter {
	var offers []report.Filter
	for _, c := range p.chips() {
		offers = append(offers, c.filter)
	}
	return offers[:min(len(offers), offered)]
}

// offer is a condition to drop, and how many conversations would come back.
type offer struct {
	chip
	Count int
}

// offers are the conditions to drop, the one that brings most back first; those that bring nothing are left out, unless
// all are.
func (p Page) offers() []offer {
	var offers []offer
	for i, c := range p.chips() {
		if i < len(p.Back) && p.Back[i] > 0 {
			offers = append(offers, offer{c, p.Back[i]})
		}
	}
	slices.SortStableFunc(offers, func(a, b offer) int { return b.Count - a.Count })
	return offers[:min(len(offers), 3)]
}

// joined names a menu's ticked values as their mode combines them.
func (p Page) joined(m menu, mode report.Mode) string {
	w := p.words()
	var names []string
	for _, o := range m.Options {
		if o.Checked {
			names = append(names, isolated(o.Name))
		}
	}
	switch mode {
	case report.All:
		return strings.Join(names, w.JoinAll)
	case report.Not:
		return w.JoinNot + strings.Join(names, w.JoinAny)
	}
	return strings.Join(names, w.JoinAny)
}

// removing says what a chip's cross does.
func (p Page) removing(c chip) string { return fmt.Sprintf(p.words().RemoveFilter, c.Name) }

// matched leads to the conversations that match, from where they are not on the page already.
func (p Page) matched(n int) templ.SafeURL {
	if p.Path == detailsPath {
		return ""
	}
	return p.drillTo("conversations", n)
}

// ofEverything says how many conversations there are in the period without any filter.
func (p Page) ofEverything() string {
	return p.of(p.Account.Everything)
}

// of says "of 12 conversations".
func (p Page) of(n int) string {
	return p.Lang.count(n, p.words().OfConversations)
}

// everything leads to the conversations of the period without any filter.
func (p Page) everything() templ.SafeURL {
	if p.Account.Everything == 0 {
		return ""
	}
	return p.drill(func(f *report.Filter) {
		byClose := f.ByClose
		*f = unfiltered(*f)
		f.Page, f.ByClose = 1, byClose
	})
}
