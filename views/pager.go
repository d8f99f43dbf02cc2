package views

import (
	"cmp"
	"fmt"

	"github.com/a-h/templ"

	"relato/report"
)

// pager is where a page of rows stands among all.
type pager struct {
	First, Last, All             string        // numbers of rows
	ToFirst, Previous, Next, End templ.SafeURL // empty where there is no such page
	Pages                        []pageLink
	Label                        string
	Beyond                       *beyond // nil unless the page is past the last one
}

// beyond is what to say of a page past the last one, and the way to that.
type beyond struct {
	How, Back string
	Link      templ.SafeURL
}

// pageLink is a page by number; one without a number stands for pages left out.
type pageLink struct {
	Number, Label string
	Link          templ.SafeURL
	Current       bool
}

// pageOf are the rows that the page shows of all.
func (p Page) pageOf(rows int) (from, to int) {
	limit := cmp.Or(p.Filter.Limit, report.PageLimit)
	from = min((max(1, p.Filter.Page)-1)*limit, rows)
	return from, min(from+limit, rows)
}

// pager counts pages by the exact total; form says which rows of how many there are. A page past the last one has no rows, and says so.
func (p Page) pager(total, rows int, form plural) pager {
	limit := cmp.Or(p.Filter.Limit, report.PageLimit)
	page := max(1, p.Filter.Page)
	last := max(1, (total+limit-1)/limit)
	number := func(n int) string { return p.Lang.number(int64(n)) }
	first := (page - 1) * limit
	g := pager{All: number(total), First: number(first + 1), Last: number(first + rows)}
	g.Label = fmt.Sprintf(p.Lang.form(total, form), g.First, g.Last, g.All)
	if page > last {
		w := p.words().Notices
		g.Label = ""
		g.Beyond = &beyond{fmt.Sprintf(w.NoPageHow, number(page), number(last)), fmt.Sprintf(w.ToLastPage, number(last)), p.page(last)}
	}
	if page > 1 {
		g.ToFirst, g.Previous = p.page(1), p.page(min(page-1, last))
	}
	if page < last {
		g.Next, g.End = p.page(page+1), p.page(last)
	}
	before := 0
	for n := 1; n <= last; n++ {
		if n != 1 && n != last && (n < page-1 || n > page+1) {
			if n < page {
				n = max(n, page-2)
			} else {
				n = last - 1
			}
			continue
		}
		if n > before+1 {
			g.Pages = append(g.Pages, pageLink{})
		}
		before = n
		g.Pages = append(g.Pages, pageLink{number(n), fmt.Sprintf(p.words().PageOf, number(n)), p.page(n), n == page})
	}
	return g
}
