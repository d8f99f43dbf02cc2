package views

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"relato/report"
)

// address is where a report is under a filter; nowhere on the page of a share, whose reader has one report and one
// filter.
func (p Page) address(path string, f report.Filter) string {
	if p.Share != nil {
		return ""
	}
	return path + p.query(f)
}

// query is a filter as the end of an address.
func (p Page) query(f report.Filter) string {
	return "?" + p.parameters(f).Encode()
}

// parameters are what a filter's address asks.
func (p Page) parameters(f report.Filter) report.Parameters {
	f.Page = max(f.Page, 1)
	q := f.Parameters()
	if p.Asked != "" {
		q = q.With("lang", string(p.Asked))
	}
	return q
}

// here is the address of this report under a filter, from its first page.
func (p Page) here(f report.Filter) templ.SafeURL {
	f.Page = 1
	return templ.SafeURL(p.address(p.Path, f))
}

// page is the address of a page of this report.
func (p Page) page(n int) templ.SafeURL {
	if p.Share != nil {
		return p.Share.at("", n, p.Asked)
	}
	f := p.Filter
	f.Page = n
	return templ.SafeURL(p.address(p.Path, f))
}

// other is the address of another report under the same filters: what only orders or pages rows is left behind, and what
// only Details understands.
func (p Page) other(path string) templ.SafeURL {
	if path == p.Path {
		return p.here(p.Filter)
	}
	f := p.Filter
	f.Sort, f.Dir, f.Page, f.Limit, f.Search, f.ByClose, f.LeftOut = "", "", 1, 0, "", false, false
	return templ.SafeURL(p.address(path, f))
}

// conversations are the pages of single conversations, which know the way back to this report; nowhere on the page of a share.
func (p Page) conversations() func(id string) templ.SafeURL {
	if p.Share != nil {
		return func(string) templ.SafeURL { return "" }
	}
	query := p.query(p.Filter) // the same for all rows
	return func(id string) templ.SafeURL { return templ.SafeURL(ConversationPath(id) + query) }
}

// numberOfFirst is what the id of a thread's first conversation would end in if it were numbered. No id does.
const numberOfFirst = "~1"

// ConversationPath is the path of a conversation's page. An id may hold any character. Browsers go up a folder for .. however
// it is escaped, and nowhere for a single dot, so those two are written with their number.
func ConversationPath(id string) string {
	if isDots(id) {
		id += numberOfFirst
	}
	return detailsPath + "/" + url.PathEscape(id)
}

// ConversationID is the id that the last part of such a path, unescaped, stands for.
func ConversationID(part string) string {
	if id, numbered := strings.CutSuffix(part, numberOfFirst); numbered && isDots(id) {
		return id
	}
	return part
}

func isDots(id string) bool { return id == "." || id == ".." }

// waiting is the page of what waits now, which no filter changes.
func (p Page) waiting() templ.SafeURL {
	if p.Asked == "" {
		return waitingPath
	}
	return templ.SafeURL(waitingPath + "?" + url.Values{"lang": {string(p.Asked)}}.Encode())
}

// file is the address of this report as a file of all its rows.
func (p Page) file(extension string, excel bool) templ.SafeURL {
	f := p.Filter
	f.Page, f.Limit, f.Compare = 1, 0, report.PreviousPeriod // files compare nothing
	address := p.address(p.Path+extension, f)
	if p.Share != nil {
		address = string(p.Share.at(extension, 1, p.Lang))
	}
	if excel {
		address += "&excel=1"
	}
	return templ.SafeURL(address)
}

// in is this page in another language.
func (p Page) in(l Lang) templ.SafeURL {
	p.Asked = l
	if p.Share != nil {
		return p.Share.at("", p.Filter.Page, l)
	}
	if p.inSettings() {
		return p.plain(p.Path)
	}
	return templ.SafeURL(p.address(p.Path, p.Filter))
}

// orders are the addresses of this report ordered by a column: the other way round when it already is, else from A when
// fromA, or from the largest down.
func (p Page) orders() func(key string, fromA bool) templ.SafeURL {
	if p.Share != nil {
		return func(string, bool) templ.SafeURL { return "" }
	}
	f := p.Filter
	f.Page = 1
	asked := p.parameters(f) // the same for all columns, but for the order
	return func(key string, fromA bool) templ.SafeURL {
		dir := "desc"
		if f.Sort == key && f.Dir == "desc" || f.Sort != key && fromA {
			dir = "asc"
		}
		return templ.SafeURL(p.Path + "?" + asked.With("sort", key).With("dir", dir).Encode())
	}
}

// grouped is the overview by another length of time.
func (p Page) grouped(group string) templ.SafeURL {
	f := p.Filter
	f.Group = group
	return p.here(f)
}

// cleared is this report without conditions; the period, the grouping and the order stay.
func (p Page) cleared() templ.SafeURL {
	f := unfiltered(p.Filter)
	f.Clock = "calendar"
	return p.here(f)
}

// unfiltered is a filter without its conditions: with its period, its clock and how it is shown.
func unfiltered(f report.Filter) report.Filter {
	return report.Filter{
		From: f.From, To: f.To, TagMode: report.Any, ContactTagMode: report.Any, Clock: f.Clock,
		Group: f.Group, Compare: f.Compare, Sort: f.Sort, Dir: f.Dir, Limit: f.Limit,
	}
}
