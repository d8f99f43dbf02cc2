package handlers

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/report"
	"relato/views"
)

// page is the adapter of all reports on screen: the whole document, or to HTMX the part that a filter changes.
func page[T, R any](s *Server, k kind[T, R]) echo.HandlerFunc {
	return s.signedIn(func(c echo.Context, v visitor) error {
		return s.inTurn(c, func() (templ.Component, error) { return k.page(c, s, v) })
	})
}

// page is a report on screen; nil when its reader has been told that they have it already.
func (k kind[T, R]) page(c echo.Context, s *Server, v visitor) (templ.Component, error) {
	q, err := parse(c, s, k, v)
	if err != nil {
		return nil, err
	}
	h := c.Response().Header()
	h.Add(echo.HeaderVary, "HX-Request")
	if same, err := s.unchangedPage(c, v, q, k.path); same || err != nil {
		return nil, err
	}
	saved, err := s.saved(c.Request().Context(), v)
	if err != nil {
		return nil, err
	}
	p := s.frame(c, v, q.account)
	p.Saved, p.Taste = saved, taste(c.Request(), k.path)
	results, err := k.draw(c.Request().Context(), s, q, &p)
	if err != nil {
		return nil, err
	}
	if !wantsPart(c.Request()) {
		return views.Layout(p, results), nil
	}
	if !refreshes(c.Request()) { // who looks again at the same address stays there
		h.Set("HX-Push-Url", q.address(k.path))
	}
	return views.Partial(p, results), nil
}

// draw makes a report's results, and completes the page that they stand on.
func (k kind[T, R]) draw(ctx context.Context, s *Server, q query, p *views.Page) (templ.Component, error) {
	value, err := k.load(ctx, q.filter)
	if err != nil {
		return nil, err
	}
	before, err := k.before(ctx, q.filter, k.account(value))
	if err != nil {
		return nil, err
	}
	choices, err := s.Index.Choices(ctx, q.filter.Only)
	if err != nil {
		return nil, err
	}
	p.Lang, p.Asked, p.Path, p.Filter, p.Account, p.Choices = q.lang, q.asked, k.path, q.filter, k.account(value), choices
	results := k.view(*p, value, before)
	if views.Found(results) > 0 || p.Account.Everything == 0 {
		return results, nil
	}
	if p.Back, err = s.back(ctx, p.Offers()); err != nil {
		return nil, err
	}
	return k.view(*p, value, before), nil
}

// back is how many conversations each of some filters has.
func (s *Server) back(ctx context.Context, offers []report.Filter) ([]int, error) {
	var counts []int
	for _, offer := range offers {
		n, err := s.countConversations(ctx, offer)
		if err != nil {
			return nil, err
		}
		counts = append(counts, n)
	}
	return counts, nil
}

// query is what the query string of a report's address says.
type query struct {
	filter  report.Filter
	account report.Account
	lang    views.Lang
	asked   views.Lang // the language that the address names; empty = none
}

// parse reads the query string of a report's address, and what of the report its visitor may see.
func parse[T, R any](c echo.Context, s *Server, k kind[T, R], v visitor) (query, error) {
	account, err := s.Index.Account(c.Request().Context())
	if err != nil {
		return query{}, err
	}
	values, err := report.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return query{}, err
	}
	q, err := k.parse(c, s, account, values, v.only)
	if err != nil {
		return query{}, err
	}
	q.filter.Within, err = v.within(account)
	return q, err
}

// parse reads the query of a report. Of the request it takes the language alone.
func (k kind[T, R]) parse(c echo.Context, s *Server, account report.Account, values url.Values, only []string) (query, error) {
	q := query{account: account, asked: views.Lang(c.QueryParam("lang"))}
	if q.asked != "" && !slices.Contains(views.Langs, q.asked) {
		return query{}, &report.ParamError{Param: "lang", Value: string(q.asked), Accepted: languages()}
	}
	q.lang = s.lang(c, account.Language)
	var err error
	q.filter, err = report.Parse(values, report.Setting{
		Today:    conversation.DateOf(account.Now.In(account.Zone)),
		Schedule: account.Schedule,
		Columns:  report.Keys(k.columns),
	})
	if err != nil {
		return query{}, err
	}
	q.filter.Only = only
	if k.earlier != nil { // only Details searches, and lists by when they were closed, or what is left out
		q.filter.Search, q.filter.ByClose, q.filter.LeftOut = "", false, false
	}
	return q, nil
}

// address is the canonical address of a report: every default that could change with the day is in it.
func (q query) address(path string) string {
	parameters := q.filter.Parameters()
	if q.asked != "" {
		parameters = parameters.With("lang", string(q.asked))
	}
	return path + "?" + parameters.Encode()
}

func languages() string {
	names := make([]string, len(views.Langs))
	for i, l := range views.Langs {
		names[i] = string(l)
	}
	return strings.Join(names, ", ")
}

// lang is the language that a visitor reads.
func (s *Server) lang(c echo.Context, account string) views.Lang {
	own, _ := c.Get(ownLanguage).(string)
	return views.MatchLang(c.QueryParam("lang"), own, account, c.Request().Header.Get("Accept-Language"))
}

// wantsPart tells whether HTMX asks for a part of the page; a step back in the history needs the whole.
func wantsPart(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-History-Restore-Request") != "true"
}

// refreshes tells whether HTMX asks again for the report that is on screen.
func refreshes(r *http.Request) bool { return r.Header.Get("HX-Trigger") == views.RefreshID }

// inTurn answers with a page of a report, which is made and drawn when its turn comes. The turn is over before the page is sent:
// who takes it in slowly holds up nobody.
func (s *Server) inTurn(c echo.Context, page func() (templ.Component, error)) error {
	ctx := c.Request().Context()
	b := templ.GetBuffer()
	defer templ.ReleaseBuffer(b)
	err := s.turns.Take(ctx, func() error {
		component, err := page()
		if component == nil || err != nil {
			return err
		}
		return component.Render(ctx, b)
	})
	if err != nil || c.Response().Committed {
		return err
	}
	return c.HTMLBlob(http.StatusOK, b.Bytes())
}

// render draws a component before it sends anything, so that a failure can still become an error page.
func render(c echo.Context, status int, component templ.Component) error {
	b := templ.GetBuffer()
	defer templ.ReleaseBuffer(b)
	if err := component.Render(c.Request().Context(), b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}
