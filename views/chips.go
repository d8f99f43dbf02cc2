package views

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"relato/report"
)

// chip is a condition in effect, and this report without it.
type chip struct {
	Name, Value string
	Without     templ.SafeURL
}

// chips are all conditions in effect. The clock is among them though it hides no rows: it changes what numbers mean.
func (p Page) chips() []chip {
	w, f := p.words(), p.Filter
	var chips []chip
	add := func(name, value string, drop func(*report.Filter)) {
		without := f
		drop(&without)
		chips = append(chips, chip{name, isolated(value), p.here(without)})
	}
	list := func(m menu, mode report.Mode, drop func(*report.Filter)) {
		if m.Chosen > 0 {
			add(m.Name, p.joined(m, mode), drop)
		}
	}
	list(p.channelMenu(), report.Any, func(f *report.Filter) { f.Channels = nil })
	list(p.originMenu(), report.Any, func(f *report.Filter) { f.Origins = nil })
	list(p.agentMenu(), report.Any, func(f *report.Filter) { f.Agents = nil })
	list(p.tagMenu(), f.TagMode, func(f *report.Filter) { f.Tags, f.TagMode = nil, report.Any })
	list(p.contactTagMenu(), f.ContactTagMode, func(f *report.Filter) { f.ContactTags, f.ContactTagMode = nil, report.Any })
	list(p.ratingMenu(), report.Any, func(f *report.Filter) { f.Ratings = nil })
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

// ofEverything says how many conversations there are in the period without any filter.
func (p Page) ofEverything() string {
	return fmt.Sprintf(p.words().OfConversations, p.Lang.number(int64(p.Account.Everything)))
}
