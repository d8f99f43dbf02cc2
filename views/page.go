// Package views draws the pages: templ components over the reports' values, charts as options for ECharts, and every
// word on screen out of one catalogue in three languages.
package views

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"relato/conversation"
	"relato/report"
)

// Page is what the frame around a report needs to know.
type Page struct {
	Lang    Lang
	Asked   Lang   // the language that the address names, which links then keep; empty = none
	Path    string // "/overview"
	Filter  report.Filter
	Account report.Account
	Choices report.Choices
	User    string // e-mail; empty in the demo
	Role    string // of the user; "admin" in the demo, which lets everybody try everything; empty = a program
	Sees    Sight  // whose conversations the pages are about
	Demo    bool
	Leave   bool // the demo stands in for an account, and can be left
	Refresh int  // seconds after which the page is loaded anew where there is no script; 0 = never
	Live    bool // the page is told of new data
	Taste   Taste
	Saved   *SavedViews // what the visitor keeps; nil = they cannot keep anything
	Back    []int       // conversations that dropping each of the chips, the first few, would bring back; set where none match
	Share   *Shared     // the link that shows the page; nil = it stands in the frame
}

// Sight is whose conversations a reader sees.
type Sight uint8

// The sights. What is not everybody's is said on every page of figures: else its numbers pass for the company's.
const (
	SeesAll  Sight = iota
	SeesOwn        // those of the agent with the reader's e-mail
	SeesNone       // none: there is no such agent
)

// Layout is the whole document around a report's results.
func Layout(p Page, results templ.Component) templ.Component { return document(p, results) }

// Partial is what a change of the filter loads: the results, and out of band every part of the frame that shows the
// filter or links to its address.
func Partial(p Page, results templ.Component) templ.Component { return partial(p, results) }

// results are a report's results and how many conversations they are about, which the frame shows.
type results struct {
	templ.Component
	Conversations int
}

// Found is how many conversations a report's results are about.
func Found(c templ.Component) int { return matching(c) }

// matching is how many conversations a component is about, or -1 when it does not know.
func matching(c templ.Component) int {
	if r, ok := c.(results); ok {
		return r.Conversations
	}
	return -1
}

// The first three reports are compared with the same report over another period, unless that is nil.

// Overview are the results of the first report.
func Overview(p Page, r, before *report.Overview) templ.Component {
	return results{overview(p, newOverview(p, r, before)), r.Total.Conversations}
}

// Agents are the results of the second report.
func Agents(p Page, r, before *report.Agents) templ.Component {
	return results{agents(p, newAgents(p, r, before)), r.Total.Conversations}
}

// Tags are the results of the third report.
func Tags(p Page, r, before *report.Tags) templ.Component {
	return results{byTag(p, newTags(p, r, before)), r.Total.Conversations}
}

// Details are the results of the fourth report.
func Details(p Page, r *report.Details) templ.Component {
	return results{details(p, newDetails(p, r)), r.Total}
}

// emptyPeriod says that no conversation of those that the reader sees began in a period.
func (p Page) emptyPeriod() string {
	if p.Sees == SeesOwn {
		return p.words().EmptyOwnPeriod
	}
	return p.words().EmptyPeriod
}

func (p Page) words() *words { return p.Lang.words() }

// today is the account's date.
func (p Page) today() conversation.Date { return conversation.DateOf(p.Account.Now.In(p.zone())) }

// company is the account's name; empty = not known.
func (p Page) company() string { return p.Account.Company }

// zone is the account's time zone.
func (p Page) zone() *time.Location {
	if p.Account.Zone == nil {
		return time.UTC
	}
	return p.Account.Zone
}

// The reports' paths.
const (
	overviewPath = "/overview"
	agentsPath   = "/agents"
	tagsPath     = "/tags"
	detailsPath  = "/conversations"
	waitingPath  = "/waiting"
)

// tab is one report in the navigation.
type tab struct{ Path, Icon, Name string }

func (p Page) tabs() []tab {
	w := p.words()
	return []tab{
		{overviewPath, "chart", w.Overview},
		{agentsPath, "user", w.ByAgent},
		{tagsPath, "tag", w.ByTag},
		{detailsPath, "list", w.Details},
	}
}

// title is the report's name.
func (p Page) title() string {
	for _, t := range p.tabs() {
		if t.Path == p.Path {
			return t.Name
		}
	}
	return p.company()
}

// section is the path of the report that the page belongs to: a conversation belongs to Details.
func (p Page) section() string {
	if strings.HasPrefix(p.Path, detailsPath+"/") {
		return detailsPath
	}
	return p.Path
}

// start is where the page's own matter begins: on a report below the filters.
func (p Page) start() templ.SafeURL {
	if slices.ContainsFunc(p.tabs(), func(t tab) bool { return t.Path == p.Path }) {
		return "#results"
	}
	return "#main"
}

// filtered tells whether the page has the bar of filters.
func (p Page) filtered() bool {
	return p.Share == nil && slices.ContainsFunc(p.tabs(), func(t tab) bool { return t.Path == p.Path })
}

// charts tells whether the page draws any, and so needs the library.
func (p Page) charts() bool {
	return p.Path == overviewPath || p.Path == tagsPath
}

// dotted joins what there is of some texts.
func dotted(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), " · ")
}
