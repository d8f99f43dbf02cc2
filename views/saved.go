package views

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"relato/conversation"
	"relato/report"
)

const (
	viewsPath    = "/views"
	newViewPath  = viewsPath + "/new"
	newSharePath = "/shares/new"
)

// SavedViews is what a visitor keeps, and may do with it.
type SavedViews struct {
	Views    []SavedView // the visitor's own, and those that others share, by name
	MayShare bool        // with all users, and by link
}

// SavedView is an address that somebody keeps under a name.
type SavedView struct {
	ID, Name  string
	Owner     string // who made it; empty = somebody who left
	Mine      bool
	Shared    bool
	Deletable bool // by the visitor
	Kept
}

// Kept is an address of a report as it is kept.
type Kept struct {
	Path   string          // of the report
	Period report.Relative // empty = the dates of the query
	Query  url.Values
}

// Address is where what is kept is on a day; false when it is nowhere.
func (k Kept) Address(today conversation.Date) (string, bool) {
	q, ok := k.Period.Moved(k.Query, today)
	return k.Path + "?" + q.Encode(), ok
}

// FormProblem is why a form could not be taken.
type FormProblem uint8

// The problems of forms.
const (
	NoProblem FormProblem = iota
	BadName
	NameTaken
	TooMany
	BadDate
)

// formProblem tells a reader what to do about a problem of a field; name is what they wrote.
func (w *words) formProblem(problem FormProblem, name string) string {
	switch problem {
	case BadName:
		return w.Saved.BadName
	case NameTaken:
		return fmt.Sprintf(w.Saved.Exists, isolated(strings.TrimSpace(name)))
	case TooMany:
		return w.Saved.TooMany
	case BadDate:
		return w.Sharing.BadDate
	}
	return ""
}

// ViewForm is what a form of a view holds.
type ViewForm struct {
	Name    string
	Period  string
	Shared  bool
	Problem FormProblem
}

// NewView is the page that saves a report's address; p.Filter is the report's, at a path.
func NewView(p Page, path string, f ViewForm) templ.Component {
	return newView(p, p.reportAt(path), f)
}

// EditView is the page that renames or deletes a view.
func EditView(p Page, v SavedView, f ViewForm) templ.Component {
	return editView(p, p.savedLine(v), v, f)
}

// reportAt is this page's filter on a report.
func (p Page) reportAt(path string) Page {
	p.Path = path
	return p
}

// shows tells whether the page is what a view opens.
func (p Page) shows(k Kept) bool {
	address, ok := k.Address(p.today())
	return ok && address == p.Path+"?"+p.Filter.Kept("").Encode()
}

// viewShown is the name of the view that the page shows; empty when it is none.
func (p Page) viewShown() string {
	for _, v := range p.Saved.Views {
		if p.shows(v.Kept) {
			return v.Name
		}
	}
	return ""
}

// views are those that are the visitor's, or the others.
func (s *SavedViews) views(mine bool) []SavedView {
	return slices.DeleteFunc(slices.Clone(s.Views), func(v SavedView) bool { return v.Mine != mine })
}

// opening is the address that opens a view, whichever day it is then.
func (p Page) opening(v SavedView) templ.SafeURL { return p.plain(viewsPath + "/" + v.ID) }

// editing is the address that changes a view.
func (p Page) editing(v SavedView) templ.SafeURL { return p.plain(viewsPath + "/" + v.ID + "/edit") }

// keeping is the address of a form about this report and filter.
func (p Page) keeping(form string) templ.SafeURL {
	f := p.Filter
	f.Page = 1
	return templ.SafeURL(p.address(form+p.Path, f))
}

// iconOf is the icon of a report.
func (p Page) iconOf(path string) string {
	for _, t := range p.tabs() {
		if t.Path == path {
			return t.Icon
		}
	}
	return "list"
}

// periodOption is a meaning of the period that a form offers.
type periodOption struct {
	option
	Hint string
}

// periodOptions are what the filter's period can mean when it is opened later: the first is what most people mean.
func (p Page) periodOptions(chosen string) []periodOption {
	w := p.words().Saved
	var options []periodOption
	for _, r := range p.Filter.Relatives(p.today()) {
		options = append(options, periodOption{option{string(r), p.relativeName(r, p.Filter.From), false}, w.Moves})
	}
	options = append(options, periodOption{option{"fixed", p.periodDays(), false}, w.Fixed})
	at := slices.IndexFunc(options, func(o periodOption) bool { return o.Value == chosen })
	options[max(0, at)].Checked = true
	return options
}

// savedLine is a view or share in a list.
type savedLine struct {
	Name, Report, Icon, Period, Conditions string
	Open                                   templ.SafeURL
	Who, By                                string
	Edit                                   templ.SafeURL // empty = not by the visitor
}

// keptLine describes what is kept: the report, its period and its conditions.
func (p Page) keptLine(name string, k Kept) savedLine {
	at := p.reportAt(k.Path)
	line := savedLine{Name: name, Report: at.title(), Icon: p.iconOf(k.Path), Period: dash, Conditions: dash}
	q, ok := k.Period.Moved(k.Query, p.today())
	filter, err := report.Parse(q, report.Setting{Today: p.today(), Schedule: p.Account.Schedule, Columns: columnsOf(k.Path)})
	if !ok || err != nil {
		return line // it asks for what the account no longer has; opening it says what
	}
	at.Filter = filter
	line.Period, line.Conditions = at.periodDays(), p.words().Saved.Everyone
	if k.Period != "" {
		line.Period = p.relativeName(k.Period, filter.From)
	}
	if chips := at.chips(); len(chips) > 0 {
		texts := make([]string, len(chips))
		for i, c := range chips {
			texts[i] = c.Name + ": " + c.Value
		}
		line.Conditions = strings.Join(texts, " · ")
	}
	return line
}

// savedLine describes a view.
func (p Page) savedLine(v SavedView) savedLine {
	w := p.words().Saved
	line := p.keptLine(v.Name, v.Kept)
	line.Open, line.Who = p.opening(v), w.Private
	if v.Shared {
		line.Who = w.Shared
	}
	if !v.Mine {
		line.By = fmt.Sprintf(w.By, isolated(w.ownerName(v.Owner)))
	}
	return line
}

func (w savedWords) ownerName(name string) string {
	if name == "" {
		return w.Left
	}
	return name
}

// columnsOf are the columns that a report can be sorted by.
func columnsOf(path string) []string {
	switch path {
	case overviewPath:
		return report.Keys(report.OverviewColumns)
	case agentsPath:
		return report.Keys(report.AgentColumns)
	case tagsPath:
		return report.Keys(report.TagColumns)
	}
	return report.Keys(report.DetailColumns)
}
